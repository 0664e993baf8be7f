// Why an act is not accepted. A refusal is no failure: nothing changed, and the words say what to do.

public import Statechart
public import WorkCalendar

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
  /// Another one has the task in hand.
  case held(task: String, OpenTask.Holder)
  case alreadyHeld(task: String)
  case notHeld(task: String)
  case nobodyToHave(task: String, person: String?)
  case notDelegable(person: String, capacity: Actor.Capacity)
  case basisMissing(person: String, role: String)
  /// There may be no more open children of that workflow.
  case childOpen(workflow: String, reference: String?, most: Int)
  /// `turn` are the roles whose turn it is; `isPast` where that of `role` is over.
  case outOfOrder(event: String, role: String, turn: [String], isPast: Bool)
  /// `role` is as whom the person, or a deputy in their name, gave the mark.
  case alreadyMarked(person: String, role: String, event: String)
  case alreadySigned(party: String, date: CivilDate)
  case signatureInFuture(party: String, date: CivilDate, today: CivilDate)
  case loop(StepError)
  case unknownState(String, suggestion: String?)
  /// No configuration of the chart holds these states.
  case notLegal([String], problem: String)
  case alreadyThere([String])
  /// A field that every agreement of the workflow needs cannot be taken away.
  case fieldRequired(String)
  case nothingToCorrect
  /// A reference that an import brings along cannot be used.
  case referenceInvalid(String, ReferenceProblem)
  /// An agreement that is imported cannot begin in the future.
  case startsAhead(String)
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
    case .held: "held"
    case .childOpen: "child-open"
    case .alreadyHeld: "already-held"
    case .notHeld: "not-held"
    case .nobodyToHave: "nobody-to-have"
    case .notDelegable: "not-delegable"
    case .basisMissing: "basis-missing"
    case .outOfOrder: "out-of-order"
    case .alreadyMarked: "already-marked"
    case .alreadySigned: "already-signed"
    case .signatureInFuture: "signature-in-future"
    case .loop: "loop"
    case .unknownState: "unknown-state"
    case .notLegal: "not-legal"
    case .alreadyThere: "already-there"
    case .fieldRequired: "field-required"
    case .nothingToCorrect: "nothing-to-correct"
    case .referenceInvalid: "reference-invalid"
    case .startsAhead: "starts-ahead"
    case .documentsMissing: "documents-missing"
    case .unknownDocument: "unknown-document"
    case .documentInvalid: "document-invalid"
    case .documentUnchanged: "document-unchanged"
    }
  }

  /// True when the person, not the agreement, is the reason.
  public var isAboutPermission: Bool {
    switch self {
    case .notPermitted, .separation, .strategic, .held, .notDelegable, .alreadyMarked: true
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
      "\(person) may not send «\(event)»; it is for the role\(roles.count == 1 ? "" : "s") \(list(roles))"
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
    case .childOpen(let workflow, let reference, let most):
      "there may be \(most) open «\(workflow)» below this agreement, and there "
        + (most == 1 ? "is one" : "are") + (reference.map { ": \($0)" } ?? "")
        + "; it must end before another one starts"
    case .held(let task, let holder):
      "\(holder.person) has «\(task)» in hand"
        + (holder.giver.map { " for \($0)" } ?? "")
        + "; it is free again when it is released or given back, or when an administrator reassigns it"
    case .alreadyHeld(let task): "«\(task)» is in that person's hands already"
    case .notHeld(let task):
      "nobody in particular has «\(task)» in hand; there is nothing to give back"
    case .nobodyToHave(let task, let person):
      (person.map { "«\($0)» is nobody of the directory, or has «\(task)» already" }
        ?? "«\(task)» is to go to nobody") + "; name a person of the directory with --to"
    case .notDelegable(let person, let capacity):
      "\(person) acts as \(capacity.words) and may not delegate what was delegated; only who holds the position may"
    case .basisMissing(let person, let role):
      "\(person) does not stand for the role \(role); name the document that gives the authority with --basis"
    case .outOfOrder(let event, let role, let turn, let isPast):
      "«\(event)» is out of order: the turn of \(role) \(isPast ? "is over" : "has not come"); it is the turn of \(list(turn))"
    case .alreadyMarked(let person, let role, let event):
      "\(person) has given a mark in this step as \(role), and nobody gives two: another person must send «\(event)» where one is still missing"
    case .alreadySigned(let party, let date):
      "the signature of «\(party)», of \(date), is on record; it can be recorded anew when it is void"
    case .signatureInFuture(let party, let date, let today):
      "the signature of «\(party)» cannot be of \(date), which has not come: today is \(today)"
    case .loop(let error): "the workflow does not come to rest: \(error)"
    case .unknownState(let state, let suggestion):
      "the workflow has no state «\(state)»" + (suggestion.map { "; did you mean «\($0)»?" } ?? "")
    case .notLegal(let states, let problem): "cannot be in «\(list(states))»: \(problem)"
    case .alreadyThere(let states): "the agreement is in «\(list(states))» already"
    case .fieldRequired(let field):
      "every agreement of this workflow needs «\(field)»; set another value instead"
    case .nothingToCorrect: "the data are so already; nothing is to be corrected"
    case .referenceInvalid(let reference, let problem):
      "«\(reference)» cannot be the reference: \(problem)"
    case .startsAhead(let date): "the agreement cannot have begun on \(date), which lies ahead"
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
