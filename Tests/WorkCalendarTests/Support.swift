// What several suites use: short spellings, a week, and numbers from a seed.

import Testing
import WorkCalendar

/// A date that a test spells out; a wrong spelling fails the test that uses it.
func date(_ text: String, _ place: SourceLocation = #_sourceLocation) throws -> CivilDate {
  try #require(CivilDate(text), "\(text) is no date", sourceLocation: place)
}

func time(_ text: String, _ place: SourceLocation = #_sourceLocation) throws -> TimeOfDay {
  try #require(TimeOfDay(text), "\(text) is no time", sourceLocation: place)
}

/// Bali's zone since 1945.
let makassar = ZoneRules.fixed(name: "Asia/Makassar", abbreviation: "WITA", offsetSeconds: 28_800)

/// The hours of Pergub Bali 58/2023.
func baliWeek() throws -> [Weekday: WorkingHours] {
  let long = try #require(WorkingHours("07:30-16:30"))
  let short = try #require(WorkingHours("07:30-14:30"))
  return [.monday: long, .tuesday: long, .wednesday: long, .thursday: long, .friday: short]
}

func closed(
  _ text: String, kind: String = "libur_nasional", status: ClosedDay.Status = .fixed
) throws -> ClosedDay {
  ClosedDay(
    date: try date(text), kind: kind, name: "hari \(text)", source: "contoh", status: status)
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

/// A calendar made from a seed: any week, up to eighty closed days, a few exceptions, 2024 to 2028.
func calendar(seed: UInt64) throws -> BusinessCalendar {
  var numbers = SeededNumbers(seed: seed)
  let hours = try #require(WorkingHours("08:00-16:00"))
  var week: [Weekday: WorkingHours] = [:]
  for weekday in Weekday.allCases where Bool.random(using: &numbers) { week[weekday] = hours }
  if week.isEmpty { week[.wednesday] = hours }
  let first = try date("2024-01-01")
  let offsets = Set(
    (0..<Int.random(in: 0...80, using: &numbers)).map { _ in
      Int.random(in: 0..<1_800, using: &numbers)
    })
  let days = offsets.map {
    ClosedDay(date: first.adding(days: $0), kind: "libur", name: "libur", source: "")
  }
  let exceptions = (0..<Int.random(in: 0...5, using: &numbers)).map { _ in
    first.adding(days: Int.random(in: 0..<1_800, using: &numbers))
  }
  return try BusinessCalendar(
    id: "seed-\(seed)", zone: makassar, week: week, days: days, stopping: ["libur"],
    workingExceptions: exceptions, publishedYears: [2024, 2025])
}
