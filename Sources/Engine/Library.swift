// What is loaded: workflows, calendars, directory. Immutable; a reload makes a new one.

internal import Crypto
internal import Notify
public import WorkCalendar
public import Workflow

/// The files that a library is made of, read by whoever may read files.
public struct LibrarySources: Sendable {
  /// Workflow definitions.
  public var workflows: [SourceText]
  /// Calendars.
  public var calendars: [SourceText]
  /// Files beside the calendars that these may take in, found by the last part of their names.
  public var attachments: [SourceText]
  /// Directory files, each on top of the ones before.
  public var directories: [SourceText]
  /// Files that could not be read, in words.
  public var unreadable: [String]
  /// Profiles of the register.
  public var registers: [SourceText]
  /// Templates of messages, and the frame of their HTML.
  public var templates: [SourceText] = []
  /// Directory files that could not be read, in words.
  public var unreadableDirectories: [String] = []

  /// Creates sources.
  public init(
    workflows: [SourceText] = [], calendars: [SourceText] = [], attachments: [SourceText] = [],
    directories: [SourceText] = [], unreadable: [String] = [], registers: [SourceText] = []
  ) {
    self.workflows = workflows
    self.calendars = calendars
    self.attachments = attachments
    self.directories = directories
    self.unreadable = unreadable
    self.registers = registers
  }
}

extension LibrarySources {
  /// The attachment whose file has a name.
  fileprivate func attachment(_ name: String) -> SourceText? {
    attachments.last { $0.name.split(separator: "/").last.map(String.init) == name }
  }
}

/// A source that a library took in.
struct AcceptedSource: Sendable {
  var name: String
  var digest: String
  var text: String
}

/// Everything that is loaded.
struct Library: Sendable {
  var workflows: [String: Workflow] = [:]
  var sources: [String: String] = [:]
  var calendars: [String: OfficeCalendar] = [:]
  var directory = Directory()
  var registers: [String: RegisterProfile] = [:]
  var templates = MessageTemplates()
  /// SHA-256 over the files of the templates.
  var templatesDigest = ""

  /// What a load did beside the library itself.
  struct Report: Sendable {
    var definitions: [AcceptedSource] = []
    var calendars: [AcceptedSource] = []
    var loaded: [Loaded] = []
    var problems: [Problem] = []

    /// Something that came into use.
    struct Loaded: Sendable {
      var kind: String
      var name: String
    }

    /// Something that was refused or looks wrong.
    struct Problem: Sendable {
      var text: String
      /// The definition that it is about: its name, or its file's where it could not be read.
      var subject: String
      /// True when it keeps nothing from being used.
      var isWarning = false

      init(_ diagnostic: Diagnostic, in source: SourceText) {
        self.init(diagnostic.rendered(in: source), about: source)
        isWarning = diagnostic.severity == .warning
      }

      init(_ text: String, about source: SourceText) {
        self.text = text
        let file = source.name.split(separator: "/").last.map(String.init) ?? source.name
        subject = file.hasSuffix(".yaml") ? String(file.dropLast(".yaml".count)) : file
      }

      init(_ text: String, subject: String) {
        self.text = text
        self.subject = subject
      }
    }
  }

  static func digest(_ text: String) -> String {
    let digits = Array("0123456789abcdef".utf8)
    var hexadecimal: [UInt8] = []
    for byte in SHA256.hash(data: Array(text.utf8)) {
      hexadecimal.append(digits[Int(byte >> 4)])
      hexadecimal.append(digits[Int(byte & 15)])
    }
    return String(decoding: hexadecimal, as: UTF8.self)
  }

  /// This library with what is good in `sources`; what is bad is reported and the old one stays.
  /// After a restart there is no old one here, so that `record` fills in for bad files.
  func loading(
    _ sources: LibrarySources, record: LibrarySources = LibrarySources(),
    zone: (String) -> ZoneRules?
  ) -> (Library, Report) {
    var library = self
    var report = Report()
    report.problems = sources.unreadable.map { Report.Problem($0, subject: "-") }
    library.loadCalendars(sources, zone, &report)
    library.loadWorkflows(sources.workflows, &report)
    library.loadRegisters(sources.registers, &report)
    library.loadTemplates(sources.templates, &report)
    if report.problems.contains(where: { !$0.isWarning }) {
      library.fill(from: record, zone, &report)
    }
    library.checkNames(&report)
    return (library, report)
  }

  /// Takes what is missing from the record, and says so. People are not taken from it: whoever was
  /// struck from the directory may not come back by somebody else's spelling mistake.
  private mutating func fill(
    from record: LibrarySources, _ zone: (String) -> ZoneRules?, _ report: inout Report
  ) {
    var kept = Library()
    var ignored = Report()
    kept.loadCalendars(record, zone, &ignored)
    kept.loadWorkflows(record.workflows, areProved: true, &ignored)
    for name in kept.calendars.keys.sorted() where calendars[name] == nil {
      calendars[name] = kept.calendars[name]
      report.problems.append(
        .init("the calendar «\(name)» stays as it was before the restart", subject: name))
    }
    for name in kept.workflows.keys.sorted() where workflows[name] == nil {
      workflows[name] = kept.workflows[name]
      report.problems.append(
        .init("the workflow «\(name)» stays as it was before the restart", subject: name))
    }
    sources.merge(kept.sources) { mine, _ in mine }
  }

  private mutating func loadCalendars(
    _ sources: LibrarySources, _ zone: (String) -> ZoneRules?, _ report: inout Report
  ) {
    var seen: [String: String] = [:]
    for source in sources.calendars {
      let (calendar, text) = Self.calendar(source, sources, zone, &report)
      guard let calendar else { continue }
      guard isFirst(calendar.id, source, &seen, "calendar", &report) else { continue }
      if calendars[calendar.id]?.digest != calendar.digest {
        report.loaded.append(.init(kind: "calendar", name: calendar.id))
      }
      calendars[calendar.id] = calendar
      report.calendars.append(
        AcceptedSource(name: calendar.id, digest: calendar.digest, text: text))
    }
  }

  /// A calendar with the files that it includes, and the text that it is kept by.
  static func calendar(
    _ source: SourceText, _ sources: LibrarySources, _ zone: (String) -> ZoneRules?,
    _ report: inout Report
  ) -> (OfficeCalendar?, text: String) {
    var reading = CalendarReader.read(
      source, digest: Self.digest(source.text), zone: zone, attachments: sources.attachment)
    report.problems += reading.diagnostics.map { Report.Problem($0, in: source) }
    for file in reading.included {
      report.problems += file.diagnostics.map { Report.Problem($0, in: file.source) }
    }
    let digest = Self.digest(reading.text)
    if reading.isWrittenOut, reading.value != nil {
      // What is used is what is kept: the history names the digest of the whole written out.
      let whole = SourceText(name: source.name, text: reading.text)
      reading = CalendarReader.read(whole, digest: digest, zone: zone)
    }
    return (reading.value, reading.text)
  }

  private mutating func loadWorkflows(
    _ sources: [SourceText], areProved: Bool = false, _ report: inout Report
  ) {
    var seen: [String: String] = [:]
    for source in sources {
      let digest = Self.digest(source.text)
      let reading = DefinitionCompiler.compile(
        source, digest: digest, isProved: areProved)
      report.problems += reading.diagnostics.map { Report.Problem($0, in: source) }
      guard let workflow = reading.value else { continue }
      guard isFirst(workflow.name, source, &seen, "workflow", &report) else { continue }
      if workflows[workflow.name]?.digest != digest {
        report.loaded.append(.init(kind: "workflow", name: workflow.name))
      }
      workflows[workflow.name] = workflow
      self.sources[digest] = source.text
      report.definitions.append(
        AcceptedSource(name: workflow.name, digest: digest, text: source.text))
    }
  }

  private mutating func loadRegisters(_ sources: [SourceText], _ report: inout Report) {
    var seen: [String: String] = [:]
    for source in sources {
      let reading = RegisterProfileReader.read(source)
      report.problems += reading.diagnostics.map { Report.Problem($0, in: source) }
      guard let profile = reading.value else { continue }
      guard isFirst(profile.name, source, &seen, "register", &report) else { continue }
      registers[profile.name] = profile
    }
  }

  /// A template that cannot be used is told of; the words that were in use before stay.
  private mutating func loadTemplates(_ sources: [SourceText], _ report: inout Report) {
    let (read, problems) = MessageTemplates.read(sources, keeping: templates)
    for (source, diagnostics) in problems {
      report.problems += diagnostics.map { Report.Problem($0, in: source) }
    }
    let digest = Self.digest(
      sources.map { "\($0.name)\u{0}\($0.text)" }.joined(separator: "\u{0}"))
    if digest != templatesDigest, !sources.isEmpty {
      report.loaded.append(.init(kind: "templates", name: "of messages"))
    }
    templatesDigest = digest
    templates = read
  }

  private func isFirst(
    _ name: String, _ source: SourceText, _ seen: inout [String: String], _ what: String,
    _ report: inout Report
  ) -> Bool {
    if let other = seen[name] {
      report.problems.append(
        .init(
          "\(source.name):1:1: error[duplicate-name]: the \(what) «\(name)» is in \(other) already",
          about: source))
      return false
    }
    seen[name] = source.name
    return true
  }

  /// Names that cross from one file into another.
  private func checkNames(_ report: inout Report) {
    for deputy in directory.deputies {
      for name in deputy.scope where workflows[name] == nil {
        var problem = Report.Problem(
          "directory: «\(deputy.person)» is a deputy for «\(deputy.position)» in the workflow «\(name)», which is not loaded",
          subject: name)
        problem.isWarning = true
        report.problems.append(problem)
      }
    }
    for workflow in workflows.values.sorted(by: { $0.name < $1.name }) {
      if calendars[workflow.calendar] == nil {
        report.problems.append(
          .init(
            "workflow «\(workflow.name)»: the calendar «\(workflow.calendar)» is not loaded; nothing can be started",
            subject: workflow.name))
      }
      for role in workflow.roles.values.sorted(by: { $0.name < $1.name }) {
        guard case .position(let position) = role.binding,
          directory.positions[position] == nil
        else { continue }
        report.problems.append(
          .init(
            "workflow «\(workflow.name)»: the directory has no position «\(position)» for the role «\(role.name)»",
            subject: workflow.name))
      }
    }
  }
}

/// Checks files without an engine.
public enum LibraryCheck {
  /// Every problem of the files, rendered; warnings keep nothing from being used.
  public static func problems(of sources: LibrarySources, zone: (String) -> ZoneRules?) -> (
    errors: [String], warnings: [String]
  ) {
    let (directory, found) = Library.directory(of: sources.directories)
    var library = Library()
    library.directory = directory ?? Directory()
    let problems =
      sources.unreadableDirectories.map { Library.Report.Problem($0, subject: "-") } + found
      + library.loading(sources, zone: zone).1.problems
    return (
      problems.filter { !$0.isWarning }.map(\.text), problems.filter(\.isWarning).map(\.text)
    )
  }
}
