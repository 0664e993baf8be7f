// What a transition enters, worked out once when the chart is made.

/// What computeEntrySet gives for one transition, where it does not hang on a history value.
///
/// Transitions that are taken together leave and enter apart from each other, so the entry set
/// of several is theirs one after the other: see ``ChartTables/entryPlans``.
struct EntryPlan: Sendable {
  /// A state to enter.
  struct Entry: Sendable {
    let state: Int
    /// Whether it is in "statesForDefaultEntry".
    let isDefault: Bool
    /// The transition in "defaultHistoryContent" of it; `ChartTables.none` when there is none.
    let historyTransition: Int
  }

  enum Kind {
    /// It hangs on history values, or is too large to keep.
    case unknown
    /// There is nothing to do but to name the states and to add them to the configuration.
    case quiet
    /// Some state has more to do when it is entered.
    case busy
  }

  let kind: Kind
  /// In entry order.
  let entries: ContiguousArray<Entry>
  /// The names of the same states.
  let names: [StateID]

  static let unknown = EntryPlan(kind: .unknown, entries: [], names: [])
  static let nothing = EntryPlan(kind: .quiet, entries: [], names: [])

  /// Plans keep at most so many states for each state and transition of the chart, so that a
  /// chart is never much larger than its definition.
  private static let entriesPerPart = 32

  /// The plans of all transitions.
  static func all(
    _ shape: ChartShape, _ transitions: ContiguousArray<Transition>,
    domains: ContiguousArray<Int>, busy: BitSet, names: ContiguousArray<[StateID]>
  ) -> ContiguousArray<EntryPlan> {
    var left = entriesPerPart * (transitions.count + shape.states.count)
    return ContiguousArray(
      transitions.map { transition in
        let domain = domains[transition.index]
        if domain == ChartTables.none { return nothing }
        guard left > 0, domain != ChartTables.unknown else { return unknown }
        var set = EntrySet(shape: shape, history: [:])
        set.add(transition.index, domain: domain, effectiveTargets: nil)
        guard !set.hasMetHistory else { return unknown }
        let entries = set.entries
        left -= entries.count
        return EntryPlan(
          kind: entries.contains { busy.contains($0.state) } ? .busy : .quiet, entries: entries,
          names: entries.count == 1
            ? names[entries[0].state] : entries.map { shape.states[$0.state].id })
      })
  }
}
