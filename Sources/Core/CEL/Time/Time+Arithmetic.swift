// Sums and differences of timestamps and durations, within their ranges.

extension Span {
  /// The length in nanoseconds; nil where 64 bits cannot hold it. What functions make always fits,
  /// as the specification's tests want; a host may hand in longer lengths.
  var totalNanoseconds: Int64? {
    let (product, isTooLarge) = seconds.multipliedReportingOverflow(
      by: TimeLimits.nanosecondsPerSecond)
    let (sum, overflows) = product.addingReportingOverflow(Int64(nanoseconds))
    return isTooLarge || overflows ? nil : sum
  }

  init(totalNanoseconds: Int64) throws(EvaluationError) {
    let perSecond = TimeLimits.nanosecondsPerSecond
    guard
      let span = Span(
        seconds: totalNanoseconds / perSecond, nanoseconds: Int32(totalNanoseconds % perSecond))
    else { throw .function(.durationRange) }
    self = span
  }

  static func + (left: Span, right: Span) throws(EvaluationError) -> Span {
    guard let left = left.totalNanoseconds, let right = right.totalNanoseconds else {
      throw .function(.durationRange)
    }
    let (sum, overflows) = left.addingReportingOverflow(right)
    guard !overflows else { throw .function(.durationRange) }
    return try Span(totalNanoseconds: sum)
  }

  static func - (left: Span, right: Span) throws(EvaluationError) -> Span {
    guard let left = left.totalNanoseconds, let right = right.totalNanoseconds else {
      throw .function(.durationRange)
    }
    let (difference, overflows) = left.subtractingReportingOverflow(right)
    guard !overflows else { throw .function(.durationRange) }
    return try Span(totalNanoseconds: difference)
  }
}

extension Timestamp {
  static func + (left: Timestamp, right: Span) throws(EvaluationError) -> Timestamp {
    try left.moved(seconds: right.seconds, nanoseconds: Int64(right.nanoseconds))
  }

  static func - (left: Timestamp, right: Span) throws(EvaluationError) -> Timestamp {
    try left.moved(seconds: -right.seconds, nanoseconds: -Int64(right.nanoseconds))
  }

  static func - (left: Timestamp, right: Timestamp) throws(EvaluationError) -> Span {
    let perSecond = TimeLimits.nanosecondsPerSecond
    let (product, isTooLarge) = (left.seconds - right.seconds).multipliedReportingOverflow(
      by: perSecond)
    let (sum, overflows) = product.addingReportingOverflow(
      Int64(left.nanoseconds) - Int64(right.nanoseconds))
    guard !isTooLarge, !overflows else { throw .function(.durationRange) }
    return try Span(totalNanoseconds: sum)
  }

  /// Both ranges are far from the ends of 64 bits, so that no sum overflows.
  private func moved(
    seconds: Int64, nanoseconds: Int64
  ) throws(EvaluationError) -> Timestamp {
    let perSecond = TimeLimits.nanosecondsPerSecond
    let sum = Int64(self.nanoseconds) + nanoseconds
    let fraction = ((sum % perSecond) + perSecond) % perSecond
    guard
      let timestamp = Timestamp(
        seconds: self.seconds + seconds + (sum - fraction) / perSecond,
        nanoseconds: Int32(fraction))
    else { throw .function(.timestampRange) }
    return timestamp
  }
}
