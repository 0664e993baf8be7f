// The directory: what files would change, changing it, and forgetting how somebody is reached.

internal import Logging
internal import Store
public import WorkCalendar
public import Workflow

extension Engine {
  // MARK: Asking

  /// The directory in force, seen on a day.
  public func directoryView(on date: CivilDate? = nil) -> DirectoryView {
    let held = heldDirectory
    return DirectoryView(
      version: held.version?.number ?? 0, digest: held.version?.digest,
      since: held.version.map { Instant(millisecondsSince1970: $0.since) },
      date: date ?? zone.civil(clock.now()).date, directory: held.directory)
  }

  /// What files would change. Changes nothing.
  ///
  /// - Parameter replacing: the files are the whole directory: what they do not name goes.
  public func previewDirectory(
    _ files: [SourceText], replacing: Bool
  ) throws(EngineError) -> DirectoryReport {
    let held = heldDirectory
    let next = try merged(files, into: held.directory, replacing)
    return DirectoryReport(
      version: held.version?.number ?? 0, digest: Self.digest(of: next),
      changes: held.directory.difference(to: next), isApplied: false)
  }

  /// The directory in force as texts that ``applyDirectory(_:replacing:expectedVersion:reason:_:)``
  /// takes: one YAML file, or a table for each kind.
  public func exportDirectory(asTables: Bool, withContacts: Bool) -> [SourceText] {
    let directory = directory
    if asTables { return DirectoryWriter.tables(of: directory, withContacts: withContacts) }
    return [
      SourceText(
        name: "direktori.yaml",
        text: DirectoryWriter.text(of: directory, withContacts: withContacts))
    ]
  }

  // MARK: Changing

  /// Brings files into the directory; it is on disk and in use when this returns.
  ///
  /// Applying what is in force already changes nothing and writes nothing.
  ///
  /// - Parameter expectedVersion: the version that a preview was made from; refused when another is in
  ///   force by now. Nil: whatever is in force.
  public func applyDirectory(
    _ files: [SourceText], replacing: Bool, expectedVersion: Int64?, reason: String?,
    _ context: CommandContext
  ) async throws(EngineError) -> DirectoryReport {
    guard configuration.directorySource == .database else { throw .directoryFromFiles }
    for _ in 0..<limits.conflictRetries {
      let held = heldDirectory
      let number = held.version?.number ?? 0
      if let expectedVersion, expectedVersion != number {
        throw .directoryMoved(expected: expectedVersion, actual: number)
      }
      let next = try merged(files, into: held.directory, replacing)
      let changes = held.directory.difference(to: next)
      if changes.isEmpty {
        return DirectoryReport(
          version: number, digest: Self.digest(of: next), changes: [], isApplied: false)
      }
      let version: DirectoryVersion
      do {
        version = try await commit(
          next, after: number, changes, by: operatorName(context), reason: reason,
          cause: "uid:\(context.caller.uid)")
      } catch {
        if case .directoryMoved = error {
          // Another apply won: look at what is in force now.
          try await catchUp()
          continue
        }
        throw Self.failure(error)
      }
      hold(next, version, notes: directoryNotes(surroundings.sources().directories, next))
      return DirectoryReport(
        version: version.number, digest: version.digest, changes: changes, isApplied: true)
    }
    throw .busy("the directory")
  }

  /// Deletes how a person is reached, in the database and in its files; name and positions stay, so that
  /// the history can be read.
  public func forgetPerson(
    _ person: String, reason: String, _ context: CommandContext
  ) async throws(EngineError) -> ForgetReport {
    guard configuration.directorySource == .database else { throw .directoryFromFiles }
    guard reason.contains(where: { !$0.isWhitespace }) else {
      throw .refused(.reasonMissing(event: "directory forget"))
    }
    for _ in 0..<limits.conflictRetries {
      let held = heldDirectory
      guard held.directory.people[person] != nil else {
        throw .notFound(
          what: "person", name: person,
          suggestion: Suggestion.nearest(to: person, in: held.directory.people.keys))
      }
      let number = held.version?.number ?? 0
      let now = clock.now().millisecondsSince1970
      var next = held.directory
      next.contacts[person] = nil
      let version = DirectoryVersion(
        number: number + 1, digest: Self.digest(of: next), since: now)
      let payload = JSON.object([
        "version": .int(version.number), "person": .string(person),
        "by": .string(operatorName(context)), "reason": .string(reason),
      ])
      let entry = ServiceEntry(
        kind: HistoryKind.directoryForgotten, version: HistoryKind.version, at: now,
        cause: "uid:\(context.caller.uid)", payload: payload.text)
      do {
        let done = try await store.forgetContacts(of: person, version: version, entry: entry)
        guard let receipt = done.receipt else {
          return ForgetReport(person: person, contacts: 0, version: number)
        }
        hold(next, version, notes: nil)
        logger.notice(
          "contacts forgotten",
          metadata: [
            "message.id": "directoryChanged", "person": "\(person)", "cause": "\(entry.cause)",
            "history.position": "\(receipt.position)", "history.hash": "\(receipt.hash)",
          ])
        return ForgetReport(person: person, contacts: done.count, version: version.number)
      } catch {
        if case .directoryMoved = error {
          try await catchUp()
          continue
        }
        throw Self.failure(error)
      }
    }
    throw .busy("the directory")
  }

  private func merged(
    _ files: [SourceText], into base: Directory, _ replacing: Bool
  ) throws(EngineError) -> Directory {
    guard !files.isEmpty else { throw .sourceInvalid(["no file was given"]) }
    let merge = DirectoryReader.merge(files, into: base, replacing: replacing)
    guard let next = merge.value else { throw .sourceInvalid(merge.rendered) }
    return next
  }

  private static func failure(_ error: StoreError) -> EngineError {
    switch error {
    case .closed: .stopping
    case .overloaded: .busy("the database")
    default: .store("\(error)")
    }
  }

  /// Takes over what another command committed.
  private func catchUp() async throws(EngineError) {
    let row = try await ask { store async throws(StoreError) in try await store.directory() }
    guard let row, let directory = row.rows.directory else { return }
    hold(directory, row.version, notes: nil)
  }

  // MARK: Writing

  static func digest(of directory: Directory) -> String {
    Library.digest(DirectoryWriter.text(of: directory, withContacts: false))
  }

  /// Writes a version with its entry in the history and its line in the journal. Neither names a contact.
  func commit(
    _ next: Directory, after number: Int64, _ changes: [DirectoryChange], by operatorName: String,
    reason: String?, cause: String
  ) async throws(StoreError) -> DirectoryVersion {
    let now = clock.now().millisecondsSince1970
    let version = DirectoryVersion(
      number: number + 1, digest: Self.digest(of: next), since: now)
    func ids(_ action: DirectoryChange.Action) -> JSON? {
      let found = DirectoryKind.allCases.compactMap { kind -> JSON.Member? in
        let ids = changes.filter { $0.kind == kind && $0.action == action }.map(\.id)
        return ids.isEmpty ? nil : JSON.Member(kind.rawValue, .strings(ids))
      }
      return found.isEmpty ? nil : .object(found)
    }
    let payload = JSON.object([
      "version": .int(version.number), "digest": .string(version.digest),
      "counts": .object([
        "organisations": .int(Int64(next.organisations.count)),
        "positions": .int(Int64(next.positions.count)),
        "people": .int(Int64(next.people.count)),
        "holdings": .int(Int64(next.holdings.count)),
        "deputies": .int(Int64(next.deputies.count)),
      ]),
      "added": ids(.added), "changed": ids(.changed), "removed": ids(.removed),
      "by": .string(operatorName), "reason": reason.map { .string($0) },
    ])
    let receipt = try await store.putDirectory(
      DirectoryRows(next), version: version,
      entry: ServiceEntry(
        kind: HistoryKind.directoryApplied, version: HistoryKind.version, at: now, cause: cause,
        payload: payload.text))
    func count(_ action: DirectoryChange.Action) -> Int {
      changes.count { $0.action == action }
    }
    logger.notice(
      "directory version \(version.number): \(count(.added)) added, \(count(.changed)) changed, \(count(.removed)) removed",
      metadata: [
        "message.id": "directoryChanged", "cause": "\(cause)",
        "history.position": "\(receipt.position)", "history.hash": "\(receipt.hash)",
      ])
    return version
  }
}
