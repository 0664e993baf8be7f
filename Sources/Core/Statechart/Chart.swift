// A checked chart. One that exists is right: `ChartBuilder` is the only way to make it.

/// A checked, immutable statechart.
public struct Chart: Hashable, Sendable {
  let tables: ChartTables

  /// The chart's name (`_name`).
  public var name: String { tables.name }
  /// All states in document order; the first is the root, which configurations do not name.
  public var states: ContiguousArray<State> { tables.states }
  /// All transitions in document order, defaults of history states among them.
  public var transitions: ContiguousArray<Transition> { tables.transitions }
  /// What runs once at the start, before any state is entered.
  public var globalInit: [Content] { tables.globalInit }

  /// The index of a state; nil for names that the chart does not have, and for the root.
  public func index(of id: StateID) -> Int? { tables.indexes[id] }

  /// The state of this index.
  public subscript(index: Int) -> State { tables.states[index] }

  /// The state of this name; nil for names that the chart does not have, and for the root.
  public subscript(id: StateID) -> State? {
    tables.indexes[id].map { tables.states[$0] }
  }

  /// Whether the first state lies, at any depth, inside the second; no state lies in itself.
  public func isDescendant(_ state: Int, of ancestor: Int) -> Bool {
    tables.isDescendant(state, of: ancestor)
  }

  /// Whether the two charts have the same name, states, transitions and content.
  public static func == (left: Chart, right: Chart) -> Bool {
    left.tables === right.tables
      || (left.name == right.name && left.states == right.states
        && left.transitions == right.transitions && left.globalInit == right.globalInit)
  }

  /// Feeds in what equality compares.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(name)
    hasher.combine(states)
    hasher.combine(transitions)
  }
}
