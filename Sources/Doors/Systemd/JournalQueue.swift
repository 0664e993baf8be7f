// Stands between everyone who logs and a journal that may stall: a bounded queue and one thread.

internal import Dispatch
internal import Glibc
internal import Synchronization

/// The way to the journal that never blocks its callers.
///
/// sd_journal_sendv(3) waits, for ever if need be, while journald does not read. So one thread of
/// its own sends, and entries wait for it here, up to `SystemdLimits.journalEntries` of them. What
/// comes when the queue is full is dropped and counted, and the count goes ahead of the next entry
/// that finds room, as a warning with the field `SINERGI_DROPPED=`.
public final class JournalQueue: Sendable {
  /// The name under which lines stand in the journal (`SYSLOG_IDENTIFIER=`).
  public let identifier: String

  private let line: Line

  /// Makes a queue; entries wait until `start()`.
  /// - Parameters:
  ///   - identifier: the program's name.
  ///   - entriesMax: how many entries may wait.
  public convenience init(
    identifier: String, entriesMax: Int = SystemdLimits.journalEntries
  ) {
    self.init(identifier: identifier, entriesMax: entriesMax) { $0.sendToJournald() }
  }

  init(
    identifier: String, entriesMax: Int, bytesMax: Int = SystemdLimits.journalBytes,
    send: @escaping @Sendable (JournalEntry) -> Int32
  ) {
    self.identifier = identifier
    line = Line(
      identifier: identifier, entriesMax: entriesMax, bytesMax: bytesMax, send: send)
  }

  deinit {
    line.stop()
  }

  /// Starts the sending thread; a second call does nothing.
  /// - Throws: `SystemdError.thread` when the system gives no thread.
  public func start() throws(SystemdError) {
    try line.start()
  }

  /// Waits until everything that was put in before is sent, but no longer than `duration`.
  ///
  /// For the end of a process, where blocking the caller's thread is meant. Entries that are still
  /// there when the process ends are lost.
  /// - Returns: whether the queue became empty in time.
  @discardableResult
  public func flush(within duration: Duration) -> Bool {
    line.flush(within: duration)
  }

  /// How many entries were dropped since the start: the queue was full, or journald refused them.
  public var droppedCount: Int { line.droppedCount }

  /// Puts an entry in, or drops and counts it; takes the time of an append, never more.
  func put(_ entry: JournalEntry) {
    line.put(entry)
  }
}

/// What the callers and the thread share.
private final class Line: Sendable {
  struct State {
    /// What waits for the thread.
    var waiting: [JournalEntry] = []
    /// Bytes of all entries that are not sent yet.
    var bytes = 0
    /// Entries that the thread took and has not sent yet.
    var taken = 0
    var dropped = 0
    /// Dropped, and not told to the journal yet.
    var untold = 0
    var isStarted = false
    var isStopping = false
    var isAsleep = false
    /// Those who wait for the queue to be empty.
    var flushing: [DispatchSemaphore] = []
  }

  private let state = Mutex(State())
  private let wake = DispatchSemaphore(value: 0)
  private let identifier: String
  private let entriesMax: Int
  private let bytesMax: Int
  private let send: @Sendable (JournalEntry) -> Int32

  init(
    identifier: String, entriesMax: Int, bytesMax: Int,
    send: @escaping @Sendable (JournalEntry) -> Int32
  ) {
    self.identifier = identifier
    self.entriesMax = entriesMax
    self.bytesMax = bytesMax
    self.send = send
  }

  var droppedCount: Int { state.withLock { $0.dropped } }

  func put(_ entry: JournalEntry) {
    let mustWake = state.withLock { state in
      guard state.waiting.count + state.taken < entriesMax,
        state.bytes + entry.bytes.count <= bytesMax
      else {
        state.dropped += 1
        state.untold += 1
        return false
      }
      append(report(&state), to: &state)
      append(entry, to: &state)
      return rouse(&state)
    }
    if mustWake { wake.signal() }
  }

  func flush(within duration: Duration) -> Bool {
    let done = DispatchSemaphore(value: 0)
    let (isEmpty, mustWake) = state.withLock { state in
      append(report(&state), to: &state)
      if state.waiting.isEmpty && state.taken == 0 { return (true, false) }
      state.flushing.append(done)
      return (false, rouse(&state))
    }
    if mustWake { wake.signal() }
    if isEmpty { return true }
    let (seconds, attoseconds) = duration.components
    let nanoseconds = Int(clamping: seconds) * 1_000_000_000 + Int(attoseconds / 1_000_000_000)
    return done.wait(timeout: .now() + .nanoseconds(nanoseconds)) == .success
  }

  func stop() {
    let mustWake = state.withLock { state in
      state.isStopping = true
      return rouse(&state)
    }
    if mustWake { wake.signal() }
  }

  private func append(_ entry: JournalEntry?, to state: inout State) {
    guard let entry else { return }
    state.waiting.append(entry)
    state.bytes += entry.bytes.count
  }

  private func rouse(_ state: inout State) -> Bool {
    defer { state.isAsleep = false }
    return state.isAsleep
  }

  /// The line that tells what was dropped; nil when nothing is untold.
  private func report(_ state: inout State) -> JournalEntry? {
    guard state.untold > 0 else { return nil }
    var entry = JournalEntry()
    entry.add(
      "MESSAGE",
      "\(state.untold) log lines were dropped: the journal did not take them in time")
    entry.add("MESSAGE_ID", MessageID.linesDropped.rawValue)
    entry.add("PRIORITY", "4")
    entry.add("SYSLOG_IDENTIFIER", identifier)
    entry.add("SINERGI_DROPPED", "\(state.untold)")
    entry.dropped = state.untold
    state.untold = 0
    return entry
  }
}

extension Line {
  func start() throws(SystemdError) {
    let isFirst = state.withLock { state in
      defer { state.isStarted = true }
      return !state.isStarted
    }
    guard isFirst else { return }
    let code = startThread()
    guard code == 0 else {
      state.withLock { $0.isStarted = false }
      throw .thread(code: code)
    }
  }

  /// Starts the thread with every signal blocked: signals belong to the daemon's own threads.
  private func startThread() -> Int32 {
    var all = sigset_t()
    var before = sigset_t()
    sigfillset(&all)
    pthread_sigmask(SIG_SETMASK, &all, &before)
    defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
    let context = Unmanaged.passRetained(self)
    var thread = pthread_t()
    let code = pthread_create(
      &thread, nil,
      { context in
        guard let context else { return nil }
        Unmanaged<Line>.fromOpaque(context).takeRetainedValue().run()
        return nil
      }, context.toOpaque())
    guard code == 0 else {
      context.release()
      return code
    }
    pthread_detach(thread)
    return 0
  }

  private func run() {
    while let batch = nextBatch() {
      for entry in batch { settle(entry, code: send(entry)) }
    }
  }

  /// The entries that wait, once there are some; nil when the queue is at its end.
  private func nextBatch() -> [JournalEntry]? {
    while true {
      let (batch, isEnd) = state.withLock { state -> ([JournalEntry], Bool) in
        var batch: [JournalEntry] = []
        swap(&batch, &state.waiting)
        state.taken = batch.count
        let isEnd = batch.isEmpty && state.isStopping
        state.isAsleep = batch.isEmpty && !isEnd
        return (batch, isEnd)
      }
      if isEnd { return nil }
      if !batch.isEmpty { return batch }
      wake.wait()
    }
  }

  private func settle(_ entry: JournalEntry, code: Int32) {
    let done = state.withLock { state -> [DispatchSemaphore] in
      state.taken -= 1
      state.bytes -= entry.bytes.count
      if code < 0 {
        // A report that is lost is no new loss, and what it told of is untold again.
        state.dropped += entry.dropped == 0 ? 1 : 0
        state.untold += max(entry.dropped, 1)
      }
      guard state.taken == 0, state.waiting.isEmpty else { return [] }
      defer { state.flushing = [] }
      return state.flushing
    }
    for semaphore in done { semaphore.signal() }
  }
}
