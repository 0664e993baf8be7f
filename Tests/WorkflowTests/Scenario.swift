// An agreement that a test walks through the shipped definition, with its history kept for replay.

import CEL
import Statechart
import Testing
import WorkCalendar

@testable import Workflow

/// One agreement, its clock, and everything that happened to it.
struct Scenario {
  let shipped: Shipped
  var now: Instant
  var state: InstanceState
  var entries: [ReplayEntry] = []
  /// What the last step told.
  var last: Outcome

  var workflow: Workflow { shipped.workflow }
  var calendar: OfficeCalendar { shipped.calendar }

  /// Starts an agreement by the liaison officer.
  init(
    at text: String = "2026-05-04 09:00",
    data: [String: String] = ["tentang": "Literasi", "mitra": "univ-ganesha"],
    session: String = "s1"
  ) throws {
    shipped = try Shipped.load()
    now = try instant(text)
    let values = try Self.values(data, shipped.workflow)
    let actor = Actor(person: try Self.person("sinergi-pic"), role: "pic", capacity: .definitive)
    last = try shipped.workflow.start(
      data: values, session: session, actor: actor, at: now, calendar: shipped.calendar)
    state = last.state
    note(last)
  }

  static func person(_ unix: String) throws -> String {
    try #require(try Shipped.load().directory.person(unix: unix), "\(unix)").id
  }

  static func values(_ data: [String: String], _ workflow: Workflow) throws -> [String: Value] {
    var values: [String: Value] = [:]
    for (name, text) in data {
      let field = try #require(workflow.inputField(name), "no field \(name)")
      values[name] = try field.value(from: text).get()
    }
    return values
  }

  var states: [String] { workflow.activeStates(of: state) }
  var openTasks: [String] { state.tasks.map(\.task) }
  var today: CivilDate { calendar.date(of: now) }

  func deadline(_ task: String) -> String? {
    state.tasks.first { $0.task == task }?.deadline.map { spelled($0.instant) }
  }

  func timer(_ prefix: String) -> PendingTimer? { state.timers.first { $0.name.hasPrefix(prefix) } }

  /// Who is permitted to send an event, then the step.
  mutating func act(
    _ event: String, by unix: String, task: String? = nil, _ data: [String: String] = [:],
    reason: String? = nil
  ) throws {
    let permitted = try workflow.permit(
      event, task: task, by: try Self.person(unix), in: state, directory: shipped.directory,
      on: today)
    try take(
      .act(
        Act(
          event: event, data: try Self.values(data, workflow), reason: reason,
          actor: permitted.actor, task: permitted.task)))
  }

  mutating func decide(_ kind: Refusal.DecisionKind, by unix: String, reason: String? = nil) throws
  {
    let chosen = try workflow.decision(
      kind, task: nil, by: try Self.person(unix), in: state, directory: shipped.directory, on: today
    )
    try take(
      .act(Act(event: chosen.event, reason: reason, actor: chosen.actor, task: chosen.task)))
  }

  /// Waits until a timer of the chart is due, and fires it.
  mutating func fire(_ prefix: String, _ place: SourceLocation = #_sourceLocation) throws {
    let timer = try #require(self.timer(prefix), "no timer \(prefix)", sourceLocation: place)
    now = max(now, timer.dueAt)
    try take(.timer(name: timer.name))
  }

  mutating func notify(_ task: String) throws { try take(.notice(task: task)) }

  mutating func take(_ inbound: Inbound) throws {
    let outcome = try workflow.advance(state, inbound, at: now, calendar: calendar)
    state = outcome.state
    last = outcome
    note(outcome)
  }

  private mutating func note(_ outcome: Outcome) {
    entries.append(
      ReplayEntry(
        sequence: entries.count + 1, at: now, kind: outcome.kind, version: outcome.version,
        payload: outcome.payload))
  }

  /// Messages of the last step: kind, role's position or partner.
  var told: [String] { last.messages.map { "\($0.kind.rawValue) \($0.to)" } }

  /// What an act is refused with; the agreement must not have changed.
  mutating func refusal(
    _ place: SourceLocation = #_sourceLocation, _ act: (inout Scenario) throws -> Void
  )
    throws -> Refusal
  {
    let before = (state, entries.count)
    do {
      try act(&self)
    } catch let refusal as Refusal {
      #expect(state == before.0 && entries.count == before.1, sourceLocation: place)
      return refusal
    }
    throw NotRefused()
  }

  struct NotRefused: Error {}

  // MARK: The long way, in pieces

  static let paper = [
    "ruang_lingkup": "Literasi", "kegiatan": "KKN", "pic_mitra": "Dosen", "komitmen": "KKN, Juli",
    "draf": "D-1",
  ]
  static let record = [
    "nomor_kesatu": "1", "nomor_kedua": "2", "arsip": "SRIKANDI/1", "sidik_naskah": "ab",
    "mulai": "2026-07-01", "berakhir": "2028-06-30",
  ]

  mutating func toDiscussion() throws {
    try act("ajukan", by: "sinergi-pic", Self.paper)
    try decide(.approve, by: "sinergi-kabid")
    try act("cukup_internal", by: "sinergi-birohukum")
  }

  mutating func toInitials() throws {
    try toDiscussion()
    try act("sepakat", by: "sinergi-pic")
  }

  mutating func toSigning() throws {
    try toInitials()
    try decide(.approve, by: "sinergi-kabid")
    try decide(.approve, by: "sinergi-sekdis")
  }

  mutating func signFirst() throws {
    try act(
      "tandatangan", by: "sinergi-kadis",
      ["cara": "basah", "tanggal": "\(today)", "tempat": "Denpasar"])
  }

  mutating func signSecond() throws {
    try act(
      "tandatangan", by: "sinergi-pic",
      ["cara": "tte", "tanggal": "\(today)", "tempat": "Singaraja"])
  }

  mutating func toForce(_ changes: [String: String] = [:]) throws {
    try toSigning()
    try signFirst()
    try signSecond()
    try act("tercatat", by: "sinergi-arsiparis", Self.record.merging(changes) { $1 })
  }
}
