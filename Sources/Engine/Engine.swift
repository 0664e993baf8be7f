// The engine: an inbound event enters, is stepped, committed in one transaction, and answered.

public import Archive
internal import Crypto
public import Logging
public import Notify
public import Store
internal import Synchronization
public import WorkCalendar
public import Workflow

/// What the daemon hands to its engine.
public struct EngineConfiguration: Sendable {
  /// Version of the program.
  public var version: String
  /// Zone in which times are shown.
  public var zone: ZoneRules
  /// Unix users who operate the daemon.
  public var administrators: Set<String>
  /// Who plays which part; the administrators above are added to it.
  public var access: AccessRules
  /// True in development: administrators may stand in for others.
  public var allowsStandIns: Bool
  /// Where the directory comes from.
  public var directorySource: DirectorySource
  /// True where people who do not say otherwise get one message a day in place of many.
  public var digest = false
  /// What the sender of messages is called; nil: nothing.
  public var office: String?
  /// Bounds.
  public var limits: EngineLimits

  /// Creates a configuration.
  public init(
    version: String, zone: ZoneRules, administrators: Set<String>, allowsStandIns: Bool,
    access: AccessRules = AccessRules(), directorySource: DirectorySource = .database,
    limits: EngineLimits = .standard
  ) {
    self.access = access
    self.access.members[.admin, default: .init()].users.formUnion(administrators)
    self.directorySource = directorySource
    self.version = version
    self.zone = zone
    self.administrators = administrators
    self.allowsStandIns = allowsStandIns
    self.limits = limits
  }
}

/// What comes from outside besides events: files, users, zones, randomness.
public struct EngineSurroundings: Sendable {
  /// Reads the files of the library anew.
  public var sources: @Sendable () -> LibrarySources
  /// The rules of a time zone by its IANA name.
  public var zone: @Sendable (String) -> ZoneRules?
  /// The name of a Unix user.
  public var userName: @Sendable (UInt32) -> String?
  /// The names of the groups that a Unix user is in.
  public var groups: @Sendable (UInt32) -> [String]
  /// 64 random bits.
  public var random: @Sendable () -> UInt64

  /// Creates surroundings.
  public init(
    sources: @escaping @Sendable () -> LibrarySources,
    zone: @escaping @Sendable (String) -> ZoneRules?,
    userName: @escaping @Sendable (UInt32) -> String?,
    groups: @escaping @Sendable (UInt32) -> [String] = { _ in [] },
    random: @escaping @Sendable () -> UInt64
  ) {
    self.groups = groups
    self.sources = sources
    self.zone = zone
    self.userName = userName
    self.random = random
  }
}

/// Keeps agreements moving. All methods may be called at the same time.
public final class Engine: Sendable {
  let store: Store
  let notifiers: [any Notifier]
  let clock: any EngineClock
  let surroundings: EngineSurroundings
  let configuration: EngineConfiguration
  let logger: Logger
  let cache: AgreementCache
  let startedAt: Instant
  let timerAlarm: any EngineAlarm
  /// The lanes of the outbox; the first one looks after what no channel looks after.
  let lanes: [Lane]
  let owner: String
  /// Copies of documents; nil where none can be kept.
  let archive: DocumentArchive?
  /// False where the office keeps records of documents and no new copies.
  let keepsCopies: Bool
  private let loaded: Mutex<Loaded>
  /// The earliest timer that the timer loop knows of; a commit that sets an earlier one wakes it.
  let armedTimer = Mutex<Int64?>(nil)

  private struct Loaded {
    var library = Library()
    var older: [String: Workflow] = [:]
    var problems: [String] = []
    var directoryVersion: DirectoryVersion?
    var directoryNotes: [String] = []
  }

  /// Creates an engine on an open store; ``reload()`` loads its library.
  public init(
    store: Store, notifiers: [any Notifier], clock: any EngineClock,
    configuration: EngineConfiguration, surroundings: EngineSurroundings, logger: Logger,
    archive: DocumentArchive? = nil, keepsCopies: Bool = true
  ) throws {
    self.store = store
    self.notifiers = notifiers
    self.clock = clock
    self.configuration = configuration
    self.surroundings = surroundings
    self.logger = logger
    self.archive = archive
    self.keepsCopies = keepsCopies && archive != nil
    cache = AgreementCache(limit: configuration.limits.cachedAgreements)
    startedAt = clock.now()
    timerAlarm = try clock.makeAlarm()
    lanes = try Self.lanes(notifiers, clock)
    owner = String(surroundings.random(), radix: 16)
    loaded = Mutex(Loaded())
  }

  /// A lane for each channel, after one of the house itself where channels serve people or there is
  /// none.
  private static func lanes(_ notifiers: [any Notifier], _ clock: any EngineClock) throws -> [Lane]
  {
    let needsOwn = notifiers.isEmpty || notifiers.contains { $0.audience != .office }
    let own = needsOwn ? [Lane(.own, alarm: try clock.makeAlarm())] : []
    return try own + notifiers.map { Lane(.channel($0), alarm: try clock.makeAlarm()) }
  }

  /// The zone in which times are shown.
  public var zone: ZoneRules { configuration.zone }

  var limits: EngineLimits { configuration.limits }

  var library: Library { loaded.withLock { $0.library } }

  /// What the last load refused, rendered.
  public var loadProblems: [String] { loaded.withLock { $0.problems } }

  /// Names of the workflows that can be started.
  public var workflowNames: [String] { library.workflows.keys.sorted() }

  /// The people and positions that are loaded now.
  public var directory: Directory { loaded.withLock { $0.library.directory } }

  var heldDirectory: HeldDirectory {
    loaded.withLock {
      HeldDirectory(
        directory: $0.library.directory, version: $0.directoryVersion, notes: $0.directoryNotes)
    }
  }

  /// Puts a directory that is on disk into use, unless a newer one is in use already: commands in
  /// flight see the one or the other, never half of it.
  func hold(_ directory: Directory, _ version: DirectoryVersion?, notes: [String]?) {
    loaded.withLock { loaded in
      guard version?.number ?? 0 >= loaded.directoryVersion?.number ?? 0 else { return }
      loaded.library.directory = directory
      loaded.directoryVersion = version
      if let notes { loaded.directoryNotes = notes }
    }
  }

  /// Loads definitions, calendars and directory anew. What is bad is refused with its problems, and
  /// the old one stays.
  public func reload() async -> ReloadReport {
    let sources = surroundings.sources()
    let directoryLoad: DirectoryLoad
    do { directoryLoad = try await loadDirectory(sources) } catch {
      let problems = ["cannot record what was loaded: \(error)"]
      setProblems(problems)
      return ReloadReport(loaded: [], problems: problems)
    }
    let held = directoryLoad.held
    hold(held.directory, held.version, notes: held.notes)
    let loading = self.library.loading(
      sources, record: await recorded(), zone: surroundings.zone)
    let library = loading.0
    var report = loading.1
    report.problems = directoryLoad.problems + report.problems
    if directoryLoad.isNew {
      let place = report.loaded.firstIndex { $0.kind == "workflow" } ?? report.loaded.endIndex
      report.loaded.insert(.init(kind: "directory", name: "directory"), at: place)
    }
    var problems = report.problems.filter { !$0.isWarning }.map(\.text)
    do {
      try await record(report)
    } catch {
      // What is not on record is not used: an agreement could not be replayed.
      problems.append("cannot record what was loaded: \(error)")
      setProblems(problems)
      return ReloadReport(loaded: [], problems: problems)
    }
    loaded.withLock { [library] loaded in
      // Another one may have been applied since.
      let directory = loaded.library.directory
      loaded.library = library
      loaded.library.directory = directory
      loaded.problems = problems
    }
    let notes = await calendarNotes() + held.notes
    for note in notes { logger.notice("\(note)") }
    for item in report.loaded {
      logger.notice(
        "loaded \(item.kind) \(item.name)",
        metadata: ["message.id": "definitionLoaded", "\(item.kind)": "\(item.name)"])
    }
    for problem in report.problems {
      let subject: Logger.Metadata = ["workflow": "\(problem.subject)"]
      if problem.isWarning {
        logger.warning("\(problem.text)", metadata: subject)
      } else {
        logger.error(
          "\(problem.text)",
          metadata: subject.merging(["message.id": "definitionRefused"]) { old, _ in old })
      }
    }
    return ReloadReport(
      loaded: report.loaded.map { "\($0.kind) \($0.name)" }, problems: problems, notes: notes)
  }

  /// What should be done about calendars that are another version than the one in force.
  private func calendarNotes() async -> [String] {
    do {
      try await noteNewCalendars()
      return try await calendarsNotApplied().map {
        "calendar «\($0)» was changed; open deadlines stay as they are until «sinergictl calendar apply \($0)»"
      }
    } catch {
      logger.error("the calendars in force cannot be read: \(error)")
      return []
    }
  }

  /// What was in use before a restart; nothing once something is loaded.
  private func recorded() async -> LibrarySources {
    guard library.workflows.isEmpty, library.calendars.isEmpty else { return LibrarySources() }
    do {
      return LibrarySources(
        workflows: try await store.latestSources(.definition).map {
          SourceText(name: $0.name, text: $0.text)
        },
        calendars: try await store.latestSources(.calendar).map {
          SourceText(name: $0.name, text: $0.text)
        })
    } catch {
      logger.error("what was loaded before cannot be read: \(error)")
      return LibrarySources()
    }
  }

  private func setProblems(_ problems: [String]) { loaded.withLock { $0.problems = problems } }

  /// Keeps every source that is used, and says in the history when a new one came into use.
  private func record(_ report: Library.Report) async throws(StoreError) {
    let now = clock.now().millisecondsSince1970
    let groups: [(SourceKind, String, [AcceptedSource])] = [
      (.calendar, HistoryKind.calendarLoaded, report.calendars),
      (.definition, HistoryKind.definitionLoaded, report.definitions),
    ]
    for (kind, entry, sources) in groups {
      for source in sources {
        if try store.source(kind, digest: source.digest) != nil { continue }
        let payload = JSON.object([
          "name": .string(source.name), "digest": .string(source.digest),
        ])
        _ = try await store.appendEntry(
          kind: entry, version: HistoryKind.version, at: now, cause: "daemon",
          payload: payload.text)
        // After the entry: a crash in between repeats the entry, and never leaves it out.
        try await store.putSource(
          kind, name: source.name, digest: source.digest, text: source.text, at: now)
      }
    }
  }

  // MARK: What is loaded

  func workflow(named name: String) throws(EngineError) -> Workflow {
    let workflows = library.workflows
    if let workflow = workflows[name] { return workflow }
    throw .notFound(
      what: "workflow", name: name, suggestion: Suggestion.nearest(to: name, in: workflows.keys))
  }

  /// The workflow of a digest: instances stay with the definition that they started with.
  func workflow(digest: String, name: String) throws(EngineError) -> Workflow {
    let known = loaded.withLock { loaded -> Workflow? in
      if let current = loaded.library.workflows[name], current.digest == digest { return current }
      return loaded.older[digest]
    }
    if let known { return known }
    let row: SourceRow?
    do { row = try store.source(.definition, digest: digest) } catch {
      throw .store("\(error)")
    }
    guard let row,
      let workflow = DefinitionCompiler.compile(
        SourceText(name: row.name, text: row.text), digest: digest, isProved: true
      ).value
    else { throw .definitionUnavailable(digest) }
    loaded.withLock { loaded in
      if loaded.older.count >= limits.cachedWorkflows { loaded.older = [:] }
      loaded.older[digest] = workflow
    }
    return workflow
  }

  func calendar(of workflow: Workflow) throws(EngineError) -> OfficeCalendar {
    guard let calendar = loaded.withLock({ $0.library.calendars[workflow.calendar] }) else {
      throw .calendarUnavailable(workflow.calendar)
    }
    return calendar
  }

  // MARK: Who calls

  /// Who a Unix user is.
  public func caller(uid: UInt32) -> Caller {
    let name = surroundings.userName(uid)
    let person = name.flatMap { directory.person(unix: $0) }
    let roles = name.map { name in
      configuration.access.roles(of: name, isPerson: person != nil) { surroundings.groups(uid) }
    }
    return Caller(uid: uid, unixName: name, person: person, roles: roles ?? [])
  }

  /// The person on whose behalf a command is done, and the cause that the history notes.
  func actingPerson(_ context: CommandContext) throws(EngineError) -> (id: String, cause: String) {
    let caller = context.caller
    if let name = context.standIn {
      guard configuration.allowsStandIns, caller.isAdministrator else {
        noteDenial(caller, "standing in is not allowed")
        throw .standInNotAllowed(name)
      }
      return (try standIn(name), "uid:\(caller.uid) (stand-in)")
    }
    if let person = caller.person, !caller.isAdministrator || caller.mayAct {
      guard caller.mayAct else { throw denied(caller, .officer) }
      return (person.id, "uid:\(caller.uid)")
    }
    guard caller.isAdministrator else {
      throw .unknownCaller(uid: caller.uid, unixName: caller.unixName)
    }
    noteDenial(caller, "administrators do not act")
    throw .notPermitted(
      configuration.allowsStandIns
        ? "administrators operate and do not act in agreements; in development name a person with --as"
        : "administrators operate and do not act in agreements; the official must do it with their own account"
    )
  }

  /// The refusal of an account that does not play a part; a line of the journal tells of it.
  func denied(_ caller: Caller, _ role: ServiceRole) -> EngineError {
    noteDenial(caller, "not \(role.rawValue)")
    let name = caller.unixName ?? "uid \(caller.uid)"
    let own = caller.roles.map(\.rawValue).sorted().joined(separator: ", ")
    let what = role == .approver ? "approves, returns or signs nothing" : "changes no agreement"
    if caller.isAdministrator {
      return .notPermitted(
        "\(name) operates the service and \(what), whatever «access» says besides; the official must do it with their own account"
      )
    }
    return .notPermitted(
      "\(name) is \(own.isEmpty ? "in no role of the service" : own) and \(what); «access» in the daemon's configuration says who is \(role.rawValue)"
    )
  }

  private func noteDenial(_ caller: Caller, _ why: String) {
    logger.notice(
      "denied: \(why)",
      metadata: ["message.id": "accessDenied", "caller.uid": "\(caller.uid)"])
  }

  /// A decision is for approvers only, whatever the workflow says of the person.
  func checkDecision(_ act: Act, _ workflow: Workflow, _ context: CommandContext)
    throws(EngineError)
  {
    guard context.standIn == nil, workflow.isDecision(act), !context.caller.mayDecide else {
      return
    }
    throw denied(context.caller, .approver)
  }

  /// A person by identity, by Unix account, or by the position held today.
  private func standIn(_ name: String) throws(EngineError) -> String {
    let directory = directory
    if directory.people[name] != nil { return name }
    if let person = directory.person(unix: name) { return person.id }
    let today = zone.civil(clock.now()).date
    if let holder = directory.people(for: .position(name), on: today).first { return holder.id }
    if directory.positions[name] != nil {
      throw .notPermitted(
        "nobody stands for «\(name)» today, neither a holder nor a deputy; name a person with --as")
    }
    let known = Set(directory.people.keys).union(directory.positions.keys)
      .union(directory.people.values.compactMap(\.unix))
    throw .unknownPerson(name, suggestion: Suggestion.nearest(to: name, in: known))
  }
}
