// The parser's part for escape sequences and character classes.

extension PatternParser {
  // MARK: Escapes

  /// An escape sequence outside of a class.
  mutating func escape() throws(PatternProblem) -> Pattern {
    switch peek(1) {
    case "A": return assertion(.textStart)
    case "z": return assertion(.textEnd)
    case "b": return assertion(.wordBoundary)
    case "B": return assertion(.noWordBoundary)
    case "C": throw problem(.singleByte)
    default:
      var set = ScalarSet()
      if try insertNamedClass(into: &set) {
        set.normalize()
        return .set(set)
      }
      return literal(try escapedScalar())
    }
  }

  private mutating func assertion(_ assertion: Pattern.Assertion) -> Pattern {
    index += 2
    return .assertion(assertion)
  }

  /// A backslash and what it makes one code point of.
  private mutating func escapedScalar() throws(PatternProblem) -> UInt32 {
    let start = index
    index += 1
    guard let scalar = peek else { throw PatternProblem(.unknownEscape, at: start) }
    index += 1
    switch scalar {
    case "a": return 0x07
    case "f": return 0x0C
    case "n": return 0x0A
    case "r": return 0x0D
    case "t": return 0x09
    case "v": return 0x0B
    case "x": return try hexadecimal(at: start)
    case "0": return octal(0)
    case "1"..."7":
      // A digit alone would refer to a group.
      guard let next = peek?.octalDigit, let first = scalar.octalDigit else {
        throw PatternProblem(.backreference, at: start)
      }
      index += 1
      return octal(first * 8 + next, most: 1)
    case "8", "9": throw PatternProblem(.backreference, at: start)
    default:
      guard scalar.value < 0x80, !scalar.isWordCharacter || scalar == "_" else {
        throw PatternProblem(.unknownEscape, at: start)
      }
      return scalar.value
    }
  }

  private mutating func octal(_ start: UInt32, most: Int = 2) -> UInt32 {
    var value = start
    for _ in 0..<most {
      guard let digit = peek?.octalDigit else { break }
      value = value * 8 + digit
      index += 1
    }
    return value
  }

  /// `7F` or `{10FFFF}`.
  private mutating func hexadecimal(at start: Int) throws(PatternProblem) -> UInt32 {
    let isBraced = skip("{")
    var value: UInt32 = 0
    var count = 0
    while let digit = peek?.hexadecimalDigit, isBraced || count < 2 {
      value = value * 16 + digit
      count += 1
      index += 1
      guard value <= ScalarSet.all.upperBound else {
        throw PatternProblem(.unknownEscape, at: start)
      }
    }
    guard isBraced ? count > 0 && skip("}") : count == 2 else {
      throw PatternProblem(.unknownEscape, at: start)
    }
    return value
  }

  // MARK: Classes

  /// `[…]`.
  mutating func characterClass() throws(PatternProblem) -> ScalarSet {
    let start = index
    index += 1
    var set = ScalarSet()
    set.isNegated = skip("^")
    // A bracket that comes first stands for itself.
    var isFirst = true
    while isFirst || peek != "]" {
      isFirst = false
      if try insertPosixClass(into: &set) { continue }
      if try insertNamedClass(into: &set) { continue }
      let first = try classScalar(from: start)
      var last = first
      if peek == "-", let next = peek(1), next != "]" {
        let dash = index
        index += 1
        last = try classScalar(from: start)
        guard first <= last else { throw PatternProblem(.reversedRange, at: dash) }
      }
      set.insert([first...last], isFolded: ignoresCase)
    }
    index += 1
    set.normalize()
    return set
  }

  private mutating func classScalar(from start: Int) throws(PatternProblem) -> UInt32 {
    guard let scalar = peek else { throw PatternProblem(.missingClosingBracket, at: start) }
    if scalar == "\\" { return try escapedScalar() }
    index += 1
    return scalar.value
  }

  /// `[:alpha:]` or `[:^alpha:]`, inside of a class.
  private mutating func insertPosixClass(
    into set: inout ScalarSet
  ) throws(PatternProblem) -> Bool {
    guard peek == "[", peek(1) == ":" else { return false }
    var end = index + 2
    while end + 1 < scalars.count, !(scalars[end] == ":" && scalars[end + 1] == "]") { end += 1 }
    guard end + 1 < scalars.count else { return false }
    var name = String.UnicodeScalarView(scalars[index + 2..<end])
    let isNegated = name.first == "^"
    if isNegated { name.removeFirst() }
    guard let ranges = Self.posixClasses[String(name)] else { throw problem(.unknownClass) }
    set.insert(ranges, isNegated: isNegated, isFolded: ignoresCase)
    index = end + 2
    return true
  }

  /// `\d` and its kin, and `\p{L}`; whether there was one.
  private mutating func insertNamedClass(
    into set: inout ScalarSet
  ) throws(PatternProblem) -> Bool {
    guard peek == "\\", let letter = peek(1) else { return false }
    if letter == "p" || letter == "P" {
      try insertCategory(into: &set, isNegated: letter == "P")
      return true
    }
    let ranges: [ClosedRange<UInt32>]
    switch letter {
    case "d", "D": ranges = [0x30...0x39]
    case "s", "S": ranges = [0x09...0x0A, 0x0C...0x0D, 0x20...0x20]
    case "w", "W": ranges = Self.word
    default: return false
    }
    set.insert(ranges, isNegated: letter.value < 0x61, isFolded: ignoresCase)
    index += 2
    return true
  }

  /// `\pL`, `\p{Lu}` or `\p{^Lu}`.
  private mutating func insertCategory(
    into set: inout ScalarSet, isNegated: Bool
  ) throws(PatternProblem) {
    let start = index
    index += 2
    var isNegated = isNegated
    var name = String.UnicodeScalarView()
    if skip("{") {
      if skip("^") { isNegated.toggle() }
      while let scalar = peek, scalar != "}" {
        name.append(scalar)
        index += 1
      }
      guard skip("}") else { throw PatternProblem(.unknownClass, at: start) }
    } else if let scalar = peek {
      name.append(scalar)
      index += 1
    }
    if String(name) == "Any" {
      set.insert([ScalarSet.all], isNegated: isNegated)
    } else if let categories = ScalarSet.Categories(name: String(name)) {
      set.insert(categories, isNegated: isNegated, isFolded: ignoresCase)
    } else {
      throw PatternProblem(name.count > 2 ? .script : .unknownClass, at: start)
    }
  }

  private static let word: [ClosedRange<UInt32>] = [
    0x30...0x39, 0x41...0x5A, 0x5F...0x5F, 0x61...0x7A,
  ]

  private static let posixClasses: [String: [ClosedRange<UInt32>]] = [
    "alnum": [0x30...0x39, 0x41...0x5A, 0x61...0x7A],
    "alpha": [0x41...0x5A, 0x61...0x7A],
    "ascii": [0x00...0x7F],
    "blank": [0x09...0x09, 0x20...0x20],
    "cntrl": [0x00...0x1F, 0x7F...0x7F],
    "digit": [0x30...0x39],
    "graph": [0x21...0x7E],
    "lower": [0x61...0x7A],
    "print": [0x20...0x7E],
    "punct": [0x21...0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E],
    "space": [0x09...0x0D, 0x20...0x20],
    "upper": [0x41...0x5A],
    "word": word,
    "xdigit": [0x30...0x39, 0x41...0x46, 0x61...0x66],
  ]
}

extension Unicode.Scalar {
  fileprivate var octalDigit: UInt32? {
    ("0"..."7").contains(self) ? value - 0x30 : nil
  }

  fileprivate var hexadecimalDigit: UInt32? {
    value < 0x80 ? UInt8(value).hexValue : nil
  }
}
