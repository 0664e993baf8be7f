// Goal: what an agreement does not accept is refused with a reason and a way on, and changes nothing.
// Method: each refusal provoked once; `Scenario.refusal` compares the state before and after.

import CEL
import Statechart
import Testing
import WorkCalendar

@testable import Workflow

@Suite struct RefusalTests {
  @Test func `someone without the role`() throws {
    var walk = try Scenario()
    let kadis = try Scenario.person("sinergi-kadis")
    let refusal = try walk.refusal { try $0.act("ajukan", by: "sinergi-kadis", Scenario.paper) }
    #expect(refusal == .notPermitted(person: kadis, event: "ajukan", roles: ["pic"]))
    #expect(refusal.isAboutPermission)
    #expect("\(refusal)" == "\(kadis) may not send «ajukan»; it is for the role pic")
  }

  @Test func `someone whose holding has not begun`() throws {
    var walk = try Scenario()
    walk.now = try instant("1900-01-01 09:00")
    var directory = walk.shipped.directory
    directory.holdings = directory.holdings.map {
      var holding = $0
      holding.from = CivilDate("2026-01-01")
      return holding
    }
    let person = try Scenario.person("sinergi-pic")
    #expect(throws: Refusal.notPermitted(person: person, event: "ajukan", roles: ["pic"])) {
      try walk.workflow.permit(
        "ajukan", task: nil, by: person, in: walk.state, directory: directory, on: walk.today)
    }
  }

  @Test func `one who drafted does not review, not even as a deputy`() throws {
    var walk = try Scenario()
    try walk.act("ajukan", by: "sinergi-pic", Scenario.paper)
    var directory = walk.shipped.directory
    let person = try Scenario.person("sinergi-pic")
    directory.holdings.append(
      Directory.Holding(person: person, position: "kabid-p3", from: nil, until: nil, basis: "Plh."))
    let permitted = try walk.workflow.permit(
      "setuju", task: nil, by: person, in: walk.state, directory: directory, on: walk.today)
    let refusal = try walk.refusal {
      try $0.take(.act(Act(event: "setuju", actor: permitted.actor, task: permitted.task)))
    }
    #expect(refusal == .separation(person: person, role: "pic"))
    #expect(refusal.isAboutPermission && "\(refusal)".contains("another person must"))
  }

  @Test func `a return without a reason`() throws {
    var walk = try Scenario()
    try walk.act("ajukan", by: "sinergi-pic", Scenario.paper)
    for reason in [nil, "", "  \n"] {
      let refusal = try walk.refusal { try $0.act("revisi", by: "sinergi-kabid", reason: reason) }
      #expect(refusal == .reasonMissing(event: "revisi"))
      #expect("\(refusal)".contains("--reason"))
    }
  }

  @Test func `a chain's return needs a reason although its author wrote none`() throws {
    var walk = try Scenario()
    try walk.toInitials()
    let refusal = try walk.refusal { try $0.decide(.return, by: "sinergi-kabid") }
    #expect(refusal == .reasonMissing(event: "kembalikan"))
  }

  @Test func `what is needed and missing is named whole`() throws {
    var walk = try Scenario()
    try walk.act("isi", by: "sinergi-pic", ["kegiatan": "KKN"])
    let refusal = try walk.refusal { try $0.act("ajukan", by: "sinergi-pic", ["draf": "D"]) }
    #expect(
      refusal
        == .fieldsMissing(event: "ajukan", fields: ["ruang_lingkup", "pic_mitra", "komitmen"]))
    #expect("\(refusal)".contains("--set"))
  }

  @Test func `a form without its required fields`() throws {
    var walk = try Scenario()
    try walk.toSigning()
    let refusal = try walk.refusal {
      try $0.act("tandatangan", by: "sinergi-kadis", ["cara": "tte", "tempat": "Denpasar"])
    }
    #expect(refusal == .fieldsMissing(event: "tandatangan", fields: ["tanggal"]))
  }

  @Test func `a field that the event does not carry`() throws {
    var walk = try Scenario()
    let refusal = try walk.refusal {
      try $0.act("isi", by: "sinergi-pic", ["berakhir": "2030-01-01"])
    }
    guard case .fieldNotInForm(field: "berakhir", event: "isi", form: let form) = refusal else {
      Issue.record("\(refusal)")
      return
    }
    #expect(form.contains("draf"))
    let none = try walk.refusal {
      try $0.act("catat", by: "sinergi-pic", ["draf": "x"], reason: "r")
    }
    #expect("\(none)".hasSuffix("it carries no fields"))
  }

  @Test(arguments: [
    ["berakhir": "2026-06-30"], ["rangkap": "1"], ["mulai": "2028-07-01"],
  ])
  func `a term that cannot be`(changes: [String: String]) throws {
    var walk = try Scenario()
    let refusal = try walk.refusal { walk in
      var inner = walk
      do { try inner.toForce(changes) } catch let refusal as Refusal { throw refusal }
      walk = inner
    }
    // More than five years wants a reason, everything else fails the condition.
    guard case .conditionNotMet(event: "tercatat", conditions: let conditions) = refusal else {
      Issue.record("\(refusal)")
      return
    }
    #expect(conditions.allSatisfy { $0.contains("data.rangkap >= 2") })
  }

  @Test func `more than five years only with a reason`() throws {
    var walk = try Scenario()
    try walk.toSigning()
    try walk.signFirst()
    try walk.signSecond()
    let long = Scenario.record.merging(["berakhir": "2031-07-01"]) { $1 }
    _ = try walk.refusal { try $0.act("tercatat", by: "sinergi-arsiparis", long) }
    try walk.act("tercatat", by: "sinergi-arsiparis", long, reason: "program nasional")
    #expect(walk.states == ["aktif"])
  }

  @Test func `five years to the day need none`() throws {
    var walk = try Scenario()
    try walk.toForce(["berakhir": "2031-06-30"])
    #expect(walk.states == ["aktif"])
  }

  @Test func `one person with two tasks must name one`() throws {
    var walk = try Scenario()
    try walk.toSigning()
    var directory = walk.shipped.directory
    let person = try Scenario.person("sinergi-kadis")
    directory.positions["rektor"] = Directory.Position(
      id: "rektor", organisation: "univ-ganesha", title: LocalizedText(id: "Rektor"),
      role: .signatory)
    directory.holdings.append(
      Directory.Holding(person: person, position: "rektor", from: nil, until: nil, basis: nil))
    let tasks = ["penandatanganan/pihak_kesatu/menunggu", "penandatanganan/pihak_kedua/menunggu"]
    #expect(throws: Refusal.ambiguousTask(event: "tandatangan", tasks: tasks)) {
      try walk.workflow.permit(
        "tandatangan", task: nil, by: person, in: walk.state, directory: directory, on: walk.today)
    }
    for task in tasks {
      let permitted = try walk.workflow.permit(
        "tandatangan", task: task, by: person, in: walk.state, directory: directory, on: walk.today)
      #expect(permitted.task == task)
    }
  }

  @Test func `a task that is not open`() throws {
    let walk = try Scenario()
    let person = try Scenario.person("sinergi-pic")
    #expect(throws: Refusal.unknownTask("telaah", open: ["konsep"])) {
      try walk.workflow.permit(
        "ajukan", task: "telaah", by: person, in: walk.state, directory: walk.shipped.directory,
        on: walk.today)
    }
  }

  @Test func `an event that the workflow does not have`() throws {
    var walk = try Scenario()
    let refusal = try walk.refusal { try $0.act("ajuken", by: "sinergi-pic") }
    #expect(refusal == .unknownEvent("ajuken", possible: ["ajukan", "batalkan", "catat", "isi"]))
    #expect("\(refusal)" == "the workflow has no event «ajuken»; did you mean «ajukan»?")
  }

  @Test func `an event of another state`() throws {
    var walk = try Scenario()
    let refusal = try walk.refusal { try $0.act("sepakat", by: "sinergi-pic") }
    #expect(
      refusal
        == .notNow(
          event: "sepakat", states: ["konsep"], possible: ["ajukan", "batalkan", "catat", "isi"]))
    #expect("\(refusal)".contains("possible now: ajukan"))
  }

  @Test func `an act that skips the permission is not taken`() throws {
    var walk = try Scenario()
    let forged = Actor(person: "x", role: "kabid", capacity: .definitive)
    for act in [
      Act(event: "ajukan", actor: forged, task: "konsep"), Act(event: "ajukan", actor: forged),
      Act(event: "done.state.konsep", actor: forged), Act(event: "", actor: forged),
      Act(event: "*", actor: forged),
    ] {
      let refusal = try walk.refusal { try $0.take(.act(act)) }
      #expect(refusal.kind == "not-now", "\(act.event)")
    }
  }

  @Test func `nothing to decide`() throws {
    var walk = try Scenario()
    let refusal = try walk.refusal { try $0.decide(.approve, by: "sinergi-pic") }
    #expect(
      refusal
        == .noDecision(
          .approve, states: ["konsep"], possible: ["ajukan", "batalkan", "catat", "isi"]))
  }

  @Test func `a decision for someone else`() throws {
    var walk = try Scenario()
    try walk.act("ajukan", by: "sinergi-pic", Scenario.paper)
    let refusal = try walk.refusal { try $0.decide(.approve, by: "sinergi-kadis") }
    #expect(refusal.kind == "not-permitted")
  }

  @Test func `an agreement that has ended`() throws {
    var walk = try Scenario()
    try walk.act("batalkan", by: "sinergi-kadis", reason: "batal")
    #expect(
      try walk.refusal { try $0.act("catat", by: "sinergi-pic", reason: "x") }
        == .finished(states: ["dibatalkan"]))
    #expect(
      try walk.refusal { try $0.decide(.approve, by: "sinergi-pic") }
        == .finished(states: ["dibatalkan"]))
    let actor = Actor(person: "x", role: "pic", capacity: .definitive)
    #expect(
      try walk.refusal { try $0.take(.act(Act(event: "catat", reason: "x", actor: actor))) }
        == .finished(states: ["dibatalkan"]))
    #expect(try walk.refusal { try $0.take(.timer(name: "x")) } == .timerGone("x"))
    #expect(try walk.refusal { try $0.notify("konsep") } == .timerGone("notice konsep"))
  }

  @Test func `a timer that is not set`() throws {
    var walk = try Scenario()
    #expect(try walk.refusal { try $0.take(.timer(name: "aktif at")) } == .timerGone("aktif at"))
    #expect(try walk.refusal { try $0.notify("telaah") } == .timerGone("notice telaah"))
  }

  @Test func `a chart that does not come to rest`() throws {
    let looping = try workflow(
      """
      workflow: w
      title: W
      calendar: c
      reference: "W/{sequence}"
      data: { n: { type: int, default: 0 } }
      roles: { pic: { position: petugas-penghubung } }
      initial: a
      states:
        a: { task: { for: pic }, on: { maju: b } }
        b: { always: { target: c, guard: data.n < 9 } }
        c: { always: { target: b, guard: data.n < 9 } }
      """)
    let shipped = try Shipped.load()
    let now = try instant("2026-05-04 09:00")
    let state = try looping.start(
      data: [:], session: "s", actor: nil, at: now, calendar: shipped.calendar
    ).state
    let actor = Actor(person: "x", role: "pic", capacity: .definitive)
    let refusal = #expect(throws: Refusal.self) {
      try looping.advance(
        state, .act(Act(event: "maju", actor: actor, task: "a")), at: now,
        calendar: shipped.calendar)
    }
    #expect(refusal?.kind == "loop")
  }

  @Test func `the kinds are words that programs may rely on`() {
    let all: [Refusal] = [
      .finished(states: []), .unknownEvent("", possible: []),
      .notNow(event: "", states: [], possible: []),
      .notPermitted(person: "", event: "", roles: []), .separation(person: "", role: ""),
      .ambiguousTask(event: "", tasks: []), .unknownTask("", open: []),
      .noDecision(.approve, states: [], possible: []), .reasonMissing(event: ""),
      .fieldsMissing(event: "", fields: []), .fieldNotInForm(field: "", event: "", form: []),
      .unknownField("", suggestion: nil), .field(.tooLong(field: "", most: 1)),
      .conditionNotMet(event: "", conditions: []), .timerGone(""), .loop(.notRunning),
      .separation(person: "", role: "", deputy: ""),
      .strategic(person: "", event: "", capacity: .plt, role: "", holder: nil),
      .strategic(person: "", event: "", capacity: .plh, role: "", holder: ""),
      .outOfOrder(event: "", role: "", turn: [], isPast: false),
      .outOfOrder(event: "", role: "", turn: ["a", "b"], isPast: true),
      .alreadyMarked(person: "", role: "", event: ""),
      .alreadySigned(party: "", date: CivilDate(daysSince1970: 0)),
      .signatureInFuture(
        party: "", date: CivilDate(daysSince1970: 1), today: CivilDate(daysSince1970: 0)),
    ]
    #expect(
      all.map(\.kind) == [
        "finished", "unknown-event", "not-now", "not-permitted", "separation-of-duties",
        "ambiguous-task", "unknown-task", "no-decision", "reason-missing", "fields-missing",
        "field-not-in-form", "unknown-field", "field-invalid", "condition-not-met", "timer-gone",
        "loop", "separation-of-duties", "strategic", "strategic", "out-of-order", "out-of-order",
        "already-marked", "already-signed", "signature-in-future",
      ])
    for refusal in all {
      #expect(!"\(refusal)".hasSuffix("."))
      #expect(!"\(refusal)".contains("\n"))
    }
  }

  @Test func `a definition that was accepted before is not refused for what a search finds by now`()
    throws
  {
    let text = """
      workflow: w
      title: W
      calendar: c
      reference: "W/{sequence}"
      data: { n: { type: int, default: 0 }, t: { type: string, default: "" } }
      roles: { pic: { position: petugas-penghubung } }
      initial: a
      states:
        a:
          task: { for: pic }
          on:
            maju: b
            tanya: { target: d, guard: "t.all(x, t.all(y, x == y))" }
        b: { always: c }
        c: { always: b }
        d: { type: final }
      """.replacing("t.all", with: "data.t.split('').all")
    let source = SourceText(name: "t", text: text)
    let now = DefinitionCompiler.compile(source, digest: "d")
    let codes = Set(now.diagnostics.filter { $0.severity == .error }.map(\.code))
    #expect(now.value == nil && codes == [.endlessLoop, .expressionCost], "\(codes)")
    #expect(DefinitionCompiler.compile(source, digest: "d", isProved: true).value != nil)
  }
}
