// Goal: the walls of the house hold; SwiftPM lets an undeclared import of a sibling through.
// Method: the import lines of every file against the list of its room.

import Testing

@Suite struct ImportTests {
  @Test func `a room imports only what its door allows`() {
    var offences: [String] = []
    for file in House.sources {
      guard let room = House.room(of: file.path) else { continue }
      for (number, line) in file.text.lines.enumerated() {
        guard let module = Self.importedModule(line.code), !room.imports.contains(module) else {
          continue
        }
        offences.append("\(file.path):\(number + 1): \(room.name) may not import \(module)")
      }
    }
    #expect(offences.isEmpty, "\(offences.joined(separator: "\n"))")
  }

  @Test func `every file stands in a room`() {
    let strays = House.sources.map(\.path).filter { House.room(of: $0) == nil }
    #expect(strays.isEmpty, "\(strays)")
  }

  @Test func `the package builds exactly these rooms`() throws {
    let manifest = try #require(House.text("Package.swift"))
    let built = Self.targets(of: manifest).filter { !$0.path.hasPrefix("Benchmarks/") }
    let rooms = Room.all.map { "\($0.name) in \($0.folder)" }
    #expect(built.map { "\($0.name) in \($0.path)" }.sorted() == rooms.sorted())
  }

  @Test func `only the engine, the rehearsal and the daemon open several doors`() {
    let doors: Set<String> = ["Store", "Notify", "Systemd", "Archive"]
    let several: Set<String> = ["Engine", "Rehearsal", "sinergid"]
    for room in Room.all where !several.contains(room.name) {
      #expect(room.imports.intersection(doors).isEmpty, "\(room.name)")
    }
  }

  @Test(arguments: [
    ("import Foundation", "Foundation"), ("internal import Yams", "Yams"),
    ("@testable import Workflow", "Workflow"),
    ("public import struct Foundation.Date", "Foundation"),
    ("@preconcurrency public import GRDB // why", "GRDB"), ("  import A", "A"),
    ("let important = 1", nil), ("// import X", nil), ("\"import X\"", nil),
    ("importer.run()", nil),
  ])
  func `an import line is told from others`(line: String, module: String?) {
    #expect(Self.importedModule(SwiftText(line).lines[0].code) == module)
  }

  /// The module of an import declaration, whatever its access, attributes and kind.
  static func importedModule(_ code: String) -> String? {
    var words = code.split(separator: " ").map { String($0) }
    let prefixes: Set<String> = ["public", "internal", "package", "private", "fileprivate"]
    while let first = words.first, prefixes.contains(first) || first.hasPrefix("@") {
      words.removeFirst()
    }
    guard words.count >= 2, words[0] == "import" else { return nil }
    let kinds: Set<String> = [
      "struct", "class", "enum", "protocol", "func", "var", "let", "typealias",
    ]
    let path = kinds.contains(words[1]) && words.count > 2 ? words[2] : words[1]
    return path.split(separator: ".").first.map { String($0) }
  }

  /// Names and folders of the targets of a manifest, tests left out.
  static func targets(of manifest: String) -> [(name: String, path: String)] {
    let starts = /\.(target|executableTarget|systemLibrary|testTarget)\(\s*name:\s*"([A-Za-z]+)"/
    let matches = manifest.matches(of: starts)
    return matches.indices.compactMap { index in
      guard matches[index].1 != "testTarget" else { return nil }
      let end =
        index + 1 < matches.count ? matches[index + 1].range.lowerBound : manifest.endIndex
      let body = manifest[matches[index].range.lowerBound..<end]
      let name = String(matches[index].2)
      let path = body.firstMatch(of: /\bpath:\s*"([^"]+)"/).map { String($0.1) }
      return (name, path ?? "Sources/\(name)")
    }
  }
}
