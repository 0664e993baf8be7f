// The moments of a chart that were seen, and the microsteps between them.

/// Moments and the ways between them, in the order in which they were found.
struct EventGraph {
  /// What set off a microstep.
  enum Cause {
    case start
    case external(Int)
    case `internal`(Int)
    case eventless

    var isExternal: Bool {
      if case .external = self { true } else { false }
    }
  }

  /// A microstep from one moment to another; an internal event that enables nothing is one too.
  struct Edge {
    /// -1 before the start.
    let from: Int
    let to: Int
    let cause: Cause
    let transitions: [Int]
    let isFailure: Bool
    let isPure: Bool
  }

  private(set) var moments: [Moment] = []
  private(set) var edges: [Edge] = []
  /// For each moment the edge by which it was found.
  private(set) var found: [Int] = []
  /// For each moment whether the chart can wait for the world there.
  var rests: [Bool] = []
  /// For each moment whether all that can happen there without the world was looked at.
  var isExpanded: [Bool] = []
  private var numbers: [Moment: Int] = [:]

  /// States that were active, transitions that fired.
  private(set) var entered: BitSet
  private(set) var fired: BitSet
  /// For each state the first moment in which it is active.
  private(set) var first: [Int: Int] = [:]

  init(_ tables: ChartTables) {
    entered = BitSet(size: tables.size)
    fired = BitSet(size: tables.transitions.count)
  }

  /// Adds a microstep.
  ///
  /// - Returns: the moment that it leads to, and whether that is new.
  mutating func add(
    from: Int, _ cause: Cause, _ transitions: [Int], to outcome: Outcome
  ) -> (number: Int, isNew: Bool) {
    var isNew = false
    let number: Int
    if let known = numbers[outcome.moment] {
      number = known
    } else {
      isNew = true
      number = moments.count
      numbers[outcome.moment] = number
      moments.append(outcome.moment)
      found.append(edges.count)
      rests.append(false)
      isExpanded.append(false)
      note(outcome.moment.active, number)
    }
    for transition in transitions { fired.insert(transition) }
    edges.append(
      Edge(
        from: from, to: number, cause: cause, transitions: transitions,
        isFailure: outcome.isFailure, isPure: outcome.isPure))
    return (number, isNew)
  }

  private mutating func note(_ active: BitSet, _ number: Int) {
    var fresh = active
    fresh.subtract(entered)
    if fresh.isEmpty { return }
    for state in fresh { first[state] = number }
    entered.formUnion(fresh)
  }

  /// The edges by which a moment was found, from the start.
  func way(to moment: Int) -> [Edge] {
    var way: [Edge] = []
    var next = moment
    while next >= 0 {
      let edge = edges[found[next]]
      way.append(edge)
      next = edge.from
    }
    return way.reversed()
  }

  /// The way to a moment, and on over more edges, with names.
  func path(to moment: Int, then more: [Edge] = [], _ alphabet: Alphabet) -> EventPath {
    EventPath(
      (way(to: moment) + more).compactMap { edge in
        switch edge.cause {
        case .start: PathStep(.start, transitions: edge.transitions)
        case .external(let symbol):
          PathStep(.event(alphabet.name(of: symbol)), transitions: edge.transitions)
        case .internal(let symbol):
          // An event that enables nothing is no microstep.
          edge.transitions.isEmpty
            ? nil
            : PathStep(.internalEvent(alphabet.name(of: symbol)), transitions: edge.transitions)
        case .eventless: PathStep(.eventless, transitions: edge.transitions)
        }
      })
  }
}
