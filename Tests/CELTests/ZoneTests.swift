// Goal: the parts of a timestamp are those that the clocks of a zone show.
// Method: fixed offsets, Foundation's rules handed in, and a calendar as the oracle.

import CEL
import Foundation
import Testing

@Suite struct ZoneTests {
  private static let zones = ZoneRules { name, seconds in
    TimeZone(identifier: name).map {
      Int32($0.secondsFromGMT(for: Date(timeIntervalSince1970: Double(seconds))))
    }
  }
  private static let environment = Environment(variables: [:], zones: zones)

  private func read(_ text: String, _ part: String, _ zone: String) -> Outcome {
    outcome("timestamp('\(text)').\(part)('\(zone)')", in: Self.environment)
  }

  private static let table: [(text: String, part: String, zone: String, value: Int64)] = [
    ("2009-02-13T23:31:30Z", "getHours", "+07:00", 6),
    ("2009-02-13T23:31:30Z", "getDate", "+07:00", 14),
    ("2009-02-13T23:31:30Z", "getHours", "02:00", 1),
    ("2009-02-13T02:00:00Z", "getMinutes", "-02:30", 30),
    ("2009-02-13T02:00:00Z", "getDayOfMonth", "-02:30", 11),
    ("2009-02-13T02:00:00Z", "getSeconds", "-00:00", 0),
    ("2008-12-31T23:59:59Z", "getFullYear", "+00:01", 2009),
    ("2009-01-01T00:00:00Z", "getDayOfYear", "-00:01", 365),
    ("0001-01-01T00:00:00Z", "getFullYear", "-23:59", 0),
    ("0001-01-01T00:00:00Z", "getMonth", "-00:01", 11),
    ("9999-12-31T23:59:59Z", "getFullYear", "+23:59", 10_000),
    ("9999-12-31T23:59:59Z", "getDate", "+23:59", 1),
    // New York: clocks go from 2:00 to 3:00 and, in autumn, from 2:00 back to 1:00.
    ("2024-03-10T06:59:59Z", "getHours", "America/New_York", 1),
    ("2024-03-10T07:00:00Z", "getHours", "America/New_York", 3),
    ("2024-11-03T05:59:59Z", "getHours", "America/New_York", 1),
    ("2024-11-03T06:00:00Z", "getHours", "America/New_York", 1),
    ("2024-11-03T07:00:00Z", "getHours", "America/New_York", 2),
    // Lord Howe Island: half an hour only.
    ("2024-04-06T14:59:59Z", "getMinutes", "Australia/Lord_Howe", 59),
    ("2024-04-06T14:59:59Z", "getHours", "Australia/Lord_Howe", 1),
    ("2024-04-06T15:00:00Z", "getHours", "Australia/Lord_Howe", 1),
    ("2024-04-06T15:00:00Z", "getMinutes", "Australia/Lord_Howe", 30),
    ("2024-10-05T15:29:59Z", "getMinutes", "Australia/Lord_Howe", 59),
    ("2024-10-05T15:30:00Z", "getHours", "Australia/Lord_Howe", 2),
    ("2024-10-05T15:30:00Z", "getMinutes", "Australia/Lord_Howe", 30),
    // Makassar has no summer time.
    ("2024-06-30T16:00:00Z", "getDate", "Asia/Makassar", 1),
    ("2024-06-30T15:59:59Z", "getDate", "Asia/Makassar", 30),
    ("2024-06-30T16:00:00Z", "getDayOfWeek", "Asia/Makassar", 1),
    ("2009-02-13T23:31:30Z", "getMinutes", "Asia/Kathmandu", 16),
    ("2009-02-13T02:00:00Z", "getDayOfMonth", "America/St_Johns", 11),
  ]

  @Test func `clocks and calendars are those of the zone`() {
    for (text, part, zone, value) in Self.table {
      #expect(read(text, part, zone) == .value(.int(value)), "\(text) \(part) \(zone)")
    }
  }

  @Test(arguments: [
    "", "+", "7", "+7:00", "+0700", "+07", "07:0", "+24:00", "+07:60", "+07:00:00", " +07:00", "Z",
    "Atlantis/Poseidonis", "+-07:00", "--07:00",
  ])
  func `what is no zone is refused`(zone: String) {
    #expect(read("2009-02-13T23:31:30Z", "getHours", zone) == .error(.function(.unknownZone)))
  }

  @Test func `without rules only UTC and fixed offsets are known`() {
    let source = "timestamp('2009-02-13T23:31:30Z').getHours"
    #expect(outcome(source + "('UTC')") == .value(.int(23)))
    #expect(outcome(source + "('+01:00')") == .value(.int(0)))
    #expect(outcome(source + "('Asia/Makassar')") == .error(.function(.unknownZone)))
  }

  @Test func `an offset that no clock has is not believed`() {
    let environment = Environment(variables: [:], zones: ZoneRules { _, _ in .min })
    #expect(
      outcome("timestamp(0).getHours('X/Y')", in: environment) == .error(.function(.unknownZone)))
  }

  @Test func `random instants are read as Foundation's calendar reads them`() throws {
    let seed = UInt64.random(in: .min ... .max)
    var generator = SeededGenerator(seed: seed)
    let names = ["America/New_York", "Australia/Lord_Howe", "Asia/Makassar", "Europe/London"]
    let environment = Environment(
      variables: ["t": .timestamp, "z": .string], zones: Self.zones)
    let program = try #require(
      environment.compile(
        "[t.getFullYear(z), t.getMonth(z), t.getDate(z), t.getDayOfYear(z), t.getDayOfWeek(z), "
          + "t.getHours(z), t.getMinutes(z), t.getSeconds(z)]"
      ).program)
    for _ in 0..<500 {
      let name = try #require(names.randomElement(using: &generator))
      // From 1900 to 2100: the calendar's Julian days before 1582 are not the specification's.
      let seconds = Int64.random(in: -2_208_988_800...4_102_444_800, using: &generator)
      let timestamp = try #require(Timestamp(seconds: seconds))
      var calendar = Calendar(identifier: .gregorian)
      calendar.timeZone = try #require(TimeZone(identifier: name))
      let date = Date(timeIntervalSince1970: Double(seconds))
      let parts = calendar.dateComponents(
        [.year, .month, .day, .weekday, .hour, .minute, .second], from: date)
      let dayOfYear = try #require(calendar.ordinality(of: .day, in: .year, for: date))
      let wanted = [
        parts.year, parts.month.map { $0 - 1 }, parts.day, dayOfYear - 1,
        parts.weekday.map { $0 - 1 }, parts.hour, parts.minute, parts.second,
      ].map { Value.int(Int64($0 ?? -1)) }
      let found = try program.evaluate(
        VariablesActivation(["t": .timestamp(timestamp), "z": .string(name)]), costLimit: 1_000)
      #expect(found == .list(wanted), "seed \(seed): \(timestamp) in \(name)")
    }
  }
}
