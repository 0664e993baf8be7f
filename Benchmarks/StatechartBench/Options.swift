// The command line of the benchmark: how long, how often, and which cases.

/// How to measure.
struct Options {
  /// How long each case is measured in each round; its warm-up comes on top.
  var seconds = 0.4
  /// How often each case is measured; medians are printed.
  var rounds = 5
  /// Measures only the cases whose names begin so.
  var only = ""
  /// File for the figures as JSON.
  var json: String?
  var wantsHelp = false

  static let usage = """
    usage: StatechartBench [--quick] [--seconds N] [--rounds N] [--only PREFIX] [--json FILE]

    Steps per second of the bare interpreter, on one core, without storage.
      --quick        one short round: shows that it runs, not how fast
      --seconds N    length of one measurement (0.4)
      --rounds N     measurements of each case, of which the median counts (5)
      --only PREFIX  only cases whose names begin with PREFIX, such as «deep»
      --json FILE    write the figures as JSON, too
    """

  /// Reads the arguments; what is not understood is said, with the usage.
  init(_ arguments: [String]) throws(BenchError) {
    var rest = arguments[...]
    while let name = rest.popFirst() {
      switch name {
      case "--help", "-h": wantsHelp = true
      case "--quick":
        seconds = 0.02
        rounds = 1
      case "--seconds": seconds = try Self.positive(rest.popFirst(), name)
      case "--rounds": rounds = try Self.positive(rest.popFirst(), name)
      case "--only": only = try Self.value(rest.popFirst(), name)
      case "--json": json = try Self.value(rest.popFirst(), name)
      default: throw BenchError("unknown argument \(name)\n\(Self.usage)")
      }
    }
  }

  private static func value(_ text: String?, _ name: String) throws(BenchError) -> String {
    guard let text else { throw BenchError("\(name) needs a value") }
    return text
  }

  private static func positive<Number: LosslessStringConvertible & Comparable & Numeric>(
    _ text: String?, _ name: String
  ) throws(BenchError) -> Number {
    let text = try value(text, name)
    guard let number = Number(text), number > 0 else {
      throw BenchError("\(name) needs a number above 0, not «\(text)»")
    }
    return number
  }
}
