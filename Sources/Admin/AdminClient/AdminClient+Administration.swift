// What administrators change from outside, as typed methods.

public import AdminAPI

extension AdminClient {
  /// Ends an agreement that should not go on.
  public func cancel(_ reference: String, _ request: CancelRequest, key: String? = nil)
    async throws(ClientError) -> Answer<AdministrationAnswer>
  {
    try await post(Self.path(reference) + "/cancel", request, key: key)
  }

  /// Takes an agreement to states.
  public func jump(_ reference: String, _ request: JumpRequest, key: String? = nil)
    async throws(ClientError) -> Answer<AdministrationAnswer>
  {
    try await post(Self.path(reference) + "/jump", request, key: key)
  }

  /// Corrects the data of an agreement.
  public func correct(_ reference: String, _ request: CorrectionRequest, key: String? = nil)
    async throws(ClientError) -> Answer<AdministrationAnswer>
  {
    try await post(Self.path(reference) + "/corrections", request, key: key)
  }

  /// Takes in agreements from before.
  public func importAgreements(_ request: ImportRequest, key: String? = nil)
    async throws(ClientError) -> Answer<ImportAnswer>
  {
    try await post("/v1/imports", request, key: key)
  }

  /// Moves agreements to the definition that is loaded.
  public func migrate(_ workflow: String, _ request: MigrationRequest, key: String? = nil)
    async throws(ClientError) -> Answer<MigrationAnswer>
  {
    try await post(
      "/v1/workflows/\(PercentEncoding.encode(workflow))/migration", request, key: key)
  }
}
