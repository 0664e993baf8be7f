// Builds the syntax tree (specification, «Syntax»): expressions and operators.

/// A recursive-descent parser over the tokens of one source text.
///
/// It stops at its first problem: what follows a syntactic problem is mostly noise. Each level of
/// nesting passes through a handful of functions, which are kept small so that their frames are: a
/// deep text must fit on a thread's stack.
struct Parser {
  let tokens: [Token]
  let extensions: Set<Extension>
  /// The most levels of the tree.
  let depth: Int
  var index = 0
  /// Levels of brackets, conditions and operators that are open.
  var nesting = 0
  /// Why it stopped.
  private(set) var problem: Problem?

  /// Ends the parsing; the reason is in ``problem``, where it takes no room in every frame.
  enum Stop: Error { case stop }

  init(tokens: [Token], extensions: Set<Extension>, depth: Int) {
    self.tokens = tokens
    self.extensions = extensions
    self.depth = depth
  }

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
    let syntax = try? parser.whole()
    return (syntax, parser.problem.map { [$0] } ?? [])
  }

  private mutating func whole() throws(Stop) -> Syntax {
    let syntax = try expression()
    guard isAt(.end) else { throw unexpected("an operator or the end") }
    return syntax
  }

  // MARK: Tokens

  var peek: Token.Kind { tokens[index].kind }
  /// Where the next token begins.
  var here: Int { tokens[index].range.lowerBound }
  /// Where the next token is.
  var place: Range<Int> { tokens[index].range }

  mutating func advance() {
    // The last token is the end, which is never passed.
    if index < tokens.count - 1 { index += 1 }
  }

  func isAt(_ kind: Token.Kind) -> Bool { tokens[index].kind == kind }

  func isAt(_ symbol: Token.Symbol) -> Bool {
    if case .symbol(symbol) = tokens[index].kind { true } else { false }
  }

  mutating func skip(_ symbol: Token.Symbol) -> Bool {
    guard isAt(symbol) else { return false }
    advance()
    return true
  }

  mutating func expect(_ symbol: Token.Symbol) throws(Stop) {
    guard skip(symbol) else { throw unexpected("«\(symbol.rawValue)»") }
  }

  /// From `start` to the end of the token that was read last.
  func range(from start: Int) -> Range<Int> {
    let end = index > 0 ? tokens[index - 1].range.upperBound : start
    // At the end of the text the index stays on the last token, whose predecessor was read.
    return start..<max(start, end)
  }

  // MARK: Problems

  mutating func stop(_ problem: Problem) -> Stop {
    self.problem = self.problem ?? problem
    return .stop
  }

  mutating func stop(_ kind: Problem.Kind, at range: Range<Int>) -> Stop {
    stop(Problem(kind, at: range))
  }

  mutating func unexpected(_ expected: String) -> Stop {
    stop(.syntax(expected: expected, found: peek.shown), at: place)
  }

  /// Makes a node, unless its tree is too deep.
  mutating func node(_ kind: Syntax.Kind, from start: Int) throws(Stop) -> Syntax {
    try node(kind, at: range(from: start))
  }

  private mutating func node(_ kind: Syntax.Kind, at range: Range<Int>) throws(Stop) -> Syntax {
    let syntax = Syntax(kind, at: range)
    guard syntax.depth <= depth else { throw stop(.tooDeep(most: depth), at: range) }
    return syntax
  }

  // MARK: Expressions

  /// `Expr = ConditionalOr ["?" ConditionalOr ":" Expr]`
  mutating func expression() throws(Stop) -> Syntax {
    guard nesting < depth else { throw stop(.tooDeep(most: depth), at: place) }
    nesting += 1
    defer { nesting -= 1 }
    let start = here
    let condition = try binary(1)
    return isAt(.question) ? try conditional(condition, from: start) : condition
  }

  private mutating func conditional(_ condition: Syntax, from start: Int) throws(Stop) -> Syntax {
    let operatorRange = place
    advance()
    let whenTrue = try binary(1)
    try expect(.colon)
    let whenFalse = try expression()
    return try operation(
      Operators.conditional, operatorRange, [condition, whenTrue, whenFalse], from: start)
  }

  /// `ConditionalOr` to `Multiplication`, by the strength of the operators: one function instead of
  /// five, for each level of brackets passes through all of them.
  private mutating func binary(_ least: Int) throws(Stop) -> Syntax {
    let start = here
    var left = try unary()
    while let found = Operators.binary(peek), found.strength >= least {
      left =
        found.isLogical
        ? try chain(of: found, left, from: start) : try operation(found, left, from: start)
    }
    return left
  }

  private mutating func operation(
    _ found: Operators.Binary, _ left: Syntax, from start: Int
  ) throws(Stop) -> Syntax {
    let operatorRange = place
    advance()
    let right = try binary(found.strength + 1)
    return try operation(found.name, operatorRange, [left, right], from: start)
  }

  /// `a && b && c …`: a balanced tree, so that a long chain is not a deep one. The operators are
  /// associative, errors included.
  private mutating func chain(
    of logical: Operators.Binary, _ first: Syntax, from start: Int
  ) throws(Stop) -> Syntax {
    let operatorRange = place
    var terms = [first]
    while Operators.binary(peek)?.name == logical.name {
      advance()
      terms.append(try binary(logical.strength + 1))
    }
    return try balanced(terms, Syntax.Name(text: logical.name, range: operatorRange))
  }

  private mutating func balanced(
    _ terms: [Syntax], _ logical: Syntax.Name
  ) throws(Stop) -> Syntax {
    var terms = terms
    while terms.count > 1 {
      var paired: [Syntax] = []
      for index in stride(from: 0, to: terms.count, by: 2) {
        guard index + 1 < terms.count else {
          paired.append(terms[index])
          break
        }
        let pair = [terms[index], terms[index + 1]]
        let begin = pair[0].range.lowerBound
        let call = Syntax.Call(function: logical, target: nil, arguments: pair, isOperator: true)
        paired.append(
          try node(.call(call), at: begin..<max(begin, pair[1].range.upperBound)))
      }
      terms = paired
    }
    return terms[0]
  }

  /// `Unary = Member | "!" {"!"} Member | "-" {"-"} Member`
  private mutating func unary() throws(Stop) -> Syntax {
    if isAt(.not) { return try signed(.not) }
    if isAt(.minus) { return try signed(.minus) }
    return try member()
  }

  private mutating func signed(_ symbol: Token.Symbol) throws(Stop) -> Syntax {
    let operatorRange = place
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
        symbol == .not ? Operators.not : Operators.negate, operatorRange, [operand],
        from: operatorRange.lowerBound)
    }
    return operand
  }

  mutating func operation(
    _ name: String, _ nameRange: Range<Int>, _ arguments: [Syntax], from start: Int
  ) throws(Stop) -> Syntax {
    let call = Syntax.Call(
      function: Syntax.Name(text: name, range: nameRange), target: nil, arguments: arguments,
      isOperator: true)
    return try node(.call(call), from: start)
  }
}
