// The 210-day cycle of the Balinese calendar, by which most of its holy days are set.

/// A day's place in the pawukon, the cycle of 210 days that runs on without years.
///
/// Several weeks run through it side by side; these are the three that name a day: the thirty weeks
/// of seven days (``Wuku``), the seven days (``Saptawara``) and the five days (``Pancawara``). The
/// other weeks of the pawukon, and the months of the moon (*sasih*) that set Nyepi and Siwaratri,
/// are not part of it.
///
/// Where the cycle stands was taken from one decreed date: Galungan, Buda Kliwon Dungulan, fell on
/// 2024-02-28 (Surat Edaran Gubernur Bali 7/2023). The domain study compared 37 other published
/// dates of 2007 to 2024 and six of the printed *Kalender Bali* of 2026 with it; one press report
/// of 2012 disagrees, and with another report as well.
public struct Pawukon: Hashable, Sendable, CustomStringConvertible {
  /// The number of days after which everything comes again.
  public static let period = 210

  /// The day's number: 0 is Redite Paing Sinta, 209 Saniscara Umanis Watugunung.
  public let day: Int

  /// The place of a date; every date has exactly one.
  public init(_ date: CivilDate) {
    // Swift's remainder keeps the sign of what is divided: dates before the anchor are negative.
    let distance = (Int(date.daysSince1970) - Pawukon.firstDay) % Pawukon.period
    day = distance < 0 ? distance + Pawukon.period : distance
  }

  /// The place that a week of the thirty and a day of it make; together they fix the five-day week.
  public init(_ saptawara: Saptawara, _ wuku: Wuku) {
    day = wuku.rawValue * 7 + saptawara.rawValue
  }

  /// The week of the thirty.
  public var wuku: Wuku { Wuku(rawValue: day / 7) ?? .sinta }

  /// The day of the seven-day week; always that of the civil weekday.
  public var saptawara: Saptawara { Saptawara(rawValue: day % 7) ?? .redite }

  /// The day of the five-day week.
  public var pancawara: Pancawara {
    // The cycle begins with Paing, which is the second.
    Pancawara(rawValue: (day + 1) % 5) ?? .umanis
  }

  /// The day as it is spoken, as in `Buda Kliwon Dungulan`.
  public var description: String { "\(saptawara.name) \(pancawara.name) \(wuku.name)" }

  /// The first date on or after another that has this place; nil past the last date there is.
  public func next(from date: CivilDate) -> CivilDate? {
    let distance = (day - Pawukon(date).day + Pawukon.period) % Pawukon.period
    let day = Int(date.daysSince1970) + distance
    return day <= Int(CalendarLimits.lastDay) ? CivilDate(day: day) : nil
  }

  /// Days from 1970-01-01 to 2023-12-17, a Redite Paing Sinta: 73 days before the Galungan of
  /// 2024-02-28, which is the fourth day of the eleventh week.
  private static let firstDay = 19_781 - 73
}

/// The seven-day week; it is the civil week, beginning with Sunday.
public enum Saptawara: Int, CaseIterable, Hashable, Sendable {
  /// Sunday.
  case redite
  /// Monday.
  case soma
  /// Tuesday.
  case anggara
  /// Wednesday.
  case buda
  /// Thursday.
  case wraspati
  /// Friday.
  case sukra
  /// Saturday.
  case saniscara

  /// The civil name of the day.
  public var weekday: Weekday { Weekday(index: (rawValue + 6) % 7) }

  /// The name as it is written.
  public var name: String { capitalized("\(self)") }
}

/// The five-day week, the market week of Bali and Java.
public enum Pancawara: Int, CaseIterable, Hashable, Sendable {
  /// The first of the five; also called Legi.
  case umanis
  /// The second.
  case paing
  /// The third.
  case pon
  /// The fourth.
  case wage
  /// The fifth.
  case kliwon

  /// The name as it is written.
  public var name: String { capitalized("\(self)") }
}

/// The thirty weeks of the pawukon, in their order.
public enum Wuku: Int, CaseIterable, Hashable, Sendable {
  /// The 1st to the 5th week.
  case sinta, landep, ukir, kulantir, tolu
  /// The 6th to the 10th week.
  case gumbreg, wariga, warigadean, julungwangi, sungsang
  /// The 11th to the 15th week.
  case dungulan, kuningan, langkir, medangsia, pujut
  /// The 16th to the 20th week.
  case pahang, krulut, merakih, tambir, medangkungan
  /// The 21st to the 25th week.
  case matal, uye, menail, prangbakat, bala
  /// The 26th to the 30th week.
  case ugu, wayang, kelawu, dukut, watugunung

  /// The name as it is written.
  public var name: String { capitalized("\(self)") }
}

/// A word with a capital first letter; the words here are ASCII.
private func capitalized(_ word: String) -> String {
  word.prefix(1).uppercased() + word.dropFirst()
}
