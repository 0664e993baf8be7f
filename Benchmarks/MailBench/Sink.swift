// A mail server that takes everything and keeps nothing: threads and blocking sockets, so that it is not
// what is measured.

import Dispatch
import Glibc
import Synchronization

/// Listens on loopback, on a port of the kernel's choice, until the process ends.
final class Sink: Sendable {
  let port: Int
  private let counts = Mutex((connections: 0, mails: 0))

  init() throws {
    signal(SIGPIPE, SIG_IGN)
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(listener, $0, length) == 0 && listen(listener, 128) == 0
          && getsockname(listener, $0, &length) == 0
      }
    }
    guard isBound else { throw Problem("cannot listen: \(String(cString: strerror(errno)))") }
    port = Int(UInt16(bigEndian: address.sin_port))
    Thread.start { [self] in
      while true {
        let connection = accept(listener, nil, nil)
        guard connection >= 0 else { continue }
        counts.withLock { $0.connections += 1 }
        Thread.start { [self] in serve(connection) }
      }
    }
  }

  /// Connections and mails since the last time.
  func take() -> (connections: Int, mails: Int) {
    counts.withLock { counts in
      defer { counts = (0, 0) }
      return counts
    }
  }

  private func serve(_ connection: Int32) {
    var one: Int32 = 1
    setsockopt(
      connection, Int32(IPPROTO_TCP), TCP_NODELAY, &one, socklen_t(MemoryLayout<Int32>.size))
    var buffer = [UInt8](repeating: 0, count: 65_536)
    // The last bytes, across reads: the client waits after each command and after each mail.
    var tail: [UInt8] = []
    var isInMail = false
    var verb: [UInt8] = []
    say(connection, "220 sink ESMTP\r\n")
    while true {
      let count = read(connection, &buffer, buffer.count)
      guard count > 0 else { break }
      tail = Array((tail + buffer[max(0, count - 5)..<count]).suffix(5))
      if isInMail {
        guard tail.elementsEqual("\r\n.\r\n".utf8) else { continue }
        isInMail = false
        tail = []
        counts.withLock { $0.mails += 1 }
        say(connection, "250 2.0.0 Ok: queued as 4Xyz\r\n")
        continue
      }
      if verb.isEmpty { verb = Array(buffer.prefix(min(4, count))) }
      guard tail.last == 10 else { continue }
      switch String(decoding: verb, as: UTF8.self) {
      case "EHLO": say(connection, "250-sink\r\n250-SIZE 52428800\r\n250 8BITMIME\r\n")
      case "DATA":
        isInMail = true
        say(connection, "354 End data with <CR><LF>.<CR><LF>\r\n")
      case "QUIT": say(connection, "221 2.0.0 Bye\r\n")
      default: say(connection, "250 2.1.0 Ok\r\n")
      }
      verb = []
      tail = []
    }
    close(connection)
  }

  private func say(_ connection: Int32, _ text: StaticString) {
    _ = write(connection, text.utf8Start, text.utf8CodeUnitCount)
  }
}

/// A thread of its own.
enum Thread {
  static func start(_ body: @escaping @Sendable () -> Void) {
    DispatchQueue(label: "bench").async(execute: body)
  }
}

/// What went wrong, in words.
struct Problem: Error, CustomStringConvertible {
  var description: String
  init(_ description: String) { self.description = description }
}
