// Goal: whatever a mail server does, the verdict is true, comes in time, and tells no address.
// Method: a server of raw sockets that goes wrong at every stage in turn, and tables of verdicts.

import Testing

@testable import Notify

@Suite(.timeLimit(.minutes(10))) struct MailFailureTests {
  /// A stage of a mail, what the server does there, and the verdict.
  static let table: [(way: String, verdict: String)] = [
    ("ehlo-421", "retry"), ("ehlo-550", "misconfigured"),
    ("auth-421", "retry"), ("auth-454", "retry"), ("auth-530", "misconfigured"),
    ("auth-534", "misconfigured"), ("auth-535", "misconfigured"), ("auth-538", "misconfigured"),
    ("starttls-421", "retry"), ("starttls-454", "retry"), ("starttls-501", "misconfigured"),
    ("close-auth", "retry"), ("close-starttls", "retry"),
    ("mail-421", "retry"), ("mail-450", "retry"), ("mail-451", "retry"), ("mail-452", "retry"),
    ("mail-501", "misconfigured"), ("mail-530", "misconfigured"), ("mail-550", "misconfigured"),
    ("mail-552", "giveUp"), ("mail-553", "misconfigured"),
    ("rcpt-421", "retry"), ("rcpt-450", "retry"), ("rcpt-451", "retry"), ("rcpt-452", "retry"),
    ("rcpt-530", "misconfigured"), ("rcpt-550", "giveUp"), ("rcpt-551", "giveUp"),
    ("rcpt-552", "giveUp"), ("rcpt-553", "giveUp"), ("rcpt-554", "giveUp"),
    ("data-421", "retry"), ("data-451", "retry"), ("data-503", "giveUp"), ("data-554", "giveUp"),
    ("dot-421", "retry"), ("dot-450", "retry"), ("dot-451", "retry"), ("dot-452", "retry"),
    ("dot-550", "giveUp"), ("dot-552", "giveUp"), ("dot-554", "giveUp"),
    ("close-ehlo", "retry"), ("close-mail", "retry"), ("close-rcpt", "retry"),
    ("close-data", "retry"), ("close-dot", "unknown"), ("none", "unknown"),
  ]

  @Test func `each answer at each stage has its verdict, and the words hold no address`()
    async throws
  {
    let server = try BadServer()
    for (way, verdict) in Self.table {
      let error = await failure(server.notifier(way), .mail())
      #expect(error?.verdict == verdict, "\(way): \(String(describing: error))")
      let words = error?.reason ?? ""
      #expect(!words.contains("rahasia"), "\(way): \(words)")
      #expect(!words.contains("@") && !words.contains("budi") && !words.isEmpty, "\(way): \(words)")
      #expect(!words.contains { $0.isNewline } && words.count < 400, "\(way): \(words)")
      let code = way.split(separator: "-").last.map(String.init) ?? ""
      if Int(code) != nil { #expect(words.contains(code), "\(way): \(words)") }
    }
  }

  static let greetings: [(greeting: String, verdict: String)] = [
    ("421 4.3.2 full", "retry"), ("450 later", "retry"), ("554 5.7.1 not you", "misconfigured"),
    ("close", "retry"), ("HTTP/1.1 400 Bad Request", "retry"),
  ]

  @Test(arguments: greetings.indices) func `each greeting has its verdict`(_ row: Int) async throws
  {
    let (greeting, verdict) = Self.greetings[row]
    let server = try BadServer(greeting: greeting)
    let error = await failure(server.notifier("ok", timeout: 2_000), .mail())
    #expect(error?.verdict == verdict, "\(greeting): \(String(describing: error))")
  }

  static let endless: [(way: String, verdict: String)] = [
    ("hang-ehlo", "retry"), ("hang-auth", "retry"), ("hang-starttls", "retry"),
    ("hang-mail", "retry"), ("hang-rcpt", "retry"),
    ("hang-data", "retry"), ("hang-dot", "unknown"), ("slow", "retry"), ("stall", "unknown"),
    // It has said no; only its goodbye is missing.
    ("hang-quit", "giveUp"),
  ]

  @Test func `a delivery ends in time, whatever the server does`() async throws {
    let server = try BadServer()
    let deaf = try BadServer(greeting: "hang")
    try await withThrowingTaskGroup(of: Void.self) { group in
      for (way, verdict) in Self.endless + [("greeting", "retry")] {
        group.addTask {
          let notifier = (way == "greeting" ? deaf : server).notifier(way, timeout: 1_500)
          let error = await failure(notifier, .mail())
          #expect(error?.verdict == verdict, "\(way): \(String(describing: error))")
        }
      }
      try await group.waitForAll()
    }
  }

  @Test func `a server that reads only the beginning of a long mail has not got it`() async throws {
    let server = try BadServer()
    var message = Message.mail(body: String(repeating: "à", count: 130_000))
    message.html = String(repeating: "ñ", count: 130_000)
    for (way, timeout) in [("middle", 60_000), ("stall", 1_500)] as [(String, Int64)] {
      let error = await failure(server.notifier(way, timeout: timeout), message)
      #expect(error?.verdict == "retry", "\(way): \(String(describing: error))")
    }
  }

  @Test func `a server that is not there is tried again`() async throws {
    let port = try BadServer().port
    let settings = SMTPSettings(server: "127.0.0.1", port: port, security: .none)
    let notifier = SMTPNotifier(.mail("smtp"), settings, .sample())
    #expect(await failure(notifier, .mail())?.verdict == "retry")
    let unknown = SMTPSettings(server: "no-such-host.invalid", security: .none, timeout: 5_000)
    let lost = SMTPNotifier(.mail("smtp"), unknown, .sample())
    #expect(await failure(lost, .mail())?.verdict == "retry")
  }

  @Test(arguments: ["second-mail", "second-rcpt", "second-421"])
  func `a kept connection that has died is replaced within the delivery`(_ way: String) async throws
  {
    let server = try BadServer()
    let notifier = server.notifier(way)
    for number in 0..<6 { _ = try await notifier.deliver(.mail(key: "A#\(number)")) }
    #expect(server.mails == 6)
    #expect(server.connections == 6)
  }

  @Test func `a kept connection that dies with a mail on it is not tried again`() async throws {
    let server = try BadServer()
    let notifier = server.notifier("second-dot")
    _ = try await notifier.deliver(.mail(key: "A#1"))
    #expect(await failure(notifier, .mail(key: "A#2"))?.verdict == "unknown")
    #expect(server.mails == 2)
  }

  @Test func `a connection is kept while all is well`() async throws {
    let server = try BadServer()
    let notifier = server.notifier("ok")
    for number in 0..<20 { _ = try await notifier.deliver(.mail(key: "A#\(number)")) }
    #expect(server.mails == 20)
    #expect(server.connections == 1)
  }

  @Test func `a channel that is given up closes its connections`() async throws {
    let server = try BadServer()
    _ = try await server.notifier("ok").deliver(.mail())
    #expect(await comesTrue { server.ends == 1 })
  }

  @Test func `the receipt is the server's word, without the address in it`() async throws {
    let server = try BadServer()
    let receipt = try await server.notifier("ok").deliver(.mail())
    #expect(receipt.text == "250 2.0.0 Ok: queued as 4XYZ for …")
  }

  @Test func `answers without an end do not fill the memory`() async throws {
    let server = try BadServer()
    let error = await failure(server.notifier("chatty"), .mail())
    #expect(error?.verdict == "retry")
    #expect((error?.reason.count ?? 0) < 400)
  }

  @Test func `a delivery that is stopped ends soon`() async throws {
    let server = try BadServer()
    let notifier = server.notifier("hang-data", timeout: 600_000)
    let running = Task { await failure(notifier, .mail(key: "A#1")) }
    #expect(await comesTrue { server.connections == 1 })
    // There is one connection only, so this one waits for it.
    let waiting = Task { await failure(notifier, .mail(key: "A#2")) }
    waiting.cancel()
    #expect(await waiting.value?.verdict == "retry")
    running.cancel()
    #expect(await running.value?.verdict == "retry")
    let before = Task { () -> DeliveryError? in
      withUnsafeCurrentTask { $0?.cancel() }
      return await failure(notifier, .mail(key: "A#3"))
    }
    #expect(await before.value?.verdict == "retry")
    #expect(server.mails == 0)
  }
}
