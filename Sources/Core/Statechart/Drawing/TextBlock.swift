// Wrapped lines with their measures: what stands in a box, or beside an arrow.

/// Lines of text, one below the other.
struct TextBlock {
  struct Line {
    let text: String
    let font: Font
    /// A sign before the text: the numbers of steps, or the word for now.
    var badge: String?
    /// Whether the badge is the strong one of the present.
    var isNow = false
  }

  /// Room around a badge's text.
  static let badgePadding = 5.0
  /// Room between a badge and the text.
  static let badgeGap = 5.0
  static let badgeFont = Font(size: 10, isBold: true)

  private(set) var lines: [Line] = []

  var width: Double { lines.map { Self.width(of: $0) }.max() ?? 0 }
  var height: Double { lines.reduce(0) { $0 + $1.font.lineHeight } }
  var isEmpty: Bool { lines.isEmpty }

  static func width(of line: Line) -> Double {
    (line.badge.map { badgeWidth($0) + badgeGap } ?? 0) + line.font.width(of: line.text)
  }

  static func badgeWidth(_ badge: String) -> Double {
    badgeFont.width(of: badge) + 2 * badgePadding
  }

  mutating func add(_ text: String, _ font: Font, width: Double, badge: String? = nil) {
    var wrapped = DrawingText.wrap(text, font: font, width: width)
    // A title may be empty, but not the numbers before it.
    if wrapped.isEmpty, badge != nil { wrapped = [""] }
    for (place, line) in wrapped.enumerated() {
      lines.append(Line(text: line, font: font, badge: place == 0 ? badge : nil))
    }
  }

  mutating func append(_ other: TextBlock) { lines += other.lines }

  mutating func addSign(_ sign: String) {
    lines.append(Line(text: "", font: .title, badge: sign, isNow: true))
  }
}

extension TextBlock {
  /// What stands in a state's box: marks, title, rows.
  init(box: DrawingScene.Box, extraRows: [String], words: DrawingWords) {
    if box.isActive, !box.isContainer { addSign(words.now) }
    add(
      box.title, .title, width: DrawingLimits.boxTextWidth,
      badge: box.steps.isEmpty ? nil : DrawingText.numbers(box.steps))
    for row in box.rows + extraRows { add(row, .row, width: DrawingLimits.boxTextWidth) }
  }

  /// What stands beside an arrow.
  init(arrow: DrawingScene.Arrow, width: Double) {
    for line in arrow.lines where !line.text.isEmpty {
      let font = Font(size: Font.arrow.size, isBold: !line.steps.isEmpty)
      add(
        line.text, font, width: width,
        badge: line.steps.isEmpty ? nil : DrawingText.numbers(line.steps))
    }
  }

  /// The sheet of what is possible in every state.
  init(everywhere scene: DrawingScene) {
    add(scene.words.everywhere, .title, width: DrawingLimits.boxTextWidth)
    for item in scene.everywhere {
      let targets = item.targets.map { scene.boxes[$0].title }.joined(separator: ", ")
      add(
        item.line.text + (targets.isEmpty ? "" : " → " + targets), .row,
        width: DrawingLimits.boxTextWidth,
        badge: item.line.steps.isEmpty ? nil : DrawingText.numbers(item.line.steps))
    }
  }
}
