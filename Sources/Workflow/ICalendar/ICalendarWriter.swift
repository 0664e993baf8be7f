// Writes events as an iCalendar file.

internal import WorkCalendar

/// Writes iCalendar files (RFC 5545).
///
/// Lines end with CR LF and have at most 75 octets. No value can begin a line or a property: ends
/// of lines within a text are escaped, control characters left out. The same value always gives
/// the same text.
public enum ICalendarWriter {
  /// The media type of what is written (RFC 5545 §8.1).
  public static let mediaType = "text/calendar; charset=utf-8"

  /// The text of a calendar.
  ///
  /// A time is written in its zone where the zone's offset is the same from the calendar's earliest
  /// time on, which a VTIMEZONE of one period then tells; in any other zone it is written in UTC,
  /// which is the same instant.
  public static func text(of file: ICalendarFile) -> String {
    var lines = Lines()
    lines.add("BEGIN:VCALENDAR")
    lines.add("VERSION:2.0")
    lines.add("PRODID:\(ICalendarText.escaped(ICalendarText.oneLine(file.productID)))")
    if let method = file.method { lines.add("METHOD:\(method.rawValue)") }
    if let name = file.name.map(ICalendarText.oneLine), !name.isEmpty {
      lines.add("X-WR-CALNAME:\(ICalendarText.escaped(name))")
    }
    if let seconds = file.refreshSeconds, seconds > 0 {
      lines.add("REFRESH-INTERVAL;VALUE=DURATION:\(Lines.duration(seconds))")
    }
    let zones = WrittenZones(of: file.events)
    for zone in zones.all { lines.add(zone, from: zones.first) }
    for event in file.events { lines.add(event, zones) }
    lines.add("END:VCALENDAR")
    return lines.text
  }
}

/// The zones of a file that can be told with one offset.
private struct WrittenZones {
  private(set) var all: [ZoneRules] = []
  /// The earliest instant that is written in a zone.
  private(set) var first = Instant(millisecondsSince1970: 0)

  init(of events: [ICalendarEvent]) {
    var zones: [ZoneRules] = []
    var seen: Set<ZoneRules> = []
    for event in events {
      guard case .span(let start, _, let zone?) = event.time else { continue }
      first = min(first, start)
      if seen.insert(zone).inserted { zones.append(zone) }
    }
    var names: Set<String> = []
    let start = zones.compactMap { zone in
      events.compactMap { Self.start(of: $0, in: zone) }.min().map { (zone, $0) }
    }
    for (zone, earliest) in start {
      // An identifier can stand for one zone; the second of that name is written in UTC.
      guard (zone.transitions.last?.instant ?? earliest) <= earliest,
        !ICalendarText.parameter(zone.name).isEmpty,
        names.insert(ICalendarText.parameter(zone.name)).inserted
      else { continue }
      all.append(zone)
    }
  }

  private static func start(of event: ICalendarEvent, in zone: ZoneRules) -> Instant? {
    guard case .span(let start, _, zone) = event.time else { return nil }
    return start
  }

  func contains(_ zone: ZoneRules) -> Bool { all.contains(zone) }
}

/// Lines of a file, folded as they come.
private struct Lines {
  private(set) var text = ""

  private static let utc = ZoneRules.fixed(name: "UTC", abbreviation: "UTC", offsetSeconds: 0)

  mutating func add(_ line: String) { text += ICalendarText.folded(line) }

  /// A zone of one period (RFC 5545 §3.6.5), which begins before everything in the file.
  mutating func add(_ zone: ZoneRules, from first: Instant) {
    let far = Instant(millisecondsSince1970: .max)
    let offset = Self.offset(zone.offset(at: far))
    add("BEGIN:VTIMEZONE")
    // TZID as a property is a text, as a parameter it is quoted.
    add(
      "TZID:\(ICalendarText.escaped(ICalendarText.oneLine(zone.name).replacing("\"", with: "'")))")
    add("BEGIN:STANDARD")
    add("DTSTART:\(Self.date(Self.utc.civil(first).date.adding(days: -1)))T000000")
    add("TZOFFSETFROM:\(offset)")
    add("TZOFFSETTO:\(offset)")
    let name = ICalendarText.oneLine(zone.abbreviation(at: far))
    if !name.isEmpty { add("TZNAME:\(ICalendarText.escaped(name))") }
    add("END:STANDARD")
    add("END:VTIMEZONE")
  }

  mutating func add(_ event: ICalendarEvent, _ zones: WrittenZones) {
    add("BEGIN:VEVENT")
    add("UID:\(ICalendarText.escaped(ICalendarText.oneLine(event.uid)))")
    add("DTSTAMP:\(Self.dateTime(event.stamp, Self.utc))Z")
    if let modified = event.lastModified {
      add("LAST-MODIFIED:\(Self.dateTime(modified, Self.utc))Z")
    }
    add("SEQUENCE:\(max(0, event.sequence))")
    add(event.time, zones)
    if !event.summary.isEmpty { add("SUMMARY:\(ICalendarText.escaped(event.summary))") }
    if !event.description.isEmpty {
      add("DESCRIPTION:\(ICalendarText.escaped(event.description))")
    }
    if let status = event.status { add("STATUS:\(status.rawValue)") }
    if event.isTransparent { add("TRANSP:TRANSPARENT") }
    let categories = event.categories.map(ICalendarText.escaped).filter { !$0.isEmpty }
    if !categories.isEmpty { add("CATEGORIES:\(categories.joined(separator: ","))") }
    if let url = event.url.map(ICalendarText.uri), !url.isEmpty { add("URL:\(url)") }
    for alarm in event.alarms { add(alarm) }
    add("END:VEVENT")
  }

  private mutating func add(_ time: ICalendarEvent.Time, _ zones: WrittenZones) {
    switch time {
    case .days(let first, let last):
      add("DTSTART;VALUE=DATE:\(Self.date(first))")
      // DTEND is the day after; the last day that can be written has none.
      let end = max(first, last).adding(days: 1)
      if end > max(first, last) { add("DTEND;VALUE=DATE:\(Self.date(end))") }
    case .span(let start, let end, let zone):
      add("DTSTART\(Self.moment(start, zone, zones))")
      if let end, end > start { add("DTEND\(Self.moment(end, zone, zones))") }
    }
  }

  private mutating func add(_ alarm: ICalendarAlarm) {
    add("BEGIN:VALARM")
    add("ACTION:DISPLAY")
    let related = alarm.isFromEnd ? ";RELATED=END" : ""
    add("TRIGGER\(related):\(Self.duration(alarm.seconds))")
    add("DESCRIPTION:\(ICalendarText.escaped(alarm.text))")
    add("END:VALARM")
  }

  private static func moment(_ instant: Instant, _ zone: ZoneRules?, _ zones: WrittenZones)
    -> String
  {
    guard let zone, zones.contains(zone) else { return ":\(dateTime(instant, utc))Z" }
    return ";TZID=\(ICalendarText.parameter(zone.name)):\(dateTime(instant, zone))"
  }

  private static func date(_ date: CivilDate) -> String {
    date.description.replacing("-", with: "")
  }

  private static func dateTime(_ instant: Instant, _ zone: ZoneRules) -> String {
    let (date, time, second) = zone.civil(instant)
    return "\(Self.date(date))T\(two(time.hour))\(two(time.minute))\(two(second))"
  }

  private static func offset(_ seconds: Int) -> String {
    let size = seconds.magnitude
    let rest = size % 60 == 0 ? "" : two(Int(size % 60))
    return "\(seconds < 0 ? "-" : "+")\(two(Int(size / 3_600)))\(two(Int(size / 60 % 60)))\(rest)"
  }

  /// A span as RFC 5545 §3.3.6 writes it: days, then hours, minutes and seconds without a gap.
  static func duration(_ seconds: Int) -> String {
    let size = min(seconds.magnitude, UInt(ICalendarLimits.seconds))
    let (days, rest) = size.quotientAndRemainder(dividingBy: 86_400)
    var text = "\(seconds < 0 ? "-" : "")P"
    if days > 0 { text += "\(days)D" }
    guard rest > 0 || days == 0 else { return text }
    text += "T"
    let (hours, minutes) = (rest / 3_600, rest / 60 % 60)
    if hours > 0 { text += "\(hours)H" }
    if minutes > 0 || (hours > 0 && rest % 60 > 0) { text += "\(minutes)M" }
    if rest % 60 > 0 || rest == 0 { text += "\(rest % 60)S" }
    return text
  }

  private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
