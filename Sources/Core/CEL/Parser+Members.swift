// The parser's part for members and primaries: names, calls, selections, indexes, literals.

extension Parser {
  /// `Member = Primary | Member "." SELECTOR ["(" [ExprList] ")"] | Member "[" Expr "]"`
  mutating func member() throws(Problem) -> Syntax {
    let start = token.range.lowerBound
    var operand = try primary()
    while true {
      if skip(.dot) {
        let isOptional = try optionalMark("«.?»")
        let field = try selector()
        if isOptional {
          operand = try node(.optionalSelect(operand, field: field), at: range(from: start))
          continue
        }
        operand =
          if isAt(.leftParenthesis) {
            try call(field, on: operand, from: start)
          } else {
            try node(.select(operand, field: field), at: range(from: start))
          }
      } else if isAt(.leftBracket) {
        let operatorRange = advance().range
        let isOptional = try optionalMark("«[?»")
        let key = try expression()
        try expect(.rightBracket)
        operand = try operation(
          isOptional ? Operators.optionalIndex : Operators.index, operatorRange, [operand, key],
          from: start)
      } else if isAt(.leftBrace), operand.qualifiedName != nil {
        throw notSupported("message literals such as «Name{field: value}»")
      } else {
        return operand
      }
    }
  }

  /// Whether a `?` marks what follows as optional.
  private mutating func optionalMark(_ place: String) throws(Problem) -> Bool {
    guard isAt(.question) else { return false }
    guard extensions.contains(.optionals) else {
      throw notSupported("optional values with \(place)")
    }
    advance()
    return true
  }

  private func notSupported(_ what: String) -> Problem {
    Problem(.notSupported(what), at: token.range)
  }

  private mutating func selector() throws(Problem) -> Syntax.Name {
    switch peek {
    case .identifier(let text) where !Token.keywords.contains(text):
      return Syntax.Name(text: text, range: advance().range)
    case .quotedIdentifier(let text):
      let name = Syntax.Name(text: text, range: advance().range)
      if isAt(.leftParenthesis) { throw unexpected("an operator or the end") }
      return name
    default:
      throw unexpected("the name of a field")
    }
  }

  private mutating func primary() throws(Problem) -> Syntax {
    let start = token.range.lowerBound
    switch peek {
    case .symbol(.leftParenthesis):
      advance()
      let inner = try expression()
      try expect(.rightParenthesis)
      return inner
    case .symbol(.leftBracket): return try list()
    case .symbol(.leftBrace): return try map()
    case .symbol(.dot):
      advance()
      return try name(isAbsolute: true, from: start)
    case .identifier: return try name(isAbsolute: false, from: start)
    default: return try literal()
    }
  }

  /// A name, the call of a function, or one of the literals that look like names.
  private mutating func name(isAbsolute: Bool, from start: Int) throws(Problem) -> Syntax {
    guard case .identifier(let text) = peek else { throw unexpected("a name") }
    let constants: [String: Value] = ["true": .bool(true), "false": .bool(false), "null": .null]
    if !isAbsolute, let constant = constants[text] {
      advance()
      return try node(.literal(constant), at: range(from: start))
    }
    if text == "in" { throw unexpected("an expression") }
    guard !Token.reservedWords.contains(text) else {
      throw Problem(.reservedWord(text), at: token.range)
    }
    let name = Syntax.Name(text: text, range: advance().range)
    if isAt(.leftParenthesis) { return try call(name, isAbsolute: isAbsolute, from: start) }
    return try node(.identifier(text, isAbsolute: isAbsolute), at: range(from: start))
  }

  private mutating func call(
    _ name: Syntax.Name, on target: Syntax? = nil, isAbsolute: Bool = false, from start: Int
  ) throws(Problem) -> Syntax {
    try expect(.leftParenthesis)
    var arguments: [Syntax] = []
    if !isAt(.rightParenthesis) {
      repeat { arguments.append(try expression()) } while skip(.comma)
    }
    try expect(.rightParenthesis)
    let call = Syntax.Call(
      function: name, target: target, arguments: arguments, isAbsolute: isAbsolute)
    return try node(try Macros.expand(call, extensions) ?? .call(call), at: range(from: start))
  }

  /// `"[" [ExprList] [","] "]"`
  private mutating func list() throws(Problem) -> Syntax {
    let start = advance().range.lowerBound
    var elements: [Syntax.Element] = []
    while !isAt(.rightBracket) {
      let isOptional = try optionalMark("«[?»")
      elements.append(Syntax.Element(syntax: try expression(), isOptional: isOptional))
      guard skip(.comma) else { break }
    }
    guard skip(.rightBracket) else { throw unexpected("«,» or «]»") }
    return try node(.list(elements), at: range(from: start))
  }

  /// `"{" [MapInits] [","] "}"`
  private mutating func map() throws(Problem) -> Syntax {
    let start = advance().range.lowerBound
    var entries: [Syntax.Entry] = []
    while !isAt(.rightBrace) {
      let isOptional = try optionalMark("«{?»")
      let key = try expression()
      try expect(.colon)
      entries.append(Syntax.Entry(key: key, value: try expression(), isOptional: isOptional))
      guard skip(.comma) else { break }
    }
    guard skip(.rightBrace) else { throw unexpected("«,» or «}»") }
    return try node(.map(entries), at: range(from: start))
  }

  private mutating func literal() throws(Problem) -> Syntax {
    let start = token.range.lowerBound
    let isNegative = isAt(.minus) && skip(.minus)
    let value: Value
    switch peek {
    case .int(let magnitude): value = try integer(magnitude, isNegative: isNegative, from: start)
    case .double(let double): value = .double(isNegative ? -double : double)
    case .uint(let uint) where !isNegative: value = .uint(uint)
    case .string(let string) where !isNegative: value = .string(string)
    case .bytes(let bytes) where !isNegative: value = .bytes(bytes)
    default: throw unexpected("an expression")
    }
    advance()
    return try node(.literal(value), at: range(from: start))
  }

  private func integer(
    _ magnitude: UInt64, isNegative: Bool, from start: Int
  ) throws(Problem) -> Value {
    if isNegative, magnitude == Int64.min.magnitude { return .int(.min) }
    guard let value = Int64(exactly: magnitude) else {
      throw Problem(
        .literalOutOfRange((isNegative ? "-" : "") + String(magnitude)),
        at: start..<token.range.upperBound)
    }
    return .int(isNegative ? -value : value)
  }
}

extension Syntax {
  /// The dotted name that this tree spells, if it is nothing but a name: `a.b.c`.
  var qualifiedName: (text: String, isAbsolute: Bool)? {
    switch kind {
    case .identifier(let name, let isAbsolute): return (name, isAbsolute)
    case .select(let operand, let field):
      guard let prefix = operand.qualifiedName else { return nil }
      return (prefix.text + "." + field.text, prefix.isAbsolute)
    default: return nil
    }
  }
}

extension Token.Kind {
  /// Whether a minus before this token is part of a literal.
  var isSignable: Bool {
    switch self {
    case .int, .double: true
    default: false
    }
  }
}
