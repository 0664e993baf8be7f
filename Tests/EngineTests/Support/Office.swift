// An engine with everything that it needs, and short spellings of what people do at it.

import Archive
import Foundation
import Logging
import Notify
import Store
import Synchronization
import Testing
import WorkCalendar
public import Workflow

@testable import Engine

/// Bali's zone since 1945.
let makassar = ZoneRules.fixed(
  name: "Asia/Makassar", abbreviation: "WITA", offsetSeconds: 28_800)

/// An instant in Bali: `2027-03-01 10:00`.
func instant(_ text: String, _ place: SourceLocation = #_sourceLocation) throws -> Instant {
  let words = text.split(separator: " ")
  let date = try #require(CivilDate(String(words[0])), sourceLocation: place)
  let time = try #require(TimeOfDay(String(words[1])), sourceLocation: place)
  return makassar.instant(date, time)
}

/// The instant at which tests begin: Monday 4 May 2026, 09:00 in Bali.
func monday() throws -> Instant { try instant("2026-05-04 09:00") }

/// An instant in Bali as tests spell it.
func spelled(_ instant: Instant) -> String {
  let civil = makassar.civil(instant)
  return "\(civil.date) \(civil.time)"
}

/// The files that the engine is given; a test may change them between two reloads.
final class Files: Sendable {
  private let held: Mutex<LibrarySources>

  init(_ sources: LibrarySources) { held = Mutex(sources) }

  var sources: LibrarySources {
    get { held.withLock { $0 } }
    set { held.withLock { $0 = newValue } }
  }

  /// What is shipped, read from the root of the package.
  static func shipped() throws -> LibrarySources {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    func source(_ path: String) throws -> SourceText {
      let data = try Data(contentsOf: root.appending(path: path))
      return SourceText(name: path, text: String(decoding: data, as: UTF8.self))
    }
    return LibrarySources(
      workflows: [
        try source("workflows/nota-kesepahaman-opd.yaml"),
        try source("workflows/perpanjangan.yaml"),
      ],
      calendars: [try source("workflows/calendars/bali-pemprov.yaml")],
      directories: [
        try source("workflows/directory/bali.yaml"),
        try source("workflows/directory/pengembangan.yaml"),
      ])
  }
}

/// An engine on a store, with its clock and its files.
struct Office: Sendable {
  let engine: Engine
  let store: Store
  let clock: HandClock
  let files: Files

  /// Unix users by their number; `tamu` is in no directory, `root` administers.
  static let users = [
    "root", "made", "komang", "wayan", "nyoman", "tamu", "sinergi-pic", "sinergi-kabid",
    "sinergi-sekdis", "sinergi-kadis", "sinergi-birohukum", "sinergi-arsiparis",
  ]

  /// An office that has loaded `sources`; problems in them fail the test, unless they are meant.
  init(
    _ sources: LibrarySources, store: Store? = nil, clock: HandClock? = nil,
    notifiers: [any Notifier] = [], allowsStandIns: Bool = false,
    limits: EngineLimits = .standard, zone: ZoneRules = makassar, mayHaveProblems: Bool = false,
    archive: DocumentArchive? = nil, keepsCopies: Bool = true,
    directorySource: DirectorySource = .files, logger: Logger? = nil
  ) async throws {
    let store = try store ?? Store(.memory)
    let clock = try clock ?? HandClock(monday())
    let files = Files(sources)
    let count = Counter()
    self.store = store
    self.clock = clock
    self.files = files
    engine = try Engine(
      store: store, notifiers: notifiers, clock: clock,
      configuration: EngineConfiguration(
        version: "0.1.0", zone: zone, administrators: ["root"],
        allowsStandIns: allowsStandIns, directorySource: directorySource, limits: limits),
      surroundings: EngineSurroundings(
        sources: { files.sources }, zone: { $0 == zone.name ? zone : nil },
        userName: { uid in Self.users.indices.contains(Int(uid)) ? Self.users[Int(uid)] : nil },
        random: { count.next() }),
      logger: logger ?? Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, archive: archive,
      keepsCopies: keepsCopies)
    let report = await engine.reload()
    if !mayHaveProblems { try #require(report.problems == []) }
  }

  /// An office with small definitions.
  init(
    _ definitions: String..., store: Store? = nil, clock: HandClock? = nil,
    notifiers: [any Notifier] = [], allowsStandIns: Bool = false,
    limits: EngineLimits = .standard, zone: ZoneRules = makassar
  ) async throws {
    try await self.init(
      Definitions.sources(definitions), store: store, clock: clock, notifiers: notifiers,
      allowsStandIns: allowsStandIns, limits: limits, zone: zone)
  }

  // MARK: What people do

  func context(_ user: String, key: String? = nil, standIn: String? = nil) -> CommandContext {
    let uid = Self.users.firstIndex(of: user).map { UInt32($0) } ?? 65_534
    return CommandContext(
      caller: engine.caller(uid: uid), standIn: standIn, idempotencyKey: key)
  }

  @discardableResult
  func start(
    _ workflow: String = "uji", by user: String = "made",
    _ data: [String: JSON] = ["tentang": "Literasi"], key: String? = nil, standIn: String? = nil
  ) async throws(EngineError) -> CommandResult {
    try await engine.start(
      StartCommand(workflow: workflow, data: data), context(user, key: key, standIn: standIn))
  }

  @discardableResult
  func act(
    _ event: String, on reference: String, by user: String, _ data: [String: JSON] = [:],
    reason: String? = nil, task: String? = nil, key: String? = nil, standIn: String? = nil
  ) async throws(EngineError) -> CommandResult {
    try await engine.act(
      ActCommand(
        reference: reference, wish: .event(event), data: data, reason: reason, task: task),
      context(user, key: key, standIn: standIn))
  }

  @discardableResult
  func decide(
    _ kind: Refusal.DecisionKind, on reference: String, by user: String, reason: String? = nil,
    key: String? = nil
  ) async throws(EngineError) -> CommandResult {
    try await engine.act(
      ActCommand(reference: reference, wish: .decide(kind), reason: reason),
      context(user, key: key))
  }

  // MARK: What is there

  func id(_ reference: String) async throws -> Int64 {
    try #require(try await store.instance(reference: reference)).id
  }

  func history(_ reference: String) async throws -> [HistoryView] {
    try await engine.history(reference, after: 0, limit: 1_000)
  }

  func timers(_ reference: String) async throws -> [TimerRow] {
    try await store.timers(instance: try await id(reference))
  }

  func messages() async throws -> [MessageRow] {
    try await store.messages(MessageQuery(order: .oldestFirst, limit: 1_000))
  }

  @discardableResult
  func fire(at text: String) async throws -> TimerTurn {
    clock.set(try instant(text))
    return try await engine.fireDueTimers(at: clock.now())
  }

  /// Replays every agreement and verifies the chain: true at every point of every test.
  func checkRecord(_ place: SourceLocation = #_sourceLocation) async throws {
    for row in try await store.instances(InstanceQuery(limit: 1_000)) {
      let isSame = try await engine.replay(row.reference)
      #expect(isSame, "\(row.reference) does not replay", sourceLocation: place)
    }
    let audit = try await engine.audit()
    #expect(audit.isIntact, "\(audit.reason ?? "")", sourceLocation: place)
  }

  /// Everything that is on disk, to be compared with itself.
  func everything() async throws -> Everything {
    var all = Everything()
    all.instances = try await store.instances(InstanceQuery(limit: 1_000))
    all.history = try await store.history(afterPosition: 0, limit: 1_000)
    all.tasks = try await store.tasks(TaskQuery(limit: 1_000))
    all.messages = try await messages()
    for row in all.instances { all.timers += try await store.timers(instance: row.id) }
    return all
  }

  struct Everything: Hashable {
    var instances: [InstanceRow] = []
    var history: [HistoryRow] = []
    var tasks: [TaskRow] = []
    var messages: [MessageRow] = []
    var timers: [TimerRow] = []
  }
}

/// Numbers that never come again.
final class Counter: Sendable {
  private let count = Atomic<UInt64>(0)

  func next() -> UInt64 { count.add(1, ordering: .relaxed).newValue }
}

extension JSON: ExpressibleByStringLiteral {
  /// A string.
  public init(stringLiteral text: String) { self = .string(text) }
}

/// The kind of error that a command ends with; nil when it is done.
func kindOf(_ work: () async throws -> Void) async -> String? {
  do {
    try await work()
    return nil
  } catch {
    return (error as? EngineError)?.kind ?? "\(error)"
  }
}

/// A folder that is gone after the test.
final class Scratch: Sendable {
  let path: String

  init() throws {
    let url = FileManager.default.temporaryDirectory
      .appending(path: "engine-tests-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    path = url.path
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  var file: String { path + "/sinergi.sqlite" }
}
