// The outbox: claim under a lease, settle, and find the claims whose owner went away.

internal import GRDB

extension Store {
  /// Claims pending messages whose time has come, earliest first, and begins an attempt on each.
  ///
  /// - Parameters:
  ///   - notifier: only messages that it carries; nil: all.
  ///   - person: of these only messages for this reader; nil: all.
  ///
  /// The claim is a lease: it belongs to `owner` until `leaseUntil`. After that
  /// `expiredLeases(at:idempotentNotifiers:)` takes it away.
  public func claimMessages(
    notifier: String? = nil, person: String? = nil, owner: String, at: Int64, leaseUntil: Int64,
    limit: Int
  ) async throws(StoreError) -> [MessageRow] {
    let limit = rows(limit)
    return try await write { db, _ in
      let waiting: [MessageRow]
      if let notifier, let person {
        waiting = try MessageRow.fetch(
          db,
          """
          WHERE o.notifier = ? AND o.state = 'pending' AND o.next_at <= ? AND o.person = ?
          ORDER BY o.next_at, o.id LIMIT ?
          """,
          [notifier, at, person, limit])
      } else if let notifier {
        waiting = try MessageRow.fetch(
          db,
          """
          WHERE o.notifier = ? AND o.state = 'pending' AND o.next_at <= ?
            AND (? IS NULL OR o.person = ?)
          ORDER BY o.next_at, o.id LIMIT ?
          """,
          [notifier, at, person, person, limit])
      } else {
        waiting = try MessageRow.fetch(
          db, "WHERE o.state = 'pending' AND o.next_at <= ? ORDER BY o.next_at, o.id LIMIT ?",
          [at, limit])
      }
      return try waiting.map { message in
        try db.run(
          """
          UPDATE outbox
          SET state = 'claimed', next_at = NULL, lease_owner = ?, lease_until = ?,
              attempts = attempts + 1
          WHERE id = ? AND state = 'pending'
          """,
          owner, leaseUntil, message.id)
        var claimed = message
        claimed.state = .claimed
        claimed.nextAt = nil
        claimed.leaseOwner = owner
        claimed.leaseUntil = leaseUntil
        claimed.attempts += 1
        return claimed
      }
    }
  }

  /// Records how an attempt ended.
  ///
  /// A message whose lease ended meanwhile and that became unknown is settled too: a late answer is
  /// better than none. With an `owner`, a claim that is by now somebody else's is refused as
  /// `leaseLost`. Any other state is refused as `messageState`.
  ///
  /// - Parameter then: messages that carry on, written with it; one whose key is there already is left
  ///   as it is.
  public func settle(
    _ id: Int64, _ settlement: Settlement, at: Int64, owner: String? = nil, then: [FollowUp] = []
  ) async throws(StoreError) {
    try await write { db, _ in
      let message = try MessageRow.find(id, db)
      guard message.state == .claimed || message.state == .unknown else {
        throw StoreError.messageState(id: id, state: message.state)
      }
      if let owner, let holder = message.leaseOwner, holder != owner {
        throw StoreError.leaseLost(id: id, owner: holder)
      }
      let columns = settlement.columns(at: at)
      try db.run(
        """
        UPDATE outbox
        SET state = ?, next_at = ?, lease_owner = NULL, lease_until = NULL, settled_at = ?,
            last_error = coalesce(?, last_error), receipt = ?, attempts = attempts - ?
        WHERE id = ?
        """,
        columns.state, columns.nextAt, columns.settledAt, columns.error, columns.receipt,
        settlement.isAttempt || message.attempts == 0 ? 0 : 1, id)
      for message in then { try message.write(after: id, at: at, db) }
    }
  }

  /// The readers for whom messages of a lane are due.
  public func people(waitingFor notifier: String, at: Int64) async throws(StoreError) -> [String] {
    try await read { db in
      let statement = try db.cachedStatement(
        sql: """
          SELECT DISTINCT person FROM outbox
          WHERE notifier = ? AND state = 'pending' AND next_at <= ? AND person IS NOT NULL
          ORDER BY person
          """)
      return try String.fetchAll(statement, arguments: [notifier, at])
    }
  }

  /// The workflow of the first message that is due for a reader in a lane; nil when none is.
  public func workflow(waitingFor notifier: String, person: String, at: Int64)
    async throws(StoreError) -> String?
  {
    try await read { db in
      let statement = try db.cachedStatement(
        sql: """
          SELECT i.workflow FROM outbox AS o JOIN instance AS i ON i.id = o.instance
          WHERE o.notifier = ? AND o.state = 'pending' AND o.next_at <= ? AND o.person = ?
          ORDER BY o.id LIMIT 1
          """)
      return try String.fetchOne(statement, arguments: [notifier, at, person])
    }
  }

  /// Lets what is due for a reader in a lane wait until another instant, UTC milliseconds.
  public func postpone(_ notifier: String, for person: String, at: Int64, until: Int64)
    async throws(StoreError)
  {
    try await write { db, _ in
      try db.run(
        """
        UPDATE outbox SET next_at = ?
        WHERE notifier = ? AND state = 'pending' AND next_at <= ? AND person = ?
        """,
        until, notifier, at, person)
    }
  }

  /// Puts what is due for a reader in a lane together into one message, in one transaction; nil when
  /// nothing is due.
  ///
  /// - Parameter message: the one message, of those that it stands for.
  public func gather(
    _ notifier: String, for person: String, at: Int64,
    into message: @Sendable @escaping ([MessageRow]) -> FollowUp
  ) async throws(StoreError) -> FollowUp? {
    let limit = limits.rowsMax
    return try await write { db, _ in
      let items = try MessageRow.fetch(
        db,
        """
        WHERE o.notifier = ? AND o.state = 'pending' AND o.next_at <= ? AND o.person = ?
        ORDER BY o.id LIMIT ?
        """,
        [notifier, at, person, limit])
      guard let first = items.first else { return nil }
      let whole = message(items)
      try whole.write(after: first.id, at: at, db)
      for item in items {
        try db.run(
          """
          UPDATE outbox SET state = 'passed', next_at = NULL, settled_at = ?, receipt = ?
          WHERE id = ?
          """,
          at, whole.key, item.id)
      }
      return whole
    }
  }

  /// The messages with these numbers that are still there, in their order.
  public func messages(ids: [Int64]) async throws(StoreError) -> [MessageRow] {
    let ids = ids.prefix(limits.rowsMax)
    return try await read { db in
      try ids.compactMap { try MessageRow.fetch(db, "WHERE o.id = ?", [$0]).first }
    }
  }

  /// The message of a key; nil when there is none.
  public func message(key: String) async throws(StoreError) -> MessageRow? {
    try await read { db in try MessageRow.fetch(db, "WHERE o.key = ?", [key]).first }
  }

  /// How messages of each notifier stand, of those that wait or are in trouble.
  public func lanes() async throws(StoreError) -> [LaneCounts] {
    try await read { db in
      let statement = try db.cachedStatement(
        sql: """
          SELECT notifier, count(*) FILTER (WHERE state = 'pending'),
            count(*) FILTER (WHERE state = 'claimed'), count(*) FILTER (WHERE state = 'delivered'),
            count(*) FILTER (WHERE state = 'dead'), count(*) FILTER (WHERE state = 'unknown'),
            max(settled_at) FILTER (WHERE state = 'delivered')
          FROM outbox GROUP BY notifier ORDER BY notifier
          """)
      return try Row.fetchAll(statement).map { row in
        LaneCounts(
          notifier: row[0], pending: row[1], claimed: row[2], delivered: row[3], dead: row[4],
          unknown: row[5], lastDelivery: row[6])
      }
    }
  }

  /// The last error of a notifier's messages that wait, or that ended without delivery after an instant,
  /// UTC milliseconds; nil: none.
  public func lastError(of notifier: String, since: Int64) async throws(StoreError) -> String? {
    try await read { db in
      let statement = try db.cachedStatement(
        sql: """
          SELECT last_error FROM outbox
          WHERE notifier = ? AND last_error IS NOT NULL
            AND (state = 'pending' OR state IN ('dead', 'passed', 'unknown') AND settled_at > ?)
          ORDER BY coalesce(next_at, settled_at) DESC LIMIT 1
          """)
      return try String.fetchOne(statement, arguments: [notifier, since])
    }
  }

  /// Takes away the claims whose lease has ended and returns them as they now stand.
  ///
  /// A lease that is longer than `longest` from now was given by a clock that was set back since; it is
  /// cut to that.
  ///
  /// Whether such a message left is not known: it becomes `unknown` and waits for a person. Only a
  /// notifier that recognises a key that it has seen may simply be asked again, so the messages of
  /// `idempotentNotifiers` become pending at once.
  public func expiredLeases(
    at: Int64, longest: Int64? = nil, idempotentNotifiers: Set<String> = []
  ) async throws(StoreError) -> [MessageRow] {
    let limit = limits.rowsMax
    return try await write { db, _ in
      if let longest {
        let end = at + longest
        try db.run(
          "UPDATE outbox SET lease_until = ? WHERE state = 'claimed' AND lease_until > ?", end, end)
      }
      let expired = try MessageRow.fetch(
        db, "WHERE o.state = 'claimed' AND o.lease_until <= ? ORDER BY o.lease_until, o.id LIMIT ?",
        [at, limit])
      return try expired.map { message in
        let again = idempotentNotifiers.contains(message.notifier)
        try db.run(
          """
          UPDATE outbox
          SET state = ?, next_at = ?, lease_owner = NULL, lease_until = NULL, settled_at = ?,
              last_error = ?
          WHERE id = ? AND state = 'claimed'
          """,
          again ? "pending" : "unknown", again ? at : nil, again ? nil : at, leaseEnded,
          message.id)
        return try MessageRow.find(message.id, db)
      }
    }
  }

  /// When the earliest pending message wants to be sent, UTC milliseconds; nil when none waits.
  public func nextMessageDue() async throws(StoreError) -> Int64? {
    try await waitingNotifiers().map(\.nextAt).min()
  }

  /// When the earliest pending message of a notifier wants to be sent, UTC milliseconds; nil when none
  /// waits.
  public func nextMessageDue(by notifier: String) async throws(StoreError) -> Int64? {
    try await read { db in
      let statement = try db.cachedStatement(
        sql: "SELECT min(next_at) FROM outbox WHERE notifier = ? AND state = 'pending'")
      return try Int64.fetchOne(statement, arguments: [notifier])
    }
  }

  /// The notifiers that have pending messages, and when the earliest wants to be sent.
  ///
  /// Goes from one name to the next in the index: a thousand messages that wait cost nothing.
  public func waitingNotifiers() async throws(StoreError) -> [(notifier: String, nextAt: Int64)] {
    try await read { db in
      let next = try db.cachedStatement(
        sql: "SELECT min(notifier) FROM outbox WHERE state = 'pending' AND notifier > ?")
      let due = try db.cachedStatement(
        sql: "SELECT min(next_at) FROM outbox WHERE notifier = ? AND state = 'pending'")
      var found: [(notifier: String, nextAt: Int64)] = []
      while let name = try String.fetchOne(next, arguments: [found.last?.notifier ?? ""]) {
        found.append((name, try Int64.fetchOne(due, arguments: [name]) ?? 0))
      }
      return found
    }
  }

  /// Workflows with pending messages that want to be sent later than an instant, UTC milliseconds.
  ///
  /// - Parameter lane: the one notifier that is asked for, or left out.
  public func workflowsWaiting(beyond instant: Int64, _ lane: LaneChoice)
    async throws(StoreError) -> [String]
  {
    try await read { db in
      let statement = try db.cachedStatement(
        sql: """
          SELECT DISTINCT i.workflow FROM outbox AS o JOIN instance AS i ON i.id = o.instance
          WHERE o.state = 'pending' AND o.next_at > ? AND (o.notifier = ?) = ?
          """)
      return try String.fetchAll(statement, arguments: [instant, lane.name, lane.isOnly])
    }
  }

  /// Brings pending messages of a workflow forward that would wait longer than until an instant.
  ///
  /// - Parameter lane: the one notifier that is meant, or left out.
  public func bringForward(workflow: String, to instant: Int64, _ lane: LaneChoice)
    async throws(StoreError)
  {
    try await write { db, _ in
      try db.run(
        """
        UPDATE outbox SET next_at = ?
        WHERE state = 'pending' AND next_at > ? AND (notifier = ?) = ?
          AND (SELECT workflow FROM instance WHERE id = outbox.instance) = ?
        """,
        instant, instant, lane.name, lane.isOnly, workflow)
    }
  }

  /// When the earliest lease ends, UTC milliseconds; nil when nothing is claimed.
  public func nextLeaseEnd() async throws(StoreError) -> Int64? {
    try await read { db in
      let statement = try db.cachedStatement(
        sql: "SELECT min(lease_until) FROM outbox WHERE state = 'claimed'")
      return try Int64.fetchOne(statement)
    }
  }

  /// The messages that a question asks for, page by page.
  public func messages(_ query: MessageQuery) async throws(StoreError) -> [MessageRow] {
    let limit = rows(query.limit)
    return try await read { db in
      var filter = Filter()
      filter.add("o.state = ?", query.state?.rawValue)
      filter.add("o.instance = ?", query.instance)
      filter.add(query.order == .newestFirst ? "o.id < ?" : "o.id > ?", query.after)
      let direction = query.order == .newestFirst ? "DESC" : "ASC"
      return try MessageRow.fetch(
        db, "\(filter.clause) ORDER BY o.id \(direction) LIMIT \(limit)", filter.arguments)
    }
  }

  /// The messages that one step left, in the order in which it left them.
  public func messages(instance: Int64, sequence: Int) async throws(StoreError) -> [MessageRow] {
    let limit = limits.rowsMax
    return try await read { db in
      try MessageRow.fetch(
        db, "WHERE o.instance = ? AND o.sequence = ? ORDER BY o.id LIMIT ?",
        [instance, sequence, limit])
    }
  }

  /// Sends a dead or unknown message again, or a waiting one now, because a person said so; its attempts
  /// start over.
  ///
  /// Throws `messageState` for a message that is in any other state.
  public func retryMessage(id: Int64, at: Int64) async throws(StoreError) {
    try await write { db, _ in
      let message = try MessageRow.find(id, db)
      guard [.dead, .unknown, .pending].contains(message.state) else {
        throw StoreError.messageState(id: id, state: message.state)
      }
      try db.run(
        """
        UPDATE outbox SET state = 'pending', next_at = ?, settled_at = NULL, attempts = 0
        WHERE id = ?
        """,
        at, id)
    }
  }
}

extension Settlement {
  fileprivate typealias Columns = (
    state: String, nextAt: Int64?, settledAt: Int64?, error: String?, receipt: String?
  )

  /// False where nothing was tried.
  fileprivate var isAttempt: Bool {
    if case .waits = self { false } else { true }
  }

  /// What the columns of the row become.
  fileprivate func columns(at: Int64) -> Columns {
    switch self {
    case .delivered(let receipt): ("delivered", nil, at, nil, receipt)
    case .passed(let receipt, let error): ("passed", nil, at, error, receipt)
    case .retry(let again, let error): ("pending", again, nil, error, nil)
    case .waits(let until): ("pending", until, nil, nil, nil)
    case .dead(let error): ("dead", nil, at, error, nil)
    case .unknown(let error): ("unknown", nil, at, error, nil)
    }
  }
}

extension MessageRow {
  static func fetch(
    _ db: Database, _ condition: String, _ arguments: StatementArguments
  ) throws -> [MessageRow] {
    let statement = try db.cachedStatement(
      sql: """
        SELECT o.id, o.key, o.instance, i.reference, o.sequence, o.notifier, o.content, o.state,
          o.attempts, o.next_at, o.lease_owner, o.lease_until, o.settled_at, o.last_error, o.receipt,
          o.person, o.way
        FROM outbox AS o JOIN instance AS i ON i.id = o.instance
        \(condition)
        """)
    return try Row.fetchAll(statement, arguments: arguments).map(MessageRow.init(row:))
  }

  static func find(_ id: Int64, _ db: Database) throws -> MessageRow {
    guard let row = try fetch(db, "WHERE o.id = ?", [id]).first else {
      throw StoreError.noSuchMessage(id)
    }
    return row
  }

  init(row: Row) throws {
    id = row[0]
    key = row[1]
    instance = row[2]
    reference = row[3]
    sequence = row[4]
    notifier = row[5]
    content = row[6]
    state = try decoded(row, 7)
    attempts = row[8]
    nextAt = row[9]
    leaseOwner = row[10]
    leaseUntil = row[11]
    settledAt = row[12]
    lastError = row[13]
    receipt = row[14]
    person = row[15]
    way = row[16]
  }
}

extension FollowUp {
  /// Writes it beside another message of the same history entry.
  fileprivate func write(after id: Int64, at: Int64, _ db: Database) throws {
    let columns: (state: String, nextAt: Int64?, settledAt: Int64?, error: String?)
    switch state {
    case .pending(let instant): columns = ("pending", instant, nil, nil)
    case .dead(let error): columns = ("dead", nil, at, error)
    }
    try db.run(
      """
      INSERT INTO outbox (key, instance, sequence, notifier, content, state, next_at, settled_at,
        last_error, person, way)
      SELECT ?, instance, sequence, ?, coalesce(?, content), ?, ?, ?, ?, ?, ?
      FROM outbox WHERE id = ?
      ON CONFLICT (key) DO NOTHING
      """,
      key, notifier, content, columns.state, columns.nextAt, columns.settledAt, columns.error,
      person, way, id)
  }
}

extension Store {
  /// Writes messages beside another one that stays as it is.
  public func note(after id: Int64, _ messages: [FollowUp], at: Int64) async throws(StoreError) {
    guard !messages.isEmpty else { return }
    try await write { db, _ in
      for message in messages { try message.write(after: id, at: at, db) }
    }
  }
}
