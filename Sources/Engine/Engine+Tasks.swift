// Who has a task in hand, and what people write down: steps that decide nothing.

public import Store
internal import WorkCalendar
public import Workflow

/// Claims, delegates, gives back, reassigns, or comments.
public struct TaskCommand: Hashable, Sendable {
  /// The agreement's reference.
  public var reference: String
  /// What is done.
  public var kind: TaskMove.Kind
  /// The task, when several are open.
  public var task: String?
  /// Identity of the person to whom the task is to go.
  public var to: String?
  /// The document that a person rests on who does not stand for the role.
  public var basis: String?
  /// Why, or the comment.
  public var text: String?

  /// Creates a command.
  public init(
    reference: String, kind: TaskMove.Kind, task: String? = nil, to: String? = nil,
    basis: String? = nil, text: String? = nil
  ) {
    self.reference = reference
    self.kind = kind
    self.task = task
    self.to = to
    self.basis = basis
    self.text = text
  }
}

extension Engine {
  /// Changes who has a task in hand, or keeps a comment; it is on disk when this returns.
  ///
  /// Whether the caller may reassign is the caller's to ask (``Caller/isAdministrator``).
  public func move(_ command: TaskCommand, _ context: CommandContext) async throws(EngineError)
    -> CommandResult
  {
    let isOperation =
      command.kind == .reassign
      || command.kind == .comment && context.standIn == nil
        && context.caller.person == nil && context.caller.isAdministrator
    var person: String?
    var cause = "uid:\(context.caller.uid)"
    if !isOperation {
      let acting = try actingPerson(context)
      person = acting.id
      cause = acting.cause
    }
    let fingerprint = context.idempotencyKey == nil ? "" : Fingerprint.of(command)
    if let done = try await replayed(context, fingerprint) { return done }
    for _ in 0..<limits.conflictRetries {
      let agreement = try await load(command.reference)
      let workflow = agreement.workflow
      let calendar = try calendar(of: workflow)
      let now = clock.now()
      let move: TaskMove
      let outcome: Outcome
      do throws(Refusal) {
        move = try workflow.permit(
          Workflow.TaskWish(
            kind: command.kind, task: command.task, person: person, to: command.to,
            basis: command.basis, text: command.text,
            by: isOperation ? operatorName(context) : nil),
          in: agreement.state, directory: directory, at: now, on: calendar.date(of: now))
        outcome = try workflow.advance(
          agreement.state, .task(move), at: now, calendar: calendar)
      } catch {
        if let done = try await replayed(context, fingerprint) { return done }
        throw refusal(error, workflow: workflow.name, reference: command.reference, context)
      }
      let changes = try stepChanges(
        agreement, outcome, at: now, calendar: calendar, cause: cause,
        receipt: claim(context, fingerprint))
      let receipts: [CommitReceipt]
      do { receipts = try await store.commit(changes) } catch {
        cache.remove(command.reference)
        if case .conflict = error { continue }
        return try await resolve(error, context, fingerprint)
      }
      remember(workflow, outcome, receipts[0], startedAt: agreement.startedAt)
      journal(workflow, outcome, receipts[0], event: move.kind.rawValue, cause: cause)
      wake(outcome)
      return result(workflow, outcome, receipts[0], event: move.kind.rawValue, at: now)
    }
    throw .busy(command.reference)
  }
}

extension Fingerprint {
  static func of(_ command: TaskCommand) -> String {
    Library.digest(
      JSON.array(
        [
          "task", command.reference, command.kind.rawValue, command.task, command.to,
          command.basis, command.text,
        ].map { $0.map { .string($0) } ?? .null }
      ).text)
  }
}
