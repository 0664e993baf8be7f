// The directory: read whole, replaced whole, and contacts forgotten without a trace in the file.

internal import GRDB

extension Store {
  /// The directory and its version, on one view of the database; nil before there is one.
  public func directory() async throws(StoreError) -> (
    version: DirectoryVersion, rows: DirectoryRows
  )? {
    try await read { db in
      guard let version = try Self.version(db) else { return nil }
      return (version, try DirectoryRows.fetch(db))
    }
  }

  /// Puts a whole directory in the place of the one that is there, with its entry in the history.
  ///
  /// The version's number must be the next one; otherwise ``StoreError/directoryMoved(expected:actual:)``
  /// is thrown and nothing is written. Addresses that are gone are overwritten in the file.
  public func putDirectory(
    _ rows: DirectoryRows, version: DirectoryVersion, entry: ServiceEntry
  ) async throws(StoreError) -> CommitReceipt {
    try checkLength(entry.payload, "payload")
    let receipt = try await write { db, head in
      try Self.check(version.number - 1, db)
      _ = try Int.fetchOne(db, sql: "PRAGMA secure_delete = ON")
      try DirectoryRows.clear(db)
      try rows.insert(db)
      try Self.insert(version, db)
      return try Self.insert(entry, db, &head)
    }
    try await checkpoint()
    return receipt
  }

  /// Deletes the contacts of a person, with an entry in the history; the person stays.
  ///
  /// When this returns, the addresses are in the database file and in its log no more.
  ///
  /// - Returns: how many contacts there were; with none nothing is written, and there is no receipt.
  public func forgetContacts(
    of person: String, version: DirectoryVersion, entry: ServiceEntry
  ) async throws(StoreError) -> (count: Int, receipt: CommitReceipt?) {
    try checkLength(entry.payload, "payload")
    let done = try await write { db, head -> (count: Int, receipt: CommitReceipt?) in
      try Self.check(version.number - 1, db)
      let count =
        try Int.fetchOne(
          db, sql: "SELECT count(*) FROM directory_contact WHERE person = ?",
          arguments: [person]) ?? 0
      guard count > 0 else { return (0, nil) }
      _ = try Int.fetchOne(db, sql: "PRAGMA secure_delete = ON")
      // The rows of the others are written anew, so that no page keeps a copy from an earlier order.
      let rest = try DirectoryRows.contacts(db).filter { $0.person != person }
      try db.run("DELETE FROM directory_contact")
      for contact in rest { try contact.insert(db) }
      try Self.insert(version, db)
      return (count, try Self.insert(entry, db, &head))
    }
    if done.count > 0 { try await checkpoint() }
    return done
  }

  private static func version(_ db: Database) throws -> DirectoryVersion? {
    try Row.fetchOne(
      db,
      sql: "SELECT number, digest, since FROM directory_version ORDER BY number DESC LIMIT 1"
    ).map { DirectoryVersion(number: $0[0], digest: $0[1], since: $0[2]) }
  }

  private static func check(_ expected: Int64, _ db: Database) throws {
    let actual = try version(db)?.number ?? 0
    guard actual == expected else {
      throw StoreError.directoryMoved(expected: expected, actual: actual)
    }
  }

  private static func insert(_ version: DirectoryVersion, _ db: Database) throws {
    try db.run(
      "INSERT INTO directory_version (number, digest, since) VALUES (?, ?, ?)",
      version.number, version.digest, version.since)
  }

  private static func insert(
    _ entry: ServiceEntry, _ db: Database, _ head: inout ChainHead
  ) throws -> CommitReceipt {
    let fields = HashChain.Fields(
      position: head.position + 1, reference: "", sequence: nil, at: entry.at, kind: entry.kind,
      version: entry.version, cause: entry.cause, payload: entry.payload)
    try ChangesWriter.insertEntry(fields, instance: nil, db, &head)
    return CommitReceipt(
      instance: 0, reference: "", sequence: 0, position: head.position,
      hash: hexadecimal(head.hash))
  }
}

extension DirectoryRows {
  static func fetch(_ db: Database) throws -> DirectoryRows {
    var rows = DirectoryRows()
    rows.organisations = try Row.fetchAll(
      db,
      sql: """
        SELECT id, name, class, route, seed_name, note, commitment
        FROM directory_organisation ORDER BY id
        """
    ).map {
      Organisation(
        id: $0[0], name: $0[1], class: $0[2], route: $0[3], seedName: $0[4], note: $0[5],
        commitment: $0[6])
    }
    rows.positions = try Row.fetchAll(
      db,
      sql: "SELECT id, organisation, title, title_en, role FROM directory_position ORDER BY id"
    ).map {
      Position(id: $0[0], organisation: $0[1], title: $0[2], titleEnglish: $0[3], role: $0[4])
    }
    rows.people = try Row.fetchAll(
      db, sql: "SELECT id, name, unix, language, digest, quiet FROM directory_person ORDER BY id"
    ).map {
      Person(
        id: $0[0], name: $0[1], unix: $0[2], language: $0[3], digest: $0[4], quiet: $0[5])
    }
    rows.holdings = try Row.fetchAll(
      db,
      sql: """
        SELECT person, position, from_date, until_date, basis FROM directory_holding
        ORDER BY ordinal
        """
    ).map { Holding(person: $0[0], position: $0[1], from: $0[2], until: $0[3], basis: $0[4]) }
    rows.deputies = try Row.fetchAll(
      db,
      sql: """
        SELECT person, position, capacity, from_date, until_date, basis, dated, scope, giver
        FROM directory_deputy ORDER BY ordinal
        """
    ).map {
      Deputy(
        person: $0[0], position: $0[1], capacity: $0[2], from: $0[3], until: $0[4], basis: $0[5],
        dated: $0[6], scope: $0[7], giver: $0[8])
    }
    rows.contacts = try contacts(db)
    return rows
  }

  static func contacts(_ db: Database) throws -> [Contact] {
    try Row.fetchAll(
      db,
      sql: """
        SELECT person, preference, channel, address, language FROM directory_contact
        ORDER BY person, preference
        """
    ).map {
      Contact(
        person: $0[0], preference: $0[1], channel: $0[2], address: $0[3], language: $0[4])
    }
  }

  /// Empties the tables, those first that refer to others.
  static func clear(_ db: Database) throws {
    for table in ["contact", "deputy", "holding", "position", "person", "organisation"] {
      try db.run("DELETE FROM directory_\(table)")
    }
  }

  func insert(_ db: Database) throws {
    for row in organisations {
      try db.run(
        """
        INSERT INTO directory_organisation (id, name, class, route, seed_name, note, commitment)
        VALUES (?, ?, ?, ?, ?, ?, ?)
        """,
        row.id, row.name, row.class, row.route, row.seedName, row.note, row.commitment)
    }
    for row in positions {
      try db.run(
        """
        INSERT INTO directory_position (id, organisation, title, title_en, role)
        VALUES (?, ?, ?, ?, ?)
        """,
        row.id, row.organisation, row.title, row.titleEnglish, row.role)
    }
    for row in people {
      try db.run(
        """
        INSERT INTO directory_person (id, name, unix, language, digest, quiet)
        VALUES (?, ?, ?, ?, ?, ?)
        """,
        row.id, row.name, row.unix, row.language, row.digest, row.quiet)
    }
    for (index, row) in holdings.enumerated() {
      try db.run(
        """
        INSERT INTO directory_holding (ordinal, person, position, from_date, until_date, basis)
        VALUES (?, ?, ?, ?, ?, ?)
        """,
        index + 1, row.person, row.position, row.from, row.until, row.basis)
    }
    for (index, row) in deputies.enumerated() {
      try db.run(
        """
        INSERT INTO directory_deputy
          (ordinal, person, position, capacity, from_date, until_date, basis, dated, scope, giver)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        index + 1, row.person, row.position, row.capacity, row.from, row.until, row.basis,
        row.dated, row.scope, row.giver)
    }
    for row in contacts { try row.insert(db) }
  }
}

extension DirectoryRows.Contact {
  func insert(_ db: Database) throws {
    try db.run(
      """
      INSERT INTO directory_contact (person, preference, channel, address, language)
      VALUES (?, ?, ?, ?, ?)
      """,
      person, preference, channel, address, language)
  }
}

extension Store {
  /// The assignees of open tasks, each once.
  public func openAssignees() async throws(StoreError) -> [String] {
    try await read { db in
      // A step along the index for each of them, and not a look at each task.
      try String.fetchAll(
        db,
        sql: """
          WITH RECURSIVE found (assignee) AS (
            SELECT min(assignee) FROM task
            UNION ALL
            SELECT (SELECT min(assignee) FROM task WHERE assignee > found.assignee)
            FROM found WHERE found.assignee IS NOT NULL)
          SELECT assignee FROM found WHERE assignee IS NOT NULL
          """)
    }
  }

  /// How many tasks are open for some assignees together.
  public func openTaskCount(of assignees: [String]) async throws(StoreError) -> Int {
    try await read { db in
      try assignees.reduce(0) { sum, assignee in
        try sum
          + (Int.fetchOne(
            db, sql: "SELECT count(*) FROM task WHERE assignee = ?", arguments: [assignee]) ?? 0)
      }
    }
  }
}
