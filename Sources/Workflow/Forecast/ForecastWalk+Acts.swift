// The acts of a forecast: what a person might do at a deadline, with what nobody knows yet assumed.

internal import CEL
internal import Statechart
internal import WorkCalendar

extension ForecastWalk {
  /// A path that goes on with each event by which a task can be done.
  mutating func branches(_ task: OpenTask, at instant: Instant, from position: Position)
    -> Forecast.Path
  {
    if let horizon, instant > horizon { return path(position, .horizon) }
    var branches: [Forecast.Branch] = []
    for event in workflow.events(of: task.task) {
      guard left > 0, branchesLeft > 0 else {
        return path(position, .bound, at: instant, branches: branches)
      }
      branchesLeft -= 1
      branches.append(branch(event, task.task, at: instant, from: position))
    }
    return path(position, .acts, at: instant, branches: branches)
  }

  /// A transition that an act would take.
  private struct Choice {
    var condition: ExpressionID
    var rule: TransitionRule
    /// Required fields of the form: the act brings new values, so that old ones tell nothing.
    var brought: Set<String>
    var assumed: [Forecast.Assumption]
  }

  private mutating func branch(
    _ event: String, _ task: String, at instant: Instant, from start: Position
  ) -> Forecast.Branch {
    left -= 1
    var position = start
    position.items = []
    position.assumed = []
    position.at = instant
    var branch = Forecast.Branch(
      event: event, task: task, role: workflow.tasks[task]?.role ?? "", at: instant, assumed: [],
      path: path(position, .acts))
    let (choice, guards) = choice(event, task, position)
    guard let choice else {
      branch.path = path(position, .blocked(event: event, guards: guards))
      return branch
    }
    branch.role = choice.rule.roles.first ?? branch.role
    branch.assumed = choice.assumed
    do throws(Refusal) {
      guard let supposition = try act(choice, event, task, &position) else {
        branch.path = path(position, .blocked(event: event, guards: []))
        return branch
      }
      branch.assumed += supposition.made.filter { !branch.assumed.contains($0) }
    } catch {
      branch.path = path(position, .refused(error))
      return branch
    }
    if let end = returned(&position) {
      branch.path = path(position, end)
    } else {
      branch.path = actingPath(from: position)
    }
    return branch
  }

  /// Takes the transition; nil where the chart does not.
  private mutating func act(
    _ choice: Choice, _ event: String, _ task: String, _ position: inout Position
  ) throws(Refusal) -> Supposition? {
    var run = StepRun(
      workflow: workflow, calendar: calendar, now: position.at, state: position.state,
      act: act(event, task, choice.rule))
    run.records.pending = supposedSignature(choice.rule, position)
    var data = position.state.data
    for field in choice.brought { data[field] = nil }
    let missing = choice.rule.needs.filter { data[$0] == nil }
    var supposition = Supposition(
      condition: choice.condition,
      fields: position.supposed.union(choice.brought).union(missing))
    let step = try run.step(
      Event(event), permitted: [choice.condition], data: data, supposing: &supposition)
    guard step.isAccepted else { return nil }
    position.supposed = supposition.fields
    addChanges(run.outcome(kind: HistoryKind.stepped, run.payload(step)), &position)
    return supposition
  }

  /// Nobody in particular acts: whoever has the role on that day.
  private func act(_ event: String, _ task: String, _ rule: TransitionRule) -> Act {
    Act(
      event: event,
      actor: Actor(person: "", role: rule.roles.first ?? "", capacity: .definitive), task: task)
  }

  /// A signature on the day of the act, by hand: how it will be given nobody knows.
  private func supposedSignature(_ rule: TransitionRule, _ position: Position) -> Signature? {
    rule.signature.map { party in
      Signature(
        party: party, date: calendar.date(of: position.at), place: "",
        manner: SignatureForm.manners[0], reference: nil,
        actor: Actor(person: "", role: rule.roles.first ?? "", capacity: .definitive),
        at: position.at, documents: [], state: "")
    }
  }

  // MARK: Guards

  /// The first transition whose guard is not known to be false; and the guards that are.
  private func choice(_ event: String, _ task: String, _ position: Position)
    -> (choice: Choice?, guards: [String])
  {
    let candidates = workflow.interpreter.candidateTransitions(position.state.snapshot, on: event)
      .compactMap { index -> (condition: ExpressionID, rule: TransitionRule)? in
        guard let condition = workflow.chart.transitions[index].condition,
          let rule = workflow.rules[condition], rule.task == task
        else { return nil }
        return (condition, rule)
      }
    var guards: [String] = []
    for (index, candidate) in candidates.enumerated() {
      let rule = candidate.rule
      let brought = Set(rule.form.filter(\.isRequired).map(\.name))
      let missing = rule.needs.filter {
        !brought.contains($0) && !position.supposed.contains($0)
          && position.state.data[$0] == nil
      }
      var assumed = rule.carried.filter(\.isRequired).map { Forecast.Assumption.field($0.name) }
      assumed += missing.map { .field($0) }
      if rule.reason == .required { assumed.append(.reason) }
      assumed += workflow.missingDocuments(rule.neededDocuments, in: position.state)
        .map { .document($0) }
      switch judged(candidate.condition, rule, without: brought, event, task, position) {
      case .isFalse:
        guards.append(rule.guardSource ?? "")
        continue
      case .isTrue: break
      case .isUnknown(let source, let field):
        assumed.append(.guardHolds(source, field: field))
        let others = candidates.count - index
        if others > 1 { assumed.append(.firstAlternative(of: others)) }
      }
      return (
        Choice(condition: candidate.condition, rule: rule, brought: brought, assumed: assumed),
        guards
      )
    }
    return (nil, guards)
  }

  private enum Judgement {
    case isTrue
    case isFalse
    case isUnknown(String, field: String)
  }

  /// What a guard says as far as the data are known.
  private func judged(
    _ condition: ExpressionID, _ rule: TransitionRule, without brought: Set<String>,
    _ event: String, _ task: String, _ position: Position
  ) -> Judgement {
    guard case .gate(let program?) = workflow.formulas[condition.rawValue] else { return .isTrue }
    let scope = Scope(
      chart: workflow.chart, snapshot: position.state.snapshot, event: Event(event))
    let activation = AgreementActivation(
      data: position.state.data.filter { !brought.contains($0.key) },
      act: act(event, task, rule), eventName: event, today: calendar.date(of: position.at),
      calendar: calendar.business, scope: scope, children: position.state.children,
      signatures: position.state.signatures.filter(\.isInForce)
        + (supposedSignature(rule, position).map { [$0] } ?? []),
      documents: position.state.documents)
    do {
      let value = try program.evaluate(activation, costLimit: WorkflowLimits.expressionCost)
      // Who acts, and why, nobody knows.
      if let field = ["event.by", "event.reason", "event"].first(
        where: program.references.contains)
      {
        return .isUnknown(program.source, field: field)
      }
      return value == .bool(true) ? .isTrue : .isFalse
    } catch .noSuchField(let field) {
      return .isUnknown(program.source, field: field)
    } catch { return .isFalse }
  }
}
