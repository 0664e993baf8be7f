// The values of iCalendar: dates, times, spans and texts (RFC 5545 §3.3).

internal import WorkCalendar

/// Reads the values of properties, without regard to where they stand.
enum ICalendarValues {
  /// A date, or a date and time with second and the mark of UTC.
  struct DateValue: Hashable {
    var date: CivilDate
    /// Seconds since midnight; nil for a date alone.
    var second: Int?
    var isUTC = false

    var isMidnight: Bool { (second ?? 0) == 0 }
  }

  /// `20260319`, `20260319T073000` or `20260319T073000Z` (RFC 5545 §3.3.4, §3.3.5); nil otherwise.
  ///
  /// Second 60, a leap second, is read as 59 as the standard asks.
  static func date(_ scalars: ArraySlice<Unicode.Scalar>) -> DateValue? {
    var bytes = scalars.map { $0.isASCII ? UInt8($0.value) : 0 }
    var isUTC = false
    if bytes.count == 16, bytes[15] == UInt8(ascii: "Z") {
      isUTC = true
      bytes.removeLast()
    }
    guard bytes.count == 8 || bytes.count == 15, let year = number(bytes[0..<4]),
      let month = number(bytes[4..<6]), let day = number(bytes[6..<8]),
      let date = CivilDate(year: year, month: month, day: day)
    else { return nil }
    guard bytes.count == 15 else { return DateValue(date: date) }
    guard bytes[8] == UInt8(ascii: "T"), let hour = number(bytes[9..<11]), hour < 24,
      let minute = number(bytes[11..<13]), minute < 60, let second = number(bytes[13..<15]),
      second <= 60
    else { return nil }
    return DateValue(
      date: date, second: hour * 3_600 + minute * 60 + min(second, 59), isUTC: isUTC)
  }

  /// A span in days, in hours and smaller, or in weeks (RFC 5545 §3.3.6), as days and seconds.
  ///
  /// Nil for any other form, and beyond ``ICalendarLimits/seconds``.
  static func duration(_ scalars: ArraySlice<Unicode.Scalar>) -> (days: Int, seconds: Int)? {
    var rest = scalars
    var sign = 1
    if rest.first == "-" || rest.first == "+" { sign = rest.removeFirst() == "-" ? -1 : 1 }
    guard rest.popFirst() == "P", !rest.isEmpty else { return nil }
    var days = 0
    var seconds = 0
    var isTime = false
    var last = 0
    while !rest.isEmpty {
      if rest.first == "T" {
        rest.removeFirst()
        guard !isTime, !rest.isEmpty else { return nil }
        isTime = true
      }
      let digits = rest.prefix { ("0"..."9").contains($0) }
      guard !digits.isEmpty, digits.count <= 10, let amount = Int(UnfoldedLine.text(digits))
      else { return nil }
      rest = rest[digits.endIndex...]
      // Each unit once, from the largest on; weeks stand alone.
      guard let unit = rest.popFirst(), let place = units[unit], place > last else { return nil }
      guard (place > 2) == isTime, place != 1 || (rest.isEmpty && last == 0) else { return nil }
      last = place
      switch unit {
      case "W": days += amount * 7
      case "D": days += amount
      case "H": seconds += amount * 3_600
      case "M": seconds += amount * 60
      default: seconds += amount
      }
    }
    guard days <= ICalendarLimits.seconds / 86_400, seconds <= ICalendarLimits.seconds else {
      return nil
    }
    return (sign * days, sign * seconds)
  }

  private static let units: [Unicode.Scalar: Int] = ["W": 1, "D": 2, "H": 3, "M": 4, "S": 5]

  /// `+0800`, `-033000` (RFC 5545 §3.3.14) in seconds; nil for any other form.
  static func offset(_ scalars: ArraySlice<Unicode.Scalar>) -> Int? {
    let bytes = scalars.map { $0.isASCII ? UInt8($0.value) : 0 }
    guard bytes.count == 5 || bytes.count == 7, let sign = bytes.first,
      sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-"),
      let hours = number(bytes[1..<3]), let minutes = number(bytes[3..<5]), minutes < 60,
      let seconds = bytes.count == 7 ? number(bytes[5..<7]) : 0, seconds < 60
    else { return nil }
    let size = hours * 3_600 + minutes * 60 + seconds
    guard hours < 24, size > 0 || sign == UInt8(ascii: "+") else { return nil }
    return sign == UInt8(ascii: "-") ? -size : size
  }

  /// A text with its escapes resolved (RFC 5545 §3.3.11); a backslash before any other character
  /// is passed over, as most programs do.
  static func text(_ scalars: some Sequence<Unicode.Scalar>) -> String {
    texts(scalars, separator: nil).first ?? ""
  }

  /// The texts of a list; a comma divides them unless a backslash stands before it.
  static func texts(_ scalars: some Sequence<Unicode.Scalar>) -> [String] {
    texts(scalars, separator: ",")
  }

  private static func texts(
    _ scalars: some Sequence<Unicode.Scalar>, separator: Unicode.Scalar?
  ) -> [String] {
    var found: [String] = []
    var current = String.UnicodeScalarView()
    var isEscaped = false
    for scalar in scalars {
      if isEscaped {
        current.append(scalar == "n" || scalar == "N" ? "\n" : scalar)
        isEscaped = false
      } else if scalar == "\\" {
        isEscaped = true
      } else if scalar == separator {
        found.append(String(current))
        current = String.UnicodeScalarView()
      } else {
        current.append(scalar)
      }
    }
    if isEscaped { current.append("\\") }
    return found + [String(current)]
  }

  private static func number(_ bytes: ArraySlice<UInt8>) -> Int? {
    var number = 0
    for byte in bytes {
      guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
      number = number * 10 + Int(byte - UInt8(ascii: "0"))
    }
    return number
  }
}
