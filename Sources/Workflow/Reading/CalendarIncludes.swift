// Closed days that a calendar takes out of iCalendar files beside it.

internal import WorkCalendar

/// Reads the entries of `include`, each a file with years, and adds its days to those of the calendar.
struct CalendarIncludes {
  static let keys = ["file", "kind", "source", "confidence", "years", "status"]

  /// The calendar file's name, for messages.
  let calendar: String
  /// Kinds of day that the calendar knows; categories of events may name them.
  let kinds: Set<String>
  /// The days of the calendar and of what was taken in so far.
  private(set) var days: [ClosedDay]
  private(set) var included: [CalendarReading.Included] = []
  /// Which file gave a day first.
  private var origins: [Identity: String] = [:]

  /// What no calendar may list twice.
  private struct Identity: Hashable {
    var date: CivilDate
    var kind: String
    var name: String

    init(_ day: ClosedDay) { (date, kind, name) = (day.date, day.kind, day.name) }
  }

  init(calendar: String, kinds: Set<String>, days: [ClosedDay]) {
    self.calendar = calendar
    self.kinds = kinds.union(ICalendarReader.knownKinds)
    self.days = days
    for day in days { origins[Identity(day)] = calendar }
  }

  /// Reads the list; `attachments` gives a file beside the calendar by its name.
  mutating func read(
    _ node: YAMLNode, attachments: (String) -> SourceText?, _ reader: inout TreeReader
  ) {
    let items = reader.list(node)
    guard items.count <= WorkflowLimits.includes else {
      reader.problems.add(
        .tooLarge, "a calendar takes in at most \(WorkflowLimits.includes) files", at: node.range)
      return
    }
    for item in items { readItem(item, attachments, &reader) }
  }

  private mutating func readItem(
    _ node: YAMLNode, _ attachments: (String) -> SourceText?, _ reader: inout TreeReader
  ) {
    let found = reader.mapping(
      node, of: "an included file", keys: Self.keys,
      required: ["file", "source", "confidence", "years"])
    let kind = found["kind"].map { reader.nameValue($0.value, "a kind of day") }
    let status = found["status"].map { CalendarReader.readStatus($0.value, &reader) }
    let years = found["years"].map { CalendarReader.readYears($0.value, &reader) } ?? []
    let source = found["source"].flatMap { reader.string($0.value, "source") }
    let confidence = found["confidence"].flatMap { reader.string($0.value, "confidence") }
    guard let entry = found["file"], let file = file(entry.value, attachments, &reader), let source,
      let confidence, let first = years.min(), let last = years.max(), kind != .some(nil),
      status != .some(nil)
    else { return }
    let reading = ICalendarReader.placedDays(
      file, years: first...last, kinds: kinds, kind: kind ?? nil)
    var problems = DiagnosticCollector()
    for problem in reading.diagnostics { problems.add(problem) }
    for placed in reading.value ?? [] where years.contains(placed.day.date.year) {
      let day = ClosedDay(
        date: placed.day.date, kind: placed.day.kind, name: Self.name(placed.day.name),
        source: source,
        status: (status ?? nil) ?? placed.day.status, confidence: confidence)
      if let other = origins[Identity(day)] {
        problems.add(
          .duplicateName, "\(day.date) \(day.kind) «\(day.name)» stands in \(other) too",
          at: placed.range, help: "take it out of one of the two")
        continue
      }
      origins[Identity(day)] = file.name
      days.append(day)
    }
    included.append(.init(source: file, diagnostics: problems.sorted))
  }

  /// The name without marks of byte order before it, which YAML would not give back.
  private static func name(_ name: String) -> String {
    String(String.UnicodeScalarView(name.unicodeScalars.drop { $0 == "\u{FEFF}" }))
  }

  /// The file of a name; only one that lies beside the calendar can be meant.
  private func file(
    _ node: YAMLNode, _ attachments: (String) -> SourceText?, _ reader: inout TreeReader
  ) -> SourceText? {
    guard let name = reader.string(node, "file") else { return nil }
    guard name.hasSuffix(".ics"), !name.hasPrefix("."), !name.contains("/") else {
      reader.problems.add(
        .invalidValue, "«\(name)» is no name of an iCalendar file beside the calendar",
        at: node.range, help: "as in libur-2028.ics")
      return nil
    }
    if let file = attachments(name) { return file }
    reader.problems.add(
      .invalidValue, "there is no file «\(name)» beside the calendar", at: node.range,
      help: "put it into the same folder")
    return nil
  }
}
