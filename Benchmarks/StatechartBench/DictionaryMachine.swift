// The yardstick: a state machine as one writes it by hand, measured in the same run.

/// A flat ring of ten states, kept as a dictionary from state and event to the next state.
///
/// It knows no hierarchy, content or history, and tells nobody what it did. What counts is how
/// many of its steps one step of the interpreter takes, for that hardly hangs on the machine.
struct DictionaryMachine {
  private struct Key: Hashable {
    var state: String
    var event: String
  }

  private static let size = 10
  /// Turns of the ring between two looks at the clock.
  private static let turns = 100

  private let table: [Key: String]
  private let events: [String]

  init() {
    var table: [Key: String] = [:]
    for index in 0..<Self.size {
      table[Key(state: "s\(index)", event: "go.\(index)")] = "s\((index + 1) % Self.size)"
    }
    self.table = table
    events = (0..<Self.size).map { "go.\($0)" }
  }

  /// Steps per second.
  func rate(seconds: Double) -> Double {
    var state = "s0"
    return StatechartBench.rate(seconds: seconds, count: Self.turns * events.count) {
      for _ in 0..<Self.turns {
        for event in events { state = table[Key(state: state, event: event)] ?? state }
      }
    }
  }
}
