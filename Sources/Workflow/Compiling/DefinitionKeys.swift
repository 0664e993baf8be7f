// The keys of the definition language, in one place: the reader accepts these, the schema lists these.

/// Keys by the kind of mapping that they stand in.
public enum DefinitionKeys {
  /// The whole definition.
  public static let definition = [
    "workflow", "title", "description", "calendar", "reference", "subject", "party", "data",
    "roles", "reminders", "initial", "states", "on", "tags", "meta", "cancelled", "documents",
    "register",
  ]
  /// A data field.
  public static let field = ["type", "required", "default", "title", "description", "values"]
  /// A role.
  public static let role = ["position", "of", "role", "recorded_by", "title"]
  /// A reminder ladder.
  public static let reminder = ["at", "then", "most"]
  /// A state.
  public static let state = [
    "title", "description", "type", "history", "target", "initial", "states", "on", "always",
    "after", "at", "entry", "exit", "task", "approval", "onDone", "tags", "meta", "void",
  ]
  /// A transition.
  public static let transition = [
    "target", "guard", "assign", "by", "reason", "form", "needs", "internal", "description",
    "start", "strategic", "signature",
  ]
  /// A task.
  public static let task = [
    "for", "title", "due", "remind", "escalate", "not", "needs", "approve", "return",
  ]
  /// An approval.
  public static let approval = [
    "chain", "due", "remind", "escalate", "not", "approve", "return", "void",
  ]
  /// One link of an approval's chain.
  public static let approvalStep = ["by", "kind", "title", "quorum", "veto", "skip"]
  /// A quorum that counts weights.
  public static let quorum = ["weight"]
  /// What voids initials and signatures; `target` not in an approval.
  public static let void = ["documents", "target"]
  /// An action on entry or exit.
  public static let action = ["start", "assign"]
  /// A workflow to start.
  public static let start = ["workflow", "most", "set", "follows"]
  /// A kind of document.
  public static let document = ["title", "required", "by", "description"]
  /// What an event or a task needs, where it is not only fields.
  public static let needs = ["documents", "fields"]
  /// What a register of agreements asks for.
  public static let register = [
    "number", "partner_number", "signed", "from", "until", "in_force", "ending", "route",
    "successor", "commitments",
  ]
}
