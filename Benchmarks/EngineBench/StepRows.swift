// The rows that one step of the engine wrote, read back so that bare SQLite can write the same.

/// What a step writes, with the texts that the engine made for it.
struct StepRows {
  struct Task {
    var name: Fixed
    var assignee: Fixed
    var role: Fixed
    var openedAt: Int64
    var dueAt: Int64
  }

  var snapshot: Fixed
  var states: Fixed
  var kind: Fixed
  var cause: Fixed
  var payload: Fixed
  var hash: Fixed
  var timersCleared: [Fixed]
  var timersSet: [(name: Fixed, dueAt: Int64)]
  var tasksClosed: [Fixed]
  var tasksOpened: [Task]
  var messages: [(notifier: Fixed, content: Fixed)]

  /// Rows written, and the bytes of their texts.
  var size: (rows: Int, bytes: Int) {
    let rows =
      2 + timersCleared.count + timersSet.count + tasksClosed.count + tasksOpened.count
      + messages.count
    let texts =
      [snapshot, states, kind, cause, payload, hash] + timersSet.map(\.name)
      + tasksOpened.flatMap { [$0.name, $0.assignee, $0.role, $0.name] }
      + messages.flatMap { [$0.notifier, $0.content] }
    return (rows, texts.reduce(0) { $0 + $1.bytes.count })
  }
}

/// The open timers and tasks of an agreement between two steps.
struct OpenRows {
  var timers: [String: Int64] = [:]
  var tasks: [String: [String]] = [:]

  init(_ connection: Connection, instance: Int64) throws(BenchError) {
    for row in try connection.rows("SELECT name, due_at FROM timer WHERE instance = \(instance)") {
      timers[row[0]] = Int64(row[1])
    }
    let tasks = try connection.rows(
      """
      SELECT task, assignee, role, opened_at, due_at FROM task WHERE instance = \(instance)
      """)
    for row in tasks { self.tasks[row[0]] = row }
  }
}

extension StepRows {
  /// Reads what the last step of an agreement wrote.
  init(_ connection: Connection, instance: Int64, before: OpenRows) throws(BenchError) {
    let after = try OpenRows(connection, instance: instance)
    let row = try connection.rows(
      """
      SELECT i.snapshot, i.states, h.kind, h.cause, h.payload, i.sequence
      FROM instance AS i JOIN history AS h ON h.instance = i.id AND h.sequence = i.sequence
      WHERE i.id = \(instance)
      """)[0]
    let texts = row.map { Fixed($0.utf8) }
    (snapshot, states, kind, cause, payload) = (texts[0], texts[1], texts[2], texts[3], texts[4])
    // Its bytes are whatever: bare SQLite chains nothing.
    hash = Fixed([UInt8](repeating: 0xA5, count: 32))
    timersCleared = before.timers.keys.filter { after.timers[$0] == nil }.map { Fixed($0.utf8) }
    timersSet = after.timers.filter { before.timers[$0.key] != $0.value }
      .map { (Fixed($0.key.utf8), $0.value) }
    tasksClosed = before.tasks.keys.filter { after.tasks[$0] == nil }.map { Fixed($0.utf8) }
    tasksOpened = after.tasks.filter { before.tasks[$0.key] != $0.value }.map { _, row in
      let texts = row.map { Fixed($0.utf8) }
      return Task(
        name: texts[0], assignee: texts[1], role: texts[2], openedAt: Int64(row[3]) ?? 0,
        dueAt: Int64(row[4]) ?? 0)
    }
    let sent = try connection.rows(
      """
      SELECT notifier, content FROM outbox WHERE instance = \(instance) AND sequence = \(row[5])
      ORDER BY id
      """)
    messages = sent.map { (Fixed($0[0].utf8), Fixed($0[1].utf8)) }
  }
}
