// What an administrator does to an agreement without deciding anything in it.

public import Store
internal import WorkCalendar
public import Workflow

extension Engine {
  /// Suspends or resumes an agreement, or has its deadlines counted again; on disk when this returns.
  ///
  /// Whether the caller may operate is the caller's to ask (``Caller/isAdministrator``).
  public func operate(
    _ kind: Operation.Kind, _ reference: String, reason: String, _ context: CommandContext
  ) async throws(EngineError) -> CommandResult {
    let operation = Operation(kind, reason: reason, by: operatorName(context))
    let fingerprint =
      context.idempotencyKey == nil ? "" : Fingerprint.of(operation, on: reference)
    if let done = try await replayed(context, fingerprint) { return done }
    for _ in 0..<limits.conflictRetries {
      let agreement = try await load(reference)
      let now = clock.now()
      do throws(OperationFailure) {
        let done = try await take(
          operation, agreement, at: now, cause: "uid:\(context.caller.uid)",
          receipt: claim(context, fingerprint))
        var answer = result(
          agreement.workflow, done.outcome, done.receipt, event: kind.rawValue, at: now)
        answer.followed = done.followed
        answer.stayed = done.stayed
        return answer
      } catch {
        switch error {
        case .conflict: continue
        case .refused(let refused):
          if let done = try await replayed(context, fingerprint) { return done }
          throw refusal(
            refused, workflow: agreement.workflow.name, reference: reference, context)
        case .store(let error): return try await resolve(error, context, fingerprint)
        case .engine(let error): throw error
        }
      }
    }
    throw .busy(reference)
  }

  func operatorName(_ context: CommandContext) -> String {
    context.caller.unixName ?? "uid:\(context.caller.uid)"
  }

  /// Why an operation did not come through.
  enum OperationFailure: Error {
    case refused(Refusal)
    case conflict
    case store(StoreError)
    case engine(EngineError)
  }

  /// An operation that is on disk.
  struct Taken {
    var outcome: Outcome
    var receipt: CommitReceipt
    /// References of the agreements below it to which the same was done.
    var followed: [String]
    /// Those below it that are open and stay as they are.
    var stayed: [String]
  }

  /// One operation on one agreement, as it stands: worked out, committed, remembered, journalled.
  func take(
    _ operation: Operation, _ agreement: LoadedAgreement, at now: Instant, cause: String,
    receipt: ReceiptClaim?
  ) async throws(OperationFailure) -> Taken {
    let workflow = agreement.workflow
    let outcome: Outcome
    let changes: [Changes]
    do throws(EngineError) {
      let calendar = try calendar(of: workflow)
      let advanced: Outcome
      do {
        advanced = try workflow.advance(
          agreement.state, .operation(operation), at: now, calendar: calendar)
      } catch { throw EngineError.refused(error) }
      outcome = advanced
      changes = try stepChanges(
        agreement, outcome, at: now, calendar: calendar, cause: cause, receipt: receipt,
        isByTime: operation.kind == .recalculate)
    } catch {
      if case .refused(let refusal) = error { throw .refused(refusal) }
      throw .engine(error)
    }
    let family: (following: [Following], staying: [String])
    do { family = try await followers(of: agreement, operation, at: now, cause: cause) } catch {
      throw .engine(error)
    }
    do {
      let receipts = try await store.commit(changes + family.following.flatMap(\.changes))
      remember(workflow, outcome, receipts[0], startedAt: agreement.startedAt)
      journal(workflow, outcome, receipts[0], event: operation.kind.rawValue, cause: cause)
      wake(outcome)
      remember(
        family.following, receipts[changes.count...], event: operation.kind.rawValue, cause: cause)
      return Taken(
        outcome: outcome, receipt: receipts[0],
        followed: family.following.map(\.agreement.reference).sorted(), stayed: family.staying)
    } catch {
      cache.remove(agreement.reference)
      for child in family.following { cache.remove(child.agreement.reference) }
      if case .conflict = error { throw .conflict }
      throw .store(error)
    }
  }
}
