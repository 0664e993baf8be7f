// Goal: each reader gets a message once, by the first way that works, when they may be disturbed.
// Method: an office whose people have contacts, channels that follow a script, and a hand-held clock.

import Notify
import Store
import Testing
import WorkCalendar
import Workflow

@testable import Engine

@Suite(.timeLimit(.minutes(10))) struct RoutingTests {
  private let policy = RetryPolicy()

  /// The office of ``Definitions``, with other people.
  private func sources(_ people: [String], _ extra: String = "") -> LibrarySources {
    var sources = Definitions.sources([Definitions.uji])
    let unknown = ["made", "komang", "wayan", "nyoman"].filter { name in
      !people.contains { $0.contains("id: i-\(name),") }
    }.map { "{ id: i-\($0), name: I \($0), unix: \($0) }" }
    let text = Definitions.directory.split(separator: "\n", omittingEmptySubsequences: false)
      .filter { !$0.contains("unix:") }.map(String.init)
    let place = text.firstIndex { $0.hasPrefix("people:") } ?? 0
    let lines = text[...place] + (people + unknown).map { "  - \($0)" } + text[(place + 1)...]
    sources.directories = [
      SourceText(name: "orang.yaml", text: lines.joined(separator: "\n") + extra)
    ]
    return sources
  }

  private let made =
    "{ id: i-made, name: I Made, unix: made, language: id, contacts: [{ channel: email, address: made@dinas.id }, { channel: whatsapp, address: \"+6281234567\", language: en }] }"
  private let komang =
    "{ id: i-komang, name: I Komang, unix: komang, contacts: [{ channel: whatsapp, address: \"+6281234568\" }] }"
  private let wayan =
    "{ id: i-wayan, name: I Wayan, unix: wayan, contacts: [{ channel: email, address: wayan@dinas.id }] }"
  /// Who is told of what goes wrong.
  private let administrator =
    "{ id: i-root, name: Administrator, unix: root, contacts: [{ channel: email, address: root@dinas.id }] }"

  private func office(
    _ people: [String], _ notifiers: [any Notifier], _ extra: String = ""
  ) async throws -> Office {
    try await Office(sources(people, extra), notifiers: notifiers)
  }

  @discardableResult private func deliver(_ office: Office) async throws -> OutboxTurn {
    var sum = OutboxTurn()
    while true {
      let turn = try await office.engine.deliverDueMessages(at: office.clock.now(), policy: policy)
      sum.delivered += turn.delivered
      sum.retried += turn.retried
      sum.dead += turn.dead
      sum.unknown += turn.unknown
      if turn.delivered + turn.dead + turn.unknown + turn.passed == 0 { return sum }
    }
  }

  private func row(_ office: Office, _ key: String) async throws -> MessageRow {
    try #require(try await office.messages().first { $0.key == key })
  }

  @Test func `each reader gets one message, by the first contact that a channel serves`()
    async throws
  {
    let email = HandNotifier("surat", serves: "email")
    let whatsapp = HandNotifier("wa", serves: "whatsapp")
    let everything = HandNotifier("arsip")
    let office = try await office([made, komang, wayan], [email, whatsapp, everything])
    try await office.start()
    try await deliver(office)
    #expect(
      email.taken.map(\.recipients) == [
        [.init(person: "i-made", name: "I Made", address: "made@dinas.id")]
      ])
    #expect(email.taken.map(\.key) == ["UJI/2026/0001#1.1/i-made"])
    #expect(email.taken.map(\.language) == ["id"])
    #expect(whatsapp.taken.map { $0.recipients.map(\.person) } == [["i-komang"]])
    #expect(whatsapp.taken.map(\.language) == [nil], "both, where the directory says none")
    // The office's own copy names both, and has no address.
    #expect(everything.taken.map { $0.recipients.map(\.person) } == [["i-komang", "i-made"]])
    #expect(everything.taken.allSatisfy { $0.recipients.allSatisfy { $0.address == nil } })
    let rows = try await office.messages()
    #expect(rows.map(\.state) == [.delivered, .passed, .delivered, .delivered])
    try await deliver(office)
    #expect(email.taken.count + whatsapp.taken.count + everything.taken.count == 3)
  }

  @Test func `what is refused for good goes by the next way, in that way's language`()
    async throws
  {
    let email = HandNotifier("surat", script: [.giveUp("550 no such user")], serves: "email")
    let whatsapp = HandNotifier("wa", serves: "whatsapp")
    let office = try await office([made], [email, whatsapp])
    try await office.start()
    try await deliver(office)
    let second = whatsapp.taken.filter { $0.recipients[0].person == "i-made" }
    #expect(second.map(\.key) == ["UJI/2026/0001#1.0/i-made~2"])
    #expect(second.map(\.language) == ["en"])
    let first = try await row(office, "UJI/2026/0001#1.0/i-made")
    #expect(first.state == .passed && first.receipt == "UJI/2026/0001#1.0/i-made~2")
    #expect(first.lastError == "550 no such user")
  }

  @Test func `a channel that stays away is given up for another way after a while, not after days`()
    async throws
  {
    let email = HandNotifier(
      "surat", script: Array(repeating: .retry("refused"), count: 99), serves: "email")
    let whatsapp = HandNotifier("wa", serves: "whatsapp")
    let office = try await office([made], [email, whatsapp])
    let start = office.clock.now()
    try await office.start()
    try await deliver(office)
    while whatsapp.taken.isEmpty, let next = try await office.store.nextMessageDue(),
      next < start.adding(hours: 24).millisecondsSince1970
    {
      office.clock.set(Instant(millisecondsSince1970: next))
      try await deliver(office)
    }
    #expect(whatsapp.taken.count == 1)
    let minutes =
      (office.clock.now().millisecondsSince1970 - start.millisecondsSince1970) / 60_000
    #expect((30...60).contains(minutes), "\(minutes) minutes")
  }

  @Test func `where no way is left the administrators hear of it, once a day for each channel`()
    async throws
  {
    let email = HandNotifier(
      "surat", script: [.giveUp("550 a"), nil, .giveUp("550 b")], serves: "email")
    let office = try await office([administrator, wayan], [email], "")
    let first = try await office.start().reference
    try await office.act("ajukan", on: first, by: "made")
    _ = try await office.engine.deliverDueMessages(at: office.clock.now(), policy: policy)
    try await deliver(office)
    let second = try await office.start().reference
    try await office.act("ajukan", on: second, by: "made")
    try await deliver(office)
    let told = email.taken.filter { $0.kind == "incident" }
    #expect(told.map { $0.recipients[0].person }.allSatisfy { $0 == "i-root" })
    let aboutWayan = told.filter { $0.key.hasPrefix("incident/dead/surat/2026-05-04") }
    #expect(aboutWayan.count == 1, "\(told.map(\.key))")
    #expect(aboutWayan.first?.body.contains("sinergictl message retry") == true)
  }

  @Test
  func `a reader without an address is shown, and told of; the message leaves once there is one`()
    async throws
  {
    let email = HandNotifier("surat", serves: "email")
    let office = try await office([administrator, made], [email])
    try await office.start()
    try await deliver(office)
    let lost = try await row(office, "UJI/2026/0001#1.0/i-komang")
    #expect(lost.state == .dead && lost.lastError?.contains("«i-komang»") == true)
    let told = email.taken.filter { $0.kind == "incident" }
    #expect(told.count == 1 && told[0].body.contains("sinergictl directory show i-komang"))
    office.files.sources = sources([
      administrator, made,
      "{ id: i-komang, name: I Komang, unix: komang, contacts: [{ channel: email, address: k@dinas.id }] }",
    ])
    _ = await office.engine.reload()
    try await office.engine.retryMessage(lost.id)
    try await deliver(office)
    #expect(email.taken.last?.recipients.map(\.address) == ["k@dinas.id"])
  }

  @Test func `people with one address get one message`() async throws {
    let email = HandNotifier("surat", serves: "email")
    let people = ["made", "komang"].enumerated().map { index, name in
      let address = index == 0 ? "Bersama@dinas.id" : "bersama@dinas.id"
      return
        "{ id: i-\(name), name: I \(name), unix: \(name), contacts: [{ channel: email, address: \(address) }] }"
    }
    let office = try await office(people, [email])
    try await office.start()
    try await deliver(office)
    #expect(email.taken.filter { $0.kind == "assigned" }.count == 1)
  }

  @Test func `an unknown outcome takes no other way, and is told`() async throws {
    let email = HandNotifier("surat", script: [.unknown("no answer")], serves: "email")
    let whatsapp = HandNotifier("wa", serves: "whatsapp")
    let office = try await office([made, administrator], [email, whatsapp])
    try await office.start()
    try await deliver(office)
    #expect(try await row(office, "UJI/2026/0001#1.0/i-made").state == .unknown)
    #expect(whatsapp.taken.allSatisfy { $0.recipients[0].person != "i-made" })
    #expect(email.taken.contains { $0.key.hasPrefix("incident/unknown/surat/") })
  }

  @Test func `a channel that is set up wrongly is told of by another one`() async throws {
    let email = HandNotifier(
      "surat", script: Array(repeating: .misconfigured("535 password refused"), count: 9),
      serves: "email")
    let whatsapp = HandNotifier("wa", serves: "whatsapp")
    let both =
      "{ id: i-root, name: Administrator, unix: root, contacts: [{ channel: email, address: r@dinas.id }, { channel: whatsapp, address: \"+6281234569\" }] }"
    let office = try await office([made, both], [email, whatsapp])
    try await office.start()
    try await deliver(office)
    let told = whatsapp.taken.filter { $0.kind == "incident" && $0.key.contains("misconfigured") }
    #expect(told.count == 1 && told[0].body.contains("535 password refused"))
    #expect(try await row(office, "UJI/2026/0001#1.0/i-made").state == .pending)
  }

  // MARK: When

  @Test func `a digest is one message on the next working morning, the most urgent first`()
    async throws
  {
    let email = HandNotifier("surat", serves: "email")
    let reader =
      "{ id: i-made, name: I Made, unix: made, digest: true, contacts: [{ channel: email, address: m@dinas.id }] }"
    let office = try await office([reader], [email])
    office.clock.set(try instant("2026-05-08 14:00"))  // Friday
    let references = try await [office.start().reference, office.start().reference]
    try await deliver(office)
    #expect(email.taken.filter { $0.recipients[0].person == "i-made" }.isEmpty)
    office.clock.set(try instant("2026-05-10 09:00"))
    try await deliver(office)
    #expect(email.taken.filter { $0.recipients[0].person == "i-made" }.isEmpty, "a Sunday")
    office.clock.set(try instant("2026-05-11 08:10"))
    try await deliver(office)
    let digests = email.take().filter { $0.recipients[0].person == "i-made" }
    #expect(digests.map(\.kind) == ["digest"])
    for reference in references { #expect(digests[0].body.contains(reference)) }
    office.clock.set(try instant("2026-05-12 08:10"))
    try await deliver(office)
    #expect(email.taken.filter { $0.recipients[0].person == "i-made" }.isEmpty)
  }

  @Test func `a reminder that opens the window is in the digest of that morning`() async throws {
    let email = HandNotifier("surat", serves: "email")
    let reader =
      "{ id: i-made, name: I Made, unix: made, digest: true, contacts: [{ channel: email, address: m@dinas.id }] }"
    let office = try await office([reader], [email])
    try await office.start()  // due on Monday the 11th; two working days before is Thursday the 7th
    office.clock.set(try instant("2026-05-05 08:10"))
    try await deliver(office)
    _ = email.take()
    try await office.fire(at: "2026-05-07 08:00")
    try await deliver(office)
    #expect(email.take().filter { $0.recipients[0].person == "i-made" }.isEmpty)
    office.clock.set(try instant("2026-05-07 08:10"))
    try await deliver(office)
    let digest = email.take().filter { $0.recipients[0].person == "i-made" }
    #expect(digest.map(\.kind) == ["digest"])
    #expect(digest.first?.body.contains("4 hari lagi") == true)
  }

  @Test func `what is done before the digest goes out is not in it, and an empty one is not sent`()
    async throws
  {
    let email = HandNotifier("surat", serves: "email")
    let reader =
      "{ id: i-made, name: I Made, unix: made, digest: true, contacts: [{ channel: email, address: m@dinas.id }] }"
    let office = try await office([reader], [email])
    let reference = try await office.start().reference
    try await deliver(office)
    try await office.act("ajukan", on: reference, by: "made")
    office.clock.set(try instant("2026-05-05 08:10"))
    try await deliver(office)
    #expect(email.taken.filter { $0.recipients[0].person == "i-made" }.isEmpty)
    let rows = try await office.messages()
    #expect(rows.filter { $0.person == "i-made" && $0.state == .pending }.isEmpty)
  }

  @Test func `a refusal and an escalation never wait for a digest`() async throws {
    let email = HandNotifier("surat", serves: "email")
    let people = ["made", "wayan"].map {
      "{ id: i-\($0), name: I \($0), unix: \($0), digest: true, contacts: [{ channel: email, address: \($0)@dinas.id }] }"
    }
    let office = try await office(people, [email])
    let reference = try await office.start().reference
    try await office.act("ajukan", on: reference, by: "made")
    try await office.act("revisi", on: reference, by: "wayan", reason: "kurang lengkap")
    try await deliver(office)
    #expect(email.take().filter { $0.kind != "incident" }.map(\.kind) == ["returned"])
    while let next = try await office.store.timers(instance: office.id(reference)).map(\.dueAt)
      .min(),
      next < (try instant("2026-05-15 12:00")).millisecondsSince1970
    {
      office.clock.set(Instant(millisecondsSince1970: next))
      _ = try await office.engine.fireDueTimers(at: office.clock.now())
    }
    try await deliver(office)
    let alone = email.take().filter { $0.kind == "escalation" }
    #expect(alone.map { $0.recipients[0].person } == ["i-wayan"])
  }

  @Test func `a quiet day puts a reminder off, and nothing that people do`() async throws {
    let email = HandNotifier("surat", serves: "email")
    let reader =
      "{ id: i-made, name: I Made, unix: made, quiet: [thu, mon], contacts: [{ channel: email, address: m@dinas.id }] }"
    let office = try await office([reader], [email])
    try await office.start()  // Monday, a quiet day: a new task comes all the same
    try await deliver(office)
    #expect(email.take().filter { $0.recipients[0].person == "i-made" }.map(\.kind) == ["assigned"])
    try await office.fire(at: "2026-05-07 08:00")
    try await deliver(office)
    #expect(email.take().filter { $0.recipients[0].person == "i-made" }.isEmpty)
    office.clock.set(try instant("2026-05-08 08:00"))
    try await deliver(office)
    let reminder = email.take().filter { $0.recipients[0].person == "i-made" }
    #expect(reminder.map(\.kind) == ["reminder"])
    #expect(reminder.first?.key == "UJI/2026/0001#2.0/i-made*")
  }

  @Test func `a reminder that was put off is not sent when the task is done meanwhile`()
    async throws
  {
    let email = HandNotifier("surat", serves: "email")
    let reader =
      "{ id: i-made, name: I Made, unix: made, quiet: [thu], contacts: [{ channel: email, address: m@dinas.id }] }"
    let office = try await office([reader], [email])
    let reference = try await office.start().reference
    try await office.fire(at: "2026-05-07 08:00")
    try await deliver(office)
    try await office.act("ajukan", on: reference, by: "made")
    office.clock.set(try instant("2026-05-08 08:00"))
    try await deliver(office)
    #expect(!email.taken.contains { $0.kind == "reminder" && $0.recipients[0].person == "i-made" })
  }

  // MARK: What changes meanwhile

  @Test func `where a channel is taken away its messages go by another way at once`() async throws {
    let email = HandNotifier(
      "surat", script: Array(repeating: .retry("refused"), count: 9), serves: "email")
    let before = try await office([made], [email, HandNotifier("wa", serves: "whatsapp")])
    try await before.start()
    try await deliver(before)
    let whatsapp = HandNotifier("wa", serves: "whatsapp")
    let after = try await Office(
      sources([made]), store: before.store, clock: before.clock, notifiers: [whatsapp])
    after.clock.set(before.clock.now().adding(hours: 1))
    try await deliver(after)
    #expect(whatsapp.taken.map { $0.recipients[0].person } == ["i-made"])
  }

  @Test func `who has no address any more keeps nobody from the own digest`() async throws {
    let email = HandNotifier("surat", serves: "email")
    func reader(_ name: String, hasAddress: Bool = true) -> String {
      let contacts =
        hasAddress ? ", contacts: [{ channel: email, address: \(name)@dinas.id }]" : ""
      return "{ id: i-\(name), name: I \(name), unix: \(name), digest: true\(contacts) }"
    }
    let office = try await office([reader("komang"), reader("made"), administrator], [email])
    try await office.start()
    try await deliver(office)
    office.files.sources = sources([
      reader("komang", hasAddress: false), reader("made"), administrator,
    ])
    _ = await office.engine.reload()
    office.clock.set(try instant("2026-05-05 08:10"))
    try await deliver(office)
    let taken = email.take()
    #expect(taken.filter { $0.kind == "digest" }.map { $0.recipients[0].person } == ["i-made"])
    #expect(taken.contains { $0.key.hasPrefix("incident/unreachable/i-komang/") })
    let lost = try await office.messages().filter { $0.person == "i-komang" && $0.state == .dead }
    #expect(lost.count == 1)
  }

  @Test func `the list of reminders tells how each reader got one`() async throws {
    let email = HandNotifier("surat", serves: "email")
    let reader =
      "{ id: i-made, name: I Made, unix: made, digest: true, contacts: [{ channel: email, address: m@dinas.id }] }"
    let alone =
      "{ id: i-komang, name: I Komang, unix: komang, contacts: [{ channel: email, address: k@dinas.id }] }"
    let office = try await office([reader, alone], [email])
    let reference = try await office.start().reference
    try await office.fire(at: "2026-05-07 08:00")
    try await deliver(office)
    office.clock.set(try instant("2026-05-07 08:10"))
    try await deliver(office)
    let sent = try await office.engine.reminders(reference).filter { $0.status == .sent }
    #expect(
      Set(sent.flatMap(\.deliveries)) == [
        "surat delivered (i-komang)", "digest by surat delivered (i-made)",
      ])
  }

  // MARK: Beside each other

  @Test func `a channel that hangs delays no other`() async throws {
    let dead = HangingNotifier("mati")
    let good = HandNotifier("hidup")
    let office = try await Office(Definitions.uji, notifiers: [dead, good])
    let loop = OutboxLoop(engine: office.engine)
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await loop.run() }
      for _ in 0..<20 { try await office.start() }
      while good.taken.count < 20 { await Task.yield() }
      #expect(dead.begun <= NotifyLimits.deliveriesAtOnce)
      dead.letGo()
      group.cancelAll()
    }
    #expect(good.taken.count == 20)
  }

  @Test func `a message that a killed daemon was passing on reaches each reader once`()
    async throws
  {
    let email = HandNotifier("surat", serves: "email")
    let whatsapp = HandNotifier("wa", serves: "whatsapp")
    let office = try await office([made, komang], [email, whatsapp])
    try await office.start()
    let now = office.clock.now().millisecondsSince1970
    _ = try await office.store.claimMessages(
      notifier: "people", owner: "yang mati", at: now, leaseUntil: now + 300_000, limit: 10)
    try await deliver(office)
    #expect(email.taken.isEmpty)
    office.clock.set(Instant(millisecondsSince1970: now + 300_000))
    try await deliver(office)
    try await deliver(office)
    #expect(email.taken.count == 1 && whatsapp.taken.count == 1)
  }

  @Test func `a channel begins no more in a minute than it may`() async throws {
    let slow = HandNotifier("pelan", pace: ChannelPace(atOnce: 4, perMinute: 8))
    let office = try await Office(Definitions.uji, notifiers: [slow])
    for _ in 0..<12 { try await office.start() }
    let start = office.clock.now()
    var times: [Int64] = []
    for second in 0...120 {
      office.clock.set(start.adding(milliseconds: Int64(second) * 1_000))
      _ = try await office.engine.deliverDueMessages(at: office.clock.now(), policy: policy)
      times += slow.take().map { _ in Int64(second) }
    }
    #expect(times.count == 12, "\(times)")
    // Two at once, and then evenly; in no minute more than eight.
    for start in times {
      #expect(times.count { (start..<start + 60).contains($0) } <= 8, "\(times)")
    }
    #expect(times.prefix(8) == [0, 0, 9, 18, 26, 35, 43, 52], "\(times)")
  }

  // MARK: What walks through the outbox found

  private func reader(_ name: String, _ fields: String, _ address: String? = nil) -> String {
    let contact = address.map { "{ channel: email, address: \($0) }" } ?? ""
    return "{ id: i-\(name), name: I \(name), unix: \(name), \(fields), contacts: [\(contact)] }"
  }

  private func arrived(_ channel: HandNotifier, _ person: String) -> [String] {
    channel.take().filter { $0.recipients.first?.person == person }.map(\.kind)
  }

  @Test func `a digest of somebody whose address is gone takes nobody else's with it`()
    async throws
  {
    let email = HandNotifier("surat", serves: "email")
    let komang = reader("komang", "digest: true", "k@dinas.id")
    let office = try await office(
      [komang, reader("made", "digest: true", "m@dinas.id")], [email])
    try await office.start()
    try await deliver(office)
    // The one whose identity comes first has no address in the morning.
    office.files.sources = sources([
      reader("komang", "digest: true"), reader("made", "digest: true", "m@dinas.id"),
    ])
    _ = await office.engine.reload()
    // Some seconds after the morning's instant, as the daemon wakes.
    office.clock.set(try instant("2026-05-05 08:10").adding(milliseconds: 2_000))
    try await deliver(office)
    #expect(arrived(email, "i-made") == ["digest"])
    #expect(try await row(office, "UJI/2026/0001#1.0/i-komang+").state == .dead)
  }

  @Test(arguments: ["", "[fri]"])
  func `a reminder that cannot leave in its window waits for the next one`(quiet: String)
    async throws
  {
    let email = HandNotifier("surat", script: [nil], serves: "email")
    let fields = quiet.isEmpty ? "language: id" : "quiet: \(quiet)"
    let office = try await office([reader("made", fields, "m@dinas.id")], [email])
    try await office.start()
    try await deliver(office)
    _ = email.take()
    _ = try await office.fire(at: "2026-05-07 14:59")
    // The daemon was away; it comes back in the evening.
    office.clock.set(try instant("2026-05-07 20:00"))
    try await deliver(office)
    #expect(arrived(email, "i-made") == [])
    office.clock.set(try instant("2026-05-08 08:00"))
    try await deliver(office)
    #expect(arrived(email, "i-made") == (quiet.isEmpty ? ["reminder"] : []))
    office.clock.set(try instant("2026-05-11 08:00"))
    try await deliver(office)
    #expect(arrived(email, "i-made") == (quiet.isEmpty ? [] : ["reminder"]))
    let sent = try #require(
      try await office.messages().first { $0.person == "i-made" && $0.content.contains("reminder") }
    )
    #expect(sent.attempts == 1, "waiting is no attempt")
  }

  @Test func `a reminder that is tried again is not sent at night, nor when the task is done`()
    async throws
  {
    let email = HandNotifier(
      "surat", script: [nil, .retryAfter("busy", milliseconds: 3_600_000)], serves: "email")
    let office = try await office([reader("made", "language: id", "m@dinas.id")], [email])
    let reference = try await office.start().reference
    try await deliver(office)
    _ = try await office.fire(at: "2026-05-07 14:30")
    try await deliver(office)
    #expect(arrived(email, "i-made") == ["assigned", "reminder"])
    office.clock.set(try instant("2026-05-07 15:31"))
    try await deliver(office)
    #expect(arrived(email, "i-made") == [])
    try await office.act("ajukan", on: reference, by: "made")
    office.clock.set(try instant("2026-05-08 08:00"))
    try await deliver(office)
    #expect(arrived(email, "i-made") == [])
    let sent = try #require(
      try await office.messages().last { $0.person == "i-made" && $0.content.contains("reminder") }
    )
    #expect(sent.state == .passed && sent.receipt == "the task is done")
  }

  @Test func `a digest whose morning went by goes out the next one, as one`() async throws {
    let email = HandNotifier("surat", serves: "email")
    let office = try await office([reader("made", "digest: true", "m@dinas.id")], [email])
    try await office.start()
    try await deliver(office)
    office.clock.set(try instant("2026-05-05 22:00"))
    try await office.start()
    try await deliver(office)
    #expect(arrived(email, "i-made") == [])
    office.clock.set(try instant("2026-05-06 08:10"))
    try await deliver(office)
    #expect(arrived(email, "i-made") == ["digest"])
  }

  @Test func `an address that is taken out of the directory is no end where there is another`()
    async throws
  {
    let email = HandNotifier("surat", script: [.retry("busy")], serves: "email")
    let whatsapp = HandNotifier("wa", serves: "whatsapp")
    let office = try await office([made], [email, whatsapp])
    try await office.start()
    try await deliver(office)
    let without =
      "{ id: i-made, name: I Made, unix: made, contacts: [{ channel: whatsapp, address: \"+6281234567\" }] }"
    office.files.sources = sources([without])
    _ = await office.engine.reload()
    office.clock.set(office.clock.now().adding(milliseconds: 60_000))
    try await deliver(office)
    #expect(arrived(whatsapp, "i-made") == ["assigned"])
  }

  @Test func `somebody who is still without an address is told of by one message`() async throws {
    let email = HandNotifier("surat", serves: "email")
    let office = try await office([administrator, made], [email])
    try await office.start()
    try await deliver(office)
    let lost = try await row(office, "UJI/2026/0001#1.0/i-komang")
    _ = email.take()
    office.clock.set(office.clock.now().adding(hours: 24))
    try await office.engine.retryMessage(lost.id)
    try await deliver(office)
    #expect(email.take().map(\.key) == ["incident/unreachable/i-komang/2026-05-05.people/i-root"])
  }

  @Test func `a message for which nobody at all stands is shown`() async throws {
    let email = HandNotifier("surat", serves: "email")
    let office = try await office([made], [email])
    try await office.start()
    var files = sources([made])
    files.directories[0].text = files.directories[0].text.split(separator: "\n")
      .filter { !$0.contains("position: pic,") }.joined(separator: "\n")
    office.files.sources = files
    _ = await office.engine.reload()
    try await deliver(office)
    #expect(try await row(office, "UJI/2026/0001#1.0").state == .dead)
  }

  @Test func `no more leave at once than may leave in a minute`() {
    var keeper = PaceKeeper(ChannelPace(atOnce: 4, perMinute: 1))
    #expect(keeper.take(4, at: 1_000_000) == 1)
    #expect(keeper.restsUntil(1_000_000) == 1_060_000)
    #expect(keeper.take(4, at: 1_060_000) == 1)
  }
}
