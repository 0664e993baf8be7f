// The rows of the standard library for timestamps and durations.

extension StandardLibrary {
  /// The functions of timestamps and durations, but for those that ask for a time zone.
  static let timestampsAndDurations: [Overload] =
    timeConversions + timeArithmetic + timeComparisons + timeAccessors + spanAccessors

  private static let timeConversions: [Overload] = [
    .one("timestamp", \.asTimestamp, .timestamp, .timestamp) { .timestamp($0) },
    .one("timestamp", \.asInt, .int, .timestamp) { (seconds) throws(EvaluationError) in
      guard let timestamp = Timestamp(seconds: seconds) else { throw .function(.timestampRange) }
      return .timestamp(timestamp)
    },
    .one("timestamp", \.asString, .string, .timestamp, cost: .bySize) {
      (text) throws(EvaluationError) in
      guard let timestamp = Timestamp(text) else { throw .function(.timestampText) }
      return .timestamp(timestamp)
    },
    .one("duration", \.asDuration, .duration, .duration) { .duration($0) },
    .one("duration", \.asString, .string, .duration, cost: .bySize) {
      (text) throws(EvaluationError) in .duration(try Span.parse(text))
    },
    .one("int", \.asTimestamp, .timestamp, .int) { .int($0.seconds) },
    .one("string", \.asTimestamp, .timestamp, .string) { .string($0.description) },
    .one("string", \.asDuration, .duration, .string) { .string($0.description) },
  ]

  private static let timeArithmetic: [Overload] = [
    Overload("_+_", [.timestamp, .duration], .timestamp, .two(sum)),
    Overload("_+_", [.duration, .timestamp], .timestamp, .two(sum)),
    Overload("_+_", [.duration, .duration], .duration, .two(sum)),
    Overload("_-_", [.timestamp, .timestamp], .duration, .two(difference)),
    Overload("_-_", [.timestamp, .duration], .timestamp, .two(difference)),
    Overload("_-_", [.duration, .duration], .duration, .two(difference)),
  ]

  @Sendable private static func sum(
    _ first: Value, _ second: Value
  ) throws(EvaluationError) -> Value {
    switch (first, second) {
    case (.timestamp(let a), .duration(let b)): .timestamp(try a + b)
    case (.duration(let a), .timestamp(let b)): .timestamp(try b + a)
    case (.duration(let a), .duration(let b)): .duration(try a + b)
    default: throw .noSuchOverload("_+_")
    }
  }

  @Sendable private static func difference(
    _ first: Value, _ second: Value
  ) throws(EvaluationError) -> Value {
    switch (first, second) {
    case (.timestamp(let a), .timestamp(let b)): .duration(try a - b)
    case (.timestamp(let a), .duration(let b)): .timestamp(try a - b)
    case (.duration(let a), .duration(let b)): .duration(try a - b)
    default: throw .noSuchOverload("_-_")
    }
  }

  private static let timeComparisons: [Overload] =
    timeOrder("_<_") { $0 < 0 } + timeOrder("_<=_") { $0 <= 0 } + timeOrder("_>_") { $0 > 0 }
    + timeOrder("_>=_") { $0 >= 0 }

  private static func timeOrder(
    _ name: String, _ holds: @escaping @Sendable (Int) -> Bool
  ) -> [Overload] {
    [ValueType.timestamp, .duration].map { type in
      Overload(
        name, [type, type], .bool,
        .two { (first, second) throws(EvaluationError) in
          guard let order = first.order(second) else { throw .noSuchOverload(name) }
          return .bool(holds(order))
        })
    }
  }

  // MARK: Accessors

  /// What can be read from a timestamp, by the name of the function.
  private static let timeParts: [(name: String, part: @Sendable (CivilTime) -> Int64)] = [
    ("getFullYear", { $0.year }), ("getMonth", { $0.month - 1 }),
    ("getDayOfYear", { $0.dayOfYear }), ("getDayOfMonth", { $0.day - 1 }),
    ("getDate", { $0.day }), ("getDayOfWeek", { $0.dayOfWeek }), ("getHours", { $0.hours }),
    ("getMinutes", { $0.minutes }), ("getSeconds", { $0.seconds }),
    ("getMilliseconds", { $0.milliseconds }),
  ]

  private static let timeAccessors: [Overload] = timeParts.map { name, part in
    Overload(
      name, isReceiver: true, [.timestamp], .int,
      .one { (value) throws(EvaluationError) in
        guard let timestamp = value.asTimestamp else { throw .noSuchOverload(name) }
        return .int(part(CivilTime(timestamp)))
      })
  }

  /// The same in a time zone, whose rules the host has.
  static func accessors(in zones: ZoneOffsets) -> [Overload] {
    timeParts.map { name, part in
      Overload(
        name, isReceiver: true, [.timestamp, .string], .int, cost: .bySize,
        .two { (value, zone) throws(EvaluationError) in
          guard let timestamp = value.asTimestamp, let zone = zone.asString else {
            throw .noSuchOverload(name)
          }
          let offset = try zones.offset(of: zone, at: timestamp)
          return .int(part(CivilTime(timestamp, offset: offset)))
        })
    }
  }

  /// Durations are converted to whole hours, minutes or seconds; only the milliseconds are a part.
  private static let spanAccessors: [Overload] = [
    spanAccessor("getHours") { $0.seconds / 3600 },
    spanAccessor("getMinutes") { $0.seconds / 60 },
    spanAccessor("getSeconds") { $0.seconds },
    spanAccessor("getMilliseconds") { Int64($0.nanoseconds / 1_000_000) },
  ]

  private static func spanAccessor(
    _ name: String, _ part: @escaping @Sendable (Span) -> Int64
  ) -> Overload {
    Overload(
      name, isReceiver: true, [.duration], .int,
      .one { (value) throws(EvaluationError) in
        guard let span = value.asDuration else { throw .noSuchOverload(name) }
        return .int(part(span))
      })
  }
}
