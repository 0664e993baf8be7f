// What the tests of mails share: real servers as child processes, and the mails that arrived there.

import Foundation
import Synchronization
import Testing

@testable import Notify

/// A script of `Servers/` that listens on a port of the kernel's choice.
///
/// Unchecked: the process and its pipe are touched in `init` and, once nobody has the server any more
/// or under the lock, in ``stop()``.
final class ServerProcess: @unchecked Sendable {
  struct Silent: Error {}

  let port: Int
  private let process = Process()
  private let input = Pipe()
  private let isStopped = Mutex(false)

  init(_ script: String, _ arguments: [String]) throws {
    let output = Pipe()
    process.executableURL = URL(filePath: "/usr/bin/python3")
    process.arguments = ["-B", Self.folder.appending(path: script).path] + arguments
    process.standardInput = input
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    var line = Data()
    while line.last != UInt8(ascii: "\n") {
      let more = output.fileHandleForReading.availableData
      if more.isEmpty { break }
      line += more
    }
    guard let port = Int(String(decoding: line, as: UTF8.self).trimmingCharacters(in: .newlines))
    else {
      kill(process.processIdentifier, SIGKILL)
      throw Silent()
    }
    self.port = port
  }

  deinit { stop() }

  func stop() {
    isStopped.withLock { isStopped in
      guard !isStopped else { return }
      isStopped = true
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
    }
  }

  static var folder: URL {
    URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Servers")
  }
}

/// A mail as Python's own email package understood it.
struct ArrivedMail: Decodable {
  var from: String
  var recipients: [String]
  var fields: [[String]]
  var subject: String
  /// Display name and address of each recipient.
  var to: [[String]]
  /// Display name of the first, by the older one of Python's parsers.
  var name: String
  var parts: [String: String]
  var structure: [String]
  var file: [String]
  var defects: [String]
  var raw: Data
  var connection: String
  var tls: Bool
  var login: String?
  var hello: String

  /// The value of a field.
  func field(_ name: String) -> String? {
    fields.first { $0[0].lowercased() == name.lowercased() }?[1]
  }

  /// A part with the line ends of a message.
  func part(_ type: String) -> String? {
    parts[type].map { String($0.map { $0 == "\r\n" ? "\n" : $0 }) }
  }
}

extension MailComposer {
  static func sample() -> MailComposer {
    let from = Mailbox("Sinergi <sinergi@example.org>")
    // The address is a good one.
    return MailComposer(from: from!, host: "sinergi.example.org")
  }
}

extension ChannelCommon {
  static func mail(_ name: String, atOnce: Int = 4) -> ChannelCommon {
    ChannelCommon(
      name: name, audience: .people(contact: "email"), pace: ChannelPace(atOnce: atOnce))
  }
}

/// A good mail server.
final class MailServer: Sendable {
  let scratch: Scratch
  let process: ServerProcess

  init(_ arguments: [String] = [], scratch: Scratch? = nil) throws {
    self.scratch = try scratch ?? Scratch()
    process = try ServerProcess("smtp.py", ["\(self.scratch.path)/mails"] + arguments)
  }

  /// Before its folder goes.
  deinit { process.stop() }

  /// The mails that it has answered for, in order.
  var mails: [ArrivedMail] {
    get throws {
      guard let data = FileManager.default.contents(atPath: "\(scratch.path)/mails") else {
        return []
      }
      return try data.split(separator: UInt8(ascii: "\n")).map {
        try JSONDecoder().decode(ArrivedMail.self, from: $0)
      }
    }
  }

  /// A channel that hands its mails to it. It holds the server.
  func notifier(
    atOnce: Int = 4, timeout: Int64 = 600_000, change: (inout SMTPSettings) -> Void = { _ in }
  ) -> SMTPNotifier {
    var settings = SMTPSettings(
      server: "127.0.0.1", port: process.port, security: .none, timeout: timeout,
      hello: "sinergi.example.org")
    change(&settings)
    return SMTPNotifier(.mail("smtp", atOnce: atOnce), settings, .sample())
  }
}

/// A server that misbehaves as the name in EHLO says.
final class BadServer: Sendable {
  private let scratch: Scratch
  private let process: ServerProcess

  init(greeting: String = "220 localhost") throws {
    scratch = try Scratch()
    process = try ServerProcess("bad_smtp.py", [greeting, "\(scratch.path)/counts"])
  }

  /// Before its folder goes.
  deinit { process.stop() }

  var port: Int { process.port }
  var connections: Int { count("c") }
  var mails: Int { count("m") }
  var ends: Int { count("e") }

  private func count(_ letter: Character) -> Int {
    ((try? scratch.text("counts")) ?? "").count { $0 == letter }
  }

  func notifier(_ way: String, atOnce: Int = 1, timeout: Int64 = 600_000) -> SMTPNotifier {
    let isLogin = way.contains("auth")
    let settings = SMTPSettings(
      server: "127.0.0.1", port: port, security: way.contains("starttls") ? .starttls : .none,
      user: isLogin ? "sinergi@example.org" : nil, password: isLogin ? "rahasia" : nil,
      timeout: timeout, hello: way)
    return SMTPNotifier(.mail("smtp", atOnce: atOnce), settings, .sample())
  }
}

/// A program that takes mails.
struct SendmailProgram {
  let scratch: Scratch

  /// The script of `Servers/`, or one of these lines.
  init(_ lines: String? = nil) throws {
    scratch = try Scratch()
    let script =
      try lines
      ?? String(
        contentsOf: ServerProcess.folder.appending(path: "sendmail.sh"), encoding: .utf8)
    let text = lines == nil ? script : "#!/bin/sh\n\(script)\n"
    _ = FileManager.default.createFile(
      atPath: command, contents: Data(text.utf8), attributes: [.posixPermissions: 0o755])
  }

  var command: String { "\(scratch.path)/sendmail" }

  /// What it was given, and with which arguments.
  var mails: [(arguments: [String], text: String)] {
    get throws {
      try scratch.names.filter { $0.hasSuffix(".mail") }.map { name in
        let arguments = try scratch.text("\(name.dropLast(5)).arguments")
        return (arguments.split(separator: "\n").map(String.init), try scratch.text(name))
      }
    }
  }

  func notifier(timeout: Int64 = 600_000) -> HeldNotifier {
    HeldNotifier(
      inner: SendmailNotifier(.mail("sendmail"), command: command, timeout: timeout, .sample()),
      scratch: scratch)
  }
}

/// A notifier that keeps the folder of its program.
struct HeldNotifier: Notifier {
  let inner: SendmailNotifier
  let scratch: Scratch

  var name: String { inner.name }
  var isIdempotent: Bool { inner.isIdempotent }
  var audience: Audience { inner.audience }
  func deliver(_ message: Message) async throws(DeliveryError) -> Receipt {
    try await inner.deliver(message)
  }
}

extension DeliveryError {
  /// Its case, as a word.
  var verdict: String {
    switch self {
    case .retry: "retry"
    case .retryAfter: "retryAfter"
    case .misconfigured: "misconfigured"
    case .giveUp: "giveUp"
    case .unknown: "unknown"
    }
  }
}

extension Message {
  /// To one person by mail.
  static func mail(
    key: String = "NKO/2026/0001#3.0", name: String = "Ni Made",
    address: String? = "budi.santoso@example.org", body: String = "Tenggat: besok"
  ) -> Message {
    var message = sample(key: key, body: body)
    message.recipients = [.init(person: "ni-made", name: name, address: address)]
    return message
  }
}

/// Waits until something is so; false after half a minute.
func comesTrue(_ condition: () throws -> Bool) async rethrows -> Bool {
  let end = ContinuousClock.now + .seconds(120)
  while try !condition() {
    guard ContinuousClock.now < end else { return false }
    try? await Task.sleep(for: .milliseconds(5))
  }
  return true
}
