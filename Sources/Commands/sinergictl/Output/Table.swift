// Rows for people (headers, aligned, cut to the terminal) or for programs (tabs, no header).

/// A table.
struct Table {
  struct Cell: ExpressibleByStringLiteral {
    var text: String
    var style: Appearance.Style?

    init(_ text: String, _ style: Appearance.Style? = nil) {
      self.text = TextWidth.harmless(text)
      self.style = style
    }

    init(stringLiteral text: String) { self.init(text) }
  }

  /// Headers; none: a table without.
  var headers: [String] = []
  var rows: [[Cell]]
  /// Columns that are not cut as long as others can give way: what a reader looks for first.
  var kept: Set<Int> = []
  /// Columns in front of each line, on a terminal.
  var indent = 0

  /// Narrowest that a column is made; below it the table is wider than the terminal.
  private static let narrowest = 8
  private static let gap = 2

  func rendered(_ appearance: Appearance) -> String {
    guard appearance.isTerminal else {
      return rows.map { $0.map(\.text).joined(separator: "\t") + "\n" }.joined()
    }
    let widths = fitted(to: appearance.width - indent)
    var lines: [String] = []
    if !headers.isEmpty { lines.append(line(headers.map { Cell($0, .bold) }, widths, appearance)) }
    lines += rows.map { line($0, widths, appearance) }
    return lines.map { $0 + "\n" }.joined()
  }

  private func line(_ cells: [Cell], _ widths: [Int], _ appearance: Appearance) -> String {
    var line = String(repeating: " ", count: indent)
    for (index, cell) in cells.enumerated() {
      let text = TextWidth.cut(cell.text, to: widths[index])
      line += cell.style.map { appearance.paint(text, $0) } ?? text
      if index < cells.count - 1 {
        line += String(repeating: " ", count: widths[index] - TextWidth.of(text) + Self.gap)
      }
    }
    while line.hasSuffix(" ") { line.removeLast() }
    return line
  }

  /// Widths that fit: the widest column gives way first. The first column names the row and is
  /// copied into the next command, so it stays whole; so do sheets without headers, whose long
  /// values (hashes) are there to be compared.
  private func fitted(to width: Int) -> [Int] {
    let all = (headers.isEmpty ? [] : [headers.map { Cell($0) }]) + rows
    var widths = [Int](repeating: 0, count: all.map(\.count).max() ?? 0)
    for row in all {
      for (index, cell) in row.enumerated() {
        widths[index] = max(widths[index], TextWidth.of(cell.text))
      }
    }
    guard !headers.isEmpty else { return widths }
    var excess = widths.reduce(0, +) + Self.gap * max(0, widths.count - 1) - width
    let columns = Array(widths.indices.dropFirst())
    excess = cut(&widths, columns.filter { !kept.contains($0) }, by: excess)
    _ = cut(&widths, columns, by: excess)
    return widths
  }

  /// Takes `excess` from these columns, the widest first; returns what could not be taken.
  private func cut(_ widths: inout [Int], _ columns: [Int], by excess: Int) -> Int {
    var excess = excess
    while excess > 0, let index = columns.max(by: { (widths[$0], $0) < (widths[$1], $1) }),
      widths[index] > Self.narrowest
    {
      let next = columns.map { widths[$0] }.filter { $0 < widths[index] }.max() ?? Self.narrowest
      let cut = min(excess, max(1, widths[index] - max(next, Self.narrowest)))
      widths[index] -= cut
      excess -= cut
    }
    return excess
  }
}
