// A small office on an engine whose database is memory and whose clock stands still.

import AdminAPI
import Archive
import Engine
import Foundation
import Logging
import Store
import WorkCalendar
import Workflow

@testable import AdminServer

/// People: Made (pic) and Wayan (kabid); root administers; everybody else is unknown.
struct Office {
  let engine: Engine
  let responder: Responder
  /// Copies of documents, in a folder that is gone with the office.
  let copies: CopiesFolder

  static let made: UInt32 = 1001
  static let wayan: UInt32 = 1002
  static let root: UInt32 = 0
  static let nobody: UInt32 = 65534
  static let oka: UInt32 = 1003

  static let users: [UInt32: String] = [made: "made", wayan: "wayan", root: "root", oka: "oka"]

  /// Made works, Wayan decides, Oka audits as a member of a group, root operates.
  static let divided = AccessRules([
    .officer: .init(users: ["made"]), .approver: .init(groups: ["pejabat"]),
    .auditor: .init(groups: ["auditor"]),
  ])
  static let groups: [UInt32: [String]] = [wayan: ["pejabat", "users"], oka: ["auditor"]]

  init(
    users: [UInt32: String] = users, allowsStandIns: Bool = false,
    access: AccessRules = AccessRules(),
    logger: Logger = .silent, engineLogger: Logger = .silent
  ) async throws {
    let seed = Counter()
    copies = try CopiesFolder()
    engine = try Engine(
      store: Store(.memory), notifiers: [], clock: StandingClock(),
      configuration: EngineConfiguration(
        version: "0.1.0", zone: .wita, administrators: ["root"], allowsStandIns: allowsStandIns,
        access: access),
      surroundings: EngineSurroundings(
        sources: { Self.sources }, zone: { _ in .wita }, userName: { users[$0] },
        groups: { uid in
          Self.users.first { $0.value == users[uid] }.flatMap { Self.groups[$0.key] } ?? []
        },
        random: { seed.next() }), logger: engineLogger, archive: copies.archive)
    responder = Responder(engine: engine, logger: logger)
    let report = await engine.reload()
    if !report.problems.isEmpty { throw Unready(problems: report.problems) }
  }

  struct Unready: Error { var problems: [String] }

  // MARK: Asking without a socket

  func get(_ target: String, as uid: UInt32 = made, headers: [String: String] = [:]) async -> Reply
  {
    await responder.answer(
      Inquiry(method: "GET", target: target, headers: headers, body: [], uid: uid))
  }

  func post(
    _ target: String, _ body: String = "", as uid: UInt32 = made, headers: [String: String] = [:]
  ) async -> Reply {
    await responder.answer(
      Inquiry(
        method: "POST", target: target, headers: headers, body: Array(body.utf8), uid: uid))
  }

  /// Starts an agreement as Made and gives its percent-encoded path.
  func startAgreement() async throws -> String {
    let reply = await post("/v1/agreements", Self.startBody)
    return try reply.value(CommandAnswer.self).reference.encodedPath
  }

  static let startBody = #"{"workflow": "uji", "data": {"tentang": "Layanan perpustakaan"}}"#

  // MARK: Its files

  static let sources = LibrarySources(
    workflows: [SourceText(name: "uji.yaml", text: workflow)],
    calendars: [SourceText(name: "kantor.yaml", text: calendar)],
    directories: [SourceText(name: "orang.yaml", text: directory)],
    registers: [SourceText(name: "singkat.yaml", text: register)])

  static let workflow = """
    workflow: uji
    title: { id: Uji coba, en: Trial }
    calendar: kantor
    reference: "UJI/{year}/{sequence:4}"
    subject: tentang
    data:
      tentang: { type: string, required: true, title: { id: Tentang } }
      jumlah: { type: int }
    roles:
      pic: { position: pic }
      kabid: { position: kabid }
    documents:
      naskah: { title: { id: Naskah }, by: [pic], required: true }
      lampiran:
    initial: konsep
    states:
      konsep:
        title: { id: Menyusun konsep }
        task: { for: pic, due: 5 wd }
        on: { ajukan: telaah }
      telaah:
        task: { for: kabid, due: 3 wd, approve: setuju, return: revisi }
        on:
          setuju: selesai
          revisi: { target: konsep, reason: required }
      selesai: { type: final }

    """

  static let register = """
    register: singkat
    title: Register singkat
    heading: Dinas
    columns: [row, reference, { about: Perihal }, number, partner_number, status, started]
    filter: { status: [proses, selesai] }

    """

  static let calendar = """
    calendar: kantor
    title: { id: Kantor }
    zone: Asia/Makassar
    week: { mon: "08:00-16:00", tue: "08:00-16:00", wed: "08:00-16:00", thu: "08:00-16:00", fri: "08:00-16:00" }
    sending: "08:00-15:00"
    stops: [libur]
    published: [2026, 2027]
    days:
      - { date: 2026-12-25, kind: libur, name: Natal, source: "SKB", confidence: tinggi }

    """

  static let directory = """
    directory: kantor
    organisations:
      - { id: dinas, name: Dinas }
    positions:
      - { id: pic, organisation: dinas, title: { id: Petugas penghubung } }
      - { id: kabid, organisation: dinas, title: { id: Kepala bidang } }
    people:
      - { id: i-made, name: I Made Contoh, unix: made }
      - { id: i-wayan, name: I Wayan Contoh, unix: wayan }
    holdings:
      - { person: i-made, position: pic }
      - { person: i-wayan, position: kabid }

    """
}

/// An archive in a folder of its own.
final class CopiesFolder: Sendable {
  let path = "/tmp/sinergi-copies-\(UUID().uuidString.prefix(8))"
  let archive: DocumentArchive
  /// Largest copy in these tests, in bytes.
  static let limit: Int64 = 4 << 20

  init() throws {
    var limits = ArchiveLimits()
    limits.fileBytes = Self.limit
    archive = try DocumentArchive(folder: path, limits: limits)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func place(_ digest: String) -> String { "\(path)/\(digest.prefix(2))/\(digest.dropFirst(2))" }
}

extension ZoneRules {
  static let wita = ZoneRules.fixed(
    name: "Asia/Makassar", abbreviation: "WITA", offsetSeconds: 28_800)
}

extension Logger {
  static let silent = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
}

extension String {
  var encodedPath: String { "/v1/agreements/\(PercentEncoding.encode(self))" }
}

extension Reply {
  func value<Value: WireType>(_ type: Value.Type) throws -> Value {
    try WireCoding.decode(type, from: body)
  }

  var problem: Problem? { try? value(Problem.self) }
}
