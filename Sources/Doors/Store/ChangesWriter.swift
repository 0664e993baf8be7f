// The rows of one step: the hot path of the store.

internal import GRDB

/// Writes one `Changes` inside the transaction that the group committer opened.
enum ChangesWriter {
  /// Everything of a step but its messages, which `Messages` writes once all steps of a commit are there.
  static func write(
    _ changes: Changes, textBytesMax: Int, _ db: Database, _ head: inout ChainHead
  ) throws -> CommitReceipt {
    // First what can refuse without having written anything: then the job fails alone and its
    // group goes on undisturbed.
    if let claim = changes.receipt, let row = try Receipts.find(claim.caller, claim.key, db) {
      throw StoreError.duplicateReceipt(row)
    }
    let (instance, reference, sequence) = try writeInstance(changes, db)
    let payload = changes.entry.payload(reference)
    guard payload.utf8.count <= textBytesMax else {
      throw StoreError.tooLarge(what: "payload", bytes: payload.utf8.count, limit: textBytesMax)
    }
    let fields = HashChain.Fields(
      position: head.position + 1, reference: reference, sequence: sequence, at: changes.entry.at,
      kind: changes.entry.kind, version: changes.entry.version, cause: changes.entry.cause,
      payload: payload)
    try insertEntry(fields, instance: instance, db, &head)
    try writeTimers(changes, instance, db)
    try writeTasks(changes, instance, db)
    if changes.tellsParent {
      try db.run(
        """
        INSERT INTO timer (instance, name, due_at)
        SELECT parent, ?, ? FROM instance WHERE id = ? AND parent IS NOT NULL
        """,
        Changes.newsTimer(of: instance, sequence: sequence), changes.entry.at, instance)
    }
    if let claim = changes.receipt {
      try db.run(
        """
        INSERT INTO receipt (caller, key, fingerprint, instance, sequence, at)
        VALUES (?, ?, ?, ?, ?, ?)
        """,
        claim.caller, claim.key, claim.fingerprint, instance, sequence, changes.entry.at)
    }
    return CommitReceipt(
      instance: instance, reference: reference, sequence: sequence, position: head.position,
      hash: hexadecimal(head.hash))
  }

  static func insertEntry(
    _ fields: HashChain.Fields, instance: Int64?, _ db: Database, _ head: inout ChainHead
  ) throws {
    let hash = HashChain.hash(fields, after: head.hash)
    try db.run(
      """
      INSERT INTO history (position, instance, sequence, at, kind, version, cause, payload, hash)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      fields.position, instance, fields.sequence, fields.at, fields.kind, fields.version,
      fields.cause, fields.payload, hash)
    head = ChainHead(position: fields.position, hash: hash)
  }

  private static func writeInstance(
    _ changes: Changes, _ db: Database
  ) throws -> (id: Int64, reference: String, sequence: Int) {
    switch changes.target {
    case .new(let new): try insertInstance(new, changes, db)
    case .existing(let id, let expected): try updateInstance(id, expected, changes, db)
    }
  }

  private static func insertInstance(
    _ new: Changes.NewInstance, _ changes: Changes, _ db: Database
  ) throws -> (id: Int64, reference: String, sequence: Int) {
    let reference = try new.ownReference ?? nextReference(new, db)
    let at = changes.entry.at
    try db.run(
      """
      INSERT INTO instance
        (reference, workflow, definition, status, snapshot, states, title, party, parent,
         sequence, started_at, changed_at, finished_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?, ?, ?)
      """,
      reference, new.workflow, changes.definition ?? new.definition, changes.status.rawValue,
      changes.snapshot, changes.states, changes.title ?? new.title, changes.party ?? new.party,
      new.parent, new.startedAt ?? at, at, changes.status == .active ? Int64?.none : at)
    return (db.lastInsertedRowID, reference, 1)
  }

  private static func nextReference(_ new: Changes.NewInstance, _ db: Database) throws -> String {
    let counter = try db.cachedStatement(
      sql: """
        INSERT INTO reference_counter (name, last) VALUES (?, 1)
        ON CONFLICT (name) DO UPDATE SET last = last + 1
        RETURNING last
        """)
    return new.reference(try Int.fetchOne(counter, arguments: [new.counter]) ?? 1)
  }

  private static func updateInstance(
    _ id: Int64, _ expected: Int, _ changes: Changes, _ db: Database
  ) throws -> (id: Int64, reference: String, sequence: Int) {
    let found = try db.first(
      "SELECT reference, sequence, status FROM instance WHERE id = ?", id
    ) { (reference: $0.text(0), sequence: Int($0.integer(1)), status: $0.text(2)) }
    guard let found else { throw StoreError.noSuchInstance(id) }
    let actual = found.sequence
    guard actual == expected else {
      throw StoreError.conflict(instance: id, expected: expected, actual: actual)
    }
    let staysActive = changes.status == .active && found.status == InstanceStatus.active.rawValue
    if staysActive, changes.title == nil, changes.party == nil, changes.definition == nil,
      changes.suspension == .unchanged
    {
      // Most steps: naming a column rewrites its indexes even when its value stays.
      try db.run(
        """
        UPDATE instance SET snapshot = ?, states = ?, sequence = sequence + 1, changed_at = ?
        WHERE id = ? AND sequence = ?
        """,
        changes.snapshot, changes.states, changes.entry.at, id, expected)
    } else {
      try updateEveryColumn(id, expected, changes, db)
    }
    // The row was read in this transaction, so only a second writer could have moved it since.
    guard db.changesCount == 1 else {
      throw StoreError.conflict(instance: id, expected: expected, actual: actual)
    }
    return (id, found.reference, expected + 1)
  }

  private static func updateEveryColumn(
    _ id: Int64, _ expected: Int, _ changes: Changes, _ db: Database
  ) throws {
    let isActive = changes.status == .active
    var suspendedAt: Int64?
    if case .begins(let instant) = changes.suspension { suspendedAt = instant }
    try db.run(
      """
      UPDATE instance
      SET status = ?, snapshot = ?, states = ?, title = coalesce(?, title),
          party = coalesce(?, party), definition = coalesce(?, definition),
          sequence = sequence + 1, changed_at = ?,
          finished_at = CASE WHEN ? THEN NULL ELSE coalesce(finished_at, ?) END,
          suspended_at = CASE WHEN ? THEN suspended_at ELSE ? END
      WHERE id = ? AND sequence = ?
      """,
      changes.status.rawValue, changes.snapshot, changes.states, changes.title, changes.party,
      changes.definition, changes.entry.at, isActive, changes.entry.at,
      changes.suspension == .unchanged, suspendedAt, id, expected)
  }

  private static func writeTimers(_ changes: Changes, _ instance: Int64, _ db: Database) throws {
    for name in changes.timersCleared {
      try db.run("DELETE FROM timer WHERE instance = ? AND name = ?", instance, name)
    }
    for timer in changes.timersSet {
      try db.run(
        """
        INSERT INTO timer (instance, name, due_at) VALUES (?, ?, ?)
        ON CONFLICT (instance, name)
        DO UPDATE SET due_at = excluded.due_at, retry_at = NULL, attempts = 0
        """,
        instance, timer.name, timer.dueAt)
    }
  }

  private static func writeTasks(_ changes: Changes, _ instance: Int64, _ db: Database) throws {
    for task in changes.tasksClosed {
      try db.run("DELETE FROM task WHERE instance = ? AND task = ?", instance, task)
    }
    for task in changes.tasksOpened {
      try db.run(
        """
        INSERT INTO task
          (instance, task, assignee, role, state, opened_at, due_at, is_provisional, holder,
            holder_kind, holder_giver)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (instance, task)
        DO UPDATE SET assignee = excluded.assignee, role = excluded.role, state = excluded.state,
          opened_at = excluded.opened_at, due_at = excluded.due_at,
          is_provisional = excluded.is_provisional, holder = excluded.holder,
          holder_kind = excluded.holder_kind, holder_giver = excluded.holder_giver
        """,
        instance, task.task, task.assignee, task.role, task.state, task.openedAt, task.dueAt,
        task.isProvisional, task.holder, task.holderKind, task.holderGiver)
    }
  }

}

/// Messages of steps that are written together.
///
/// One statement writes many rows. What SQLite sets up for each statement (the words that the columns
/// may hold, the counter of identifiers) costs more than a row: about 16 µs of processor time for each
/// message in a statement of its own, 5 µs among sixteen.
struct Messages {
  private static let rowsTogether = 16
  private static let head =
    "INSERT INTO outbox (key, instance, sequence, notifier, content, next_at) VALUES "
  private static let one = head + "(?, ?, ?, ?, ?, ?)"
  private static let many =
    head + [String](repeating: "(?, ?, ?, ?, ?, ?)", count: rowsTogether).joined(separator: ", ")

  private struct Line {
    var key: String
    var instance: Int64
    var sequence: Int
    var message: MessageChange
  }

  private var lines: [Line] = []

  /// Takes what a step leaves; it is written by ``write(_:)``.
  mutating func add(_ changes: Changes, _ receipt: CommitReceipt) {
    for (index, message) in changes.messages.enumerated() {
      lines.append(
        Line(
          key: "\(receipt.reference)#\(receipt.sequence).\(index)", instance: receipt.instance,
          sequence: receipt.sequence, message: message))
    }
  }

  /// Writes them in the order in which they were taken.
  func write(_ db: Database) throws {
    var rest = lines[...]
    while rest.count >= Self.rowsTogether {
      try Self.write(rest.prefix(Self.rowsTogether), Self.many, db)
      rest = rest.dropFirst(Self.rowsTogether)
    }
    for index in rest.indices { try Self.write(rest[index...index], Self.one, db) }
  }

  private static func write(_ lines: ArraySlice<Line>, _ sql: String, _ db: Database) throws {
    try db.run(sql) { binder in
      for line in lines {
        try binder.add(line.key)
        try binder.add(line.instance)
        try binder.add(line.sequence)
        try binder.add(line.message.notifier)
        try binder.add(line.message.content)
        try binder.add(line.message.nextAt)
      }
    }
  }
}
