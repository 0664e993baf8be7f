// Many callers, one transaction and one fsync: the only way in which the store writes.

internal import GRDB
internal import Glibc
internal import Synchronization

/// Collects pieces of writing and commits them in groups on the writing connection.
///
/// While one group is being written and synced, the next one collects. A piece that fails does not
/// take its neighbours with it, and nobody is answered before COMMIT has returned.
final class GroupCommitter: Sendable {
  /// A piece of writing. `run` may be called twice (the first time is then rolled back), so it
  /// works on the database and its arguments only; what it returns gives the answer.
  private struct Job: Sendable {
    let run: @Sendable (Database, inout ChainHead) throws -> @Sendable () -> Void
    let fail: @Sendable (StoreError) -> Void
  }

  private enum Answer {
    case done(@Sendable () -> Void)
    case failed(StoreError)
  }

  private struct State {
    var waiting: [Job] = []
    var isPumping = false
    var isClosed = false
    var counts = CommitCounts()
  }

  /// Thrown inside when a failed job left rows behind, so that the group must be taken apart.
  private struct LeftRowsBehind: Error {}

  private let state = Mutex(State())
  private let database: any DatabaseWriter
  private let limits: StoreLimits

  init(_ database: any DatabaseWriter, limits: StoreLimits) {
    self.database = database
    self.limits = limits
  }

  var waitingCount: Int { state.withLock { $0.waiting.count } }

  var isClosed: Bool { state.withLock { $0.isClosed } }

  var counts: CommitCounts { state.withLock { $0.counts } }

  /// Refuses what is submitted from now on; false when that was already so.
  func refuseFurther() -> Bool {
    state.withLock { state in
      defer { state.isClosed = true }
      return !state.isClosed
    }
  }

  /// Writes in the next group and returns after its COMMIT.
  func submit<Value: Sendable>(
    _ work: @escaping @Sendable (Database, inout ChainHead) throws -> Value
  ) async throws(StoreError) -> Value {
    let result: Result<Value, StoreError> = await withCheckedContinuation { continuation in
      enqueue(
        Job(
          run: { db, head in
            let value = try work(db, &head)
            return { continuation.resume(returning: .success(value)) }
          },
          fail: { continuation.resume(returning: .failure($0)) }))
    }
    return try result.get()
  }

  private func enqueue(_ job: Job) {
    let refusal: StoreError? = state.withLock { state in
      if state.isClosed { return .closed }
      if state.waiting.count >= limits.waitingMax {
        return .overloaded(waiting: state.waiting.count)
      }
      state.waiting.append(job)
      if !state.isPumping {
        state.isPumping = true
        // Inside the lock, so that `refuseFurther` followed by a close of the database always
        // finds this piece of work ahead of the close in the writer's queue.
        database.asyncWriteWithoutTransaction { db in self.pump(db) }
      }
      return nil
    }
    if let refusal { job.fail(refusal) }
  }

  private func pump(_ db: Database) {
    repeat {
      while let jobs = nextGroup() {
        for (job, answer) in zip(jobs, write(jobs, db)) {
          switch answer {
          case .done(let tell): tell()
          case .failed(let error): job.fail(error)
          }
        }
      }
    } while linger()
  }

  /// Waits a moment for the next job, awake: to wake a sleeping thread takes a caller about as long
  /// as the fsync of a good disk. True when one came; otherwise the next to arrive starts the pump.
  private func linger() -> Bool {
    let clock = ContinuousClock()
    let end = clock.now.advanced(by: .microseconds(limits.lingerMicroseconds))
    while clock.now < end {
      if state.withLock({ !$0.waiting.isEmpty || $0.isClosed }) { break }
      sched_yield()
    }
    return state.withLock { state in
      if state.waiting.isEmpty { state.isPumping = false }
      return state.isPumping
    }
  }

  private func nextGroup() -> [Job]? {
    state.withLock { state in
      guard !state.waiting.isEmpty else { return nil }
      state.counts.groups += 1
      state.counts.pieces += min(state.waiting.count, limits.batchMax)
      if state.waiting.count <= limits.batchMax {
        defer { state.waiting = [] }
        return state.waiting
      }
      let group = Array(state.waiting.prefix(limits.batchMax))
      state.waiting.removeFirst(limits.batchMax)
      return group
    }
  }

  private func write(_ jobs: [Job], _ db: Database) -> [Answer] {
    do {
      return try inTransaction(db) { head in try together(jobs, db, &head) }
    } catch is LeftRowsBehind {
      do {
        return try inTransaction(db) { head in try oneByOne(jobs, db, &head) }
      } catch {
        return jobs.map { _ in .failed(StoreError(error)) }
      }
    } catch {
      return jobs.map { _ in .failed(StoreError(error)) }
    }
  }

  /// The usual way: no savepoints, which cost more the larger the group is.
  ///
  /// A job that fails before it changed a row (a conflict, a command that was already done) fails
  /// alone and the others go on.
  private func together(
    _ jobs: [Job], _ db: Database, _ head: inout ChainHead
  ) throws -> [Answer] {
    var answers: [Answer] = []
    answers.reserveCapacity(jobs.count)
    for job in jobs {
      let changesBefore = db.totalChangesCount
      do {
        answers.append(.done(try job.run(db, &head)))
      } catch {
        let error = StoreError(error)
        if error.concernsTheWholeGroup || !db.isInsideTransaction { throw error }
        guard jobs.count == 1 || db.totalChangesCount == changesBefore else {
          throw LeftRowsBehind()
        }
        if jobs.count == 1 { throw error }
        answers.append(.failed(error))
      }
    }
    return answers
  }

  /// The careful way: a savepoint around each job, so that only those fail that must.
  private func oneByOne(
    _ jobs: [Job], _ db: Database, _ head: inout ChainHead
  ) throws -> [Answer] {
    var answers: [Answer] = []
    for job in jobs {
      let headBefore = head
      do {
        var answer: Answer?
        try db.inSavepoint {
          answer = .done(try job.run(db, &head))
          return .commit
        }
        answers.append(answer ?? .failed(.cancelled))
      } catch {
        let error = StoreError(error)
        if error.concernsTheWholeGroup || !db.isInsideTransaction { throw error }
        head = headBefore
        answers.append(.failed(error))
      }
    }
    return answers
  }

  private func inTransaction(
    _ db: Database, _ body: (inout ChainHead) throws -> [Answer]
  ) throws -> [Answer] {
    do {
      // Prepared once, like every other statement of a step; GRDB's own would be parsed each time.
      try db.run("BEGIN IMMEDIATE")
      // Read anew for each group: cheap, and a rollback needs no memory of what was before.
      var head = try ChainHead.read(db)
      let answers = try body(&head)
      try db.run("COMMIT")
      return answers
    } catch {
      // SQLite itself rolls back on some errors (disk full, I/O); a failed rollback leaves nothing
      // to do either, because the next BEGIN reports it.
      if db.isInsideTransaction { try? db.rollback() }
      throw error
    }
  }
}

/// How much the store wrote since it was opened: the mean group is `pieces / groups`.
public struct CommitCounts: Hashable, Sendable {
  /// Transactions that were tried, each with its own fsync.
  public var groups = 0
  /// Pieces of writing that they carried.
  public var pieces = 0
}

extension StoreError {
  /// Whether the fault is the database's, so that no job of the group can be committed.
  fileprivate var concernsTheWholeGroup: Bool {
    switch self {
    case .full, .ioError, .readOnly, .corrupt, .locked, .closed, .notADatabase: true
    default: false
    }
  }
}
