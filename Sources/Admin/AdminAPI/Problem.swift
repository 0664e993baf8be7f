// Why a request was not done, as a document (RFC 9457).

/// A problem document, media type `application/problem+json` (RFC 9457 §3).
public struct Problem: WireType, Error {
  /// `urn:sinergi:problem:KIND` (RFC 9457 §3.1.1).
  public var type: String
  /// Short summary, the same for all problems of a kind (§3.1.3).
  public var title: String
  /// HTTP status (§3.1.2).
  public var status: Int
  /// What is wrong this time: one line, with what to do next (§3.1.4).
  public var detail: String
  /// Stable word for programs.
  public var kind: String
  /// A command that would help.
  public var help: String?
  /// Path of the request (§3.1.5).
  public var instance: String?

  /// A problem of a known kind.
  public init(_ kind: ProblemKind, _ detail: String, help: String? = nil, instance: String? = nil) {
    self.type = "urn:sinergi:problem:\(kind.rawValue)"
    self.title = kind.title
    self.status = kind.status
    self.detail = detail
    self.kind = kind.rawValue
    self.help = help
    self.instance = instance
  }

  /// The kind, when this program knows it.
  public var known: ProblemKind? { ProblemKind(rawValue: kind) }

  /// The shape.
  public static let schema = Schema(
    "Problem", "Why a request was not done (RFC 9457).",
    [
      .required("type", .string, "`urn:sinergi:problem:KIND`."),
      .required("title", .string, "Summary, the same for all problems of the kind."),
      .required("status", .integer, "HTTP status."),
      .required("detail", .string, "What is wrong this time and what to do next, in one line."),
      .required("kind", .oneOf(ProblemKind.allCases.map(\.rawValue)), "Stable word for programs."),
      .optional("help", .string, "A command that would help."),
      .optional("instance", .string, "Path of the request."),
    ])
}
