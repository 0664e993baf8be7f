// Runs executable content (SCXML §4), block by block.

/// Why a block of content ends early.
enum Interruption: Error {
  /// The data could not do what was asked: the block ends, the step goes on.
  case fault(DataModelError, sendID: String?)
  /// A bound was reached: there is no step.
  case limit(StepError)
}

extension Run {
  /// Runs a block: "if an error occurs, the rest of the block is not executed" (SCXML 4.1).
  mutating func executeBlock(
    _ block: [Content], _ data: inout some DataModel
  ) throws(StepError) {
    if block.isEmpty { return }
    do throws(Interruption) {
      try execute(block, &data)
    } catch {
      switch error {
      case .fault(let error, let sendID): try raiseError(error, sendID: sendID)
      case .limit(let error): throw error
      }
    }
  }

  private mutating func execute(
    _ block: [Content], _ data: inout some DataModel
  ) throws(Interruption) {
    for content in block { try execute(content, &data) }
  }

  private mutating func execute(
    _ content: Content, _ data: inout some DataModel
  ) throws(Interruption) {
    try countContentItem()
    switch content {
    case .raise(let name):
      try bounded { () throws(StepError) in
        try enqueueInternal(Event(name, kind: .internal))
      }
    case .assign(let location, let value):
      try asking { () throws(DataModelError) in
        try data.assign(location, value, in: scope)
      }
    case .log(let label, let expression):
      var noted = DataValue.null
      if let expression { noted = try value(expression, &data) }
      effects.append(.log(label: label, value: noted))
    case .conditional(let branches):
      try executeConditional(branches, &data)
    case .forEach(let array, let item, let index, let content):
      try executeForEach(array, item, index, content, &data)
    case .send(let specification):
      try send(specification, &data)
    case .cancel(let id, let expression):
      guard let id = try text(id, expression, "id of a send", &data) else {
        throw .fault(Words.cancelWithoutID, sendID: nil)
      }
      effects.append(.cancelTimer(id: id))
    case .start(let specification):
      try startUnbound(specification, &data)
    }
  }

  private mutating func executeConditional(
    _ branches: [Branch], _ data: inout some DataModel
  ) throws(Interruption) {
    for branch in branches {
      guard let condition = branch.condition else { return try execute(branch.content, &data) }
      var isTaken = false
      do throws(DataModelError) {
        isTaken = try data.holds(condition, in: scope)
      } catch {
        // "a condition that cannot be evaluated is false" (SCXML 5.9.1): the block goes on.
        try bounded { () throws(StepError) in try raiseError(error) }
      }
      if isTaken { return try execute(branch.content, &data) }
    }
  }

  private mutating func executeForEach(
    _ array: ExpressionID, _ item: ExpressionID, _ index: ExpressionID?, _ content: [Content],
    _ data: inout some DataModel
  ) throws(Interruption) {
    let items = try asking { () throws(DataModelError) in try data.items(of: array, in: scope) }
    for (position, value) in items.enumerated() {
      try countContentItem()
      try asking { () throws(DataModelError) in
        try data.assign(item, value: value, in: scope)
        if let index { try data.assign(index, value: .int(Int64(position)), in: scope) }
      }
      try execute(content, &data)
    }
  }

  private mutating func countContentItem() throws(Interruption) {
    contentItems += 1
    guard contentItems <= limits.contentItems else {
      throw .limit(
        .contentLimitReached(limit: limits.contentItems, configuration: configuration))
    }
  }

  /// Named values as one map; `.null` when there are none. "If a value cannot be evaluated, its
  /// name and value are ignored" (SCXML 5.7.2), and `error.execution` is raised.
  mutating func parameters(
    _ params: [Parameter], _ data: inout some DataModel
  ) throws(StepError) -> DataValue {
    var map: [String: DataValue] = [:]
    for parameter in params {
      do throws(DataModelError) {
        map[parameter.name] = try data.value(of: parameter.expression, in: scope)
      } catch {
        try raiseError(error)
      }
    }
    return map.isEmpty ? .null : .map(map)
  }

  func value(
    _ expression: ExpressionID, _ data: inout some DataModel
  ) throws(Interruption) -> DataValue {
    try asking { () throws(DataModelError) in try data.value(of: expression, in: scope) }
  }

  /// A text that is given as it is or by an expression; nil when by neither.
  func text(
    _ literal: String?, _ expression: ExpressionID?, _ what: String,
    _ data: inout some DataModel
  ) throws(Interruption) -> String? {
    guard let expression else { return literal }
    guard case .string(let text) = try value(expression, &data) else {
      throw .fault(Words.notText(what), sendID: nil)
    }
    return text
  }
}

/// Asks the data model; its error ends the block.
func asking<Answer>(
  _ body: () throws(DataModelError) -> Answer
) throws(Interruption) -> Answer {
  do throws(DataModelError) {
    return try body()
  } catch {
    throw .fault(error, sendID: nil)
  }
}

/// Does something that has a bound; reaching it ends the step.
func bounded<Answer>(
  _ body: () throws(StepError) -> Answer
) throws(Interruption) -> Answer {
  do throws(StepError) {
    return try body()
  } catch {
    throw .limit(error)
  }
}
