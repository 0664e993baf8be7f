// The lexer's part for string and bytes literals: prefixes, quotes, escape sequences.

extension Lexer {
  /// The `r` and `b` before a quote, in any order and case, and whether a quote follows.
  func stringPrefix() -> (length: Int, isRaw: Bool, isBytes: Bool)? {
    var length = 0
    var isRaw = false
    var isBytes = false
    while length < 3 {
      switch peek(length) {
      case Byte.doubleQuote, Byte.singleQuote: return (length, isRaw, isBytes)
      case let byte where byte | 0x20 == Byte.r && !isRaw: isRaw = true
      case let byte where byte | 0x20 == Byte.b && !isBytes: isBytes = true
      default: return nil
      }
      length += 1
    }
    return nil
  }

  /// The literal whose opening quote is next.
  mutating func string(isRaw: Bool, isBytes: Bool, from start: Int) -> Token.Kind? {
    let quote = peek()
    let isTriple = peek(1) == quote && peek(2) == quote
    position += isTriple ? 3 : 1
    var content: [UInt8] = []
    let problemsBefore = problems.count
    while !isAtClosing(quote, isTriple: isTriple) {
      let byte = peek()
      guard !isAtEnd, isTriple || (byte != Byte.newline && byte != Byte.carriageReturn) else {
        report(.unterminatedString, from: start)
        return nil
      }
      if byte == Byte.backslash, !isRaw {
        escape(isBytes: isBytes, into: &content)
      } else if byte == Byte.carriageReturn {
        // A line ends in one way, whatever the file's convention is.
        position += peek(1) == Byte.newline ? 2 : 1
        content.append(Byte.newline)
      } else {
        position += 1
        content.append(byte)
      }
    }
    position += isTriple ? 3 : 1
    guard problems.count == problemsBefore else { return nil }
    return isBytes ? .bytes(content) : .string(String(decoding: content, as: UTF8.self))
  }

  private func isAtClosing(_ quote: UInt8, isTriple: Bool) -> Bool {
    peek() == quote && (!isTriple || (peek(1) == quote && peek(2) == quote))
  }

  /// Reads one escape sequence and appends what it stands for.
  private mutating func escape(isBytes: Bool, into content: inout [UInt8]) {
    let start = position
    position += 2
    let letter = position <= bytes.count ? bytes[position - 1] : 0
    position = min(position, bytes.count)
    if let simple = Self.simpleEscapes[letter] {
      content.append(simple)
      return
    }
    guard let code = escapedCode(after: letter, isBytes: isBytes) else {
      while !isAtEnd, peek() & 0xC0 == 0x80 { position += 1 }
      report(.invalidEscape(text(from: start)), from: start)
      return
    }
    if isBytes {
      content.append(UInt8(truncatingIfNeeded: code))
    } else if let scalar = Unicode.Scalar(code) {
      content.append(contentsOf: Array(String(Character(scalar)).utf8))
    } else {
      report(.invalidEscape(text(from: start)), from: start)
    }
  }

  private mutating func escapedCode(after letter: UInt8, isBytes: Bool) -> UInt32? {
    switch letter {
    case Byte.x, 0x58: digits(2, of: \.hexValue, radix: 16)
    case Byte.u where !isBytes: digits(4, of: \.hexValue, radix: 16)
    case 0x55 where !isBytes: digits(8, of: \.hexValue, radix: 16)
    case 0x30...0x33:
      digits(2, of: \.octalValue, radix: 8).map { UInt32(letter - Byte.zero) * 64 + $0 }
    default: nil
    }
  }

  private mutating func digits(
    _ count: Int, of value: KeyPath<UInt8, UInt32?>, radix: UInt32
  ) -> UInt32? {
    var code: UInt32 = 0
    for _ in 0..<count {
      guard let digit = peek()[keyPath: value] else { return nil }
      code = code &* radix &+ digit
      position += 1
    }
    return code
  }

  /// The letters after a backslash that stand for one byte.
  private static let simpleEscapes: [UInt8: UInt8] = [
    0x61: 0x07, 0x62: 0x08, 0x66: 0x0C, 0x6E: 0x0A, 0x72: 0x0D, 0x74: 0x09, 0x76: 0x0B,
    Byte.backslash: Byte.backslash, 0x3F: 0x3F, Byte.doubleQuote: Byte.doubleQuote,
    Byte.singleQuote: Byte.singleQuote, Byte.backquote: Byte.backquote,
  ]
}
