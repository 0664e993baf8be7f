// Documents over the socket: their copies as octets, their records as JSON.

public import AdminAPI
internal import AsyncHTTPClient
internal import NIOCore

extension AdminClient {
  /// Whether copies are kept, and how large they may be.
  public func documentPolicy() async throws(ClientError) -> Answer<DocumentPolicy> {
    try await get("/v1/documents")
  }

  /// Sends a copy; a record that names it follows.
  public func sendDocument(_ bytes: [UInt8], sha256: String) async throws(ClientError)
    -> Answer<ContentAnswer>
  {
    try await post(octets: bytes, "/v1/documents/content?digest=\(sha256)")
  }

  /// Puts a document on record.
  public func addDocument(_ request: DocumentRequest, to reference: String, key: String? = nil)
    async throws(ClientError) -> Answer<DocumentAnswer>
  {
    try await post(Self.documents(reference), request, key: key)
  }

  /// Documents of an agreement.
  public func documents(_ reference: String, all: Bool = false) async throws(ClientError)
    -> Answer<DocumentList>
  {
    try await get(Self.documents(reference), query: [("all", all ? "true" : nil)])
  }

  /// The copy of a document.
  public func document(_ reference: String, kind: String, version: Int? = nil)
    async throws(ClientError) -> [UInt8]
  {
    try await text(
      Self.documents(reference) + "/\(PercentEncoding.encode(kind))/content",
      query: [("version", version.map(String.init))], upTo: ClientLimits.documentBytes)
  }

  /// Reads every copy that records name.
  public func verifyDocuments(_ reference: String? = nil) async throws(ClientError)
    -> Answer<DocumentCheck>
  {
    try await get("/v1/documents/verify", query: [("reference", reference)])
  }

  private static func documents(_ reference: String) -> String {
    "/v1/agreements/\(PercentEncoding.encode(reference))/documents"
  }
}

extension AdminClient {
  /// A page of the register.
  ///
  /// - Parameter filter: parameters of the question by their names; see ``RegisterProfileItem``.
  public func register(filter: [String: String], limit: Int, after: String?)
    async throws(ClientError) -> Answer<Page<RegisterItem>>
  {
    try await get(
      "/v1/register",
      query: filter.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
        + [("limit", "\(limit)"), ("after", after)])
  }

  /// Profiles of the register.
  public func registerProfiles() async throws(ClientError) -> Answer<Page<RegisterProfileItem>> {
    try await get("/v1/register/profiles")
  }
}
