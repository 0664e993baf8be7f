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
    self.init(kind, error.description, help: Self.help(kind, reference: reference))
  }

  private static func help(_ kind: ProblemKind, reference: String?) -> String? {
    switch kind {
    case .unknownTask, .ambiguousTask:
      reference.map { "sinergictl tasks --ref \($0)" }
    case .notFound: reference == nil ? "sinergictl workflow list" : "sinergictl list"
    case .unknownField: "sinergictl workflow list"
    default:
      kind.family == .refusal || kind == .notPermitted || kind == .separationOfDuties
        || kind == .strategic || kind == .alreadyMarked
        ? reference.map { "sinergictl show \($0)" } : nil
    }
  }
}
