// Reading instances and counting what there is.

internal import GRDB

extension Store {
  /// The instance with this reference, or nil.
  public func instance(reference: String) async throws(StoreError) -> InstanceRow? {
    try await read { db in
      try Row.fetchOne(
        db, sql: "SELECT \(InstanceRow.columns) FROM instance WHERE reference = ?",
        arguments: [reference]
      ).map(InstanceRow.init(row:))
    }
  }

  /// The instance with this identifier, or nil.
  public func instance(id: Int64) async throws(StoreError) -> InstanceRow? {
    try await read { db in
      let statement = try db.cachedStatement(
        sql: "SELECT \(InstanceRow.columns) FROM instance WHERE id = ?")
      return try Row.fetchOne(statement, arguments: [id]).map(InstanceRow.init(row:))
    }
  }

  /// The instances with these identifiers, by identifier; those that are not there are left out.
  ///
  /// Throws `tooLarge` for more than `StoreLimits.filterNamesMax` at once.
  public func instances(ids: [Int64]) async throws(StoreError) -> [InstanceRow] {
    guard ids.count <= limits.filterNamesMax else {
      throw .tooLarge(what: "list of instances", bytes: ids.count, limit: limits.filterNamesMax)
    }
    let list = "[" + ids.map(String.init).joined(separator: ",") + "]"
    return try await read { db in
      try db.all(
        """
        SELECT \(InstanceRow.columns) FROM instance
        WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id
        """, list, read: InstanceRow.init(row:))
    }
  }

  /// How many of all instances below these are over, and how many there are: by the instance that they
  /// are below, however deep.
  ///
  /// Throws `tooLarge` for more than `StoreLimits.filterNamesMax` at once.
  public func progress(below ids: [Int64]) async throws(StoreError) -> [Int64: Progress] {
    guard ids.count <= limits.filterNamesMax else {
      throw .tooLarge(what: "list of instances", bytes: ids.count, limit: limits.filterNamesMax)
    }
    let list = "[" + ids.map(String.init).joined(separator: ",") + "]"
    return try await read { db in
      let rows = try Row.fetchAll(
        db,
        sql: """
          WITH RECURSIVE below (root, id, status) AS (
            SELECT parent, id, status FROM instance
            WHERE parent IN (SELECT value FROM json_each(?))
            UNION ALL
            SELECT b.root, i.id, i.status FROM instance AS i JOIN below AS b ON i.parent = b.id
          )
          SELECT root, sum(status <> 'active'), count(*) FROM below GROUP BY root
          """, arguments: [list])
      return Dictionary(
        uniqueKeysWithValues: rows.map { row in
          (row[0] as Int64, Progress(done: row[1], total: row[2]))
        })
    }
  }

  /// The instances that a question asks for, page by page.
  public func instances(_ query: InstanceQuery) async throws(StoreError) -> [InstanceRow] {
    let limit = rows(query.limit)
    return try await read { db in
      var filter = Filter()
      filter.add("workflow = ?", query.workflow)
      filter.add("status = ?", query.status?.rawValue)
      if query.isSuspended { filter.add("suspended_at IS NOT NULL", all: []) }
      filter.add("party = ?", query.party)
      filter.add("definition = ?", query.definition)
      filter.add("parent = ?", query.parent)
      filter.add("instr(states, ?) > 0", query.state)
      filter.add(query.order == .newestFirst ? "id < ?" : "id > ?", query.after)
      let direction = query.order == .newestFirst ? "DESC" : "ASC"
      return try Row.fetchAll(
        db,
        sql: """
          SELECT \(InstanceRow.columns) FROM instance \(filter.clause)
          ORDER BY id \(direction) LIMIT \(limit)
          """,
        arguments: filter.arguments
      ).map(InstanceRow.init(row:))
    }
  }

  /// How much the store holds; reads small indexes, never a table of wide rows.
  public func counts() async throws(StoreError) -> StoreCounts {
    try await read { db in
      var counts = StoreCounts()
      let byStatus = try Row.fetchAll(
        db, sql: "SELECT status, count(*) FROM instance GROUP BY status")
      for row in byStatus {
        let status: InstanceStatus = try decoded(row, 0)
        switch status {
        case .active: counts.active = row[1]
        case .finished: counts.finished = row[1]
        case .failed: counts.failed = row[1]
        }
      }
      func count(_ sql: String) throws -> Int { try Int.fetchOne(db, sql: sql) ?? 0 }
      counts.suspended = try count(
        "SELECT count(*) FROM instance WHERE suspended_at IS NOT NULL")
      counts.tasks = try count("SELECT count(*) FROM task")
      counts.timers = try count("SELECT count(*) FROM timer")
      counts.pending = try count("SELECT count(*) FROM outbox WHERE state = 'pending'")
      counts.claimed = try count("SELECT count(*) FROM outbox WHERE state = 'claimed'")
      counts.dead = try count("SELECT count(*) FROM outbox WHERE state = 'dead'")
      counts.unknown = try count("SELECT count(*) FROM outbox WHERE state = 'unknown'")
      counts.entries = try ChainHead.read(db).position
      return counts
    }
  }
}

extension InstanceRow {
  static let columns = """
    id, reference, workflow, definition, status, snapshot, states, title, party, parent, sequence, \
    started_at, changed_at, finished_at, suspended_at
    """

  init(row: BareRow) throws {
    id = row.integer(0)
    reference = row.text(1)
    workflow = row.text(2)
    definition = row.text(3)
    guard let status = InstanceStatus(rawValue: row.text(4)) else {
      throw StoreError.corrupt(detail: "instance \(row.integer(0)) has an unknown status")
    }
    self.status = status
    snapshot = row.text(5)
    states = row.text(6)
    title = row.text(7)
    party = row.textIfAny(8)
    parent = row.integerIfAny(9)
    sequence = Int(row.integer(10))
    startedAt = row.integer(11)
    changedAt = row.integer(12)
    finishedAt = row.integerIfAny(13)
    suspendedAt = row.integerIfAny(14)
  }

  init(row: Row) throws {
    id = row[0]
    reference = row[1]
    workflow = row[2]
    definition = row[3]
    status = try decoded(row, 4)
    snapshot = row[5]
    states = row[6]
    title = row[7]
    party = row[8]
    parent = row[9]
    sequence = row[10]
    startedAt = row[11]
    changedAt = row[12]
    finishedAt = row[13]
    suspendedAt = row[14]
  }
}

/// Conditions that are joined with AND, each beside its argument.
struct Filter {
  private var conditions: [String] = []
  private(set) var arguments = StatementArguments()

  mutating func add(_ condition: String, _ argument: (any DatabaseValueConvertible)?) {
    guard let argument else { return }
    conditions.append(condition)
    arguments += [argument]
  }

  mutating func add(_ condition: String, all values: [any DatabaseValueConvertible]) {
    conditions.append(condition)
    arguments += StatementArguments(values)
  }

  var clause: String {
    conditions.isEmpty ? "" : "WHERE " + conditions.joined(separator: " AND ")
  }
}
