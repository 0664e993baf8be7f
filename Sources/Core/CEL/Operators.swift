// The operators: their symbols, their internal names, and how strongly they bind.

/// The operators of the specification («Syntax», and «List of Standard Definitions» for the names).
enum Operators {
  static let conditional = "_?_:_"
  static let or = "_||_"
  static let and = "_&&_"
  static let not = "!_"
  static let negate = "-_"
  static let index = "_[_]"
  static let optionalIndex = "_[?_]"
  static let contained = "@in"

  struct Binary: Sendable {
    var name: String
    /// How strongly it binds; all are left-associative.
    var strength: Int
    /// `&&` and `||`, whose chains the parser balances.
    var isLogical: Bool { strength <= 2 }
  }

  /// The binary operator that a token is.
  static func binary(_ token: Token.Kind) -> Binary? {
    switch token {
    case .symbol(let symbol): symbols[symbol]
    case .identifier("in"): Binary(name: contained, strength: 3)
    default: nil
    }
  }

  private static let symbols: [Token.Symbol: Binary] = [
    .or: Binary(name: or, strength: 1),
    .and: Binary(name: and, strength: 2),
    .less: Binary(name: "_<_", strength: 3),
    .lessOrEqual: Binary(name: "_<=_", strength: 3),
    .greater: Binary(name: "_>_", strength: 3),
    .greaterOrEqual: Binary(name: "_>=_", strength: 3),
    .equal: Binary(name: "_==_", strength: 3),
    .notEqual: Binary(name: "_!=_", strength: 3),
    .plus: Binary(name: "_+_", strength: 4),
    .minus: Binary(name: "_-_", strength: 4),
    .star: Binary(name: "_*_", strength: 5),
    .slash: Binary(name: "_/_", strength: 5),
    .percent: Binary(name: "_%_", strength: 5),
  ]

  /// How an author writes the function: `>` for `_>_`.
  static func shown(_ function: String) -> String {
    switch function {
    case contained: "in"
    case index: "[]"
    case optionalIndex: "[?]"
    case conditional: "?:"
    default: function.contains("_") ? stripped(function) : function
    }
  }

  private static func stripped(_ function: String) -> String {
    let symbol = function.filter { $0 != "_" }
    return Token.Symbol(rawValue: symbol) == nil ? function : symbol
  }
}
