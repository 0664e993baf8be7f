// Many clients at once, each with commands that fit the agreement as it was last heard of.

import Foundation
import Synchronization

/// A generator that the same seed makes repeat itself (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }
}

/// Clients that send until the daemon is gone.
final class Load: Sendable {
  private let ledger: Ledger
  private let socket: String
  private let isStopped = Mutex(false)
  private let group = DispatchGroup()

  /// Starts the clients, each on a thread of its own.
  ///
  /// - Parameter name: begins the keys of this load; another load has another name.
  init(_ ledger: Ledger, socket: String, clients: Int, name: String, seed: UInt64) {
    self.ledger = ledger
    self.socket = socket
    for client in 0..<clients {
      group.enter()
      let thread = Thread { [self] in
        var commands = Commands(
          name: "\(name)c\(client)", generator: SeededGenerator(seed: seed &+ UInt64(client)))
        while !isStopped.withLock({ $0 }), ledger.send(commands.next(ledger), to: socket) {}
        group.leave()
      }
      thread.start()
    }
  }

  /// Tells the clients to stop and waits until they have.
  func stop() {
    isStopped.withLock { $0 = true }
    group.wait()
  }
}

/// The commands of one client.
struct Commands {
  let name: String
  var generator: SeededGenerator
  private var number = 0

  init(name: String, generator: SeededGenerator) {
    self.name = name
    self.generator = generator
  }

  private struct Body: Encodable {
    var workflow: String?
    var event: String?
    var data: [String: String]?
    var reason: String?
    var `as`: String
  }

  /// What can be sent in a state: event, person, fields.
  private typealias Choice = (event: String, person: Person, data: [String: String]?)

  private static let papers = [
    "ruang_lingkup": "r", "kegiatan": "k", "pic_mitra": "p", "komitmen": "m", "draf": "d",
  ]
  private static let byState: [String: [Choice]] = [
    "konsep": [("isi", .pic, ["draf": "d"]), ("ajukan", .pic, papers), ("ajukan", .pic, papers)],
    "telaah": [("setuju", .kabid, nil), ("setuju", .kabid, nil), ("revisi", .kabid, nil)],
    "konsultasi_hukum": [("cukup_internal", .biroHukum, nil), ("revisi", .biroHukum, nil)],
    "pembahasan_mitra": [("sepakat", .pic, nil), ("revisi", .pic, nil)],
    "paraf/1-kabid": [("paraf", .kabid, nil), ("kembalikan", .kabid, nil)],
    "paraf/2-sekdis": [("paraf", .sekdis, nil), ("kembalikan", .sekdis, nil)],
    "penandatanganan/pihak_kesatu/menunggu": [
      (
        "tandatangan", .kadis,
        ["cara": "tte", "tanggal": "2026-01-05", "tempat": "Denpasar"]
      ), ("ubah_naskah", .kadis, nil),
    ],
  ]

  /// The next command: often a note, sometimes a start, seldom an end.
  mutating func next(_ ledger: Ledger) -> SentCommand {
    number += 1
    let key = "\(name)n\(number)"
    let dice = Int.random(in: 0..<100, using: &generator)
    let found = ledger.agreement { Int.random(in: 0..<$0, using: &generator) }
    guard dice >= 6, let (reference, states) = found else {
      return command(
        key, "/v1/agreements", event: "start",
        Body(
          workflow: "nota-kesepahaman-opd", data: ["tentang": key, "mitra": "univ-ganesha"],
          as: Person.pic.rawValue))
    }
    var choice: Choice = ("catat", .kadis, nil)
    if dice == 99 {
      choice = ("batalkan", .kadis, nil)
    } else if dice < 70 {
      let options = states.flatMap { Self.byState[$0] ?? [] }
      if let option = options.randomElement(using: &generator) { choice = option }
    }
    return command(
      key, "/v1/agreements/\(escaped(reference))/events", event: choice.event,
      Body(event: choice.event, data: choice.data, reason: key, as: choice.person.rawValue))
  }

  private func command(_ key: String, _ target: String, event: String, _ body: Body) -> SentCommand
  {
    let json = (try? JSONEncoder().encode(body)) ?? Data()
    return SentCommand(
      key: key, target: target, body: String(decoding: json, as: UTF8.self), event: event)
  }
}
