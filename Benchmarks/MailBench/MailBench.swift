// The benchmark of mails, part of `make bench`; nothing here is shipped.

import Foundation
import Notify

/// Measures reminders carried by the mail channel beside the same by libcurl alone.
@main
struct MailBench {
  /// What was measured with so many connections.
  private struct Row: Encodable {
    var atOnce: Int
    var channelPerSecond: Double
    var plainPerSecond: Double
    var ratio: Double
    var composingPerSecond: Double
    var composingRatio: Double
    var connections: Int
  }

  static func main() async {
    do {
      try await run(Array(CommandLine.arguments.dropFirst()))
    } catch {
      FileHandle.standardError.write(Data("\(error)\n".utf8))
      exit(1)
    }
  }

  private static func run(_ arguments: [String]) async throws {
    func value(_ flag: String) -> String? {
      arguments.firstIndex(of: flag).flatMap {
        arguments.indices.contains($0 + 1) ? arguments[$0 + 1] : nil
      }
    }
    let mails = value("--mails").flatMap { Int($0) } ?? 10_000
    let rounds = value("--rounds").flatMap { Int($0) } ?? 5
    guard let from = Mailbox("Sinergi <sinergi@example.org>") else { throw Problem("no sender") }
    let composer = MailComposer(from: from, host: "sinergi.example.org")
    let text = try composer.compose(.reminder(1)).text
    let sink = try Sink()
    print("\(mails) reminders of \(text.count) bytes, \(rounds) rounds, medians")
    let composing = try median(rounds) {
      try seconds { for number in 0..<mails { _ = try composer.compose(.reminder(number)) } }
    }
    print(String(format: "composed alone: %.0f/s", Double(mails) / composing))
    var rows: [Row] = []
    for atOnce in [4, 8] {
      var channel: [Double] = []
      var plain: [Double] = []
      var composed: [Double] = []
      var connections = 0
      // In turns, so that what else the machine does meets both.
      for _ in 0..<rounds {
        channel.append(try await carry(mails, atOnce: atOnce, sink.port, composer))
        let taken = sink.take()
        connections = taken.connections
        guard taken.mails == mails else { throw Problem("\(taken.mails) mails arrived") }
        plain.append(
          try seconds {
            try PlainCurl.carry(text, count: mails, threads: atOnce, port: sink.port)
          })
        guard sink.take().mails == mails else { throw Problem("mails were lost") }
        composed.append(
          try seconds {
            try PlainCurl.carry(text, count: mails, threads: atOnce, port: sink.port) { number in
              (try? composer.compose(.reminder(number)).text) ?? text
            }
          })
        guard sink.take().mails == mails else { throw Problem("mails were lost") }
      }
      let ratios = zip(plain, channel).map { $0 / $1 }
      let fair = zip(composed, channel).map { $0 / $1 }
      let row = Row(
        atOnce: atOnce, channelPerSecond: Double(mails) / middle(channel),
        plainPerSecond: Double(mails) / middle(plain), ratio: middle(ratios),
        composingPerSecond: Double(mails) / middle(composed), composingRatio: middle(fair),
        connections: connections)
      rows.append(row)
      print(
        String(
          format: "at once %d: channel %.0f/s, libcurl alone %.0f/s (ratio %.2f), "
            + "libcurl that composes too %.0f/s (ratio %.2f), connections %d",
          atOnce, row.channelPerSecond, row.plainPerSecond, row.ratio, row.composingPerSecond,
          row.composingRatio, row.connections))
    }
    let engine = try await EngineMails.run(mails, sink: sink)
    print(engine.text)
    if let path = value("--json") {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
      try encoder.encode(rows).write(to: URL(filePath: path))
    }
  }

  /// Carries the mails by the channel, as many at once as the engine would; gives the seconds.
  private static func carry(
    _ mails: Int, atOnce: Int, _ port: Int, _ composer: MailComposer
  ) async throws -> Double {
    let settings = SMTPSettings(server: "127.0.0.1", port: port, security: .none, hello: "bench")
    let common = ChannelCommon(
      name: "smtp", audience: .people(contact: "email"), pace: ChannelPace(atOnce: atOnce))
    let notifier = SMTPNotifier(common, settings, composer)
    let clock = ContinuousClock()
    let start = clock.now
    try await withThrowingTaskGroup(of: Void.self) { group in
      for worker in 0..<atOnce {
        group.addTask {
          for number in stride(from: worker, to: mails, by: atOnce) {
            _ = try await notifier.deliver(.reminder(number))
          }
        }
      }
      try await group.waitForAll()
    }
    return seconds(clock.now - start)
  }

  private static func seconds(_ body: () throws -> Void) rethrows -> Double {
    let clock = ContinuousClock()
    return seconds(try clock.measure(body))
  }

  private static func seconds(_ duration: Duration) -> Double {
    Double(duration.components.seconds) + Double(duration.components.attoseconds) / 1e18
  }

  private static func median(_ rounds: Int, _ body: () throws -> Double) rethrows -> Double {
    middle(try (0..<rounds).map { _ in try body() })
  }

  private static func middle(_ values: [Double]) -> Double {
    values.sorted()[values.count / 2]
  }
}
