// Reads closed days out of an iCalendar file.

public import WorkCalendar

/// Reads iCalendar files (RFC 5545).
public enum ICalendarReader {
  /// The kind of a closed day whose event names none.
  public static let defaultKind = "libur_nasional"

  /// The kinds that the categories of an event may name: those of the shipped calendar, and
  /// `dispensasi`.
  public static let knownKinds: Set<String> = [
    defaultKind, "cuti_bersama", "dispensasi", "dispensasi_bali",
  ]

  /// The closed days of a file in a range of years, ordered by date.
  ///
  /// Each event (VEVENT) gives the days from DTSTART up to DTEND or for DURATION, once or as RRULE
  /// and RDATE say; days outside the years are left out. Its SUMMARY is their name, the first of
  /// its CATEGORIES that is one of `kinds` their kind. STATUS:TENTATIVE makes the date an estimate,
  /// STATUS:CANCELLED and METHOD:CANCEL take the event out. Of several versions of an event, by UID
  /// and RECURRENCE-ID, the one with the highest SEQUENCE holds, then the latest DTSTAMP, then the
  /// last in the file. A day that several events give with one kind and name stands once; it is
  /// decreed where one of them says so.
  ///
  /// Only yearly rules without weekdays are read; another rule is an error, never passed over, for
  /// the calendar would lack days. Other components and properties are passed over.
  public static func days(
    _ source: SourceText, years: ClosedRange<Int>, kinds: Set<String> = knownKinds
  ) -> Reading<[ClosedDay]> {
    let reading = placedDays(source, years: years, kinds: kinds, kind: nil)
    var problems = DiagnosticCollector()
    for problem in reading.diagnostics { problems.add(problem) }
    return Reading(reading.value?.map(\.day), problems)
  }

  /// The closed days with the places of their events; where a kind is given, each day has it,
  /// whatever its event says.
  static func placedDays(
    _ source: SourceText, years: ClosedRange<Int>, kinds: Set<String>, kind: String?
  ) -> Reading<[PlacedDay]> {
    var problems = DiagnosticCollector()
    let calendars = ICalendarTree.read(source, &problems)
    var events: [ClosedEvent.Identity: ClosedEvent] = [:]
    var order: [ClosedEvent.Identity] = []
    var reader = ClosedEventReader(kinds: kinds, kind: kind, problems: problems)
    for calendar in calendars {
      let method = calendar.one("METHOD", &reader.problems)?.value.text.uppercased()
      reader.isCancellation = method == "CANCEL"
      for component in calendar.components where component.name == "VEVENT" {
        guard let event = reader.read(component) else { continue }
        if let known = events[event.identity] {
          if known.isOlder(than: event) { events[event.identity] = event }
        } else {
          order.append(event.identity)
          events[event.identity] = event
        }
      }
    }
    problems = reader.problems
    // Bounds beyond the years that dates can have would overflow.
    let first = max(years.lowerBound, CalendarLimits.firstYear)
    let last = min(years.upperBound, CalendarLimits.lastYear)
    guard !problems.hasErrors, first <= last else { return Reading([], problems) }
    var layout = ClosedDayLayout(source: source.name, years: first...last)
    let found = layout.days(of: order.compactMap { events[$0] }, &problems)
    return Reading(found, problems)
  }
}

/// A closed day and where the event that gives it stands.
struct PlacedDay: Sendable {
  var day: ClosedDay
  var range: SourceRange
}

/// Lays out events over the years.
private struct ClosedDayLayout {
  let source: String
  let years: ClosedRange<Int>
  private var budget = ICalendarLimits.repetitions
  private var days: [Key: PlacedDay] = [:]

  private struct Key: Hashable {
    var date: CivilDate
    var kind: String
    var name: String
  }

  init(source: String, years: ClosedRange<Int>) {
    self.source = source
    self.years = years
  }

  mutating func days(
    of events: [ClosedEvent], _ problems: inout DiagnosticCollector
  ) -> [PlacedDay] {
    var replaced: [String: Set<CivilDate>] = [:]
    var cancelled: [String: Int] = [:]
    for event in events {
      if let instance = event.identity.instance {
        replaced[event.identity.uid, default: []].insert(instance)
      } else if event.isCancelled {
        cancelled[event.identity.uid] = event.sequence
      }
    }
    for event in events where !event.isCancelled {
      // A series that was called off takes its changed dates with it, unless they are newer.
      if let sequence = cancelled[event.identity.uid], event.sequence <= sequence { continue }
      let isSeries = event.identity.instance == nil
      let left = event.removed.union(isSeries ? replaced[event.identity.uid] ?? [] : [])
      guard let starts = starts(of: event), lay(event, from: starts.subtracting(left)) else {
        problems.add(
          .tooLarge, "the events of the file give more days than are read", at: event.range,
          help: "at most \(ICalendarLimits.repetitions) dates are tried")
        return []
      }
    }
    return days.values.sorted {
      ($0.day.date, $0.day.kind, $0.day.name) < ($1.day.date, $1.day.kind, $1.day.name)
    }
  }

  /// The first days of an event's repetitions; an event that begins before the years may reach
  /// into them.
  private mutating func starts(of event: ClosedEvent) -> Set<CivilDate>? {
    var starts = Set(event.added)
    starts.insert(event.start)
    if let rule = event.rule {
      let reach = (years.lowerBound - 2)...years.upperBound
      guard let dates = rule.dates(from: event.start, years: reach, budget: &budget) else {
        return nil
      }
      starts.formUnion(dates)
    }
    return starts
  }

  /// False where the bound on days is passed.
  private mutating func lay(_ event: ClosedEvent, from starts: Set<CivilDate>) -> Bool {
    for start in starts {
      let last = start.adding(days: event.length - 1)
      guard start.year <= years.upperBound, last.year >= years.lowerBound else { continue }
      budget -= event.length
      guard budget > 0 else { return false }
      for offset in 0...start.days(until: last) { lay(event, on: start.adding(days: offset)) }
    }
    return true
  }

  private mutating func lay(_ event: ClosedEvent, on date: CivilDate) {
    guard years.contains(date.year) else { return }
    let key = Key(date: date, kind: event.kind, name: event.name)
    if days[key]?.day.status == .fixed { return }
    let day = ClosedDay(
      date: date, kind: event.kind, name: event.name, source: source, status: event.status,
      confidence: event.status == .fixed ? "iCalendar" : "iCalendar, TENTATIVE")
    days[key] = PlacedDay(day: day, range: event.range)
  }
}
