// Goal: what lies ahead can be asked for, and a phone is told what changed.
// Method: an engine on a store in memory; what was forecast is held against what then happens.

import Store
import Testing
import WorkCalendar
import Workflow

@testable import Engine

@Suite(.timeLimit(.minutes(10))) struct AheadTests {
  @Test func `what is forecast is what happens if nobody acts`() async throws {
    let notifier = HandNotifier()
    let office = try await Office(Definitions.uji, notifiers: [notifier])
    let reference = try await office.start().reference
    let before = try await office.everything()
    let forecast = try await office.engine.forecast(reference, until: nil)
    #expect(try await office.everything() == before, "a forecast changes nothing")
    let told = forecast.quiet.items.filter {
      ["reminder", "overdue", "escalation"].contains($0.kind)
    }
    var happened: [String] = []
    while let due = try await office.store.nextTimerDue() {
      office.clock.set(Instant(millisecondsSince1970: due))
      _ = try await office.engine.fireDueTimers(at: office.clock.now())
      let entry = try #require(try await office.history(reference).last)
      happened += (entry.payload["told"]?.items ?? []).map {
        "\(spelled(entry.at)) \($0["kind"]?.string ?? "") \($0["role"]?.string ?? "")"
      }
    }
    #expect(told.map { "\(spelled($0.at)) \($0.kind) \($0.role ?? "")" } == happened)
    #expect(
      forecast.quiet.end == "waits" && forecast.quiet.items.contains { $0.kind == "deadline" })
  }

  @Test func `each way ends, and says what it takes for given`() async throws {
    let office = try await Office(Definitions.uji)
    let reference = try await office.start().reference
    let forecast = try await office.engine.forecast(reference, until: nil)
    #expect(
      forecast.courses.map { "\($0.events.joined(separator: ">")) \($0.end)" } == [
        "ajukan>setuju finished", "ajukan>revisi returns",
      ])
    // Five working days for the draft, three for the review: 11 May, then Thursday 14 May.
    #expect(forecast.latestFinish.map(spelled) == "2026-05-14 16:00")
    let revision = try #require(forecast.courses[1].items.first { $0.name == "revisi" })
    #expect(revision.assumed == ["a reason is given"])
    let near = try await office.engine.forecast(reference, until: CivilDate("2026-05-08"))
    #expect(near.quiet.end == "horizon" && near.quiet.items.count == 1)
  }

  @Test func `a suspended agreement has nothing ahead`() async throws {
    let office = try await Office(Definitions.uji)
    let reference = try await office.start().reference
    _ = try await office.engine.operate(.suspend, reference, reason: "x", office.context("root"))
    let forecast = try await office.engine.forecast(reference, until: nil)
    #expect(forecast.quiet.end == "suspended" && forecast.quiet.items.isEmpty)
    #expect(forecast.courses.isEmpty)
  }

  @Test func `a date is derived by the name of its task, and a wrong name is helped`() async throws
  {
    let office = try await Office(Definitions.uji)
    let reference = try await office.start().reference
    let all = try await office.engine.derivations(reference, of: nil)
    #expect(all.map(\.title) == ["Menyusun konsep"])
    let one = try await office.engine.derivations(reference, of: "konsep")
    #expect(one == all && one[0].derivation.end.map(spelled) == "2026-05-11 16:00")
    #expect(
      await kindOf { _ = try await office.engine.derivations(reference, of: "konsap") }
        == "not-found")
  }

  @Test func `a feed keeps identities, counts changes and cancels what is done`() async throws {
    let office = try await Office(Definitions.uji)
    let reference = try await office.start().reference
    func feed(_ name: String) async throws -> String { try await office.engine.feed(for: name) }
    let first = try await feed(reference)
    #expect(first.contains("UID:\(reference)/konsep/1@sinergi\r\n"))
    #expect(first.contains("SEQUENCE:0\r\n") && first.contains("STATUS:CONFIRMED\r\n"))
    #expect(first.contains("DTEND;TZID=Asia/Makassar:20260511T160000\r\n"))
    // The liaison officer, by person, account, position and role.
    for name in ["i-made", "made", "pic"] {
      #expect(try await feed(name).contains("UID:\(reference)/konsep/1@sinergi\r\n"), "\(name)")
    }
    #expect(try await !feed("i-wayan").contains("BEGIN:VEVENT"))
    let context = office.context("root")
    _ = try await office.engine.operate(.suspend, reference, reason: "x", context)
    #expect(try await feed("i-made").contains("STATUS:CANCELLED\r\n"), "nothing is due meanwhile")
    _ = try await office.engine.operate(.resume, reference, reason: "x", context)
    #expect(try await feed("i-made").contains("SEQUENCE:2\r\n"))
    try await office.act("ajukan", on: reference, by: "made")
    let later = try await feed("i-made")
    #expect(later.contains("UID:\(reference)/konsep/1@sinergi\r\n"))
    #expect(later.contains("STATUS:CANCELLED\r\n") && later.contains("SEQUENCE:3\r\n"))
    #expect(try await feed("i-wayan").contains("UID:\(reference)/telaah/"))
    // What was done long ago is not told any more.
    office.clock.set(try instant("2027-05-04 09:00"))
    #expect(try await !feed("i-made").contains("BEGIN:VEVENT"))
    #expect(await kindOf { _ = try await feed("i-wayang") } == "not-found")
  }

  @Test func `a forecast is a calendar file too`() async throws {
    let office = try await Office(Definitions.uji)
    let reference = try await office.start().reference
    let text = try await office.engine.forecastFeed(reference, until: nil)
    let lines = text.split(separator: "\r\n")
    #expect(lines.count { $0 == "BEGIN:VEVENT" } == 10, "nine notices and the deadline")
    #expect(lines.count { $0 == "STATUS:TENTATIVE" } == 10)
    let identities = lines.filter { $0.hasPrefix("UID:") }
    #expect(Set(identities).count == identities.count)
  }
}
