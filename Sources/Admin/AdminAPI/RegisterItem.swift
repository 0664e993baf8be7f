// The register of agreements: rows, and the profiles by which institutions ask for it.

/// A row of the register.
public struct RegisterItem: WireType {
  /// Reference of the agreement.
  public var reference: String
  /// Name of the workflow.
  public var workflow: String
  /// Title of the workflow.
  public var workflowTitle: String
  /// What the agreement is about.
  public var about: String
  /// Identity of the partner organisation.
  public var party: String?
  /// Name of the partner organisation.
  public var partyName: String?
  /// Legal route.
  public var route: String?
  /// The office's own number.
  public var number: String?
  /// The partner's number.
  public var partnerNumber: String?
  /// Day of the last signature.
  public var signed: String?
  /// First day in force.
  public var from: String?
  /// Last day in force.
  public var until: String?
  /// Code of the status.
  public var status: String
  /// The status in Indonesian.
  public var statusWords: String
  /// Titles of the active states.
  public var states: [String]
  /// Agreements that it started.
  public var children: Int
  /// Those of them that have ended.
  public var childrenDone: Int
  /// Reference of the successor.
  public var successor: String?
  /// When it was started.
  public var startedAt: String

  /// Creates a row.
  public init(
    reference: String, workflow: String, workflowTitle: String, about: String, party: String?,
    partyName: String?, route: String?, number: String?, partnerNumber: String?, signed: String?,
    from: String?, until: String?, status: String, statusWords: String, states: [String],
    children: Int, childrenDone: Int, successor: String?, startedAt: String
  ) {
    self.reference = reference
    self.workflow = workflow
    self.workflowTitle = workflowTitle
    self.about = about
    self.party = party
    self.partyName = partyName
    self.route = route
    self.number = number
    self.partnerNumber = partnerNumber
    self.signed = signed
    self.from = from
    self.until = until
    self.status = status
    self.statusWords = statusWords
    self.states = states
    self.children = children
    self.childrenDone = childrenDone
    self.successor = successor
    self.startedAt = startedAt
  }

  enum CodingKeys: String, CodingKey {
    case reference, workflow, about, party, route, number, signed, from, until, status, states
    case children, successor
    case workflowTitle = "workflow_title"
    case partyName = "party_name"
    case partnerNumber = "partner_number"
    case statusWords = "status_words"
    case childrenDone = "children_done"
    case startedAt = "started_at"
  }

  /// The shape.
  public static let schema = Schema(
    "RegisterRow", "A row of the register of agreements.",
    [
      .required("reference", .string, "Reference of the agreement."),
      .required("workflow", .string, "Name of the workflow."),
      .required("workflow_title", .string, "Title of the workflow."),
      .required("about", .string, "What the agreement is about."),
      .optional("party", .string, "Identity of the partner organisation."),
      .optional("party_name", .string, "Name of the partner organisation."),
      .optional("route", .string, "Legal route: the workflow's, or the organisation's."),
      .optional("number", .string, "The office's own number."),
      .optional("partner_number", .string, "The partner's number."),
      .optional("signed", .string, "Day of the last signature, such as 2027-03-09."),
      .optional("from", .string, "First day in force."),
      .optional("until", .string, "Last day in force."),
      .required(
        "status", .string,
        "proses, akan-berlaku, berlaku, akan-berakhir, ditangguhkan, or the name of the state in which it ended."
      ),
      .required("status_words", .string, "The status in Indonesian."),
      .required("states", .list(.string), "Titles of the active states."),
      .required("children", .integer, "Agreements that it started: its commitments."),
      .required("children_done", .integer, "Those of them that have ended."),
      .optional("successor", .string, "Reference of the agreement that came after it."),
      .required("started_at", .timestamp, "When it was started."),
    ])
}

/// A column of a profile.
public struct RegisterColumnItem: WireType {
  /// What it shows.
  public var name: String
  /// Its header; nil: the usual one.
  public var title: String?

  /// Creates a column.
  public init(name: String, title: String?) {
    self.name = name
    self.title = title
  }

  /// The shape.
  public static let schema = Schema(
    "RegisterColumn", "A column of a profile of the register.",
    [
      .required("name", .string, "What it shows."),
      .optional("title", .string, "Its header; the usual one when left out."),
    ])
}

/// A profile of the register.
public struct RegisterProfileItem: WireType {
  /// Name.
  public var name: String
  /// Title of the register.
  public var title: String
  /// Lines below the title.
  public var heading: [String]
  /// Columns in order.
  public var columns: [RegisterColumnItem]
  /// Filters, by the names of the query's parameters.
  public var filter: [String: String]

  /// Creates a profile.
  public init(
    name: String, title: String, heading: [String], columns: [RegisterColumnItem],
    filter: [String: String]
  ) {
    self.name = name
    self.title = title
    self.heading = heading
    self.columns = columns
    self.filter = filter
  }

  /// The shape.
  public static let schema = Schema(
    "RegisterProfile", "How an institution wants the register.",
    [
      .required("name", .string, "Name."), .required("title", .string, "Title of the register."),
      .required("heading", .list(.string), "Lines below the title."),
      .required("columns", .list(.object(RegisterColumnItem.schema)), "Columns in order."),
      .required(
        "filter", .map(.string), "Filters, by the names of the parameters of GET /v1/register."),
    ])
}
