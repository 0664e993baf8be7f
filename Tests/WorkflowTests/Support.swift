// What several suites use: the shipped files, short spellings, and numbers from a seed.

import CEL
import Foundation
import Testing
import WorkCalendar

@testable import Workflow

/// The root of the repository, found from this file.
let repository = URL(filePath: #filePath).resolvingSymlinksInPath()
  .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

/// Bali's zone since 1945.
let makassar = ZoneRules.fixed(name: "Asia/Makassar", abbreviation: "WITA", offsetSeconds: 28_800)

func zoneRules(_ name: String) -> ZoneRules? { name == makassar.name ? makassar : nil }

/// A file of the repository, by its path from the root.
func source(_ path: String) throws -> SourceText {
  let data = try Data(contentsOf: repository.appending(path: path))
  return SourceText(name: path, text: String(decoding: data, as: UTF8.self))
}

/// A date that a test spells out; a wrong spelling fails the test that uses it.
func date(_ text: String, _ place: SourceLocation = #_sourceLocation) throws -> CivilDate {
  try #require(CivilDate(text), "\(text) is no date", sourceLocation: place)
}

/// An instant in Bali: `2027-03-01 10:00`.
func instant(_ text: String, _ place: SourceLocation = #_sourceLocation) throws -> Instant {
  let words = text.split(separator: " ")
  let time = try #require(
    TimeOfDay(String(words[1])), "\(text) has no time", sourceLocation: place)
  return makassar.instant(try date(String(words[0]), place), time)
}

/// An instant in Bali as tests spell it.
func spelled(_ instant: Instant) -> String {
  let civil = makassar.civil(instant)
  return "\(civil.date) \(civil.time)"
}

func compiled(_ text: String) -> Reading<Workflow> {
  DefinitionCompiler.compile(SourceText(name: "contoh.yaml", text: text), digest: "d")
}

/// A definition that a test spells out; problems in it fail the test that uses it.
func workflow(_ text: String, _ place: SourceLocation = #_sourceLocation) throws -> Workflow {
  let reading = compiled(text)
  return try #require(
    reading.value,
    "\(reading.diagnostics.map { $0.rendered(in: SourceText(name: "t", text: text)) })",
    sourceLocation: place)
}

/// Everything that is shipped, read once.
struct Shipped {
  let workflow: Workflow
  let calendar: OfficeCalendar
  let directory: Directory

  static let loaded = Result { try Shipped() }

  static func load() throws -> Shipped { try loaded.get() }

  private init() throws {
    let definition = try source("workflows/nota-kesepahaman-opd.yaml")
    workflow = try #require(DefinitionCompiler.compile(definition, digest: "shipped").value)
    calendar = try #require(
      CalendarReader.read(
        try source("workflows/calendars/bali-pemprov.yaml"), digest: "kalender", zone: zoneRules
      ).value)
    let base = try #require(
      DirectoryReader.read(try source("workflows/directory/bali.yaml")).value)
    directory = try #require(
      DirectoryReader.read(try source("workflows/directory/pengembangan.yaml"), onto: base).value)
  }
}

/// Numbers that follow from a seed, so that a failure can be run again (SplitMix64).
struct SeededNumbers: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}

/// The seed of a run: from the environment when a failure is run again, otherwise the given one.
func seed(_ fallback: UInt64) -> UInt64 {
  ProcessInfo.processInfo.environment["SINERGI_SEED"].flatMap { UInt64($0) } ?? fallback
}
