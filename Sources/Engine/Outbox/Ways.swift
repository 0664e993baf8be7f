// Which way a message goes to a person, and when: pure.

internal import Notify
internal import WorkCalendar
internal import Workflow

/// One way to a person.
struct Way: Hashable, Sendable {
  /// Name of the channel.
  var channel: String
  /// Address in it.
  var address: String
  /// Language of messages by this way; nil: both.
  var language: Directory.Language?
}

/// A channel that serves people.
struct PeopleChannel: Hashable, Sendable {
  /// Name.
  var name: String
  /// The kind of contact that it serves.
  var contact: String
}

extension Directory {
  /// The ways to a person by these channels: in the order of the person's contacts, and of the
  /// channels where several serve the same contact.
  func ways(to person: String, by channels: [PeopleChannel]) -> [Way] {
    (contacts[person] ?? []).flatMap { contact in
      channels.filter { $0.contact == contact.channel }.map { channel in
        Way(
          channel: channel.name, address: contact.address,
          language: contact.language ?? people[person]?.language)
      }
    }
  }
}

extension Way {
  /// Equal for addresses that are one place: letter case is none in a domain, and in practice none
  /// before the @ either (RFC 5321 §2.4 leaves it to the host).
  var place: String { "\(channel) \(address.lowercased())" }
}

/// What a kind of message allows.
enum MessageManners {
  /// True for what may wait for a digest: escalations, refusals and what went wrong may not.
  static func mayWait(_ kind: String) -> Bool { !urgent.contains(kind) }

  /// True for what a person's quiet days hold back: what only time brings.
  static func isQuiet(_ kind: String) -> Bool { broughtByTime.contains(kind) }

  /// True for what goes out in the sending window only: what only time brings, alone or in a digest.
  static func isOfTime(_ kind: String) -> Bool { isQuiet(kind) || kind == OwnKind.digest }

  /// True for what is about a task that is still to be done, and says nothing once it is.
  static func needsOpenTask(_ kind: String) -> Bool { aboutOpenTask.contains(kind) }

  /// True for what carries its deadline as a calendar entry.
  static func hasCalendar(_ kind: String) -> Bool { withCalendar.contains(kind) }

  private static let urgent = Set(
    [
      MessageDraft.Kind.escalation, .returned, .voided, .cancelled, .withdrawn, .suspended,
    ].map(\.rawValue) + [OwnKind.incident, OwnKind.digest, OwnKind.test])
  private static let broughtByTime = Set(
    [MessageDraft.Kind.reminder, .overdue, .aboutToEnd].map(\.rawValue))
  private static let aboutOpenTask = Set(
    [MessageDraft.Kind.reminder, .overdue, .assigned].map(\.rawValue))
  private static let withCalendar = Set(
    [
      MessageDraft.Kind.assigned, .reminder, .overdue, .moved, .delegated, .givenBack,
      .reassigned, .resumed, .returned,
    ].map(\.rawValue))
}

/// Kinds of messages that no step writes.
enum OwnKind {
  static let digest = "digest"
  static let incident = "incident"
  static let test = "test"
}

extension OfficeCalendar {
  /// The first sending instant from `instant` on that is not on one of these weekdays; `instant`
  /// itself where a person has no quiet day then.
  func sending(notBefore instant: Instant, quiet: [Weekday]) -> Instant {
    guard quiet.contains(date(of: instant).weekday), Set(quiet).count < 7 else { return instant }
    var day = date(of: instant).adding(days: 1)
    for _ in 0..<EngineLimits.quietDaysSearched {
      day = sendingDays.rolledForward(day)
      if !quiet.contains(day.weekday) { return zone.instant(day, sending.start) }
      day = day.adding(days: 1)
    }
    return instant
  }

  /// The first instant from `instant` on at which messages go out, on a day that is not one of these
  /// weekdays.
  func leaving(notBefore instant: Instant, quiet: [Weekday]) -> Instant {
    sending(notBefore: nextSending(notBefore: instant), quiet: quiet)
  }

  /// When the digest that takes up something of `instant` goes out: on the first morning from then on
  /// on which messages go out, some minutes after the window opens, so that what opens it is in it.
  func digest(notBefore instant: Instant, quiet: [Weekday]) -> Instant {
    func digest(on day: CivilDate) -> Instant {
      zone.instant(day, sending.start).adding(milliseconds: EngineLimits.digestDelay)
    }
    let isEverQuiet = Set(quiet).count >= 7
    var day = date(of: instant)
    for _ in 0..<EngineLimits.quietDaysSearched {
      day = sendingDays.rolledForward(day)
      if instant <= digest(on: day), isEverQuiet || !quiet.contains(day.weekday) { break }
      day = day.adding(days: 1)
    }
    return digest(on: day)
  }
}
