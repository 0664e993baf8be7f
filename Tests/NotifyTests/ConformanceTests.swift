// Goal: every way out keeps the promises that the outbox rests on.
// Method: one suite over all notifiers; where they may differ, their own words decide.

import Notify
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(10))) struct ConformanceTests {
  /// A notifier, and how many messages have left by it.
  struct Way: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var make: @Sendable () throws -> (notifier: any Notifier, left: () throws -> Int)
  }

  static let ways = [
    Way(testDescription: "file") {
      let scratch = try Scratch()
      return (FileNotifier(folder: scratch.path), { try scratch.names.count })
    },
    Way(testDescription: "journal") {
      let lines = Lines()
      return (JournalNotifier { lines.add($0) }, { lines.count })
    },
    Way(testDescription: "smtp") {
      let server = try MailServer()
      return (server.notifier(), { try server.mails.count })
    },
    Way(testDescription: "sendmail") {
      let program = try SendmailProgram()
      return (program.notifier(), { try program.mails.count })
    },
    Way(testDescription: "exec") {
      let scratch = try Scratch()
      let script = "cat > $(mktemp $T/XXXXXXXXXX)"
      return (
        try channel(
          "exec",
          ["command: [/bin/sh, -c, '\(script)']", "environment: {T: \(scratch.path)}"]),
        { try scratch.names.count }
      )
    },
    Way(testDescription: "webhook") {
      let server = try WebServer()
      return (try server.webhook("/x"), { try server.requests.count })
    },
    Way(testDescription: "webhook to a service that knows keys") {
      let server = try WebServer()
      return (
        try server.webhook("/x", ["idempotent: true"]),
        { Set(try server.requests.flatMap { $0.all("Idempotency-Key") }).count }
      )
    },
  ]

  final class Lines: Sendable {
    private let kept = Mutex<[Message]>([])

    var count: Int { kept.withLock { $0.count } }
    func add(_ message: Message) { kept.withLock { $0.append(message) } }
  }

  @Test(arguments: ways) func `a message leaves once and leaves a receipt`(_ way: Way) async throws
  {
    let (notifier, left) = try way.make()
    let receipt = try await notifier.deliver(.sample(for: notifier.audience))
    #expect(!receipt.text.isEmpty)
    #expect(try left() == 1)
  }

  @Test(arguments: ways) func `the same key twice is one message exactly if the notifier says so`(
    _ way: Way
  ) async throws {
    let (notifier, left) = try way.make()
    let first = try await notifier.deliver(.sample(for: notifier.audience))
    let second = try await notifier.deliver(.sample(for: notifier.audience))
    #expect(try left() == (notifier.isIdempotent ? 1 : 2))
    #expect(!notifier.isIdempotent || first == second)
  }

  @Test(arguments: ways) func `different keys are different messages`(_ way: Way) async throws {
    let (notifier, left) = try way.make()
    let keys = [
      "A/1#1.0", "A/1#1.1", "A/1#2.0", "A/11#1.0", "A-1#1.0", "A/1-1.0", "A_1#1.0", "a/1#1.0",
    ]
    for key in keys { _ = try await notifier.deliver(.sample(key: key, for: notifier.audience)) }
    #expect(try left() == keys.count)
  }

  @Test(arguments: ways) func `names are words for a configuration`(_ way: Way) throws {
    let notifier = try way.make().notifier
    #expect(!notifier.name.isEmpty)
    #expect(notifier.name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") })
  }

  @Test(arguments: ways) func `many at the same time all leave`(_ way: Way) async throws {
    let (notifier, left) = try way.make()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 0..<64 {
        group.addTask {
          let key = "A/\(number)#1.0"
          _ = try await notifier.deliver(.sample(key: key, for: notifier.audience))
        }
      }
      try await group.waitForAll()
    }
    #expect(try left() == 64)
  }
}
