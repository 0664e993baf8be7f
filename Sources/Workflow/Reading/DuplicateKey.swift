// Where a key stands for the second time; the YAML library tells only the first place.

internal import Yams

/// Looks for the second of two equal keys of one mapping.
enum DuplicateKey {
  /// A place: the key's text without quotes, and its range with them.
  typealias Place = (text: Range<String.Index>, range: SourceRange)

  /// The next place after `mark` where `key` stands as a key of the same mapping.
  static func second(of key: String, after mark: Mark, in text: String) -> Place? {
    var walk = Walk(text: text, key: Array(key.unicodeScalars))
    guard walk.go(to: mark) else { return nil }
    let line = SourceText(name: "", text: text).line(mark.line)
    // A key that does not begin its line (but for `- `) stands in a flow mapping.
    let isFlow = line.unicodeScalars.prefix(mark.column - 1).contains("{")
    return isFlow ? walk.secondInFlow() : walk.secondInBlock(column: mark.column)
  }

  private struct Walk {
    let scalars: String.UnicodeScalarView
    let key: [Unicode.Scalar]
    var index: String.Index
    var line = 1
    var column = 1

    init(text: String, key: [Unicode.Scalar]) {
      scalars = text.unicodeScalars
      self.key = key
      index = scalars.startIndex
    }

    var current: Unicode.Scalar? { index < scalars.endIndex ? scalars[index] : nil }

    mutating func advance() {
      if current == "\n" {
        line += 1
        column = 1
      } else {
        column += 1
      }
      index = scalars.index(after: index)
    }

    mutating func go(to mark: Mark) -> Bool {
      while current != nil, (line, column) < (mark.line, mark.column) { advance() }
      return (line, column) == (mark.line, mark.column)
    }

    /// The key, when it stands here, bare or quoted, before a colon.
    func keyHere() -> Place? {
      var start = index
      let quote = scalars[start]
      let isQuoted = quote == "\"" || quote == "'"
      if isQuoted { start = scalars.index(after: start) }
      guard scalars[start...].starts(with: key) else { return nil }
      let end = scalars.index(start, offsetBy: key.count)
      var rest = scalars[end...]
      if isQuoted {
        guard rest.first == quote else { return nil }
        rest = rest.dropFirst()
      }
      guard rest.first(where: { $0 != " " }) == ":" else { return nil }
      let length = key.count + (isQuoted ? 2 : 0)
      return (start..<end, SourceRange(line: line, column: column, length: length))
    }

    /// In a block mapping the keys stand below each other.
    mutating func secondInBlock(column wanted: Int) -> Place? {
      var isIndentation = false
      while let scalar = current {
        if scalar == "\n" {
          isIndentation = true
        } else if isIndentation, scalar != " ", scalar != "\r" {
          if scalar != "#", column < wanted { return nil }
          if column == wanted, let place = keyHere() { return place }
          isIndentation = false
        }
        advance()
      }
      return nil
    }

    /// In a flow mapping a key follows a comma that is not inside brackets or quotes.
    mutating func secondInFlow() -> Place? {
      var depth = 0
      var before: Unicode.Scalar = "{"
      var isFirst = true
      while let scalar = current {
        switch scalar {
        case " ", "\n", "\r", "\t":
          advance()
          continue
        case "\"", "'":
          if depth == 0, !isFirst, before == ",", let place = keyHere() { return place }
          if "{[,:".unicodeScalars.contains(before) { skipQuoted(scalar) }
        case "{", "[": depth += 1
        case "}", "]":
          depth -= 1
          if depth < 0 { return nil }
        default:
          if depth == 0, !isFirst, before == ",", let place = keyHere() { return place }
        }
        isFirst = false
        before = current ?? " "
        if current != nil { advance() }
      }
      return nil
    }

    /// Goes to the closing quote.
    private mutating func skipQuoted(_ quote: Unicode.Scalar) {
      advance()
      while let scalar = current, scalar != quote {
        if quote == "\"", scalar == "\\" { advance() }
        if current != nil { advance() }
      }
    }
  }
}
