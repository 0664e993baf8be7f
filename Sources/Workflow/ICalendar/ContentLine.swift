// One content line of iCalendar: name, parameters and value, each with its place in the file.

/// A content line (RFC 5545 §3.1) after unfolding.
struct ContentLine: Sendable {
  /// A parameter with its values, quotes taken off (RFC 5545 §3.2).
  struct Parameter: Sendable {
    /// The name in capitals.
    var name: String
    /// One value, or several that a comma divided.
    var values: [String]
    /// Where the parameter stands.
    var range: SourceRange
  }

  /// The name in capitals; names are the same in either case.
  var name: String
  /// Where the name stands.
  var nameRange: SourceRange
  /// The parameters in their order.
  var parameters: [Parameter]
  /// The value as it stands, escapes included.
  var value: UnfoldedLine.Slice

  /// The single value of a parameter, nil when it is not there.
  func parameter(_ name: String) -> String? {
    parameters.first { $0.name == name }?.values.first
  }
}

/// A line whose folds are taken out, and where each of its characters stood.
struct UnfoldedLine: Sendable {
  /// A stretch of an unfolded line.
  struct Slice: Sendable {
    var line: UnfoldedLine
    var bounds: Range<Int>

    var scalars: ArraySlice<Unicode.Scalar> { line.scalars[bounds] }
    var text: String { UnfoldedLine.text(scalars) }
    var range: SourceRange { line.range(bounds) }

    /// The stretches between the occurrences of a separator.
    func split(at separator: Unicode.Scalar) -> [Slice] {
      var parts: [Slice] = []
      var start = bounds.lowerBound
      for index in bounds where line.scalars[index] == separator {
        parts.append(Slice(line: line, bounds: start..<index))
        start = index + 1
      }
      return parts + [Slice(line: line, bounds: start..<bounds.upperBound)]
    }
  }

  /// Where a physical line begins within the unfolded one.
  struct Segment: Sendable {
    var offset: Int
    var line: Int
    var column: Int
  }

  var scalars: [Unicode.Scalar] = []
  var segments: [Segment] = []

  /// The place of some of the characters; where they were folded, of those before the fold.
  func range(_ bounds: Range<Int>) -> SourceRange {
    let found = segments.lastIndex { $0.offset <= bounds.lowerBound } ?? 0
    guard found < segments.count else { return SourceRange(line: 1, column: 1) }
    let segment = segments[found]
    let end = found + 1 < segments.count ? segments[found + 1].offset : scalars.count
    return SourceRange(
      line: segment.line, column: segment.column + bounds.lowerBound - segment.offset,
      length: min(bounds.upperBound, end) - bounds.lowerBound)
  }

  static func text(_ scalars: some Sequence<Unicode.Scalar>) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    return String(view)
  }
}

/// Takes the folds out of a file (RFC 5545 §3.1): a line end before a space or a tab is none.
///
/// Lines may end with LF alone, which files have that went through a text editor. Empty lines are
/// passed over. A fold within the bytes of one character cannot be mended: the text has arrived as
/// characters, and such bytes as U+FFFD.
enum Unfolding {
  static func lines(
    of source: SourceText, _ problems: inout DiagnosticCollector
  ) -> [UnfoldedLine] {
    var lines: [UnfoldedLine] = []
    var number = 0
    for physical in source.text.unicodeScalars.split(
      separator: "\n", omittingEmptySubsequences: false)
    {
      number += 1
      var content = physical
      if content.last == "\r" { content.removeLast() }
      // Some editors put a mark first; it is no part of the first name.
      let mark = number == 1 && content.first == "\u{FEFF}" ? 1 : 0
      content.removeFirst(mark)
      guard let first = content.first else { continue }
      let isFolded = first == " " || first == "\t"
      if isFolded, lines.isEmpty {
        problems.add(
          .icalendar, "the first line begins with a blank: it goes on from no line",
          at: SourceRange(line: number, column: 1), help: "begin with BEGIN:VCALENDAR")
        continue
      }
      if !isFolded {
        guard lines.count < ICalendarLimits.lines else {
          problems.add(
            .tooLarge, "more than \(ICalendarLimits.lines) lines",
            at: SourceRange(line: number, column: 1))
          return lines
        }
        lines.append(UnfoldedLine())
      }
      let last = lines.count - 1
      lines[last].segments.append(
        UnfoldedLine.Segment(
          offset: lines[last].scalars.count, line: number, column: (isFolded ? 2 : 1) + mark))
      lines[last].scalars.append(contentsOf: content.dropFirst(isFolded ? 1 : 0))
    }
    return lines
  }
}
