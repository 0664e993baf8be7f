// Goal: what the W3C tests of an implementation of SCXML holds here.
// Method: every test, mapped to the CEL data model, run in virtual time to its end; it passes in
// the final state «pass». A test of an error that the checker finds when the file is read (class D)
// passes when the file is refused for that reason.

import Foundation
import Statechart
import Testing
import Workflow

@Suite struct W3CConformance {
  private struct Entry: Decodable {
    var `class`: String
    var constructs: [String]
    var manual: Bool
  }

  /// Cases that cannot be met, with the reason: none.
  private static let exclusions: [String: String] = [:]

  @Test func `every test of the implementation report passes`() throws {
    guard let folder = PublicSuite.folder("w3c", suite: "W3CConformance") else { return }
    let index = try JSONDecoder().decode(
      [String: Entry].self, from: Data(contentsOf: folder.appending(path: "index.json")))
    var tally = Tally("W3CConformance", exclusions: Self.exclusions)
    var refused: [String] = []
    let files = PublicSuite.files(below: folder, ending: ".txml")
    let children = try children(of: files, in: folder)
    for file in files {
      let name = String(file.dropLast(".txml".count))
      // Files that only others start are no tests.
      guard index[name] != nil || !children.contains(name) else { continue }
      let outcome = try outcome(of: name, index[name], in: folder)
      if outcome.isRefused { refused.append(name) }
      tally.note(name, outcome.problem)
    }
    tally.close()
    print("  refused when read, as the checker should: \(refused.joined(separator: " "))")
  }

  private func children(of files: [String], in folder: URL) throws -> Set<String> {
    var names: Set<String> = []
    for file in files {
      let text = try PublicSuite.text(folder.appending(path: file))
      for match in text.matches(of: /file:(\w+)\.scxml/) { names.insert(String(match.1)) }
    }
    return names
  }

  private func outcome(of name: String, _ entry: Entry?, in folder: URL) throws
    -> (problem: String?, isRefused: Bool)
  {
    let hasNoData = entry.map { $0.constructs.allSatisfy { ["inState", "delay"].contains($0) } }
    let mapping = ConformanceMapping(model: hasNoData == true ? "null" : "cel")
    let text = try PublicSuite.text(folder.appending(path: "\(name).txml"))
    let (scxml, unknown) = mapping.scxml(text)
    if let unknown { return ("no meaning for \(unknown)", false) }
    let resource = { (source: String) in Self.resource(source, folder, mapping) }
    let reading = SCXMLReader.read(
      SourceText(name: "\(name).scxml", text: scxml), resource: resource)
    guard let document = reading.value else {
      let errors = reading.diagnostics.filter { $0.severity == .error }
      // Only what the checker is there to find counts as a refusal of such a test.
      let isExpected =
        entry?.class.hasPrefix("D") == true
        && errors.allSatisfy { [.expressionName, .invalidName].contains($0.code) }
      return isExpected
        ? (nil, true) : (errors.map(\.message).joined(separator: "; "), false)
    }
    var simulation = ChartRun.simulation(of: document, resource: resource)
    do {
      try simulation.start()
      while simulation.result == nil, try simulation.advanceToNextTimer() {}
    } catch {
      return ("\(error)", false)
    }
    let end = simulation.configuration.map(\.rawValue)
    // A test that a person judges ends in «final» by its own words.
    let isPassed = end == ["pass"] || (entry?.manual == true && end == ["final"])
    return (isPassed ? nil : "ends in \(end)", false)
  }

  private static func resource(_ source: String, _ folder: URL, _ mapping: ConformanceMapping)
    -> String?
  {
    guard source.hasPrefix("file:") else { return nil }
    let file = String(source.dropFirst("file:".count))
    if file.hasSuffix(".scxml") {
      let path = folder.appending(path: file.dropLast(".scxml".count) + ".txml")
      return (try? PublicSuite.text(path)).map { mapping.scxml($0).text }
    }
    return try? PublicSuite.text(folder.appending(path: file))
  }
}
