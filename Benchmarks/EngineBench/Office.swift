// The engine as the daemon builds it: shipped files, the system's clock, a notifier.

import Engine
import Foundation
import Logging
import Notify
import Store
import WorkCalendar
import Workflow

/// The shipped definitions, and engines that run them.
struct Office {
  let sources: LibrarySources
  let zone = ZoneRules.fixed(
    name: "Asia/Makassar", abbreviation: "WITA", offsetSeconds: 8 * 3_600)

  /// Reads the files that the daemon reads in development.
  ///
  /// - Parameter more: definitions that only the benchmark knows.
  init(workflows folder: String, more: [SourceText] = []) throws {
    func read(_ path: String) throws -> SourceText {
      let data = try Data(contentsOf: URL(fileURLWithPath: path))
      return SourceText(name: path, text: String(decoding: data, as: UTF8.self))
    }
    func all(_ folder: String) throws -> [SourceText] {
      try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
        .filter { $0.hasSuffix(".yaml") }.map { try read("\(folder)/\($0)") }
    }
    sources = LibrarySources(
      workflows: try all(folder) + more, calendars: try all("\(folder)/calendars"),
      directories: try ["bali", "pengembangan"].map { try read("\(folder)/directory/\($0).yaml") })
  }

  /// An engine on an open store, with everything loaded.
  func engine(
    on store: Store, clock: any EngineClock = SystemTime(),
    log: any LogHandler = DiscardingLogHandler()
  ) async throws -> Engine {
    let engine = try Engine(
      store: store, notifiers: [SilentNotifier()], clock: clock,
      configuration: EngineConfiguration(
        version: "bench", zone: zone, administrators: [], allowsStandIns: false),
      surroundings: EngineSurroundings(
        sources: { [sources] in sources }, zone: { [zone] in $0 == zone.name ? zone : nil },
        userName: { _ in nil }, random: { UInt64.random(in: .min ... .max) }),
      logger: Logger(label: "bench") { _ in log })
    let report = await engine.reload()
    guard report.loaded.contains(where: { $0.hasSuffix(Agreement.workflow) }) else {
      throw BenchError("cannot load \(Agreement.workflow): \(report.problems)")
    }
    return engine
  }
}

/// An agreement as an office fills it in, and the two acts that go round in a circle.
enum Agreement {
  static let workflow = "nota-kesepahaman-opd"

  static let start = StartCommand(
    workflow: workflow,
    data: [
      "tentang": .string("Penempatan mahasiswa KKN di perpustakaan desa"),
      "mitra": .string("univ-ganesha"),
      "ruang_lingkup": .string("Pembinaan perpustakaan desa dan pembudayaan kegemaran membaca"),
      "kegiatan": .string("Lokakarya, pendampingan, pengolahan koleksi, layanan keliling"),
      "pic_mitra": .string("Kepala UPT Perpustakaan"),
      "komitmen": .string("Mitra: 40 mahasiswa, 1 Maret; Dinas: pembekalan, 20 Februari"),
      "draf": .string("SRIKANDI 400.14/1187/DAP, versi 3"),
    ])

  /// Each act closes a task with its timer and opens another one with a message for its owner.
  enum Turn: CaseIterable {
    case submit
    case sendBack

    func command(_ reference: String) -> ActCommand {
      switch self {
      case .submit: ActCommand(reference: reference, wish: .event("ajukan"))
      case .sendBack:
        ActCommand(
          reference: reference, wish: .event("revisi"),
          reason: "Pasal 4 belum menyebut penanggung jawab pembiayaan")
      }
    }

    func context(in engine: Engine) -> CommandContext {
      let account = self == .submit ? "sinergi-pic" : "sinergi-kabid"
      return CommandContext(
        caller: Caller(
          uid: self == .submit ? 1_101 : 1_102, unixName: account,
          person: engine.directory.person(unix: account), roles: [.officer, .approver]))
    }
  }
}

/// The time of day. Nothing waits on its alarms: the loops do not run while steps are measured.
struct SystemTime: EngineClock {
  private struct Alarm: EngineAlarm {
    func wait(until instant: Instant?) async {}
    func interrupt() {}
  }

  func now() -> Instant {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Instant(
      millisecondsSince1970: Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000)
  }

  func makeAlarm() -> any EngineAlarm { Alarm() }
}

/// Stands in the outbox rows; messages are written, and not delivered while steps are measured.
struct SilentNotifier: Notifier {
  let name = "file"
  let isIdempotent = true
  func deliver(_ message: Message) async throws(DeliveryError) -> Receipt { Receipt("") }
}

/// Takes every line of the daemon's usual level, so that the engine pays for making them.
struct DiscardingLogHandler: LogHandler {
  var metadata: Logger.Metadata = [:]
  var logLevel = Logger.Level.info

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {}
}
