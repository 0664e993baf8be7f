// Pictures of workflows and plain charts, told in plain values: what `draw` shows.

internal import CEL
internal import Statechart

/// A picture of a workflow or of a plain chart.
public struct ChartPicture: Sendable {
  /// The language of a picture.
  public enum Format: String, CaseIterable, Sendable {
    /// A picture for browsers and documents.
    case svg
    /// Text for Mermaid (`stateDiagram-v2`).
    case mermaid
    /// Text for Graphviz.
    case dot
  }

  /// The language of the words in a picture.
  public enum Language: String, CaseIterable, Sendable {
    /// Indonesian.
    case id
    /// English.
    case en
  }

  /// A step that an agreement has behind it, as its history tells it.
  public struct PastStep: Hashable, Sendable {
    /// What the list of steps says: event, date, person.
    public var label: String
    /// The event that was sent, or the timer that rang, by their names in history.
    public var event: String?
    /// States left, in order.
    public var exited: [String]
    /// States entered, in order.
    public var entered: [String]

    /// Creates a step.
    public init(label: String, event: String?, exited: [String], entered: [String]) {
      self.label = label
      self.event = event
      self.exited = exited
      self.entered = entered
    }
  }

  private let drawing: ChartDrawing

  /// A picture of a workflow.
  public init(_ workflow: Workflow, language: Language = .id) {
    drawing = ChartDrawing(
      chart: workflow.chart, labels: WorkflowLabels(workflow, language).labels)
  }

  /// A picture of where an agreement is, and how it came there.
  ///
  /// - Parameters:
  ///   - workflow: the workflow that the agreement started with.
  ///   - steps: its history from the start on; the active states are what remains of it.
  public init(_ workflow: Workflow, steps: [PastStep], language: Language = .id) {
    // A step may enter a state and leave it again, or leave it and enter it anew; each is entered
    // once more than left while it is active.
    var active: [String: Int] = [:]
    for step in steps {
      for state in step.entered { active[state, default: 0] += 1 }
      for state in step.exited { active[state, default: 0] -= 1 }
    }
    let timers = Dictionary(
      workflow.chart.states.flatMap(\.timers).map { ($0.id, $0.event) },
      uniquingKeysWith: { first, _ in first })
    drawing = ChartDrawing(
      chart: workflow.chart, labels: WorkflowLabels(workflow, language).labels,
      trail: DrawingTrail(
        steps: steps.map { step in
          DrawingTrail.Step(
            label: step.label, event: step.event.map { timers[$0] ?? $0 },
            exited: step.exited.map { StateID($0) }, entered: step.entered.map { StateID($0) })
        }, current: active.filter { $0.value > 0 }.keys.sorted().map { StateID($0) }))
  }

  /// A picture of a plain chart.
  public init(_ chart: PlainChart, language: Language = .en) {
    drawing = ChartDrawing(chart: chart.chart, labels: chart.labels(language))
  }

  /// The picture as text; SVG in a layout of our own, where Graphviz is not there.
  public func text(_ format: Format) -> String {
    switch format {
    case .svg: drawing.svg
    case .mermaid: drawing.mermaid
    case .dot: drawing.dot
    }
  }
}

extension ChartPicture.Language {
  fileprivate var words: DrawingWords {
    switch self {
    case .id: .indonesian
    case .en: .english
    }
  }
}

extension PlainChart {
  fileprivate func labels(_ language: ChartPicture.Language) -> DrawingLabels {
    var labels = DrawingLabels(words: language.words)
    for index in formulas.indices {
      let id = ExpressionID(index)
      labels.expressions[id] = text(of: id)
    }
    for timer in chart.states.flatMap(\.timers) {
      if let words = text(of: timer.due) { labels.timers[timer.id] = "after \(words)" }
    }
    return labels
  }
}

/// What a workflow says in a picture: titles, who does what until when, guards, spans of time.
private struct WorkflowLabels {
  let workflow: Workflow
  let language: ChartPicture.Language
  private(set) var labels: DrawingLabels

  init(_ workflow: Workflow, _ language: ChartPicture.Language) {
    self.workflow = workflow
    self.language = language
    labels = DrawingLabels(title: Self.text(workflow.title, language), words: language.words)
    addStates()
    addTransitions()
    for (index, formula) in workflow.formulas.enumerated() {
      let id = ExpressionID(index)
      // A quorum is counted by a long condition over the regions; its own words are short.
      let isQuorum = workflow.rules[id]?.guardSource?.hasPrefix("quorum ") ?? false
      labels.expressions[id] =
        isQuorum ? workflow.rules[id]?.guardSource : Self.text(of: formula)
    }
  }

  private static func text(_ title: LocalizedText, _ language: ChartPicture.Language) -> String {
    language == .en ? title.en ?? title.id : title.id
  }

  private mutating func addStates() {
    for state in workflow.chart.states.dropFirst() {
      if let title = workflow.states[state.id]?.title {
        labels.states[state.index] = .init(title: Self.text(title, language))
      }
      for timer in state.timers {
        labels.timers[timer.id] = String(timer.id.dropFirst(state.id.rawValue.count + 1))
      }
    }
    for (id, task) in workflow.tasks {
      let title = workflow.roles[task.role]?.title.map { Self.text($0, language) } ?? task.role
      labels.tasks[id] = [title, Self.due(task.due)].compactMap { $0 }.joined(separator: " · ")
    }
  }

  private static func due(_ rule: DueRule?) -> String? {
    switch rule {
    case .span(let span): span.description.replacing(" ", with: "\u{A0}")
    case .date(let program): program.source
    case nil: nil
    }
  }

  /// Events that do not belong to the task of their state say who sends them.
  private mutating func addTransitions() {
    for transition in workflow.chart.transitions {
      let documents = transition.events.map(\.text).filter { $0.hasPrefix(DocumentEvent.any) }
      if !documents.isEmpty {
        let kinds = documents.map { $0.dropFirst(DocumentEvent.any.count + 1) }
          .filter { !$0.isEmpty }
        let words = language == .en ? "document changed" : "dokumen berubah"
        labels.transitions[transition.index] = .init(
          text: kinds.isEmpty ? words : "\(words): \(kinds.joined(separator: ", "))")
        continue
      }
      guard let rule = transition.condition.flatMap({ workflow.rules[$0] }), rule.task == nil
      else { continue }
      let guardText = rule.guardSource.map { " [\($0)]" } ?? ""
      labels.transitions[transition.index] = .init(
        text: "\(rule.event)\(guardText) (\(rule.roles.joined(separator: ", ")))")
    }
  }

  private static func text(of formula: Formula) -> String {
    switch formula {
    case .program(let program): program.source
    // Only who may act: the role stands with the task.
    case .gate(let program): program?.source ?? ""
    case .field(let name): name
    case .expiry(let span): span.description
    case .date(let program): program.source
    }
  }
}
