// `sinergictl calendar list`, `preview` and `apply`: what a version of a calendar moves.

internal import AdminAPI
internal import AdminClient
internal import ArgumentParser
internal import Workflow

struct CalendarList: DaemonCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the loaded calendars and whether they were applied.",
    discussion: """
      Example:
        sinergictl calendar list
      """)

  @OptionGroup var daemon: DaemonOptions

  var purpose: String { "list calendars" }

  func perform(_ client: AdminClient, _ console: Console) async throws {
    let answer = try await client.calendars()
    console.list(answer.json, isEmpty: answer.value.items.isEmpty, none: "no calendar is loaded") {
      ClockWords.calendars(answer.value, $0)
    }
  }
}

/// A file, or the name of a loaded calendar.
struct CalendarVersion {
  var name: String?
  var file: String?
  var text: String?

  /// What is named like a file is read; anything else is the name of a calendar.
  init(_ argument: String?, _ console: Console) throws {
    guard let argument else { return }
    guard argument.contains("/") || argument.contains(".") else {
      name = argument
      return
    }
    let source = try DefinitionFile.read(argument, console)
    (file, text) = (source.name, source.text)
  }
}

struct CalendarPreview: DaemonCommand {
  static let configuration = CommandConfiguration(
    commandName: "preview", abstract: "Show every open deadline that a calendar would move.",
    discussion: """
      With a file, deadlines are counted on that text; with the name of a loaded
      calendar, or with nothing, on the version that the daemon has loaded. Nothing
      is changed. For administrators.

      Example:
        sinergictl calendar preview workflows/calendars/bali-pemprov.yaml
      """)

  @Argument(help: "A calendar file, or the name of a loaded calendar.", completion: .file())
  var calendar: String?
  @OptionGroup var daemon: DaemonOptions

  var purpose: String { "preview the calendar" }

  func perform(_ client: AdminClient, _ console: Console) async throws {
    let version = try CalendarVersion(calendar, console)
    let answer = try await client.previewCalendar(
      CalendarPreviewRequest(calendar: version.name, file: version.file, text: version.text))
    console.list(
      answer.json, isEmpty: answer.value.moved.isEmpty, none: ClockWords.summary(answer.value)
    ) { ClockWords.report(answer.value, $0) }
    if !answer.value.moved.isEmpty, !console.printsJSON {
      console.note(ClockWords.summary(answer.value))
      console.note(
        "to move them: sinergictl calendar apply \(calendar ?? answer.value.calendar) --reason TEXT"
      )
    }
  }
}

struct CalendarApply: DaemonCommand {
  static let configuration = CommandConfiguration(
    commandName: "apply", abstract: "Move open deadlines to the calendar as it is now.",
    discussion: """
      The daemon reads its calendars anew and counts every open deadline again. Each
      agreement gets an entry with the reason in its history, its reminders are
      planned anew around the new deadline, and whoever has the task is told. With a
      file, it is applied only if it is the text that the daemon reads. Doing it
      again is harmless. For administrators.

      Example:
        sinergictl calendar apply bali-pemprov --reason "SKB 1497/2025"
      """)

  @Argument(help: "A calendar file, or the name of a loaded calendar.", completion: .file())
  var calendar: String?
  @Option(name: .long, help: "Why; it is kept in each history.") var reason: String
  @OptionGroup var daemon: DaemonOptions

  var purpose: String { "apply the calendar" }

  func perform(_ client: AdminClient, _ console: Console) async throws {
    let version = try CalendarVersion(calendar, console)
    let answer = try await client.applyCalendar(
      CalendarApplyRequest(
        calendar: version.name, file: version.file, text: version.text, reason: reason))
    console.list(
      answer.json, isEmpty: answer.value.moved.isEmpty, none: ClockWords.summary(answer.value)
    ) { ClockWords.report(answer.value, $0) }
    if !answer.value.moved.isEmpty, !console.printsJSON {
      console.note(ClockWords.summary(answer.value))
    }
    for failure in answer.value.failed {
      console.note("cannot move \(failure.reference): \(failure.reason)")
    }
    if !answer.value.failed.isEmpty { throw ExitCode(Exit.cannot.rawValue) }
  }
}

struct CalendarExport: DaemonCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Write deadlines as an iCalendar file for a phone or calendar.",
    discussion: """
      For a person, a position, a role, or one agreement. Each deadline is an event
      with alarms a day and two hours before; what was done or moved keeps its
      identity, so that a calendar that reads the file again moves or removes it.
      What was done within the last 90 days is in it as cancelled.

      Examples:
        sinergictl calendar export --for wirati --output tenggat.ics
        sinergictl calendar export --for NKO/2026/0001
      """)

  @Option(
    name: .customLong("for"),
    help: "A person or position of the directory, a role of a workflow, or a reference.")
  var subject: String
  @Option(name: .long, help: "Write to this file, whole or not at all.", completion: .file())
  var output: String?
  @OptionGroup var daemon: DaemonOptions

  var purpose: String { "export the deadlines of \(subject)" }

  func perform(_ client: AdminClient, _ console: Console) async throws {
    let bytes = try await client.feed(for: subject)
    guard let output else { return console.out(bytes) }
    try OutputFile.write(bytes, to: output, console)
  }
}
