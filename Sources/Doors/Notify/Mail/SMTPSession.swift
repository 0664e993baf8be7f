// One connection to a mail server, by libcurl.

internal import CCurl
internal import Dispatch
internal import Glibc
internal import Synchronization

/// A handle of libcurl, which keeps its connection from one mail to the next.
///
/// Unchecked: ``carry(_:)`` and `deinit` are the only ones that touch the handle. ``SMTPSessions`` lets
/// one job at a time have the session, on its queue; the closing is done there too, when nobody has the
/// session any more.
final class SMTPSession: @unchecked Sendable {
  /// Where its transfers run: they block, which threads of the tasks must not.
  let queue = DispatchQueue(label: "sinergi.smtp")
  private let timeout: Int64
  private let handle: UnsafeMutableRawPointer?
  /// Where libcurl writes why a transfer failed.
  private let detail: UnsafeMutablePointer<CChar>
  /// True when every setting was taken.
  private var isReady = true

  /// Done once for the process, before the first handle.
  private static let isLibraryReady = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

  init(_ settings: SMTPSettings) {
    timeout = settings.timeout
    handle = Self.isLibraryReady ? curl_easy_init() : nil
    detail = .allocate(capacity: Int(CURL_ERROR_SIZE))
    detail.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
    isReady = handle != nil
    set(CURLOPT_URL, settings.url)
    set(CURLOPT_NOSIGNAL, 1)
    // What stands in the environment about proxies is not for mail.
    set(CURLOPT_PROXY, "")
    set(CURLOPT_CONNECTTIMEOUT_MS, Int(min(settings.timeout, NotifyLimits.mailConnectTimeout)))
    set(CURLOPT_TCP_KEEPALIVE, 1)
    set(CURLOPT_UPLOAD, 1)
    if settings.security != .none { set(CURLOPT_USE_SSL, Int(CURLUSESSL_ALL.rawValue)) }
    set(CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
    set(CURLOPT_SSL_VERIFYPEER, 1)
    set(CURLOPT_SSL_VERIFYHOST, 2)
    if let caFile = settings.caFile { set(CURLOPT_CAINFO, caFile) }
    if let user = settings.user, let password = settings.password {
      set(CURLOPT_USERNAME, user)
      set(CURLOPT_PASSWORD, password)
      // With more, libcurl tries Kerberos for a user's name that has an «@» in it.
      set(CURLOPT_LOGIN_OPTIONS, "AUTH=PLAIN;AUTH=LOGIN")
    }
    set(CURLOPT_ERRORBUFFER, detail)
    set(CURLOPT_NOPROGRESS, 0)
    set(CURLOPT_READFUNCTION, unsafeBitCast(readMail, to: UnsafeMutableRawPointer.self))
    set(CURLOPT_HEADERFUNCTION, unsafeBitCast(keepReply, to: UnsafeMutableRawPointer.self))
    set(CURLOPT_WRITEFUNCTION, unsafeBitCast(discard, to: UnsafeMutableRawPointer.self))
    set(CURLOPT_SOCKOPTFUNCTION, unsafeBitCast(keepShort, to: UnsafeMutableRawPointer.self))
    set(CURLOPT_XFERINFOFUNCTION, unsafeBitCast(mayGoOn, to: UnsafeMutableRawPointer.self))
  }

  deinit {
    // Saying goodbye may wait for the server.
    struct Closing: @unchecked Sendable {  // Both pointers go nowhere else any more.
      let handle: UnsafeMutableRawPointer?
      let detail: UnsafeMutablePointer<CChar>
    }
    let closing = Closing(handle: handle, detail: detail)
    queue.async {
      curl_easy_cleanup(closing.handle)
      closing.detail.deallocate()
    }
  }

  /// Carries one mail. Blocks until it is done, its time is over, or it is cancelled; the last within
  /// about a second.
  func carry(_ job: SMTPSessions.Job) -> SMTPVerdict {
    guard isReady else {
      return .failure(.misconfigured("libcurl on this machine cannot speak SMTP with TLS"))
    }
    let end = Self.now() + timeout
    var outcome = attempt(job, end, isFresh: false)
    // A connection that was kept has died in the meantime, or the server wants it no longer.
    if outcome.isLostBeforeMail, outcome.isReused, Self.now() < end {
      outcome = attempt(job, end, isFresh: true)
    }
    return outcome.verdict(for: job.mail.recipient)
  }

  private func attempt(_ job: SMTPSessions.Job, _ end: Int64, isFresh: Bool) -> SMTPOutcome {
    let mail = job.mail
    let transfer = SMTPTransfer(mail.text, job, end: end)
    let recipients = curl_slist_append(nil, "<\(mail.recipient.text)>")
    defer { curl_slist_free_all(recipients) }
    set(CURLOPT_MAIL_FROM, "<\(mail.sender.text)>")
    set(CURLOPT_MAIL_RCPT, recipients)
    set(CURLOPT_INFILESIZE, mail.text.count)
    set(CURLOPT_TIMEOUT_MS, Int(max(1, end - Self.now())))
    set(CURLOPT_FRESH_CONNECT, isFresh ? 1 : 0)
    let pointer = Unmanaged.passUnretained(transfer).toOpaque()
    set(CURLOPT_READDATA, pointer)
    set(CURLOPT_HEADERDATA, pointer)
    set(CURLOPT_XFERINFODATA, pointer)
    detail[0] = 0
    let code = withExtendedLifetime(transfer) { curl_easy_perform(handle) }
    set(CURLOPT_MAIL_RCPT, UnsafeMutableRawPointer?.none)
    var uploaded: curl_off_t = 0
    sinergi_curl_get_size(handle, CURLINFO_SIZE_UPLOAD_T, &uploaded)
    var connections = 0
    sinergi_curl_get_long(handle, CURLINFO_NUM_CONNECTS, &connections)
    let words = String(cString: detail)
    return SMTPOutcome(
      code: code, detail: words.isEmpty ? String(cString: curl_easy_strerror(code)) : words,
      replies: transfer.replies, uploaded: Int(uploaded), size: mail.text.count,
      isReused: connections == 0, isCancelled: job.isCancelled.load(ordering: .relaxed),
      isLate: Self.now() >= end)
  }

  /// Milliseconds of a clock that nobody sets.
  static func now() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000
  }

  // MARK: Settings

  private func set(_ option: CURLoption, _ text: String) {
    isReady = isReady && sinergi_curl_set_text(handle, option, text) == CURLE_OK
  }

  private func set(_ option: CURLoption, _ number: Int) {
    isReady = isReady && sinergi_curl_set_long(handle, option, number) == CURLE_OK
  }

  private func set(_ option: CURLoption, _ pointer: UnsafeMutableRawPointer?) {
    isReady = isReady && sinergi_curl_set_pointer(handle, option, pointer) == CURLE_OK
  }
}

/// What libcurl's callbacks share during one transfer; they run on the thread of the transfer.
private final class SMTPTransfer {
  let text: [UInt8]
  let job: SMTPSessions.Job
  let end: Int64
  var position = 0
  var replies = SMTPReplies()

  init(_ text: [UInt8], _ job: SMTPSessions.Job, end: Int64) {
    self.text = text
    self.job = job
    self.end = end
  }

  /// The transfer of a callback; ``SMTPSession`` holds it until libcurl has returned.
  static func of(_ pointer: UnsafeMutableRawPointer?) -> SMTPTransfer? {
    pointer.map { Unmanaged<SMTPTransfer>.fromOpaque($0).takeUnretainedValue() }
  }
}

private typealias Callback =
  @convention(c) (UnsafeMutablePointer<CChar>?, Int, Int, UnsafeMutableRawPointer?) -> Int

private let readMail: Callback = { buffer, size, count, pointer in
  guard let buffer, let transfer = SMTPTransfer.of(pointer) else { return 0 }
  let length = min(size * count, transfer.text.count - transfer.position)
  transfer.text.withUnsafeBytes { bytes in
    let part = UnsafeRawBufferPointer(
      rebasing: bytes[transfer.position..<transfer.position + length])
    UnsafeMutableRawBufferPointer(start: buffer, count: length).copyMemory(from: part)
  }
  transfer.position += length
  return length
}

private let keepReply: Callback = { buffer, size, count, pointer in
  guard let buffer, let transfer = SMTPTransfer.of(pointer) else { return 0 }
  transfer.replies.add(line: UnsafeRawBufferPointer(start: buffer, count: size * count))
  return size * count
}

private let discard: Callback = { _, size, count, _ in size * count }

/// Keeps the kernel's store of unsent bytes small: what is in it counts as sent, so of a mail that is
/// lost on the way nobody knows whether it was whole once its rest is there.
private let keepShort:
  @convention(c) (UnsafeMutableRawPointer?, curl_socket_t, curlsocktype) -> CInt = {
    _, socket, _ in
    var size = Int32(NotifyLimits.mailSendBufferBytes)
    setsockopt(socket, SOL_SOCKET, SO_SNDBUF, &size, socklen_t(MemoryLayout<Int32>.size))
    return CURL_SOCKOPT_OK
  }

private let mayGoOn:
  @convention(c) (UnsafeMutableRawPointer?, curl_off_t, curl_off_t, curl_off_t, curl_off_t) ->
    CInt = { pointer, _, _, _, _ in
      guard let transfer = SMTPTransfer.of(pointer) else { return 1 }
      // libcurl's own limit does not hold while it says goodbye; this one does.
      let isOver = SMTPSession.now() >= transfer.end
      return isOver || transfer.job.isCancelled.load(ordering: .relaxed) ? 1 : 0
    }
