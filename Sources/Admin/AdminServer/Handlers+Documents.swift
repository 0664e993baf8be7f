// What the routes about documents do.

internal import AdminAPI
internal import Engine
internal import Workflow

extension Handlers {
  static let documentPolicy: @Sendable (Call) async throws -> Reply = { call in
    let policy = call.engine.documentPolicy
    return try Reply(
      DocumentPolicy(
        keeps: policy.keepsCopies, limitBytes: policy.limit, zone: call.presenter.zoneName))
  }

  static let receiveDocument: @Sendable (Call) async throws -> Reply = { call in
    guard let octets = call.octets else { throw Problem(.invalidBody, "the file is missing") }
    let kept = try await call.uploads.pass {
      try await call.engine.receiveDocument(
        announced: call.query.text("digest"), length: octets.length, octets.feed)
    }
    guard let kept else {
      throw Problem(
        .busy, "\(AdminLimits.uploads) files are being received at this moment; try again")
    }
    return try Reply(
      status: 201,
      ContentAnswer(
        sha256: kept.sha256, size: kept.size, new: kept.isNew, zone: call.presenter.zoneName))
  }

  static let addDocument: @Sendable (Call) async throws -> Reply = { call in
    let request = try Body.read(DocumentRequest.self, from: call.body)
    let result = try await call.engine.addDocument(
      DocumentCommand(
        reference: call.reference, kind: request.kind, name: request.name, size: request.size,
        sha256: request.sha256, number: request.number, partnerNumber: request.partnerNumber,
        srikandi: request.srikandi, mediaType: request.mediaType, note: request.note,
        hasCopy: request.copy ?? false),
      call.context(standIn: request.as))
    return try Reply(
      DocumentAnswer(
        reference: result.reference, sequence: result.sequence, effect: result.effect.rawValue,
        document: call.presenter.document(result.document), replay: result.isReplay,
        zone: call.presenter.zoneName),
      headers: result.isReplay ? ["Idempotent-Replay": "true"] : [:])
  }

  static let documents: @Sendable (Call) async throws -> Reply = { call in
    let found = try await call.engine.documents(
      call.reference, withEarlier: call.query.isTrue("all"))
    return try Reply(
      DocumentList(
        items: found.documents.map(call.presenter.document),
        missing: found.missing.map {
          MissingDocumentItem(
            kind: $0.kind, title: $0.title, required: $0.isRequired, roles: $0.roles)
        }, zone: call.presenter.zoneName))
  }

  static let documentContent: @Sendable (Call) async throws -> Reply = { call in
    let content = try await call.engine.documentContent(
      call.reference, kind: call.path["kind"] ?? "", version: call.query.count("version"))
    let record = content.view.record
    return Reply(
      file: FileReply(digest: record.sha256, size: content.size) { try content.next() },
      headers: [
        "Sinergi-SHA256": record.sha256, "Sinergi-Version": String(record.version),
        "Sinergi-Name": PercentEncoding.encode(record.name),
      ])
  }

  static let checkDocuments: @Sendable (Call) async throws -> Reply = { call in
    let check = try await call.engine.checkDocuments(call.query.text("reference"))
    return try Reply(
      DocumentCheck(
        intact: check.faults.isEmpty, agreements: check.agreements, copies: check.copies,
        bytes: check.bytes,
        faults: check.faults.map {
          DocumentFaultItem(
            reference: $0.reference, kind: $0.document, version: $0.version, sha256: $0.sha256,
            fault: $0.kind.rawValue, detail: $0.words)
        }, orphans: check.orphans, zone: call.presenter.zoneName))
  }
}

extension Presenter {
  func document(_ view: DocumentView) -> DocumentItem {
    let record = view.record
    return DocumentItem(
      kind: view.kind, title: view.title, version: record.version, latest: view.isLatest,
      name: record.name, size: record.size, sha256: record.sha256, number: record.number,
      partnerNumber: record.partnerNumber, srikandi: record.srikandi, mediaType: record.mediaType,
      note: record.note, kept: record.isKept, addedAt: stamp(record.addedAt),
      person: record.person, personName: view.personName, role: record.role)
  }
}
