// Goal: what a message says arrives exactly, with another program's understanding of mail.
// Method: random messages through a real server, taken apart by Python's email package; many at once;
// a server that is restarted.

import Foundation
import Testing
import WorkCalendar

@testable import Notify

@Suite(.timeLimit(.minutes(10))) struct MailArrivalTests {
  @Test func `random messages arrive exactly`() async throws {
    let start = seed(20_261_130)
    var numbers = SeededNumbers(seed: start)
    var messages: [String: Message] = [:]
    for number in 0..<100 {
      var message = Message.mail(
        key: "P/\(number)", name: RandomText.line(&numbers, 1...40),
        body: RandomText.lines(&numbers, 0...400))
      message.subject = RandomText.line(&numbers, 1...120)
      message.reference = RandomText.line(&numbers, 1...30)
      if Bool.random(using: &numbers) { message.html = RandomText.lines(&numbers, 0...400) }
      if Bool.random(using: &numbers) { message.calendar = RandomText.lines(&numbers, 0...400) }
      message.sentAt = Instant(
        millisecondsSince1970: .random(in: 0...4_000_000_000_000, using: &numbers))
      messages[message.key] = message
    }
    let server = try MailServer()
    let notifier = server.notifier()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for message in messages.values { group.addTask { _ = try await notifier.deliver(message) } }
      try await group.waitForAll()
    }
    let mails = try server.mails
    #expect(mails.count == messages.count)
    for mail in mails {
      let key = mail.field("X-Sinergi-Key") ?? ""
      let note: Comment = "SINERGI_SEED=\(start) \(key)"
      let message = try #require(messages[key])
      same(mail.subject, message.subject, note)
      same(mail.field("X-Sinergi-Reference") ?? "", message.reference, note)
      #expect(mail.to.count == 1 && mail.to[0][1] == "budi.santoso@example.org", note)
      same(mail.name, message.recipients[0].name, note)
      let isOneWord = message.recipients[0].name.utf8.count <= 39
      if isOneWord { same(mail.to[0][0], message.recipients[0].name, note) }
      #expect(mail.recipients == ["budi.santoso@example.org"], note)
      #expect(mail.from == "sinergi@example.org", note)
      // A mail of one part ends with a line end, whether or not its text does.
      let isAlone = message.html == nil && message.calendar == nil
      let text = mail.part("text/plain") ?? ""
      same(
        isAlone ? ended(text) : text, isAlone ? ended(lined(message.body)) : lined(message.body),
        note)
      #expect((mail.part("text/html") == nil) == (message.html == nil), note)
      same(mail.part("text/html") ?? "", lined(message.html ?? ""), note)
      #expect((mail.part("text/calendar") == nil) == (message.calendar == nil), note)
      same(mail.part("text/calendar") ?? "", lined(message.calendar ?? ""), note)
      #expect(mail.file == (message.calendar == nil ? [] : ["tenggat.ics"]), note)
      #expect(mail.defects.isEmpty, "\(note): \(mail.defects)")
    }
  }

  /// With the line ends of a message.
  private func lined(_ text: String) -> String {
    text.replacing("\r\n", with: "\n").replacing("\r", with: "\n")
  }

  private func ended(_ text: String) -> String {
    text.replacing(/\n+$/, with: "")
  }

  /// By scalars: strings are equal in Swift where they only look alike.
  private func same(_ left: String, _ right: String, _ note: Comment) {
    #expect(Array(left.unicodeScalars) == Array(right.unicodeScalars), note)
  }

  @Test func `a mail has the structure that mail programs know`() async throws {
    let server = try MailServer()
    let notifier = server.notifier()
    for (html, calendar) in [(false, false), (true, false), (false, true), (true, true)] {
      var message = Message.mail(key: "\(html) \(calendar)")
      if html { message.html = "<p>Tenggat</p>" }
      if calendar { message.calendar = "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n" }
      _ = try await notifier.deliver(message)
    }
    #expect(
      try server.mails.map(\.structure) == [
        ["text/plain"], ["multipart/alternative", "text/plain", "text/html"],
        ["multipart/mixed", "text/plain", "text/calendar"],
        [
          "multipart/mixed", "multipart/alternative", "text/plain", "text/html", "text/calendar",
        ],
      ])
    #expect(try server.mails[0].hello == "sinergi.example.org")
  }

  @Test func `ten megabytes arrive shortened`() async throws {
    let server = try MailServer()
    var message = Message.mail(body: String(repeating: "ᬧᬺᬯ tenggat\n", count: 600_000))
    message.subject = String(repeating: "ᬧ", count: 3_000_000)
    message.html = String(repeating: "<p>x</p>", count: 1_200_000)
    message.language = "id"
    _ = try await server.notifier().deliver(message)
    let mail = try #require(try server.mails.first)
    #expect(mail.part("text/plain")?.contains("dipotong di sini") == true)
    #expect(mail.part("text/html") == nil && mail.raw.count < 1_000_000 && mail.defects.isEmpty)
    #expect(mail.subject.hasSuffix("…"))
  }

  @Test func `64 mails at once use as many connections as the channel may, and keep them`()
    async throws
  {
    let server = try MailServer()
    let notifier = server.notifier(atOnce: 4)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 0..<64 {
        group.addTask { _ = try await notifier.deliver(.mail(key: "A/\(number)")) }
      }
      try await group.waitForAll()
    }
    let mails = try server.mails
    #expect(Set(mails.map { $0.field("X-Sinergi-Key") ?? "" }).count == 64 && mails.count == 64)
    #expect((1...4).contains(Set(mails.map(\.connection)).count))
  }

  @Test func `a server that is restarted between two deliveries gets both`() async throws {
    let scratch = try Scratch()
    let first = try MailServer(scratch: scratch)
    let notifier = first.notifier()
    _ = try await notifier.deliver(.mail(key: "A#1"))
    first.process.stop()
    #expect(await failure(notifier, .mail(key: "A#2"))?.verdict == "retry")
    let second = try MailServer(["--port", "\(first.process.port)"], scratch: scratch)
    _ = try await notifier.deliver(.mail(key: "A#2"))
    #expect(try second.mails.map { $0.field("X-Sinergi-Key") } == ["A#1", "A#2"])
    second.process.stop()
    let third = try MailServer(["--port", "\(first.process.port)"], scratch: scratch)
    _ = try await notifier.deliver(.mail(key: "A#3"))
    #expect(try third.mails.count == 3)
  }
}
