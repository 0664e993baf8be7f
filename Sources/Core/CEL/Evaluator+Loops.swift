// The evaluator's part for macros: loops over lists and maps.

extension Evaluator {
  mutating func evaluate(_ loop: Loop) throws(EvaluationError) -> Value {
    let subject = try loop.subject(&self)
    switch loop.kind {
    case .all: return try quantify(loop, subject, decisive: false)
    case .exists: return try quantify(loop, subject, decisive: true)
    case .existsOne:
      var count = 0
      try each(loop, subject) { (evaluator, _) throws(EvaluationError) in
        if try evaluator.truth(loop.body, loop.macro) { count += 1 }
        return true
      }
      return .bool(count == 1)
    case .list:
      var values: [Value] = []
      try each(loop, subject) { (evaluator, _) throws(EvaluationError) in
        values.append(try loop.body(&evaluator))
        return true
      }
      return .list(values)
    case .map:
      var map: [Value: Value] = [:]
      try each(loop, subject) { (evaluator, key) throws(EvaluationError) in
        map[key] = try loop.body(&evaluator)
        return true
      }
      return .map(map)
    case .entries:
      var map: [Value: Value] = [:]
      try each(loop, subject) { (evaluator, _) throws(EvaluationError) in
        guard case .map(let entries) = try loop.body(&evaluator) else {
          throw .noSuchOverload(loop.macro)
        }
        try evaluator.charge(entries.count)
        for (key, value) in entries { try map.insert(value, newKey: key) }
        return true
      }
      return .map(map)
    }
  }

  /// `all` and `exists`: as `&&` and `||` over the elements, a decisive element wins over errors.
  private mutating func quantify(
    _ loop: Loop, _ subject: Value, decisive: Bool
  ) throws(EvaluationError) -> Value {
    var held: EvaluationError?
    var isDecided = false
    try each(loop, subject) { (evaluator, _) throws(EvaluationError) in
      do throws(EvaluationError) {
        isDecided = try evaluator.truth(loop.body, loop.macro) == decisive
      } catch  where error.isAbsorbable {
        held = held ?? error
      }
      return !isDecided
    }
    if isDecided { return .bool(decisive) }
    if let held { throw held }
    return .bool(!decisive)
  }

  /// Runs `body` for each element that passes the filter, with the variables set, until it answers
  /// false. Maps are walked in the order of their keys, so that each run is the same.
  private mutating func each(
    _ loop: Loop, _ subject: Value,
    _ body: (inout Evaluator, _ key: Value) throws(EvaluationError) -> Bool
  ) throws(EvaluationError) {
    switch subject {
    case .list(let elements):
      for (index, element) in elements.enumerated() {
        let key = Value.int(Int64(index))
        if try !step(loop, key, element, loop.secondSlot == nil ? element : key, body) { return }
      }
    case .map(let entries):
      try charge(entries.count)
      for (key, value) in entries.sorted(by: { $0.key.precedes($1.key) }) {
        if try !step(loop, key, value, key, body) { return }
      }
    default: throw .noSuchOverload(loop.macro)
    }
  }

  private mutating func step(
    _ loop: Loop, _ key: Value, _ value: Value, _ first: Value,
    _ body: (inout Evaluator, _ key: Value) throws(EvaluationError) -> Bool
  ) throws(EvaluationError) -> Bool {
    try charge(1)
    locals[loop.slot] = first
    if let slot = loop.secondSlot { locals[slot] = value }
    if let filter = loop.filter, try !truth(filter, loop.macro) { return true }
    return try body(&self, key)
  }
}
