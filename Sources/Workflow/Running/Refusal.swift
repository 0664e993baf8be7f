// Why an act is not accepted. A refusal is no failure: nothing changed, and the words say what to do.

public import Statechart

/// A valid command that the agreement does not accept as it stands.
public enum Refusal: Error, Hashable, Sendable {
  case finished(states: [String])
  case unknownEvent(String, possible: [String])
  case notNow(event: String, states: [String], possible: [String])
  case notPermitted(person: String, event: String, roles: [String])
  /// `deputy` is who tried, where `person` is the one in whose name.
  case separation(person: String, role: String, deputy: String? = nil)
  case strategic(
    person: String, event: String, capacity: Actor.Capacity, role: String, holder: String?)
  case ambiguousTask(event: String, tasks: [String])
  case unknownTask(String, open: [String])
  case noDecision(DecisionKind, states: [String], possible: [String])
  case reasonMissing(event: String)
  case fieldsMissing(event: String, fields: [String])
  case fieldNotInForm(field: String, event: String, form: [String])
  case unknownField(String, suggestion: String?)
  case field(FieldProblem)
  case conditionNotMet(event: String, conditions: [String])
  case timerGone(String)
  case suspended(reason: String)
  case notSuspended
  case nothingMoves
  case loop(StepError)
  case documentsMissing(event: String, documents: [String], fields: [String])
  case unknownDocument(String, known: [String])
  case documentInvalid(DocumentProblem)
  case documentUnchanged(kind: String, version: Int)

  /// The two short words of the command line for «the event that approves» and «… returns».
  public enum DecisionKind: String, Sendable {
    case approve
    case `return`
  }

  /// A stable word for programs.
  public var kind: String {
    switch self {
    case .finished: "finished"
    case .unknownEvent: "unknown-event"
    case .notNow: "not-now"
    case .notPermitted: "not-permitted"
    case .separation: "separation-of-duties"
    case .strategic: "strategic"
    case .ambiguousTask: "ambiguous-task"
    case .unknownTask: "unknown-task"
    case .noDecision: "no-decision"
    case .reasonMissing: "reason-missing"
    case .fieldsMissing: "fields-missing"
    case .fieldNotInForm: "field-not-in-form"
    case .unknownField: "unknown-field"
    case .field: "field-invalid"
    case .conditionNotMet: "condition-not-met"
    case .timerGone: "timer-gone"
    case .suspended: "suspended"
    case .notSuspended: "not-suspended"
    case .nothingMoves: "nothing-moves"
    case .loop: "loop"
    case .documentsMissing: "documents-missing"
    case .unknownDocument: "unknown-document"
    case .documentInvalid: "document-invalid"
    case .documentUnchanged: "document-unchanged"
    }
  }

  /// True when the person, not the agreement, is the reason.
  public var isAboutPermission: Bool {
    switch self {
    case .notPermitted, .separation, .strategic: true
    default: false
    }
  }

  /// The refusal of an act that only the holder of the position may do.
  static func strategic(_ act: Act) -> Refusal {
    .strategic(
      person: act.actor.person, event: act.event, capacity: act.actor.capacity,
      role: act.actor.role, holder: act.actor.giver)
  }
}

extension Refusal: CustomStringConvertible {
  /// One line: what cannot be done, and what can.
  public var description: String {
    switch self {
    case .finished(let states):
      "the agreement has ended in «\(list(states))»; nothing moves it any more"
    case .unknownEvent(let event, let possible):
      "the workflow has no event «\(event)»" + options(possible, near: event)
    case .notNow(let event, let states, let possible):
      "«\(event)» is not possible in «\(list(states))»" + options(possible)
    case .notPermitted(let person, let event, let roles):
      "\(person) may not send «\(event)»; it is for the role \(list(roles))"
    case .separation(let person, let role, let deputy?):
      "\(deputy) acts in the name of \(person), who acted as \(role) in this agreement and may not take this step too; another person must, in nobody's name who did"
    case .separation(let person, let role, nil):
      "\(person) acted as \(role) in this agreement and may not take this step too; another person must"
    case .strategic(let person, let event, let capacity, let role, let holder):
      "\(person) acts as \(capacity.words) and may not send «\(event)», which is strategic; "
        + (holder.map { "\($0), who holds the position of \(role), must" }
          ?? "the position of \(role) needs a definitive holder, who must")
    case .ambiguousTask(let event, let tasks):
      "«\(event)» is possible for several tasks; name one with --task: \(list(tasks))"
    case .unknownTask(let task, let open):
      "no open task «\(task)»" + (open.isEmpty ? "" : "; open: \(list(open))")
    case .noDecision(let kind, let states, let possible):
      "there is nothing to \(kind.rawValue) in «\(list(states))»" + options(possible)
    case .reasonMissing(let event): "«\(event)» needs a reason; give one with --reason"
    case .fieldsMissing(let event, let fields):
      "«\(event)» needs \(list(fields)); give each with --set FIELD=VALUE"
    case .fieldNotInForm(let field, let event, let form):
      "«\(event)» does not carry «\(field)»"
        + (form.isEmpty ? "; it carries no fields" : "; it carries \(list(form))")
    case .unknownField(let field, let suggestion):
      "the workflow has no field «\(field)»" + (suggestion.map { "; did you mean «\($0)»?" } ?? "")
    case .field(let problem): "\(problem)"
    case .conditionNotMet(let event, let conditions):
      "«\(event)» is not accepted: the condition \(conditions.map { "«\($0)»" }.joined(separator: " or ")) does not hold"
    case .timerGone(let name): "the timer «\(name)» is not set any more"
    case .suspended(let reason):
      "the agreement is suspended («\(reason)»); an administrator can resume it"
    case .notSuspended: "the agreement is not suspended"
    case .nothingMoves: "no deadline of the agreement moves"
    case .loop(let error): "the workflow does not come to rest: \(error)"
    case .documentsMissing(let event, let documents, let fields):
      "«\(event)» needs the documents \(list(documents)); add each with: sinergictl document add REF KIND FILE"
        + (fields.isEmpty ? "" : "; it also needs \(list(fields)), each with --set FIELD=VALUE")
    case .unknownDocument(let kind, let known):
      "the workflow has no document «\(kind)»"
        + (Suggestion.nearest(to: kind, in: known).map { "; did you mean «\($0)»?" }
          ?? (known.isEmpty ? "; it declares none" : "; it has \(list(known))"))
    case .documentInvalid(let problem): "\(problem)"
    case .documentUnchanged(let kind, let version):
      "version \(version) of «\(kind)» is on record exactly so; nothing was changed"
    }
  }

  private func list(_ items: [String]) -> String { items.joined(separator: ", ") }

  private func options(_ possible: [String], near word: String? = nil) -> String {
    if let word, let near = Suggestion.nearest(to: word, in: possible) {
      return "; did you mean «\(near)»?"
    }
    return possible.isEmpty ? "; it waits for nobody" : "; possible now: \(list(possible))"
  }
}

extension FieldProblem: CustomStringConvertible {
  /// One line: which field, what is wrong, what it should be.
  public var description: String {
    switch self {
    case .notOfType(let field, let type, let text):
      "«\(text)» is no value for «\(field)»; it must be \(type.hint)"
    case .notAllowed(let field, let text, let allowed):
      "«\(text)» is no value for «\(field)»; it must be one of \(allowed.joined(separator: ", "))"
    case .tooLong(let field, let most): "«\(field)» takes at most \(most) bytes"
    case .unknownOrganisation(let field, let text, let suggestion):
      "«\(field)» names no organisation of the directory: «\(text)»"
        + (suggestion.map { "; did you mean «\($0)»?" } ?? "")
    }
  }
}

extension FieldType {
  var hint: String {
    switch self {
    case .string: "text"
    case .int: "a whole number"
    case .double: "a number"
    case .bool: "true or false"
    case .date: "a date such as 2027-03-09"
    case .organisation: "the identity of an organisation in the directory"
    }
  }
}
