// Charts at random, from a seed: always legal, so that whatever goes wrong is the interpreter's.

import Statechart

/// A generator of numbers that a seed decides (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
  private var value: UInt64

  init(seed: UInt64) { value = seed }

  mutating func next() -> UInt64 {
    value &+= 0x9E37_79B9_7F4A_7C15
    var mixed = value
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}

/// Makes charts at random.
struct RandomCharts {
  var random: SeededGenerator
  /// Whether transitions may have conditions, need no event, raise events or wait for `done.state`,
  /// so that charts may loop.
  var isFree = false
  private var count = 0
  private let attempts = 8

  static let events = ["a", "b", "c", "d"]

  init(seed: UInt64) { random = SeededGenerator(seed: seed) }

  /// A legal chart; transitions that the builder refuses are taken out again.
  mutating func chart() throws -> Chart {
    count = 0
    var root = tree(depth: 0)
    root.kind = .state
    if isFree { root.children.append(final("end")) }
    var ids: [StateID] = []
    collect(root, into: &ids)
    decorate(&root, ids: Array(ids.dropFirst()))
    for _ in 0..<attempts {
      let (chart, problems) = ChartBuilder.build(name: "random", root: root)
      if let chart { return chart }
      let origins = Set(problems.compactMap(\.origin))
      prune(&root, origins)
    }
    throw Chart.Problems(problems: ChartBuilder.build(name: "random", root: root).problems)
  }

  private mutating func tree(depth: Int) -> StateSpecification {
    count += 1
    let id = StateID("s\(count)")
    let chance = Int.random(in: 0..<10, using: &random)
    if depth > 0, chance < 3 || depth > 4 || count > 90 { return state(id) }
    let isParallel = depth > 0 && chance > 6
    var children = (0..<Int.random(in: 2...3, using: &random)).map { _ in
      tree(depth: depth + 1)
    }
    if !isParallel, depth > 0, chance == 4 || isFree { children.append(final(StateID("f\(id)"))) }
    if chance.isMultiple(of: 2), depth > 0 {
      children.append(
        history(
          StateID("h\(id)"), deep: chance == 8, default: children[0].id))
    }
    return isParallel ? parallel(id, children) : state(id, children)
  }

  private func collect(_ state: StateSpecification, into ids: inout [StateID]) {
    ids.append(state.id)
    for child in state.children { collect(child, into: &ids) }
  }

  private mutating func decorate(_ state: inout StateSpecification, ids: [StateID]) {
    for index in state.children.indices { decorate(&state.children[index], ids: ids) }
    guard state.kind == .state || state.kind == .parallel else { return }
    state.entry = [[note("+\(state.id)")]]
    state.exit = [[note("-\(state.id)")]]
    for _ in 0..<Int.random(in: 0...3, using: &random) {
      count += 1
      let event = Self.events.randomElement(using: &random) ?? "a"
      let targets = (0..<Int.random(in: 0...2, using: &random)).compactMap { _ in
        ids.randomElement(using: &random)
      }
      state.transitions.append(
        TransitionSpecification(
          events: [EventDescriptor(event)], targets: targets,
          isInternal: Bool.random(using: &random), origin: count))
      if isFree { loosen(&state.transitions[state.transitions.count - 1], ids: ids) }
    }
  }

  /// Makes a transition less plain. Conditions of transitions have numbers of their own.
  private mutating func loosen(_ transition: inout TransitionSpecification, ids: [StateID]) {
    if Int.random(in: 0..<3, using: &random) == 0 { transition.condition = ExpressionID(count) }
    let event = Self.events.randomElement(using: &random) ?? "a"
    switch Int.random(in: 0..<12, using: &random) {
    case 0:
      transition.events = []
      transition.condition = ExpressionID(count)
    case 1: transition.events = transition.targets.isEmpty ? transition.events : []
    case 2: transition.events = ["*"]
    case 3:
      let finals = ids.filter { $0.rawValue.hasPrefix("fs") }
      let id = finals.randomElement(using: &random)?.rawValue.dropFirst() ?? "s1"
      transition.events = [EventDescriptor("done.state.\(id)")]
    case 4: transition.content = [.raise(event)]
    case 5:
      transition.content = [
        .conditional([Branch(condition: ExpressionID(-count), content: [.raise(event)])])
      ]
    case 6: transition.targets = ["end"]
    case 7, 8:
      let finals = ids.filter { $0.rawValue.hasPrefix("fs") }
      if let id = finals.randomElement(using: &random) { transition.targets = [id] }
    default: break
    }
  }

  private func prune(_ state: inout StateSpecification, _ origins: Set<Origin>) {
    state.transitions.removeAll { $0.origin.map(origins.contains) ?? false }
    for index in state.children.indices { prune(&state.children[index], origins) }
  }
}
