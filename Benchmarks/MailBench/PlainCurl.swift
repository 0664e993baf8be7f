// The same mails by libcurl alone: as many threads, handles that are used again, nothing else.

import CCurl
import Dispatch
import Glibc
import Synchronization

/// Hands one finished text to a server again and again.
enum PlainCurl {
  /// What the read callback needs.
  private final class Upload {
    var text: [UInt8]
    var position = 0

    init(_ text: [UInt8]) { self.text = text }
  }

  /// Carries `count` mails on `threads` threads; returns when all are gone.
  ///
  /// - Parameter compose: the text of each mail, made on the thread that carries it; nil: the same text
  ///   again and again.
  static func carry(
    _ text: [UInt8], count: Int, threads: Int, port: Int,
    compose: (@Sendable (Int) -> [UInt8])? = nil
  ) throws {
    let failures = Atomic(0)
    let rest = Atomic(count)
    let group = DispatchGroup()
    for number in 0..<threads {
      DispatchQueue(label: "plain \(number)").async(group: group) {
        failures.add(run(text, rest, port, compose), ordering: .relaxed)
      }
    }
    group.wait()
    let failed = failures.load(ordering: .relaxed)
    if failed > 0 { throw Problem("\(failed) mails failed by libcurl alone") }
  }

  private static func run(
    _ text: [UInt8], _ rest: borrowing Atomic<Int>, _ port: Int,
    _ compose: (@Sendable (Int) -> [UInt8])?
  ) -> Int {
    guard let handle = curl_easy_init() else { return 1 }
    defer { curl_easy_cleanup(handle) }
    let upload = Upload(text)
    let read:
      @convention(c) (UnsafeMutablePointer<CChar>?, Int, Int, UnsafeMutableRawPointer?) -> Int = {
        buffer, size, count, pointer in
        guard let buffer, let pointer else { return 0 }
        let upload = Unmanaged<Upload>.fromOpaque(pointer).takeUnretainedValue()
        let length = min(size * count, upload.text.count - upload.position)
        upload.text.withUnsafeBytes {
          UnsafeMutableRawBufferPointer(start: buffer, count: length).copyMemory(
            from: UnsafeRawBufferPointer(rebasing: $0[upload.position..<upload.position + length]))
        }
        upload.position += length
        return length
      }
    let recipients = curl_slist_append(nil, "<ni.made@example.org>")
    defer { curl_slist_free_all(recipients) }
    sinergi_curl_set_text(handle, CURLOPT_URL, "smtp://127.0.0.1:\(port)/bench")
    sinergi_curl_set_long(handle, CURLOPT_NOSIGNAL, 1)
    sinergi_curl_set_long(handle, CURLOPT_UPLOAD, 1)
    sinergi_curl_set_long(handle, CURLOPT_INFILESIZE, text.count)
    sinergi_curl_set_text(handle, CURLOPT_MAIL_FROM, "<sinergi@example.org>")
    sinergi_curl_set_pointer(handle, CURLOPT_MAIL_RCPT, recipients)
    sinergi_curl_set_pointer(
      handle, CURLOPT_READFUNCTION, unsafeBitCast(read, to: UnsafeMutableRawPointer.self))
    sinergi_curl_set_pointer(
      handle, CURLOPT_READDATA, Unmanaged.passUnretained(upload).toOpaque())
    var failures = 0
    while true {
      let number = rest.subtract(1, ordering: .relaxed).oldValue
      guard number > 0 else { break }
      if let compose {
        upload.text = compose(number)
        sinergi_curl_set_long(handle, CURLOPT_INFILESIZE, upload.text.count)
      }
      upload.position = 0
      let code = withExtendedLifetime(upload) { curl_easy_perform(handle) }
      if code != CURLE_OK { failures += 1 }
    }
    return failures
  }
}
