// Reads timestamps as RFC 3339 writes them.

extension Timestamp {
  /// The instant that a text such as `2027-03-01T09:30:00.5+07:00` stands for.
  ///
  /// The letters must be upper case, the offset must be there, and a second has at most nine
  /// decimals. There is no second 60: leap seconds are not counted.
  public init?(_ text: String) {
    var reader = ByteReader(text)
    guard let date = Self.date(&reader), reader.skip(Byte.upperT),
      let time = Self.time(&reader), let nanoseconds = Self.fraction(&reader),
      let offset = Self.offset(&reader), reader.isAtEnd
    else { return nil }
    self.init(
      seconds: date * TimeLimits.secondsPerDay + time - offset, nanoseconds: Int32(nanoseconds))
  }

  /// The day since 1970.
  private static func date(_ reader: inout ByteReader) -> Int64? {
    guard let year = reader.number(digits: 4), reader.skip(Byte.minus),
      let month = reader.number(digits: 2), (1...12).contains(month), reader.skip(Byte.minus),
      let day = reader.number(digits: 2),
      day >= 1, day <= CivilTime.daysInMonth(month, year: year)
    else { return nil }
    return CivilTime.daysSince1970(year: year, month: month, day: day)
  }

  /// The second of the day.
  private static func time(_ reader: inout ByteReader) -> Int64? {
    guard let time = reader.offset(), reader.skip(Byte.colon),
      let seconds = reader.number(digits: 2), seconds < 60
    else { return nil }
    return time + seconds
  }

  /// The nanoseconds that follow the second, if any do.
  private static func fraction(_ reader: inout ByteReader) -> Int64? {
    guard reader.skip(Byte.dot) else { return 0 }
    var value: Int64 = 0
    var count = 0
    while let digit = reader.digit() {
      value = value * 10 + digit
      count += 1
      guard count <= TimeLimits.decimals else { return nil }
    }
    guard count > 0 else { return nil }
    for _ in count..<TimeLimits.decimals { value *= 10 }
    return value
  }

  private static func offset(_ reader: inout ByteReader) -> Int64? {
    if reader.skip(Byte.upperZ) { return 0 }
    if reader.skip(Byte.plus) { return reader.offset() }
    return reader.skip(Byte.minus) ? reader.offset().map { -$0 } : nil
  }
}
