// Writes a sheet as XLSX (ECMA-376) with libxlsxwriter.

internal import CXlsxWriter
internal import Glibc

/// Writes sheets.
public enum SheetWriter {
  /// Writes a sheet into a file, which appears whole or not at all.
  public static func write(_ sheet: Sheet, to path: String) throws(SheetError) {
    guard sheet.heading.count + 2 + sheet.rows.count <= SheetLimits.rows else {
      throw SheetError("cannot write \(path): more than \(SheetLimits.rows) rows")
    }
    let temporary = "\(path).part-\(getpid())"
    guard let book = workbook_new(temporary) else {
      throw SheetError("cannot write \(path): no memory")
    }
    let page = workbook_add_worksheet(book, String(sheet.name.prefix(SheetLimits.nameCharacters)))
    fill(page, sheet, Formats(book))
    let result = workbook_close(book)
    guard result == LXW_NO_ERROR else {
      let reason = lxw_strerror(result).map { String(cString: $0) } ?? "unknown error"
      unlink(temporary)
      throw SheetError("cannot write \(path): \(reason)")
    }
    guard rename(temporary, path) == 0 else {
      let reason = String(cString: strerror(errno))
      unlink(temporary)
      throw SheetError("cannot write \(path): \(reason)")
    }
  }

  private typealias Format = UnsafeMutablePointer<lxw_format>

  private struct Formats {
    let title: Format?
    let note: Format?
    let header: Format?
    let text: Format?
    let date: Format?
    let number: Format?

    init(_ book: UnsafeMutablePointer<lxw_workbook>) {
      title = workbook_add_format(book)
      format_set_bold(title)
      format_set_font_size(title, 14)
      note = workbook_add_format(book)
      header = workbook_add_format(book)
      format_set_bold(header)
      format_set_text_wrap(header)
      format_set_bottom(header, UInt8(LXW_BORDER_THIN.rawValue))
      format_set_bg_color(header, 0xE7E6E6)
      text = workbook_add_format(book)
      format_set_text_wrap(text)
      date = workbook_add_format(book)
      format_set_num_format(date, "yyyy-mm-dd")
      format_set_align(date, UInt8(LXW_ALIGN_LEFT.rawValue))
      number = workbook_add_format(book)
      format_set_align(number, UInt8(LXW_ALIGN_LEFT.rawValue))
      for format in [header, text, date, number] {
        format_set_align(format, UInt8(LXW_ALIGN_VERTICAL_TOP.rawValue))
      }
    }
  }

  private static func fill(
    _ page: UnsafeMutablePointer<lxw_worksheet>?, _ sheet: Sheet, _ formats: Formats
  ) {
    for (index, column) in sheet.columns.enumerated() {
      let place = lxw_col_t(index)
      worksheet_set_column(page, place, place, Double(column.width), nil)
    }
    for (index, line) in sheet.heading.enumerated() {
      worksheet_write_string(
        page, lxw_row_t(index), 0, fitting(line), index == 0 ? formats.title : formats.note)
    }
    let head = lxw_row_t(sheet.heading.isEmpty ? 0 : sheet.heading.count + 1)
    for (index, column) in sheet.columns.enumerated() {
      worksheet_write_string(page, head, lxw_col_t(index), fitting(column.title), formats.header)
    }
    worksheet_set_row(
      page, head, height(sheet.columns.map { .text($0.title) }, sheet.columns), nil)
    for (index, cells) in sheet.rows.enumerated() {
      let row = head + 1 + lxw_row_t(index)
      worksheet_set_row(page, row, height(cells, sheet.columns), nil)
      for (place, cell) in cells.enumerated() {
        write(cell, page, row, lxw_col_t(place), formats)
      }
    }
    worksheet_freeze_panes(page, head + 1, 0)
    if !sheet.columns.isEmpty {
      worksheet_autofilter(
        page, head, 0, head + lxw_row_t(sheet.rows.count), lxw_col_t(sheet.columns.count - 1))
    }
    worksheet_set_landscape(page)
    worksheet_set_paper(page, 9)  // A4
    worksheet_fit_to_pages(page, 1, 0)
    worksheet_repeat_rows(page, head, head)
  }

  /// Height of a row in points: a program that opens the file does not always work it out.
  private static func height(_ cells: [Sheet.Cell], _ columns: [Sheet.Column]) -> Double {
    let lines = zip(cells, columns).map { cell, column -> Int in
      guard case .text(let text) = cell else { return 1 }
      // Words are not broken, so that a line holds less than its width.
      let room = max(1, column.width - column.width / 6)
      return text.split(separator: "\n", omittingEmptySubsequences: false)
        .reduce(0) { $0 + max(1, ($1.count + room - 1) / room) }
    }
    return Double(min(lines.max() ?? 1, SheetLimits.linesOfRow)) * 15
  }

  /// Texts are written as texts: what looks like a formula stays what it looks like.
  private static func write(
    _ cell: Sheet.Cell, _ page: UnsafeMutablePointer<lxw_worksheet>?, _ row: lxw_row_t,
    _ column: lxw_col_t, _ formats: Formats
  ) {
    switch cell {
    case .empty: break
    case .text(let text): worksheet_write_string(page, row, column, fitting(text), formats.text)
    case .number(let number):
      worksheet_write_number(page, row, column, Double(number), formats.number)
    case .date(let year, let month, let day):
      var moment = lxw_datetime(
        year: Int32(year), month: Int32(month), day: Int32(day), hour: 0, min: 0, sec: 0)
      worksheet_write_datetime(page, row, column, &moment, formats.date)
    }
  }

  /// At most as much as a cell holds; characters that XML does not know become «�».
  private static func fitting(_ text: String) -> String {
    var out = String.UnicodeScalarView()
    var units = 0
    for scalar in text.unicodeScalars {
      let isKnown = scalar.value >= 0x20 || scalar == "\n" || scalar == "\t"
      let next: Unicode.Scalar =
        isKnown && scalar.value < 0xFFFE || scalar.value > 0xFFFF ? scalar : "\u{FFFD}"
      units += UTF16.width(next)
      if units > SheetLimits.cellCharacters - 1 {
        out.append("…")
        break
      }
      out.append(next)
    }
    return String(out)
  }
}
