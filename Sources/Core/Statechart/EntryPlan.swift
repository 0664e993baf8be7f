// What a transition enters, worked out once when the chart is made.

/// What computeEntrySet gives for one transition, where it does not hang on a history value.
///
/// Transitions that are taken together leave and enter apart from each other, so the entry set
/// of several is theirs one after the other: see ``ChartTables/entryPlans``.
struct EntryPlan: Sendable {
  enum Kind: Sendable {
    /// It hangs on history values, or is too large to keep.
    case unknown
    /// There is nothing to do but to name the states and to add them to the configuration.
    case quiet
    /// Some state has more to do when it is entered.
    case busy
  }

  let kind: Kind
  /// Where its states are in ``EntryPlans/entries``.
  let first: Int32
  let end: Int32
  /// The names of the states.
  let names: [StateID]

  var places: Range<Int> { Int(first)..<Int(end) }

  static let unknown = EntryPlan(kind: .unknown, first: 0, end: 0, names: [])
  static let nothing = EntryPlan(kind: .quiet, first: 0, end: 0, names: [])
}

/// A state to enter.
struct Entry: Sendable {
  let state: Int
  /// Whether it is in "statesForDefaultEntry".
  let isDefault: Bool
  /// The transition in "defaultHistoryContent" of it; `ChartTables.none` when there is none.
  let historyTransition: Int
}

/// The plans of all transitions.
struct EntryPlans: Sendable {
  private(set) var plans: ContiguousArray<EntryPlan> = []
  /// The states of all plans, in entry order.
  private(set) var entries: ContiguousArray<Entry> = []

  /// Plans keep at most so many states for each state and transition of the chart, so that a
  /// chart is never much larger than its definition.
  private static let entriesPerPart = 32

  init(
    _ shape: ChartShape, _ transitions: ContiguousArray<Transition>,
    domains: ContiguousArray<Int>, busy: BitSet, names: ContiguousArray<[StateID]>
  ) {
    plans.reserveCapacity(transitions.count)
    for transition in transitions {
      plans.append(
        plan(transition.index, domain: domains[transition.index], shape, busy, names))
    }
  }

  private mutating func plan(
    _ transition: Int, domain: Int, _ shape: ChartShape, _ busy: BitSet,
    _ names: ContiguousArray<[StateID]>
  ) -> EntryPlan {
    if domain == ChartTables.none { return .nothing }
    let limit = Self.entriesPerPart * (plans.capacity + shape.states.count)
    guard entries.count < limit, domain != ChartTables.unknown else { return .unknown }
    var set = EntrySet(shape: shape, history: [:])
    set.add(transition, domain: domain, effectiveTargets: nil)
    guard !set.hasMetHistory else { return .unknown }
    let first = entries.count
    entries += set.entries
    let new = entries[first...]
    return EntryPlan(
      kind: new.contains { busy.contains($0.state) } ? .busy : .quiet,
      first: Int32(first), end: Int32(entries.count),
      names: new.count == 1 ? names[new[first].state] : new.map { shape.states[$0.state].id })
  }
}
