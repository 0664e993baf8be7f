// The small vocabulary of SVG that drawings need.

/// Elements of SVG as text.
enum SVG {
  static func document(
    width: Double, height: Double, title: String, description: String, body: [String]
  ) -> String {
    let (width, height) = (number(width.rounded(.up)), number(height.rounded(.up)))
    var lines = [
      "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"\(width)\" height=\"\(height)\""
        + " viewBox=\"0 0 \(width) \(height)\" role=\"img\" aria-labelledby=\"title desc\">",
      "<title id=\"title\">\(DrawingText.xml(title))</title>",
      "<desc id=\"desc\">\(DrawingText.xml(description))</desc>",
      "<style>\(styles)</style>",
      "<rect class=\"paper\" width=\"\(width)\" height=\"\(height)\"/>",
    ]
    lines += body
    lines.append("</svg>")
    return lines.joined(separator: "\n") + "\n"
  }

  /// A white ground is drawn always, so that the colours also hold on a dark page.
  private static let styles = """

    text { font-family: "DejaVu Sans", Verdana, Arial, sans-serif; fill: #000; direction: ltr;
      unicode-bidi: isolate; white-space: pre; }
    .paper { fill: #fff; }
    .state rect, .state circle { fill: #fff; stroke: #303030; stroke-width: 1.2; }
    .state .inner { fill: none; stroke-width: 1; }
    .state .ring { fill: none; stroke-width: 1.2; }
    .state .disc { fill: #303030; stroke: none; }
    .around > rect { fill: #f7f7f7; }
    .region > rect { stroke-dasharray: 7 4; }
    .state.unvisited > rect, .state.unvisited > circle { stroke: #8a8a8a; }
    .state.unvisited .disc { fill: #8a8a8a; }
    .unvisited > .label text { fill: #595959; }
    .state.visited > rect { fill: #e3eefb; stroke: #24507d; stroke-width: 1.6; }
    .state.visited > .inner, .state.current > .inner { fill: none; }
    .state.visited.around > rect { fill: #f3f8fd; }
    .state.current > rect { fill: #ffe08a; stroke: #7a4b00; stroke-width: 4; }
    .state.current > .inner { stroke-width: 1.2; }
    .state.current.around > rect { fill: #fff8e1; stroke-width: 3; }
    .badge rect { fill: #24507d; stroke: none; }
    .badge.now rect { fill: #7a4b00; }
    .state .badge rect { fill: #24507d; stroke: none; }
    .state .badge.now rect { fill: #7a4b00; }
    .badge text { fill: #fff; }
    .arrow { fill: none; stroke: #303030; stroke-width: 1.3; }
    .arrow.timed { stroke-dasharray: 7 4; }
    .arrow.automatic { stroke-dasharray: 2 4; }
    .arrow.unvisited { stroke: #8a8a8a; }
    .arrow.taken { stroke: #24507d; stroke-width: 2.8; }
    .head, .dot { fill: #303030; }
    .head.unvisited, .dot.unvisited { fill: #8a8a8a; }
    .head.taken { fill: #24507d; }
    .note rect { fill: #fffbe6; stroke: #8a8a8a; }
    .sign { fill: none; stroke: #303030; stroke-width: 1.3; }

    """

  static func className(_ mark: DrawingScene.Mark) -> String {
    switch mark {
    case .plain: "plain"
    case .unvisited: "unvisited"
    case .visited: "visited"
    case .current: "current"
    }
  }

  /// With one digit after the point, which is enough for pixels.
  static func number(_ value: Double) -> String {
    let tenths = Int((value * 10).rounded())
    let sign = tenths < 0 ? "-" : ""
    let (whole, rest) = tenths.magnitude.quotientAndRemainder(dividingBy: 10)
    return rest == 0 ? "\(sign)\(whole)" : "\(sign)\(whole).\(rest)"
  }

  static func rectangle(_ frame: Frame, corner: Double, className: String? = nil) -> String {
    "<rect\(attribute(className)) x=\"\(number(frame.left))\" y=\"\(number(frame.top))\""
      + " width=\"\(number(frame.width))\" height=\"\(number(frame.height))\""
      + " rx=\"\(number(corner))\"/>"
  }

  static func circle(
    _ left: Double, _ top: Double, _ radius: Double, className: String? = nil
  ) -> String {
    "<circle\(attribute(className)) cx=\"\(number(left))\" cy=\"\(number(top))\""
      + " r=\"\(number(radius))\"/>"
  }

  private static func attribute(_ className: String?) -> String {
    className.map { " class=\"\($0)\"" } ?? ""
  }

  // MARK: Text

  static func text(_ block: TextBlock, left: Double, top: Double, className: String) -> String {
    var result = "<g class=\"\(className)\">"
    var top = top
    for line in block.lines {
      let base = top + line.font.lineHeight / 2 + line.font.size * 0.36
      var start = left
      if let badge = line.badge {
        result += Self.badge(badge, isNow: line.isNow, left: start, line: line.font, top: top)
        start += TextBlock.badgeWidth(badge) + TextBlock.badgeGap
      }
      if !line.text.isEmpty {
        result +=
          "<text x=\"\(number(start))\" y=\"\(number(base))\""
          + " font-size=\"\(number(line.font.size))\""
          + (line.font.isBold ? " font-weight=\"bold\"" : "")
          + ">\(DrawingText.xml(line.text))</text>"
      }
      top += line.font.lineHeight
    }
    return result + "</g>"
  }

  private static func badge(
    _ text: String, isNow: Bool, left: Double, line: Font, top: Double
  ) -> String {
    let height = min(line.lineHeight - 1, 15)
    let frame = Frame(
      left: left, top: top + (line.lineHeight - height) / 2,
      width: TextBlock.badgeWidth(text), height: height)
    let base = frame.top + height / 2 + TextBlock.badgeFont.size * 0.36
    return "<g class=\"\(isNow ? "badge now" : "badge")\">" + rectangle(frame, corner: 6)
      + "<text x=\"\(number(left + TextBlock.badgePadding))\" y=\"\(number(base))\""
      + " font-size=\"\(number(TextBlock.badgeFont.size))\" font-weight=\"bold\">"
      + "\(DrawingText.xml(text))</text></g>"
  }

  // MARK: Lines

  /// Straight down, across in the free room between two layers, and straight down again.
  static func path(_ piece: ChartLayout.Piece) -> String {
    var (from, to) = (piece.from, piece.to)
    // The line ends inside its arrowhead, so that the point is sharp.
    if piece.isEnd {
      if piece.isUp { from.top += headLength - 2 } else { to.top -= headLength - 2 }
    }
    let start = "M\(number(from.left)) \(number(from.top))"
    guard (from.left - to.left).magnitude >= 0.5 else {
      return start + "V\(number(to.top))"
    }
    let bendTop = max(piece.bendTop, from.top)
    let bendBottom = max(bendTop, min(piece.bendBottom, to.top))
    let middle = number((bendTop + bendBottom) / 2)
    return start + "V\(number(bendTop))"
      + "C\(number(from.left)) \(middle) \(number(to.left)) \(middle)"
      + " \(number(to.left)) \(number(bendBottom))V\(number(to.top))"
  }

  private static let headLength = 9.0

  static func arrowhead(
    _ tip: ChartLayout.Point, isUp: Bool, className: String
  ) -> String {
    let base = tip.top + (isUp ? headLength : -headLength)
    return "<path class=\"\(className)\" d=\"M\(number(tip.left)) \(number(tip.top))"
      + "L\(number(tip.left - 4.5)) \(number(base))H\(number(tip.left + 4.5))Z\"/>"
  }

  static func arrowheadLeft(_ tip: ChartLayout.Point, className: String) -> String {
    "<path class=\"\(className)\" d=\"M\(number(tip.left)) \(number(tip.top))"
      + "L\(number(tip.left + headLength)) \(number(tip.top - 4.5))V\(number(tip.top + 4.5))Z\"/>"
  }
}
