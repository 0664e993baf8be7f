// The figures as a table for people and as JSON for programs.

import Foundation

/// What one case came to.
struct Figure {
  let measured: Case
  /// Steps per second.
  let rate: Double

  init(_ measured: Case, _ rate: Double) {
    self.measured = measured
    self.rate = rate
  }
}

/// Everything that one run measured.
struct Report {
  /// Steps per second of the dictionary machine.
  let baseline: Double
  let figures: [Figure]
  /// The search of a large chart; nil when it was not measured.
  let analysis: AnalysisFigure?

  var table: String {
    var lines = [row("", ["steps/s", "aim", "ns/step", "in baseline", "÷ 10 states"])]
    lines.append(row("dictionary machine", [whole(baseline), "", nanoseconds(baseline), "1.0"]))
    for figure in figures {
      lines.append(
        row(
          figure.measured.name,
          [
            whole(figure.rate), figure.measured.aim.map(whole) ?? "", nanoseconds(figure.rate),
            steps(figure), growth(figure).map(ratio) ?? "",
          ]))
    }
    if let analysis {
      lines.append(
        "\nsearch of \(analysis.states) states in four regions: "
          + String(format: "%.2f s (aim %.0f s), ", analysis.seconds, AnalysisFigure.aim)
          + "\(analysis.moments) situations, \(analysis.isComplete ? "all" : "bound hit")")
    }
    return lines.joined(separator: "\n")
  }

  var json: Data {
    get throws {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
      return try encoder.encode(
        File(
          dictionary_per_second: baseline, analysis_seconds: analysis?.seconds,
          cases: figures.map {
            File.Row(
              name: $0.measured.name, states: $0.measured.states, per_second: $0.rate,
              aim: $0.measured.aim, dictionary_steps: baseline / $0.rate,
              per_ten_states: growth($0))
          }))
    }
  }

  /// The rate as a share of that of the same case with ten states.
  private func growth(_ figure: Figure) -> Double? {
    let origin = figures.first { $0.measured.name == figure.measured.origin }
    return origin.map { figure.rate / $0.rate }
  }

  /// How many steps of the dictionary machine one step takes.
  private func steps(_ figure: Figure) -> String {
    String(format: "%.1f", baseline / figure.rate)
  }

  private func row(_ name: String, _ cells: [String]) -> String {
    name + spaces(40 - name.count) + cells.map { spaces(14 - $0.count) + $0 }.joined()
  }

  private func spaces(_ count: Int) -> String { String(repeating: " ", count: max(1, count)) }
  private func whole(_ number: Double) -> String { String(format: "%.0f", number) }
  private func ratio(_ number: Double) -> String { String(format: "%.3f", number) }
  private func nanoseconds(_ rate: Double) -> String { String(format: "%.0f", 1e9 / rate) }
}

/// The JSON file.
private struct File: Encodable {
  struct Row: Encodable {
    let name: String
    let states: Int
    let per_second: Double
    let aim: Double?
    /// How many steps of the dictionary machine one step takes.
    let dictionary_steps: Double
    /// The rate as a share of that with ten states.
    let per_ten_states: Double?
  }

  let dictionary_per_second: Double
  let analysis_seconds: Double?
  let cases: [Row]
}
