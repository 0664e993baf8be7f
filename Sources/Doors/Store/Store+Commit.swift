// Committing steps and entries of the service itself.

internal import GRDB

extension Store {
  /// Writes steps, all or nothing, and returns once they are on disk.
  ///
  /// Callers that commit at the same time share one transaction and one fsync; each has its own
  /// answer. Throws `conflict` when an instance moved on since it was read, `duplicateReceipt` when
  /// a command was already done (looked at first, so a repeated command never sees a conflict),
  /// `constraint` when the schema refuses a row.
  public func commit(_ changes: [Changes]) async throws(StoreError) -> [CommitReceipt] {
    for change in changes { try checkLengths(change) }
    guard !changes.isEmpty else { return [] }
    let limit = limits.textBytesMax
    return try await write { db, head in
      var receipts: [CommitReceipt] = []
      receipts.reserveCapacity(changes.count)
      var messages = Messages()
      for var change in changes {
        if case .new(var new) = change.target, let parent = new.parent, parent < 0 {
          let index = receipts.count + Int(parent)
          guard receipts.indices.contains(index) else {
            throw StoreError.corrupt(detail: "a new instance names a parent that is not there")
          }
          new.parent = receipts[index].instance
          change.target = .new(new)
        }
        let receipt = try ChangesWriter.write(change, textBytesMax: limit, db, &head)
        messages.add(change, receipt)
        receipts.append(receipt)
      }
      try messages.write(db)
      return receipts
    }
  }

  /// Writes an entry of the service itself, which belongs to no instance.
  ///
  /// Shares its commit with the steps that are written at the same time.
  public func appendEntry(
    kind: String, version: Int, at: Int64, cause: String, payload: String
  ) async throws(StoreError) -> CommitReceipt {
    try checkLength(payload, "payload")
    return try await write { db, head in
      let fields = HashChain.Fields(
        position: head.position + 1, reference: "", sequence: nil, at: at, kind: kind,
        version: version, cause: cause, payload: payload)
      try ChangesWriter.insertEntry(fields, instance: nil, db, &head)
      return CommitReceipt(
        instance: 0, reference: "", sequence: 0, position: head.position,
        hash: hexadecimal(head.hash))
    }
  }

  private func checkLengths(_ change: Changes) throws(StoreError) {
    try checkLength(change.snapshot, "snapshot")
    for message in change.messages { try checkLength(message.content, "message") }
  }
}
