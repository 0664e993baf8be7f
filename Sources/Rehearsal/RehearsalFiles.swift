// Compiles what a plan holds, and invents what it leaves open.

internal import Engine
internal import WorkCalendar
internal import Workflow

/// The files of a rehearsal after they were read.
struct RehearsalFiles {
  let workflow: Workflow
  /// Every workflow that is loaded, the rehearsed one first.
  let workflows: [Workflow]
  let calendar: OfficeCalendar
  let directory: Directory
  let sources: LibrarySources
  /// Values of the data at the start.
  let data: [String: String]
  let from: Instant
  let until: Instant
  let invented: [String]

  init(_ plan: RehearsalPlan) throws(RehearsalError) {
    let workflow = try Self.value(
      DefinitionCompiler.compile(plan.definition, digest: ""), plan.definition)
    let others = plan.others.compactMap {
      DefinitionCompiler.compile($0, digest: "", isProved: true).value
    }
    workflows = [workflow] + others
    self.workflow = workflow
    calendar = try Self.calendar(of: workflow, plan)
    let from = plan.from ?? plan.scenario?.from.value
    guard let from else { throw .noBeginning }
    self.from = Self.instant(from, calendar)
    // A day without a time is rehearsed to its end.
    let until = plan.until ?? plan.scenario?.until?.value
    let calendar = calendar
    self.until =
      until.map { moment in
        moment.time.map { calendar.zone.instant(moment.date, $0) }
          ?? calendar.startOfDay(moment.date.adding(days: 1)).adding(milliseconds: -1)
      } ?? calendar.startOfDay(from.date.adding(months: 12 * RehearsalLimits.years))

    var given = Directory()
    for source in plan.directories {
      given = try Self.value(DirectoryReader.read(source, onto: given), source)
    }
    var values: [String: String] = [:]
    for field in plan.scenario?.data ?? [] { values[field.name.value] = field.value.value }
    values.merge(plan.data) { _, new in new }
    var invented: [String] = []
    for field in workflow.fields
    where field.isRequired && field.defaultValue == nil && values[field.name] == nil {
      let value = Self.invent(field, from: given, on: from.date)
      values[field.name] = value
      invented.append("\(field.name): \(value)")
    }
    data = values
    var directories = plan.directories
    if directories.isEmpty {
      let partners = Self.partners(workflow, values, plan.scenario)
      let source = InventedDirectory(workflows, partners: partners, scenario: plan.scenario).source
      given = try Self.value(DirectoryReader.read(source), source)
      directories = [source]
      invented.append("people: one for each position and partner")
    }
    directory = given
    self.invented = invented
    sources = LibrarySources(
      workflows: [plan.definition] + plan.others, calendars: plan.calendars,
      attachments: plan.attachments, directories: directories)
    if let scenario = plan.scenario {
      // The organisations of an invented directory come from the scenario, so that any is right.
      let problems = ScenarioReader.problems(of: scenario, in: workflow, directory: given)
      if !problems.isEmpty { throw .scenario(problems) }
    }
  }

  /// A moment as an instant: without a time, the start of work.
  static func instant(_ moment: Scenario.Moment, _ calendar: OfficeCalendar) -> Instant {
    moment.time.map { calendar.zone.instant(moment.date, $0) }
      ?? calendar.business.startOfWork(on: moment.date)
  }

  private static func value<Value>(
    _ reading: Reading<Value>, _ source: SourceText
  ) throws(RehearsalError) -> Value {
    guard let value = reading.value else {
      throw .problems(reading.diagnostics.filter { $0.severity == .error }, in: source)
    }
    return value
  }

  private static func calendar(
    of workflow: Workflow, _ plan: RehearsalPlan
  ) throws(RehearsalError) -> OfficeCalendar {
    var known: [String] = []
    for source in plan.calendars {
      let reading = CalendarReader.read(
        source, digest: "", zone: plan.zone,
        attachments: { name in
          plan.attachments.last { $0.name.split(separator: "/").last.map(String.init) == name }
        })
      guard let calendar = reading.value else {
        let own = reading.diagnostics.filter { $0.severity == .error }
        let other = reading.included.first { file in
          file.diagnostics.contains { $0.severity == .error }
        }
        throw .problems(
          own.isEmpty ? other?.diagnostics ?? [] : own,
          in: own.isEmpty ? other?.source ?? source : source)
      }
      if calendar.id == workflow.calendar { return calendar }
      known.append(calendar.id)
    }
    throw .noCalendar(workflow.calendar, given: known)
  }

  private static func partners(
    _ workflow: Workflow, _ values: [String: String], _ scenario: Scenario?
  ) -> [String] {
    let fields = Set(workflow.fields.filter { $0.type == .organisation }.map(\.name))
    let later = (scenario?.acts ?? []).flatMap(\.data).filter { fields.contains($0.name.value) }
    return values.filter { fields.contains($0.key) }.map(\.value) + later.map(\.value.value)
  }

  /// A value for a field that must be filled.
  private static func invent(
    _ field: DataField, from directory: Directory, on date: CivilDate
  ) -> String {
    switch field.type {
    case .string:
      return field.allowedValues.first
        ?? "\(field.title?.id ?? field.name) \(InventedDirectory.mark)"
    case .int, .double: return "1"
    case .bool: return "false"
    case .date: return "\(date)"
    case .organisation:
      func parts(_ id: String) -> Int {
        directory.positions.values.count { $0.organisation == id && $0.role != nil }
      }
      let known = directory.organisations.keys.sorted()
      return known.max { parts($0) < parts($1) } ?? "mitra-rekaan"
    }
  }
}
