// Routes of the directory.

internal import AdminAPI

extension RouteTable {
  static let directory: [Route] = [
    Route(
      method: .get, path: "/v1/directory", access: .person,
      summary: "Organisations, positions, people, and who holds what on a day",
      query: [.text("on", "The day, such as 2027-03-09; by default today.")],
      response: DirectoryAnswer.schema, handler: Handlers.directory),
    Route(
      method: .post, path: "/v1/directory/preview", access: .administrator,
      summary: "What files would change in the directory",
      request: DirectoryPreviewRequest.schema, response: DirectoryReportItem.schema,
      handler: Handlers.previewDirectory),
    Route(
      method: .post, path: "/v1/directory/apply", access: .administrator,
      summary: "Brings files into the directory", request: DirectoryApplyRequest.schema,
      response: DirectoryReportItem.schema, handler: Handlers.applyDirectory),
    Route(
      method: .post, path: "/v1/directory/people/{person}/forget", access: .administrator,
      summary: "Deletes how a person is reached; name and positions stay",
      request: ForgetRequest.schema, response: ForgetAnswer.schema, handler: Handlers.forgetPerson),
    Route(
      method: .get, path: "/v1/directory/export", access: .administrator,
      summary: "The directory as files that can be applied",
      query: [
        .text("format", "yaml (the default) or csv."),
        .truth("contacts", "With how people are reached."),
      ], response: DirectoryExport.schema, handler: Handlers.exportDirectory),
  ]
}
