// Reads the RE2 syntax of regular expressions.

/// Reads one pattern by recursive descent: a choice of sequences of repeated parts.
struct PatternParser {
  let scalars: [Unicode.Scalar]
  var index = 0
  private var flags = Flags()
  private var names: Set<String> = []

  /// What `(?ims)` turns on. `U` swaps greedy and lazy, which makes no difference here.
  struct Flags {
    var ignoresCase = false
    var dotMatchesNewline = false
    var linesHaveEnds = false
  }

  var ignoresCase: Bool { flags.ignoresCase }

  private init(_ pattern: String) {
    scalars = Array(pattern.unicodeScalars)
  }

  static func parse(_ pattern: String) throws(PatternProblem) -> Pattern {
    // The number of code points is at most that of bytes, and at least a quarter.
    guard pattern.utf8.count <= 4 * RegexLimits.patternScalars else {
      throw PatternProblem(.tooLong(most: RegexLimits.patternScalars), at: 0)
    }
    var parser = PatternParser(pattern)
    guard parser.scalars.count <= RegexLimits.patternScalars else {
      throw PatternProblem(.tooLong(most: RegexLimits.patternScalars), at: 0)
    }
    let pattern = try parser.choice(depth: 0)
    guard parser.peek == nil else {
      throw PatternProblem(.unexpectedClosingParenthesis, at: parser.index)
    }
    return pattern
  }

  // MARK: Reading

  var peek: Unicode.Scalar? { peek(0) }

  func peek(_ ahead: Int) -> Unicode.Scalar? {
    index + ahead < scalars.count ? scalars[index + ahead] : nil
  }

  mutating func skip(_ scalar: Unicode.Scalar) -> Bool {
    guard peek == scalar else { return false }
    index += 1
    return true
  }

  mutating func skip(_ text: String) -> Bool {
    let wanted = Array(text.unicodeScalars)
    guard scalars[index...].starts(with: wanted) else { return false }
    index += wanted.count
    return true
  }

  func problem(_ kind: PatternProblem.Kind) -> PatternProblem {
    PatternProblem(kind, at: index)
  }

  // MARK: Choices and sequences

  /// Everything up to the end of the group.
  private mutating func choice(depth: Int) throws(PatternProblem) -> Pattern {
    guard depth <= RegexLimits.depth else { throw problem(.tooDeep(most: RegexLimits.depth)) }
    var branches: [Pattern] = []
    repeat {
      branches.append(try sequence(depth: depth))
    } while skip("|")
    return branches.count == 1 ? branches[0] : .choice(branches)
  }

  private mutating func sequence(depth: Int) throws(PatternProblem) -> Pattern {
    var parts: [Pattern] = []
    var isAfterRepetition = false
    while let scalar = peek, scalar != "|", scalar != ")" {
      let start = index
      if let (least, most) = try repetition() {
        guard !isAfterRepetition else { throw PatternProblem(.repeatedRepetition, at: start) }
        guard let last = parts.popLast() else {
          throw PatternProblem(.nothingToRepeat, at: start)
        }
        _ = skip("?")
        parts.append(try repeated(last, least, most, at: start))
        isAfterRepetition = true
        continue
      }
      isAfterRepetition = false
      if skip("\\Q") {
        parts += quoted()
      } else if scalar == "(" {
        if let group = try group(depth: depth) { parts.append(group) }
      } else {
        parts.append(try single(scalar))
      }
    }
    switch parts.count {
    case 0: return .empty
    case 1: return parts[0]
    default: return .sequence(parts)
    }
  }

  /// The literal code points up to `\E`.
  private mutating func quoted() -> [Pattern] {
    var parts: [Pattern] = []
    while let scalar = peek, !skip("\\E") {
      index += 1
      parts.append(literal(scalar.value))
    }
    return parts
  }

  /// What matches one code point or a place.
  private mutating func single(_ scalar: Unicode.Scalar) throws(PatternProblem) -> Pattern {
    switch scalar {
    case "[": return .set(try characterClass())
    case "\\": return try escape()
    case ".":
      index += 1
      return flags.dotMatchesNewline ? .any : .set(Self.allButNewline)
    case "^":
      index += 1
      return .assertion(flags.linesHaveEnds ? .lineStart : .textStart)
    case "$":
      index += 1
      return .assertion(flags.linesHaveEnds ? .lineEnd : .textEnd)
    default:
      index += 1
      return literal(scalar.value)
    }
  }

  private static let allButNewline: ScalarSet = {
    var set = ScalarSet([0xA...0xA])
    set.isNegated = true
    return set
  }()

  func literal(_ value: UInt32) -> Pattern {
    guard ignoresCase else { return .scalar(value) }
    let variants = CaseFolding.variants(of: value)
    return variants.isEmpty
      ? .scalar(value) : .set(ScalarSet(([value] + variants).map { $0...$0 }))
  }

  // MARK: Repetition

  private func repeated(
    _ part: Pattern, _ least: Int, _ most: Int?, at start: Int
  ) throws(PatternProblem) -> Pattern {
    let pattern = Pattern.repetition(part, least: least, most: most)
    let limit = RegexLimits.repetitions
    guard least <= limit, most.map({ $0 <= limit && $0 >= least }) ?? true,
      max(least, most ?? 0) < 2 || pattern.repetitions <= limit
    else { throw PatternProblem(.tooManyRepetitions(most: limit), at: start) }
    return pattern
  }

  /// The bounds of a repetition, if one comes next.
  private mutating func repetition() throws(PatternProblem) -> (least: Int, most: Int?)? {
    switch peek {
    case "*": index += 1; return (0, nil)
    case "+": index += 1; return (1, nil)
    case "?": index += 1; return (0, 1)
    case "{": return braces()
    default: return nil
    }
  }

  /// `{n}`, `{n,}` or `{n,m}`; any other brace stands for itself.
  private mutating func braces() -> (least: Int, most: Int?)? {
    let start = index
    index += 1
    if let least = number() {
      if skip("}") { return (least, least) }
      if skip(",") {
        if skip("}") { return (least, nil) }
        if let most = number(), skip("}") { return (least, most) }
      }
    }
    index = start
    return nil
  }

  /// A number without needless zeros; one that is too large for a repetition counts as one more
  /// than the bound.
  private mutating func number() -> Int? {
    let start = index
    var value = 0
    while let digit = peek?.decimalDigit {
      value = min(value * 10 + digit, RegexLimits.repetitions + 1)
      index += 1
    }
    let isPadded = index - start > 1 && scalars[start] == "0"
    return index == start || isPadded ? nil : value
  }

  // MARK: Groups

  /// A group, or nil where flags were set that hold from here.
  private mutating func group(depth: Int) throws(PatternProblem) -> Pattern? {
    let start = index
    index += 1
    let outer = flags
    if skip("?") {
      if skip("P<") || (peek(1) != "=" && peek(1) != "!" && skip("<")) {
        try groupName()
      } else if try setFlags() {
        return nil
      }
    }
    let pattern = try choice(depth: depth + 1)
    guard skip(")") else { throw PatternProblem(.missingClosingParenthesis, at: start) }
    flags = outer
    return pattern
  }

  private mutating func groupName() throws(PatternProblem) {
    let start = index
    while let scalar = peek, scalar != ">" {
      guard scalar.isWordCharacter else { throw problem(.groupName) }
      index += 1
    }
    var name = String.UnicodeScalarView()
    name.append(contentsOf: scalars[start..<index])
    guard index > start, skip(">"), names.insert(String(name)).inserted else {
      throw PatternProblem(.groupName, at: start)
    }
  }

  /// Sets flags; whether they hold for the rest of the surrounding group, as in `(?i)`, and not for
  /// a group of their own.
  private mutating func setFlags() throws(PatternProblem) -> Bool {
    var value = true
    var isEmpty = true
    while let scalar = peek {
      switch scalar {
      case "i": flags.ignoresCase = value
      case "s": flags.dotMatchesNewline = value
      case "m": flags.linesHaveEnds = value
      case "U": break
      case "-":
        guard value else { throw problem(.unknownGroup) }
        value = false
        isEmpty = true
        index += 1
        continue
      case ":", ")":
        guard value || !isEmpty else { throw problem(.unknownGroup) }
        index += 1
        return scalar == ")"
      case "=", "!", "<": throw problem(.lookaround)
      case "P" where peek(1) == "=": throw problem(.backreference)
      default: throw problem(.unknownGroup)
      }
      isEmpty = false
      index += 1
    }
    throw problem(.missingClosingParenthesis)
  }
}

extension Unicode.Scalar {
  var decimalDigit: Int? {
    ("0"..."9").contains(self) ? Int(value - 0x30) : nil
  }

  /// Whether `\w` matches it.
  var isWordCharacter: Bool {
    value < 0x80 && (UInt8(value).isNamePart)
  }
}
