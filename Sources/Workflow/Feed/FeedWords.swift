// The Indonesian words of the calendar feed, in one place.

internal import WorkCalendar

/// Words of events.
enum FeedWords {
  static let task = "Tenggat"
  static let timer = "Peralihan otomatis"

  /// «Jumat, 27 November 2026».
  static func date(_ date: CivilDate) -> String { DateNames.long(date) }

  /// «Jumat, 27 November 2026 14.30 WITA».
  static func moment(_ deadline: Deadline, _ zone: ZoneRules) -> String {
    let civil = zone.civil(deadline.instant)
    let time = "\(civil.time)".replacing(":", with: ".")
    return "\(date(civil.date)) \(time) \(zone.abbreviation(at: deadline.instant))"
  }

  static let provisional =
    "Tanggal ini perkiraan: daftar hari libur tahun itu atau tanggal hari liburnya belum ditetapkan."

  static func due(_ moment: String) -> String { "Tenggat: \(moment)" }
  static func falls(_ date: String) -> String { "Tanggal: \(date)" }
  static func role(_ title: String) -> String { "Untuk: \(title)" }
  static func state(_ title: String) -> String { "Dari tahap: \(title)" }
  static func moves(to titles: [String], from state: String) -> String {
    titles.isEmpty
      ? "Waktu tahap \(state) tercapai" : "Beralih ke \(titles.joined(separator: " atau "))"
  }
  static let done = "Sudah selesai."
  static let gone = "Tidak berlaku lagi."
}
