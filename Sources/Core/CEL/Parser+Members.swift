// The parser's part for members and primaries: names, calls, selections, indexes, literals.

extension Parser {
  /// `Member = Primary | Member "." SELECTOR ["(" [ExprList] ")"] | Member "[" Expr "]"`
  mutating func member() throws(Stop) -> Syntax {
    let start = here
    var operand = try primary()
    while true {
      if isAt(.dot) {
        operand = try selection(from: operand, start)
      } else if isAt(.leftBracket) {
        operand = try element(of: operand, start)
      } else {
        if isAt(.leftBrace) { try refuseMessage(operand) }
        return operand
      }
    }
  }

  private mutating func refuseMessage(_ name: Syntax) throws(Stop) {
    guard name.qualifiedName != nil else { return }
    throw notSupported("message literals such as «Name{field: value}»")
  }

  private mutating func selection(from operand: Syntax, _ start: Int) throws(Stop) -> Syntax {
    advance()
    let isOptional = try optionalMark("«.?»")
    let field = try selector()
    if isOptional { return try node(.optionalSelect(operand, field: field), from: start) }
    if isAt(.leftParenthesis) { return try call(field, on: operand, from: start) }
    return try node(.select(operand, field: field), from: start)
  }

  private mutating func element(of operand: Syntax, _ start: Int) throws(Stop) -> Syntax {
    let operatorRange = place
    advance()
    let name = try optionalMark("«[?»") ? Operators.optionalIndex : Operators.index
    let key = try expression()
    try expect(.rightBracket)
    return try operation(name, operatorRange, [operand, key], from: start)
  }

  /// Whether a `?` marks what follows as optional.
  private mutating func optionalMark(_ place: String) throws(Stop) -> Bool {
    guard isAt(.question) else { return false }
    guard extensions.contains(.optionals) else {
      throw notSupported("optional values with \(place)")
    }
    advance()
    return true
  }

  private mutating func notSupported(_ what: String) -> Stop {
    stop(.notSupported(what), at: place)
  }

  private mutating func selector() throws(Stop) -> Syntax.Name {
    let range = place
    switch peek {
    case .identifier(let text) where !Token.keywords.contains(text):
      advance()
      return Syntax.Name(text: text, range: range)
    case .quotedIdentifier(let text):
      advance()
      if isAt(.leftParenthesis) { throw unexpected("an operator or the end") }
      return Syntax.Name(text: text, range: range)
    default:
      throw unexpected("the name of a field")
    }
  }

  private mutating func primary() throws(Stop) -> Syntax {
    if isAt(.leftParenthesis) { return try parenthesised() }
    if isAt(.leftBracket) { return try list() }
    if isAt(.leftBrace) { return try map() }
    return try named()
  }

  private mutating func parenthesised() throws(Stop) -> Syntax {
    advance()
    let inner = try expression()
    try expect(.rightParenthesis)
    return inner
  }

  /// A literal, a variable, or the call of a function.
  private mutating func named() throws(Stop) -> Syntax {
    let start = here
    if let constant = try constant() { return constant }
    let isAbsolute = skip(.dot)
    let name = try name(isAbsolute: isAbsolute)
    if isAt(.leftParenthesis) { return try call(name, isAbsolute: isAbsolute, from: start) }
    return try node(.identifier(name.text, isAbsolute: isAbsolute), from: start)
  }

  /// A name of a variable or function.
  private mutating func name(isAbsolute: Bool) throws(Stop) -> Syntax.Name {
    guard case .identifier(let text) = peek else { throw unexpected("a name") }
    if text == "in" { throw unexpected("an expression") }
    guard !Token.reservedWords.contains(text) else { throw stop(.reservedWord(text), at: place) }
    let name = Syntax.Name(text: text, range: place)
    advance()
    return name
  }

  // MARK: Calls

  private mutating func call(
    _ name: Syntax.Name, on target: Syntax? = nil, isAbsolute: Bool = false, from start: Int
  ) throws(Stop) -> Syntax {
    advance()
    var arguments: [Syntax] = []
    if !isAt(.rightParenthesis) {
      repeat { arguments.append(try expression()) } while skip(.comma)
    }
    try expect(.rightParenthesis)
    return try expanded(
      Syntax.Call(function: name, target: target, arguments: arguments, isAbsolute: isAbsolute),
      from: start)
  }

  /// What the macro stands for, if the call is one.
  private mutating func expanded(_ call: Syntax.Call, from start: Int) throws(Stop) -> Syntax {
    let expansion: Syntax.Kind?
    do {
      expansion = try Macros.expand(call, extensions)
    } catch {
      throw stop(error)
    }
    return try node(expansion ?? .call(call), from: start)
  }

  // MARK: Lists and maps

  /// `"[" [ExprList] [","] "]"`
  private mutating func list() throws(Stop) -> Syntax {
    let start = here
    advance()
    var elements: [Syntax.Element] = []
    while !isAt(.rightBracket) {
      let isOptional = try optionalMark("«[?»")
      elements.append(Syntax.Element(syntax: try expression(), isOptional: isOptional))
      guard skip(.comma) else { break }
    }
    guard skip(.rightBracket) else { throw unexpected("«,» or «]»") }
    return try node(.list(elements), from: start)
  }

  /// `"{" [MapInits] [","] "}"`
  private mutating func map() throws(Stop) -> Syntax {
    let start = here
    advance()
    var entries: [Syntax.Entry] = []
    while !isAt(.rightBrace) {
      let isOptional = try optionalMark("«{?»")
      let key = try expression()
      try expect(.colon)
      entries.append(Syntax.Entry(key: key, value: try expression(), isOptional: isOptional))
      guard skip(.comma) else { break }
    }
    guard skip(.rightBrace) else { throw unexpected("«,» or «}»") }
    return try node(.map(entries), from: start)
  }

  // MARK: Literals

  /// A literal, or nil where there is a name; a problem where there is neither.
  private mutating func constant() throws(Stop) -> Syntax? {
    switch peek {
    case .symbol(.dot), .identifier:
      guard case .identifier(let text) = peek, let value = Self.constants[text] else { return nil }
      return try literal(value, from: here)
    default: break
    }
    let start = here
    let isNegative = skip(.minus)
    switch peek {
    case .int(let magnitude):
      return try literal(integer(magnitude, isNegative: isNegative, from: start), from: start)
    case .double(let double):
      return try literal(.double(isNegative ? -double : double), from: start)
    case .uint(let uint) where !isNegative: return try literal(.uint(uint), from: start)
    case .string(let string) where !isNegative: return try literal(.string(string), from: start)
    case .bytes(let bytes) where !isNegative: return try literal(.bytes(bytes), from: start)
    default: throw unexpected("an expression")
    }
  }

  /// The literals that look like names.
  private static let constants: [String: Value] = [
    "true": .bool(true), "false": .bool(false), "null": .null,
  ]

  private mutating func literal(_ value: Value, from start: Int) throws(Stop) -> Syntax {
    advance()
    return try node(.literal(value), from: start)
  }

  private mutating func integer(
    _ magnitude: UInt64, isNegative: Bool, from start: Int
  ) throws(Stop) -> Value {
    if isNegative, magnitude == Int64.min.magnitude { return .int(.min) }
    guard let value = Int64(exactly: magnitude) else {
      throw stop(
        .literalOutOfRange((isNegative ? "-" : "") + String(magnitude)),
        at: start..<place.upperBound)
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
