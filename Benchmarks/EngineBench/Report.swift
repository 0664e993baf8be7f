// The figures as a table for people and as JSON for programs.

import Foundation
import Workflow

/// Everything that one run measured.
struct Report {
  var transitions: [TransitionFigures] = []
  var burst: BurstFigures?
  var lateness: LatenessFigures?
  var daemon: [DaemonFigures] = []

  /// Aims that the project set itself.
  static let ratioOfOneCaller = 0.7
  static let ratioOfMany = 0.5
  static let timersPerSecond = 20_000.0
  static let latenessMilliseconds = 20.0
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
    if let burst {
      lines.append(row(["due", "fired/s", "aim", "bare/s", "ratio"]))
      lines.append(
        row([
          "\(burst.timers)", whole(burst.engine), whole(Self.timersPerSecond), whole(burst.bare),
          two(burst.ratio),
        ]))
      lines.append("")
    }
    if let lateness {
      lines.append(
        row(["singles", "p50 ms", "p99 ms", "commit p50", "commit p99", "beyond p99", "aim"]))
      lines.append(
        row([
          "\(lateness.timers)", two(lateness.p50), two(lateness.p99), two(lateness.commit50),
          two(lateness.commit99), two(lateness.beyond99), whole(Self.latenessMilliseconds),
        ]))
      lines.append("")
    }
    if !daemon.isEmpty {
      lines.append(
        row([
          "agreements", "file MB", "RSS MB", "anon MB", "aim", "answer s", "ready s", "aim",
          "wake-ups",
        ]))
      for figure in daemon {
        lines.append(
          row([
            "\(figure.instances)", whole(figure.fileMegabytes), two(figure.residentMegabytes),
            two(figure.anonymousMegabytes), whole(Self.idleMegabytes), two(figure.answerSeconds),
            two(figure.readySeconds), two(Self.readySeconds),
            "\(figure.wakeUps)",
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
      "timers": burst.map {
        .object([
          "due": .int(Int64($0.timers)), "fired_per_second": .double($0.engine),
          "aim": .double(Self.timersPerSecond), "bare_per_second": .double($0.bare),
          "ratio": .double($0.ratio),
        ])
      } ?? .null,
      "lateness": lateness.map {
        .object([
          "timers": .int(Int64($0.timers)), "p50_ms": .double($0.p50), "p99_ms": .double($0.p99),
          "commit_p50_ms": .double($0.commit50), "commit_p99_ms": .double($0.commit99),
          "beyond_p99_ms": .double($0.beyond99), "aim_ms": .double(Self.latenessMilliseconds),
        ])
      } ?? .null,
      "daemon": .array(
        daemon.map {
          .object([
            "agreements": .int(Int64($0.instances)), "file_mb": .double($0.fileMegabytes),
            "rss_mb": .double($0.residentMegabytes), "anon_mb": .double($0.anonymousMegabytes),
            "answer_s": .double($0.answerSeconds), "ready_s": .double($0.readySeconds),
            "wake_ups": .int(Int64($0.wakeUps)), "cold": .bool($0.isCold),
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
