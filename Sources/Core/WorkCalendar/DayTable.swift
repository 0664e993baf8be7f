// Which days are worked, as bits: the table that every count and search reads.

/// One bit per day between the first and the last exception, and a plain week on either side.
struct DayTable: Hashable, Sendable {
  /// The week before the bits; bit 0 is Monday, set where the weekday is worked.
  private let before: UInt8
  /// The week after the bits: another one where a period with its own week has no end.
  private let after: UInt8
  /// The day of bit 0, counted from 1970-01-01.
  private let base: Int
  /// The number of days that the bits describe.
  private let length: Int
  private let bits: [UInt64]

  /// A table of a week, the periods that have another, the days they close and the days that are
  /// opened; an opened day wins.
  ///
  /// A period whose week works the same weekdays changes nothing here. One that begins with the
  /// first date, or ends with the last, is the plain week on that side.
  init(week: UInt8, periods: [WeekPeriod], closed: [Int32], opened: [Int32]) {
    let others = periods.filter { DayTable.week($0.week) != week }
    func isFirst(_ period: WeekPeriod) -> Bool { period.dates.lowerBound == .first }
    func isLast(_ period: WeekPeriod) -> Bool { period.dates.upperBound == .last }
    before = others.first.flatMap { isFirst($0) ? DayTable.week($0.week) : nil } ?? week
    after = others.last.flatMap { isLast($0) ? DayTable.week($0.week) : nil } ?? week
    // The bits reach over every date at which one week ends and another begins.
    let edges = others.flatMap { period in
      (isFirst(period) ? [] : [period.dates.lowerBound.daysSince1970])
        + (isLast(period) ? [] : [period.dates.upperBound.daysSince1970])
    }
    let first = [closed.min(), opened.min(), edges.min()].compactMap(\.self).min()
    let last = [closed.max(), opened.max(), edges.max()].compactMap(\.self).max()
    guard let first, let last else {
      (base, length, bits) = (0, 0, [])
      return
    }
    base = Int(first)
    length = Int(last) - Int(first) + 1
    var bits = [UInt64](repeating: 0, count: (length + 63) / 64)
    DayTable.fill(&bits, from: Int(first), days: Int(first)...Int(last), with: week)
    for period in others {
      let low = max(period.dates.lowerBound.daysSince1970, first)
      let high = min(period.dates.upperBound.daysSince1970, last)
      guard low <= high else { continue }
      DayTable.fill(
        &bits, from: Int(first), days: Int(low)...Int(high), with: DayTable.week(period.week))
    }
    for day in closed { bits[(Int(day) - base) >> 6] &= ~(1 << UInt64((Int(day) - base) & 63)) }
    for day in opened { bits[(Int(day) - base) >> 6] |= 1 << UInt64((Int(day) - base) & 63) }
    self.bits = bits
  }

  /// Writes a plain week over some days of bits whose first stands for the day `base`.
  private static func fill(
    _ bits: inout [UInt64], from base: Int, days: ClosedRange<Int>, with week: UInt8
  ) {
    for day in days {
      let bit: UInt64 = 1 << UInt64((day - base) & 63)
      if isWorked(day, week: week) {
        bits[(day - base) >> 6] |= bit
      } else {
        bits[(day - base) >> 6] &= ~bit
      }
    }
  }

  /// The worked weekdays of a week as bits; bit 0 is Monday.
  static func week(_ hours: [Weekday: WorkingHours]) -> UInt8 {
    hours.keys.reduce(0) { $0 | 1 << UInt8($1.rawValue - 1) }
  }

  /// Whether a day is worked.
  func isWorking(_ day: Int) -> Bool {
    let offset = day - base
    guard offset >= 0 else { return DayTable.isWorked(day, week: before) }
    guard offset < length else { return DayTable.isWorked(day, week: after) }
    return bits[offset >> 6] >> UInt64(offset & 63) & 1 == 1
  }

  /// The number of working days with from <= day < to, where from is not after to.
  func count(from: Int, to: Int) -> Int {
    let low = min(max(from, base), base + length)
    let high = min(max(to, base), base + length)
    return countByWeek(before, from: from, to: min(to, low))
      + countBits(from: low - base, to: high - base)
      + countByWeek(after, from: max(from, high), to: to)
  }

  private func countByWeek(_ week: UInt8, from: Int, to: Int) -> Int {
    guard from < to else { return 0 }
    let (weeks, rest) = (to - from).quotientAndRemainder(dividingBy: 7)
    var sum = weeks * week.nonzeroBitCount
    for day in (to - rest)..<to where DayTable.isWorked(day, week: week) { sum += 1 }
    return sum
  }

  private func countBits(from: Int, to: Int) -> Int {
    guard from < to else { return 0 }
    let (firstWord, lastWord) = (from >> 6, (to - 1) >> 6)
    var sum = 0
    for word in firstWord...lastWord {
      var value = bits[word]
      if word == firstWord { value &= ~0 << UInt64(from & 63) }
      if word == lastWord { value &= ~0 >> UInt64(63 - (to - 1) & 63) }
      sum += value.nonzeroBitCount
    }
    return sum
  }

  private static func isWorked(_ day: Int, week: UInt8) -> Bool {
    week >> UInt8(Weekday.index(ofDay: day)) & 1 == 1
  }
}
