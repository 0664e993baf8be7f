// The parts of the language beyond its core, which an environment may leave out.

/// A part of the language that the specification keeps outside of its core.
///
/// An environment has all of them unless its host chooses; what is left out is refused when a
/// source text is compiled.
public enum Extension: String, CaseIterable, Hashable, Sendable {
  /// The macro `cel.bind(name, value, expression)`.
  case bindings
  /// The macros of two variables: `all(i, v, …)`, `exists`, `existsOne`, `transformList`,
  /// `transformMap` and `transformMapEntry`.
  case comprehensions
  /// Values that may be absent: `a.?b`, `a[?i]`, `[?e]`, `{?k: v}`, `optional.of(e)` and its kin.
  case optionals
  /// More functions of strings, such as `split` and `format`.
  case strings
  /// The functions `math.…`.
  case math
  /// The functions `base64.…`.
  case encoders

  /// The rows that it adds to the table of functions; macros are the parser's.
  var overloads: [Overload] {
    switch self {
    case .bindings, .comprehensions: []
    case .optionals: StandardLibrary.optionals
    case .strings: StandardLibrary.stringExtensions
    case .math: StandardLibrary.mathExtensions
    case .encoders: StandardLibrary.encoderExtensions
    }
  }
}
