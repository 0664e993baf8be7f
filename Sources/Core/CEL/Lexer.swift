// Cuts a source text into tokens (specification, «Syntax»): names, numbers, symbols, comments.

/// Reads the tokens of one source text, byte by byte.
struct Lexer {
  let bytes: [UInt8]
  var position = 0
  var problems: [Problem] = []

  init(_ source: String) {
    bytes = Array(source.utf8)
  }

  /// All tokens, the last of which is `.end`, and every lexical problem.
  static func tokens(of source: String) -> (tokens: [Token], problems: [Problem]) {
    var lexer = Lexer(source)
    var tokens: [Token] = []
    while lexer.problems.count < Limits.problems {
      lexer.skipSpaceAndComments()
      let start = lexer.position
      guard start < lexer.bytes.count else { break }
      if let kind = lexer.next() {
        tokens.append(Token(kind: kind, range: start..<lexer.position))
      }
    }
    let end = lexer.bytes.count
    tokens.append(Token(kind: .end, range: end..<end))
    return (tokens, lexer.problems)
  }

  /// The byte `distance` ahead, 0 past the end: no token holds a zero byte outside of a literal.
  func peek(_ distance: Int = 0) -> UInt8 {
    let index = position + distance
    return index < bytes.count ? bytes[index] : 0
  }

  var isAtEnd: Bool { position >= bytes.count }

  func text(from start: Int) -> String {
    String(decoding: bytes[start..<position], as: UTF8.self)
  }

  mutating func report(_ kind: Problem.Kind, from start: Int) {
    problems.append(Problem(kind, at: start..<max(position, start)))
  }

  private mutating func skipSpaceAndComments() {
    while !isAtEnd {
      switch peek() {
      case 0x20, 0x09, 0x0A, 0x0D, 0x0C:
        position += 1
      case Byte.slash where peek(1) == Byte.slash:
        while !isAtEnd, peek() != Byte.newline { position += 1 }
      default:
        return
      }
    }
  }

  /// The next token, or nil after a problem.
  private mutating func next() -> Token.Kind? {
    let byte = peek()
    if let prefix = stringPrefix() {
      position += prefix.length
      return string(isRaw: prefix.isRaw, isBytes: prefix.isBytes, from: position - prefix.length)
    }
    if byte.isDigit || (byte == Byte.dot && peek(1).isDigit) { return number() }
    if byte.isNameStart { return .identifier(name()) }
    if byte == Byte.backquote { return quotedName() }
    return symbol()
  }

  private mutating func name() -> String {
    let start = position
    while peek().isNamePart { position += 1 }
    return text(from: start)
  }

  /// `ESC_IDENT`: letters, digits, `_ . - /` and spaces between backquotes.
  private mutating func quotedName() -> Token.Kind? {
    let start = position
    position += 1
    while peek().isNamePart || [Byte.dot, Byte.minus, Byte.slash, Byte.space].contains(peek()) {
      position += 1
    }
    guard peek() == Byte.backquote, position > start + 1 else {
      if peek() == Byte.backquote { position += 1 }
      report(.unterminatedString, from: start)
      return nil
    }
    position += 1
    return .quotedIdentifier(
      String(decoding: bytes[(start + 1)..<(position - 1)], as: UTF8.self))
  }

  private mutating func symbol() -> Token.Kind? {
    let start = position
    for length in [2, 1] where start + length <= bytes.count {
      let text = String(decoding: bytes[start..<(start + length)], as: UTF8.self)
      if let symbol = Token.Symbol(rawValue: text) {
        position += length
        return .symbol(symbol)
      }
    }
    position += 1
    // A character is reported whole: its continuation bytes belong to it.
    while !isAtEnd, peek() & 0xC0 == 0x80 { position += 1 }
    report(.unexpectedCharacter(text(from: start)), from: start)
    return nil
  }

  // MARK: Numbers

  private mutating func number() -> Token.Kind? {
    let start = position
    if peek() == Byte.zero, peek(1) | 0x20 == Byte.x, peek(2).hexValue != nil {
      return hexadecimal()
    }
    skipDigits()
    var isDouble = false
    if peek() == Byte.dot, peek(1).isDigit {
      isDouble = true
      position += 1
      skipDigits()
    }
    if peek() | 0x20 == Byte.e {
      let signed = peek(1) == Byte.plus || peek(1) == Byte.minus
      if peek(signed ? 2 : 1).isDigit {
        isDouble = true
        position += signed ? 2 : 1
        skipDigits()
      }
    }
    return isDouble ? double(from: start) : integer(text(from: start), radix: 10, from: start)
  }

  private mutating func hexadecimal() -> Token.Kind? {
    let start = position
    position += 2
    let digits = position
    while peek().hexValue != nil { position += 1 }
    return integer(text(from: digits), radix: 16, from: start)
  }

  private mutating func integer(_ digits: String, radix: Int, from start: Int) -> Token.Kind? {
    let isUnsigned = peek() | 0x20 == Byte.u
    if isUnsigned { position += 1 }
    guard let value = UInt64(digits, radix: radix) else {
      report(.literalOutOfRange(text(from: start)), from: start)
      return nil
    }
    return isUnsigned ? .uint(value) : .int(value)
  }

  private mutating func double(from start: Int) -> Token.Kind? {
    let literal = text(from: start)
    // The standard library wants a digit before the point.
    guard let value = Double(literal.hasPrefix(".") ? "0" + literal : literal), value.isFinite
    else {
      report(.literalOutOfRange(literal), from: start)
      return nil
    }
    return .double(value)
  }

  private mutating func skipDigits() {
    while peek().isDigit { position += 1 }
  }
}
