// Goal: what administrators change from outside comes through the door as it was asked for.
// Method: an administrator at a small office, by the routes and by the commands over a socket.

import AdminAPI
import ArgumentParser
import Foundation
import Testing

@testable import AdminServer
@testable import sinergictl

@Suite struct AdministrationRouteTests {
  @Test func `a preview, the act, and the act again under the same key`() async throws {
    let office = try await Office()
    let path = try await office.startAgreement()
    let preview = await office.post(
      path + "/jump", #"{"states": ["telaah"], "dry_run": true}"#, as: Office.root)
    let shown = try preview.value(AdministrationAnswer.self)
    #expect(shown.dryRun && shown.skipped == ["konsep"] && shown.command.sequence == 1)
    let body = #"{"states": ["telaah"], "reason": "disepakati"}"#
    let headers = ["idempotency-key": "k"]
    let done = await office.post(path + "/jump", body, as: Office.root, headers: headers)
    #expect(done.status == 200)
    #expect(try done.value(AdministrationAnswer.self).command.states == ["telaah"])
    let again = await office.post(path + "/jump", body, as: Office.root, headers: headers)
    #expect(again.headers["Idempotent-Replay"] == "true")
  }

  @Test(arguments: [
    ("/jump", #"{"states": ["nirwana"], "reason": "x"}"#, 422, "unknown-state"),
    ("/jump", #"{"states": ["konsep"], "reason": "x"}"#, 409, "already-there"),
    ("/jump", #"{"states": ["telaah"]}"#, 422, "reason-missing"),
    ("/jump", #"{"reason": "x"}"#, 400, "invalid-body"),
    ("/corrections", #"{"unset": ["tentang"], "reason": "x"}"#, 409, "field-required"),
    (
      "/corrections", #"{"data": {"jumlah": 1}, "unset": ["jumlah"], "reason": "x"}"#, 400,
      "invalid-body"
    ), ("/cancel", #"{"why": "x"}"#, 400, "invalid-body"),
  ])
  func `what does not go is told`(path: String, body: String, status: Int, kind: String)
    async throws
  {
    let office = try await Office()
    let reply = await office.post(try await office.startAgreement() + path, body, as: Office.root)
    #expect(reply.status == status && reply.problem?.kind == kind)
  }

  @Test func `an import and a migration answer for each agreement`() async throws {
    let office = try await Office()
    let body = """
      {"workflow": "uji", "reason": "lama", "items": [
        {"states": ["telaah"], "data": {"tentang": "x"}, "reference": "1/2020", "started": "2020-01-02"},
        {"states": ["konsep"], "data": {"tentang": "y"}}]}
      """
    let imported = try await office.post("/v1/imports", body, as: Office.root)
      .value(ImportAnswer.self)
    #expect(imported.applied && imported.items.map(\.reference) == ["1/2020", "UJI/2026/0001"])
    // Each problem is told, whatever is wrong with the ones before.
    let wrong = """
      {"workflow": "uji", "reason": "x", "items": [
        {"states": ["konsep"], "data": {"tentang": "x"}, "started": "besok"},
        {"states": ["tiada"], "data": {"tentang": "x"}}, {"states": ["konsep"]}]}
      """
    let bad = try await office.post("/v1/imports", wrong, as: Office.root).value(ImportAnswer.self)
    #expect(!bad.applied && bad.problems == 3)
    #expect(bad.items[0].problem?.contains("«besok», must be a date") == true)
    #expect(bad.items.allSatisfy { $0.problem != nil })
    let moved = try await office.post(
      "/v1/workflows/uji/migration", #"{"dry_run": true}"#, as: Office.root
    ).value(MigrationAnswer.self)
    #expect(moved.current == 2 && moved.items.isEmpty && !moved.applied)
    #expect(
      await office.post(
        "/v1/workflows/ujii/migration", #"{"dry_run": true}"#, as: Office.root
      ).problem?.known == .notFound)
  }

  @Test func `the commands of an administrator end with the documented codes`() async throws {
    let folder = FileManager.default.temporaryDirectory.path
    let file = "\(folder)/lama-\(UUID().uuidString).csv"
    let bad = "\(folder)/salah-\(UUID().uuidString).csv"
    try Data("state,reference,tentang\nkonsep,2/2020,Buku\ntelaah,3/2020,Baca\n".utf8)
      .write(to: URL(filePath: file))
    try Data("state,tentang\nkonsep\n".utf8).write(to: URL(filePath: bad))
    defer {
      unlink(file)
      unlink(bad)
    }
    let rows: [(line: String, code: Int32)] = [
      ("import uji --state konsep --set tentang=Layanan --reason x", 0),
      (
        "import uji --state konsep --set tentang=x --reference 1/2020 --started 2020-01-02 --reason x --json",
        0
      ),
      ("import uji --state konsep --set tentang=x --reference 1/2020 --reason x", 3),
      ("import uji --state nirwana --set tentang=x --reason x", 3),
      ("import ujii --state konsep --reason x", 1), ("import uji --file \(bad) --reason x", 1),
      ("import uji --file \(file) --dry-run", 0), ("import uji --file \(file) --reason x", 0),
      ("import uji --file \(file) --reason x", 3),
      ("jump UJI/2026/0001 telaah --dry-run", 0), ("jump UJI/2026/0001 tela --dry-run", 3),
      ("jump UJI/2026/0001 telaah --reason x --yes", 0),
      ("jump UJI/2026/0001 telaah --reason x --yes", 3),
      ("correct UJI/2026/0001 --set jumlah=3 --reason x", 0),
      ("correct UJI/2026/0001 --unset tentang --reason x", 3),
      ("correct UJI/2026/0001 --set jumlah=tiga --dry-run", 3),
      ("migrate uji --dry-run", 0), ("migrate uji --reason x", 0), ("migrate ujii --dry-run", 1),
      ("cancel UJI/2026/0001 --dry-run", 0), ("cancel UJI/2026/0001 --reason ganda", 0),
      ("cancel UJI/2026/0001 --reason ganda", 3), ("history UJI/2026/0001", 0),
      ("show UJI/2026/0001", 0), ("cancel UJI/2026/0009 --reason x", 1), ("audit verify", 0),
    ]
    try await Served.run(as: "root") { served in
      for row in rows {
        var end: Int32 = 0
        do {
          let words = row.line.split(separator: " ").map(String.init)
          var command = try Sinergictl.parseAsRoot(words + ["--socket", served.path])
          guard var asking = command as? any AsyncParsableCommand else { return try command.run() }
          try await asking.run()
        } catch { end = Entry.end(with: error) }
        #expect(end == row.code, "sinergictl \(row.line)")
      }
    }
  }
}
