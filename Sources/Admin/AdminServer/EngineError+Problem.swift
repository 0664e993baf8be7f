// From the engine's errors to problem documents.

internal import AdminAPI
internal import Engine
internal import Workflow

extension Problem {
  /// The problem that an error of the engine is.
  ///
  /// - Parameter reference: the agreement that was asked for, for the command that would help.
  init(_ error: EngineError, reference: String?) {
    // A kind without a row of its own would be a gap in the table; a test looks for such.
    let kind = ProblemKind(rawValue: error.kind) ?? .internal
    self.init(
      kind, error.description,
      help: Self.whereToLook(error, reference) ?? Self.help(kind, reference: reference))
  }

  /// The list in which the thing stands that was not found; nil: what the kind says.
  private static func whereToLook(_ error: EngineError, _ reference: String?) -> String? {
    if case .unknownMessage = error { return "sinergictl message list" }
    if case .messageSettled(let id, _) = error { return "sinergictl message show \(id)" }
    guard case .notFound(let what, _, _) = error else { return nil }
    return switch what {
    case "agreement": "sinergictl list"
    case "document": reference.map { "sinergictl document list \($0) --all" }
    case "person": "sinergictl directory show --people"
    case "calendar": "sinergictl calendar list"
    case "status": "sinergictl help register"
    case "state of messages": "sinergictl help message list"
    case "channel that is switched on": "sinergictl notify list"
    case "notice or kind of message":
      reference.map { "sinergictl reminders \($0)" } ?? "sinergictl help notify preview"
    case "open task": reference.map { "sinergictl tasks --ref \($0)" }
    default: nil
    }
  }

  private static func help(_ kind: ProblemKind, reference: String?) -> String? {
    switch kind {
    case .unknownTask, .ambiguousTask:
      reference.map { "sinergictl tasks --ref \($0)" }
    case .notFound: reference == nil ? "sinergictl workflow list" : "sinergictl list"
    case .unknownField: "sinergictl workflow list"
    case .unknownDocument, .documentsMissing:
      reference.map { "sinergictl document list \($0)" }
    case .nobodyToHave, .basisMissing: "sinergictl directory show --people"
    default:
      kind.family == .refusal || kind == .notPermitted || kind == .separationOfDuties
        || kind == .strategic || kind == .alreadyMarked
        ? reference.map { "sinergictl show \($0)" } : nil
    }
  }
}
