// What the suites of the exec and webhook channels share: entries as the configuration has them, and a
// real web server.

import Foundation
import Glibc
import Synchronization
import Testing
import WorkCalendar
import Workflow

@testable import Notify

/// Entries of a configuration, read as the daemon does.
struct ReadChannels {
  var channels: [String: any Channel]
  /// `line:column: what`, in order.
  var problems: [String]

  init(_ yaml: String, files: [String: String] = [:], credentials: String? = nil) throws {
    var reader = TreeReader()
    let tree = YAMLTree.read(SourceText(name: "sinergid.yaml", text: yaml), into: &reader.problems)
    let root = try #require(tree, "\(reader.problems.sorted)")
    let found = reader.mapping(
      root, of: "the configuration", keys: ["channels", "notify", "office", "digest"])
    let node = try #require(found["channels"]?.value)
    let surroundings = ChannelSurroundings(
      journal: { _ in }, spool: "/nonexistent",
      read: { path in
        files[path].map { .success($0) } ?? .failure(UnreadableFile("No such file or directory"))
      }, credentials: credentials)
    channels = ChannelRegistry.read(node, &reader, surroundings)
    problems = reader.problems.sorted.map {
      "\($0.range.line):\($0.range.column): \($0.message)"
    }
  }
}

/// The channel of an entry; `lines` stand below its name.
func channel(
  _ type: String, _ lines: [String], files: [String: String] = [:]
) throws -> any Channel {
  // Where nothing is to take long, a busy machine may.
  let hasTimes = ["exec", "webhook"].contains(type) && !lines.contains { $0.hasPrefix("timeout") }
  let all = lines + (hasTimes ? ["timeout: 300"] : [])
  let yaml = (["channels:", "  x:", "    type: \(type)"] + all.map { "    \($0)" })
    .joined(separator: "\n")
  let read = try ReadChannels(yaml, files: files)
  return try #require(read.channels["x"], "\(read.problems)\n\(yaml)")
}

/// A text as YAML has it in double quotes; JSON is a part of YAML.
func quoted(_ text: String) -> String {
  let data = try? JSONSerialization.data(withJSONObject: [text], options: .withoutEscapingSlashes)
  return String(String(decoding: data ?? Data("[]".utf8), as: UTF8.self).dropFirst().dropLast())
}

extension Message {
  /// A message to one person.
  static func personal(
    key: String = "NKO/2026/0001#3.0", address: String? = "+6281234567890",
    name: String = "Ni Made", subject: String = "Tenggat besok", body: String = "Halo,\n\"Ni\" 👋"
  ) -> Message {
    Message(
      key: key, reference: "NKO/2026/0001", kind: "reminder",
      recipients: [.init(person: "ni-made", name: name, address: address)], subject: subject,
      body: body, language: "id",
      sentAt: Instant(millisecondsSince1970: 1_795_311_000_000))
  }
}

/// The process of `Servers/web.py`, one for all suites: a test that waits for a program to start holds a
/// thread that others need. It ends when this process does, with its standard input.
final class WebServers: Sendable {
  static let shared = Result { try WebServers() }

  private let process: Process
  private let pipes: Mutex<(input: FileHandle, output: FileHandle)>

  private init() throws {
    let script = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "Servers/web.py").path
    let input = Pipe()
    let output = Pipe()
    process = Process()
    process.executableURL = URL(filePath: "/usr/bin/python3")
    process.arguments = ["-I", script]
    process.standardInput = input
    process.standardOutput = output
    try process.run()
    pipes = Mutex((input.fileHandleForWriting, output.fileHandleForReading))
  }

  /// Starts a server; its port.
  func start(_ wish: [String: String]) throws -> Int? {
    let line = try JSONSerialization.data(withJSONObject: wish) + Data("\n".utf8)
    return try pipes.withLock { pipes in
      try pipes.input.write(contentsOf: line)
      var answer = Data()
      while !answer.contains(10) {
        let more = pipes.output.availableData
        if more.isEmpty { break }
        answer += more
      }
      return Int(String(decoding: answer, as: UTF8.self).trimmed)
    }
  }

  /// Ends a server.
  func stop(_ port: Int) {
    pipes.withLock { try? $0.input.write(contentsOf: Data("{\"close\": \(port)}\n".utf8)) }
  }
}

/// A web server of `Servers/web.py`; it ends with the object.
final class WebServer: Sendable {
  struct Request: Sendable {
    var method: String
    var path: String
    var headers: [(name: String, value: String)]
    var body: String
    var hmac: String

    func all(_ name: String) -> [String] {
      headers.filter { $0.name.lowercased() == name.lowercased() }.map(\.value)
    }

    /// The body, parsed.
    var json: [String: Any]? {
      (try? JSONSerialization.jsonObject(with: Data(body.utf8))) as? [String: Any]
    }
  }

  let port: Int
  private let scratch: Scratch

  init(certificate: String? = nil, key: String? = nil) throws {
    scratch = try Scratch()
    var wish = ["log": "\(scratch.path)/log"]
    wish["certificate"] = certificate
    wish["key"] = key
    port = try #require(try WebServers.shared.get().start(wish))
  }

  deinit { (try? WebServers.shared.get())?.stop(port) }

  var origin: String { "http://127.0.0.1:\(port)" }

  /// What it was asked, in order.
  var requests: [Request] {
    get throws {
      try scratch.text("log").split(separator: "\n").map { line in
        let object = try #require(
          try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
        let headers = try #require(object["headers"] as? [[String]])
        return Request(
          method: object["method"] as? String ?? "", path: object["path"] as? String ?? "",
          headers: headers.map { ($0[0], $0[1]) }, body: object["body"] as? String ?? "",
          hmac: object["hmac"] as? String ?? "")
      }
    }
  }

  /// True when a client has hung up in the middle of an answer.
  var wasHungUpOn: Bool { FileManager.default.fileExists(atPath: "\(scratch.path)/log.gone") }

  /// A webhook to a path of it.
  func webhook(_ path: String, _ lines: [String] = [], files: [String: String] = [:]) throws
    -> any Channel
  {
    try channel("webhook", ["url: \(quoted(origin + path))"] + lines, files: files)
  }
}

/// A port that is taken, so that nobody else gets it, and at which nobody listens, or somebody does and
/// never says a word.
final class DeafPort: Sendable {
  let port: Int
  private let descriptor: Int32

  init(isListening: Bool = false) throws {
    let socket = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    descriptor = socket
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = INADDR_LOOPBACK.bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(socket, $0, size) == 0 && getsockname(socket, $0, &size) == 0
      }
    }
    try #require(isBound)
    if isListening { try #require(listen(socket, 16) == 0) }
    port = Int(UInt16(bigEndian: address.sin_port))
  }

  deinit { close(descriptor) }
}

/// Waits for what must become true; thirty seconds are for a machine with much to do.
func eventually(_ what: () throws -> Bool) async throws -> Bool {
  for _ in 0..<6_000 {
    if try what() { return true }
    try await Task.sleep(for: .milliseconds(20))
  }
  return false
}

/// The kind of an error, without its words.
func kind(_ error: DeliveryError?) -> String {
  switch error {
  case nil: "delivered"
  case .retry: "retry"
  case .retryAfter: "retryAfter"
  case .misconfigured: "misconfigured"
  case .giveUp: "giveUp"
  case .unknown: "unknown"
  }
}
