// Why a transition never fires.

/// Finds the reason for which a transition never fires, and a moment that shows it.
struct Explanations {
  let tables: ChartTables
  let exploration: Exploration
  let approximation: Approximation
  private var moves: Moves

  init(_ exploration: Exploration, _ approximation: Approximation) {
    tables = exploration.tables
    self.exploration = exploration
    self.approximation = approximation
    moves = exploration.moves
  }

  /// The reason, and the transitions that are to blame for it; nil when it is not certain.
  mutating func explain(_ index: Int) -> (kind: Finding.Kind, winners: [Int])? {
    let transition = tables.transitions[index]
    let coming = comingClasses(index)
    if coming?.isEmpty == true { return (.transitionNeverFires(.eventNeverComes), []) }
    let siblings = tables.states[transition.source].transitions.prefix { $0 != index }
    if let winners = coverers(of: coming, among: Array(siblings)) {
      return (.alwaysInConflict(winners: references(winners)), winners)
    }
    if let winners = hiders(of: index, coming) {
      return (.transitionNeverFires(.hidden(by: references(winners))), winners)
    }
    guard exploration.isComplete else { return nil }
    let winners = preemptors(of: index, coming)
    if winners.isEmpty { return (.transitionNeverFires(.eventNeverComes), []) }
    return (.transitionNeverFires(.preempted(by: references(winners))), winners)
  }

  /// The classes of events that it listens to and that can come; nil for an eventless one.
  private func comingClasses(_ index: Int) -> BitSet? {
    if tables.transitions[index].isEventless { return nil }
    var classes = moves.alphabet.matched[index]
    for eventClass in classes where !approximation.canCome(eventClass) {
      classes.remove(eventClass)
    }
    return classes
  }

  /// Those without condition that together take every one of the classes; nil if some is left.
  private func coverers(of classes: BitSet?, among transitions: [Int]) -> [Int]? {
    guard var rest = classes else {
      let first = transitions.first {
        tables.transitions[$0].isEventless && tables.transitions[$0].condition == nil
      }
      return first.map { [$0] }
    }
    var winners: [Int] = []
    for index in transitions where tables.transitions[index].condition == nil {
      let matched = moves.alphabet.matched[index]
      if !matched.intersects(rest) { continue }
      winners.append(index)
      rest.subtract(matched)
      if rest.isEmpty { return winners }
    }
    return nil
  }

  /// Those that come first from every innermost state of its state; nil if it can be asked.
  private func hiders(of index: Int, _ classes: BitSet?) -> [Int]? {
    let source = tables.transitions[index].source
    let known = exploration.isComplete ? exploration.graph.entered : approximation.active
    var winners: [Int] = []
    for atomic in known.intersection(tables.atomics)
      .members(from: source, through: tables.lastDescendants[source])
    {
      let order = classes == nil ? tables.eventlessOrder[atomic] : tables.eventOrder[atomic]
      let before = order.prefix { $0 != index }
      guard let coverers = coverers(of: classes, among: Array(before)) else { return nil }
      winners += coverers
    }
    return winners.isEmpty ? nil : Array(Set(winners)).sorted()
  }

  /// Most moments that are asked who is taken in place of a transition.
  private static let examplesMax = 64

  /// Those that are taken whenever it is enabled, as far as the first examples show.
  private mutating func preemptors(of index: Int, _ classes: BitSet?) -> [Int] {
    let source = tables.transitions[index].source
    var winners: Set<Int> = []
    var examples = 0
    for moment in exploration.graph.moments
    where source == ChartTables.root || moment.active.contains(source) {
      for eventClass in classes.map({ $0.map { $0 as Int? } }) ?? [nil] {
        guard isHeard(index, at: moment, on: eventClass) else { continue }
        winners.formUnion(moves.winners(over: index, at: moment, on: eventClass))
        examples += 1
      }
      if examples >= Self.examplesMax { break }
    }
    return winners.sorted()
  }

  /// Whether an event of the class can come at a moment and asks for the transition.
  private mutating func isHeard(_ index: Int, at moment: Moment, on eventClass: Int?) -> Bool {
    if let eventClass {
      guard
        moves.alphabet.canArrive(eventClass, in: moment.active)
          || moment.pending.contains(where: { moves.alphabet.eventClass(of: $0) == eventClass })
      else { return false }
    }
    for atomic in moment.active.intersection(tables.atomics) {
      let hearing = moves.hearing(of: atomic)
      let asked = eventClass.map { hearing.byClass[$0] ?? [] } ?? hearing.eventless
      if asked.contains(index) { return true }
    }
    return false
  }

  private func references(_ transitions: [Int]) -> [TransitionReference] {
    transitions.map { TransitionReference($0, in: tables) }
  }

  /// The first moment in which a winner is taken in place of the transition.
  mutating func encounter(
    of index: Int, with winners: [Int]
  ) -> (moment: Int, step: PathStep)? {
    guard let classes = comingClasses(index), !winners.isEmpty else { return nil }
    let source = tables.transitions[index].source
    let graph = exploration.graph
    for (number, moment) in graph.moments.enumerated()
    where graph.rests[number] && (source == ChartTables.root || moment.active.contains(source)) {
      for eventClass in classes where moves.alphabet.canArrive(eventClass, in: moment.active) {
        for set in moves.selections(at: moment, on: eventClass)
        where set.contains(where: winners.contains) {
          let name = moves.alphabet.name(of: eventClass)
          return (number, PathStep(.event(name), transitions: set))
        }
      }
    }
    return nil
  }
}
