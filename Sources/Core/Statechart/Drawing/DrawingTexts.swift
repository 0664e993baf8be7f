// The texts of states and transitions, from the caller's labels or else from the chart alone.

/// Makes the texts of states and transitions.
struct DrawingTexts {
  let chart: Chart
  let labels: DrawingLabels
  private let timersByEvent: [String: TimerSpecification]

  init(chart: Chart, labels: DrawingLabels) {
    self.chart = chart
    self.labels = labels
    timersByEvent = Dictionary(
      chart.states.flatMap(\.timers).map { ($0.event, $0) },
      uniquingKeysWith: { first, _ in first })
  }

  private var words: DrawingWords { labels.words }

  // MARK: States

  /// The caller's title; else the name, without that of the parent before it.
  func title(of state: State) -> String {
    if let title = labels.states[state.index]?.title { return DrawingText.clean(title) }
    let name = state.id.rawValue
    if let parent = state.parent, parent != ChartTables.root {
      let prefix = chart[parent].id.rawValue
      for joint in ["/", "."] where name.hasPrefix(prefix + joint) {
        return DrawingText.clean(String(name.dropFirst(prefix.count + 1)))
      }
    }
    return DrawingText.clean(name)
  }

  /// The lines below a state's title, but for transitions that lead nowhere.
  func rows(of state: State) -> [String] {
    var rows = (labels.states[state.index]?.lines ?? []).map { DrawingText.clean($0) }
    for task in state.tasks {
      let text = DrawingText.clean(labels.tasks[task.id] ?? task.id)
      if labels.tasks[task.id] == nil, task.id == state.id.rawValue {
        rows.append("☐ \(words.task)")
      } else if !text.isEmpty {
        rows.append("☐ \(text)")
      }
    }
    rows += state.entry.flatMap { block in content(block).map { "\(words.entry) / \($0)" } }
    rows += state.exit.flatMap { block in content(block).map { "\(words.exit) / \($0)" } }
    for invocation in state.invocations {
      rows.append("\(words.invoke) " + name(of: invocation))
    }
    let heard = chart.transitions.lazy.flatMap(\.events)
    for timer in state.timers where !heard.contains(where: { $0.matches(timer.event) }) {
      rows.append("\(words.timer): \(text(of: timer))")
    }
    return rows
  }

  // MARK: Transitions

  /// Events, condition and content; or the caller's text.
  func text(of transition: Transition) -> String {
    if let text = labels.transitions[transition.index]?.text { return DrawingText.clean(text) }
    var text = transition.events.map { self.text(of: $0) }.joined(separator: ", ")
    if let condition = transition.condition {
      let words = labels.expressions[condition].map { DrawingText.clean($0) } ?? "…"
      if !words.isEmpty { text += text.isEmpty ? "[\(words)]" : " [\(words)]" }
    }
    // The default of a history state goes without saying.
    if text.isEmpty, !chart[transition.source].kind.isHistory { text = words.always }
    let content = content(transition.content)
    if !content.isEmpty { text += " / " + content.joined(separator: "; ") }
    return text
  }

  /// What sets a transition going.
  func trigger(of transition: Transition) -> DrawingLabels.Trigger {
    if let trigger = labels.transitions[transition.index]?.trigger { return trigger }
    if transition.isEventless { return .none }
    if transition.events.contains(where: { timer(of: $0) != nil }) { return .time }
    let isDone = transition.events.contains { $0.text.hasPrefix(EventName.doneState) }
    return isDone ? .completion : .event
  }

  /// The timer whose event this is; a pattern for several is an ordinary event.
  private func timer(of event: EventDescriptor) -> TimerSpecification? {
    timersByEvent[event.text]
  }

  private func text(of timer: TimerSpecification) -> String {
    DrawingText.clean(labels.timers[timer.id] ?? timer.id)
  }

  private func text(of event: EventDescriptor) -> String {
    if let timer = timer(of: event) { return "◷ " + text(of: timer) }
    guard event.text.hasPrefix(EventName.doneState) else { return DrawingText.clean(event.text) }
    return "✓ \(words.done)"
  }

  // MARK: Content

  /// What content does, each piece in a few words; what needs words that are not known is left out.
  private func content(_ content: [Content]) -> [String] {
    let texts = content.compactMap { text(of: $0) }
    let most = DrawingLimits.contentMost
    guard texts.count > most else { return texts }
    return texts.prefix(most) + ["… \(texts.count - most) \(words.more)"]
  }

  private func text(of content: Content) -> String? {
    switch content {
    case .raise(let event): "raise " + DrawingText.clean(event)
    case .assign(let location, let value):
      if let location = labels.expressions[location], let value = labels.expressions[value] {
        DrawingText.clean(location + " := " + value)
      } else {
        nil
      }
    case .log: nil
    case .conditional(let branches):
      nested(branches.flatMap(\.content), before: "?")
    case .forEach(_, _, _, let content): nested(content, before: "∀")
    case .send(let send):
      "send " + DrawingText.clean(send.event ?? text(send.eventExpression) ?? "…")
    case .cancel(let id, let expression):
      "cancel " + DrawingText.clean(id ?? text(expression) ?? "…")
    case .start(let invocation): "start " + name(of: invocation)
    }
  }

  private func nested(_ content: [Content], before sign: String) -> String? {
    let texts = self.content(content)
    return texts.isEmpty ? nil : "\(sign) { \(texts.joined(separator: "; ")) }"
  }

  private func text(_ expression: ExpressionID?) -> String? {
    expression.flatMap { labels.expressions[$0] }
  }

  private func name(of invocation: InvocationSpecification) -> String {
    DrawingText.clean(
      invocation.source ?? text(invocation.sourceExpression) ?? invocation.id ?? "…")
  }
}
