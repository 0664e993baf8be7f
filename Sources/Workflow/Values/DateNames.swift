// Names of days and months in the two languages of messages, in one place.

public import WorkCalendar

/// Puts civil dates into words.
public enum DateNames {
  /// The languages.
  public enum Language: Sendable {
    case indonesian
    case english
  }

  /// «27 November 2026».
  public static func day(_ date: CivilDate, _ language: Language = .indonesian) -> String {
    "\(date.day) \(months(language)[date.month - 1]) \(date.year)"
  }

  /// «Jumat, 27 November 2026».
  public static func long(_ date: CivilDate, _ language: Language = .indonesian) -> String {
    "\(days(language)[date.weekday.rawValue - 1]), \(day(date, language))"
  }

  private static func days(_ language: Language) -> [String] {
    switch language {
    case .indonesian: ["Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"]
    case .english:
      ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
    }
  }

  private static func months(_ language: Language) -> [String] {
    switch language {
    case .indonesian:
      [
        "Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September",
        "Oktober", "November", "Desember",
      ]
    case .english:
      [
        "January", "February", "March", "April", "May", "June", "July", "August", "September",
        "October", "November", "December",
      ]
    }
  }
}
