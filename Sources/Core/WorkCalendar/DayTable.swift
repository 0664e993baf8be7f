// Which days are worked, as bits: the table that every count and search reads.

/// One bit per day between the first and the last exception, and the plain week outside.
struct DayTable: Hashable, Sendable {
  /// Bit 0 is Monday: set where the weekday is worked.
  private let week: UInt8
  /// The day of bit 0, counted from 1970-01-01.
  private let base: Int
  /// The number of days that the bits describe.
  private let length: Int
  private let bits: [UInt64]

  /// A table of a week, the days it closes and the days it opens; an opened day wins.
  init(week: UInt8, closed: [Int32], opened: [Int32]) {
    self.week = week
    let first = [closed.min(), opened.min()].compactMap(\.self).min()
    let last = [closed.max(), opened.max()].compactMap(\.self).max()
    guard let first, let last else {
      (base, length, bits) = (0, 0, [])
      return
    }
    base = Int(first)
    length = Int(last) - Int(first) + 1
    var bits = [UInt64](repeating: 0, count: (length + 63) / 64)
    for offset in 0..<length where DayTable.isWorked(base + offset, week: week) {
      bits[offset >> 6] |= 1 << UInt64(offset & 63)
    }
    for day in closed { bits[(Int(day) - base) >> 6] &= ~(1 << UInt64((Int(day) - base) & 63)) }
    for day in opened { bits[(Int(day) - base) >> 6] |= 1 << UInt64((Int(day) - base) & 63) }
    self.bits = bits
  }

  /// Whether a day is worked.
  func isWorking(_ day: Int) -> Bool {
    let offset = day - base
    guard offset >= 0, offset < length else { return DayTable.isWorked(day, week: week) }
    return bits[offset >> 6] >> UInt64(offset & 63) & 1 == 1
  }

  /// The number of working days with from <= day < to, where from is not after to.
  func count(from: Int, to: Int) -> Int {
    let low = min(max(from, base), base + length)
    let high = min(max(to, base), base + length)
    return countByWeek(from: from, to: min(to, low)) + countBits(from: low - base, to: high - base)
      + countByWeek(from: max(from, high), to: to)
  }

  private func countByWeek(from: Int, to: Int) -> Int {
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
