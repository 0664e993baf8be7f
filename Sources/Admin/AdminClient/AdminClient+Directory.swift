// The directory over the socket.

public import AdminAPI

extension AdminClient {
  /// The directory in force, seen on a day; by default today.
  public func directory(on date: String? = nil) async throws(ClientError) -> Answer<DirectoryAnswer>
  {
    try await get("/v1/directory", query: [("on", date)])
  }

  /// What files would change in the directory.
  public func previewDirectory(_ request: DirectoryPreviewRequest) async throws(ClientError)
    -> Answer<DirectoryReportItem>
  {
    try await post("/v1/directory/preview", request, key: nil)
  }

  /// Brings files into the directory.
  public func applyDirectory(_ request: DirectoryApplyRequest) async throws(ClientError)
    -> Answer<DirectoryReportItem>
  {
    try await post("/v1/directory/apply", request, key: nil)
  }

  /// Deletes how a person is reached.
  public func forgetPerson(_ person: String, reason: String) async throws(ClientError)
    -> Answer<ForgetAnswer>
  {
    try await post(
      "/v1/directory/people/\(PercentEncoding.encode(person))/forget",
      ForgetRequest(reason: reason), key: nil)
  }

  /// The directory as files that can be applied.
  public func exportDirectory(format: String, contacts: Bool) async throws(ClientError)
    -> Answer<DirectoryExport>
  {
    try await get(
      "/v1/directory/export",
      query: [("format", format), ("contacts", contacts ? "true" : nil)])
  }
}
