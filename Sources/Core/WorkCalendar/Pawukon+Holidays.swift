// The holy days that the pawukon sets, as proposals for a list of closed days.

extension Pawukon {
  /// A holy day that comes once in every cycle.
  ///
  /// These are the days of the governor's yearly circular (*Surat Edaran*) that do not depend on
  /// the moon, and Banyu Pinaruh, which the circular does not list.
  public enum Holiday: Int, CaseIterable, Hashable, Sendable {
    /// The day of washing after Saraswati.
    case banyuPinaruh
    /// The fencing-in of what was learned.
    case pagerwesi
    /// The day of slaughter before Galungan.
    case penampahanGalungan
    /// The victory of dharma.
    case galungan
    /// The day of visits after Galungan.
    case umanisGalungan
    /// The day of slaughter before Kuningan.
    case penampahanKuningan
    /// Ten days after Galungan, when the ancestors return.
    case kuningan
    /// The day of knowledge and of books, the last of the cycle.
    case saraswati

    /// What the day is called.
    public var name: String {
      switch self {
      case .banyuPinaruh: "Banyu Pinaruh"
      case .pagerwesi: "Pagerwesi"
      case .penampahanGalungan: "Penampahan Galungan"
      case .galungan: "Galungan"
      case .umanisGalungan: "Umanis Galungan"
      case .penampahanKuningan: "Penampahan Kuningan"
      case .kuningan: "Kuningan"
      case .saraswati: "Saraswati"
      }
    }

    /// Where the day stands in the cycle.
    public var place: Pawukon {
      switch self {
      case .banyuPinaruh: Pawukon(.redite, .sinta)
      case .pagerwesi: Pawukon(.buda, .sinta)
      case .penampahanGalungan: Pawukon(.anggara, .dungulan)
      case .galungan: Pawukon(.buda, .dungulan)
      case .umanisGalungan: Pawukon(.wraspati, .dungulan)
      case .penampahanKuningan: Pawukon(.sukra, .kuningan)
      case .kuningan: Pawukon(.saniscara, .kuningan)
      case .saraswati: Pawukon(.saniscara, .watugunung)
      }
    }
  }

  /// A holy day on its date: computed, so that it waits for the circular of its year.
  public struct Proposal: Hashable, Sendable {
    /// Which holy day.
    public let holiday: Holiday
    /// The computed date.
    public let date: CivilDate

    /// The name with the place in the cycle, as lists write it: `Galungan (Buda Kliwon Dungulan)`.
    public var name: String { "\(holiday.name) (\(holiday.place))" }

    /// The proposal as a listed day whose date is an estimate (``ClosedDay/Status/estimated``).
    ///
    /// The kind is the office's word for such days, `dispensasi_bali` in the shipped calendar.
    public func closedDay(kind: String) -> ClosedDay {
      ClosedDay(
        date: date, kind: kind, name: name, source: "pawukon 210-day computation",
        status: .estimated, confidence: "computed - confirm with yearly SE Gubernur")
    }
  }

  /// The holy days of the pawukon in a year, ordered by date; none for a year without dates.
  public static func holidays(in year: Int) -> [Proposal] {
    guard let first = CivilDate(year: year, month: 1, day: 1),
      let last = CivilDate(year: year, month: 12, day: 31)
    else { return [] }
    return holidays(in: first...last)
  }

  /// The holy days of the pawukon in a range of dates, ordered by date.
  public static func holidays(in dates: ClosedRange<CivilDate>) -> [Proposal] {
    var found: [Proposal] = []
    for holiday in Holiday.allCases {
      var from: CivilDate? = dates.lowerBound
      while let start = from, let date = holiday.place.next(from: start), date <= dates.upperBound {
        found.append(Proposal(holiday: holiday, date: date))
        // The last date has none after it; adding to it would give itself for ever.
        from = date < .last ? date.adding(days: 1) : nil
      }
    }
    return found.sorted { $0.date < $1.date }
  }
}
