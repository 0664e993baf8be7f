// Goal: an administrator changes the directory from files at the command line, and a script can tell what
// became of it. Method: commands by their exit codes over a real socket, with files in a scratch folder.

import ArgumentParser
import Foundation
import Testing

@testable import sinergictl

@Suite struct DirectoryCommandTests {
  private static func end(_ line: String, _ served: Served) async -> Int32 {
    do {
      let words = line.split(separator: " ").map(String.init)
      var command = try Sinergictl.parseAsRoot(words + ["--socket", served.path])
      guard var asking = command as? any AsyncParsableCommand else {
        try command.run()
        return 0
      }
      try await asking.run()
      return 0
    } catch { return Entry.end(with: error) }
  }

  @Test func `the commands of the directory end with the documented codes`() async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.path
    let files = [
      "orang.yaml": """
      directory: d
      people: [{ id: i-ketut, name: I Ketut, contacts: [{ channel: email, address: ketut@contoh.go.id }] }]

      """,
      "jabatan.csv": "position;person;from\r\nkabid;i-ketut;2030-01-01\r\n",
      "salah.yaml": "directory: d\npeople: [{ id: i-ketut, name: I Ketut, nik: x }]\n",
      "bukan.csv": "a,b\n1,2\n",
    ]
    for (name, text) in files {
      try text.write(toFile: "\(path)/\(name)", atomically: true, encoding: .utf8)
    }
    let rows: [(line: String, code: Int32)] = [
      ("directory apply \(path)/orang.yaml --dry-run", 0),
      ("directory show i-ketut", 1),
      // The tests have no terminal to be asked at.
      ("directory apply \(path)/orang.yaml", 2),
      ("directory show i-ketut", 1),
      ("directory apply \(path)/orang.yaml \(path)/jabatan.csv --yes --reason SK", 0),
      ("directory show i-ketut", 0), ("directory show kabid --on 2030-01-01 --json", 0),
      ("directory apply \(path)/orang.yaml \(path)/jabatan.csv", 0),
      ("directory apply \(path)/salah.yaml --yes", 3),
      ("directory apply \(path)/bukan.csv --yes", 3),
      ("directory apply \(path)/jabatan.csv --replace --yes", 3),
      ("directory apply \(path)/hilang.yaml --yes", 1),
      ("directory export --contacts --output \(path)/semua.yaml", 0),
      ("directory export --format csv --contacts --output \(path)/tabel", 0),
      ("directory apply \(path)/semua.yaml --replace", 0),
      ("directory apply \(path)/tabel/people.csv \(path)/tabel/holdings.csv", 0),
      ("directory forget i-ketut --reason pensiun", 0),
      ("directory forget i-ketut --reason pensiun", 0),
      ("directory forget hantu --reason x", 1), ("directory forget i-ketut", 2),
      ("directory export --output \(path)/tanpa.yaml --contacts", 0), ("status", 0),
      ("audit verify", 0),
    ]
    try await Served.run(as: "root") { served in
      for row in rows {
        #expect(await Self.end(row.line, served) == row.code, "sinergictl \(row.line)")
      }
    }
    func text(_ name: String) throws -> String {
      try String(contentsOfFile: "\(path)/\(name)", encoding: .utf8)
    }
    #expect(try text("semua.yaml").contains("ketut@contoh.go.id"))
    #expect(try text("tabel/people.csv").contains("ketut@contoh.go.id"))
    #expect(try !text("tanpa.yaml").contains("ketut@contoh.go.id"))
    #expect(try text("tanpa.yaml").contains("i-ketut"))
  }
}
