// What a chart could do at most: every state by itself, whatever the others do.

/// Bounds from above what can be active and what can fire, without looking at configurations.
///
/// What it leaves out is truly impossible, so that it has an answer for charts that are too large
/// to look at moment by moment. It takes regions to move freely of each other.
struct Approximation {
  let tables: ChartTables
  private(set) var moves: Moves
  /// States that may be active.
  private(set) var active: BitSet
  /// Transitions that may fire.
  private(set) var fires: BitSet
  /// What each transition that may fire enters.
  private(set) var entries: [Int: Entry] = [:]
  /// History states that may be entered, with memory or without.
  private var recalled: BitSet
  private var fresh: [Int] = []

  /// What a transition enters.
  struct Entry {
    let states: BitSet
    /// The state inside which it leaves and enters; `ChartTables.none` without targets.
    let domain: Int
    /// Whether a history state decides: anything inside the domain can then be entered.
    let isOpen: Bool
  }

  init(_ moves: Moves) {
    tables = moves.tables
    self.moves = moves
    active = BitSet(size: tables.size)
    fires = BitSet(size: tables.transitions.count)
    recalled = BitSet(size: tables.size)
    var set = EntrySet(shape: tables.shape, history: [:])
    set.addDescendantStatesToEnter(ChartTables.root)
    admit(set)
    spread()
  }

  /// Goes on until nothing more can become active or fire.
  private mutating func spread() {
    var waiting: [Hearing.Offer] = []
    repeat {
      while let atomic = fresh.popLast() {
        let hearing = moves.hearing(of: atomic)
        for transition in hearing.eventless where !fires.contains(transition) {
          fire(transition)
        }
        waiting += hearing.offers.filter { !fires.contains($0.transition) }
      }
      waiting.removeAll { fires.contains($0.transition) }
      for offer in waiting where offer.classes.contains(where: canCome) {
        if !fires.contains(offer.transition) { fire(offer.transition) }
      }
      recall()
    } while !fresh.isEmpty || waiting.contains { $0.classes.contains(where: canCome) }
  }

  /// Whether events of a class can ever come.
  func canCome(_ eventClass: Int) -> Bool {
    moves.alphabet.canArrive(eventClass, in: active) || moves.sayable.contains(eventClass)
      || moves.doneClasses.contains { $0.value == eventClass && canBeDone($0.key) }
  }

  /// Whether a state may be in a final state (isInFinalState).
  func canBeDone(_ state: Int) -> Bool {
    switch tables.kinds[state] {
    case .compound: !finalChildren(of: state).isEmpty
    case .parallel: tables.states[state].children.allSatisfy(canBeDone)
    case .atomic, .final, .shallowHistory, .deepHistory: false
    }
  }

  /// The final children that may be active.
  func finalChildren(of state: Int) -> [Int] {
    tables.states[state].children.filter { tables.kinds[$0] == .final && active.contains($0) }
  }

  private mutating func fire(_ transition: Int) {
    fires.insert(transition)
    let targets = tables.entryTargets[transition]
    var set = EntrySet(shape: tables.shape, history: [:])
    if targets.isEmpty {
      entries[transition] = Entry(
        states: set.statesToEnter, domain: ChartTables.none, isOpen: false)
      return
    }
    // What a history state remembers lies where the history state lies.
    let known = tables.domains[transition]
    let domain =
      known != ChartTables.unknown
      ? known
      : tables.tree.domain(
        of: tables.transitions[transition],
        effectiveTargets: tables.transitions[transition].targets)
    for target in targets { set.addDescendantStatesToEnter(target) }
    for target in targets { set.addAncestorStatesToEnter(target, upTo: domain) }
    let isOpen =
      targets.contains { tables.kinds[$0].isHistory }
      || !set.defaultHistoryContent.isEmpty
    entries[transition] = Entry(states: set.statesToEnter, domain: domain, isOpen: isOpen)
    admit(set)
  }

  private mutating func admit(_ set: EntrySet) {
    for parent in set.defaultHistoryContent.keys {
      for history in tables.states[parent].histories { recalled.insert(history) }
    }
    for state in set.statesToEnter where state != ChartTables.root && !active.contains(state) {
      active.insert(state)
      if tables.kinds[state].isAtomic { fresh.append(state) }
    }
  }

  /// A shallow history state leads to the default beginning of any child that was active; what a
  /// deep one leads to was active before.
  private mutating func recall() {
    for history in recalled where tables.kinds[history] == .shallowHistory {
      for child in tables.states[tables.parents[history]].children where active.contains(child) {
        var set = EntrySet(shape: tables.shape, history: [:])
        set.addDescendantStatesToEnter(child)
        if !set.statesToEnter.isSubset(of: active) { admit(set) }
      }
    }
  }
}

extension BitSet {
  /// Whether every member is in the other set.
  func isSubset(of other: BitSet) -> Bool {
    var rest = self
    rest.subtract(other)
    return rest.isEmpty
  }
}
