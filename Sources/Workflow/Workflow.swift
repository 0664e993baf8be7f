// A workflow: a definition after it was read, checked and compiled. One that exists is right.

public import CEL
public import Statechart

/// A validated workflow definition; immutable.
///
/// Every step passes it around, so that it is a reference; nothing in it ever changes.
public final class Workflow: Sendable {
  /// Name.
  public let name: String
  /// SHA-256 of the source, hexadecimal: its identity.
  public let digest: String
  /// Title for people.
  public let title: LocalizedText
  /// What it is for.
  public let description: String?
  /// Name of the working calendar that its deadlines are counted on.
  public let calendar: String
  /// How its agreements are numbered.
  public let reference: ReferencePattern
  /// Declared data, in the order of the definition.
  public let fields: [DataField]
  /// The field that names an agreement in lists.
  public let subject: String?
  /// The field that holds the partner organisation.
  public let party: String?
  /// Roles by name.
  public let roles: [String: Role]
  /// The chart.
  public let chart: Chart
  /// What people see of a state.
  public let states: [StateID: StateInfo]
  /// Tasks by the identity that they have in the chart.
  public let tasks: [String: TaskDefinition]
  /// What people must bring along, by the condition of a transition that people take.
  let rules: [ExpressionID: TransitionRule]
  /// Conditions, values, dates and locations that the chart names by number.
  let formulas: [Formula]
  /// Names of the events that people can send.
  public let events: Set<String>
  /// The workflows that it starts, and what holds for children of each.
  public let childRules: [String: ChildRule]
  /// The final state that the definition names for agreements that an administrator cancels.
  public let cancelled: String?
  /// Approvals by their state.
  public let approvals: [String: ApprovalDefinition]
  /// The parties whose signatures are recorded.
  public let parties: Set<String>
  /// Kinds of documents, in the order of the definition.
  public let documents: [DocumentKind]
  /// Where it keeps what a register asks for.
  public let register: RegisterRule

  init(
    name: String, digest: String, title: LocalizedText, description: String?, calendar: String,
    reference: ReferencePattern, fields: [DataField], subject: String?, party: String?,
    roles: [String: Role], chart: Chart, states: [StateID: StateInfo],
    tasks: [String: TaskDefinition], rules: [ExpressionID: TransitionRule], formulas: [Formula],
    events: Set<String>, childRules: [String: ChildRule] = [:], cancelled: String? = nil,
    approvals: [String: ApprovalDefinition] = [:], parties: Set<String> = [],
    documents: [DocumentKind] = [], register: RegisterRule = RegisterRule()
  ) {
    self.childRules = childRules
    self.name = name
    self.digest = digest
    self.title = title
    self.description = description
    self.calendar = calendar
    self.reference = reference
    self.fields = fields
    self.subject = subject
    self.party = party
    self.roles = roles
    self.chart = chart
    self.states = states
    self.tasks = tasks
    self.rules = rules
    self.formulas = formulas
    self.events = events
    self.cancelled = cancelled
    self.approvals = approvals
    self.parties = parties
    self.documents = documents
    self.register = register
  }

  /// The texts of all expressions, each once, in the order of their places.
  package var expressionSources: [String] {
    var sources: [String] = []
    let programs = formulas.compactMap { formula -> Program? in
      switch formula {
      case .program(let program), .date(let program): program
      case .gate(let program): program
      case .field, .expiry: nil
      }
    }
    for program in programs where !sources.contains(program.source) {
      sources.append(program.source)
    }
    return sources
  }

  /// The field of a name.
  public func field(_ name: String) -> DataField? { fields.first { $0.name == name } }
}

/// A part that someone plays in an agreement.
public struct Role: Hashable, Sendable {
  /// Who plays it.
  public enum Binding: Hashable, Sendable {
    /// The holder of a position.
    case position(String)
    /// The contact or signatory of the organisation in a data field.
    case partner(field: String, Directory.PartnerRole)
  }

  /// Name in the definition.
  public var name: String
  /// Who plays it.
  public var binding: Binding
  /// The role whose holder may record an act of this one, which has no account.
  public var recordedBy: String?
  /// Title for people.
  public var title: LocalizedText?
}

/// What people see of a state.
public struct StateInfo: Hashable, Sendable {
  /// Title; nil: its name.
  public var title: LocalizedText?
  /// Explanation.
  public var description: String?
  /// Tags.
  public var tags: [String]
}

/// A piece of work for a role while a state is active.
public struct TaskDefinition: Sendable {
  /// Identity in the chart: the path of its state.
  public var id: String
  /// The role that does it.
  public var role: String
  /// Title; nil: the state's.
  public var title: LocalizedText?
  /// When it must be done.
  public var due: DueRule?
  /// Reminders and escalations around the due date, in the order in which they come.
  public var notices: NoticePlan
  /// Roles whose actors may not do it (separation of duties).
  public var excludedRoles: [String]
  /// Fields that must be filled before it is left by anything but a return.
  public var needs: [String]
  /// Documents that must be on record before it is left by anything but a return.
  public var neededDocuments: [String] = []
  /// The event that `approve` stands for.
  public var approveEvent: String?
  /// The event that `return` stands for.
  public var returnEvent: String?
}

/// When a task must be done.
public enum DueRule: Sendable {
  case span(TimeSpan)
  case date(Program)
}

/// When someone is told about a task's deadline.
public struct NoticePlan: Hashable, Sendable {
  /// A reminder to the one who has the task, or an escalation that informs someone else.
  public struct Notice: Hashable, Sendable {
    /// Distance from the deadline.
    public var offset: TimeSpan
    /// Who is told; nil: the one who has the task.
    public var escalatesTo: String?
  }

  /// Notices at fixed distances.
  public var fixed: [Notice] = []
  /// After the last fixed reminder, one more each time this span has passed.
  public var thenEvery: TimeSpan?
  /// Most reminders in all; escalations are not counted.
  public var most: Int = WorkflowLimits.reminders

  /// True when nobody is ever told.
  public var isEmpty: Bool { fixed.isEmpty && thenEvery == nil }
}

/// What a transition that a person takes asks for.
struct TransitionRule: Sendable {
  var event: String
  var roles: [String]
  /// The task that it belongs to; nil for events of a state without one, or with `by` of their own.
  var task: String?
  var reason: Requirement
  /// Fields that the event may carry; they are written before its guard is asked.
  var form: [FormField]
  var needs: [String]
  var guardSource: String?
  /// Only the holder of the position may take it, no deputy.
  var isStrategic = false
  /// The party whose signature the event records; nil: none.
  var signature: String?
  /// Documents that must be on record.
  var neededDocuments: [String] = []

  enum Requirement: String, Sendable {
    case none
    case optional
    case required
  }

  struct FormField: Hashable, Sendable {
    var name: String
    var isRequired: Bool
  }
}

/// What the chart names by an ``ExpressionID``.
enum Formula: Sendable {
  /// A condition or a value.
  case program(Program)
  /// A transition that only a permitted act may take, and its guard.
  case gate(Program?)
  /// A field of the data, as a location.
  case field(String)
  /// A timed transition after a span from entry.
  case expiry(TimeSpan)
  /// A timed transition at the start of a date.
  case date(Program)
}
