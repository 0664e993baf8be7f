// Open tasks, soonest due first.

internal import GRDB

extension Store {
  /// The open tasks that a question asks for, page by page.
  ///
  /// Throws `tooLarge` when the question lists more assignees than `StoreLimits.filterNamesMax`.
  public func tasks(_ query: TaskQuery) async throws(StoreError) -> [TaskRow] {
    let limit = rows(query.limit)
    let assignees = query.assignees
    if let count = assignees?.count, count > limits.filterNamesMax {
      throw .tooLarge(what: "list of assignees", bytes: count, limit: limits.filterNamesMax)
    }
    if let assignees, assignees.isEmpty, query.holder == nil { return [] }
    return try await read { db in
      var filter = Filter()
      if let assignees {
        let marks = assignees.map { _ in "?" }.joined(separator: ", ")
        if let holder = query.holder {
          filter.add("(t.assignee IN (\(marks)) OR t.holder = ?)", all: assignees + [holder])
        } else {
          filter.add("t.assignee IN (\(marks))", all: assignees)
        }
      }
      filter.add("t.instance = ?", query.instance)
      filter.add("\(TaskRow.due) < ?", query.dueBefore)
      if let after = query.after {
        filter.add(
          "(\(TaskRow.due), t.instance, t.task) > (?, ?, ?)",
          all: [after.dueAt ?? .max, after.instance, after.task])
      }
      return try Row.fetchAll(
        db,
        sql: """
          SELECT t.instance, i.reference, i.workflow, i.title, t.task, t.assignee, t.role, t.state,
            t.opened_at, t.due_at, t.is_provisional, t.holder, t.holder_kind, t.holder_giver
          FROM task AS t JOIN instance AS i ON i.id = t.instance
          \(filter.clause)
          ORDER BY \(TaskRow.due), t.instance, t.task LIMIT \(limit)
          """,
        arguments: filter.arguments
      ).map(TaskRow.init(row:))
    }
  }
}

extension TaskRow {
  /// A task without a deadline is due "never"; the indexes hold this very expression.
  static let due = "coalesce(t.due_at, 9223372036854775807)"

  init(row: Row) {
    instance = row[0]
    reference = row[1]
    workflow = row[2]
    title = row[3]
    task = row[4]
    assignee = row[5]
    role = row[6]
    state = row[7]
    openedAt = row[8]
    dueAt = row[9]
    isProvisional = row[10]
    holder = row[11]
    holderKind = row[12]
    holderGiver = row[13]
  }
}
