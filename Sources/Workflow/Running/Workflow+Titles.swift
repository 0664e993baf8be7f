// What people read instead of identities.

internal import Statechart

extension Workflow {
  /// The title of a state: its own, or the nearest one above it with the last words of its path.
  public func title(ofState state: String) -> LocalizedText {
    if let title = states[StateID(state)]?.title { return title }
    return LocalizedText(id: state)
  }

  /// The title of a task: its own, or its state's.
  public func title(ofTask task: String) -> LocalizedText {
    tasks[task]?.title ?? title(ofState: task)
  }

  /// States in document order, without the inner ones that an approval is made of.
  public var stateList: [(name: String, title: LocalizedText?, kind: String)] {
    chart.states.dropFirst().map { state in
      (state.id.rawValue, states[state.id]?.title, "\(state.kind)")
    }
  }

  /// What could be sent now, with what it asks for; guards are not asked.
  public func offers(in state: InstanceState) -> [Offer] {
    guard !state.isFinished, state.suspension == nil else { return [] }
    var offers: [Offer] = []
    for index in interpreter.candidateTransitions(state.snapshot) {
      guard let rule = chart.transitions[index].condition.flatMap({ rules[$0] }) else { continue }
      let offer = Offer(
        event: rule.event, task: rule.task, roles: rule.roles,
        needsReason: rule.reason == .required,
        required: rule.carried.filter(\.isRequired).map(\.name)
          + rule.needs.filter { need in
            state.data[need] == nil && !rule.form.contains { $0.name == need && $0.isRequired }
          },
        optional: rule.carried.filter { !$0.isRequired }.map(\.name),
        documents: missingDocuments(rule.neededDocuments, in: state))
      if !offers.contains(where: { $0.event == offer.event && $0.task == offer.task }) {
        offers.append(offer)
      }
    }
    return offers
  }

  /// An event that could be sent.
  public struct Offer: Hashable, Sendable {
    /// Event.
    public var event: String
    /// The task that it belongs to.
    public var task: String?
    /// Roles that may send it.
    public var roles: [String]
    /// True when it needs a reason.
    public var needsReason: Bool
    /// Fields that must be given with it, or before.
    public var required: [String]
    /// Fields that it may carry.
    public var optional: [String]
    /// Documents that must be added before.
    public var documents: [String]
  }
}
