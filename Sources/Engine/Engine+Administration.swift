// Ending, moving and correcting one agreement from outside, with a preview that writes nothing.

internal import Logging
internal import Statechart
public import Store
public import WorkCalendar
public import Workflow

/// What an administrator asks for.
public struct AdministrationCommand: Hashable, Sendable {
  /// What is to be done.
  public enum Wish: Hashable, Sendable {
    case cancel
    case jump(to: [String])
    case correct(set: [String: JSON], unset: [String])
  }

  /// The agreement's reference.
  public var reference: String
  /// What is to be done.
  public var wish: Wish
  /// Why; a preview needs none.
  public var reason: String?
  /// Only tell what would be done.
  public var isDryRun: Bool

  /// Creates a command.
  public init(reference: String, wish: Wish, reason: String?, isDryRun: Bool = false) {
    self.reference = reference
    self.wish = wish
    self.reason = reason
    self.isDryRun = isDryRun
  }
}

/// A task or a timed transition, before and after, with its title.
public struct PromiseView: Hashable, Sendable {
  /// Before and after.
  public var change: PromiseChange
  /// Title for people.
  public var title: String
}

/// What was done from outside, or would be.
public struct AdministrationView: Hashable, Sendable {
  /// As of any command; its sequence is that of the entry, or the last one where nothing was written.
  public var result: CommandResult
  /// True where nothing was written.
  public var isDryRun: Bool
  /// Tasks that nobody did.
  public var skipped: [String]
  /// Tasks and timed transitions that are others than before.
  public var promises: [PromiseView]
  /// Data that are others than before.
  public var fields: [FieldChange]
  /// What should be known before it is done.
  public var warnings: [String]
}

extension Engine {
  /// Cancels an agreement, takes it to states, or corrects its data; on disk when this returns.
  ///
  /// Whether the caller may is the caller's to ask (``Caller/isAdministrator``).
  public func administer(_ command: AdministrationCommand, _ context: CommandContext)
    async throws(EngineError) -> AdministrationView
  {
    let fingerprint = context.idempotencyKey == nil ? "" : Fingerprint.of(command)
    let mayReplay = !command.isDryRun
    if mayReplay, let done = try await replayed(context, fingerprint) {
      return try await told(again: done, command)
    }
    for _ in 0..<limits.conflictRetries {
      let agreement = try await load(command.reference)
      let workflow = agreement.workflow
      let calendar = try calendar(of: workflow)
      let act = try act(command.wish, in: workflow)
      let now = clock.now()
      let outcome: Outcome
      let administration = Administration(
        act, reason: command.reason ?? (command.isDryRun ? "-" : ""), by: operatorName(context))
      do throws(Refusal) {
        outcome = try workflow.advance(
          agreement.state, .administration(administration), at: now, calendar: calendar)
      } catch {
        if mayReplay, let done = try await replayed(context, fingerprint) {
          return try await told(again: done, command)
        }
        throw refusal(error, workflow: workflow.name, reference: command.reference, context)
      }
      let cause = "uid:\(context.caller.uid)"
      let family = try await followers(of: agreement, administration, at: now, cause: cause)
      let followed = family.following.map(\.agreement.reference).sorted()
      if command.isDryRun {
        var trial = CommandResult(
          reference: agreement.reference, workflow: workflow.name, sequence: agreement.sequence,
          event: act.word, actor: nil, at: now,
          states: workflow.activeStates(of: outcome.state),
          exited: outcome.payload["exited"]?.strings ?? [],
          entered: outcome.payload["entered"]?.strings ?? [], isReplay: false)
        trial.followed = followed
        trial.stayed = family.staying
        return view(
          trial, outcome.payload, workflow,
          warnings: warnings(workflow, outcome, now), isDryRun: true)
      }
      let changes = try stepChanges(
        agreement, outcome, at: now, calendar: calendar, cause: cause,
        receipt: claim(context, fingerprint))
      let receipts: [CommitReceipt]
      do {
        receipts = try await store.commit(changes + family.following.flatMap(\.changes))
      } catch {
        cache.remove(command.reference)
        for child in family.following { cache.remove(child.agreement.reference) }
        if case .conflict = error { continue }
        return try await told(again: try await resolve(error, context, fingerprint), command)
      }
      remember(workflow, outcome, receipts[0], startedAt: agreement.startedAt)
      journal(workflow, outcome, receipts[0], event: act.word, cause: cause)
      wake(outcome)
      remember(family.following, receipts[changes.count...], event: act.word, cause: cause)
      var done = result(workflow, outcome, receipts[0], event: act.word, at: now)
      done.followed = followed
      done.stayed = family.staying
      return view(
        done, outcome.payload, workflow, warnings: warnings(workflow, outcome, now))
    }
    throw .busy(command.reference)
  }

  private func act(_ wish: AdministrationCommand.Wish, in workflow: Workflow)
    throws(EngineError) -> Administration.Act
  {
    switch wish {
    case .cancel: .cancel
    case .jump(let states): .jump(to: states)
    case .correct(let set, let unset):
      .correct(set: try values(set, of: workflow), unset: unset)
    }
  }

  /// The answer to a command that was done before, out of its entry.
  private func told(again done: CommandResult, _ command: AdministrationCommand)
    async throws(EngineError) -> AdministrationView
  {
    let agreement = try await load(done.reference)
    let entry = try await ask { store async throws(StoreError) in
      try await store.historyEntry(instance: agreement.id, sequence: done.sequence)
    }
    let payload = entry.flatMap { try? JSON(parsing: $0.payload) } ?? .object([])
    var result = done
    result.event = command.wish.word
    return view(result, payload, agreement.workflow, warnings: [])
  }

  private func view(
    _ result: CommandResult, _ payload: JSON, _ workflow: Workflow, warnings: [String],
    isDryRun: Bool = false
  ) -> AdministrationView {
    let changes = StateChanges(payload["changes"])
    return AdministrationView(
      result: result, isDryRun: isDryRun, skipped: payload["skipped"]?.strings ?? [],
      promises: changes.promises.map { view($0, workflow, workflow) }, fields: changes.fields,
      warnings: warnings)
  }

  func view(_ change: PromiseChange, _ old: Workflow, _ new: Workflow) -> PromiseView {
    let name = change.after?.name ?? change.before?.name ?? ""
    let workflow = change.after == nil ? old : new
    return PromiseView(
      change: change, title: change.kind == .task ? workflow.title(ofTask: name).id : name)
  }

  private func warnings(_ workflow: Workflow, _ outcome: Outcome, _ now: Instant) -> [String] {
    var warnings: [String] = []
    if !outcome.state.isFinished, workflow.prospect(of: outcome.state) == .cannotEnd {
      warnings.append("from there the workflow leads to no end")
    }
    for timer in outcome.state.timers where timer.dueAt <= now {
      warnings.append("«\(timer.name)» is due at once")
    }
    for task in outcome.state.tasks where task.deadline.map({ $0.instant < now }) ?? false {
      warnings.append("the deadline of «\(task.task)» has passed")
    }
    return warnings
  }
}

extension AdministrationCommand.Wish {
  /// One word for it.
  public var word: String {
    switch self {
    case .cancel: "cancel"
    case .jump: "jump"
    case .correct: "correct"
    }
  }
}

extension Fingerprint {
  static func of(_ command: AdministrationCommand) -> String {
    var parts: [JSON] = [
      .string("administer"), .string(command.reference), .string(command.wish.word),
      .string(command.reason ?? ""),
    ]
    switch command.wish {
    case .cancel: break
    case .jump(let states): parts.append(.strings(states))
    case .correct(let set, let unset): parts += [object(set), .strings(unset)]
    }
    return hash(parts)
  }
}
