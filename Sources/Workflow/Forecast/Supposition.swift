// What a forecast takes for given, and the step that rests on it. Real steps know nothing of it.

internal import CEL
internal import Statechart
internal import WorkCalendar

/// What a hypothetical step takes for given.
struct Supposition: Sendable {
  /// The transition that is taken whatever its guard would say; nil: none.
  var condition: ExpressionID?
  /// Fields that will have a value which nobody knows yet.
  var fields: Set<String>
  /// What had to be assumed, each once.
  private(set) var made: [Forecast.Assumption] = []

  init(condition: ExpressionID? = nil, fields: Set<String>) {
    self.condition = condition
    self.fields = fields
  }

  mutating func note(_ assumption: Forecast.Assumption) {
    if !made.contains(assumption) { made.append(assumption) }
  }
}

extension StepRun {
  /// A step that might be taken: as a real one, but that what is supposed counts as given.
  mutating func step(
    _ event: Event, permitted: Set<ExpressionID>, data: [String: Value],
    supposing supposition: inout Supposition
  ) throws(Refusal) -> Step {
    let before = state.data
    var model = AgreementDataModel(
      workflow: workflow, calendar: calendar, now: now, act: act, permitted: permitted, data: data,
      documents: state.documents, supposition: supposition, children: state.children,
      signatures: signaturesSeen)
    let step: Step
    do { step = try workflow.interpreter.step(state.snapshot, on: event, data: &model) } catch {
      throw .loop(error)
    }
    supposition = model.supposition ?? supposition
    state.snapshot = step.snapshot
    state.data = model.data
    takeSignature(step)
    apply(step)
    settleRecords(step)
    if before != state.data { reschedule(changedSince: before) }
    return step
  }
}
