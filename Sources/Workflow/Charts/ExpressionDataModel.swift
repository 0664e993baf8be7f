// The CEL data model of plain charts: variables of any shape, and what SCXML lets expressions see.

internal import CEL
public import Statechart

/// The data of one running ``PlainChart`` (SCXML 5), its expressions being CEL.
public struct ExpressionDataModel: DataModel {
  let document: PlainChart
  /// Values that whoever started the chart handed over.
  private let given: [String: DataValue]
  /// The variables that have a value.
  private var variables: [String: Value] = [:]

  /// The data of a chart that is about to be started.
  ///
  /// - Parameter given: values that take the place of those that the chart begins with.
  public init(_ document: PlainChart, given: [String: DataValue] = [:]) {
    self.document = document
    self.given = given
  }

  /// All variables that have a value, by name.
  public var values: [String: DataValue] { variables.mapValues { DataValue($0) } }

  /// Whether a condition holds.
  public func holds(_ condition: ExpressionID, in scope: Scope) throws(DataModelError) -> Bool {
    switch document.formulas[condition.rawValue] {
    case .isIn(let state): return scope.isActive(state)
    case .named: return true
    case .hasEventData(let name):
      guard case .map(let entries)? = scope.event?.data else { return false }
      return entries[name] != nil
    case .program(let program):
      let value = try evaluate(program, scope)
      guard case .bool(let truth) = value else { throw ChartWords.notBoolean(program.source) }
      return truth
    default: throw ChartWords.wrongUse
    }
  }

  /// The value of an expression.
  public func value(of expression: ExpressionID, in scope: Scope)
    throws(DataModelError) -> DataValue
  {
    DataValue(try expressionValue(of: expression, in: scope))
  }

  /// Gives a location the value of an expression.
  public mutating func assign(
    _ location: ExpressionID, _ expression: ExpressionID, in scope: Scope
  ) throws(DataModelError) {
    try set(location, to: try expressionValue(of: expression, in: scope), scope)
  }

  /// Gives a location a value that the chart made.
  public mutating func assign(
    _ location: ExpressionID, value: DataValue, in scope: Scope
  ) throws(DataModelError) {
    try set(location, to: value.expressionValue, scope)
  }

  /// When a timer or a delayed send is due; a delay is a text such as `1.5s` or `200ms`.
  public func due(_ expression: ExpressionID, in scope: Scope) throws(DataModelError) -> Due {
    switch document.formulas[expression.rawValue] {
    case .delay(let milliseconds): return .after(milliseconds: milliseconds)
    // A delay that is code elsewhere never comes by itself.
    case .named: return .never
    case .program(let program):
      guard case .string(let text) = try evaluate(program, scope),
        let milliseconds = StyleTime.milliseconds(text)
      else { throw ChartWords.notDelay(program.source) }
      return .after(milliseconds: milliseconds)
    default: throw ChartWords.wrongUse
    }
  }

  /// The items of a list.
  public func items(of array: ExpressionID, in scope: Scope)
    throws(DataModelError) -> [DataValue]
  {
    guard case .list(let items) = try expressionValue(of: array, in: scope) else {
      throw ChartWords.notList(document.text(of: array) ?? "")
    }
    return items.map { DataValue($0) }
  }

  // MARK: Expressions

  private func expressionValue(of expression: ExpressionID, in scope: Scope)
    throws(DataModelError) -> Value
  {
    switch document.formulas[expression.rawValue] {
    case .program(let program): return try evaluate(program, scope)
    case .constant(let value): return value.expressionValue
    case .location(let location):
      return try read(location, scope)
    case .datum(let name, let isGivable, let initial):
      if isGivable, let value = given[name] { return value.expressionValue }
      switch initial {
      case .program(let program): return try evaluate(program, scope)
      case .constant(let value): return value.expressionValue
      }
    case .eventData(let name):
      guard case .map(let entries)? = scope.event?.data, let value = entries[name] else {
        return .null
      }
      return value.expressionValue
    case .hasEventData, .delay, .isIn, .named: throw ChartWords.wrongUse
    }
  }

  private func evaluate(_ program: Program, _ scope: Scope) throws(DataModelError) -> Value {
    do {
      return try program.evaluate(
        ChartActivation(variables: variables, scope: scope),
        costLimit: WorkflowLimits.expressionCost)
    } catch {
      throw DataModelError(message: "«\(program.source)»: \(error)")
    }
  }

  private func read(_ location: Location, _ scope: Scope) throws(DataModelError) -> Value {
    guard var value = variables[location.variable] else {
      throw ChartWords.noVariable(location.variable)
    }
    for segment in location.path {
      switch (value, try key(segment, scope)) {
      case (.map(let entries), let key):
        guard let next = entries[key] else { throw ChartWords.noSuchPlace(location.source) }
        value = next
      case (.list(let items), .int(let index)):
        guard let place = Int(exactly: index), items.indices.contains(place) else {
          throw ChartWords.noSuchPlace(location.source)
        }
        value = items[place]
      default: throw ChartWords.noSuchPlace(location.source)
      }
    }
    return value
  }

  private func key(_ segment: Location.Segment, _ scope: Scope) throws(DataModelError) -> Value {
    switch segment {
    case .key(let name): return .string(name)
    case .index(let program): return try evaluate(program, scope)
    }
  }

  private mutating func set(
    _ location: ExpressionID, to value: Value, _ scope: Scope
  ) throws(DataModelError) {
    guard case .location(let location) = document.formulas[location.rawValue] else {
      throw ChartWords.wrongUse
    }
    guard ChartEnvironment.system[location.variable] == nil else {
      throw ChartWords.systemVariable(location.variable)
    }
    var keys: [Value] = []
    for segment in location.path { keys.append(try key(segment, scope)) }
    guard !keys.isEmpty else {
      variables[location.variable] = value
      return
    }
    guard let old = variables[location.variable] else {
      throw ChartWords.noVariable(location.variable)
    }
    guard let new = Self.replacing(keys[...], in: old, by: value) else {
      throw ChartWords.noSuchPlace(location.source)
    }
    variables[location.variable] = new
  }

  /// The value with one element inside replaced; nil where there is no such place.
  private static func replacing(_ keys: ArraySlice<Value>, in value: Value, by new: Value)
    -> Value?
  {
    guard let key = keys.first else { return new }
    switch value {
    case .map(var entries):
      if keys.count == 1 {
        entries[key] = new
      } else {
        guard let inner = entries[key].flatMap({ replacing(keys.dropFirst(), in: $0, by: new) })
        else { return nil }
        entries[key] = inner
      }
      return .map(entries)
    case .list(var items):
      guard case .int(let number) = key, let place = Int(exactly: number),
        items.indices.contains(place),
        let inner = replacing(keys.dropFirst(), in: items[place], by: new)
      else { return nil }
      items[place] = inner
      return .list(items)
    default: return nil
    }
  }
}

/// The variables of one evaluation (SCXML 5.10): the chart's own, and those of the system.
private struct ChartActivation: Activation {
  let variables: [String: Value]
  let scope: Scope

  func value(of variable: String) -> Value? {
    switch variable {
    case "_event": scope.event.map(Self.map)
    case "_sessionid": .string(scope.sessionID)
    case "_name": .string(scope.sessionName)
    case "_ioprocessors":
      .map([
        .string("scxml"): location, .string(EventProcessor.name): location,
      ])
    // What guards of machine configs see: the event's name as its type, beside what it carries.
    case "event" where variables["event"] == nil: scope.event.map(Self.machineEvent)
    default: variables[variable]
    }
  }

  private static func machineEvent(_ event: Event) -> Value {
    var entries: [Value: Value] = [:]
    if case .map(let fields) = event.data {
      for (name, value) in fields { entries[.string(name)] = value.expressionValue }
    }
    entries[.string("type")] = .string(event.name)
    return .map(entries)
  }

  private var location: Value {
    .map([.string("location"): .string(EventProcessor.sessionTarget + scope.sessionID)])
  }

  func call(_ contextFunction: String, _ arguments: [Value]) throws(EvaluationError) -> Value {
    guard contextFunction == "In", case .string(let state)? = arguments.first else {
      throw .noSuchOverload(contextFunction)
    }
    return .bool(scope.isActive(StateID(state)))
  }

  /// "The processor MUST ensure that the following fields are present in all events" (5.10.1).
  private static func map(_ event: Event) -> Value {
    func text(_ text: String?) -> Value { text.map { .string($0) } ?? .null }
    let kind =
      switch event.kind {
      case .platform: "platform"
      case .internal: "internal"
      case .external: "external"
      }
    return .map([
      .string("name"): .string(event.name), .string("type"): .string(kind),
      .string("sendid"): text(event.sendID), .string("origin"): text(event.origin),
      .string("origintype"): text(event.originType), .string("invokeid"): text(event.invokeID),
      .string("data"): event.data.expressionValue,
    ])
  }
}
