// Goal: an administrator changes a calendar, suspends and resumes, and looks ahead, by the command line.
// Method: the real daemon and `sinergictl`; dates are asked for, as the test runs on any day.

import Foundation
import Testing

@Suite(.serialized, .enabled(if: hasPrograms))
struct TimeWalkTests {
  private func done(_ outcome: Outcome, _ place: SourceLocation = #_sourceLocation) throws -> String
  {
    try #require(outcome.code == 0, "\(outcome.errors)", sourceLocation: place)
    return outcome.output
  }

  /// The deadline of the first task, as `explain` derives it.
  private func deadline(_ office: Office, _ reference: String) throws -> String {
    struct Item: Decodable {
      var stored: String
    }
    let output = try done(try office.control(["explain", reference, "konsep", "--json"]))
    return try #require(try decode(PageAnswer<Item>.self, output).items.first).stored
  }

  @Test func `a day that is closed later moves open deadlines when an administrator applies it`()
    throws
  {
    try Office.opened(users: false) { office in
      try office.withDaemon { _ in
        let reference = try Walk(office).reference
        let before = try deadline(office, reference)
        let day = String(before.prefix(10))
        let file = "\(office.folder)/workflows/calendars/bali-pemprov.yaml"
        var text = try String(contentsOfFile: file, encoding: .utf8)
        text +=
          "  - { date: \(day), kind: libur_nasional, name: Libur susulan, source: SKB, confidence: uji }\n"
        let draft = "\(office.folder)/draft.yaml"
        try office.write(text, to: draft)

        let preview = try office.control(["calendar", "preview", draft])
        #expect(preview.output.hasPrefix("\(reference)\t") && preview.output.contains(before))
        #expect(preview.errors.contains("1 deadlines of 1 agreements would move"))
        #expect(try deadline(office, reference) == before)
        // What was previewed is not what the daemon reads: nothing is applied by mistake.
        let early = try office.control(["calendar", "apply", draft, "--reason", "SKB"])
        #expect(early.code == 3 && early.errors.contains("put the file into its folder"))

        try office.write(text, to: file)
        #expect(try office.control(["reload"]).errors.contains("calendar apply bali-pemprov"))
        #expect(try done(try office.control(["status"])).contains("was changed"))
        let applied = try office.control(["calendar", "apply", draft, "--reason", "SKB susulan"])
        #expect(applied.code == 0 && applied.errors.contains("1 deadlines of 1 agreements moved"))
        let after = try deadline(office, reference)
        #expect(after.prefix(10) > before.prefix(10))
        #expect(try !done(try office.control(["status"])).contains("was changed"))
        let history = try done(try office.control(["history", reference]))
        #expect(history.contains("konsep \(day) → \(after.prefix(10))"), "\(history)")
        #expect(history.contains("SKB susulan"))
        let reminders = try done(try office.control(["reminders", reference]))
        #expect(reminders.contains(after) && !reminders.contains(before))
        let feed = try done(try office.control(["calendar", "export", "--for", reference]))
        #expect(feed.contains("SEQUENCE:1\r\n") && feed.hasSuffix("END:VCALENDAR\r\n"))
        let forecast = try done(try office.control(["forecast", reference, "--branches"]))
        #expect(forecast.contains("nobody\t\(after)\tdeadline\tkonsep"), "\(forecast)")
        #expect(try done(try office.control(["audit", "verify"])).contains("intact"))
      }
    }
  }

  @Test func `a suspended agreement waits for the administrator, over a restart too`() throws {
    try Office.opened(users: false) { office in
      let reference = try office.withDaemon { _ in
        let reference = try Walk(office).reference
        let suspended = try office.control(["suspend", reference, "--reason", "sengketa"])
        #expect(suspended.code == 0 && suspended.output.contains("suspended"))
        return reference
      }
      try office.withDaemon { _ in
        let refused = try office.control(.pic, ["do", reference, "catat", "--reason", "x"])
        #expect(refused.code == 3 && refused.errors.contains("suspended («sengketa»)"))
        #expect(
          try done(try office.control(["list", "--status", "suspended"])).contains(reference))
        #expect(try done(try office.control(["forecast", reference])).contains("suspended"))
        _ = try done(try office.control(["resume", reference, "--reason", "damai"]))
        _ = try done(try office.control(.pic, ["do", reference, "catat", "--reason", "x"]))
        let again = try office.control(["resume", reference, "--reason", "damai"])
        #expect(again.code == 3 && again.errors.contains("is not suspended"))
        #expect(try done(try office.control(["audit", "verify"])).contains("intact"))
      }
    }
  }
}
