// The daemon as a client without our libraries sees it: HTTP over its socket, answers as JSON.

import Foundation
import Glibc

/// An answer of a command.
struct CommandAnswer: Decodable, Equatable {
  var reference: String
  var sequence: Int
  var event: String
  var actor: ActorAnswer?
  var states: [String]
  var replay: Bool
}

/// Who acted.
struct ActorAnswer: Decodable, Equatable {
  var person: String
  var role: String
  var capacity: String
  var basis: String?
}

/// An agreement, whole.
struct AgreementAnswer: Decodable {
  struct Head: Decodable {
    var reference: String
    var title: String
    var status: String
    var states: [String]
    var sequence: Int
  }
  struct Field: Decodable {
    var name: String
    var value: Scalar
  }
  struct Task: Decodable {
    var task: String
    var openedAt: String
    var dueAt: String?
    var role: String
  }
  struct Timer: Decodable {
    var name: String
    var dueAt: String
  }
  struct Record: Decodable {
    var kind: String
    var subject: String
    var manner: String?
  }
  var agreement: Head
  var definition: String
  var records: [Record]?
  var data: [Field]
  var tasks: [Task]
  var timers: [Timer]

  func value(_ name: String) -> String? { data.first { $0.name == name }?.value.text }
}

/// A page of a list.
struct PageAnswer<Item: Decodable>: Decodable {
  var items: [Item]
  var next: String?
}

/// An entry of the history, as far as the tests look.
struct EntryAnswer: Decodable {
  struct Payload: Decodable {
    var event: String?
    var reason: String?
    var actor: ActorAnswer?
    var states: [String]?
    var entered: [String]?
    var definition: String?
    var data: [String: Scalar]?
    var told: [Told]?
    var planned: [Notice]?
  }
  /// A role that was told.
  struct Told: Decodable {
    var role: String
  }
  /// A notice that was due by then.
  struct Notice: Decodable {
    var role: String
    var at: Int
  }
  var sequence: Int
  var position: Int
  var at: String
  var kind: String
  var cause: String
  var payload: Payload
}

/// How the daemon is.
struct StatusAnswer: Decodable {
  var messagesPending: Int
  var messagesDead: Int
  var messagesUnknown: Int
  var loadProblems: [String]
  var nextTimer: Date?
  var now: Date
}

/// Messages of the outbox, as far as the tests look.
struct MessagesAnswer: Decodable {
  struct Item: Decodable {
    var id: Int64
    var key: String
    var attempts: Int
    var nextAt: Date?
  }
  var items: [Item]
}

/// What `audit` found.
struct AuditAnswer: Decodable {
  var intact: Bool
  var entries: Int
}

/// What `GET /v1/workflows/NAME` tells, as far as the tests look.
struct WorkflowAnswer: Decodable {
  struct Head: Decodable {
    var digest: String
    var description: String?
  }
  var workflow: Head
}

/// A text or a number, as text.
struct Scalar: Decodable, Equatable {
  var text: String

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let number = try? container.decode(Int.self) {
      text = "\(number)"
    } else {
      text = try container.decode(String.self)
    }
  }
}

/// Reads the API's JSON.
func decode<Value: Decodable>(_ type: Value.Type, _ text: String) throws -> Value {
  let decoder = JSONDecoder()
  decoder.keyDecodingStrategy = .convertFromSnakeCase
  decoder.dateDecodingStrategy = .iso8601
  return try decoder.decode(type, from: Data(text.utf8))
}

/// One HTTP exchange, on a connection of its own.
struct HTTPAnswer {
  var status: Int
  var body: String
}

/// A client of the socket that knows nothing but POSIX and HTTP/1.1 (RFC 9112).
enum SocketClient {
  /// Seconds after which a daemon that does not answer counts as broken.
  private static let patience = 30

  /// The answer, or nil when there was none that is whole.
  static func ask(
    _ socket: String, _ method: String, _ target: String, body: String = "", key: String? = nil
  ) -> HTTPAnswer? {
    guard let descriptor = open(socket) else { return nil }
    defer { close(descriptor) }
    var request = "\(method) \(target) HTTP/1.1\r\nHost: sinergi\r\nConnection: close\r\n"
    if let key { request += "Idempotency-Key: \(key)\r\n" }
    if method == "POST" {
      request += "Content-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n"
    }
    guard sendAll(descriptor, Array((request + "\r\n" + body).utf8)) else { return nil }
    return parse(receiveAll(descriptor))
  }

  /// Whether somebody answers there.
  static func isAnswering(_ socket: String) -> Bool {
    ask(socket, "GET", "/healthz")?.status == 200
  }

  /// A connection; whoever calls closes it.
  static func open(_ path: String) -> Int32? {
    let descriptor = socket(
      AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { return nil }
    var bound = timeval(tv_sec: patience, tv_usec: 0)
    let size = socklen_t(MemoryLayout<timeval>.size)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &bound, size)
    setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &bound, size)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let bytes = Array(path.utf8)
    guard bytes.count < MemoryLayout.size(ofValue: address.sun_path) else { return nil }
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
    let outcome = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    if outcome == 0 { return descriptor }
    close(descriptor)
    return nil
  }

  private static func sendAll(_ descriptor: Int32, _ bytes: [UInt8]) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes {
        send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return false }
      rest = rest.dropFirst(count)
    }
    return true
  }

  private static func receiveAll(_ descriptor: Int32) -> [UInt8] {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = recv(descriptor, &buffer, buffer.count, 0)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return bytes }
      bytes += buffer[..<count]
    }
  }

  /// Half an answer is none: its length is compared with what the header announced.
  private static func parse(_ bytes: [UInt8]) -> HTTPAnswer? {
    let text = String(decoding: bytes, as: UTF8.self)
    guard let end = text.range(of: "\r\n\r\n") else { return nil }
    let lines = text[..<end.lowerBound].components(separatedBy: "\r\n")
    let words = lines[0].split(separator: " ")
    guard words.count >= 2, words[0].hasPrefix("HTTP/1."), let status = Int(words[1]) else {
      return nil
    }
    var length: Int?
    for line in lines.dropFirst() where line.lowercased().hasPrefix("content-length:") {
      length = Int(line.dropFirst("content-length:".count).trimmingCharacters(in: .whitespaces))
    }
    let body = String(text[end.upperBound...])
    guard let length, body.utf8.count == length else { return nil }
    return HTTPAnswer(status: status, body: body)
  }
}
