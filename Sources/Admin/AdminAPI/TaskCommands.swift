// Who has a task in hand: the bodies of requests, and what is shown.

/// Body of `POST /v1/agreements/{reference}/tasks/…`.
public struct TaskRequest: WireType {
  /// The task, when several are open.
  public var task: String?
  /// The person to whom it is to go.
  public var to: String?
  /// The document that gives the authority.
  public var basis: String?
  /// Why.
  public var reason: String?
  /// The person whom an administrator stands in for; development only.
  public var `as`: String?

  /// Creates a request.
  public init(
    task: String? = nil, to: String? = nil, basis: String? = nil, reason: String? = nil,
    as person: String? = nil
  ) {
    self.task = task
    self.to = to
    self.basis = basis
    self.reason = reason
    self.as = person
  }

  /// The shape.
  public static let schema = Schema(
    "TaskRequest", "Changes who has a task in hand.",
    [
      .optional("task", .string, "The task, when several are open."),
      .optional("to", .string, "Identity of the person to whom it is to go."),
      .optional(
        "basis", .string,
        "Number and date of the document that gives the authority; needed for someone who does not stand for the role."
      ),
      .optional("reason", .string, "Why; it is kept in the history."),
      .standIn,
    ])
}

/// Body of `POST /v1/agreements/{reference}/comments`.
public struct CommentRequest: WireType {
  /// What to write down.
  public var text: String
  /// The task that it is about.
  public var task: String?
  /// The person whom an administrator stands in for; development only.
  public var `as`: String?

  /// Creates a request.
  public init(text: String, task: String? = nil, as person: String? = nil) {
    self.text = text
    self.task = task
    self.as = person
  }

  /// The shape.
  public static let schema = Schema(
    "CommentRequest", "Writes something down in the history.",
    [
      .required("text", .string, "What to write down."),
      .optional("task", .string, "The task that it is about."),
      .standIn,
    ])
}

/// Who has a task in hand.
public struct TaskHolderItem: WireType {
  /// The ways in which a task comes to someone.
  public static let kinds = ["claimed", "delegated", "assigned"]

  /// Person of the directory.
  public var person: String
  /// Name.
  public var name: String?
  /// `claimed`, `delegated` or `assigned`.
  public var kind: String
  /// Who delegated it.
  public var giver: String?

  /// Creates a holder.
  public init(person: String, name: String?, kind: String, giver: String?) {
    self.person = person
    self.name = name
    self.kind = kind
    self.giver = giver
  }

  /// The shape.
  public static let schema = Schema(
    "TaskHolder", "Who has a task in hand.",
    [
      .required("person", .string, "Identity in the directory."),
      .optional("name", .string, "Name, when the directory has the person."),
      .required("kind", .oneOf(kinds), "How the task came to the person."),
      .optional("giver", .string, "Identity of the one who delegated it."),
    ])
}
