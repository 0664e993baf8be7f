// Closed days as lines of a calendar file.

internal import WorkCalendar
internal import Workflow

/// Shows closed days.
enum CalendarDayWords {
  static func tell(_ days: [ClosedDay], _ console: Console) throws {
    console.out(console.printsJSON ? json(days) : days.map(line).joined(separator: "\n"))
  }

  /// `- { date: …, kind: …, … }`, as it may stand below «days».
  static func line(_ day: ClosedDay) -> String {
    var parts = [
      "date: \(day.date)", "kind: \(day.kind)", "name: \(quoted(day.name))",
      "source: \(quoted(day.source))", "confidence: \(quoted(day.confidence))",
    ]
    if day.status == .estimated { parts.append("status: \(day.status.rawValue)") }
    return "  - { \(parts.joined(separator: ", ")) }"
  }

  /// A YAML text in double quotes; JSON's escapes are YAML's, too.
  private static func quoted(_ text: String) -> String {
    JSON.string(text.isEmpty ? "not checked" : text).text
  }

  private static func json(_ days: [ClosedDay]) -> String {
    JSON.object([
      "items": .array(
        days.map { day in
          .object([
            "date": .string(day.date.description), "kind": .string(day.kind),
            "name": .string(day.name), "source": .string(day.source),
            "confidence": .string(day.confidence), "status": .string(day.status.rawValue),
          ])
        })
    ]).text
  }
}
