// The command line of the benchmark: which parts run, for how long, on which files.

/// What to measure and where the things lie that are measured.
struct Options {
  /// The parts of a run, in the order in which they run.
  enum Part: String, CaseIterable {
    /// Durable transitions per second, beside bare SQLite.
    case transitions
    /// Timers that fall due together, beside bare SQLite; and how late a single one is.
    case timers
    /// Memory, readiness and idleness of the daemon, empty and with many sleeping agreements.
    case daemon
  }

  var parts = Set(Part.allCases)
  /// Folder of the shipped definitions, with `calendars` and `directory` below it.
  var workflows = "workflows"
  /// Release build of the daemon; without one the daemon part is left out.
  var daemon: String?
  /// Folder in which a temporary folder is made; it must lie on the disk that is meant.
  var folder = "."
  /// How long each of the runs is measured.
  var seconds = 5.0
  /// How often each pair of runs is repeated; medians are printed.
  var rounds = 3
  /// Numbers of concurrent callers.
  var callers = [1, 256]
  /// Sleeping agreements in the full database.
  var instances = 1_000_000
  /// Agreements whose reminders fall due together.
  var due = 100_000
  /// Timers whose lateness is taken one by one.
  var single = 500
  /// File for the figures as JSON.
  var json: String?

  static let usage = """
    usage: EngineBench [--only transitions|timers|daemon] [--workflows DIR] [--daemon PATH]
                       [--folder DIR] [--seconds N] [--rounds N] [--callers N,N] [--instances N]
                       [--due N] [--single N] [--json FILE]
    """

  /// Reads the arguments; what is not understood is said, with the usage.
  init(_ arguments: [String]) throws(BenchError) {
    var rest = arguments[...]
    while let name = rest.popFirst() {
      guard let value = rest.popFirst() else { throw BenchError("\(name) needs a value") }
      switch name {
      case "--only":
        guard let part = Part(rawValue: value) else { throw BenchError("no part «\(value)»") }
        parts = [part]
      case "--workflows": workflows = value
      case "--daemon": daemon = value
      case "--folder": folder = value
      case "--json": json = value
      case "--seconds": seconds = try Self.positive(value, name)
      case "--rounds": rounds = try Self.positive(value, name)
      case "--instances": instances = try Self.positive(value, name)
      case "--due": due = try Self.positive(value, name)
      case "--single": single = try Self.positive(value, name)
      case "--callers":
        var numbers: [Int] = []
        for text in value.split(separator: ",") { numbers.append(try Self.positive(text, name)) }
        callers = numbers
      default: throw BenchError("unknown argument \(name)\n\(Self.usage)")
      }
    }
  }

  private static func positive<Number: LosslessStringConvertible & Comparable & Numeric>(
    _ text: some StringProtocol, _ name: String
  ) throws(BenchError) -> Number {
    guard let number = Number(String(text)), number > 0 else {
      throw BenchError("\(name) needs a number above 0, not «\(text)»")
    }
    return number
  }
}

/// Why the benchmark cannot go on; its words are all there is to say.
struct BenchError: Error, CustomStringConvertible {
  var description: String

  init(_ description: String) { self.description = description }
}
