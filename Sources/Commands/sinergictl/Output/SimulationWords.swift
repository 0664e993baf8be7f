// The steps of a chart that is tried out, in words.

internal import AdminAPI
internal import Workflow

/// Shows simulations.
enum SimulationWords {
  /// A line for each step: when, what came, where the chart is now; notes below it.
  static func lines(_ moments: [ChartTrial.Moment], _ appearance: Appearance) -> String {
    moments.map { moment in
      guard appearance.isTerminal else {
        return [
          "\(moment.at)", moment.session, cause(moment), verdict(moment),
          moment.states.joined(separator: " "), moment.notes.joined(separator: "; "),
        ].map { TextWidth.harmless($0) }.joined(separator: "\t") + "\n"
      }
      let at = time(moment.at)
      var line = String(repeating: " ", count: max(1, 10 - at.count)) + at + "  "
      if moment.session != "session" { line += "[\(moment.session)] " }
      line += appearance.paint(TextWidth.harmless(cause(moment)), .bold)
      line += moment.isAccepted ? " → " : " (nothing takes it) · "
      line += TextWidth.harmless(moment.states.joined(separator: ", "))
      if moment.isDone { line += " · end" }
      let below =
        moment.notes + moment.errors.map { "error: \($0)" }
      return ([line] + below.map { "            \(TextWidth.harmless($0))" })
        .joined(separator: "\n") + "\n"
    }.joined()
  }

  private static func cause(_ moment: ChartTrial.Moment) -> String {
    moment.event ?? (moment.isStopped ? "(stopped)" : "(start)")
  }

  private static func verdict(_ moment: ChartTrial.Moment) -> String {
    moment.isDone ? "end" : moment.isAccepted ? "taken" : "not taken"
  }

  /// Virtual time, in seconds.
  static func time(_ milliseconds: Int64) -> String {
    let (seconds, rest) = milliseconds.quotientAndRemainder(dividingBy: 1000)
    guard rest != 0 else { return "\(seconds) s" }
    let digits = String(rest)
    return "\(seconds).\(String(repeating: "0", count: 3 - digits.count))\(digits) s"
  }

  /// The same as JSON.
  static func json(_ moments: [ChartTrial.Moment], data: JSON?, nextDue: Int64?) throws -> String {
    func strings(_ items: [String]) -> JSON { .strings(items) }
    let items = moments.map { moment -> JSON in
      .object([
        "at": .int(moment.at), "session": .string(moment.session),
        "event": moment.event.map { .string($0) }, "accepted": .bool(moment.isAccepted),
        "exited": strings(moment.exited), "entered": strings(moment.entered),
        "states": strings(moment.states), "notes": strings(moment.notes),
        "errors": strings(moment.errors), "done": .bool(moment.isDone),
      ])
    }
    return JSON.object([
      "items": .array(items), "next_due": nextDue.map { .int($0) }, "data": data,
    ]).text
  }
}
