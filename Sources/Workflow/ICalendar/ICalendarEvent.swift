// What a calendar that is written holds: events as values, without clock or identity of their own.

public import WorkCalendar

/// A calendar of events: what ``ICalendarWriter`` writes and ``ICalendarReader/file(_:)`` reads.
public struct ICalendarFile: Hashable, Sendable {
  /// What a calendar is sent for (RFC 5546 §1.4).
  public enum Method: String, CaseIterable, Hashable, Sendable {
    /// Events that everybody may know of.
    case publish = "PUBLISH"
    /// An invitation, or a change of one.
    case request = "REQUEST"
    /// An answer to an invitation.
    case reply = "REPLY"
    /// Further dates of an event.
    case add = "ADD"
    /// Events that are called off.
    case cancel = "CANCEL"
    /// A wish for the present version.
    case refresh = "REFRESH"
    /// A proposal of a change.
    case counter = "COUNTER"
    /// The refusal of a proposal.
    case declineCounter = "DECLINECOUNTER"
  }

  /// What made the file (PRODID, RFC 5545 §3.7.3), such as `-//Sinergi//ID`.
  public var productID: String
  /// What the file is sent for; nil for a file that only holds events.
  public var method: Method?
  /// The name under which a program shows the calendar (X-WR-CALNAME); nil for none.
  public var name: String?
  /// How often a subscriber is asked to fetch the file again, in seconds (REFRESH-INTERVAL, RFC 7986
  /// §5.7); nil to leave it open, as is done with a span that is not positive.
  public var refreshSeconds: Int?
  /// The events, in the order in which they are written.
  public var events: [ICalendarEvent]

  /// Creates a calendar.
  public init(
    productID: String, method: Method? = nil, name: String? = nil, refreshSeconds: Int? = nil,
    events: [ICalendarEvent]
  ) {
    self.productID = productID
    self.method = method
    self.name = name
    self.refreshSeconds = refreshSeconds
    self.events = events
  }
}

/// One event (VEVENT, RFC 5545 §3.6.1).
public struct ICalendarEvent: Hashable, Sendable {
  /// When an event is.
  public enum Time: Hashable, Sendable {
    /// Whole days, the last one included; where it is earlier than the first, the first alone.
    case days(CivilDate, through: CivilDate)
    /// From an instant to another, or an instant alone; shown in a zone, or in UTC where it is nil.
    ///
    /// An end that is not after the start is not written.
    case span(Instant, until: Instant?, zone: ZoneRules?)
  }

  /// How settled an event is (STATUS, RFC 5545 §3.8.1.11).
  public enum Status: String, CaseIterable, Hashable, Sendable {
    /// Not yet settled.
    case tentative = "TENTATIVE"
    /// Settled.
    case confirmed = "CONFIRMED"
    /// Called off: a program that knows the event takes it out.
    case cancelled = "CANCELLED"
  }

  /// The identity that stays when the event changes (UID); the caller's matter.
  public var uid: String
  /// The number of the version (SEQUENCE); a negative one is written as 0.
  public var sequence: Int
  /// When this version was made (DTSTAMP), to the second.
  public var stamp: Instant
  /// When what the event says was last changed (LAST-MODIFIED), to the second; nil to leave it out.
  public var lastModified: Instant?
  /// When the event is.
  public var time: Time
  /// The title (SUMMARY).
  public var summary: String
  /// More words (DESCRIPTION).
  public var description: String
  /// How settled it is; nil to leave it open.
  public var status: Status?
  /// Whether its time counts as free (TRANSP:TRANSPARENT).
  public var isTransparent: Bool
  /// Words to sort events by (CATEGORIES).
  public var categories: [String]
  /// An address with more about the event (URL).
  public var url: String?
  /// Reminders that the program of the reader shows (VALARM).
  public var alarms: [ICalendarAlarm]

  /// Creates an event.
  public init(
    uid: String, sequence: Int = 0, stamp: Instant, lastModified: Instant? = nil, time: Time,
    summary: String, description: String = "", status: Status? = nil, isTransparent: Bool = false,
    categories: [String] = [], url: String? = nil, alarms: [ICalendarAlarm] = []
  ) {
    self.uid = uid
    self.sequence = sequence
    self.stamp = stamp
    self.lastModified = lastModified
    self.time = time
    self.summary = summary
    self.description = description
    self.status = status
    self.isTransparent = isTransparent
    self.categories = categories
    self.url = url
    self.alarms = alarms
  }
}

/// A reminder that shows a text (VALARM with ACTION:DISPLAY, RFC 5545 §3.6.6).
public struct ICalendarAlarm: Hashable, Sendable {
  /// When, in seconds after the start of the event, or its end; negative before it.
  public var seconds: Int
  /// Whether the end of the event is meant, not its start.
  public var isFromEnd: Bool
  /// What is shown.
  public var text: String

  /// Creates a reminder.
  public init(seconds: Int, isFromEnd: Bool = false, text: String) {
    self.seconds = seconds
    self.isFromEnd = isFromEnd
    self.text = text
  }
}
