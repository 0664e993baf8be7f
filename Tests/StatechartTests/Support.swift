// What the tests of this room share: a small data model, short ways to write charts, a player.

import Statechart

/// What an expression of the tests can say.
enum Formula: Sendable {
  case constant(DataValue)
  case variable(String)
  /// A variable plus a number.
  case sum(String, Int64)
  case equals(String, Int64)
  case isIn(StateID)
  case eventData
  case eventName
  case due(Due)
  /// A place to write to.
  case location(String)
  case fails
}

/// Formulas by their handles.
struct Formulas: Sendable {
  private(set) var all: [Formula] = []

  mutating func callAsFunction(_ formula: Formula) -> ExpressionID {
    all.append(formula)
    return ExpressionID(all.count - 1)
  }
}

/// A data model of named values.
struct TestData: DataModel, Hashable {
  var values: [String: DataValue] = [:]
  private let table: Table

  /// The formulas do not change, so that they do not count when data is compared.
  private struct Table: Hashable, Sendable {
    let formulas: Formulas
    static func == (left: Table, right: Table) -> Bool { true }
    func hash(into hasher: inout Hasher) {}
  }

  init(_ formulas: Formulas = Formulas(), values: [String: DataValue] = [:]) {
    table = Table(formulas: formulas)
    self.values = values
  }

  static let failure = DataModelError(message: "fails")

  private func formula(_ id: ExpressionID) -> Formula { table.formulas.all[id.rawValue] }

  func holds(_ condition: ExpressionID, in scope: Scope) throws(DataModelError) -> Bool {
    guard case .bool(let holds) = try value(of: condition, in: scope) else {
      throw Self.failure
    }
    return holds
  }

  func value(of id: ExpressionID, in scope: Scope) throws(DataModelError) -> DataValue {
    switch formula(id) {
    case .constant(let value): return value
    case .variable(let name): return values[name] ?? .null
    case .sum(let name, let number):
      guard case .int(let value) = values[name] else { throw Self.failure }
      return .int(value + number)
    case .equals(let name, let number): return .bool(values[name] == .int(number))
    case .isIn(let state): return .bool(scope.isActive(state))
    case .eventData: return scope.event?.data ?? .null
    case .eventName: return scope.event.map { .string($0.name) } ?? .null
    case .due, .location, .fails: throw Self.failure
    }
  }

  mutating func assign(
    _ location: ExpressionID, _ expression: ExpressionID, in scope: Scope
  ) throws(DataModelError) {
    try assign(location, value: value(of: expression, in: scope), in: scope)
  }

  mutating func assign(
    _ location: ExpressionID, value: DataValue, in scope: Scope
  ) throws(DataModelError) {
    guard case .location(let name) = formula(location) else { throw Self.failure }
    values[name] = value
  }

  func due(_ expression: ExpressionID, in scope: Scope) throws(DataModelError) -> Due {
    guard case .due(let due) = formula(expression) else { throw Self.failure }
    return due
  }

  func items(of array: ExpressionID, in scope: Scope) throws(DataModelError) -> [DataValue] {
    guard case .list(let items) = try value(of: array, in: scope) else { throw Self.failure }
    return items
  }
}

// MARK: Short ways to write charts

func state(
  _ id: StateID, kind: StateSpecification.Kind = .state, initial: [StateID]? = nil,
  on transitions: [TransitionSpecification] = [], entry: [Content] = [], exit: [Content] = [],
  _ children: [StateSpecification] = []
) -> StateSpecification {
  StateSpecification(
    id, kind: kind, initial: initial.map { InitialSpecification(targets: $0) },
    children: children, transitions: transitions, entry: entry.isEmpty ? [] : [entry],
    exit: exit.isEmpty ? [] : [exit])
}

func parallel(
  _ id: StateID, on transitions: [TransitionSpecification] = [],
  _ children: [StateSpecification]
) -> StateSpecification {
  state(id, kind: .parallel, on: transitions, children)
}

func final(_ id: StateID) -> StateSpecification { state(id, kind: .final) }

func history(
  _ id: StateID, deep: Bool = false, default targets: StateID..., content: [Content] = []
) -> StateSpecification {
  state(
    id, kind: deep ? .deepHistory : .shallowHistory,
    on: [TransitionSpecification(targets: targets, content: content)])
}

/// A transition on an event.
func on(
  _ event: EventDescriptor, if condition: ExpressionID? = nil, _ targets: StateID...,
  isInternal: Bool = false, run content: [Content] = []
) -> TransitionSpecification {
  TransitionSpecification(
    events: [event], condition: condition, targets: targets, isInternal: isInternal,
    content: content)
}

/// An eventless transition.
func always(if condition: ExpressionID? = nil, _ targets: StateID...) -> TransitionSpecification {
  TransitionSpecification(condition: condition, targets: targets)
}

/// Content that leaves a note.
func note(_ text: String) -> Content { .log(label: text, value: nil) }

extension Limits {
  /// Bounds that no ordinary test reaches.
  static let ample = Limits(microsteps: 1_000, internalEvents: 1_000, contentItems: 10_000)
}

extension Chart {
  /// A chart of these states; a test that writes an illegal one fails at its `try`.
  static func of(
    _ states: [StateSpecification], initial: [StateID]? = nil,
    on transitions: [TransitionSpecification] = [], globalInit: [Content] = []
  ) throws -> Chart {
    let root = state("root", initial: initial, on: transitions, states)
    let (chart, problems) = ChartBuilder.build(
      name: "test", root: root, globalInit: globalInit)
    guard let chart else { throw Problems(problems: problems) }
    return chart
  }

  struct Problems: Error {
    let problems: [ChartProblem]
  }
}

/// Plays events to a chart and keeps the last step.
struct Player {
  let interpreter: Interpreter
  var data: TestData
  var step: Step

  init(_ chart: Chart, data: TestData = TestData(), limits: Limits = .ample) throws {
    interpreter = Interpreter(chart: chart, limits: limits)
    self.data = data
    step = try interpreter.start(sessionID: "session", data: &self.data)
  }

  @discardableResult
  mutating func send(_ event: Event) throws -> Step {
    step = try interpreter.step(step.snapshot, on: event, data: &data)
    return step
  }

  @discardableResult
  mutating func send(_ name: String) throws -> Step { try send(Event(name)) }

  /// Active states without active children, with spaces between.
  var atomic: String { names(step.snapshot.atomicStates(in: interpreter.chart)) }
  /// All active states, with spaces between.
  var configuration: String { names(step.snapshot.configuration(in: interpreter.chart)) }
  /// The notes of the last step, with spaces between.
  var notes: String { step.notes }
}

extension Step {
  var notes: String {
    effects.compactMap { effect in
      guard case .log(let label, _) = effect else { return nil }
      return label
    }.joined(separator: " ")
  }

  var exited: String { names(microsteps.flatMap(\.exited)) }
  var entered: String { names(microsteps.flatMap(\.entered)) }
}

func names(_ states: [StateID]) -> String { states.map(\.rawValue).joined(separator: " ") }
