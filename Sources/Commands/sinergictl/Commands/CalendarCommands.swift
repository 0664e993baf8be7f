// `sinergictl calendar propose` and `import`: days for a calendar file, from the pawukon and from .ics.

internal import AdminAPI
internal import ArgumentParser
internal import WorkCalendar
internal import Workflow

struct CalendarCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "calendar", abstract: "Look after working calendars and the deadlines on them.",
    subcommands: [
      CalendarList.self, CalendarPreview.self, CalendarApply.self, CalendarExport.self,
      CalendarPropose.self, CalendarImport.self,
    ])
}

struct CalendarPropose: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "propose", abstract: "Compute the holy days of the pawukon in a year.",
    discussion: """
      Prints lines for «days» of a calendar file: Galungan, Kuningan, Saraswati,
      Pagerwesi and the days around them, computed from the 210-day cycle and marked
      as estimates (perkiraan) until the circular of the year is out.

      Example:
        sinergictl calendar propose 2029
      """)

  @Argument(help: "The year.") var year: Int
  @Option(name: .long, help: "The kind of day that the entries get.") var kind = "dispensasi_bali"
  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard (CalendarLimits.firstYear...CalendarLimits.lastYear).contains(year) else {
      throw ValidationError(
        "the year must lie between \(CalendarLimits.firstYear) and \(CalendarLimits.lastYear)")
    }
  }

  func run() throws {
    let days = Pawukon.holidays(in: year).map { $0.closedDay(kind: kind) }
    try CalendarDayWords.tell(days, Console(output))
  }
}

struct CalendarImport: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import", abstract: "Read closed days from an iCalendar file.",
    discussion: """
      Prints lines for «days» of a calendar file. All-day events are read, with
      yearly rules, exceptions and cancellations (RFC 5545); CATEGORIES may name the
      kind of day (libur_nasional, cuti_bersama, dispensasi, dispensasi_bali),
      STATUS:TENTATIVE marks an estimate. Look the lines over before you put them
      into the calendar: source and confidence are yours to state.

      Example:
        sinergictl calendar import libur-2027.ics --from 2027
      """)

  @Argument(help: "The iCalendar file.", completion: .file(extensions: ["ics"])) var file: String
  @Option(name: .long, help: "First year.") var from: Int
  @Option(name: .long, help: "Last year; by default the first.") var to: Int?
  @OptionGroup var output: OutputOptions

  func validate() throws {
    if let to, to < from { throw ValidationError("--to must not lie before --from") }
  }

  func run() throws {
    let console = Console(output)
    var source = try DefinitionFile.read(file, console)
    // The name stands in the entries; the folder where it lay says nothing to who reads them.
    source.name = source.name.split(separator: "/").last.map { String($0) } ?? source.name
    let reading = ICalendarReader.days(source, years: from...(to ?? from))
    for problem in reading.diagnostics { console.note(problem.rendered(in: source)) }
    guard let days = reading.value else { throw ExitCode(Exit.cannot.rawValue) }
    if days.isEmpty { console.note("no closed days in these years") }
    try CalendarDayWords.tell(days, console)
  }
}
