// Swift source divided into code, comments and text, so that a word in a comment is no offence.

/// The lines of a Swift file, each divided by what its characters are.
struct SwiftText {
  struct Line {
    /// What the compiler runs; strings appear as empty quotes.
    var code = ""
    /// What stands in comments.
    var comment = ""
    /// What stands in string literals.
    var text = ""
  }

  private(set) var lines: [Line] = [Line()]

  private enum Mode {
    /// Code, and how many parentheses of an interpolation are open; nil outside of one.
    case code(parentheses: Int?)
    case string(hashes: Int, isMultiline: Bool)
    case blockComment(depth: Int)
    case lineComment
  }

  init(_ source: String) {
    let scalars = Array(source.unicodeScalars)
    var modes: [Mode] = [.code(parentheses: nil)]
    var at = 0
    while at < scalars.count {
      let scalar = scalars[at]
      if scalar == "\n" {
        if case .lineComment = modes[modes.count - 1] { modes.removeLast() }
        lines.append(Line())
        at += 1
        continue
      }
      at += step(Array(scalars[at..<min(at + 12, scalars.count)]), &modes)
    }
  }

  /// Reads one token and says how many scalars it has.
  private mutating func step(_ ahead: [Unicode.Scalar], _ modes: inout [Mode]) -> Int {
    switch modes[modes.count - 1] {
    case .lineComment:
      lines[lines.count - 1].comment.unicodeScalars.append(ahead[0])
      return 1
    case .blockComment(let depth): return blockComment(ahead, depth, &modes)
    case .string(let hashes, let isMultiline): return string(ahead, hashes, isMultiline, &modes)
    case .code(let parentheses): return code(ahead, parentheses, &modes)
    }
  }

  private mutating func blockComment(
    _ ahead: [Unicode.Scalar], _ depth: Int, _ modes: inout [Mode]
  ) -> Int {
    if ahead.starts(with: ["/", "*"]) {
      modes[modes.count - 1] = .blockComment(depth: depth + 1)
      return 2
    }
    if ahead.starts(with: ["*", "/"]) {
      if depth == 1 { modes.removeLast() } else { modes[modes.count - 1] = .blockComment(depth: depth - 1) }
      return 2
    }
    lines[lines.count - 1].comment.unicodeScalars.append(ahead[0])
    return 1
  }

  private mutating func string(
    _ ahead: [Unicode.Scalar], _ hashes: Int, _ isMultiline: Bool, _ modes: inout [Mode]
  ) -> Int {
    let marks = [Unicode.Scalar](repeating: "#", count: hashes)
    let quotes = [Unicode.Scalar](repeating: "\"", count: isMultiline ? 3 : 1)
    if ahead.starts(with: quotes + marks) {
      modes.removeLast()
      lines[lines.count - 1].code += "\""
      return quotes.count + hashes
    }
    if ahead.starts(with: ["\\"] + marks) {
      let next = ahead.dropFirst(1 + hashes).first
      if next == "(" {
        modes.append(.code(parentheses: 0))
        return hashes + 2
      }
      return next == nil || next == "\n" ? 1 + hashes : 2 + hashes
    }
    lines[lines.count - 1].text.unicodeScalars.append(ahead[0])
    return 1
  }

  private mutating func code(
    _ ahead: [Unicode.Scalar], _ parentheses: Int?, _ modes: inout [Mode]
  ) -> Int {
    if ahead.starts(with: ["/", "/"]) {
      modes.append(.lineComment)
      return 2
    }
    if ahead.starts(with: ["/", "*"]) {
      modes.append(.blockComment(depth: 1))
      return 2
    }
    let hashes = ahead.prefix { $0 == "#" }.count
    if ahead.dropFirst(hashes).first == "\"" {
      let isMultiline = ahead.dropFirst(hashes).starts(with: ["\"", "\"", "\""])
      modes.append(.string(hashes: hashes, isMultiline: isMultiline))
      lines[lines.count - 1].code += "\""
      return hashes + (isMultiline ? 3 : 1)
    }
    if let parentheses {
      if ahead[0] == ")", parentheses == 0 {
        modes.removeLast()
        return 1
      }
      let change = ahead[0] == "(" ? 1 : ahead[0] == ")" ? -1 : 0
      modes[modes.count - 1] = .code(parentheses: parentheses + change)
    }
    lines[lines.count - 1].code.unicodeScalars.append(ahead[0])
    return 1
  }
}
