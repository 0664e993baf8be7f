// Civil dates and periods for expressions: `date('2027-03-01')`, `data.berakhir - months(6)`.

internal import CEL
internal import WorkCalendar

/// The functions that definitions have beyond standard CEL.
enum DateLibrary {
  static let date = ValueType.opaque("date")
  static let period = ValueType.opaque("period")

  static func value(_ date: CivilDate) -> Value {
    .opaque(Opaque(type: "date", first: Int64(date.daysSince1970)))
  }

  static func civilDate(_ value: Value) -> CivilDate? {
    guard case .opaque(let opaque) = value, opaque.typeName == "date",
      let days = Int32(exactly: opaque.first)
    else { return nil }
    return CivilDate(daysSince1970: days)
  }

  private static func period(months: Int64, days: Int64) -> Value {
    .opaque(Opaque(type: "period", first: months, second: days))
  }

  static let overloads: [Overload] = [
    Overload("date", parameters: [.string], result: date) { arguments throws(EvaluationError) in
      guard case .string(let text) = arguments[0], let date = CivilDate(text) else {
        throw .custom("not a date: \(arguments[0])")
      }
      return value(date)
    },
    Overload("string", parameters: [date], result: .string) { arguments throws(EvaluationError) in
      .string(try dateArgument(arguments[0]).description)
    },
    unit("days") { .opaque(Opaque(type: "period", first: 0, second: $0)) },
    unit("months") { .opaque(Opaque(type: "period", first: $0, second: 0)) },
    unit("years") { .opaque(Opaque(type: "period", first: 12 * $0, second: 0)) },
    Overload("_+_", parameters: (date, period), result: date) {
      date, length throws(EvaluationError) in
      try shift(date, by: length, sign: 1)
    },
    Overload("_-_", parameters: (date, period), result: date) {
      date, length throws(EvaluationError) in
      try shift(date, by: length, sign: -1)
    },
    Overload("_-_", parameters: (date, date), result: .int) { left, right throws(EvaluationError) in
      let (left, right) = (try dateArgument(left), try dateArgument(right))
      return .int(Int64(left.daysSince1970) - Int64(right.daysSince1970))
    },
    comparison("_<_") { $0 < $1 }, comparison("_<=_") { $0 <= $1 },
    comparison("_>_") { $0 > $1 }, comparison("_>=_") { $0 >= $1 },
  ]

  // MARK: Working days, which hang on a calendar

  /// Functions that the working calendar of the moment answers.
  static let workingDays: [ContextFunction] = [
    ContextFunction("workingDays", parameters: [date, date], result: .int, cost: callCost),
    ContextFunction("addWorkingDays", parameters: [date, .int], result: date, cost: callCost),
  ]

  /// What counting through a calendar costs beside one for the call.
  private static let callCost = 50

  /// Whether a function is one of ``workingDays``.
  static func isCounted(_ function: String) -> Bool {
    workingDays.contains { $0.name == function }
  }

  /// The answer of one of ``workingDays``.
  ///
  /// Counted as deadlines are: the first day is not, the last one is.
  static func call(
    _ function: String, _ arguments: [Value], _ calendar: BusinessCalendar
  ) throws(EvaluationError) -> Value {
    guard arguments.count == 2 else { throw .noSuchOverload(function) }
    let start = try dateArgument(arguments[0])
    guard case .int(let amount) = arguments[1] else {
      let end = try dateArgument(arguments[1])
      return .int(
        Int64(calendar.workingDays(from: start.adding(days: 1), to: end.adding(days: 1))))
    }
    guard amount.magnitude <= UInt64(WorkflowLimits.durationAmount) else {
      throw .custom("addWorkingDays() takes at most \(WorkflowLimits.durationAmount)")
    }
    let result = calendar.adding(workingDays: Int(amount), to: start)
    guard !result.isCutOff else { throw .custom("addWorkingDays() leaves the range of dates") }
    return value(result.date)
  }

  private static func unit(_ name: String, _ make: @escaping @Sendable (Int64) -> Value) -> Overload
  {
    Overload(name, parameters: [.int], result: period) { arguments throws(EvaluationError) in
      guard case .int(let amount) = arguments[0],
        amount.magnitude <= UInt64(WorkflowLimits.durationAmount)
      else {
        throw .custom("\(name)() takes at most \(WorkflowLimits.durationAmount)")
      }
      return make(amount)
    }
  }

  private static func comparison(
    _ name: String, _ holds: @escaping @Sendable (CivilDate, CivilDate) -> Bool
  ) -> Overload {
    Overload(name, parameters: (date, date), result: .bool) { left, right throws(EvaluationError) in
      .bool(holds(try dateArgument(left), try dateArgument(right)))
    }
  }

  private static func dateArgument(_ value: Value) throws(EvaluationError) -> CivilDate {
    guard let date = civilDate(value) else { throw .custom("not a date: \(value)") }
    return date
  }

  private static func shift(_ value: Value, by period: Value, sign: Int) throws(EvaluationError)
    -> Value
  {
    let date = try dateArgument(value)
    guard case .opaque(let length) = period else { throw .custom("not a period: \(period)") }
    return self.value(
      date.adding(months: sign * Int(length.first)).adding(days: sign * Int(length.second)))
  }
}
