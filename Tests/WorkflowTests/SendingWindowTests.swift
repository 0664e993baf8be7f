// Goal: nobody is reminded at night, on a closed day, or on a day on which hardly anybody is there.
// Method: the shipped calendar; 16 to 18 June 2026 are Galungan (quiet), 16 June is a national holiday too.

import Testing
import WorkCalendar

@testable import Workflow

@Suite struct SendingWindowTests {
  private let calendar: OfficeCalendar

  init() throws { calendar = try Shipped.load().calendar }

  @Test(arguments: [
    ("2026-06-12 07:59", "2026-06-12 08:00"),  // before the window
    ("2026-06-12 08:00", "2026-06-12 08:00"),
    ("2026-06-12 14:59", "2026-06-12 14:59"),
    ("2026-06-12 15:00", "2026-06-12 15:00"),
    ("2026-06-12 15:01", "2026-06-15 08:00"),  // Friday evening
    ("2026-06-13 10:00", "2026-06-15 08:00"),  // Saturday
    ("2026-06-15 23:00", "2026-06-19 08:00"),  // over the three days of Galungan
    ("2026-06-17 10:00", "2026-06-19 08:00"),
  ]) func `what is due later goes out at the next working time`(at: String, goesOut: String) throws
  {
    #expect(spelled(calendar.nextSending(notBefore: try instant(at))) == goesOut)
  }

  @Test(arguments: [
    ("2026-06-12 07:59", "2026-06-11 15:00"),
    ("2026-06-12 08:00", "2026-06-12 08:00"),
    ("2026-06-12 16:00", "2026-06-12 15:00"),
    ("2026-06-13 10:00", "2026-06-12 15:00"),
    ("2026-06-18 10:00", "2026-06-15 15:00"),
  ]) func `what must not be later goes out before`(at: String, goesOut: String) throws {
    #expect(spelled(calendar.lastSending(notAfter: try instant(at))) == goesOut)
  }

  @Test(arguments: [
    // The deadline is Thursday 18 June 2026, a quiet day: the clock ran, nobody is reminded on it.
    (TimeSpan(0, .workingDays), "2026-06-15 08:00"),
    (TimeSpan(-1, .workingDays), "2026-06-15 08:00"),
    (TimeSpan(-2, .workingDays), "2026-06-15 08:00"),
    (TimeSpan(1, .workingDays), "2026-06-19 08:00"),
    (TimeSpan(-5, .days), "2026-06-12 08:00"),
    (TimeSpan(2, .days), "2026-06-22 08:00"),
    (TimeSpan(-1, .months), "2026-05-18 08:00"),
    (TimeSpan(-1, .hours), "2026-06-15 15:00"),
    (TimeSpan(3, .hours), "2026-06-19 08:00"),
    (TimeSpan(24, .hours), "2026-06-22 08:00"),
  ]) func `before a deadline they roll back, after it forward`(offset: TimeSpan, goesOut: String)
    throws
  {
    let deadline = calendar.deadline(on: try date("2026-06-18"))
    #expect(spelled(deadline.instant) == "2026-06-18 16:30")
    #expect(spelled(calendar.reminder(offset, of: deadline)) == goesOut)
  }

  @Test func `what goes out goes out within the window, and nothing moves over the deadline`()
    throws
  {
    let seed = seed(20_260_616)
    var random = SeededNumbers(seed: seed)
    let first = try date("2024-01-01")
    for round in 0..<2_000 {
      let day = first.adding(days: Int(random.next() % 1_700))
      let hours = TimeSpan(Int(random.next() % 200), .hours)
      let deadline =
        round % 2 == 0
        ? calendar.deadline(on: day) : calendar.deadline(hours, from: calendar.startOfDay(day))
      let unit = [TimeSpan.Unit.workingDays, .days, .months, .hours][Int(random.next() % 4)]
      let offset = TimeSpan(Int(random.next() % 41) - 20, unit)
      let sent = calendar.reminder(offset, of: deadline)
      #expect(calendar.nextSending(notBefore: sent) == sent, "\(day) \(offset), seed \(seed)")
      #expect((sent <= deadline.instant) == (offset.amount <= 0), "\(day) \(offset), seed \(seed)")
    }
  }
}
