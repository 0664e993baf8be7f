// The register as columns and cells, and in each of its formats.

internal import AdminAPI
internal import Sheets
internal import WorkCalendar
internal import Workflow

/// What is printed of a register.
struct RegisterSheet {
  var title: String
  /// Lines below the title: the office, the day, the filter.
  var heading: [String]
  var columns: [(column: RegisterColumn, title: String)]
  var rows: [RegisterItem]

  /// Columns where no profile says which.
  static let usual: [RegisterColumn] = [
    .reference, .partner, .route, .about, .number, .partnerNumber, .signed, .from, .until, .status,
    .commitments,
  ]

  /// The usual header of a column.
  static func title(of column: RegisterColumn) -> String {
    switch column {
    case .row: "No."
    case .reference: "Nomor register"
    case .workflow: "Naskah"
    case .about: "Tentang"
    case .partner: "Mitra"
    case .partnerID: "Kode mitra"
    case .route: "Jalur"
    case .number: "Nomor pihak kesatu"
    case .partnerNumber: "Nomor pihak kedua"
    case .signed: "Ditandatangani"
    case .from: "Mulai berlaku"
    case .until: "Berakhir"
    case .status: "Status"
    case .state: "Tahap"
    case .commitments: "Komitmen selesai"
    case .successor: "Pengganti"
    case .started: "Dimulai"
    }
  }

  private static func width(of column: RegisterColumn) -> Int {
    switch column {
    case .row: 5
    case .route: 7
    case .signed, .from, .until, .started: 13
    case .commitments: 12
    case .reference, .status, .partnerID, .successor: 17
    case .number, .partnerNumber, .state, .workflow: 24
    case .about, .partner: 36
    }
  }

  /// What stands in a cell; dates and numbers as such.
  private func cell(_ column: RegisterColumn, _ item: RegisterItem, row: Int) -> Sheet.Cell {
    func text(_ value: String?) -> Sheet.Cell { value.map { .text($0) } ?? .empty }
    func day(_ value: String?) -> Sheet.Cell {
      guard let date = value.flatMap({ CivilDate(String($0.prefix(10))) }) else { return .empty }
      return .date(year: date.year, month: date.month, day: date.day)
    }
    switch column {
    case .row: return .number(row)
    case .reference: return .text(item.reference)
    case .workflow: return .text(item.workflowTitle)
    case .about: return .text(item.about)
    case .partner: return text(item.partyName ?? item.party)
    case .partnerID: return text(item.party)
    case .route: return text(item.route)
    case .number: return text(item.number)
    case .partnerNumber: return text(item.partnerNumber)
    case .signed: return day(item.signed)
    case .from: return day(item.from)
    case .until: return day(item.until)
    case .status: return .text(item.statusWords)
    case .state: return .text(item.states.joined(separator: ", "))
    case .commitments:
      return item.children == 0 ? .empty : .text("\(item.childrenDone) dari \(item.children)")
    case .successor: return text(item.successor)
    case .started: return day(item.startedAt)
    }
  }

  private var cells: [[Sheet.Cell]] {
    rows.enumerated().map { index, item in
      columns.map { cell($0.column, item, row: index + 1) }
    }
  }

  private static func text(_ cell: Sheet.Cell) -> String {
    switch cell {
    case .empty: ""
    case .text(let text): text
    case .number(let number): "\(number)"
    case .date(let year, let month, let day):
      CivilDate(year: year, month: month, day: day).map { "\($0)" } ?? ""
    }
  }

  // MARK: Formats

  func table(_ appearance: Appearance) -> String {
    Table(
      headers: columns.map { $0.title.uppercased() },
      rows: cells.map { $0.map { .init(Self.text($0)) } }
    ).rendered(appearance)
  }

  /// RFC 4180: CRLF, quotes where they are needed. No cell can be taken for a formula.
  func csv(withByteOrderMark: Bool) -> String {
    let lines =
      [columns.map(\.title)] + cells.map { $0.map { Self.harmless(Self.text($0)) } }
    return (withByteOrderMark ? "\u{FEFF}" : "")
      + lines.map { $0.map(Self.quoted).joined(separator: ",") + "\r\n" }.joined()
  }

  /// A spreadsheet takes what begins with one of these for a formula; an apostrophe makes it text.
  static func harmless(_ text: String) -> String {
    guard let first = text.unicodeScalars.first, "=+-@\t\r".unicodeScalars.contains(first) else {
      return text
    }
    return "'" + text
  }

  private static func quoted(_ text: String) -> String {
    // By scalars: a carriage return with its line feed is one character.
    let needsQuotes = text.unicodeScalars.contains { "\",\r\n".unicodeScalars.contains($0) }
    guard needsQuotes else { return text }
    let doubled = text.split(separator: "\"", omittingEmptySubsequences: false)
      .joined(separator: "\"\"")
    return "\"\(doubled)\""
  }

  /// The sheet of a spreadsheet file.
  var sheet: Sheet {
    Sheet(
      name: "Register", heading: [title] + heading,
      columns: columns.map { .init(title: $0.title, width: Self.width(of: $0.column)) },
      rows: cells)
  }
}
