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

/// What a calendar file and the files that it takes in gave.
public struct CalendarReading: Sendable {
  /// A file beside the calendar, with what is wrong in it.
  public struct Included: Sendable {
    /// The file as it was handed in.
    public var source: SourceText
    /// Errors and warnings in the order of their places.
    public var diagnostics: [Diagnostic]
  }

  /// The calendar; nil when there was an error in any of the files.
  public var value: OfficeCalendar?
  /// Errors and warnings of the calendar file itself, in the order of their places.
  public var diagnostics: [Diagnostic]
  /// The files that were taken in, in the order in which the calendar names them.
  public var included: [Included]
  /// The text that gives this calendar by itself: that of the file, or where it takes others in, the
  /// whole written out (``CalendarWriter``). Its digest is the calendar's identity; where it is not
  /// the file's text, read it again with that digest.
  public var text: String

  /// Whether other files were taken in, so that ``text`` is not the file's own.
  public var isWrittenOut: Bool { !included.isEmpty }
}

/// Reads a calendar file.
public enum CalendarReader {
  static let keys = [
    "calendar", "title", "zone", "week", "weeks", "sending", "stops", "quiet", "published", "works",
    "days", "include",
  ]
  /// Beside the weekdays.
  static let periodKeys = ["from", "to", "source"]
  static let dayKeys = ["date", "kind", "name", "source", "confidence", "status"]
  static let weekdays: KeyValuePairs<String, Weekday> = [
    "mon": .monday, "tue": .tuesday, "wed": .wednesday, "thu": .thursday, "fri": .friday,
    "sat": .saturday, "sun": .sunday,
  ]

  /// Reads `source`; `zone` gives the rules of a zone by its IANA name, nil for an unknown one,
  /// `attachments` a file that lies beside the calendar, by its name.
  public static func read(
    _ source: SourceText, digest: String, zone: (String) -> ZoneRules?,
    attachments: (String) -> SourceText? = { _ in nil }
  ) -> CalendarReading {
    var reader = TreeReader()
    var reading = CalendarReading(value: nil, diagnostics: [], included: [], text: source.text)
    let root = YAMLTree.read(source, into: &reader.problems)
    let value = root.flatMap {
      calendar($0, in: source, digest: digest, zone, attachments, &reader, &reading)
    }
    let isBad =
      reader.problems.hasErrors
      || reading.included.contains { $0.diagnostics.contains { $0.severity == .error } }
    if !isBad { reading.value = value }
    reading.diagnostics = reader.problems.sorted
    return reading
  }

  private static func calendar(
    _ root: YAMLNode, in source: SourceText, digest: String, _ zone: (String) -> ZoneRules?,
    _ attachments: (String) -> SourceText?, _ reader: inout TreeReader,
    _ reading: inout CalendarReading
  ) -> OfficeCalendar? {
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
    let periods = found["weeks"].map { readPeriods($0.value, &reader) } ?? []
    let sending = found["sending"].flatMap { readHours($0.value, "sending", &reader) }
    let stops = found["stops"].map { reader.names($0.value, "a kind of day").map(\.name) } ?? []
    let quiet = found["quiet"].map { reader.names($0.value, "a kind of day").map(\.name) } ?? []
    let published = found["published"].map { readYears($0.value, &reader) } ?? []
    let works = found["works"].map { node in
      reader.list(node.value).compactMap { readDate($0, "a working exception", &reader) }
    }
    var days = found["days"].map { readDays($0.value, &reader) } ?? []
    if let entry = found["include"] {
      var includes = CalendarIncludes(
        calendar: source.name, kinds: Set(stops + quiet), days: days)
      includes.read(entry.value, attachments: attachments, &reader)
      (days, reading.included) = (includes.days, includes.included)
    }
    guard let rules, let sending, !reader.problems.hasErrors else { return nil }
    do {
      let business = try BusinessCalendar(
        id: id, zone: rules, week: week, periods: periods, days: days, stopping: Set(stops),
        workingExceptions: works ?? [], publishedYears: Set(published))
      let office = OfficeCalendar(
        id: id, digest: digest, title: title ?? LocalizedText(id: id), business: business,
        sending: sending, quiet: Set(quiet))
      if let entry = found["include"], reading.isWrittenOut {
        reading.text = CalendarWriter.text(of: office)
        checkText(reading.text, gives: office, zone, at: entry.keyRange, &reader)
      }
      return office
    } catch {
      reader.problems.add(.invalidValue, error.description, at: root.range)
      return nil
    }
  }

  /// What is kept must be readable when a history is replayed: the bounds on files hold for it too.
  private static func checkText(
    _ text: String, gives office: OfficeCalendar, _ zone: (String) -> ZoneRules?,
    at range: SourceRange, _ reader: inout TreeReader
  ) {
    let again = read(
      SourceText(name: office.id, text: text), digest: office.digest, zone: zone)
    if again.value == office { return }
    let why = again.diagnostics.first.map { ": \($0.message)" } ?? ""
    reader.problems.add(
      .tooLarge, "with the days of these files the calendar cannot be kept\(why)", at: range,
      help: "take in fewer years")
  }

  private static func readWeek(
    _ node: YAMLNode, _ reader: inout TreeReader
  ) -> [Weekday: WorkingHours] {
    readHours(of: reader.mapping(node, of: "the week", keys: weekdays.map(\.key)), &reader)
  }

  private static func readHours(
    of found: [String: YAMLNode.Entry], _ reader: inout TreeReader
  ) -> [Weekday: WorkingHours] {
    var week: [Weekday: WorkingHours] = [:]
    for (name, day) in weekdays {
      guard let entry = found[name], let hours = readHours(entry.value, name, &reader) else {
        continue
      }
      week[day] = hours
    }
    return week
  }

  /// Weeks that hold between two dates.
  private static func readPeriods(_ node: YAMLNode, _ reader: inout TreeReader) -> [WeekPeriod] {
    reader.list(node).compactMap { item in
      let found = reader.mapping(
        item, of: "a week for a period", keys: periodKeys + weekdays.map(\.key),
        required: ["from", "source"])
      let week = readHours(of: found, &reader)
      let last = found["to"].map { readDate($0.value, "to", &reader) } ?? CivilDate.last
      guard let from = found["from"].flatMap({ readDate($0.value, "from", &reader) }),
        let source = found["source"].flatMap({ reader.string($0.value, "source") }), let last
      else { return nil }
      guard from <= last else {
        reader.problems.add(
          .invalidValue, "ends (\(last)) before it begins (\(from))",
          at: found["to"]?.value.range ?? item.range)
        return nil
      }
      return WeekPeriod(dates: from...last, week: week, source: source)
    }
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

  static func readYears(_ node: YAMLNode, _ reader: inout TreeReader) -> [Int] {
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
      var status: ClosedDay.Status? = .fixed
      if let entry = found["status"] { status = readStatus(entry.value, &reader) }
      return status.map {
        ClosedDay(
          date: date, kind: kind, name: name, source: source, status: $0, confidence: confidence)
      }
    }
  }

  static func readStatus(_ node: YAMLNode, _ reader: inout TreeReader) -> ClosedDay.Status? {
    guard let text = reader.string(node, "status") else { return nil }
    if let known = ClosedDay.Status(rawValue: text) { return known }
    reader.problems.add(
      .invalidValue, "no status «\(text)»", at: node.range, help: "tetap or perkiraan")
    return nil
  }
}
