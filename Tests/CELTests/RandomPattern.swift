// Random regular expressions, with a matcher that tries everything.

/// A pattern as a tree, which can be written and matched naively.
indirect enum RandomPattern {
  case scalar(Unicode.Scalar)
  case dot
  case set([Unicode.Scalar], isNegated: Bool)
  case place(String)
  case sequence([RandomPattern])
  case choice([RandomPattern])
  case repetition(RandomPattern, least: Int, most: Int?, isLazy: Bool)

  static let alphabet: [Unicode.Scalar] = ["a", "b", "c", "_", "-", "\n", "é"]

  static func random(using generator: inout SeededGenerator, depth: Int) -> RandomPattern {
    func letter() -> Unicode.Scalar {
      alphabet.filter { $0 != "\n" }.randomElement(using: &generator) ?? "a"
    }
    switch Int.random(in: 0..<(depth > 0 ? 9 : 5), using: &generator) {
    case 0, 1: return .scalar(letter())
    case 2: return .dot
    case 3: return .set([letter(), letter()], isNegated: Bool.random(using: &generator))
    case 4:
      let places = ["^", "$", "\\b", "\\B", "(?m:^)", "(?m:$)"]
      return .place(places.randomElement(using: &generator) ?? "^")
    case 5, 6:
      return .sequence(
        (0..<Int.random(in: 0...3, using: &generator)).map { _ in
          random(using: &generator, depth: depth - 1)
        })
    case 7:
      return .choice(
        (0..<Int.random(in: 2...3, using: &generator)).map { _ in
          random(using: &generator, depth: depth - 1)
        })
    default:
      let least = Int.random(in: 0...2, using: &generator)
      let more = Int.random(in: 0...3, using: &generator)
      return .repetition(
        random(using: &generator, depth: depth - 1), least: least,
        most: more == 3 ? nil : least + more, isLazy: Bool.random(using: &generator))
    }
  }

  var source: String {
    switch self {
    case .scalar(let scalar): return scalar == "-" ? "\\-" : String(scalar)
    case .dot: return "."
    case .set(let scalars, let isNegated):
      let content = scalars.map { $0 == "-" ? "\\-" : String($0) }.joined()
      return "[" + (isNegated ? "^" : "") + content + "]"
    case .place(let source): return source
    case .sequence(let parts): return "(" + parts.map(\.source).joined() + ")"
    case .choice(let parts): return "(?:" + parts.map(\.source).joined(separator: "|") + ")"
    case .repetition(let part, let least, let most, let isLazy):
      let suffix =
        switch (least, most) {
        case (0, nil): "*"
        case (1, nil): "+"
        case (0, 1): "?"
        case (_, nil): "{\(least),}"
        case (_, let most?): least == most ? "{\(least)}" : "{\(least),\(most)}"
        }
      return "(?:" + part.source + ")" + suffix + (isLazy ? "?" : "")
    }
  }

  /// Whether the pattern matches anywhere in the text.
  func matches(_ text: [Unicode.Scalar]) -> Bool {
    (0...text.count).contains { start in match(text, start) { _ in true } }
  }

  private func match(
    _ text: [Unicode.Scalar], _ index: Int, _ next: (Int) -> Bool
  ) -> Bool {
    switch self {
    case .scalar(let scalar):
      return index < text.count && text[index] == scalar && next(index + 1)
    case .dot: return index < text.count && text[index] != "\n" && next(index + 1)
    case .set(let scalars, let isNegated):
      return index < text.count && scalars.contains(text[index]) != isNegated && next(index + 1)
    case .place(let source): return Self.isPlace(source, text, index) && next(index)
    case .sequence(let parts):
      guard let first = parts.first else { return next(index) }
      return first.match(text, index) {
        RandomPattern.sequence(Array(parts.dropFirst())).match(text, $0, next)
      }
    case .choice(let parts): return parts.contains { $0.match(text, index, next) }
    case .repetition(let part, let least, let most, let isLazy):
      if least > 0 {
        return part.match(text, index) {
          RandomPattern.repetition(
            part, least: least - 1, most: most.map { $0 - 1 }, isLazy: isLazy
          ).match(text, $0, next)
        }
      }
      if next(index) { return true }
      guard most != 0 else { return false }
      return part.match(text, index) { end in
        // What matched nothing would match nothing again.
        end > index
          && RandomPattern.repetition(
            part, least: 0, most: most.map { $0 - 1 }, isLazy: isLazy
          ).match(text, end, next)
      }
    }
  }

  private static func isPlace(_ source: String, _ text: [Unicode.Scalar], _ index: Int) -> Bool {
    func isWord(_ index: Int) -> Bool {
      text.indices.contains(index) && ["a", "b", "c", "_"].contains(text[index])
    }
    switch source {
    case "^": return index == 0
    case "$": return index == text.count
    case "(?m:^)": return index == 0 || text[index - 1] == "\n"
    case "(?m:$)": return index == text.count || text[index] == "\n"
    case "\\b": return isWord(index - 1) != isWord(index)
    default: return isWord(index - 1) == isWord(index)
    }
  }
}
