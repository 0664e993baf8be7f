// The structural rules of a chart (SCXML 3.3 to 3.11), one function each.

extension ChartBuilder {
  /// Reports every broken rule, state by state in document order.
  mutating func check() {
    let tree = tree
    checkRoot()
    for draft in drafts {
      switch draft.kind {
      case .atomic: checkHasNoInitial(draft)
      case .compound: checkCompound(draft, tree)
      case .parallel: checkParallel(draft)
      case .final: checkFinal(draft)
      case .shallowHistory, .deepHistory: checkHistory(draft, tree)
      }
      if !draft.kind.isHistory { checkTransitions(draft, tree) }
    }
    checkNamesOfPromises()
  }

  private mutating func checkRoot() {
    let root = drafts[ChartTables.root]
    if root.specification.kind != .state || root.children.isEmpty {
      report(.rootWithoutStates, root)
    }
  }

  private mutating func checkHasNoInitial(_ draft: Draft) {
    if draft.specification.initial != nil { report(.initialWithoutChoice, draft) }
  }

  private mutating func checkCompound(_ draft: Draft, _ tree: Tree) {
    if draft.children.isEmpty {
      if draft.parent != nil { report(.compoundWithoutInitial, draft) }
      return
    }
    guard let initial = draft.specification.initial else { return }
    if initial.targets.isEmpty { report(.initialWithoutChoice, draft) }
    guard let index = index(of: draft) else { return }
    let targets = initial.targets.compactMap { indexes[$0] }
    // "the targets of <initial> must be descendants of the containing state" (3.6)
    for target in targets where !tree.isDescendant(target, of: index) {
      report(.initialNotDescendant(drafts[target].specification.id), draft)
    }
    if !tree.canBeActiveTogether(targets) {
      report(.severalInitialStates(initial.targets), draft)
    }
  }

  private mutating func checkParallel(_ draft: Draft) {
    checkHasNoInitial(draft)
    if draft.children.isEmpty { report(.parallelWithoutChildren, draft) }
  }

  private mutating func checkFinal(_ draft: Draft) {
    checkHasNoInitial(draft)
    if !draft.specification.children.isEmpty { report(.finalWithChildren, draft) }
    if let transition = draft.specification.transitions.first {
      report(.finalWithTransitions, draft, origin: transition.origin)
    }
    if let parent = draft.parent, drafts[parent].kind == .parallel {
      report(.finalInParallel, draft)
    }
  }

  /// "<history> has one transition, without event and condition, whose targets are descendants
  /// of the history's parent" (3.10).
  private mutating func checkHistory(_ draft: Draft, _ tree: Tree) {
    checkHasNoInitial(draft)
    if !draft.specification.children.isEmpty { report(.historyWithChildren, draft) }
    guard let transition = draft.specification.transitions.first, let parent = draft.parent
    else { return report(.historyWithoutDefault, draft) }
    let targets = transition.targets.compactMap { indexes[$0] }
    let isPlain =
      draft.specification.transitions.count == 1 && transition.events.isEmpty
      && transition.condition == nil && !transition.targets.isEmpty
    // Another history state of the same parent could lead back here, for ever.
    let isInside = targets.allSatisfy {
      tree.isDescendant($0, of: parent)
        && !(drafts[$0].kind.isHistory && drafts[$0].parent == parent)
    }
    if !isPlain || !isInside {
      report(.historyDefaultInvalid, draft, origin: transition.origin)
    } else if !tree.canBeActiveTogether(targets) {
      report(.illegalTargetSet(transition.targets), draft, origin: transition.origin)
    }
  }

  private mutating func checkTransitions(_ draft: Draft, _ tree: Tree) {
    for transition in draft.specification.transitions {
      if transition.events.isEmpty, transition.condition == nil, transition.targets.isEmpty {
        report(.eventlessTargetlessLoop, draft, origin: transition.origin)
      }
      if !tree.canBeActiveTogether(transition.targets.compactMap { indexes[$0] }) {
        report(.illegalTargetSet(transition.targets), draft, origin: transition.origin)
      }
    }
  }

  private mutating func checkNamesOfPromises() {
    var timers: Set<String> = []
    var tasks: Set<String> = []
    for draft in drafts {
      for timer in draft.specification.timers where !timers.insert(timer.id).inserted {
        report(.duplicateTimer(timer.id), draft, origin: timer.origin)
      }
      for task in draft.specification.tasks where !tasks.insert(task.id).inserted {
        report(.duplicateTask(task.id), draft, origin: task.origin)
      }
    }
  }

  /// The index of a draft; nil for the second of two states with one name.
  private func index(of draft: Draft) -> Int? {
    draft.parent == nil ? ChartTables.root : indexes[draft.specification.id]
  }
}
