// Why the engine cannot do what it was asked, as data; the words are here too.

public import WorkCalendar
public import Workflow

/// A command or a question that cannot be answered.
public enum EngineError: Error, Sendable {
  case notFound(what: String, name: String, suggestion: String?)
  case refused(Refusal)
  case unknownCaller(uid: UInt32, unixName: String?)
  case standInNotAllowed(String)
  case notPermitted(String)
  case unknownPerson(String, suggestion: String?)
  case idempotencyKeyReused(String)
  case idempotencyKeyInvalid
  case busy(String)
  case definitionUnavailable(String)
  case calendarUnavailable(String)
  case calendarDiffers(String)
  case calendarAmbiguous([String])
  case sourceInvalid([String])
  case unknownMessage(Int64)
  case store(String)
  case stopping
  /// More than one command takes.
  case tooMany(what: String, count: Int, most: Int)
  case copiesNotKept
  case contentMissing(String)
  case contentInvalid(String)
  case contentDamaged(String)
  case contentTooLarge(Int64)
  case archive(String)
  case directoryMoved(expected: Int64, actual: Int64)
  case directoryFromFiles
  case nobodyHolds(event: String, positions: [String], since: CivilDate?)
  case notDelivered(channel: String, reason: String)
  case messageSettled(Int64, state: String)

  /// A stable word for programs; the HTTP answer carries it as its kind.
  public var kind: String {
    switch self {
    case .notFound: "not-found"
    case .refused(let refusal): refusal.kind
    case .unknownCaller: "unknown-caller"
    case .standInNotAllowed: "stand-in-not-allowed"
    case .notPermitted: "not-permitted"
    case .unknownPerson: "unknown-person"
    case .idempotencyKeyReused: "idempotency-key-reused"
    case .idempotencyKeyInvalid: "idempotency-key-invalid"
    case .busy: "busy"
    case .definitionUnavailable: "definition-unavailable"
    case .calendarUnavailable: "calendar-unavailable"
    case .calendarDiffers: "calendar-differs"
    case .calendarAmbiguous: "calendar-ambiguous"
    case .sourceInvalid: "source-invalid"
    case .unknownMessage: "not-found"
    case .store: "store"
    case .stopping: "stopping"
    case .tooMany: "too-many"
    case .copiesNotKept: "copies-not-kept"
    case .contentMissing: "content-missing"
    case .contentInvalid: "content-invalid"
    case .contentDamaged: "content-damaged"
    case .contentTooLarge: "body-too-large"
    case .archive: "archive"
    case .directoryMoved: "directory-moved"
    case .directoryFromFiles: "directory-from-files"
    case .nobodyHolds: "nobody-holds"
    case .notDelivered: "not-delivered"
    case .messageSettled: "message-settled"
    }
  }
}

extension EngineError: CustomStringConvertible {
  /// One line: what cannot be done, and what to do next.
  public var description: String {
    switch self {
    case .notFound(let what, let name, let suggestion):
      "no \(what) «\(name)»" + (suggestion.map { "; did you mean «\($0)»?" } ?? "")
    case .refused(let refusal): refusal.description
    case .unknownCaller(let uid, let name):
      "the Unix user \(name ?? "with the number \(uid)") is no person of the directory and no administrator; an administrator can add the account to the directory"
    case .standInNotAllowed(let person):
      "cannot act as «\(person)»: only administrators of a daemon in development may stand in for others"
    case .notPermitted(let what): what
    case .unknownPerson(let person, let suggestion):
      "the directory has no person «\(person)»"
        + (suggestion.map { "; did you mean «\($0)»?" } ?? "")
    case .idempotencyKeyReused(let key):
      "the key «\(key)» was used for another command; use a new key for a new command"
    case .idempotencyKeyInvalid: "an idempotency key has 1 to 128 visible ASCII characters"
    case .busy(let reference):
      "«\(reference)» is being changed by others at this moment; try again"
    case .definitionUnavailable(let digest):
      "the definition \(digest.prefix(12)) of the agreement cannot be read any more"
    case .calendarDiffers(let name):
      "the daemon loads another text for «\(name)» than this file; put the file into its folder of calendars, then apply it"
    case .calendarAmbiguous(let names):
      names.isEmpty
        ? "no calendar is loaded" : "name a calendar: \(names.joined(separator: ", "))"
    case .sourceInvalid(let problems):
      "the file cannot be used:\n" + problems.joined(separator: "\n")
    case .calendarUnavailable(let name):
      "the calendar «\(name)» is not loaded; put its file below calendars/ and reload"
    case .unknownMessage(let id): "no message \(id)"
    case .messageSettled(let id, let state):
      "message \(id) is \(state) and is not sent again"
        + (state == "passed"
          ? "; its receipt names the one that carries on"
          : state == "claimed" ? " while it is on its way" : "")
    case .store(let text): text
    case .stopping: "the daemon is stopping; try again when it is back"
    case .tooMany(let what, let count, let most):
      "\(count) \(what) are too many; at most \(most) go at once"
    case .copiesNotKept:
      "this office keeps no copies of documents; add the record with --no-copy"
    case .contentMissing(let words), .contentInvalid(let words), .contentDamaged(let words),
      .archive(let words):
      words
    case .contentTooLarge(let limit):
      "the file is larger than \(limit) bytes, which is the most that is kept; add it with --no-copy"
    case .directoryMoved(let expected, let actual):
      "the directory is at version \(actual) by now, the difference was made from version \(expected); look at it again"
    case .directoryFromFiles:
      "the daemon takes its directory from files (directory_from: files); edit those and reload"
    case .notDelivered(let channel, let reason): "«\(channel)» did not take it: \(reason)"
    case .nobodyHolds(let event, let positions, let since):
      "nobody holds \(positions.map { "«\($0)»" }.joined(separator: ", "))"
        + (since.map { " since \($0)" } ?? "")
        + ", so that nobody can do «\(event)» today; an administrator names a holder or a deputy with «sinergictl directory apply FILE»"
    }
  }
}
