// Reads events as values, those that the writer writes among them.

internal import WorkCalendar

extension ICalendarReader {
  /// The events of a file with one calendar, as ``ICalendarWriter`` writes them.
  ///
  /// Repetition, other alarms than texts at a span from the event, and properties that
  /// ``ICalendarEvent`` lacks are passed over. A time is one of UTC, or of a zone that the file
  /// tells with one offset; floating times and other zones are problems.
  public static func file(_ source: SourceText) -> Reading<ICalendarFile> {
    var problems = DiagnosticCollector()
    let calendars = ICalendarTree.read(source, &problems)
    guard let calendar = calendars.first else { return Reading(nil, problems) }
    if calendars.count > 1 {
      problems.add(.unsupported, "the file holds several calendars", at: calendars[1].range)
    }
    var reader = EventReader(problems: problems)
    let productID = calendar.one("PRODID", &reader.problems)
    var file = ICalendarFile(
      productID: productID.map { ICalendarValues.text($0.value.scalars) } ?? "", events: [])
    if let line = calendar.one("METHOD", &reader.problems) {
      file.method = ICalendarFile.Method(rawValue: line.value.text.uppercased())
      if file.method == nil {
        reader.problems.add(
          .invalidValue, "no method «\(line.value.text)»", at: line.value.range)
      }
    }
    if let line = calendar.one("X-WR-CALNAME", &reader.problems) {
      file.name = ICalendarValues.text(line.value.scalars)
    }
    if let line = calendar.one("REFRESH-INTERVAL", &reader.problems) {
      file.refreshSeconds = reader.span(line, help: "PT1H, P1D")
    }
    for zone in calendar.components where zone.name == "VTIMEZONE" { reader.learn(zone) }
    for component in calendar.components where component.name == "VEVENT" {
      if let event = reader.event(component) { file.events.append(event) }
    }
    return Reading(file, reader.problems)
  }
}

/// Reads events one after the other.
private struct EventReader {
  var problems: DiagnosticCollector
  private var zones: [String: ZoneRules] = [:]

  init(problems: DiagnosticCollector) { self.problems = problems }

  /// Keeps a zone of one offset; another kind is a problem only to an event that uses it.
  mutating func learn(_ component: ICalendarComponent) {
    guard let name = component.one("TZID", &problems), component.components.count == 1,
      let period = component.components.first, period.name == "STANDARD",
      period.all("RRULE").isEmpty, period.all("RDATE").isEmpty,
      let line = period.one("TZOFFSETTO", &problems),
      let offset = ICalendarValues.offset(line.value.scalars)
    else { return }
    let abbreviation = period.one("TZNAME", &problems)
    let id = ICalendarValues.text(name.value.scalars)
    zones[id] = ZoneRules.fixed(
      name: id,
      abbreviation: abbreviation.map { ICalendarValues.text($0.value.scalars) } ?? "",
      offsetSeconds: offset)
  }

  mutating func event(_ component: ICalendarComponent) -> ICalendarEvent? {
    guard let uid = required("UID", of: component), let stamp = required("DTSTAMP", of: component),
      let start = required("DTSTART", of: component), let stamped = moment(stamp),
      let time = time(from: start, to: component.one("DTEND", &problems))
    else { return nil }
    var event = ICalendarEvent(
      uid: ICalendarValues.text(uid.value.scalars), stamp: stamped.instant, time: time,
      summary: text("SUMMARY", of: component), description: text("DESCRIPTION", of: component))
    if let line = component.one("LAST-MODIFIED", &problems) {
      event.lastModified = moment(line)?.instant
    }
    if let line = component.one("TRANSP", &problems) {
      event.isTransparent = line.value.text.uppercased() == "TRANSPARENT"
    }
    if let line = component.one("SEQUENCE", &problems) {
      if let number = Int(line.value.text), number >= 0 {
        event.sequence = number
      } else {
        problems.add(
          .invalidValue, "«\(line.value.text)» is no number of a version", at: line.value.range)
      }
    }
    if let line = component.one("STATUS", &problems) {
      event.status = ICalendarEvent.Status(rawValue: line.value.text.uppercased())
      if event.status == nil {
        problems.add(.invalidValue, "no status «\(line.value.text)»", at: line.value.range)
      }
    }
    event.categories = component.all("CATEGORIES").flatMap {
      ICalendarValues.texts($0.value.scalars)
    }
    event.url = component.one("URL", &problems)?.value.text
    event.alarms = component.components.filter { $0.name == "VALARM" }.compactMap { alarm($0) }
    return event
  }

  private mutating func required(_ name: String, of component: ICalendarComponent) -> ContentLine? {
    if let line = component.one(name, &problems) { return line }
    problems.add(.missingKey, "the event has no \(name)", at: component.range)
    return nil
  }

  private mutating func text(_ name: String, of component: ICalendarComponent) -> String {
    component.one(name, &problems).map { ICalendarValues.text($0.value.scalars) } ?? ""
  }

  private mutating func time(from start: ContentLine, to end: ContentLine?)
    -> ICalendarEvent.Time?
  {
    if let first = day(start) {
      guard let end else { return .days(first, through: first) }
      if let next = day(end), next > first {
        return .days(first, through: next.adding(days: -1))
      }
      problems.add(
        .invalidValue, "an event of whole days ends with a later day", at: end.value.range,
        help: "DTEND is the day after the last one")
      return nil
    }
    guard let from = moment(start) else { return nil }
    guard let end else { return .span(from.instant, until: nil, zone: from.zone) }
    guard let until = moment(end) else { return nil }
    if until.instant < from.instant {
      problems.add(.invalidValue, "the event ends before it begins", at: end.value.range)
      return nil
    }
    return .span(from.instant, until: until.instant, zone: from.zone)
  }

  /// The date of a line that holds one without a time.
  private func day(_ line: ContentLine) -> CivilDate? {
    guard let value = ICalendarValues.date(line.value.scalars), value.second == nil else {
      return nil
    }
    return value.date
  }

  private mutating func moment(_ line: ContentLine) -> (instant: Instant, zone: ZoneRules?)? {
    guard let value = ICalendarValues.date(line.value.scalars), let second = value.second else {
      problems.add(
        .invalidValue, "«\(line.value.text)» is no date with a time", at: line.value.range,
        help: "as in 20260319T073000Z")
      return nil
    }
    var zone: ZoneRules?
    if !value.isUTC {
      guard let name = line.parameter("TZID") else {
        problems.add(
          .invalidValue, "the time tells no zone", at: line.value.range,
          help: "a Z at the end for UTC, or TZID")
        return nil
      }
      guard let known = zones[name] else {
        problems.add(
          .unsupported, "the file tells no single offset for the zone «\(name)»",
          at: line.nameRange, help: "write the time in UTC")
        return nil
      }
      zone = known
    }
    let seconds =
      Int64(value.date.daysSince1970) * 86_400 + Int64(second - (zone?.initialOffset ?? 0))
    return (Instant(millisecondsSince1970: seconds * 1_000), zone)
  }

  /// A reminder that shows a text; nil for one that does something else.
  private mutating func alarm(_ component: ICalendarComponent) -> ICalendarAlarm? {
    guard let action = component.one("ACTION", &problems),
      action.value.text.uppercased() == "DISPLAY",
      let trigger = component.one("TRIGGER", &problems),
      trigger.parameter("VALUE")?.uppercased() != "DATE-TIME"
    else { return nil }
    guard let seconds = span(trigger, help: "-PT15M, -P1D") else { return nil }
    return ICalendarAlarm(
      seconds: seconds,
      isFromEnd: trigger.parameter("RELATED")?.uppercased() == "END",
      text: text("DESCRIPTION", of: component))
  }

  /// The seconds of a line that holds a span; nil and a problem where it holds none.
  mutating func span(_ line: ContentLine, help: String) -> Int? {
    if let span = ICalendarValues.duration(line.value.scalars) {
      return span.days * 86_400 + span.seconds
    }
    problems.add(
      .invalidValue, "«\(line.value.text)» is no span", at: line.value.range, help: help)
    return nil
  }
}
