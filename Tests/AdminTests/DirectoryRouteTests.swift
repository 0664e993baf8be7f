// Goal: addresses go to administrators and to the person whom they belong to, and to nobody else; files
// travel over the API as the command line sends them.
// Method: the small office, asked as each kind of caller.

import AdminAPI
import Testing

@testable import AdminServer

@Suite struct DirectoryRouteTests {
  private static let contacts = """
    directory: d
    people:
      - { id: i-made, name: I Made Contoh, unix: made, contacts: [{ channel: email, address: made@contoh.go.id }] }
      - { id: i-wayan, name: I Wayan Contoh, unix: wayan, contacts: [{ channel: email, address: wayan@contoh.go.id, language: en }] }
    """

  private func body(_ text: String, _ more: [String: JSONValue] = [:]) throws -> String {
    var members: [String: JSONValue] = ["files": [["name": "kontak.yaml", "text": .string(text)]]]
    members.merge(more) { _, new in new }
    return String(decoding: try WireCoding.encode(JSONValue.object(members)), as: UTF8.self)
  }

  private func people(_ office: Office, as uid: UInt32) async throws -> [String: [ContactItem]?] {
    let answer = try await office.get("/v1/directory", as: uid).value(DirectoryAnswer.self)
    return Dictionary(uniqueKeysWithValues: answer.people.map { ($0.id, $0.contacts) })
  }

  @Test func `contacts are shown to administrators and to oneself`() async throws {
    let office = try await Office()
    let apply = await office.post(
      "/v1/directory/apply", try body(Self.contacts), as: Office.root)
    #expect(try apply.value(DirectoryReportItem.self).applied)
    let made = try await people(office, as: Office.made)
    #expect(made["i-made"]??.map(\.address) == ["made@contoh.go.id"])
    #expect(made["i-wayan"] == .some(nil))
    let root = try await people(office, as: Office.root)
    #expect(root["i-wayan"]??.first?.language == "en")
    let text = String(
      decoding: await office.get("/v1/directory", as: Office.wayan).body, as: UTF8.self)
    #expect(!text.contains("made@contoh.go.id") && text.contains("wayan@contoh.go.id"))
  }

  @Test func `a preview changes nothing; an apply from an older version is refused`() async throws {
    let office = try await Office()
    let preview = await office.post(
      "/v1/directory/preview", try body(Self.contacts), as: Office.root)
    let report = try preview.value(DirectoryReportItem.self)
    #expect(!report.applied && report.changes.count == 2 && report.version == 1)
    #expect(report.changes.allSatisfy { $0.fields.allSatisfy { $0.private } })
    let old = await office.post(
      "/v1/directory/apply", try body(Self.contacts, ["expected_version": 0]), as: Office.root)
    #expect(old.problem?.known == .directoryMoved)
    let new = await office.post(
      "/v1/directory/apply", try body(Self.contacts, ["expected_version": 1]), as: Office.root)
    #expect(try new.value(DirectoryReportItem.self).version == 2)
    let bad = await office.post(
      "/v1/directory/apply", try body("directory: d\npeople: [{ id: x }]\n"), as: Office.root)
    #expect(bad.problem?.known == .sourceInvalid)
    #expect(bad.problem?.detail.contains("kontak.yaml:2:") == true)
  }

  @Test func `what is exported is applied without a change, and what is forgotten is not exported`()
    async throws
  {
    let office = try await Office()
    _ = await office.post("/v1/directory/apply", try body(Self.contacts), as: Office.root)
    for target in ["?format=yaml&contacts=true", "?format=csv&contacts=true", "", "?format=csv"] {
      let export = try await office.get("/v1/directory/export\(target)", as: Office.root)
        .value(DirectoryExport.self)
      let files = JSONValue.array(
        export.files.map { ["name": .string($0.name), "text": .string($0.text)] })
      let again = await office.post(
        "/v1/directory/preview", try body("", ["files": files]), as: Office.root)
      #expect(try again.value(DirectoryReportItem.self).changes == [], "\(target)")
      let said = export.files.contains { $0.text.contains("wayan@contoh.go.id") }
      #expect(said == target.contains("contacts"))
    }
    let forgotten = await office.post(
      "/v1/directory/people/i-wayan/forget", #"{"reason": "pensiun"}"#, as: Office.root)
    #expect(try forgotten.value(ForgetAnswer.self).contacts == 1)
    let export = try await office.get("/v1/directory/export?contacts=true", as: Office.root)
      .value(DirectoryExport.self)
    #expect(!export.files.contains { $0.text.contains("wayan@contoh.go.id") })
    #expect(await office.get("/v1/directory/export?format=xml", as: Office.root).status == 400)
    #expect(
      await office.post(
        "/v1/directory/people/hantu/forget", #"{"reason": "x"}"#, as: Office.root
      ).status == 404)
  }

  @Test func `a position is seen on the day that is asked for`() async throws {
    let office = try await Office()
    _ = await office.post(
      "/v1/directory/apply",
      try body(
        "directory: d\nholdings: [{ person: i-made, position: kabid, from: 2031-01-01, until: 2031-01-31 }]\n"
      ), as: Office.root)
    func holders(_ day: String) async throws -> [String]? {
      try await office.get("/v1/directory?on=\(day)").value(DirectoryAnswer.self)
        .positions.first { $0.id == "kabid" }?.holders.map(\.person)
    }
    #expect(try await holders("2031-01-15")?.sorted() == ["i-made", "i-wayan"])
    #expect(try await holders("2031-02-01") == ["i-wayan"])
    #expect(await office.get("/v1/directory?on=besok").status == 400)
  }
}
