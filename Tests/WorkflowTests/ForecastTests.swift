// Goal: the forecast tells on which day what will happen, on the real calendar, and where it ends.
// Method: the shipped definition from a Monday in May 2026, spelled out; small definitions for the rest.

import CEL
import Testing
import WorkCalendar

@testable import Workflow

/// A forecast's item as tests spell it: day, time, what.
func spelled(_ item: Forecast.Item) -> String {
  let what =
    switch item.what {
    case .deadline(let task, _, _, let deadline):
      "deadline \(task)" + (deadline.isProvisional ? "?" : "")
    case .reminder(let task, let role, _): "reminder \(task) \(role)"
    case .overdue(let task, let role, _): "overdue \(task) \(role)"
    case .escalation(let task, let role, _): "escalation \(task) \(role)"
    case .timer(let name, let exited, let entered):
      "timer \(name): \(exited.joined(separator: "+")) > \(entered.joined(separator: "+"))"
    case .closed(let task): "closed \(task)"
    case .opened(let task, let role, _, let deadline):
      "opened \(task) \(role) \(deadline.map { spelled($0.instant) } ?? "-")"
    case .child(let workflow): "child \(workflow)"
    case .ended(let states): "ended \(states.joined(separator: "+"))"
    }
  return "\(spelled(item.at)) \(what)"
}

extension Scenario {
  func forecast(until horizon: Instant? = nil) -> Forecast {
    workflow.forecast(state, from: now, until: horizon, calendar: calendar)
  }
}

extension Forecast.Path {
  /// The branch that a row of events leads to.
  func following(_ events: String..., at place: SourceLocation = #_sourceLocation) throws
    -> Forecast.Branch
  {
    var path = self
    var found: Forecast.Branch?
    for event in events {
      let next: Forecast.Branch = try #require(
        path.branches.first { $0.event == event },
        "no \(event) among \(path.branches.map(\.event))", sourceLocation: place)
      found = next
      path = next.path
    }
    return try #require(found, sourceLocation: place)
  }
}

@Suite struct ForecastTests {
  @Test func `a draft that nobody touches reminds, escalates, and then waits`() throws {
    let walk = try Scenario()
    let quiet = walk.forecast().quiet
    #expect(
      quiet.items.map { spelled($0) } == [
        "2026-05-07 08:00 reminder konsep pic", "2026-05-11 08:00 reminder konsep pic",
        "2026-05-11 16:30 deadline konsep", "2026-05-12 08:00 overdue konsep pic",
        "2026-05-18 08:00 escalation konsep kabid", "2026-05-18 08:00 overdue konsep pic",
        "2026-05-22 08:00 escalation konsep kadis", "2026-05-25 08:00 overdue konsep pic",
        "2026-06-03 08:00 escalation konsep biro_ks", "2026-06-04 08:00 overdue konsep pic",
        "2026-06-15 08:00 escalation konsep sekda",
      ])
    #expect(quiet.end == .waitsForPeople && spelled(quiet.endsAt) == "2026-06-15 08:00")
    #expect(quiet.branches.isEmpty && quiet.waiting.isEmpty)
  }

  @Test func `a partner who stays silent is a stall`() throws {
    var walk = try Scenario()
    try walk.toDiscussion()
    let items = walk.forecast().quiet.items.map { spelled($0) }
    #expect(
      Array(items.prefix(9)) == [
        "2026-05-18 08:00 reminder pembahasan_mitra mitra_pic",
        "2026-05-20 08:00 escalation pembahasan_mitra pic",
        "2026-05-20 08:00 reminder pembahasan_mitra mitra_pic",
        "2026-05-20 16:30 deadline pembahasan_mitra",
        "2026-05-21 08:00 overdue pembahasan_mitra mitra_pic",
        "2026-05-25 08:00 escalation pembahasan_mitra kabid",
        "2026-05-25 08:00 overdue pembahasan_mitra mitra_pic",
        "2026-05-29 14:30 timer pembahasan_mitra after 15 wd: pembahasan_mitra > macet",
        "2026-05-29 14:30 closed pembahasan_mitra",
      ])
    #expect(items[9] == "2026-05-29 14:30 opened macet kabid 2026-06-15 16:30")
    // In time, the partner answers before the stall.
    let agreed = try walk.forecast().acting.following("sepakat")
    #expect(spelled(agreed.at) == "2026-05-20 16:30")
  }

  @Test func `an agreement in force runs to its end by itself`() throws {
    var walk = try Scenario()
    try walk.toForce()
    let quiet = walk.forecast().quiet
    // 30 April 2028 is a Sunday; 1, 5 and 9 May are closed. The list of 2028 is not published.
    #expect(
      quiet.items.map { spelled($0) } == [
        "2028-03-30 00:00 timer aktif at data.berakhir - months(3): aktif > akan_berakhir",
        "2028-03-30 00:00 opened akan_berakhir kabid 2028-05-02 16:30",
        "2028-03-31 08:00 reminder akan_berakhir kabid",
        "2028-04-18 08:00 reminder akan_berakhir kabid",
        "2028-04-25 08:00 reminder akan_berakhir kabid",
        "2028-05-02 08:00 escalation akan_berakhir kadis",
        "2028-05-02 08:00 reminder akan_berakhir kabid",
        "2028-05-02 16:30 deadline akan_berakhir?",
        "2028-05-18 08:00 escalation akan_berakhir biro_ks",
        "2028-07-01 00:00 timer akan_berakhir at data.berakhir + days(1): akan_berakhir > berakhir",
        "2028-07-01 00:00 closed akan_berakhir", "2028-07-01 00:00 ended berakhir",
      ])
    #expect(quiet.end == .finished && spelled(quiet.endsAt) == "2028-07-01 00:00")
  }

  @Test func `if all are in time, the agreement is in force on a certain day`() throws {
    let walk = try Scenario()
    let acting = walk.forecast().acting
    var dates: [String] = []
    var path = acting
    for event in [
      "ajukan", "setuju", "cukup_internal", "sepakat", "paraf", "paraf", "tandatangan",
      "tandatangan", "tercatat",
    ] {
      let branch = try path.following(event)
      dates.append("\(spelled(branch.at)) \(branch.event) \(branch.role)")
      path = branch.path
    }
    // 14, 15, 27, 28 May, 1 and 16 June are closed; Friday 26 June would end at 14:30.
    #expect(
      dates == [
        "2026-05-11 16:30 ajukan pic", "2026-05-18 16:30 setuju kabid",
        "2026-05-25 16:30 cukup_internal biro_hukum", "2026-06-11 16:30 sepakat mitra_pic",
        "2026-06-15 16:30 paraf kabid", "2026-06-18 16:30 paraf sekdis",
        "2026-07-02 16:30 tandatangan mitra_ttd", "2026-07-02 16:30 tandatangan kadis",
        "2026-07-09 16:30 tercatat arsiparis",
      ])
    // In force; when it ends nobody knows before its last day is recorded.
    #expect(path.end == .waitsForPeople)
    #expect(
      path.waiting == [
        Forecast.Waiting(
          subject: .timer("aktif at data.berakhir - months(3)"),
          expression: "data.berakhir - months(3)", fields: ["berakhir"])
      ])
  }

  @Test func `a return to the draft ends its branch`() throws {
    let acting = try Scenario().forecast().acting
    let back = try acting.following("ajukan", "revisi")
    #expect(back.path.end == .returnsTo(["konsep"]))
    #expect(back.assumed == [.reason])
    #expect(
      back.path.items.map { spelled($0) }.last?.hasSuffix("opened konsep pic 2026-05-25 16:30")
        == true)
    #expect(try acting.following("isi").path.end == .returnsTo(["konsep"]))
    #expect(try acting.following("ajukan", "setuju", "alih_jalur").path.end == .finished)
  }

  @Test func `what nobody knows yet is assumed, and told`() throws {
    let acting = try Scenario().forecast().acting
    #expect(
      try acting.following("ajukan").assumed
        == ["ruang_lingkup", "kegiatan", "pic_mitra", "komitmen", "draf"].map { .field($0) })
    var walk = try Scenario()
    try walk.toSigning()
    try walk.signFirst()
    try walk.signSecond()
    let recorded = try walk.forecast().acting.following("tercatat")
    let guardSource =
      "data.mulai <= data.berakhir && data.berakhir < data.mulai + years(5) && data.rangkap >= 2"
    #expect(
      recorded.assumed
        == ["nomor_kesatu", "nomor_kedua", "arsip", "sidik_naskah", "mulai", "berakhir"]
        .map { .field($0) }
        + [.guardHolds(guardSource, field: "mulai"), .firstAlternative(of: 2)])
  }

  @Test func `the courses tell when each way is over`() throws {
    let forecast = try Scenario().forecast()
    #expect(
      forecast.courses.map { "\($0.events.joined(separator: " ")) \(spelled($0.at).prefix(10))" }
        == [
          "isi 2026-05-11",
          "ajukan setuju cukup_internal sepakat paraf paraf tandatangan tandatangan tercatat"
            + " 2026-07-09",
          "ajukan setuju cukup_internal sepakat paraf kembalikan 2026-06-18",
          "ajukan setuju cukup_internal sepakat kembalikan 2026-06-15",
          "ajukan setuju cukup_internal revisi 2026-06-11", "ajukan setuju alih_jalur 2026-05-25",
          "ajukan setuju revisi 2026-05-25", "ajukan revisi 2026-05-18",
        ])
    #expect(forecast.latestFinish.map(spelled) == "2026-05-25 16:30")
  }

  @Test func `an overdue task is done now`() throws {
    var walk = try Scenario()
    walk.now = try instant("2026-05-13 10:00")
    try walk.notify("konsep")
    let forecast = walk.forecast()
    #expect(try spelled(forecast.acting.following("ajukan").at) == "2026-05-13 10:00")
    #expect(!forecast.quiet.items.contains { spelled($0).contains("deadline") })
  }

  @Test func `nothing past the horizon is told`() throws {
    let forecast = try Scenario().forecast(until: instant("2026-05-20 12:00"))
    #expect(forecast.quiet.end == .horizon)
    #expect(spelled(forecast.quiet.endsAt) == "2026-05-20 12:00")
    #expect(forecast.quiet.items.last.map { spelled($0) } == "2026-05-18 08:00 overdue konsep pic")
    #expect(try forecast.acting.following("ajukan", "setuju").path.end == .horizon)
    let past = try Scenario().forecast(until: instant("2026-05-04 09:00"))
    #expect(past.quiet.items.isEmpty && past.acting.branches.isEmpty)
  }

  @Test func `a finished agreement has no future`() throws {
    var walk = try Scenario()
    try walk.act("batalkan", by: "sinergi-kadis", reason: "x")
    let forecast = walk.forecast()
    #expect(forecast.quiet.end == .finished && forecast.quiet.items.isEmpty)
    #expect(forecast.acting.end == .finished && forecast.latestFinish == walk.now)
  }
}
