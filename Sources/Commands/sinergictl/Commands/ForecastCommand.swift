// `sinergictl forecast`: what will happen to an agreement.

internal import AdminAPI
internal import AdminClient
internal import ArgumentParser

/// How a forecast is shown.
enum ForecastFormat: String, ExpressibleByArgument, CaseIterable {
  case table, json, ics
}

struct ForecastCommand: DaemonCommand {
  static let configuration = CommandConfiguration(
    commandName: "forecast", abstract: "Show what will happen to an agreement, and when.",
    discussion: """
      Walks the workflow forward. First what happens if nobody acts: every deadline,
      reminder, escalation and timed transition. Then, with --branches, what happens
      if each task is done on its last day, for each way through the events; a way
      ends where it comes back to states that it had before. What nobody knows yet
      is taken for given, and said. Nothing is changed.

      Examples:
        sinergictl forecast NKO/2026/0001
        sinergictl forecast NKO/2026/0001 --branches --until 2027-12-31
        sinergictl forecast NKO/2026/0001 --format ics > NKO-2026-0001.ics
      """)

  @Argument(help: "Reference of the agreement.") var reference: String
  @Option(name: .long, help: "The last day of interest, as 2027-12-31.") var until: String?
  @Flag(name: .long, help: "Also show each way if people act on their last day.")
  var branches = false
  @Option(name: .long, help: "table, json or ics (iCalendar: what happens if nobody acts).")
  var format: ForecastFormat?
  @OptionGroup var daemon: DaemonOptions

  var purpose: String { "forecast \(reference)" }

  func perform(_ client: AdminClient, _ console: Console) async throws {
    if format == .ics {
      return console.out(try await client.forecastFeed(reference, until: until))
    }
    let answer = try await client.forecast(reference, until: until)
    if format == .json { return console.out(String(decoding: answer.json, as: UTF8.self)) }
    console.answer(answer.json) {
      ForecastWords.forecast(answer.value, withBranches: branches, $0)
    }
    if !console.printsJSON, !branches, !answer.value.courses.isEmpty, console.appearance.isTerminal
    {
      console.note(
        "\(answer.value.courses.count) ways if people act on their last day: --branches shows them")
    }
  }
}
