// Random source texts that are mostly well formed and often well typed.

import CEL

/// Writes expressions over the sample environment.
struct RandomExpression {
  private var generator: SeededGenerator
  private var variables: [String] = []

  init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

  private mutating func pick(_ choices: [String]) -> String {
    choices.randomElement(using: &generator) ?? "1"
  }

  mutating func expression(depth: Int) -> String {
    guard depth > 0 else { return leaf() }
    switch Int.random(in: 0..<14, using: &generator) {
    case 0, 1:
      let symbol = pick(["+", "-", "*", "/", "%", "<", ">=", "==", "!=", "&&", "||", "in"])
      return "(\(expression(depth: depth - 1)) \(symbol) \(expression(depth: depth - 1)))"
    case 2: return "(\(condition(depth)) ? \(expression(depth: depth - 1)) : \(leaf()))"
    case 3: return "[\(expression(depth: depth - 1)), \(leaf())]"
    case 4: return "{'k': \(expression(depth: depth - 1)), 'l': \(leaf())}"
    case 5: return "\(expression(depth: depth - 1))[\(leaf())]"
    case 6: return loop(depth)
    case 7: return "cel.bind(v, \(expression(depth: depth - 1)), \(inner(depth, "v")))"
    case 8:
      return pick(["size", "string", "int", "double", "dyn", "type", "bytes", "uint"])
        + "(\(expression(depth: depth - 1)))"
    case 9: return text(depth)
    case 10: return optional(depth)
    case 11: return "!\(condition(depth))"
    default: return leaf()
    }
  }

  private mutating func condition(_ depth: Int) -> String {
    pick(["true", "false", "data.putaran > 1", "'a' in data.tanda"])
  }

  private mutating func inner(_ depth: Int, _ variable: String) -> String {
    variables.append(variable)
    defer { variables.removeLast() }
    return expression(depth: depth - 1)
  }

  private mutating func loop(_ depth: Int) -> String {
    let subject = pick(["data.tanda", "data.bobot", "[1, 2, 3]", expression(depth: depth - 1)])
    switch Int.random(in: 0..<5, using: &generator) {
    case 0: return "\(subject).map(x, \(inner(depth, "x")))"
    case 1: return "\(subject).filter(x, \(inner(depth, "x")) == x)"
    case 2: return "\(subject).transformMap(i, y, \(inner(depth, "y")))"
    case 3: return "\(subject).all(x, \(inner(depth, "x")) != x)"
    default: return "\(subject).transformMapEntry(i, y, {i: \(inner(depth, "y"))})"
    }
  }

  private mutating func text(_ depth: Int) -> String {
    let text = pick(["data.judul", "'a,b'", "string(\(expression(depth: depth - 1)))"])
    return text
      + pick([
        ".size()", ".contains('a')", ".split(',')", ".replace('a', data.judul)", ".trim()",
        ".split('').join(',')", ".matches('^[a-z]+$')", ".lowerAscii()", " + data.judul",
        ".format([1.5, data.tanda])", ".reverse()", ".indexOf('b')", ".substring(1)",
      ])
  }

  private mutating func optional(_ depth: Int) -> String {
    let inner = expression(depth: depth - 1)
    return pick([
      "optional.of(\(inner)).orValue(\(leaf()))", "[?optional.of(\(inner)), 1]",
      "data.?nilai.orValue(1.5)", "[\(inner)][?0].value()", "optional.of(\(inner)).optMap(o, [o])",
      "[\(inner), \(leaf())].first()", "{?'k': optional.of(\(inner))}", "optional.of(\(inner))",
    ])
  }

  private mutating func leaf() -> String {
    if let variable = variables.randomElement(using: &generator), Bool.random(using: &generator) {
      return variable
    }
    return pick([
      "0", "1", "-2", "3u", "1.5", "'a'", "'bc'", "b'a'", "null", "true", "[]", "{}",
      "data.putaran",
      "data.judul", "data.nilai", "data.tanda", "data.bobot", "data.mitra.nama", "bebas", "x.y",
      "int", "optional.none()", "timestamp('2027-01-01T00:00:00Z')", "duration('1h')",
    ])
  }

  /// Whether a value is of a type, elements included.
  static func holds(_ value: Value, _ type: ValueType) -> Bool {
    switch (value, type) {
    case (_, .dyn): true
    case (.list(let elements), .list(let inner)): elements.allSatisfy { holds($0, inner) }
    case (.map(let entries), .map(let key, let inner)):
      entries.allSatisfy { holds($0.key, key) && holds($0.value, inner) }
    case (.optional(let inner), .optional(let type)): inner.map { holds($0, type) } ?? true
    case (.map, .record), (.type, .type): true
    case (.null, .timestamp), (.null, .duration), (.null, .optional): true
    case (.opaque(let opaque), .opaque(let name)): opaque.typeName == name
    default: value.type == type
    }
  }
}
