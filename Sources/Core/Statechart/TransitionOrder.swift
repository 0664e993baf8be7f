// The order in which transitions are tried, laid out in one piece.

/// For each atomic state, the transitions to try: its own in document order, then its parent's,
/// and so on to the root.
final class TransitionOrder: Sendable {
  /// A transition, once for each of its descriptors.
  struct Candidate: Sendable {
    let transition: Int32
    /// What one of its descriptors listens to; everything for a transition without event.
    let events: EventNumbers.Range
    let isConditional: Bool
    /// Whether it is the atomic state's own, and so found from no other state.
    let isOwn: Bool
  }

  let candidates: ContiguousArray<Candidate>
  /// Where the candidates of each state begin, and at last where they end.
  private let starts: ContiguousArray<Int32>

  init(
    of states: ContiguousArray<State>, _ transitions: ContiguousArray<Transition>,
    _ numbers: EventNumbers, where isWanted: (Transition) -> Bool
  ) {
    var candidates: ContiguousArray<Candidate> = []
    var starts: ContiguousArray<Int32> = [0]
    for state in states {
      var next: Int? = state.kind.isAtomic ? state.index : nil
      while let index = next {
        for transition in states[index].transitions where isWanted(transitions[transition]) {
          candidates += Self.candidates(
            transitions[transition], numbers, isOwn: index == state.index)
        }
        next = states[index].parent
      }
      starts.append(Int32(candidates.count))
    }
    self.candidates = candidates
    self.starts = starts
  }

  private static func candidates(
    _ transition: Transition, _ numbers: EventNumbers, isOwn: Bool
  ) -> [Candidate] {
    let ranges = transition.isEventless ? [EventNumbers.all] : transition.events.map(numbers.range)
    return ranges.map { events in
      Candidate(
        transition: Int32(transition.index), events: events,
        isConditional: transition.condition != nil, isOwn: isOwn)
    }
  }

  var isEmpty: Bool { candidates.isEmpty }

  /// The places of a state's candidates.
  func places(of state: Int) -> Range<Int> { Int(starts[state])..<Int(starts[state + 1]) }

  /// The transitions that a state tries, each once.
  subscript(state: Int) -> [Int] {
    var transitions: [Int] = []
    for place in places(of: state) {
      let transition = Int(candidates[place].transition)
      if transitions.last != transition { transitions.append(transition) }
    }
    return transitions
  }
}
