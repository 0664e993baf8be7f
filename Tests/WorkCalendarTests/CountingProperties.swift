// Goal: adding, counting and rolling agree with each other and with counting day by day.
// Method: properties over calendars made from a seed, which every failure prints.

import Testing
import WorkCalendar

@Suite struct CountingProperties {
  private static let seeds = (1...40).map { UInt64($0) &* 104_729 }

  /// Dates around the calendar's own years, and some that lie far outside its table.
  private func dates(_ count: Int, seed: UInt64) -> [CivilDate] {
    var numbers = SeededNumbers(seed: ~seed)
    return (0..<count).map { _ in
      CivilDate(daysSince1970: Int32.random(in: 19_000...22_500, using: &numbers))
    }
  }

  @Test(arguments: seeds)
  func `counting equals asking every day`(seed: UInt64) throws {
    let calendar = try calendar(seed: seed)
    let dates = dates(40, seed: seed)
    for (from, to) in zip(dates, dates.dropFirst()) {
      let (low, high) = (min(from, to), max(from, to))
      let expected = (0..<low.days(until: high)).count {
        calendar.isWorkingDay(low.adding(days: $0))
      }
      #expect(calendar.workingDays(from: low, to: high) == expected, "seed \(seed)")
      #expect(calendar.workingDays(from: high, to: low) == -expected, "seed \(seed)")
    }
  }

  @Test(arguments: seeds)
  func `after adding n, n working days lie between`(seed: UInt64) throws {
    let calendar = try calendar(seed: seed)
    var numbers = SeededNumbers(seed: seed &+ 1)
    for start in dates(40, seed: seed) {
      let n = Int.random(in: 1...60, using: &numbers)
      let later = calendar.adding(workingDays: n, to: start)
      let counted = calendar.workingDays(
        from: start.adding(days: 1), to: later.date.adding(days: 1))
      #expect(counted == n && calendar.isWorkingDay(later.date), "seed \(seed): \(start) + \(n)")
      #expect(
        later.skipped.count == start.days(until: later.date) - n, "seed \(seed): \(start) + \(n)")
      let earlier = calendar.adding(workingDays: -n, to: start)
      #expect(
        calendar.workingDays(from: earlier.date, to: start) == n && start > earlier.date,
        "seed \(seed): \(start) - \(n)")
    }
  }

  @Test(arguments: seeds)
  func `adding n and taking n away returns to a working start`(seed: UInt64) throws {
    let calendar = try calendar(seed: seed)
    for (n, start) in dates(40, seed: seed).enumerated() {
      let working = calendar.rolledForward(start)
      let there = calendar.adding(workingDays: n, to: working).date
      #expect(calendar.adding(workingDays: -n, to: there).date == working, "seed \(seed): \(start)")
      #expect(calendar.adding(workingDays: 0, to: start).date == working, "seed \(seed): \(start)")
    }
  }

  @Test(arguments: seeds)
  func `a later start or a larger count never ends earlier`(seed: UInt64) throws {
    let calendar = try calendar(seed: seed)
    for start in dates(20, seed: seed) {
      for n in -5...5 {
        let result = calendar.adding(workingDays: n, to: start).date
        #expect(
          result <= calendar.adding(workingDays: n, to: start.adding(days: 1)).date, "seed \(seed)")
        // 0 of a closed day is the next working day, as is 1.
        #expect(result <= calendar.adding(workingDays: n + 1, to: start).date, "seed \(seed)")
      }
    }
  }

  @Test(arguments: seeds)
  func `every closed day has its reason and no working day has one`(seed: UInt64) throws {
    let calendar = try calendar(seed: seed)
    for day in dates(60, seed: seed) {
      #expect(
        calendar.isWorkingDay(day) == (calendar.closure(of: day) == nil), "seed \(seed): \(day)")
      #expect(calendar.rolledBack(day) <= day && day <= calendar.rolledForward(day), "seed \(seed)")
      #expect(calendar.startOfWork(on: day) < calendar.endOfWork(on: day), "seed \(seed): \(day)")
    }
  }
}
