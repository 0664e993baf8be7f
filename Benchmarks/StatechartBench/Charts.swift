// The charts that are measured: flat, deep and with four regions, of any size.

import Statechart

/// Ways to make charts of a size.
enum Charts {
  /// A ring of states, each with one event of its own that leads to the next.
  static func flat(states: Int, word: String = "go") throws -> Chart {
    try make(
      (0..<states).map { index in
        StateSpecification(
          StateID("s\(index)"),
          transitions: [on("\(word).\(index)", "s\((index + 1) % states)")])
      })
  }

  /// States in states: at the bottom two leaves that take turns (`leaf`), and events that leave
  /// and enter again the half of the levels (`middle`) or all of them (`outer`).
  static func deep(levels: Int) throws -> Chart {
    var inner = [
      StateSpecification("ping", transitions: [on("leaf", "pong")]),
      StateSpecification("pong", transitions: [on("leaf", "ping")]),
    ]
    for level in (1...levels).reversed() {
      var transitions: [TransitionSpecification] = []
      if level == 1 { transitions.append(on("outer", "level1")) }
      if level == levels / 2 + 1 { transitions.append(on("middle", "level\(level)")) }
      inner = [
        StateSpecification(StateID("level\(level)"), children: inner, transitions: transitions)
      ]
    }
    return try make(inner)
  }

  static let regions = 4

  /// Four regions, each a ring. `tick` moves all of them at once, `move.0` only the first, and
  /// so on.
  static func fourRegions(states: Int) throws -> Chart {
    let rings = (0..<regions).map { region in
      let size = states / regions + (region < states % regions ? 1 : 0)
      return StateSpecification(
        StateID("region\(region)"),
        children: (0..<size).map { index in
          let next = "r\(region)s\((index + 1) % size)"
          return StateSpecification(
            StateID("r\(region)s\(index)"),
            transitions: [on("tick", next), on("move.\(region)", next)])
        })
    }
    return try make([StateSpecification("four", kind: .parallel, children: rings)])
  }

  private static func on(_ event: String, _ target: String) -> TransitionSpecification {
    TransitionSpecification(events: [EventDescriptor(event)], targets: [StateID(target)])
  }

  private static func make(_ states: [StateSpecification]) throws -> Chart {
    let root = StateSpecification("root", children: states)
    let (chart, problems) = ChartBuilder.build(name: "bench", root: root)
    guard let chart else { throw BenchError(problems.map(\.description).joined(separator: "\n")) }
    return chart
  }
}
