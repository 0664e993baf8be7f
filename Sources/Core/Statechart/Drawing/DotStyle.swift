// How Graphviz draws marks, and the head of its picture: title, legend, steps.

/// How Graphviz draws a state by its mark.
struct DotStyle {
  let line: String
  let width: Double
  let fill: String
  let cluster: String
  let text: String

  init(_ mark: DrawingScene.Mark) {
    switch mark {
    case .plain:
      (line, width, fill, cluster, text) = ("#303030", 1.2, "#ffffff", "#f6f6f6", "#000000")
    case .unvisited:
      (line, width, fill, cluster, text) = ("#8a8a8a", 1, "#ffffff", "#fafafa", "#595959")
    case .visited:
      (line, width, fill, cluster, text) = ("#24507d", 1.6, "#e3eefb", "#f3f8fd", "#000000")
    case .current:
      (line, width, fill, cluster, text) = ("#7a4b00", 4, "#ffe08a", "#fff8e1", "#000000")
    }
  }

  /// Attributes of an arrow.
  static func arrow(
    trigger: DrawingLabels.Trigger, isTaken: Bool, hasTrail: Bool
  ) -> [String] {
    var attributes: [String] = []
    switch trigger {
    case .event: break
    case .time: attributes.append("style=dashed")
    case .completion, .none: attributes.append("style=dotted")
    }
    if isTaken {
      attributes += ["color=\"#24507d\"", "penwidth=2.6", "fontcolor=\"#102a43\""]
    } else if hasTrail {
      attributes += ["color=\"#8a8a8a\"", "fontcolor=\"#595959\""]
    } else {
      attributes.append("color=\"#303030\"")
    }
    return attributes
  }
}

extension DotWriter {
  /// The title, what the signs mean, and the steps: above the picture, where reading begins.
  func heading() -> String {
    let words = scene.words
    var rows = ["<B><FONT POINT-SIZE=\"18\">\(DrawingText.dotLabel(scene.title))</FONT></B>"]
    var signs = ["┄ \(words.timed)", "··· \(words.automatic)"]
    if scene.hasTrail {
      signs = ["▶ \(words.now)", "(1) \(words.visited)", "━ \(words.taken)"] + signs
    }
    rows.append(small(signs.joined(separator: "   ")))
    for hidden in scene.hidden {
      rows.append(small("\(hidden.count) \(words.hidden): \(hidden.reason)"))
    }
    if let steps = scene.steps, !steps.isEmpty {
      rows.append("<B>\(DrawingText.dotLabel(words.steps))</B>")
      rows += steps.map { small("\($0.number). \($0.label)") }
      if scene.stepsLeftOut > 0 { rows.append(small("… \(scene.stepsLeftOut) \(words.more)")) }
    }
    // Rows of a table, since lines of different sizes in one text run into each other.
    return "<TABLE BORDER=\"0\" CELLBORDER=\"0\" CELLSPACING=\"0\" CELLPADDING=\"2\">"
      + rows.map { "<TR><TD ALIGN=\"LEFT\">\($0)</TD></TR>" }.joined() + "</TABLE>"
  }

  private func small(_ text: String) -> String {
    "<FONT POINT-SIZE=\"11\">\(DrawingText.dotLabel(text))</FONT>"
  }
}
