// Goal: the charts of the SCION test framework behave as their authors say.
// Method: every NAME.scxml with its NAME.json; events at their virtual time, active atomic states.

import Foundation
import Statechart
import Testing
import Workflow

@Suite struct SCIONConformance {
  private struct Script: Decodable {
    struct Moment: Decodable {
      struct Name: Decodable { var name: String }
      var after: Int64?
      var event: Name
      var nextConfiguration: [String]
    }
    var initialConfiguration: [String]
    var events: [Moment]
  }

  /// Cases that cannot be met, with the reason: none.
  private static let exclusions: [String: String] = [:]

  @Test func `every chart moves as its script says`() throws {
    guard let folder = PublicSuite.folder("scion", suite: "SCIONConformance") else { return }
    var tally = Tally("SCIONConformance", exclusions: Self.exclusions)
    for path in PublicSuite.files(below: folder, ending: ".scxml") {
      let name = String(path.dropLast(".scxml".count))
      tally.note(name, try problem(of: name, in: folder))
    }
    tally.close()
  }

  /// What goes otherwise than the script says; nil where nothing does.
  private func problem(of name: String, in folder: URL) throws -> String? {
    let script = try JSONDecoder().decode(
      Script.self, from: Data(contentsOf: folder.appending(path: "\(name).json")))
    let text = try PublicSuite.text(folder.appending(path: "\(name).scxml"))
    let reading = SCXMLReader.read(SourceText(name: name, text: text))
    guard let document = reading.value else {
      return reading.diagnostics.map(\.message).joined(separator: "; ")
    }
    var simulation = ChartRun.simulation(of: document)
    do {
      try simulation.start()
      if let difference = difference(simulation, script.initialConfiguration) {
        return "at the start: \(difference)"
      }
      for (index, moment) in script.events.enumerated() {
        if let after = moment.after { try simulation.advance(byMilliseconds: after) }
        try simulation.send(Event(moment.event.name))
        if let difference = difference(simulation, moment.nextConfiguration) {
          return "after event \(index + 1), \(moment.event.name): \(difference)"
        }
      }
    } catch {
      return "\(error)"
    }
    return nil
  }

  private func difference(
    _ simulation: Simulation<ExpressionDataModel>, _ expected: [String]
  ) -> String? {
    let found = simulation.configuration.map(\.rawValue).sorted()
    return found == expected.sorted() ? nil : "\(found), expected \(expected.sorted())"
  }
}
