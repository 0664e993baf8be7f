// Loaded workflows: in a list, and whole.

/// Text that people read, in Indonesian and, where given, in English.
public struct TextItem: WireType {
  /// Indonesian.
  public var id: String
  /// English.
  public var en: String?

  /// Creates a text.
  public init(id: String, en: String? = nil) {
    self.id = id
    self.en = en
  }

  /// The shape.
  public static let schema = Schema(
    "Text", "Text that people read.",
    [
      .required("id", .string, "Indonesian."),
      .optional("en", .string, "English."),
    ])
}

/// A workflow in a list.
public struct WorkflowItem: WireType {
  /// Name.
  public var name: String
  /// Title.
  public var title: TextItem
  /// What it is for.
  public var description: String?
  /// SHA-256 of the definition.
  public var digest: String
  /// Calendar of its deadlines.
  public var calendar: String
  /// Pattern of its references.
  public var reference: String

  /// Creates an item.
  public init(
    name: String, title: TextItem, description: String?, digest: String, calendar: String,
    reference: String
  ) {
    self.name = name
    self.title = title
    self.description = description
    self.digest = digest
    self.calendar = calendar
    self.reference = reference
  }

  /// The shape.
  public static let schema = Schema(
    "Workflow", "A workflow in a list.",
    [
      .required("name", .string, "Name."),
      .required("title", .object(TextItem.schema), "Title."),
      .optional("description", .string, "What it is for."),
      .required("digest", .string, "SHA-256 of the definition, hexadecimal."),
      .required("calendar", .string, "Working calendar of its deadlines."),
      .required("reference", .string, "Pattern of its references."),
    ])
}

/// A state of a workflow.
public struct StateItem: WireType {
  /// Path of names.
  public var name: String
  /// Title.
  public var title: String?
  /// Kind of the state.
  public var kind: String

  /// Creates a state.
  public init(name: String, title: String?, kind: String) {
    self.name = name
    self.title = title
    self.kind = kind
  }

  /// The shape.
  public static let schema = Schema(
    "State", "A state of a workflow.",
    [
      .required("name", .string, "Path of names."),
      .optional("title", .string, "Title for people."),
      .required("kind", .string, "Kind, such as `atomic`, `compound`, `parallel`, `final`."),
    ])
}

/// A declared field of a workflow.
public struct FieldDeclaration: WireType {
  /// Name.
  public var name: String
  /// Type.
  public var type: String
  /// True when a start must give it.
  public var required: Bool
  /// Title.
  public var title: String?

  /// Creates a declaration.
  public init(name: String, type: String, required: Bool, title: String?) {
    self.name = name
    self.type = type
    self.required = required
    self.title = title
  }

  /// The shape.
  public static let schema = Schema(
    "FieldDeclaration", "A declared field of a workflow.",
    [
      .required("name", .string, "Name."),
      .required("type", .string, "Type, such as `string`, `date`, `organisation`."),
      .required("required", .boolean, "A start must give it."),
      .optional("title", .string, "Title for people."),
    ])
}

/// A role of a workflow.
public struct RoleItem: WireType {
  /// Name.
  public var name: String
  /// Whom it stands for.
  public var binding: String

  /// Creates a role.
  public init(name: String, binding: String) {
    self.name = name
    self.binding = binding
  }

  /// The shape.
  public static let schema = Schema(
    "Role", "A role of a workflow.",
    [
      .required("name", .string, "Name."),
      .required("binding", .string, "Whom it stands for."),
    ])
}

/// A workflow, whole.
public struct WorkflowDetail: WireType {
  /// As in a list.
  public var workflow: WorkflowItem
  /// States in document order.
  public var states: [StateItem]
  /// Declared fields.
  public var fields: [FieldDeclaration]
  /// Roles.
  public var roles: [RoleItem]
  /// Source text of the definition.
  public var source: String
  /// Abbreviation of the office's zone.
  public var zone: String

  /// Creates a workflow.
  public init(
    workflow: WorkflowItem, states: [StateItem], fields: [FieldDeclaration], roles: [RoleItem],
    source: String, zone: String
  ) {
    self.workflow = workflow
    self.states = states
    self.fields = fields
    self.roles = roles
    self.source = source
    self.zone = zone
  }

  /// The shape.
  public static let schema = Schema(
    "WorkflowDetail", "A workflow, whole.",
    [
      .required("workflow", .object(WorkflowItem.schema), "As in a list."),
      .required("states", .list(.object(StateItem.schema)), "States in document order."),
      .required("fields", .list(.object(FieldDeclaration.schema)), "Declared fields."),
      .required("roles", .list(.object(RoleItem.schema)), "Roles."),
      .required("source", .string, "Source text of the definition (YAML)."),
      .zone,
    ])
}
