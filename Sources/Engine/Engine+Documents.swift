// Documents: the copy first, then the record in one step of the agreement; and looking after both.

internal import Archive
internal import Logging
internal import Store
internal import WorkCalendar
public import Workflow

extension Engine {
  /// Whether new copies are kept, and the largest of them in bytes.
  public var documentPolicy: (keepsCopies: Bool, limit: Int64) {
    (keepsCopies, archive?.limits.fileBytes ?? 0)
  }

  /// Receives a copy. It belongs to nothing until a record names it.
  ///
  /// - Parameters:
  ///   - announced: the SHA-256 that the sender says it has.
  ///   - length: the size that the sender says it has.
  ///   - feed: hands the parts over, one after the other.
  public func receiveDocument(
    announced: String?, length: Int64?,
    _ feed: (_ take: @Sendable (UnsafeRawBufferPointer) throws -> Void) async throws -> Void
  ) async throws -> (sha256: String, size: Int64, isNew: Bool) {
    guard let archive, keepsCopies else { throw EngineError.copiesNotKept }
    if let length, length > archive.limits.fileBytes {
      throw EngineError.contentTooLarge(archive.limits.fileBytes)
    }
    do {
      let incoming = try archive.receive()
      try await feed { try incoming.write($0) }
      let kept = try await incoming.finish(announced: announced)
      return (kept.digest, kept.size, kept.isNew)
    } catch let error as ArchiveError { throw failure(error) }
  }

  /// Puts a document on record; it is on disk when this returns.
  public func addDocument(_ command: DocumentCommand, _ context: CommandContext)
    async throws(EngineError) -> DocumentResult
  {
    let (person, cause) = try actingPerson(context)
    let fingerprint = context.idempotencyKey == nil ? "" : Fingerprint.of(command)
    if let done = try await replayed(context, fingerprint) {
      return try await documentResult(done, command.kind, isReplay: true)
    }
    try checkCopy(of: command)
    for _ in 0..<limits.conflictRetries {
      let agreement = try await load(command.reference)
      let workflow = agreement.workflow
      let calendar = try calendar(of: workflow)
      let now = clock.now()
      let outcome: Outcome
      do throws(Refusal) {
        let actor = try workflow.permitDocument(
          command.kind, by: person, in: agreement.state, directory: directory,
          on: calendar.date(of: now))
        let act = DocumentAct(command, actor)
        outcome = try workflow.advance(
          agreement.state, .document(act), at: now, calendar: calendar)
      } catch {
        if case .documentUnchanged = error { return try unchanged(agreement, command.kind) }
        if let done = try await replayed(context, fingerprint) {
          return try await documentResult(done, command.kind, isReplay: true)
        }
        throw refusal(error, workflow: workflow.name, reference: command.reference, context)
      }
      let changes = try stepChanges(
        agreement, outcome, at: now, calendar: calendar, cause: cause,
        receipt: claim(context, fingerprint))
      let receipts: [CommitReceipt]
      do { receipts = try await store.commit(changes) } catch {
        cache.remove(command.reference)
        if case .conflict = error { continue }
        let done = try await resolve(error, context, fingerprint)
        return try await documentResult(done, command.kind, isReplay: true)
      }
      remember(workflow, outcome, receipts[0], startedAt: agreement.startedAt)
      journal(workflow, outcome, receipts[0], event: outcome.kind, cause: cause)
      wake(outcome)
      let view = documentView(
        try documentRecord(command.kind, in: outcome.state, command.reference), command.kind,
        workflow)
      return DocumentResult(
        reference: command.reference, sequence: receipts[0].sequence,
        effect: outcome.kind == HistoryKind.documentAdded ? .added : .corrected, document: view,
        isReplay: false)
    }
    throw .busy(command.reference)
  }

  /// The documents of an agreement, in the order of the definition; and the kinds that are missing.
  public func documents(_ reference: String, withEarlier: Bool) async throws(EngineError) -> (
    documents: [DocumentView], missing: [MissingDocumentView]
  ) {
    let agreement = try await load(reference)
    let missing = agreement.workflow.documents.filter {
      agreement.state.documents[$0.name] == nil
    }
    return (
      documentViews(of: agreement, withEarlier: withEarlier),
      missing.map {
        MissingDocumentView(
          kind: $0.name, title: $0.title?.id ?? $0.name, isRequired: $0.isRequired, roles: $0.roles)
      }
    )
  }

  /// The copy of a document, to be read part by part; its hash is right when the last part came.
  public func documentContent(_ reference: String, kind: String, version: Int?)
    async throws(EngineError) -> DocumentContent
  {
    let agreement = try await load(reference)
    do throws(Refusal) { _ = try agreement.workflow.documentKind(kind) } catch {
      throw .refused(error)
    }
    let versions = agreement.state.documents[kind]?.versions ?? []
    guard
      let record = version.map({ number in versions.first { $0.version == number } })
        ?? versions.first
    else {
      let name = version.map { "\(kind), version \($0)" } ?? kind
      throw .notFound(what: "document", name: name, suggestion: nil)
    }
    guard record.isKept, let archive else {
      throw .contentMissing(
        "no copy of version \(record.version) of «\(kind)» is kept; only its record is")
    }
    do {
      // Read once before the first byte leaves: what is damaged is an error, not half a file.
      _ = try await archive.verify(record.sha256)
      return DocumentContent(
        view: documentView(record, kind, agreement.workflow), file: try archive.open(record.sha256))
    } catch { throw failure(error) }
  }

  /// Reads every copy that records name, of one agreement or of all.
  public func checkDocuments(_ reference: String?) async throws(EngineError) -> DocumentCheckView {
    guard let archive else { throw .copiesNotKept }
    var check = DocumentCheckView()
    var copies = Copies()
    if let reference {
      await look(at: try await load(reference), in: archive, &check, &copies)
      return check
    }
    var after: Int64?
    while true {
      let query = InstanceQuery(order: .oldestFirst, after: after, limit: limits.instancesPerRead)
      let rows = try await ask { store async throws(StoreError) in
        try await store.instances(query)
      }
      guard let last = rows.last else { break }
      for row in rows { await look(at: try decode(row), in: archive, &check, &copies) }
      after = last.id
    }
    do throws(ArchiveError) {
      check.orphans = try await archive.files().filter { !copies.named.contains($0) }
    } catch {
      throw failure(error)
    }
    return check
  }

  /// Copies that records name, and those of them that were read and are whole.
  private struct Copies {
    var named: Set<String> = []
    var whole: Set<String> = []
  }

  private func look(
    at agreement: LoadedAgreement, in archive: DocumentArchive, _ check: inout DocumentCheckView,
    _ copies: inout Copies
  ) async {
    check.agreements += 1
    for (kind, document) in agreement.state.documents.sorted(by: { $0.key < $1.key }) {
      for record in document.versions.reversed() where record.isKept {
        copies.named.insert(record.sha256)
        if copies.whole.contains(record.sha256) { continue }
        do throws(ArchiveError) {
          check.bytes += try await archive.verify(record.sha256)
          check.copies += 1
          copies.whole.insert(record.sha256)
        } catch {
          check.faults.append(
            DocumentFault(
              reference: agreement.reference, document: kind, version: record.version,
              sha256: record.sha256, kind: error.fault, words: "\(error)"))
        }
      }
    }
  }

  // MARK: Parts

  func documentViews(of agreement: LoadedAgreement, withEarlier: Bool) -> [DocumentView] {
    agreement.workflow.documents.flatMap { kind -> [DocumentView] in
      let versions = agreement.state.documents[kind.name]?.versions ?? []
      return (withEarlier ? versions[...] : versions.prefix(1)).map {
        var view = documentView($0, kind.name, agreement.workflow)
        view.isLatest = $0.version == versions.first?.version
        return view
      }
    }
  }

  private func documentView(_ record: DocumentVersion, _ kind: String, _ workflow: Workflow)
    -> DocumentView
  {
    DocumentView(
      kind: kind,
      title: workflow.documents.first { $0.name == kind }?.title?.id ?? kind, record: record,
      personName: directory.people[record.person]?.name, isLatest: true)
  }

  private func documentRecord(_ kind: String, in state: InstanceState, _ reference: String)
    throws(EngineError) -> DocumentVersion
  {
    guard let record = state.documents[kind]?.latest else {
      throw .notFound(what: "document", name: kind, suggestion: nil)
    }
    return record
  }

  private func unchanged(_ agreement: LoadedAgreement, _ kind: String) throws(EngineError)
    -> DocumentResult
  {
    DocumentResult(
      reference: agreement.reference, sequence: agreement.sequence, effect: .unchanged,
      document: documentView(
        try documentRecord(kind, in: agreement.state, agreement.reference), kind, agreement.workflow
      ),
      isReplay: false)
  }

  /// The answer of a command that was done before: the document as it is on record now.
  private func documentResult(_ done: CommandResult, _ kind: String, isReplay: Bool)
    async throws(EngineError) -> DocumentResult
  {
    let agreement = try await load(done.reference)
    var result = try unchanged(agreement, kind)
    result.sequence = done.sequence
    result.isReplay = isReplay
    return result
  }

  /// A record that says a copy is kept needs the copy, of the size that it says.
  private func checkCopy(of command: DocumentCommand) throws(EngineError) {
    guard command.hasCopy else { return }
    guard let archive, keepsCopies else { throw .copiesNotKept }
    let size: Int64?
    do { size = try archive.size(of: command.sha256) } catch {
      if case .notADigest = error {
        throw .refused(.documentInvalid(.digest(command.sha256)))
      }
      throw failure(error)
    }
    guard let size else {
      throw .contentMissing(
        "no copy with the SHA-256 \(command.sha256.prefix(12)) has come; send it first (POST /v1/documents/content)"
      )
    }
    guard size == command.size else {
      throw .contentInvalid(
        "the copy has \(size) bytes, the record says \(command.size); send the file again")
    }
  }

  private func failure(_ error: ArchiveError) -> EngineError {
    switch error {
    case .notFound: .contentMissing("\(error)")
    case .damaged, .notAFile: .contentDamaged("\(error)")
    case .tooLarge(let limit): .contentTooLarge(limit)
    case .differs, .notADigest: .contentInvalid("\(error)")
    case .full, .system: .archive("\(error)")
    }
  }
}

/// A copy that is being read.
public struct DocumentContent: Sendable {
  /// What is on record of it.
  public var view: DocumentView
  private let file: StoredFile

  init(view: DocumentView, file: StoredFile) {
    self.view = view
    self.file = file
  }

  /// Size in bytes.
  public var size: Int64 { file.size }

  /// The next bytes; nil at the end. Throws where the bytes are not those of the record.
  public func next() throws -> [UInt8]? { try file.next() }
}

extension DocumentAct {
  fileprivate init(_ command: DocumentCommand, _ actor: Actor) {
    self.init(
      kind: command.kind, name: command.name, size: command.size, sha256: command.sha256,
      number: command.number, partnerNumber: command.partnerNumber, srikandi: command.srikandi,
      mediaType: command.mediaType, note: command.note, isKept: command.hasCopy, actor: actor)
  }
}

extension ArchiveError {
  fileprivate var fault: DocumentFault.Kind {
    switch self {
    case .notFound: .missing
    case .damaged, .notAFile, .differs: .damaged
    default: .unreadable
    }
  }
}

extension Fingerprint {
  static func of(_ command: DocumentCommand) -> String {
    func text(_ value: String?) -> JSON { value.map { .string($0) } ?? .null }
    return Library.digest(
      JSON.array([
        .string("document"), .string(command.reference), .string(command.kind),
        .string(command.name), .int(command.size), .string(command.sha256), text(command.number),
        text(command.partnerNumber), text(command.srikandi), text(command.mediaType),
        text(command.note), .bool(command.hasCopy),
      ]).text)
  }
}
