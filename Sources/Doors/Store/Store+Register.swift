// What a register counts: the agreements that others started.

internal import GRDB

/// How many agreements an agreement has started, and how many of them came to their end.
public struct ChildCount: Sendable, Hashable {
  /// The agreement that started them.
  public var parent: Int64
  /// Their workflow.
  public var workflow: String
  /// All of them.
  public var total: Int
  /// Those that have ended.
  public var finished: Int
}

extension Store {
  /// Counts what these instances have started; those that started nothing are left out.
  public func childCounts(of parents: [Int64]) async throws(StoreError) -> [ChildCount] {
    guard parents.count <= limits.filterNamesMax else {
      throw .tooLarge(what: "list of instances", bytes: parents.count, limit: limits.filterNamesMax)
    }
    let list = "[" + parents.map(String.init).joined(separator: ",") + "]"
    return try await read { db in
      try Row.fetchAll(
        db,
        sql: """
          SELECT parent, workflow, count(*), count(CASE status WHEN 'finished' THEN 1 END)
          FROM instance WHERE parent IN (SELECT value FROM json_each(?))
          GROUP BY parent, workflow ORDER BY parent, workflow
          """, arguments: [list]
      ).map { ChildCount(parent: $0[0], workflow: $0[1], total: $0[2], finished: $0[3]) }
    }
  }
}
