// Parents and children: starting children, telling parents, and doing to children what is done to parents.

internal import Store
internal import WorkCalendar
internal import Workflow

extension Engine {
  // MARK: Starting

  /// The rows of a child, and of the children that it starts itself at once.
  ///
  /// A child takes over the fields that it shares with its parent by name and type, and what its
  /// parent's definition sets.
  func childChanges(
    _ child: ChildStart, of parentWorkflow: Workflow, parent: Int64, _ outcome: Outcome,
    at now: Instant, cause: String, depth: Int = 1
  ) throws(EngineError) -> [Changes] {
    guard depth <= limits.startDepth else {
      throw .store(
        "agreements that start each other are \(limits.startDepth) deep at «\(child.workflow)»; start that one by an event"
      )
    }
    let workflow = try workflow(named: child.workflow)
    let calendar = try calendar(of: workflow)
    var data = outcome.state.data
    for name in data.keys
    where workflow.field(name)?.type != parentWorkflow.field(name)?.type {
      data[name] = nil
    }
    for (name, json) in child.data.sorted(by: { $0.key < $1.key }) {
      guard let field = workflow.field(name) else {
        throw .refused(
          .unknownField(
            name, suggestion: Suggestion.nearest(to: name, in: workflow.fields.map(\.name))))
      }
      switch field.value(from: json) {
      case .success(let value): data[name] = value
      case .failure(let problem): throw .refused(.field(problem))
      }
    }
    let started: Outcome
    do {
      started = try workflow.start(
        data: data, session: String(surroundings.random(), radix: 36), actor: nil, at: now,
        calendar: calendar, parentKey: child.key)
    } catch { throw .refused(error) }
    var all = [
      startChanges(
        workflow, started, parent: parent, at: now, calendar: calendar, cause: cause, receipt: nil)
    ]
    for grandchild in started.children {
      all += try childChanges(
        grandchild, of: workflow, parent: Changes.NewInstance.before(all.count), started, at: now,
        cause: cause, depth: depth + 1)
    }
    return all
  }

  // MARK: Telling the parent

  /// Whether a step changes what its parent knows: whether it is over, and its tags.
  ///
  /// - Parameter earlier: the definition that the state before belongs to; a migration changes it.
  func tellsParent(
    _ workflow: Workflow, from before: InstanceState, of earlier: Workflow,
    to after: InstanceState
  ) -> Bool {
    guard let key = after.parentKey else { return false }
    let old = before.asChild(key: key, reference: nil, of: earlier)
    let new = after.asChild(key: key, reference: nil, of: workflow)
    return old.status != new.status || old.tags != new.tags
  }

  /// Lets a parent hear of a child as it is now; false when it knows already.
  func tell(_ row: TimerRow, of id: Int64, at now: Instant) async throws(EngineError) -> Bool {
    for _ in 0..<limits.conflictRetries {
      let parent = try await load(row.reference)
      let child = try await child(id)
      guard let child, !parent.state.knows(child) else {
        do { try await store.dropTimer(instance: row.instance, name: row.name) } catch {
          throw error == .closed ? .stopping : .store("\(error)")
        }
        return false
      }
      let calendar = try calendar(of: parent.workflow)
      let outcome: Outcome
      do {
        outcome = try parent.workflow.advance(
          parent.state, .child(ChildNews(child)), at: now, calendar: calendar)
      } catch { throw .refused(error) }
      let cause = "child:\(child.reference ?? child.key)"
      var changes = try stepChanges(
        parent, outcome, at: now, calendar: calendar, cause: cause, receipt: nil)
      changes[0].timersCleared.append(row.name)
      do {
        let receipts = try await store.commit(changes)
        remember(parent.workflow, outcome, receipts[0], startedAt: parent.startedAt)
        journal(parent.workflow, outcome, receipts[0], event: row.name, cause: cause)
        if !outcome.messages.isEmpty || !outcome.children.isEmpty { wakeLanes() }
        return true
      } catch {
        cache.remove(row.reference)
        switch error {
        case .conflict: continue
        case .closed: throw .stopping
        default: throw .store("\(error)")
        }
      }
    }
    throw .busy(row.reference)
  }

  private func child(_ id: Int64) async throws(EngineError) -> Child? {
    let row: InstanceRow?
    do { row = try await store.instance(id: id) } catch {
      throw error == .closed ? .stopping : .store("\(error)")
    }
    guard let row else { return nil }
    let agreement = try decode(row)
    return agreement.state.parentKey.map {
      agreement.state.asChild(key: $0, reference: agreement.reference, of: agreement.workflow)
    }
  }

  // MARK: Asking

  /// The agreement above one, and those below it.
  func family(of row: InstanceRow) async throws(EngineError) -> (
    parent: String?, children: [ChildView], progress: ProgressView
  ) {
    let limit = limits.rowsPerAnswer
    do {
      var parent: String?
      if let id = row.parent { parent = try await store.instance(id: id)?.reference }
      let rows = try await store.instances(
        InstanceQuery(parent: row.id, order: .oldestFirst, limit: limit))
      if rows.isEmpty { return (parent, [], ProgressView()) }
      var progress: [Int64: Progress] = [:]
      var start = 0
      let ids = [row.id] + rows.map(\.id)
      while start < ids.count {
        let part = Array(ids[start..<min(start + limits.instancesPerRead, ids.count)])
        progress.merge(try await store.progress(below: part)) { _, new in new }
        start += part.count
      }
      func view(_ id: Int64) -> ProgressView {
        ProgressView(done: progress[id]?.done ?? 0, total: progress[id]?.total ?? 0)
      }
      return (
        parent, rows.map { ChildView(summary: summary($0), progress: view($0.id)) }, view(row.id)
      )
    } catch let error as StoreError {
      throw error == .closed ? .stopping : .store("\(error)")
    } catch { throw .store("\(error)") }
  }

  // MARK: Doing to children what is done to their parent

  /// What an operation does to one more agreement.
  struct Following {
    var agreement: LoadedAgreement
    var outcome: Outcome
    var changes: [Changes]
  }

  /// What becomes of the children below an agreement when it is suspended or goes on.
  func followers(
    of parent: LoadedAgreement, _ operation: Operation, at now: Instant, cause: String
  ) async throws(EngineError) -> (following: [Following], staying: [String]) {
    guard operation.kind.reachesChildren else { return ([], []) }
    var inherited = operation
    inherited.isByParent = true
    inherited.reason = "\(parent.reference): \(operation.reason)"
    let inbound = Inbound.operation(inherited)
    return try await followers(of: parent, .suspend, at: now, cause: cause) { child in
      self.canFollow(child, operation.kind) ? inbound : nil
    }
  }

  /// What becomes of the children below an agreement when it is cancelled.
  func followers(
    of parent: LoadedAgreement, _ administration: Administration, at now: Instant, cause: String
  ) async throws(EngineError) -> (following: [Following], staying: [String]) {
    guard administration.act == .cancel else { return ([], []) }
    let inherited = Administration(
      .cancel, reason: "\(parent.reference): \(administration.reason)", by: administration.by)
    return try await followers(of: parent, .cancel, at: now, cause: cause) { _ in
      .administration(inherited)
    }
  }

  /// The children below an agreement that follow it, worked out, and the references of those that stay as
  /// they are; what is below one that stays is not looked at.
  private func followers(
    of parent: LoadedAgreement, _ wanted: ChildRule.Following, at now: Instant, cause: String,
    _ inbound: (LoadedAgreement) -> Inbound?
  ) async throws(EngineError) -> (following: [Following], staying: [String]) {
    var following: [Following] = []
    var staying: [String] = []
    var queue = [parent]
    while let agreement = queue.popLast() {
      for child in try await openChildren(of: agreement) {
        let rule = agreement.workflow.childRules[child.workflow.name] ?? ChildRule()
        let calendar = try calendar(of: child.workflow)
        guard rule.follows.contains(wanted), let event = inbound(child),
          let outcome = try? child.workflow.advance(
            child.state, event, at: now, calendar: calendar)
        else {
          staying.append(child.reference)
          continue
        }
        guard following.count < limits.followers else {
          throw .store(
            "more than \(limits.followers) agreements below «\(parent.reference)» would follow; do it to them first"
          )
        }
        let changes = try stepChanges(
          child, outcome, at: now, calendar: calendar,
          cause: "\(cause) parent:\(agreement.reference)", receipt: nil)
        following.append(Following(agreement: child, outcome: outcome, changes: changes))
        queue.append(child)
      }
    }
    return (following, staying.sorted())
  }

  /// After the commit: keeps what the followers have become, and says so.
  func remember(
    _ following: [Following], _ receipts: ArraySlice<CommitReceipt>, event: String, cause: String
  ) {
    var index = receipts.startIndex
    for child in following {
      remember(
        child.agreement.workflow, child.outcome, receipts[index],
        startedAt: child.agreement.startedAt)
      journal(
        child.agreement.workflow, child.outcome, receipts[index], event: event,
        cause: "\(cause) parent")
      wake(child.outcome)
      index += child.changes.count
    }
  }

  /// Only what was suspended with its parent goes on with it.
  private func canFollow(_ child: LoadedAgreement, _ kind: Operation.Kind) -> Bool {
    switch kind {
    case .suspend: child.state.suspension == nil
    case .resume: child.state.suspension?.isByParent ?? false
    default: true
    }
  }

  private func openChildren(of agreement: LoadedAgreement) async throws(EngineError)
    -> [LoadedAgreement]
  {
    guard !agreement.state.children.isEmpty else { return [] }
    var found: [LoadedAgreement] = []
    var after: Int64?
    repeat {
      let query = InstanceQuery(
        status: .active, parent: agreement.id, order: .oldestFirst, after: after,
        limit: limits.rowsPerAnswer)
      let rows: [InstanceRow]
      do { rows = try await store.instances(query) } catch {
        throw error == .closed ? .stopping : .store("\(error)")
      }
      for row in rows { found.append(try decode(row)) }
      after = rows.count < limits.rowsPerAnswer ? nil : rows.last?.id
    } while after != nil
    return found
  }
}

extension Operation.Kind {
  fileprivate var reachesChildren: Bool { self == .suspend || self == .resume }
}
