// Goal: instants and wall clocks agree, also where clocks are set forward and back.
// Method: made-up rules with one gap, one fold and a change of date; a property over a seed.

import Testing
import WorkCalendar

@Suite struct ZoneRulesTests {
  /// Winter +01:00; forward at 02:00 on 29 March 2026, back at 03:00 on 25 October 2026.
  private let seasons = ZoneRules(
    name: "Contoh/Musim", abbreviation: "WM", initialOffset: 3_600,
    transitions: [
      (Instant(millisecondsSince1970: 1_792_890_000_000), 3_600, "WM"),
      (Instant(millisecondsSince1970: 1_774_746_000_000), 7_200, "WP"),
    ])

  @Test(arguments: [
    ("2026-03-29", "01:59", "2026-03-29T01:59:00+01:00"),
    ("2026-03-29", "02:00", "2026-03-29T03:00:00+02:00"),
    ("2026-03-29", "02:30", "2026-03-29T03:30:00+02:00"),
    ("2026-03-29", "03:00", "2026-03-29T03:00:00+02:00"),
    ("2026-10-25", "01:59", "2026-10-25T01:59:00+02:00"),
    ("2026-10-25", "02:30", "2026-10-25T02:30:00+02:00"),
    ("2026-10-25", "03:00", "2026-10-25T03:00:00+01:00"),
    ("2026-01-01", "12:00", "2026-01-01T12:00:00+01:00"),
    ("2026-07-01", "12:00", "2026-07-01T12:00:00+02:00"),
    ("2027-07-01", "12:00", "2027-07-01T12:00:00+01:00"),
  ])
  func `a gap moves forward and a fold is the first`(
    day: String, clock: String, expected: String
  ) throws {
    #expect(seasons.iso8601(seasons.instant(try date(day), try time(clock))) == expected)
  }

  @Test func `a day that a zone leaves out moves forward whole`() throws {
    // Clocks went from -11:00 to +13:00 at the end of 29 December: there was no 30 December.
    let before = ZoneRules.fixed(name: "", abbreviation: "", offsetSeconds: -39_600)
    let change = before.instant(try date("2026-12-30"), .midnight)
    let zone = ZoneRules(
      name: "Contoh/Pulau", abbreviation: "A", initialOffset: -39_600,
      transitions: [(change, 46_800, "B")])
    let missing = zone.instant(try date("2026-12-30"), try time("10:15"))
    #expect(zone.iso8601(missing) == "2026-12-31T10:15:00+13:00")
    #expect(zone.abbreviation(at: missing) == "B")
    #expect(zone.abbreviation(at: change.adding(milliseconds: -1)) == "A")
  }

  @Test(arguments: [
    (Int64(1_795_336_200_000), "2026-11-22T16:30:00+08:00"),
    (1_795_336_200_999, "2026-11-22T16:30:00+08:00"),
    (0, "1970-01-01T08:00:00+08:00"), (-1, "1970-01-01T07:59:59+08:00"),
    (-28_800_001, "1969-12-31T23:59:59+08:00"),
  ])
  func `an instant is written with its offset`(milliseconds: Int64, text: String) {
    #expect(makassar.iso8601(Instant(millisecondsSince1970: milliseconds)) == text)
  }

  @Test(arguments: [
    (0, "+00:00"), (-12_600, "-03:30"), (28_656, "+07:57:36"), (50_400, "+14:00"),
    (999_999, "+24:00"),
  ])
  func `an offset is written to the second where it must be`(offset: Int, text: String) {
    let zone = ZoneRules.fixed(name: "Contoh", abbreviation: "C", offsetSeconds: offset)
    #expect(zone.iso8601(Instant(millisecondsSince1970: 0)).hasSuffix(text))
  }

  @Test(arguments: 1...20)
  func `a clock time is the first instant that shows it, if any does`(round: Int) throws {
    let seed = UInt64(round) &* 7_919
    var numbers = SeededNumbers(seed: seed)
    let transitions = (0..<12).map { _ in
      let at = Int64.random(in: 0..<100_000_000, using: &numbers)
      let offset = Int.random(in: -840...840, using: &numbers) * 60
      return (instant: Instant(millisecondsSince1970: at * 1_000), offset: offset, abbreviation: "")
    }
    let zone = ZoneRules(
      name: "seed", abbreviation: "", initialOffset: 0, transitions: transitions)
    for _ in 0..<500 {
      let day = CivilDate(daysSince1970: Int32.random(in: -2...1_200, using: &numbers))
      let minutes = Int.random(in: 0..<1_440, using: &numbers)
      let clock = try #require(TimeOfDay(hour: minutes / 60, minute: minutes % 60))
      let instant = zone.instant(day, clock)
      let local = Int64(day.daysSince1970) * 86_400 + Int64(minutes) * 60
      let first = Set([0] + transitions.map(\.offset))
        .map { (offset: $0, instant: Instant(millisecondsSince1970: (local - Int64($0)) * 1_000)) }
        .filter { zone.offset(at: $0.instant) == $0.offset }
        .map(\.instant).min()
      if let first {
        #expect(instant == first, "seed \(seed): \(day) \(clock)")
      } else {
        let shown = zone.civil(instant)
        #expect((shown.date, shown.time) != (day, clock), "seed \(seed): \(day) \(clock)")
      }
    }
  }
}
