// The components of an iCalendar file, as a bounded tree.

/// A component: what stands between BEGIN and END (RFC 5545 §3.6).
struct ICalendarComponent: Sendable {
  /// The name in capitals, such as VEVENT.
  var name: String
  /// Where the name stands after BEGIN.
  var range: SourceRange
  /// The lines of the component itself.
  var lines: [ContentLine] = []
  /// The components within it.
  var components: [ICalendarComponent] = []

  /// The lines of a name.
  func all(_ name: String) -> [ContentLine] { lines.filter { $0.name == name } }

  /// The only line of a name; a second one is reported.
  func one(_ name: String, _ problems: inout DiagnosticCollector) -> ContentLine? {
    let found = all(name)
    for second in found.dropFirst() {
      problems.add(
        .duplicateKey, "\(name) stands twice in the same \(self.name)", at: second.nameRange)
    }
    return found.first
  }
}

/// Reads text into calendars, or into problems; never more than the limits allow.
enum ICalendarTree {
  /// The VCALENDAR objects of a file (RFC 5545 §3.4), checked to be of a version that is known.
  static func read(
    _ source: SourceText, _ problems: inout DiagnosticCollector
  ) -> [ICalendarComponent] {
    guard UnreadableText.isReadable(source, &problems) else { return [] }
    let lines = Unfolding.lines(of: source, &problems)
    if lines.isEmpty, !problems.hasErrors {
      problems.add(
        .empty, "the file is empty", at: SourceRange(line: 1, column: 1),
        help: "begin with BEGIN:VCALENDAR")
      return []
    }
    var builder = TreeBuilder()
    for line in lines {
      guard let parsed = ContentLineParser.parse(line, &problems) else { continue }
      guard builder.take(parsed, &problems) else { return [] }
    }
    let calendars = builder.finish(&problems).filter { $0.name == "VCALENDAR" }
    if calendars.isEmpty, !problems.hasErrors {
      problems.add(
        .icalendar, "the file holds no calendar", at: SourceRange(line: 1, column: 1),
        help: "BEGIN:VCALENDAR … END:VCALENDAR")
    }
    for calendar in calendars { check(calendar, &problems) }
    return calendars
  }

  private static func check(
    _ calendar: ICalendarComponent, _ problems: inout DiagnosticCollector
  ) {
    if let version = calendar.one("VERSION", &problems) {
      if version.value.text != "2.0" {
        problems.add(
          .unsupported, "version «\(version.value.text)» of iCalendar is not read",
          at: version.value.range, help: "VERSION:2.0")
      }
    } else {
      problems.add(
        .missingKey, "the calendar tells no VERSION", at: calendar.range, help: "VERSION:2.0",
        severity: .warning)
    }
    if let scale = calendar.one("CALSCALE", &problems),
      scale.value.text.uppercased() != "GREGORIAN"
    {
      problems.add(
        .unsupported, "only CALSCALE:GREGORIAN is read", at: scale.value.range)
    }
  }
}

/// Puts lines into the component that is open.
private struct TreeBuilder {
  private var open: [ICalendarComponent] = []
  private var closed: [ICalendarComponent] = []
  private var count = 0

  /// False where a bound is passed, so that reading ends.
  mutating func take(_ line: ContentLine, _ problems: inout DiagnosticCollector) -> Bool {
    switch line.name {
    case "BEGIN": return begin(line, &problems)
    case "END": end(line, &problems)
    default:
      guard !open.isEmpty else {
        problems.add(
          .icalendar, "«\(line.name)» stands in no component", at: line.nameRange,
          help: "BEGIN:VCALENDAR comes first, END:VCALENDAR last")
        return true
      }
      open[open.count - 1].lines.append(line)
    }
    return true
  }

  private mutating func begin(
    _ line: ContentLine, _ problems: inout DiagnosticCollector
  ) -> Bool {
    count += 1
    if count > ICalendarLimits.components {
      problems.add(
        .tooLarge, "more than \(ICalendarLimits.components) components", at: line.nameRange)
      return false
    }
    if open.count >= ICalendarLimits.depth {
      problems.add(
        .tooLarge, "components nested deeper than \(ICalendarLimits.depth)", at: line.nameRange)
      return false
    }
    let name = line.value.text.uppercased()
    if open.isEmpty, name != "VCALENDAR" {
      problems.add(
        .icalendar, "«\(name)» stands in no calendar", at: line.value.range,
        help: "BEGIN:VCALENDAR comes first")
    }
    open.append(ICalendarComponent(name: name, range: line.value.range))
    return true
  }

  private mutating func end(_ line: ContentLine, _ problems: inout DiagnosticCollector) {
    let name = line.value.text.uppercased()
    guard let last = open.last, last.name == name else {
      let help = open.last.map { "«\($0.name)» on line \($0.range.line) is open" }
      problems.add(
        .icalendar, "END of «\(name)», which is not open here", at: line.value.range, help: help)
      // Where it closes an outer component, the inner ones were left open and end with it.
      if let index = open.lastIndex(where: { $0.name == name }) {
        while open.count > index { close() }
      }
      return
    }
    close()
  }

  private mutating func close() {
    guard let component = open.popLast() else { return }
    if open.isEmpty {
      closed.append(component)
    } else {
      open[open.count - 1].components.append(component)
    }
  }

  /// The components; those that are still open are reported.
  mutating func finish(_ problems: inout DiagnosticCollector) -> [ICalendarComponent] {
    if let last = open.last {
      problems.add(.icalendar, "«\(last.name)» is never closed", at: last.range)
    }
    while !open.isEmpty { close() }
    return closed
  }
}
