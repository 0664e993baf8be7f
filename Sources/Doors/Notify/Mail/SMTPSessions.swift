// The connections of one channel: as many as it may have deliveries at once, kept and used again.

internal import Dispatch
internal import Synchronization

/// Deals mails out to sessions; a mail that finds all of them busy waits for the next free one.
final class SMTPSessions: Sendable {
  /// A mail on its way.
  final class Job: Sendable {
    let mail: Mail
    /// Set when nobody waits for the mail any more.
    let isCancelled = Atomic(false)

    init(_ mail: Mail) { self.mail = mail }
  }

  private struct Waiting {
    var job: Job
    var continuation: CheckedContinuation<SMTPVerdict, Never>
  }

  private struct State {
    /// The one that was used last is used first, so that those too many grow cold.
    var idle: [SMTPSession] = []
    var made = 0
    var waiting: [Waiting] = []
  }

  private let settings: SMTPSettings
  private let most: Int
  private let state = Mutex(State())

  init(_ settings: SMTPSettings, most: Int) {
    self.settings = settings
    self.most = max(1, most)
  }

  /// Carries a mail; ends within the time limit after it found a session, and soon after it is
  /// cancelled.
  func carry(_ mail: Mail) async throws(DeliveryError) -> Receipt {
    let job = Job(mail)
    let verdict = await withTaskCancellationHandler {
      await withCheckedContinuation { begin(Waiting(job: job, continuation: $0)) }
    } onCancel: {
      cancel(job)
    }
    return try verdict.get()
  }

  private func begin(_ waiting: Waiting) {
    enum Next {
      case use(SMTPSession)
      case wait
      case make
      case end
    }
    let next = state.withLock { state -> Next in
      if waiting.job.isCancelled.load(ordering: .relaxed) { return .end }
      if let session = state.idle.popLast() { return .use(session) }
      if state.made < most {
        state.made += 1
        return .make
      }
      state.waiting.append(waiting)
      return .wait
    }
    switch next {
    case .use(let session): run(waiting, session)
    case .make: run(waiting, SMTPSession(settings))
    case .end: waiting.continuation.resume(returning: Self.cancelled)
    case .wait: break
    }
  }

  private func run(_ waiting: Waiting, _ session: SMTPSession) {
    session.queue.async { [self] in
      var waiting = waiting
      while true {
        let verdict = session.carry(waiting.job)
        // The session is free before the caller goes on, who may come back with the next mail.
        let next = state.withLock { state -> Waiting? in
          if state.waiting.isEmpty {
            state.idle.append(session)
            return nil
          }
          return state.waiting.removeFirst()
        }
        waiting.continuation.resume(returning: verdict)
        guard let next else { return }
        waiting = next
      }
    }
  }

  private func cancel(_ job: Job) {
    let waiting = state.withLock { state -> Waiting? in
      job.isCancelled.store(true, ordering: .relaxed)
      return state.waiting.firstIndex { $0.job === job }.map { state.waiting.remove(at: $0) }
    }
    waiting?.continuation.resume(returning: Self.cancelled)
  }

  private static let cancelled = SMTPVerdict.failure(.retry("stopped before anything was sent"))
}
