// Builds the syntax tree (specification, «Syntax»): expressions and operators.

/// A recursive-descent parser over the tokens of one source text.
///
/// It stops at its first problem: what follows a syntactic problem is mostly noise.
struct Parser {
  let tokens: [Token]
  let extensions: Set<Extension>
  /// The most levels of the tree.
  let depth: Int
  var index = 0
  /// Levels of brackets, conditions and operators that are open.
  var nesting = 0

  /// The tree of a source text, or its lexical problems, or its first syntactic one.
  static func parse(
    _ source: String, extensions: Set<Extension>, depth: Int
  ) -> (syntax: Syntax?, problems: [Problem]) {
    let count = source.utf8.count
    guard count <= Limits.sourceBytes else {
      return (nil, [Problem(.sourceTooLong(bytes: count, most: Limits.sourceBytes), at: 0..<count)])
    }
    let lexed = Lexer.tokens(of: source)
    guard lexed.problems.isEmpty else { return (nil, lexed.problems) }
    var parser = Parser(tokens: lexed.tokens, extensions: extensions, depth: depth)
    do throws(Problem) {
      let syntax = try parser.expression()
      guard parser.peek == .end else { throw parser.unexpected("an operator or the end") }
      return (syntax, [])
    } catch {
      return (nil, [error])
    }
  }

  // MARK: Tokens

  var token: Token { tokens[index] }
  var peek: Token.Kind { tokens[index].kind }

  @discardableResult
  mutating func advance() -> Token {
    let token = tokens[index]
    // The last token is the end, which is never passed.
    if index < tokens.count - 1 { index += 1 }
    return token
  }

  func isAt(_ symbol: Token.Symbol) -> Bool { peek == .symbol(symbol) }

  mutating func skip(_ symbol: Token.Symbol) -> Bool {
    guard isAt(symbol) else { return false }
    advance()
    return true
  }

  mutating func expect(_ symbol: Token.Symbol) throws(Problem) {
    guard skip(symbol) else { throw unexpected("«\(symbol.rawValue)»") }
  }

  func unexpected(_ expected: String) -> Problem {
    Problem(.syntax(expected: expected, found: token.kind.shown), at: token.range)
  }

  /// From `start` to the end of the token that was read last.
  func range(from start: Int) -> Range<Int> {
    let end = index > 0 ? tokens[index - 1].range.upperBound : start
    // At the end of the text the index stays on the last token, whose predecessor was read.
    return start..<max(start, end)
  }

  // MARK: Depth

  /// Makes a node, unless its tree is too deep.
  func node(_ kind: Syntax.Kind, at range: Range<Int>) throws(Problem) -> Syntax {
    let syntax = Syntax(kind, at: range)
    guard syntax.depth <= depth else { throw tooDeep(at: range) }
    return syntax
  }

  func tooDeep(at range: Range<Int>) -> Problem {
    Problem(.tooDeep(most: depth), at: range)
  }

  // MARK: Expressions

  /// `Expr = ConditionalOr ["?" ConditionalOr ":" Expr]`
  mutating func expression() throws(Problem) -> Syntax {
    nesting += 1
    defer { nesting -= 1 }
    guard nesting <= depth else { throw tooDeep(at: token.range) }
    let start = token.range.lowerBound
    let condition = try binary(1)
    let operatorRange = token.range
    guard skip(.question) else { return condition }
    let whenTrue = try binary(1)
    try expect(.colon)
    let whenFalse = try expression()
    return try operation(
      Operators.conditional, operatorRange, [condition, whenTrue, whenFalse], from: start)
  }

  /// `ConditionalOr` to `Multiplication`, by the strength of the operators: one function instead of
  /// five, for each level of brackets passes through all of them.
  private mutating func binary(_ least: Int) throws(Problem) -> Syntax {
    let start = token.range.lowerBound
    var left = try unary()
    while let found = Operators.binary(token.kind), found.strength >= least {
      let operatorRange = advance().range
      let right = try binary(found.strength + 1)
      if found.isLogical {
        left = try chain(of: found, operatorRange, [left, right], from: start)
      } else {
        left = try operation(found.name, operatorRange, [left, right], from: start)
      }
    }
    return left
  }

  /// The rest of `a && b && c …`: a balanced tree, so that a long chain is not a deep one. The
  /// operators are associative, errors included.
  private mutating func chain(
    of logical: Operators.Binary, _ operatorRange: Range<Int>, _ first: [Syntax], from start: Int
  ) throws(Problem) -> Syntax {
    var terms = first
    while let next = Operators.binary(token.kind), next.name == logical.name {
      advance()
      terms.append(try binary(logical.strength + 1))
    }
    while terms.count > 1 {
      var paired: [Syntax] = []
      for index in stride(from: 0, to: terms.count, by: 2) {
        guard index + 1 < terms.count else {
          paired.append(terms[index])
          break
        }
        let begin = terms[index].range.lowerBound
        let pair = [terms[index], terms[index + 1]]
        let end = pair[1].range.upperBound
        paired.append(
          try node(
            .call(
              Syntax.Call(
                function: Syntax.Name(text: logical.name, range: operatorRange), target: nil,
                arguments: pair, isOperator: true)), at: begin..<max(begin, end)))
      }
      terms = paired
    }
    return terms[0]
  }

  /// `Unary = Member | "!" {"!"} Member | "-" {"-"} Member`
  private mutating func unary() throws(Problem) -> Syntax {
    let start = token.range.lowerBound
    let operatorRange = token.range
    let symbol: Token.Symbol
    switch peek {
    case .symbol(.not): symbol = .not
    case .symbol(.minus): symbol = .minus
    default: return try member()
    }
    var count = 0
    while isAt(symbol) {
      // The minus before a number belongs to the number.
      if symbol == .minus, tokens[min(index + 1, tokens.count - 1)].kind.isSignable { break }
      count += 1
      advance()
    }
    var operand = try member()
    // An even number of signs is two of them: the type is still checked, the tree stays shallow.
    for _ in 0..<(count == 0 ? 0 : count % 2 == 0 ? 2 : 1) {
      operand = try operation(
        symbol == .not ? Operators.not : Operators.negate, operatorRange, [operand], from: start)
    }
    return operand
  }

  func operation(
    _ name: String, _ nameRange: Range<Int>, _ arguments: [Syntax], from start: Int
  ) throws(Problem) -> Syntax {
    try node(
      .call(
        Syntax.Call(
          function: Syntax.Name(text: name, range: nameRange), target: nil, arguments: arguments,
          isOperator: true)), at: range(from: start))
  }
}
