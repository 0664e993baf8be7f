// What is to be drawn, before any format: boxes, arrows, marks, all texts made.

/// What is to be drawn, before any format.
struct DrawingScene {
  /// How far an instance has to do with a state.
  enum Mark: Hashable {
    /// There is no instance.
    case plain
    case unvisited, visited, current
  }

  /// A state.
  struct Box {
    let state: State
    let title: String
    var rows: [String]
    let mark: Mark
    /// Numbers of the steps that entered it.
    let steps: [Int]

    /// Whether it contains other boxes.
    var isContainer: Bool { state.kind == .compound || state.kind == .parallel }
    var isActive: Bool { mark == .current }
  }

  /// One transition's text on an arrow or in a list.
  struct Line: Hashable {
    let transition: Int
    let text: String
    /// Numbers of the steps that took it.
    let steps: [Int]

    /// With the numbers of the steps before it.
    var numbered: String {
      steps.isEmpty ? text : "(\(DrawingText.numbers(steps))) \(text)"
    }
  }

  /// Transitions from one state to another that are set going alike.
  struct Arrow {
    let source: Int
    let target: Int
    let trigger: DrawingLabels.Trigger
    /// Where a history state leads when it remembers nothing.
    let isHistoryDefault: Bool
    var lines: [Line]

    var isTaken: Bool { lines.contains { !$0.steps.isEmpty } }
  }

  /// A transition that is possible in every state.
  struct Everywhere {
    let line: Line
    let targets: [Int]
    let trigger: DrawingLabels.Trigger
  }

  let chart: Chart
  let words: DrawingWords
  let title: String
  /// By the states' indexes; the first is the root's.
  var boxes: [Box]
  var arrows: [Arrow]
  var everywhere: [Everywhere]
  /// Why transitions are left out, and how many.
  var hidden: [(reason: String, count: Int)]
  /// The legend's steps; nil without an instance.
  var steps: [(number: Int, label: String)]?
  /// How many steps the legend had no room for.
  var stepsLeftOut: Int

  var hasTrail: Bool { steps != nil }

  init(chart: Chart, labels: DrawingLabels, trail: DrawingTrail?) {
    let texts = DrawingTexts(chart: chart, labels: labels)
    let passage = trail.map { Passage(chart: chart, trail: $0) }
    self.chart = chart
    words = labels.words
    title = DrawingText.clean(labels.title ?? chart.name)
    boxes = chart.states.map { state in
      Box(
        state: state, title: texts.title(of: state), rows: texts.rows(of: state),
        mark: passage?.mark(of: state.index) ?? .plain,
        steps: passage?.entries[state.index] ?? [])
    }
    arrows = []
    everywhere = []
    hidden = []
    (steps, stepsLeftOut) = Self.steps(of: trail)
    addTransitions(texts, labels, passage)
    for index in boxes.indices { limitRows(of: index) }
  }

  private mutating func addTransitions(
    _ texts: DrawingTexts, _ labels: DrawingLabels, _ passage: Passage?
  ) {
    var places: [ArrowKey: Int] = [:]
    var reasons: [String: Int] = [:]
    for transition in chart.transitions {
      if let reason = labels.transitions[transition.index]?.hidden {
        let reason = DrawingText.clean(reason)
        if let place = reasons[reason] {
          hidden[place].count += 1
        } else {
          reasons[reason] = hidden.count
          hidden.append((reason, 1))
        }
        continue
      }
      let line = Line(
        transition: transition.index, text: texts.text(of: transition),
        steps: passage?.taken[transition.index] ?? [])
      let trigger = texts.trigger(of: transition)
      if transition.source == ChartTables.root {
        everywhere.append(
          Everywhere(line: line, targets: transition.targets, trigger: trigger))
      } else if transition.targets.isEmpty {
        boxes[transition.source].rows.append(line.numbered)
      } else {
        add(line, of: transition, trigger, &places)
      }
    }
  }

  private struct ArrowKey: Hashable {
    let source: Int
    let target: Int
    let trigger: DrawingLabels.Trigger
  }

  /// One arrow to each target; those after the first only point back to the first one's text.
  private mutating func add(
    _ line: Line, of transition: Transition, _ trigger: DrawingLabels.Trigger,
    _ places: inout [ArrowKey: Int]
  ) {
    for (number, target) in transition.targets.enumerated() {
      let text = number == 0 ? line.text : "∥ " + line.text
      let line = Line(transition: line.transition, text: text, steps: line.steps)
      let key = ArrowKey(source: transition.source, target: target, trigger: trigger)
      if let place = places[key] {
        arrows[place].lines.append(line)
        continue
      }
      places[key] = arrows.count
      arrows.append(
        Arrow(
          source: transition.source, target: target, trigger: trigger,
          isHistoryDefault: chart[transition.source].kind.isHistory, lines: [line]))
    }
  }

  private mutating func limitRows(of index: Int) {
    let most = DrawingLimits.rowsMost
    let count = boxes[index].rows.count
    guard count > most else { return }
    boxes[index].rows.removeLast(count - most + 1)
    boxes[index].rows.append("… \(count - most + 1) \(words.more)")
  }

  /// The steps for the legend: of too many the middle ones are left out.
  private static func steps(of trail: DrawingTrail?)
    -> (steps: [(number: Int, label: String)]?, leftOut: Int)
  {
    guard let trail else { return (nil, 0) }
    let all = trail.steps.enumerated().map { place, step in
      (number: trail.firstNumber + place, label: DrawingText.clean(step.label))
    }
    let most = DrawingLimits.stepsMost
    guard all.count > most else { return (all, 0) }
    return (Array(all.prefix(most / 4) + all.suffix(most - most / 4)), all.count - most)
  }
}
