// Goal: ten working days in Bali end where the province's calendar says.
// Method: the four dates of the domain study with the holidays around them, kind by kind.

import Testing
import WorkCalendar

@Suite struct GoldenDatesTests {
  private static let national = [
    "2026-03-19", "2026-03-21", "2026-03-22", "2026-04-03", "2026-06-01", "2026-06-16",
    "2027-01-01",
    "2027-03-08", "2027-03-10", "2027-03-11",
  ]
  private static let leave = [
    "2026-03-18", "2026-03-20", "2026-03-23", "2026-03-24", "2027-03-09", "2027-03-12",
    "2027-03-15",
  ]
  private static let observances = [
    "2026-03-18", "2026-03-20", "2026-06-16", "2026-06-17", "2026-06-18", "2026-06-26",
    "2026-06-27", "2027-01-12", "2027-01-13", "2027-01-14", "2027-01-22", "2027-01-23",
    "2027-03-07", "2027-03-09",
  ]

  private func bali(_ stopping: Set<String>) throws -> BusinessCalendar {
    let days =
      try Self.national.map { try closed($0) }
      + Self.leave.map { try closed($0, kind: "cuti_bersama") }
      + Self.observances.map { try closed($0, kind: "dispensasi_bali") }
    return try BusinessCalendar(
      id: "bali", zone: makassar, week: try baliWeek(), days: days, stopping: stopping,
      publishedYears: [2026, 2027])
  }

  @Test(arguments: [
    ("2026-03-16", ["2026-03-30", "2026-03-31", "2026-04-07", "2026-04-07"]),
    ("2026-06-11", ["2026-06-25", "2026-06-26", "2026-06-26", "2026-07-01"]),
    ("2027-01-08", ["2027-01-22", "2027-01-22", "2027-01-22", "2027-01-28"]),
    ("2027-03-01", ["2027-03-15", "2027-03-18", "2027-03-23", "2027-03-23"]),
  ])
  func `ten working days end on the golden date`(start: String, expected: [String]) throws {
    let kinds = ["libur_nasional", "cuti_bersama", "dispensasi_bali"]
    for (count, text) in expected.enumerated() {
      let calendar = try bali(Set(kinds.prefix(count)))
      let result = calendar.adding(workingDays: 10, to: try date(start))
      #expect(result.date.description == text, "stopping \(kinds.prefix(count))")
      #expect(!result.isProvisional && !result.isCutOff)
    }
  }
}
