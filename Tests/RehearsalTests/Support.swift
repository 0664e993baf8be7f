// The shipped files, small definitions, and short spellings for rehearsals.

import Foundation
import Rehearsal
import Testing
import WorkCalendar
import Workflow

/// The root of the repository, found from this file.
let repository = URL(filePath: #filePath).resolvingSymlinksInPath()
  .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

/// Bali's zone since 1945.
let makassar = ZoneRules.fixed(name: "Asia/Makassar", abbreviation: "WITA", offsetSeconds: 28_800)

/// A file of the repository, by its path from the root.
func source(_ path: String) throws -> SourceText { try repositoryFile(path) }

/// The same, where a local name hides it.
private func repositoryFile(_ path: String) throws -> SourceText {
  let data = try Data(contentsOf: repository.appending(path: path))
  return SourceText(name: path, text: String(decoding: data, as: UTF8.self))
}

/// An instant in Bali as tests spell it.
func spelled(_ instant: Instant) -> String {
  let civil = makassar.civil(instant)
  return "\(civil.date) \(civil.time)"
}

enum Shipped {
  static let directories = [
    "workflows/directory/bali.yaml", "workflows/directory/pengembangan.yaml",
  ]

  /// Names of the scenario files.
  static func scenarios() throws -> [String] {
    try FileManager.default.contentsOfDirectory(
      atPath: repository.appending(path: "workflows/scenarios").path
    ).sorted()
  }

  /// A plan for the shipped definition with the text of a scenario.
  static func plan(_ text: String, named name: String = "skenario.yaml") throws -> RehearsalPlan {
    var plan = RehearsalPlan(
      definition: try source("workflows/nota-kesepahaman-opd.yaml"),
      calendars: [try source("workflows/calendars/bali-pemprov.yaml")], zone: zoneRules)
    plan.others = [try repositoryFile("workflows/perpanjangan.yaml")]
    let source = SourceText(name: name, text: text)
    let reading = ScenarioReader.read(source)
    plan.scenario = try #require(
      reading.value, "\(reading.diagnostics.map { $0.rendered(in: source) })")
    return plan
  }
}

@Sendable func zoneRules(_ name: String) -> ZoneRules? { name == makassar.name ? makassar : nil }

/// Small definitions on a week without holidays.
enum Small {
  static let calendar = SourceText(
    name: "kantor.yaml",
    text: """
      calendar: kantor
      title: Kantor
      zone: Asia/Makassar
      week: { mon: "08:00-16:00", tue: "08:00-16:00", wed: "08:00-16:00", thu: "08:00-16:00", fri: "08:00-16:00" }
      sending: "08:00-15:00"
      stops: [libur]
      published: [2026]
      days: []
      """)

  static func head(_ name: String) -> String {
    """
    workflow: \(name)
    title: { id: Uji }
    calendar: kantor
    reference: "\(name)/{sequence}"
    roles:
      pic: { position: pic }
      kabid: { position: kabid }

    """
  }

  static func plan(_ definition: String, from: String = "2026-05-04 09:00") throws -> RehearsalPlan
  {
    var plan = RehearsalPlan(
      definition: SourceText(name: "uji.yaml", text: definition), calendars: [calendar],
      zone: zoneRules)
    plan.from = try #require(Scenario.Moment(from))
    return plan
  }
}

/// `2026-05-04 09:00 start uji`.
func told(_ item: TimelineItem) -> String {
  "\(spelled(item.at)) \(item.kind.rawValue) \(item.subject)"
}
