// Goal: a path leads to one route or to a clear answer. Method: tables of paths.

import AdminAPI
import Testing

@testable import AdminServer

@Suite struct RouteTableTests {
  private func name(_ method: String, _ path: String) -> String? {
    guard case .route(let route, _) = RouteTable.match(method: method, path: path) else {
      return nil
    }
    return route.name
  }

  @Test func `each route is found by its own template and no other is`() {
    for route in RouteTable.routes {
      let path = route.path.split(separator: "/").map { $0.hasPrefix("{") ? "7" : String($0) }
        .joined(separator: "/")
      #expect(name(route.method.rawValue, "/" + path) == route.name)
    }
    #expect(Set(RouteTable.routes.map(\.name)).count == RouteTable.routes.count)
  }

  @Test(arguments: [
    ("/v1/agreements/NKO%2F2026%2F0001", "NKO/2026/0001"),
    ("/v1/agreements/NKO%2f2026%2f0001/history", "NKO/2026/0001"),
    ("/v1/agreements/a%20b", "a b"), ("/v1/agreements/100%25", "100%"),
  ])
  func `a reference with slashes stays in its segment`(path: String, reference: String) {
    guard case .route(_, let values) = RouteTable.match(method: "GET", path: path) else {
      Issue.record("\(path) leads nowhere")
      return
    }
    #expect(values["reference"] == reference)
  }

  @Test(arguments: [
    "/", "", "/v1", "/v2/status", "/v1/status/", "//v1/status", "/v1/agreements/",
    "/v1/agreements/NKO/2026/0001", "/v1/agreements/%zz", "/v1/agreements/%2", "/v1/STATUS",
    "/v1/agreements/x/y", "/v1/../v1/status", "*", "http://localhost/v1/status",
  ])
  func `a path that is none of ours leads nowhere`(path: String) {
    guard case .unknown = RouteTable.match(method: "GET", path: path) else {
      Issue.record("\(path) leads somewhere")
      return
    }
  }

  @Test func `a known path with another method names the methods that it takes`() {
    guard
      case .otherMethods(let methods) = RouteTable.match(method: "DELETE", path: "/v1/agreements")
    else {
      Issue.record("no other methods")
      return
    }
    #expect(methods == ["GET", "POST"])
  }

  @Test func `only administrators may operate and only known people may see agreements`() {
    func routes(_ access: Access) -> Set<String> {
      Set(RouteTable.routes.filter { $0.access == access }.map(\.name))
    }
    #expect(
      routes(.anyone) == [
        "GET /healthz", "GET /v1/openapi.json", "GET /v1/status", "GET /v1/workflows",
        "GET /v1/workflows/{name}", "GET /v1/calendars",
      ])
    #expect(
      routes(.auditor) == [
        "GET /v1/messages", "GET /v1/messages/{id}", "GET /v1/channels", "GET /v1/audit",
        "GET /v1/documents/verify",
      ])
    // Whatever changes an agreement is for those who act; what is left to read is for `person`.
    for route in RouteTable.routes where route.access == .person {
      #expect(route.method == .get, "\(route.name)")
    }
    #expect(
      routes(.administrator) == [
        "POST /v1/messages/{id}/retry", "POST /v1/channels/{name}/test", "POST /v1/reload",
        "POST /v1/calendars/preview", "POST /v1/calendars/apply",
        "POST /v1/agreements/{reference}/tasks/reassign",
        "POST /v1/agreements/{reference}/suspend", "POST /v1/agreements/{reference}/resume",
        "POST /v1/agreements/{reference}/cancel", "POST /v1/agreements/{reference}/jump",
        "POST /v1/agreements/{reference}/corrections", "POST /v1/imports",
        "POST /v1/workflows/{name}/migration",
        "POST /v1/directory/preview", "POST /v1/directory/apply", "GET /v1/directory/export",
        "POST /v1/directory/people/{person}/forget",
      ])
  }

  @Test func `the OpenAPI document in the docs is the one that the table makes`() throws {
    try Snapshots.check(
      String(decoding: OpenAPIDocument.bytes, as: UTF8.self), "docs/openapi.json")
  }

  @Test func `every reference in the OpenAPI document leads to a shape`() {
    let names = Set(OpenAPIDocument.namedSchemas.map(\.name))
    func references(_ value: JSONValue) -> [String] {
      switch value {
      case .array(let items): items.flatMap(references)
      case .object(let members):
        members.flatMap { key, value in
          key == "$ref" ? [value.string ?? ""] : references(value)
        }
      default: []
      }
    }
    for reference in references(OpenAPIDocument.document) {
      #expect(names.contains(String(reference.dropFirst("#/components/schemas/".count))))
    }
  }
}
