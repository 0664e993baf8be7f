// Bare SQLite: one thread writes the rows of the engine's steps, in groups of the same size.

import GRDBSQLite
import WorkCalendar

/// Writes the same rows as the engine, with prepared statements and nothing else.
final class BareRun {
  private let connection: Connection
  private let turns: [StepRows]
  private var agreements: [(id: Int64, reference: String, sequence: Int64, turn: Int)] = []
  private var position: Int64
  private let begin, commit, update, history, clearTimer, setTimer, closeTask, openTask,
    message: Statement

  /// - Parameter count: how many agreements move, one after the other.
  init(_ path: String, turns: [StepRows], count: Int) throws(BenchError) {
    let connection = try Connection(path)
    self.connection = connection
    self.turns = turns
    for row in try connection.rows(
      "SELECT id, reference, sequence FROM instance ORDER BY id LIMIT \(count)")
    {
      agreements.append((Int64(row[0]) ?? 0, row[1], Int64(row[2]) ?? 0, 0))
    }
    position = Int64(try connection.rows("SELECT max(position) FROM history")[0][0]) ?? 0
    begin = try connection.prepare("BEGIN IMMEDIATE")
    commit = try connection.prepare("COMMIT")
    update = try connection.prepare(
      """
      UPDATE instance SET snapshot = ?, states = ?, sequence = sequence + 1, changed_at = ?
      WHERE id = ? AND sequence = ?
      """)
    history = try connection.prepare(
      """
      INSERT INTO history (position, instance, sequence, at, kind, version, cause, payload, hash)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
      """)
    clearTimer = try connection.prepare("DELETE FROM timer WHERE instance = ? AND name = ?")
    setTimer = try connection.prepare(
      """
      INSERT INTO timer (instance, name, due_at) VALUES (?, ?, ?)
      ON CONFLICT (instance, name)
      DO UPDATE SET due_at = excluded.due_at, retry_at = NULL, attempts = 0
      """)
    closeTask = try connection.prepare("DELETE FROM task WHERE instance = ? AND task = ?")
    openTask = try connection.prepare(
      """
      INSERT INTO task (instance, task, assignee, role, state, opened_at, due_at, is_provisional)
      VALUES (?, ?, ?, ?, ?, ?, ?, 0)
      """)
    message = try connection.prepare(
      """
      INSERT INTO outbox (key, instance, sequence, notifier, content, next_at)
      VALUES (?, ?, ?, ?, ?, ?)
      """)
  }

  /// Writes one step of each agreement, in groups of `batch`.
  func runOnce(batch: Int) throws(BenchError) -> Rate {
    let clock = ContinuousClock()
    let start = clock.now
    var next = 0
    while next < agreements.count {
      try begin.run()
      for index in next..<min(next + batch, agreements.count) { try step(index) }
      try commit.run()
      next += batch
    }
    return Rate(steps: agreements.count, seconds: (clock.now - start).inSeconds)
  }

  /// Writes groups of `batch` steps for so long; the steps that were written.
  func run(seconds: Double, batch: Int) throws(BenchError) -> Rate {
    var next = 0
    func group() throws(BenchError) {
      try begin.run()
      for _ in 0..<batch {
        try step(next)
        next = (next + 1) % agreements.count
      }
      try commit.run()
    }
    let clock = ContinuousClock()
    let warm = clock.now.advanced(by: .seconds(seconds * warmUpShare))
    while clock.now < warm { try group() }
    var steps = 0
    let start = clock.now
    let end = start.advanced(by: .seconds(seconds))
    while clock.now < end {
      try group()
      steps += batch
    }
    return Rate(steps: steps, seconds: (clock.now - start).inSeconds)
  }

  private func step(_ index: Int) throws(BenchError) {
    let agreement = agreements[index]
    let rows = turns[agreement.turn]
    let at = SystemTime().now().millisecondsSince1970
    let sequence = agreement.sequence + 1
    position += 1
    update.bind(1, rows.snapshot)
    update.bind(2, rows.states)
    update.bind(3, at)
    update.bind(4, agreement.id)
    update.bind(5, agreement.sequence)
    try update.run()
    history.bind(1, position)
    history.bind(2, agreement.id)
    history.bind(3, sequence)
    history.bind(4, at)
    history.bind(5, rows.kind)
    history.bind(6, 1)
    history.bind(7, rows.cause)
    history.bind(8, rows.payload)
    history.bind(9, blob: rows.hash)
    try history.run()
    try timersAndTasks(agreement.id, rows, at)
    try messages(agreement, sequence, rows, at)
    agreements[index].sequence = sequence
    agreements[index].turn = (agreement.turn + 1) % turns.count
  }

  private func timersAndTasks(
    _ id: Int64, _ rows: StepRows, _ at: Int64
  ) throws(BenchError) {
    for name in rows.timersCleared {
      clearTimer.bind(1, id)
      clearTimer.bind(2, name)
      try clearTimer.run()
    }
    for timer in rows.timersSet {
      setTimer.bind(1, id)
      setTimer.bind(2, timer.name)
      setTimer.bind(3, timer.dueAt)
      try setTimer.run()
    }
    for name in rows.tasksClosed {
      closeTask.bind(1, id)
      closeTask.bind(2, name)
      try closeTask.run()
    }
    for task in rows.tasksOpened {
      openTask.bind(1, id)
      openTask.bind(2, task.name)
      openTask.bind(3, task.assignee)
      openTask.bind(4, task.role)
      openTask.bind(5, task.name)
      openTask.bind(6, at)
      openTask.bind(7, task.dueAt)
      try openTask.run()
    }
  }

  private func messages(
    _ agreement: (id: Int64, reference: String, sequence: Int64, turn: Int), _ sequence: Int64,
    _ rows: StepRows, _ at: Int64
  ) throws(BenchError) {
    for (index, sent) in rows.messages.enumerated() {
      var key = "\(agreement.reference)#\(sequence).\(index)"
      // The text is not there any more when the statement runs, so SQLite copies it.
      key.withUTF8 { bytes in
        bytes.withMemoryRebound(to: CChar.self) { bytes in
          _ = sqlite3_bind_text(message.raw, 1, bytes.baseAddress, Int32(bytes.count), copied)
        }
      }
      message.bind(2, agreement.id)
      message.bind(3, sequence)
      message.bind(4, sent.notifier)
      message.bind(5, sent.content)
      message.bind(6, at)
      try message.run()
    }
  }
}

/// SQLITE_TRANSIENT, a macro that Swift does not see.
private var copied: sqlite3_destructor_type { unsafeBitCast(-1, to: sqlite3_destructor_type.self) }
