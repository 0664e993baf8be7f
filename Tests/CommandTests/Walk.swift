// One agreement on its way by `sinergictl`, with what its history must hold in the end.

import Foundation
import Testing

/// What an entry of the history must say.
struct ExpectedEntry: Equatable {
  var sequence: Int
  var event: String
  var person: String?
  var role: String?
  var capacity: String?
  var cause: String
  var states: [String]
}

/// An agreement that people move; every step and every refusal is checked as it happens.
struct Walk {
  let office: Office
  private(set) var reference = ""
  private(set) var expected: [ExpectedEntry] = []

  static let definitive = "definitif"
  /// A partner has no account: the liaison officer acts in their place.
  static let recorder = "dicatat"
  static let papers = [
    "ruang_lingkup=Literasi desa", "kegiatan=KKN di perpustakaan desa", "pic_mitra=Ni Luh Ayu",
    "komitmen=Ni Made Wirati sampai 2027-06-30", "draf=D-1",
  ]

  /// Starts an agreement by a liaison officer.
  init(_ office: Office, by person: Person = .pic) throws {
    self.office = office
    let answer = try step(
      person, ["start", "nota-kesepahaman-opd"] + Self.set(["tentang=KKN", "mitra=univ-ganesha"]))
    reference = answer.reference
    note(answer, person, event: "start", role: "pic", Self.definitive, states: ["konsep"])
  }

  static func set(_ assignments: [String]) -> [String] { assignments.flatMap { ["--set", $0] } }

  // MARK: Steps

  /// Sends an event.
  mutating func act(
    _ person: Person, _ event: String, role: String, set: [String] = [], reason: String? = nil,
    task: String? = nil, capacity: String = definitive, to states: [String]
  ) throws {
    var arguments = ["do", reference, event] + Self.set(set)
    if let reason { arguments += ["--reason", reason] }
    if let task { arguments += ["--task", task] }
    note(try step(person, arguments), person, event: event, role: role, capacity, states: states)
  }

  /// Approves; the workflow calls that `event`.
  mutating func approve(_ person: Person, _ event: String, role: String, to states: [String]) throws
  {
    let answer = try step(person, ["approve", reference])
    note(answer, person, event: event, role: role, Self.definitive, states: states)
  }

  /// Returns; the workflow calls that `event`.
  mutating func sendBack(_ person: Person, _ event: String, role: String, reason: String) throws {
    let answer = try step(person, ["return", reference, "--reason", reason])
    note(answer, person, event: event, role: role, Self.definitive, states: ["konsep"])
  }

  /// A command that must be done.
  private func step(_ person: Person, _ arguments: [String]) throws -> CommandAnswer {
    let outcome = try office.control(person, arguments + ["--json"])
    try #require(outcome.code == 0, "\(person) \(arguments): \(outcome.errors)")
    #expect(outcome.errors.isEmpty, "\(arguments): \(outcome.errors)")
    return try decode(CommandAnswer.self, outcome.output)
  }

  private mutating func note(
    _ answer: CommandAnswer, _ person: Person, event: String, role: String, _ capacity: String,
    states: [String]
  ) {
    let entry = ExpectedEntry(
      sequence: expected.count + 1, event: event, person: person.id, role: role,
      capacity: capacity, cause: office.cause(of: person), states: states)
    let told = ExpectedEntry(
      sequence: answer.sequence, event: answer.event, person: answer.actor?.person,
      role: answer.actor?.role, capacity: answer.actor?.capacity, cause: entry.cause,
      states: answer.states)
    #expect(told == entry, "\(answer.reference)")
    #expect(!answer.replay)
    expected.append(entry)
  }

  /// A timer fired meanwhile; it is nobody's act.
  mutating func timerFired(to states: [String]) throws {
    try eventually("\(reference) comes to \(states)") {
      try office.agreement(reference).agreement.states == states
    }
    for entry in try office.history(reference).dropFirst(expected.count) {
      #expect(entry.cause.hasPrefix("timer:"), "\(entry)")
      #expect(entry.payload.actor == nil, "\(entry)")
      expected.append(
        ExpectedEntry(
          sequence: expected.count + 1, event: "", cause: entry.cause,
          states: entry.payload.states ?? []))
    }
  }

  /// The agreement heard of one that it started; nobody does that.
  mutating func heard(of child: String) throws {
    try eventually("\(reference) hears of \(child)") {
      try office.history(reference).count > expected.count
    }
    for entry in try office.history(reference).dropFirst(expected.count) {
      #expect(entry.cause == "child:\(child)" && entry.payload.actor == nil, "\(entry)")
      expected.append(
        ExpectedEntry(
          sequence: expected.count + 1, event: "", cause: entry.cause,
          states: entry.payload.states ?? []))
    }
  }

  // MARK: Refusals

  /// A command that must not be done; `{}` stands for the reference.
  func refused(_ person: Person, _ arguments: [String], code: Int32, saying words: String) throws {
    let outcome = try office.control(
      person, arguments.map { $0 == "{}" ? reference : $0 })
    #expect(outcome.code == code, "\(person) \(arguments): \(outcome.errors)\(outcome.output)")
    #expect(outcome.errors.contains(words), "\(person) \(arguments): \(outcome.errors)")
    #expect(outcome.errors.contains("\ntry: "), "no way on: \(outcome.errors)")
    #expect(outcome.output.isEmpty, "\(person) \(arguments): \(outcome.output)")
  }

  // MARK: Whole ways

  /// From the draft to the first initials.
  mutating func toInitials(papers: [String] = Walk.papers) throws {
    try act(.pic, "ajukan", role: "pic", set: papers, to: ["telaah"])
    try approve(.kabid, "setuju", role: "kabid", to: ["konsultasi_hukum"])
    try approve(.biroHukum, "cukup_internal", role: "biro_hukum", to: ["pembahasan_mitra"])
    try act(
      .pic, "sepakat", role: "mitra_pic", capacity: Walk.recorder, to: ["paraf/1-kabid"])
  }

  static let signing = [
    "penandatanganan/pihak_kesatu/menunggu", "penandatanganan/pihak_kedua/menunggu",
  ]

  mutating func initials() throws {
    try approve(.kabid, "paraf", role: "kabid", to: ["paraf/2-sekdis"])
    try approve(.sekdis, "paraf", role: "sekdis", to: Walk.signing)
  }

  mutating func signatures() throws {
    try act(
      .pic, "tandatangan", role: "mitra_ttd",
      set: ["cara=basah", "tanggal=\(Day.today)", "tempat=Singaraja"], capacity: Walk.recorder,
      to: ["penandatanganan/pihak_kesatu/menunggu", "penandatanganan/pihak_kedua/selesai"])
    try act(
      .kadis, "tandatangan", role: "kadis",
      set: ["cara=tte", "tanggal=\(Day.today)", "tempat=Denpasar"], to: ["penatausahaan"])
  }

  static func record(from start: String, until end: String, copies: Int = 2) -> [String] {
    [
      "nomor_kesatu=B.1", "nomor_kedua=U.1", "arsip=SRIKANDI/1", "sidik_naskah=0f1e",
      "mulai=\(start)", "berakhir=\(end)", "rangkap=\(copies)",
    ]
  }

  /// From the draft to the archivist's desk.
  mutating func toRecording() throws {
    try toInitials()
    try initials()
    try signatures()
  }

  /// From the draft into force.
  mutating func toForce(from start: String, until end: String) throws {
    try toRecording()
    try act(
      .arsiparis, "tercatat", role: "arsiparis", set: Walk.record(from: start, until: end),
      to: ["aktif"])
  }

  // MARK: In the end

  /// Reads the history back by `sinergictl` and holds it against every step that was made.
  func checkHistory() throws {
    let outcome = try office.control(.pic, ["history", reference, "--json", "--limit", "200"])
    try #require(outcome.code == 0, "\(outcome.errors)")
    let items = try decode(PageAnswer<EntryAnswer>.self, outcome.output).items
    let found = items.map { item in
      let actor = item.payload.actor
      return ExpectedEntry(
        sequence: item.sequence,
        event: item.kind == "started" ? "start" : item.payload.event ?? "", person: actor?.person,
        role: actor?.role, capacity: actor?.capacity, cause: item.cause,
        states: item.payload.states ?? [])
    }
    #expect(found.count == expected.count)
    for (found, expected) in zip(found, expected) { #expect(found == expected) }
    // Whoever acted did so on paper too.
    #expect(items.allSatisfy { $0.payload.actor == nil || $0.payload.actor?.basis != nil })
  }

  /// Every step that gave somebody a task left a message in the spool folder.
  func checkMessages() throws {
    let prefix = reference.replacingOccurrences(of: "/", with: "-")
    var before: [String] = []
    for entry in expected {
      let isTask = !["aktif", "penandatanganan/pihak_kesatu/selesai"].contains(entry.states[0])
      let isLeft = entry.states.allSatisfy(before.contains)
      before = entry.states
      if isLeft || !isTask || entry.states.contains(where: { $0.hasSuffix("selesai") }) { continue }
      try eventually("a message of \(reference)#\(entry.sequence)") {
        try FileManager.default.contentsOfDirectory(atPath: office.spool)
          .contains { $0.hasPrefix("\(prefix)-\(entry.sequence).") && $0.hasSuffix(".txt") }
      }
    }
  }
}

/// Days in the office's zone, as the forms take them.
enum Day {
  static let today = after(0)

  static func after(_ days: Int) -> String {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = TimeZone(identifier: "Asia/Makassar") ?? .gmt
    let date = calendar.date(byAdding: .day, value: days, to: Date()) ?? Date()
    let parts = calendar.dateComponents([.year, .month, .day], from: date)
    return String(format: "%04d-%02d-%02d", parts.year ?? 0, parts.month ?? 0, parts.day ?? 0)
  }
}
