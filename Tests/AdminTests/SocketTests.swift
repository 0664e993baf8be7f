// Goal: the same over a real Unix socket: peers are known, bounds hold, shutdown is quick and whole.
// Method: server and client of this project, and raw bytes where a client would be too polite.

import AdminAPI
import AdminClient
import Engine
import ArgumentParser
import Foundation
import Logging
import ServiceLifecycle
import Synchronization
import Testing

@testable import AdminServer
@testable import sinergictl

@Suite struct SocketTests {
  @Test func `the peer is known and references with slashes arrive`() async throws {
    try await Served.run { served in
      let client = AdminClient(socket: served.path)
      let started = try await client.start(
        StartRequest(workflow: "uji", data: ["tentang": "Layanan"]), key: "satu")
      #expect(started.value.actor?.person == "i-made")
      let again = try await client.start(
        StartRequest(workflow: "uji", data: ["tentang": "Layanan"]), key: "satu")
      #expect(again.value.replay)
      let detail = try await client.agreement(started.value.reference)
      #expect(detail.value.agreement.reference == "UJI/2026/0001")
      let history = try await client.history(started.value.reference)
      #expect(history.value.items.count == 1)
      await #expect(throws: ClientError.self) {
        try await client.send(EventRequest(event: "lompat"), to: started.value.reference)
      }
      await client.shutdown()
    }
  }

  @Test func `the commands work over the socket and end with the documented codes`() async throws {
    let rows: [(line: String, code: Int32)] = [
      ("list", 0), ("start uji --set tentang=Layanan", 0), ("start ujii --set tentang=x", 1),
      ("start uji", 3), ("show UJI/2026/0001", 0), ("show UJI/2026/0001 --json", 0),
      ("show UJI/2026/0002", 1), ("tasks --mine", 0), ("approve UJI/2026/0001", 3),
      ("do UJI/2026/0001 lompat", 3), ("do UJI/2026/0001 ajukan --as i-wayan", 4),
      ("do UJI/2026/0001 ajukan --key a", 0), ("do UJI/2026/0001 ajukan --key a", 0),
      ("do UJI/2026/0001 setuju", 4), ("history UJI/2026/0001 --verbose", 0),
      ("workflow list", 0), ("workflow show uji --source", 0), ("status", 0), ("reload", 4),
      ("audit verify", 4), ("message list", 4), ("list --limit 0", 1),
      ("reminders UJI/2026/0001", 0), ("reminders UJI/2026/0009", 1),
      ("forecast UJI/2026/0001 --branches", 0), ("forecast UJI/2026/0001 --format ics", 0),
      ("forecast UJI/2026/0001 --until besok", 1), ("explain UJI/2026/0001", 0),
      ("explain UJI/2026/0001 telaah", 0), ("explain UJI/2026/0001 telaahh", 1),
      ("explain unknown-target", 0), ("explain unknown-targett", 1), ("calendar list", 0),
      ("calendar export --for UJI/2026/0001", 0), ("calendar export --for siapa-saja", 1),
      ("calendar preview", 4), ("calendar apply --reason x", 4),
      ("claim UJI/2026/0001", 4), ("claim UJI/2026/0009", 1), ("release UJI/2026/0001", 4),
      ("delegate UJI/2026/0001 --to i-wayan --basis x", 4), ("give-back UJI/2026/0001", 4),
      ("delegate UJI/2026/0001 --to i-wayan", 2), ("reassign UJI/2026/0001 --reason x", 4),
      ("comment UJI/2026/0001 rapat", 0), ("comment UJI/2026/0001 rapat --as i-wayan", 4),
      ("suspend UJI/2026/0001 --reason x", 4), ("resume UJI/2026/0001 --reason x", 4),
      ("cancel UJI/2026/0001 --reason x", 4), ("jump UJI/2026/0001 telaah --dry-run", 4),
      ("jump UJI/2026/0001 telaah --reason x --yes", 4), ("cancel UJI/2026/0001", 2),
      ("correct UJI/2026/0001 --set jumlah=1 --reason x", 4),
      ("correct UJI/2026/0001 --reason x", 2), ("import uji --state konsep --reason x", 4),
      ("import uji --reason x", 2), ("import uji --file tiada.csv --reason x", 1),
      ("migrate uji --dry-run", 4), ("migrate uji", 2),
      ("directory show", 0), ("directory show kabid", 0), ("directory show kabidd", 1),
      ("directory show --people --on 2026-01-01", 0), ("directory show --on besok", 1),
      ("directory show --people --deputies", 2), ("directory show --deputies --json", 0),
      ("directory export", 4), ("directory export --format csv", 2),
      ("directory forget i-made --reason x", 4), ("directory apply /nowhere/x.yaml", 1),
    ]
    try await Served.run { served in
      for row in rows {
        var end: Int32 = 0
        do {
          let words = row.line.split(separator: " ").map(String.init)
          var command = try Sinergictl.parseAsRoot(words + ["--socket", served.path])
          guard var asking = command as? any AsyncParsableCommand else { return try command.run() }
          try await asking.run()
        } catch { end = Entry.end(with: error) }
        #expect(end == row.code, "sinergictl \(row.line)")
      }
    }
  }

  @Test func `a body beyond the limit is refused and the connection closed`() async throws {
    try await Served.run { served in
      let size = AdminLimits.bodyBytes + 1
      let answer = try await served.exchange(
        "POST /v1/agreements HTTP/1.1\r\nHost: x\r\nContent-Length: \(size)\r\n\r\n")
      #expect(answer.hasPrefix("HTTP/1.1 413"))
      #expect(answer.contains("body-too-large"))
    }
  }

  @Test func `bytes that are no HTTP are answered with 400`() async throws {
    try await Served.run { served in
      let answer = try await served.exchange("halo\r\n\r\n")
      #expect(answer.hasPrefix("HTTP/1.1 400"))
    }
  }

  @Test func `idle connections do not hold up the shutdown`() async throws {
    let idle = Mutex<[Int32]>([])
    try await Served.run { served in
      for _ in 0..<5 {
        let descriptor = try served.connect()
        idle.withLock { $0.append(descriptor) }
      }
      let answer = try await served.exchange(
        "GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
      #expect(answer.contains("\"ok\""))
    }
    // Served.run came back: the service ended with five connections open.
    for descriptor in idle.withLock({ $0 }) { close(descriptor) }
  }

  @Test func `nobody at the socket is unreachable with the reason`() async throws {
    let rows: [(String, ClientError.Reason)] = [
      ("/tmp/sinergi-\(UUID().uuidString)/no.sock", .noSocket),
      ("/" + String(repeating: "x", count: 200), .pathTooLong),
    ]
    for (path, reason) in rows {
      let client = AdminClient(socket: path)
      await #expect(throws: ClientError.unreachable(path: path, reason: reason)) {
        try await client.status()
      }
      await client.shutdown()
    }
  }
}

/// A server on a socket of its own, while a body runs.
struct Served: Sendable {
  let path: String
  let copies: CopiesFolder
  let engine: Engine

  static func run(
    as user: String = "made", access: AccessRules = AccessRules(),
    _ body: @escaping @Sendable (Served) async throws -> Void
  ) async throws {
    let path = "/tmp/sinergi-\(UUID().uuidString.prefix(8)).sock"
    let listening = try listen(path)
    defer { unlink(path) }
    let office = try await Office(users: [getuid(): user], access: access)
    let ready = AsyncStream.makeStream(of: Void.self)
    let server = AdminServer(
      engine: office.engine, listening: [listening], logger: .silent,
      onReady: { ready.continuation.yield() })
    let group = ServiceGroup(
      configuration: .init(services: [.init(service: server)], logger: .silent))
    try await withThrowingTaskGroup(of: Void.self) { tasks in
      tasks.addTask { try await group.run() }
      for await _ in ready.stream { break }
      do {
        try await body(Served(path: path, copies: office.copies, engine: office.engine))
      } catch {
        await group.triggerGracefulShutdown()
        throw error
      }
      await group.triggerGracefulShutdown()
      try await tasks.waitForAll()
    }
  }

  /// Sends raw bytes and reads until the server closes. Waits on a thread of its own: the threads
  /// of the concurrency runtime are few, and the server needs them to answer.
  func exchange(_ text: String) async throws -> String {
    try await withCheckedThrowingContinuation { continuation in
      Thread.detachNewThread {
        continuation.resume(with: Result { try exchangeBlocking(text) })
      }
    }
  }

  private func exchangeBlocking(_ text: String) throws -> String {
    let descriptor = try connect()
    defer { close(descriptor) }
    let bytes = Array(text.utf8)
    // A server that refuses does not read to the end; its answer is there all the same.
    guard send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL)) > 0 else {
      throw POSIXError(.EIO)
    }
    var answer: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4_096)
    while true {
      let count = recv(descriptor, &buffer, buffer.count, 0)
      guard count > 0 else { break }
      answer += buffer.prefix(count)
    }
    return String(decoding: answer, as: UTF8.self)
  }

  func connect() throws -> Int32 {
    let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    let result = Self.withAddress(path) { Foundation.connect(descriptor, $0, $1) }
    guard result == 0 else { throw POSIXError(.ECONNREFUSED) }
    return descriptor
  }

  private static func listen(_ path: String) throws -> Int32 {
    let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    guard withAddress(path, { bind(descriptor, $0, $1) }) == 0,
      Foundation.listen(descriptor, 16) == 0
    else { throw POSIXError(.EADDRINUSE) }
    return descriptor
  }

  private static func withAddress(
    _ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32
  ) -> Int32 {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
    return withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
  }
}
