// The tree that the parser builds: what was written, and where.

/// One node of the syntax tree.
struct Syntax: Sendable {
  var kind: Kind
  /// UTF-8 offsets in the source text.
  var range: Range<Int>
  /// The levels of this tree, which the parser bounds.
  var depth: Int

  init(_ kind: Kind, at range: Range<Int>) {
    self.kind = kind
    self.range = range
    depth = 1 + (kind.children.map(\.depth).max() ?? 0)
  }

  indirect enum Kind: Sendable {
    case literal(Value)
    /// A name; with a leading dot it is resolved outside of every container and macro.
    case identifier(String, isAbsolute: Bool)
    case select(Syntax, field: Name)
    /// `operand.?field`: the field as an optional.
    case optionalSelect(Syntax, field: Name)
    /// `has(operand.field)`.
    case has(Syntax, field: Name)
    /// A call of a function or, by its internal name, of an operator.
    case call(Call)
    case list([Element])
    case map([Entry])
    case comprehension(Comprehension)
    /// `cel.bind(name, value, body)`.
    case bind(Name, Syntax, body: Syntax)
    /// `operand.optMap(name, body)`; flat, where the body is an optional itself.
    case optionalMap(Name, Syntax, body: Syntax, isFlat: Bool)

    var children: [Syntax] {
      switch self {
      case .literal, .identifier: []
      case .select(let operand, _), .optionalSelect(let operand, _), .has(let operand, _):
        [operand]
      case .call(let call): (call.target.map { [$0] } ?? []) + call.arguments
      case .list(let elements): elements.map(\.syntax)
      case .map(let entries): entries.flatMap { [$0.key, $0.value] }
      case .comprehension(let it): [it.subject, it.body] + (it.filter.map { [$0] } ?? [])
      case .bind(_, let value, let body), .optionalMap(_, let value, let body, _): [value, body]
      }
    }
  }

  /// A name with its place.
  struct Name: Sendable {
    var text: String
    var range: Range<Int>
  }

  struct Call: Sendable {
    var function: Name
    var target: Syntax?
    var arguments: [Syntax]
    /// Whether the function was written with a leading dot.
    var isAbsolute = false
    /// Whether the function is an operator, named by its internal name.
    var isOperator = false
  }

  /// An element of a list; `?e` is one only where the optional `e` has a value.
  struct Element: Sendable {
    var syntax: Syntax
    var isOptional = false
  }

  /// An entry of a map; `?k: v` is one only where the optional `v` has a value.
  struct Entry: Sendable {
    var key: Syntax
    var value: Syntax
    var isOptional = false
  }

  /// A loop over a list or map, which is what most macros expand to.
  struct Comprehension: Sendable {
    var kind: Kind
    /// The macro that was written, for messages.
    var macro: Name
    var subject: Syntax
    /// The element, or the key of a map; of two variables the index or the key.
    var variable: Name
    /// With two variables: the element or the value.
    var second: Name?
    /// Which elements take part; all, where it is nil.
    var filter: Syntax?
    var body: Syntax

    enum Kind: Sendable {
      case all
      case exists
      case existsOne
      /// A list of the bodies' values: `map`, `filter`, `transformList`.
      case list
      /// A map of the bodies' values by the subject's keys: `transformMap`.
      case map
      /// The bodies' own maps, joined into one: `transformMapEntry`.
      case entries
    }
  }
}
