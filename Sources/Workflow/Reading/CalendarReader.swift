// Reads `workflows/calendars/*.yaml`.

public import WorkCalendar

/// What a file gave: the value, or nil and the problems that kept it from being read.
public struct Reading<Value: Sendable>: Sendable {
  /// The value; nil when there was an error.
  public var value: Value?
  /// Errors and warnings in the order of their places.
  public var diagnostics: [Diagnostic]

  init(_ value: Value?, _ problems: DiagnosticCollector) {
    self.value = problems.hasErrors ? nil : value
    diagnostics = problems.sorted
  }
}

/// Reads a calendar file.
public enum CalendarReader {
  static let keys = [
    "calendar", "title", "zone", "week", "sending", "stops", "quiet", "published", "works", "days",
  ]
  static let dayKeys = ["date", "kind", "name", "source", "confidence", "status"]
  private static let weekdays: KeyValuePairs<String, Weekday> = [
    "mon": .monday, "tue": .tuesday, "wed": .wednesday, "thu": .thursday, "fri": .friday,
    "sat": .saturday, "sun": .sunday,
  ]

  /// Reads `source`; `zone` gives the rules of a zone by its IANA name, nil for an unknown one.
  public static func read(
    _ source: SourceText, digest: String, zone: (String) -> ZoneRules?
  ) -> Reading<OfficeCalendar> {
    var reader = TreeReader()
    guard let root = YAMLTree.read(source, into: &reader.problems) else {
      return Reading(nil, reader.problems)
    }
    let found = reader.mapping(
      root, of: "a calendar", keys: keys,
      required: ["calendar", "title", "zone", "week", "sending", "stops", "published", "days"])
    let id = found["calendar"].flatMap { reader.nameValue($0.value, "the calendar") } ?? ""
    let title = found["title"].map { reader.localized($0.value, "title") }
    let rules = found["zone"].flatMap { entry -> ZoneRules? in
      guard let name = reader.string(entry.value, "zone") else { return nil }
      if let rules = zone(name) { return rules }
      reader.problems.add(
        .invalidValue, "no time zone «\(name)»", at: entry.value.range,
        help: "an IANA name such as Asia/Makassar")
      return nil
    }
    let week = found["week"].map { readWeek($0.value, &reader) } ?? [:]
    let sending = found["sending"].flatMap { readHours($0.value, "sending", &reader) }
    let stops = found["stops"].map { reader.names($0.value, "a kind of day").map(\.name) } ?? []
    let quiet = found["quiet"].map { reader.names($0.value, "a kind of day").map(\.name) } ?? []
    let published = found["published"].map { readYears($0.value, &reader) } ?? []
    let works = found["works"].map { node in
      reader.list(node.value).compactMap { readDate($0, "a working exception", &reader) }
    }
    let days = found["days"].map { readDays($0.value, &reader) } ?? []
    guard let rules, let sending, !reader.problems.hasErrors else {
      return Reading(nil, reader.problems)
    }
    do {
      let business = try BusinessCalendar(
        id: id, zone: rules, week: week, days: days, stopping: Set(stops),
        workingExceptions: works ?? [], publishedYears: Set(published))
      return Reading(
        OfficeCalendar(
          id: id, digest: digest, title: title ?? LocalizedText(id: id), business: business,
          sending: sending, quiet: Set(quiet)),
        reader.problems)
    } catch {
      reader.problems.add(.invalidValue, error.description, at: root.range)
      return Reading(nil, reader.problems)
    }
  }

  private static func readWeek(_ node: YAMLNode, _ reader: inout TreeReader)
    -> [Weekday: WorkingHours]
  {
    let found = reader.mapping(node, of: "the week", keys: weekdays.map(\.key))
    var week: [Weekday: WorkingHours] = [:]
    for (name, day) in weekdays {
      guard let entry = found[name], let hours = readHours(entry.value, name, &reader) else {
        continue
      }
      week[day] = hours
    }
    return week
  }

  private static func readHours(_ node: YAMLNode, _ what: String, _ reader: inout TreeReader)
    -> WorkingHours?
  {
    guard let text = reader.string(node, what) else { return nil }
    if let hours = WorkingHours(text) { return hours }
    reader.problems.add(
      .invalidValue, "«\(text)» is no span of a day", at: node.range, help: "07:30-16:30")
    return nil
  }

  private static func readYears(_ node: YAMLNode, _ reader: inout TreeReader) -> [Int] {
    reader.list(node).compactMap { reader.int($0, "a year", in: 1900...9999) }
  }

  static func readDate(_ node: YAMLNode, _ what: String, _ reader: inout TreeReader) -> CivilDate? {
    guard let text = reader.string(node, what) else { return nil }
    if let date = CivilDate(text) { return date }
    reader.problems.add(
      .invalidValue, "«\(text)» is no date of the calendar", at: node.range,
      help: "year-month-day, as in 2027-03-09")
    return nil
  }

  private static func readDays(_ node: YAMLNode, _ reader: inout TreeReader) -> [ClosedDay] {
    var seen: Set<String> = []
    return reader.list(node).compactMap { item in
      let found = reader.mapping(
        item, of: "a day", keys: dayKeys,
        required: ["date", "kind", "name", "source", "confidence"])
      guard let date = found["date"].flatMap({ readDate($0.value, "date", &reader) }),
        let kind = found["kind"].flatMap({ reader.nameValue($0.value, "a kind of day") }),
        let name = found["name"].flatMap({ reader.string($0.value, "name") }),
        let source = found["source"].flatMap({ reader.string($0.value, "source") }),
        let confidence = found["confidence"].flatMap({ reader.string($0.value, "confidence") })
      else { return nil }
      if !seen.insert("\(date) \(kind) \(name)").inserted {
        reader.problems.add(
          .duplicateName, "\(date) stands twice with the same kind and name", at: item.range)
      }
      var status = ClosedDay.Status.fixed
      if let entry = found["status"], let text = reader.string(entry.value, "status") {
        guard let known = ClosedDay.Status(rawValue: text) else {
          reader.problems.add(
            .invalidValue, "no status «\(text)»", at: entry.value.range, help: "tetap or perkiraan")
          return nil
        }
        status = known
      }
      return ClosedDay(
        date: date, kind: kind, name: name, source: source, status: status, confidence: confidence)
    }
  }
}
