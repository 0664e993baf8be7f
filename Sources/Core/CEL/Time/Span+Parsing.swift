// Reads lengths of time such as `1h30m`.

extension Span {
  /// The length that a text stands for: `0`, or numbers with a unit each, such as `1h30m`, `-1.5s`
  /// or `20ms`. What is less than a nanosecond is dropped.
  ///
  /// The units are `h`, `m`, `s`, `ms`, `us` and `ns`, in any order.
  static func parse(_ text: String) throws(EvaluationError) -> Span {
    var reader = ByteReader(text)
    let isNegative = reader.skip(Byte.minus)
    if !isNegative { _ = reader.skip(Byte.plus) }
    var total: UInt64 = 0
    var isFirst = true
    repeat {
      let part = try part(&reader, isAlone: isFirst)
      let sum = total.addingReportingOverflow(part)
      guard !sum.overflow else { throw .function(.durationRange) }
      total = sum.partialValue
      isFirst = false
    } while !reader.isAtEnd
    // There is one more negative number than there are positive ones.
    if isNegative, total == Int64.min.magnitude { return try Span(totalNanoseconds: .min) }
    guard let nanoseconds = Int64(exactly: total) else { throw .function(.durationRange) }
    return try Span(totalNanoseconds: isNegative ? -nanoseconds : nanoseconds)
  }

  /// The nanoseconds of one number with its unit. Only a `0` that stands alone needs none.
  private static func part(
    _ reader: inout ByteReader, isAlone: Bool
  ) throws(EvaluationError) -> UInt64 {
    let whole = try digits(&reader)
    if isAlone, reader.isAtEnd, whole == (0, 1) { return 0 }
    var fraction = (value: 0 as UInt64, count: 0)
    if reader.skip(Byte.dot) { fraction = decimals(&reader) }
    guard whole.count + fraction.count > 0 else { throw .function(.durationText) }
    guard let unit = unit(&reader) else { throw .function(.durationText) }
    let product = whole.value.multipliedReportingOverflow(by: unit)
    // The decimals count 10^-15 of the unit, so that the product with an hour still fits in two
    // words.
    let wide = fraction.value.multipliedFullWidth(by: unit)
    let beyond = fractionScale.dividingFullWidth(wide).quotient
    let sum = product.partialValue.addingReportingOverflow(beyond)
    guard !product.overflow, !sum.overflow else { throw .function(.durationRange) }
    return sum.partialValue
  }

  private static let fractionDigits = 15
  private static let fractionScale: UInt64 = 1_000_000_000_000_000

  private static func digits(
    _ reader: inout ByteReader
  ) throws(EvaluationError) -> (value: UInt64, count: Int) {
    var value: UInt64 = 0
    var count = 0
    while let digit = reader.digit() {
      let (tens, isTooLarge) = value.multipliedReportingOverflow(by: 10)
      let (sum, overflows) = tens.addingReportingOverflow(UInt64(digit))
      guard !isTooLarge, !overflows else { throw .function(.durationRange) }
      value = sum
      count += 1
    }
    return (value, count)
  }

  /// The decimals in units of 10^-15; those beyond are dropped.
  private static func decimals(_ reader: inout ByteReader) -> (value: UInt64, count: Int) {
    var value: UInt64 = 0
    var count = 0
    while let digit = reader.digit() {
      if count < fractionDigits { value = value * 10 + UInt64(digit) }
      count += 1
    }
    if count < fractionDigits { for _ in count..<fractionDigits { value *= 10 } }
    return (value, count)
  }

  /// The nanoseconds of a unit.
  private static func unit(_ reader: inout ByteReader) -> UInt64? {
    if reader.skip("ns") { return 1 }
    if reader.skip("us") { return 1_000 }
    if reader.skip("ms") { return 1_000_000 }
    let second = TimeLimits.nanosecondsPerSecond.magnitude
    if reader.skip("s") { return second }
    if reader.skip("m") { return 60 * second }
    if reader.skip("h") { return 3600 * second }
    return nil
  }
}
