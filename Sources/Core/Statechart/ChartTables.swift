// What the interpreter looks up at every step, worked out once when the chart is made.

/// A chart's states and transitions, with answers that need no search.
///
/// Indexes are in document order, so the descendants of a state are a range that begins just
/// after it: asking whether one state lies in another takes two comparisons.
final class ChartTables: Sendable {
  let name: String
  let states: ContiguousArray<State>
  let transitions: ContiguousArray<Transition>
  let globalInit: [Content]
  /// Indexes by name, without the root.
  let indexes: [StateID: Int]

  /// Parent of each state; -1 for the root.
  let parents: ContiguousArray<Int>
  let kinds: ContiguousArray<State.Kind>
  let lastDescendants: ContiguousArray<Int>
  /// The states that have something to do beyond being entered or left.
  let busyOnEntry: BitSet
  let busyOnExit: BitSet
  let atomics: BitSet
  /// The transitions that have content.
  let busyTransitions: BitSet

  /// No state at all: copies of it need no memory of their own until a state is put in.
  let nothing: BitSet
  let hasInvocations: Bool
  let hasBusyExits: Bool

  let eventNumbers: EventNumbers
  /// The transitions to try for an event, and those that need none.
  let eventOrder: TransitionOrder
  let eventlessOrder: TransitionOrder
  let hasEventless: Bool

  /// The domain of each transition; `Self.unknown` where it hangs on a history value.
  let domains: ContiguousArray<Int>
  /// The targets of each transition, without those that contain another target and so are
  /// entered anyway: entering them by default too would make the configuration illegal.
  let entryTargets: ContiguousArray<[Int]>
  let shape: ChartShape
  /// What each transition enters. Those of transitions taken together, one after the other, are
  /// in document order: see ``removeConflictingTransitions(_:_:)``.
  let entryPlans: EntryPlans

  /// The name of each state.
  let ids: ContiguousArray<StateID>
  /// Lists of one, for the many steps that take one transition from one state to one other:
  /// handing out one that is there already costs less than making one.
  let alone: ContiguousArray<[Int]>
  let names: ContiguousArray<[StateID]>

  static let root = 0
  static let none = -1
  static let unknown = -2

  init(
    name: String, states: ContiguousArray<State>, transitions: ContiguousArray<Transition>,
    globalInit: [Content]
  ) {
    self.name = name
    self.states = states
    self.transitions = transitions
    self.globalInit = globalInit
    indexes = Dictionary(
      states.dropFirst().map { ($0.id, $0.index) }, uniquingKeysWith: { first, _ in first })
    parents = ContiguousArray(states.map { $0.parent ?? Self.none })
    kinds = ContiguousArray(states.map(\.kind))
    lastDescendants = ContiguousArray(states.map(\.lastDescendant))
    busyOnEntry = Self.set(of: states) { $0.isBusyOnEntry }
    busyOnExit = Self.set(of: states) { $0.isBusyOnExit }
    atomics = Self.set(of: states) { $0.kind.isAtomic }
    var busy = BitSet(size: transitions.count)
    for transition in transitions where !transition.content.isEmpty {
      busy.insert(transition.index)
    }
    busyTransitions = busy
    nothing = BitSet(size: states.count)
    hasBusyExits = !busyOnExit.isEmpty
    hasInvocations = states.contains { !$0.invocations.isEmpty }
    let numbers = EventNumbers(transitions.lazy.flatMap(\.events))
    eventNumbers = numbers
    eventOrder = TransitionOrder(of: states, transitions, numbers) { !$0.isEventless }
    eventlessOrder = TransitionOrder(of: states, transitions, numbers, where: \.isEventless)
    hasEventless = !eventlessOrder.isEmpty
    let tree = Tree(parents: parents, kinds: kinds, lastDescendants: lastDescendants)
    let domains = ContiguousArray(
      transitions.map { transition in
        if transition.targets.isEmpty { return Self.none }
        if transition.targets.contains(where: { states[$0].kind.isHistory }) {
          return Self.unknown
        }
        return tree.domain(of: transition, effectiveTargets: transition.targets)
      })
    self.domains = domains
    entryTargets = ContiguousArray(transitions.map { tree.withoutAncestors($0.targets) })
    shape = ChartShape(tree: tree, states: states, entryTargets: entryTargets)
    ids = ContiguousArray(states.map(\.id))
    alone = ContiguousArray(transitions.map { [$0.index] })
    names = ContiguousArray(states.map { [$0.id] })
    entryPlans = EntryPlans(
      shape, transitions, domains: domains, busy: busyOnEntry, names: names)
  }

  var size: Int { states.count }

  var tree: Tree { shape.tree }

  /// isDescendant(state1, state2): "true if state1 is a descendant of state2".
  func isDescendant(_ state: Int, of ancestor: Int) -> Bool {
    state > ancestor && state <= lastDescendants[ancestor]
  }

  private static func set(
    of states: ContiguousArray<State>, where holds: (State) -> Bool
  ) -> BitSet {
    var set = BitSet(size: states.count)
    for state in states where holds(state) { set.insert(state.index) }
    return set
  }
}

extension State {
  /// Whether entering it needs more than adding it to the configuration.
  var isBusyOnEntry: Bool {
    !entry.isEmpty || !timers.isEmpty || !tasks.isEmpty || !dataInit.isEmpty
      || !invocations.isEmpty || initial?.content.isEmpty == false || kind == .final
  }

  /// Whether leaving it needs more than taking it out of the configuration.
  var isBusyOnExit: Bool {
    !exit.isEmpty || !timers.isEmpty || !tasks.isEmpty || !invocations.isEmpty
      || !histories.isEmpty
  }
}
