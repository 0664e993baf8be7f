// One event of a calendar of closed days, as it is read before repetitions are laid out.

internal import WorkCalendar

/// What a VEVENT says about closed days (RFC 5545 §3.6.1).
struct ClosedEvent {
  /// What tells versions of one event apart from other events.
  struct Identity: Hashable {
    var uid: String
    /// The date that this version replaces, nil for the series itself.
    var instance: CivilDate?
  }

  var identity: Identity
  /// The version: a higher number, then a later stamp, then the later place in the file wins.
  var sequence = 0
  var stamp = ""
  var isCancelled = false
  var status = ClosedDay.Status.fixed
  var kind = ICalendarReader.defaultKind
  var name = ""
  var start: CivilDate
  /// How many days the event lasts.
  var length = 1
  var rule: YearlyRule?
  var added: [CivilDate] = []
  var removed: Set<CivilDate> = []
  /// Where the event's rule, or else its start, stands.
  var range: SourceRange

  /// Whether another version of the same event takes the place of this one.
  func isOlder(than other: ClosedEvent) -> Bool {
    (sequence, stamp) <= (other.sequence, other.stamp)
  }
}

/// Reads events of closed days; what is wrong in one does not hinder the next.
struct ClosedEventReader {
  let kinds: Set<String>
  /// The kind of every day, whatever categories say; nil to ask them.
  let fixedKind: String?
  var problems: DiagnosticCollector
  /// Whether the calendar at hand calls its events off (METHOD:CANCEL, RFC 5546 §3.2.5).
  var isCancellation = false
  private var foreign: Set<String> = []
  private var nameless = 0

  init(kinds: Set<String>, kind: String?, problems: DiagnosticCollector) {
    self.kinds = kinds
    fixedKind = kind
    self.problems = problems
  }

  /// The event; nil where it lacks what every event needs, which is reported.
  mutating func read(_ component: ICalendarComponent) -> ClosedEvent? {
    guard let line = component.one("DTSTART", &problems) else {
      problems.add(.missingKey, "the event has no DTSTART", at: component.range)
      return nil
    }
    let uid = identifier(of: component)
    guard let start = date(line) else { return nil }
    var event = ClosedEvent(
      identity: ClosedEvent.Identity(uid: uid, instance: nil), start: start, range: line.value.range
    )
    event.isCancelled = isCancellation
    readVersion(of: component, into: &event)
    event.length = length(of: component, from: start)
    if let status = component.one("STATUS", &problems) { read(status: status, into: &event) }
    if let summary = component.one("SUMMARY", &problems) {
      event.name = Self.oneLine(ICalendarValues.text(summary.value.scalars))
    }
    if event.name.isEmpty, !event.isCancelled {
      problems.add(
        .missingKey, "the event has no SUMMARY: a closed day has a name", at: component.range)
    }
    event.kind = kind(of: component)
    readRepetition(of: component, into: &event)
    return event
  }

  private mutating func identifier(of component: ICalendarComponent) -> String {
    if let line = component.one("UID", &problems), !line.value.bounds.isEmpty {
      return ICalendarValues.text(line.value.scalars)
    }
    if nameless == 0 {
      problems.add(
        .missingKey, "the event has no UID: another version of it cannot be told from it",
        at: component.range, severity: .warning)
    }
    nameless += 1
    // No UID of a file can hold a NUL, so that this is nobody else's.
    return "\u{0}\(nameless)"
  }

  private mutating func readVersion(
    of component: ICalendarComponent, into event: inout ClosedEvent
  ) {
    if let line = component.one("SEQUENCE", &problems) {
      if line.value.bounds.count <= 10, let number = Int(line.value.text), number >= 0 {
        event.sequence = number
      } else {
        problems.add(
          .invalidValue, "«\(line.value.text)» is no number of a version", at: line.value.range)
      }
    }
    if let line = component.one("DTSTAMP", &problems) { event.stamp = line.value.text }
    if let line = component.one("RECURRENCE-ID", &problems) {
      if let range = line.parameters.first(where: { $0.name == "RANGE" }) {
        problems.add(
          .unsupported, "a change of one date and all after it is not read", at: range.range,
          help: "give each date its own RECURRENCE-ID")
      }
      event.identity.instance = date(line)
    }
  }

  private mutating func read(status line: ContentLine, into event: inout ClosedEvent) {
    switch line.value.text.uppercased() {
    case "CONFIRMED": break
    case "TENTATIVE": event.status = .estimated
    case "CANCELLED": event.isCancelled = true
    default:
      problems.add(
        .invalidValue, "no status «\(line.value.text)»", at: line.value.range,
        help: "CONFIRMED, TENTATIVE or CANCELLED")
    }
  }

  /// How many days an event lasts: its end is the first day that is not part of it.
  private mutating func length(of component: ICalendarComponent, from start: CivilDate) -> Int {
    let end = component.one("DTEND", &problems)
    let duration = component.one("DURATION", &problems)
    if let duration, end != nil {
      problems.add(
        .conflictingKeys, "an event has DTEND or DURATION, not both", at: duration.nameRange)
      return 1
    }
    var length = 1
    if let end, let date = date(end) {
      length = start.days(until: date)
      if length < 1 {
        problems.add(
          .invalidValue, "the event ends before its first day is over", at: end.value.range,
          help: "DTEND is the day after the last one")
        return 1
      }
    }
    if let duration {
      guard let span = ICalendarValues.duration(duration.value.scalars), span.seconds == 0,
        span.days >= 1
      else {
        problems.add(
          .invalidValue, "«\(duration.value.text)» is no span of whole days",
          at: duration.value.range, help: "P1D, P2W")
        return 1
      }
      length = span.days
    }
    if length > ICalendarLimits.spanDays, let place = end ?? duration {
      problems.add(
        .tooLarge, "an event of more than \(ICalendarLimits.spanDays) days on end",
        at: place.value.range)
      return 1
    }
    return length
  }

  private mutating func kind(of component: ICalendarComponent) -> String {
    if let fixedKind { return fixedKind }
    var other: (name: String, range: SourceRange)?
    for line in component.all("CATEGORIES") {
      for text in ICalendarValues.texts(line.value.scalars) {
        let name = Self.kindName(text)
        if kinds.contains(name) { return name }
        if other == nil, !name.isEmpty { other = (text, line.value.range) }
      }
    }
    // Said once for each word: a foreign calendar has its own in every event.
    if let other, foreign.insert(other.name).inserted {
      problems.add(
        .invalidValue,
        "no category is a kind of day: «\(Self.oneLine(other.name))» is taken as"
          + " \(ICalendarReader.defaultKind)", at: other.range,
        help: kinds.sorted().joined(separator: ", "), severity: .warning)
    }
    return ICalendarReader.defaultKind
  }

  /// `Cuti Bersama` and `CUTI-BERSAMA` are ways to write `cuti_bersama`.
  private static func kindName(_ text: String) -> String {
    let words = text.lowercased().split { $0.isWhitespace || $0 == "-" || $0 == "_" }
    return words.joined(separator: "_")
  }

  /// A text without its line ends; names stand in tables and messages.
  private static func oneLine(_ text: String) -> String {
    text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }
}

extension ClosedEventReader {
  private mutating func readRepetition(
    of component: ICalendarComponent, into event: inout ClosedEvent
  ) {
    if let line = component.one("RRULE", &problems),
      let rule = YearlyRule.read(line.value, &problems)
    {
      event.range = line.value.range
      // RFC 5545 §3.8.5.3 leaves open what such a series is; programs differ.
      if !rule.gives(event.start, start: event.start) {
        problems.add(
          .invalidValue, "the rule does not give the day on which the event begins",
          at: line.value.range, help: "begin with the first day that the rule gives")
      } else if let until = rule.until, until < event.start {
        problems.add(.invalidValue, "the rule ends before it begins", at: line.value.range)
      } else if rule.isUntilUTC,
        component.all("DTSTART").contains(where: { $0.parameter("TZID") != nil })
      {
        // Which date of the zone that instant is decides whether one more day is closed.
        problems.add(
          .unsupported, "the rule ends in UTC and the event begins in another zone",
          at: line.value.range, help: "UNTIL=20281231, a date")
      }
      event.rule = rule
    }
    if let line = component.all("EXRULE").first {
      problems.add(
        .unsupported, "EXRULE is no longer part of iCalendar", at: line.nameRange,
        help: "list the dates with EXDATE")
    }
    for line in component.all("EXDATE") { event.removed.formUnion(dates(line)) }
    for line in component.all("RDATE") { event.added += dates(line) }
  }

  private mutating func dates(_ line: ContentLine) -> [CivilDate] {
    line.value.split(at: ",").compactMap { date($0, of: line) }
  }

  private mutating func date(_ line: ContentLine) -> CivilDate? { date(line.value, of: line) }

  /// A date, or a time that is midnight, whatever the zone: the day is the one that is written.
  private mutating func date(_ slice: UnfoldedLine.Slice, of line: ContentLine) -> CivilDate? {
    let type = line.parameters.first { $0.name == "VALUE" }
    let word = type?.values.first?.uppercased()
    if let type, let word, word != "DATE", word != "DATE-TIME" {
      problems.add(
        .unsupported, "\(line.name) as «\(word)» is not read", at: type.range, help: "VALUE=DATE")
      return nil
    }
    guard let value = ICalendarValues.date(slice.scalars), word != "DATE" || value.second == nil
    else {
      problems.add(
        .invalidValue, "«\(slice.text)» is no date", at: slice.range,
        help: "as in \(line.name);VALUE=DATE:20260319")
      return nil
    }
    guard value.isMidnight else {
      problems.add(
        .invalidValue, "a closed day begins at midnight, not at a time of the day",
        at: slice.range, help: "as in \(line.name);VALUE=DATE:20260319")
      return nil
    }
    return value.date
  }
}
