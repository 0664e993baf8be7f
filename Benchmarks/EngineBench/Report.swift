// The figures as a table for people and as JSON for programs.

import Foundation
import Workflow

/// Everything that one run measured.
struct Report {
  var transitions: [TransitionFigures] = []
  var daemon: [DaemonFigures] = []

  /// Aims that the project set itself.
  static let ratioOfOneCaller = 0.7
  static let ratioOfMany = 0.5
  static let idleMegabytes = 50.0
  static let readySeconds = 1.0

  var table: String {
    var lines: [String] = []
    if !transitions.isEmpty {
      lines.append(
        row(["callers", "engine/s", "bare/s", "ratio", "aim", "batch", "p50 ms", "p99 ms"]))
      for figure in transitions {
        lines.append(
          row([
            "\(figure.callers)", whole(figure.engine), whole(figure.bare), two(figure.ratio),
            two(Self.aim(figure.callers)), two(figure.meanBatch), two(figure.p50),
            two(figure.p99),
          ]))
      }
      lines.append("")
    }
    if !daemon.isEmpty {
      lines.append(
        row(["agreements", "file MB", "RSS MB", "anon MB", "aim", "answer s", "ready s", "aim"]))
      for figure in daemon {
        lines.append(
          row([
            "\(figure.instances)", whole(figure.fileMegabytes), two(figure.residentMegabytes),
            two(figure.anonymousMegabytes), whole(Self.idleMegabytes), two(figure.answerSeconds),
            two(figure.readySeconds), two(Self.readySeconds),
          ]) + (figure.isCold ? "  (file not in the page cache)" : ""))
      }
    }
    return lines.joined(separator: "\n")
  }

  var json: JSON {
    .object([
      "transitions": .array(
        transitions.map {
          .object([
            "callers": .int(Int64($0.callers)), "engine_per_second": .double($0.engine),
            "bare_per_second": .double($0.bare), "ratio": .double($0.ratio),
            "aim": .double(Self.aim($0.callers)), "mean_batch": .double($0.meanBatch),
            "p50_ms": .double($0.p50), "p99_ms": .double($0.p99),
          ])
        }),
      "daemon": .array(
        daemon.map {
          .object([
            "agreements": .int(Int64($0.instances)), "file_mb": .double($0.fileMegabytes),
            "rss_mb": .double($0.residentMegabytes), "anon_mb": .double($0.anonymousMegabytes),
            "answer_s": .double($0.answerSeconds), "ready_s": .double($0.readySeconds),
            "cold": .bool($0.isCold),
          ])
        }),
    ])
  }

  private static func aim(_ callers: Int) -> Double {
    callers == 1 ? ratioOfOneCaller : ratioOfMany
  }

  private func row(_ cells: [String]) -> String {
    cells.map { String(repeating: " ", count: max(1, 11 - $0.count)) + $0 }.joined()
  }
}

func whole(_ number: Double) -> String { String(format: "%.0f", number) }

func two(_ number: Double) -> String { String(format: "%.2f", number) }
