// Routes about documents: copies and records.

internal import AdminAPI

extension RouteTable {
  static let documents: [Route] = [
    Route(
      method: .get, path: "/v1/documents", access: .person,
      summary: "Whether copies of documents are kept, and how large they may be",
      response: DocumentPolicy.schema, handler: Handlers.documentPolicy),
    Route(
      method: .post, path: "/v1/documents/content", access: .actor,
      summary: "Receives a copy of a document, as octets; a record that names it follows",
      query: [.text("digest", "SHA-256 that the sender says it has.")],
      response: ContentAnswer.schema, status: 201, takesOctets: true,
      handler: Handlers.receiveDocument),
    Route(
      method: .get, path: "/v1/documents/verify", access: .auditor,
      summary: "Reads every copy that records name, and finds those that nothing names",
      query: [.text("reference", "Only those of this agreement.")],
      response: DocumentCheck.schema, handler: Handlers.checkDocuments),
    Route(
      method: .get, path: "/v1/agreements/{reference}/documents", access: .person,
      summary: "Documents of an agreement, and the kinds that are missing",
      query: [.truth("all", "Earlier versions too.")], response: DocumentList.schema,
      handler: Handlers.documents),
    Route(
      method: .post, path: "/v1/agreements/{reference}/documents", access: .actor,
      summary: "Puts a document on record, or corrects what is on record of the same file",
      request: DocumentRequest.schema, response: DocumentAnswer.schema, isCommand: true,
      handler: Handlers.addDocument),
    Route(
      method: .get, path: "/v1/agreements/{reference}/documents/{kind}/content", access: .person,
      summary: "The copy of a document, as octets",
      query: [.count("version", "By default the latest.")],
      handler: Handlers.documentContent),
  ]
}
