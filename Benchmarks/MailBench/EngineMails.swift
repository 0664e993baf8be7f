// The whole way: reminders of agreements, from the outbox on disk to the mail server and back.

import Engine
import Foundation
import Logging
import Notify
import Store
import Synchronization
import WorkCalendar
import Workflow

/// Ten thousand agreements whose reminder has fallen due, delivered by the engine.
enum EngineMails {
  struct Figure {
    var mails: Int
    var passing: Double
    var delivering: Double

    var text: String {
      String(
        format:
          "by the engine, on disk: %d reminders passed on to their readers %.0f/s, delivered and settled %.0f/s, together %.0f/s",
        mails, Double(mails) / passing, Double(mails) / delivering,
        Double(mails) / (passing + delivering))
    }
  }

  static func run(_ mails: Int, sink: Sink) async throws -> Figure {
    let folder = FileManager.default.temporaryDirectory.appending(path: "mail-bench-\(getpid())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let store = try Store(.file(path: folder.appending(path: "sinergi.sqlite").path))
    defer { try? store.close() }
    guard let from = Mailbox("Sinergi <sinergi@example.org>") else { throw Problem("no sender") }
    let settings = SMTPSettings(
      server: "127.0.0.1", port: sink.port, security: .none, hello: "bench")
    let common = ChannelCommon(
      name: "email", audience: .people(contact: "email"), pace: ChannelPace(atOnce: 8))
    let notifier = SMTPNotifier(
      common, settings, MailComposer(from: from, host: "sinergi.example.org"))
    let zone = ZoneRules.fixed(
      name: "Asia/Makassar", abbreviation: "WITA", offsetSeconds: 28_800)
    func instant(_ date: String, _ time: String) throws -> Instant {
      guard let date = CivilDate(date), let time = TimeOfDay(time) else { throw Problem(date) }
      return zone.instant(date, time)
    }
    let clock = StandingClock(try instant("2026-05-04", "09:00"))
    let sources = try Self.sources()
    let engine = try Engine(
      store: store, notifiers: [notifier], clock: clock,
      configuration: EngineConfiguration(
        version: "bench", zone: zone, administrators: [], allowsStandIns: false,
        directorySource: .files),
      surroundings: EngineSurroundings(
        sources: { sources }, zone: { $0 == zone.name ? zone : nil },
        userName: { $0 == 1 ? "made" : nil }, random: { 4 }),
      logger: Logger(label: "bench") { _ in SwiftLogNoOpLogHandler() })
    let report = await engine.reload()
    guard report.problems.isEmpty else { throw Problem("\(report.problems)") }
    // Agreements, and the messages of their first tasks; then the reminders two days before.
    try await withThrowingTaskGroup(of: Void.self) { group in
      for worker in 0..<64 {
        group.addTask {
          for number in stride(from: worker, to: mails, by: 64) {
            _ = try await engine.start(
              StartCommand(workflow: "uji", data: ["tentang": .string("Literasi \(number)")]),
              CommandContext(caller: engine.caller(uid: 1)))
          }
        }
      }
      try await group.waitForAll()
    }
    try await drain(engine, clock)
    _ = sink.take()
    clock.set(try instant("2026-05-07", "08:00"))
    while try await engine.fireDueTimers(at: clock.now()).isFull {}
    let measure = ContinuousClock()
    let passing = try await measure.measure {
      while try await engine.passOn(at: clock.now()).isFull {}
    }
    let delivering = try await measure.measure { try await drain(engine, clock) }
    let taken = sink.take()
    guard taken.mails == mails else { throw Problem("\(taken.mails) of \(mails) arrived") }
    return Figure(mails: mails, passing: seconds(passing), delivering: seconds(delivering))
  }

  private static func drain(_ engine: Engine, _ clock: StandingClock) async throws {
    while true {
      let turn = try await engine.deliverDueMessages(at: clock.now(), policy: RetryPolicy())
      if turn.retried + turn.dead + turn.unknown > 0 { throw Problem("\(turn)") }
      if turn.delivered + turn.passed == 0 { return }
    }
  }

  private static func seconds(_ duration: Duration) -> Double {
    Double(duration.components.seconds) + Double(duration.components.attoseconds) / 1e18
  }

  private static func sources() throws -> LibrarySources {
    var sources = LibrarySources(
      workflows: [SourceText(name: "uji.yaml", text: workflow)],
      calendars: [SourceText(name: "kantor.yaml", text: calendar)],
      directories: [SourceText(name: "orang.yaml", text: directory)])
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "workflows/templates")
    for name in try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    where name.hasSuffix(".mustache") {
      let path = folder.appending(path: name)
      sources.templates.append(
        SourceText(name: path.path, text: try String(contentsOf: path, encoding: .utf8)))
    }
    return sources
  }

  private static let workflow = """
    workflow: uji
    title: { id: Nota kesepahaman, en: Memorandum }
    calendar: kantor
    reference: "UJI/{year}/{sequence:5}"
    subject: tentang
    data:
      tentang: { type: string, required: true }
    roles:
      pic: { position: pic, title: { id: Petugas penghubung, en: Liaison officer } }
    reminders:
      biasa: { at: [-2 wd] }
    initial: konsep
    states:
      konsep:
        title: { id: Menyusun konsep, en: Drafting }
        task: { for: pic, due: 5 wd, remind: biasa }
        on: { ajukan: selesai }
      selesai: { type: final }

    """
  private static let calendar = """
    calendar: kantor
    title: { id: Kantor }
    zone: Asia/Makassar
    week: { mon: "08:00-16:00", tue: "08:00-16:00", wed: "08:00-16:00", thu: "08:00-16:00", fri: "08:00-16:00" }
    sending: "08:00-15:00"
    stops: [libur]
    published: [2026]
    days:
      - { date: 2026-12-25, kind: libur, name: Natal, source: SKB, confidence: tinggi }

    """
  private static let directory = """
    directory: kantor
    organisations:
      - { id: dinas, name: Dinas }
    positions:
      - { id: pic, organisation: dinas, title: { id: Petugas penghubung, en: Liaison officer } }
    people:
      - { id: i-made, name: I Made Contoh, unix: made, language: id, contacts: [{ channel: email, address: made@example.org }] }
    holdings:
      - { person: i-made, position: pic, from: 2026-01-01, basis: "SK 1" }

    """
}

/// A clock that stands still until it is set.
final class StandingClock: EngineClock {
  private let state: Mutex<Instant>

  init(_ instant: Instant) { state = Mutex(instant) }

  func now() -> Instant { state.withLock { $0 } }
  func set(_ instant: Instant) { state.withLock { $0 = instant } }
  func makeAlarm() throws -> any EngineAlarm { NoAlarm() }
}

/// Nobody sleeps here.
private struct NoAlarm: EngineAlarm {
  func wait(until instant: Instant?) async {}
  func interrupt() {}
}
