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

  let lines: [Line]

  init(_ source: String) {
    var scan = Scan(bytes: Array(source.utf8))
    lines = scan.all()
  }

  private enum Mode {
    /// Code, and how many parentheses of an interpolation are open; nil outside of one.
    case code(parentheses: Int?)
    case string(hashes: Int, isMultiline: Bool)
    case blockComment(depth: Int)
    case lineComment
  }

  private struct Scan {
    let bytes: [UInt8]
    var at = 0
    var modes: [Mode] = [.code(parentheses: nil)]
    var code: [UInt8] = []
    var comment: [UInt8] = []
    var text: [UInt8] = []

    init(bytes: [UInt8]) { self.bytes = bytes }

    mutating func all() -> [Line] {
      var lines: [Line] = []
      while at < bytes.count {
        if bytes[at] == UInt8(ascii: "\n") {
          if case .lineComment = modes[modes.count - 1] { modes.removeLast() }
          lines.append(line())
          at += 1
        } else {
          step()
        }
      }
      return lines + [line()]
    }

    private mutating func line() -> Line {
      defer {
        code.removeAll(keepingCapacity: true)
        comment.removeAll(keepingCapacity: true)
        text.removeAll(keepingCapacity: true)
      }
      return Line(
        code: String(decoding: code, as: UTF8.self),
        comment: String(decoding: comment, as: UTF8.self),
        text: String(decoding: text, as: UTF8.self))
    }

    private func sees(_ byte: Character, at offset: Int = 0) -> Bool {
      at + offset < bytes.count && bytes[at + offset] == byte.asciiValue
    }

    private mutating func step() {
      switch modes[modes.count - 1] {
      case .lineComment:
        comment.append(bytes[at])
        at += 1
      case .blockComment(let depth): blockComment(depth)
      case .string(let hashes, let isMultiline): string(hashes, isMultiline)
      case .code(let parentheses): code(parentheses)
      }
    }

    private mutating func blockComment(_ depth: Int) {
      if sees("/"), sees("*", at: 1) {
        modes[modes.count - 1] = .blockComment(depth: depth + 1)
        at += 2
      } else if sees("*"), sees("/", at: 1) {
        if depth == 1 {
          modes.removeLast()
        } else {
          modes[modes.count - 1] = .blockComment(depth: depth - 1)
        }
        at += 2
      } else {
        comment.append(bytes[at])
        at += 1
      }
    }

    private mutating func string(_ hashes: Int, _ isMultiline: Bool) {
      let quotes = isMultiline ? 3 : 1
      if (0..<quotes).allSatisfy({ sees("\"", at: $0) }), hasHashes(hashes, from: quotes) {
        modes.removeLast()
        code.append(UInt8(ascii: "\""))
        at += quotes + hashes
      } else if sees("\\"), hasHashes(hashes, from: 1) {
        at += 1 + hashes
        if sees("(") {
          modes.append(.code(parentheses: 0))
          at += 1
        } else if at < bytes.count, !sees("\n") {
          at += 1
        }
      } else {
        text.append(bytes[at])
        at += 1
      }
    }

    private func hasHashes(_ count: Int, from offset: Int) -> Bool {
      (0..<count).allSatisfy { sees("#", at: offset + $0) }
    }

    private mutating func code(_ parentheses: Int?) {
      if sees("/"), sees("/", at: 1) {
        modes.append(.lineComment)
        at += 2
        return
      }
      if sees("/"), sees("*", at: 1) {
        modes.append(.blockComment(depth: 1))
        at += 2
        return
      }
      var hashes = 0
      while sees("#", at: hashes) { hashes += 1 }
      if sees("\"", at: hashes) {
        let isMultiline = sees("\"", at: hashes + 1) && sees("\"", at: hashes + 2)
        modes.append(.string(hashes: hashes, isMultiline: isMultiline))
        code.append(UInt8(ascii: "\""))
        at += hashes + (isMultiline ? 3 : 1)
        return
      }
      if let parentheses {
        if sees(")"), parentheses == 0 {
          modes.removeLast()
          at += 1
          return
        }
        let change = sees("(") ? 1 : sees(")") ? -1 : 0
        modes[modes.count - 1] = .code(parentheses: parentheses + change)
      }
      code.append(bytes[at])
      at += 1
    }
  }
}
