// Goal: whoever asks why a date is what it is can recount it, day by day, with the reason of each.
// Method: the shipped definition and calendar in May and June 2026, spelled out; then random spans, starts
// and offsets, held against the calendar's own answers. SINERGI_SEED=… runs a failure again.

import CEL
import Testing
import WorkCalendar

@testable import Workflow

/// A derivation's day as tests spell it.
private func spelled(_ day: Derivation.Day) -> String {
  let date = day.date.description.dropFirst(5)
  return switch day.what {
  case .counted(let number): "\(date) \(number)"
  case .reached: "\(date) reached"
  case .weekend: "\(date) weekend"
  case .closed(let closed): "\(date) \(closed.kind)"
  }
}

private func spelled(_ move: Derivation.Move) -> String {
  switch move {
  case .weekend(let date): "\(date.description.dropFirst(5)) weekend"
  case .closed(let day): "\(day.date.description.dropFirst(5)) \(day.kind)"
  case .quiet(let day): "\(day.date.description.dropFirst(5)) quiet \(day.name.prefix(8))"
  case .window: "window"
  case .afterDeadline: "after deadline"
  }
}

extension Scenario {
  fileprivate func derivation(
    _ name: String, _ place: SourceLocation = #_sourceLocation
  ) throws -> Derivation {
    try #require(
      workflow.derivation(of: name, in: state, calendar: calendar), sourceLocation: place)
  }
}

@Suite struct DerivationTests {
  @Test func `working days are counted one by one, and the others have a reason`() throws {
    var walk = try Scenario(at: "2026-05-11 09:00")
    let derivation = try walk.derivation("konsep")
    #expect(derivation.rule == .span(TimeSpan(5, .workingDays)))
    #expect(derivation.start == walk.now && derivation.clock == .workingDays)
    #expect(derivation.calendar == "bali-pemprov" && derivation.calendarDigest == "kalender")
    #expect(
      derivation.days.map { spelled($0) } == [
        "05-12 1", "05-13 2", "05-14 libur_nasional", "05-15 cuti_bersama", "05-16 weekend",
        "05-17 weekend", "05-18 3", "05-19 4", "05-20 5",
      ])
    guard case .closed(let day) = derivation.days[2].what else { throw Missing() }
    #expect(day.name == "Kenaikan Yesus Kristus" && !day.source.isEmpty && day.status == .fixed)
    #expect(derivation.end.map { spelled($0) } == "2026-05-20 16:30")
    #expect(derivation.end == derivation.stored && !derivation.isOutdated)
    #expect(derivation.edge == .endOfWork && derivation.provisional.isEmpty)
    #expect(derivation.omitted == nil)
    try walk.act("ajukan", by: "sinergi-pic", Scenario.paper)
    #expect(walk.workflow.derivation(of: "konsep", in: walk.state, calendar: walk.calendar) == nil)
  }

  @Test func `reminders tell what moved them`() throws {
    // Due on 18 June 2026, a quiet day in Galungan.
    var walk = try Scenario(at: "2026-06-10 09:00")
    let notices = try walk.derivation("konsep").notices
    #expect(
      notices.map { "\($0.offset) \($0.role) \($0.rawDate) \(spelled($0.at))" } == [
        "-2 wd pic 2026-06-15 2026-06-15 08:00", "0 wd pic 2026-06-18 2026-06-15 08:00",
        "1 wd pic 2026-06-19 2026-06-19 08:00", "3 wd pic 2026-06-23 2026-06-23 08:00",
        "3 wd kabid 2026-06-23 2026-06-23 08:00", "7 wd kadis 2026-06-29 2026-06-29 08:00",
        "8 wd pic 2026-06-30 2026-06-30 08:00", "12 wd biro_ks 2026-07-06 2026-07-06 08:00",
        "13 wd pic 2026-07-07 2026-07-07 08:00", "20 wd sekda 2026-07-16 2026-07-16 08:00",
      ])
    #expect(
      notices[1].moves.map { spelled($0) } == [
        "06-18 quiet Umanis G", "06-17 quiet Galungan", "06-16 libur_nasional",
      ])
    #expect(notices.filter(\.isEscalation).map(\.role) == ["kabid", "kadis", "biro_ks", "sekda"])
    #expect(notices.allSatisfy { !$0.isBehind })
    walk.now = try instant("2026-06-19 08:00")
    try walk.notify("konsep")
    #expect(try walk.derivation("konsep").notices.prefix { $0.isBehind }.count == 3)
  }

  @Test func `dates from the data show what was read, and where they rolled`() throws {
    var walk = try Scenario()
    try walk.toForce(["berakhir": "2026-10-31"])
    let timer = try #require(walk.timer("aktif at"))
    let of = try walk.derivation(timer.name)
    let reads = [Derivation.Read(name: "data.berakhir", value: "2026-10-31")]
    #expect(of.rule == .date(expression: "data.berakhir - months(3)", reads: reads))
    #expect(of.rawDate?.description == "2026-07-31" && of.edge == .startOfDay)
    #expect(of.end == timer.dueAt && of.stored == timer.dueAt && of.days.isEmpty)

    try walk.fire("aktif at")
    let due = try walk.derivation("akan_berakhir")
    #expect(due.rawDate?.description == "2026-08-31" && due.start == nil)
    #expect(due.days.map { spelled($0) } == ["08-31 reached"])
    #expect(due.end == due.stored)
    var sunday = due
    sunday.roll(try date("2026-05-30"), in: walk.calendar)
    #expect(
      sunday.days.map { spelled($0) } == [
        "05-30 weekend", "05-31 weekend", "06-01 libur_nasional", "06-02 reached",
      ])
    #expect(sunday.isOutdated)
  }

  @Test func `what is not known stays open`() throws {
    var walk = try Scenario()
    try walk.toDiscussion()
    #expect(
      walk.workflow.derivableNames(in: walk.state) == [
        "pembahasan_mitra", "pembahasan_mitra after 15 wd",
      ])
    let timer = try walk.derivation("pembahasan_mitra after 15 wd")
    #expect(timer.rule == .span(TimeSpan(15, .workingDays)))
    #expect(timer.stored.map { spelled($0) } == "2026-05-29 14:30")
    #expect(timer.notices.isEmpty)
    if timer.start == nil {
      #expect(timer.end == nil && timer.days.isEmpty && !timer.isOutdated)
    } else {
      #expect(timer.end == timer.stored)
    }
    try walk.act("sepakat", by: "sinergi-pic")
    #expect(try walk.derivation("1-kabid").subject == .deadline(task: "paraf/1-kabid"))
    try walk.decide(.approve, by: "sinergi-kabid")
    try walk.decide(.approve, by: "sinergi-sekdis")
    // Both parties' tasks are called `menunggu`.
    let found = walk.workflow.derivation(of: "menunggu", in: walk.state, calendar: walk.calendar)
    #expect(found == nil)
    #expect(
      walk.workflow.derivation(of: "tidak ada", in: walk.state, calendar: walk.calendar) == nil)
  }

  @Test func `a deadline that waits for a field says for which`() throws {
    let workflow = try workflow(
      """
      workflow: w
      title: W
      calendar: c
      reference: "W/{sequence}"
      data: { berakhir: date }
      roles: { pic: { position: p } }
      initial: a
      states:
        a:
          task: { for: pic, due: data.berakhir - months(2) }
          on: { b: b }
        b: { type: final }
      """)
    let calendar = try Shipped.load().calendar
    let state = try workflow.start(
      data: [:], session: "s", actor: nil, at: try instant("2026-05-04 09:00"), calendar: calendar
    ).state
    let derivation = try #require(workflow.derivation(of: "a", in: state, calendar: calendar))
    #expect(
      derivation.rule
        == .date(
          expression: "data.berakhir - months(2)",
          reads: [Derivation.Read(name: "data.berakhir", value: nil)]))
    #expect(derivation.end == nil && derivation.stored == nil && !derivation.isOutdated)
  }

  @Test func `another calendar than the one of then is told`() throws {
    let walk = try Scenario()
    let old = walk.calendar
    let extra = ClosedDay(
      date: try date("2026-05-07"), kind: "libur_nasional", name: "Hari baru", source: "SKB",
      status: .estimated)
    // It is decreed, but stops no clock, and so makes the date no surer.
    let quiet = ClosedDay(
      date: extra.date, kind: "dispensasi_bali", name: "Hari suci", source: "SE")
    let business = try BusinessCalendar(
      id: old.id, zone: old.zone, week: old.business.week,
      days: old.business.days + [quiet, extra],
      stopping: old.business.stopping, publishedYears: [2025])
    let new = OfficeCalendar(
      id: old.id, digest: "baru", title: old.title, business: business, sending: old.sending,
      quiet: old.quiet)
    let derivation = try #require(
      walk.workflow.derivation(of: "konsep", in: walk.state, calendar: new))
    #expect(derivation.isOutdated && derivation.calendarDigest == "baru")
    #expect(derivation.stored.map { spelled($0) } == "2026-05-11 16:30")
    #expect(derivation.end.map { spelled($0) } == "2026-05-12 16:30")
    #expect(
      derivation.provisional
        == Derivation.Provisional(unpublishedYears: [2026], estimatedDays: [extra]))
  }

  @Test func `a long span lists its closed days and counts the rest`() throws {
    let calendar = try Shipped.load().calendar
    var derivation = Derivation(.timer(name: "t"), .span(TimeSpan(400, .workingDays)), calendar)
    let start = try instant("2026-05-04 09:00")
    derivation.count(TimeSpan(400, .workingDays), from: start, in: calendar, isExpiry: false)
    let omitted = try #require(derivation.omitted)
    #expect(derivation.days.count <= WorkflowLimits.derivationDays)
    #expect(derivation.days.last?.what == .counted(400))
    #expect(omitted.workingDays == 399 && omitted.closedDays == 0)
    let first = try date("2026-05-04")
    let last = try #require(derivation.endDate)
    #expect(
      first.days(until: last) == derivation.days.count + omitted.workingDays + omitted.weekendDays)
    derivation.count(TimeSpan(10_000, .workingDays), from: start, in: calendar, isExpiry: false)
    #expect(derivation.days.count <= WorkflowLimits.derivationDays)
  }

  // MARK: Agreement with the calendar

  @Test func `the days lead to the calendar's own answer`() throws {
    let seed = seed(0x5126_00DE)
    var numbers = SeededNumbers(seed: seed)
    let calendar = try Shipped.load().calendar
    for round in 0..<2_000 {
      let place: Comment = "SINERGI_SEED=\(seed), round \(round)"
      let start = Self.start(&numbers)
      let span = Self.span(&numbers, from: 1)
      for isExpiry in [false, true] {
        var counted = Derivation(.timer(name: "t"), .span(span), calendar)
        counted.count(span, from: start, in: calendar, isExpiry: isExpiry)
        if isExpiry {
          #expect(counted.end == calendar.expiry(of: span, from: start), place)
          continue
        }
        let deadline = calendar.deadline(span, from: start)
        #expect(counted.end == deadline.instant && counted.endDate == deadline.date, place)
        #expect(!counted.provisional.isEmpty == deadline.isProvisional, place)
        guard span.unit != .hours else { continue }
        #expect(counted.days.last?.date == deadline.date, place)
        for day in counted.days {
          switch day.what {
          case .counted, .reached: #expect(calendar.business.isWorkingDay(day.date), place)
          case .weekend, .closed: #expect(!calendar.business.isWorkingDay(day.date), place)
          }
        }
        if span.unit == .workingDays {
          #expect(counted.days.last?.what == .counted(span.amount), place)
        }
      }
    }
  }

  @Test func `the notices are the ones that go out`() throws {
    let seed = seed(0x5126_00DF)
    var numbers = SeededNumbers(seed: seed)
    let calendar = try Shipped.load().calendar
    for round in 0..<1_000 {
      let place: Comment = "SINERGI_SEED=\(seed), round \(round)"
      let deadline = calendar.deadline(
        Self.span(&numbers, from: 1), from: Self.start(&numbers))
      var plan = NoticePlan()
      for index in 0..<Int.random(in: 1..<8, using: &numbers) {
        plan.fixed.append(
          NoticePlan.Notice(
            offset: Self.span(&numbers, from: -60), escalatesTo: index % 3 == 2 ? "bos" : nil))
      }
      if Bool.random(using: &numbers) { plan.thenEvery = Self.span(&numbers, from: 1) }
      plan.most = Int.random(in: 1..<12, using: &numbers)
      let derived = plan.derivation(around: deadline, role: "pic", sent: 2, in: calendar)
      let real = plan.schedule(around: deadline, in: calendar)
      #expect(derived.map(\.at) == real.map(\.at), place)
      #expect(derived.map { $0.isEscalation ? "bos" : nil } == real.map(\.escalatesTo), place)
      for notice in derived {
        let raw = notice.rawInstant ?? calendar.zone.instant(notice.rawDate, calendar.sending.start)
        #expect((notice.at == raw) == notice.moves.isEmpty, place)
      }
    }
  }

  private static func start(_ numbers: inout SeededNumbers) -> Instant {
    // 2024 to 2029, to the minute; the calendar's years and beyond.
    Instant(
      millisecondsSince1970: 1_704_067_200_000
        + 60_000 * Int64.random(in: 0..<3_000_000, using: &numbers))
  }

  private static func span(_ numbers: inout SeededNumbers, from least: Int) -> TimeSpan {
    let units: [TimeSpan.Unit] = [.workingDays, .days, .months, .hours]
    let unit = units[Int.random(in: 0..<4, using: &numbers)]
    let most = unit == .workingDays && Int.random(in: 0..<9, using: &numbers) == 0 ? 600 : 60
    return TimeSpan(Int.random(in: least...most, using: &numbers), unit)
  }

  private struct Missing: Error {}
}
