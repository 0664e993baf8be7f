// The only way to make a chart: checks the whole specification, then joins its parts.

/// Makes charts of specifications.
public struct ChartBuilder {
  /// Checks a specification and makes a chart of it.
  ///
  /// - Parameters:
  ///   - name: the chart's name (`_name`).
  ///   - root: stands for `<scxml>`; its own name is not used.
  ///   - globalInit: runs once at the start, each piece as a block of its own.
  /// - Returns: the chart, or every structural problem in document order.
  public static func build(
    name: String, root: StateSpecification, globalInit: [Content] = []
  ) -> (chart: Chart?, problems: [ChartProblem]) {
    var builder = ChartBuilder()
    builder.flatten(root, parent: nil, depth: 0)
    guard builder.problems.isEmpty else { return (nil, builder.problems) }
    builder.resolve()
    builder.check()
    guard builder.problems.isEmpty else { return (nil, builder.problems) }
    let tables = ChartTables(
      name: name, states: builder.states(root: StateID(name)),
      transitions: builder.transitions, globalInit: globalInit)
    return (Chart(tables: tables), [])
  }

  /// A state on its way into the chart.
  struct Draft {
    let specification: StateSpecification
    let parent: Int?
    let depth: Int
    var children: [Int] = []
    var histories: [Int] = []
    var lastDescendant: Int
    var transitions: [Int] = []
    var initial: State.Initial?
    let kind: State.Kind
  }

  var drafts: ContiguousArray<Draft> = []
  var transitions: ContiguousArray<Transition> = []
  var indexes: [StateID: Int] = [:]
  var problems: [ChartProblem] = []

  private init() {}

  mutating func report(_ kind: ChartProblem.Kind, _ draft: Draft, origin: Origin? = nil) {
    problems.append(
      ChartProblem(
        kind, state: draft.parent == nil ? nil : draft.specification.id,
        origin: origin ?? draft.specification.origin))
  }

  // MARK: Document order

  private mutating func flatten(
    _ specification: StateSpecification, parent: Int?, depth: Int
  ) {
    let index = drafts.count
    // What is inside a child of the dropped level is never looked at, so recursion is bounded.
    let isTooDeep = depth > ChartLimits.depthMax
    guard !isTooDeep, index < ChartLimits.statesMax else {
      let kind: ChartProblem.Kind =
        isTooDeep
        ? .nestedTooDeep(limit: ChartLimits.depthMax)
        : .tooManyStates(limit: ChartLimits.statesMax)
      if !problems.contains(where: { $0.kind == kind }) {
        problems.append(
          ChartProblem(kind, state: specification.id, origin: specification.origin))
      }
      return
    }
    drafts.append(
      Draft(
        specification: specification, parent: parent, depth: depth, lastDescendant: index,
        kind: Self.kind(of: specification, isRoot: parent == nil)))
    for child in specification.children {
      let childIndex = drafts.count
      flatten(child, parent: index, depth: depth + 1)
      guard childIndex < drafts.count else { continue }
      if drafts[childIndex].kind.isHistory {
        drafts[index].histories.append(childIndex)
      } else {
        drafts[index].children.append(childIndex)
      }
    }
    drafts[index].lastDescendant = drafts.count - 1
  }

  private static func kind(of specification: StateSpecification, isRoot: Bool) -> State.Kind {
    switch specification.kind {
    case .state: specification.children.isEmpty && !isRoot ? .atomic : .compound
    case .parallel: isRoot ? .compound : .parallel
    case .final: isRoot ? .compound : .final
    case .shallowHistory: isRoot ? .compound : .shallowHistory
    case .deepHistory: isRoot ? .compound : .deepHistory
    }
  }

  var tree: Tree {
    Tree(
      parents: ContiguousArray(drafts.map { $0.parent ?? ChartTables.none }),
      kinds: ContiguousArray(drafts.map(\.kind)),
      lastDescendants: ContiguousArray(drafts.map(\.lastDescendant)))
  }

  // MARK: Names

  private mutating func resolve() {
    for (index, draft) in drafts.enumerated().dropFirst() {
      let id = draft.specification.id
      if id.rawValue.isEmpty { report(.emptyName, draft) }
      if indexes.updateValue(index, forKey: id) != nil { report(.duplicateState, draft) }
    }
    let tree = tree
    for index in drafts.indices {
      let draft = drafts[index]
      for specification in draft.specification.transitions {
        let transition = Transition(
          index: transitions.count, source: index, events: specification.events,
          condition: specification.condition,
          targets: targets(specification.targets, of: draft, origin: specification.origin),
          isInternal: specification.isInternal, content: specification.content,
          origin: specification.origin)
        drafts[index].transitions.append(transition.index)
        transitions.append(transition)
      }
      guard draft.kind == .compound else { continue }
      if let initial = draft.specification.initial {
        let targets = targets(initial.targets, of: draft, origin: nil)
        drafts[index].initial = State.Initial(
          targets: tree.withoutAncestors(targets), content: initial.content)
      } else if let first = draft.children.first {
        // "the default initial state is the first child in document order" (3.3)
        drafts[index].initial = State.Initial(targets: [first], content: [])
      }
    }
  }

  private mutating func targets(
    _ names: [StateID], of draft: Draft, origin: Origin?
  ) -> [Int] {
    var targets: [Int] = []
    for name in names {
      if let index = indexes[name] {
        targets.append(index)
      } else {
        let suggestion = nearest(to: name.rawValue, among: indexes.keys.map(\.rawValue))
        report(
          .unknownTarget(name, suggestion: suggestion.map { StateID($0) }), draft,
          origin: origin)
      }
    }
    return targets
  }

  // MARK: The chart's states

  private func states(root: StateID) -> ContiguousArray<State> {
    ContiguousArray(
      drafts.enumerated().map { index, draft in
        let specification = draft.specification
        return State(
          index: index, id: index == ChartTables.root ? root : specification.id,
          kind: draft.kind, parent: draft.parent, children: draft.children,
          histories: draft.histories, depth: draft.depth,
          lastDescendant: draft.lastDescendant, transitions: draft.transitions,
          initial: draft.initial, entry: specification.entry, exit: specification.exit,
          timers: specification.timers, tasks: specification.tasks,
          invocations: specification.invocations, doneData: specification.doneData,
          dataInit: specification.dataInit, origin: specification.origin)
      })
  }
}
