// Lengths of time as authors write them: three clocks, working days, calendar, hours.

/// An amount on one of the three clocks.
public struct TimeSpan: Hashable, Sendable, CustomStringConvertible {
  /// The clock that counts.
  public enum Unit: String, Sendable {
    /// Working days of the definition's calendar (hari kerja).
    case workingDays = "wd"
    /// Calendar days.
    case days = "d"
    /// Calendar months; the end of a month is kept (31 January + 1 month = 28 February).
    case months = "mo"
    /// Hours by the clock.
    case hours = "h"
  }

  /// How many; negative for «before».
  public var amount: Int
  /// Of what.
  public var unit: Unit

  /// Creates a span.
  public init(_ amount: Int, _ unit: Unit) {
    self.amount = amount
    self.unit = unit
  }

  /// Reads `5 wd`, `-2 wd`, `+1 wd`, `30 d`, `6 mo`, `72 h`, and ISO 8601 `P6M`, `P30D`, `P2Y`, `PT72H`.
  public init?(_ text: String) {
    if let span = Self.iso8601(text) {
      self = span
      return
    }
    let words = text.split(separator: " ", omittingEmptySubsequences: true)
    let number: Substring
    let unitName: Substring
    switch words.count {
    case 2: (number, unitName) = (words[0], words[1])
    case 1:
      let digits = words[0].prefix { $0.isASCII && ($0.isNumber || $0 == "-" || $0 == "+") }
      (number, unitName) = (digits, words[0].dropFirst(digits.count))
    default: return nil
    }
    guard let amount = Int(number), let unit = Unit(rawValue: String(unitName)),
      amount.magnitude <= UInt(WorkflowLimits.durationAmount)
    else { return nil }
    self.init(amount, unit)
  }

  /// The form that is read back to the same span.
  public var description: String { "\(amount) \(unit.rawValue)" }

  /// The same length on the other side of zero.
  public var negated: TimeSpan { TimeSpan(-amount, unit) }

  private static func iso8601(_ text: String) -> TimeSpan? {
    var rest = text[...]
    let isNegative = rest.first == "-"
    if isNegative { rest.removeFirst() }
    guard rest.first == "P" else { return nil }
    rest.removeFirst()
    let isTime = rest.first == "T"
    if isTime { rest.removeFirst() }
    guard let letter = rest.last, let amount = Int(rest.dropLast()), amount >= 0,
      amount <= WorkflowLimits.durationAmount
    else { return nil }
    let sign = isNegative ? -1 : 1
    switch (isTime, letter) {
    case (false, "D"): return TimeSpan(sign * amount, .days)
    case (false, "W"): return TimeSpan(sign * amount * 7, .days)
    case (false, "M"): return TimeSpan(sign * amount, .months)
    case (false, "Y"): return TimeSpan(sign * amount * 12, .months)
    case (true, "H"): return TimeSpan(sign * amount, .hours)
    default: return nil
    }
  }
}
