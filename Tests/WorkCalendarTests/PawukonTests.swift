// Goal: the place of a date in the pawukon, and the holy days computed from it, are right.
// Method: every such day of the domain study's table, named parts included; laws over all dates.

import Testing
import WorkCalendar

@Suite struct PawukonTests {
  /// Domain study, `bali-calendar-2024-2028.csv`: every day whose source is the pawukon. Those of
  /// 2024 are decreed (SE 7/2023); the later ones were computed there by another program.
  static let days: KeyValuePairs<String, String> = [
    "Penampahan Galungan (Anggara Wage Dungulan)":
      "2024-02-27 2024-09-24 2025-04-22 2025-11-18 2026-06-16 2027-01-12 2027-08-10 2028-03-07 "
      + "2028-10-03",
    "Galungan (Buda Kliwon Dungulan)":
      "2024-02-28 2024-09-25 2025-04-23 2025-11-19 2026-06-17 2027-01-13 2027-08-11 2028-03-08 "
      + "2028-10-04",
    "Umanis Galungan (Wraspati Umanis Dungulan)":
      "2024-02-29 2024-09-26 2025-04-24 2025-11-20 2026-06-18 2027-01-14 2027-08-12 2028-03-09 "
      + "2028-10-05",
    "Penampahan Kuningan (Sukra Wage Kuningan)":
      "2024-03-08 2024-10-04 2025-05-02 2025-11-28 2026-06-26 2027-01-22 2027-08-20 2028-03-17 "
      + "2028-10-13",
    "Kuningan (Saniscara Kliwon Kuningan)":
      "2024-03-09 2024-10-05 2025-05-03 2025-11-29 2026-06-27 2027-01-23 2027-08-21 2028-03-18 "
      + "2028-10-14",
    "Saraswati (Saniscara Umanis Watugunung)":
      "2024-07-13 2025-02-08 2025-09-06 2026-04-04 2026-10-31 2027-05-29 2027-12-25 2028-07-22",
    "Pagerwesi (Buda Kliwon Sinta)":
      "2024-07-17 2025-02-12 2025-09-10 2026-04-08 2026-11-04 2027-06-02 2027-12-29 2028-07-26",
  ]

  private static func listed() throws -> Set<[String]> {
    var listed: Set<[String]> = []
    for (name, dates) in days {
      for text in dates.split(separator: " ") { listed.insert([name, String(text)]) }
    }
    return listed
  }

  @Test func `the holy days of 2024 to 2028 are those of the table, no more and no fewer`() throws {
    let computed = (2024...2028).flatMap { Pawukon.holidays(in: $0) }
      .filter { $0.holiday != .banyuPinaruh }
    let listed = try Self.listed()
    #expect(listed.count == 61)
    #expect(computed.count == 61)
    #expect(Set(computed.map { [$0.name, $0.date.description] }) == listed)
  }

  @Test func `each day of the table has the place that its name tells`() throws {
    for entry in try Self.listed() {
      let place = Pawukon(try date(entry[1])).description
      #expect(entry[0].hasSuffix("(\(place))"), "\(entry)")
    }
  }

  @Test(arguments: [
    // The domain study refutes a web page with the week of this day.
    ("2026-02-18", "Prangbakat"), ("2024-02-28", "Dungulan"), ("2024-07-14", "Sinta"),
    ("2024-07-13", "Watugunung"),
  ])
  func `a date has its week`(text: String, wuku: String) throws {
    #expect(Pawukon(try date(text)).wuku.name == wuku)
  }

  @Test func `the thirty weeks, the seven and the five days stand in their order`() {
    #expect(
      Wuku.allCases.map(\.name).joined(separator: " ")
        == "Sinta Landep Ukir Kulantir Tolu Gumbreg Wariga Warigadean Julungwangi Sungsang "
        + "Dungulan Kuningan Langkir Medangsia Pujut Pahang Krulut Merakih Tambir Medangkungan "
        + "Matal Uye Menail Prangbakat Bala Ugu Wayang Kelawu Dukut Watugunung")
    #expect(
      Saptawara.allCases.map(\.name) == [
        "Redite", "Soma", "Anggara", "Buda", "Wraspati", "Sukra", "Saniscara",
      ])
    #expect(Pancawara.allCases.map(\.name) == ["Umanis", "Paing", "Pon", "Wage", "Kliwon"])
  }

  @Test func `one cycle has 210 days that are all different`() throws {
    let start = try date("2026-01-01")
    let cycle = (0..<Pawukon.period).map { Pawukon(start.adding(days: $0)) }
    #expect(Set(cycle.map(\.day)) == Set(0..<210))
    #expect(Set(cycle.map(\.description)).count == 210)
    #expect(Set(cycle.map(\.wuku)).count == 30)
  }

  @Test func `dates of all years follow the one before them in all three weeks`() {
    // Every 37th date of 9999 years, so that all 210 places come: each with its day after and its day 210 later.
    var day = CivilDate.first
    while day < CivilDate.last.adding(days: -211) {
      let place = Pawukon(day)
      let next = Pawukon(day.adding(days: 1))
      guard place.saptawara.weekday == day.weekday, (0..<210).contains(place.day),
        next.day == (place.day + 1) % 210,
        next.saptawara.rawValue == (place.saptawara.rawValue + 1) % 7,
        next.pancawara.rawValue == (place.pancawara.rawValue + 1) % 5,
        next.wuku == place.wuku || next.saptawara == .redite,
        Pawukon(day.adding(days: 210)) == place,
        Pawukon(place.saptawara, place.wuku) == place
      else {
        Issue.record("\(day): \(place), then \(next)")
        return
      }
      day = day.adding(days: 37)
    }
  }

  @Test func `the next date with a place is the first one`() throws {
    let from = try date("2027-03-01")
    for day in 0..<210 {
      let place = Pawukon(from.adding(days: day))
      #expect(place.next(from: from) == from.adding(days: day))
    }
    #expect(Pawukon(.last).next(from: .last) == .last)
    #expect(Pawukon(CivilDate.last.adding(days: -1)).next(from: .last) == nil)
  }

  @Test func `a range gives what its years give, ordered, and its edges belong to it`() throws {
    let range = try date("1950-01-01")...(try date("2050-12-31"))
    let all = Pawukon.holidays(in: range)
    #expect(all == (1950...2050).flatMap { Pawukon.holidays(in: $0) })
    #expect(all.map(\.date) == all.map(\.date).sorted())
    let galungan = try date("2026-06-17")
    #expect(Pawukon.holidays(in: galungan...galungan).map(\.holiday) == [.galungan])
    #expect(Pawukon.holidays(in: 0).isEmpty && Pawukon.holidays(in: 10_000).isEmpty)
    #expect(Pawukon.holidays(in: Int.min).isEmpty)
    #expect(!Pawukon.holidays(in: 1).isEmpty && !Pawukon.holidays(in: 9999).isEmpty)
  }

  @Test func `Banyu Pinaruh is the day after Saraswati`() {
    for proposal in Pawukon.holidays(in: CivilDate.first.adding(days: 1)...CivilDate.last)
    where proposal.holiday == .banyuPinaruh {
      let before = Pawukon(proposal.date.adding(days: -1))
      #expect(before == Pawukon.Holiday.saraswati.place)
    }
  }

  @Test func `a proposal becomes a listed day whose date is an estimate`() throws {
    let proposal = try #require(Pawukon.holidays(in: 2026).first { $0.holiday == .galungan })
    let day = proposal.closedDay(kind: "dispensasi_bali")
    #expect(day.date == (try date("2026-06-17")))
    #expect(day.name == "Galungan (Buda Kliwon Dungulan)")
    #expect(day.kind == "dispensasi_bali" && day.status == .estimated)
  }
}
