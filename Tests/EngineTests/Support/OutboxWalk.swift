// A walk of a whole office through what can happen to its messages, from a seed, on a clock in hand.

import Notify
import Store
import WorkCalendar
import Workflow

@testable import Engine

/// One office, its channels and its people, and everything that happened to them.
struct OutboxWalk {
  static let workflows: [(name: String, start: String?, events: [String])] = [
    ("uji", "made", ["ajukan", "setuju", "revisi", "catat"]),
    ("tunda", "made", ["jeda", "lanjut", "selesai"]),
    ("sejajar", "made", ["kirim"]),
    ("induk", "made", ["bagi", "tutup"]),
    ("anak", nil, ["selesai"]),
  ]

  var numbers: SeededNumbers
  let clock: HandClock
  let store: Store
  let channels: [SimulatedChannel]
  let definitions: [String]
  var office: Office
  var people: [SimulatedPerson]
  /// Number of the directory in force, of daemons, and of clocks that went back.
  var epoch = 0
  var engines = 0
  var era = 0
  /// Days on which the clock went back.
  var turnedBack: Set<CivilDate> = []
  /// When a digest was gathered last for each person.
  var hadDigest: [String: Instant] = [:]
  /// Messages that a person sent again, by their roots.
  var retried: Set<String> = []
  /// True once the channels of the configuration were others.
  var hasOtherChannels = false
  /// What was done, for what a failure tells.
  var log: [String] = []
  var problems: [String] = []
  /// How often what came about.
  var counts: [String: Int] = [:]

  var references: [String] = []
  /// Rows that are seen for the first time have a greater number.
  var lastSeen: Int64 = 0
  /// Rows of steps that are not passed on yet.
  var unpassed: Set<Int64> = []
  var seenAttempts = 0
  /// Whom a step told of what, and where.
  var told: [Telling: [Told]] = [:]

  struct Telling: Hashable {
    var instance: Int64
    var sequence: Int
    var kind: String
    var task: String?
  }

  struct Told {
    var person: String
    var place: String
    var epoch: Int
  }

  init(seed: UInt64) async throws {
    var numbers = SeededNumbers(seed: seed)
    let clock = HandClock(try monday())
    var limits = StoreLimits.standard
    limits.lingerMicroseconds = 0
    let store = try Store(.memory, limits: limits)
    var people = [
      SimulatedPerson(name: "made", position: "pic"),
      SimulatedPerson(name: "komang", position: "pic"),
      SimulatedPerson(name: "wayan", position: "kabid"),
    ]
    if numbers.chance(2) { people.append(SimulatedPerson(name: "nyoman", position: "kabid")) }
    if !numbers.chance(4) { people.append(SimulatedPerson(name: "root", position: nil)) }
    for index in people.indices {
      people[index].draw(&numbers)
      people[index].choose(&numbers)
    }
    var kinds: [(String, String?)] = [("surat", "email"), ("wa", "whatsapp")]
    if numbers.chance(2) { kinds.append(("buku", nil)) }
    if numbers.chance(4) { kinds.append(("surat2", "email")) }
    if numbers.chance(4) { kinds.removeFirst() }
    let channels = kinds.map { name, contact in
      SimulatedChannel(
        name, serves: contact, isIdempotent: numbers.chance(2),
        pace: ChannelPace(
          atOnce: Int.random(in: 1...4, using: &numbers),
          perMinute: numbers.chance(2) ? nil : Int.random(in: 1...12, using: &numbers)),
        seed: numbers.next(), clock: clock)
    }
    var definitions = [Definitions.uji]
    if numbers.chance(2) { definitions.append(Definitions.tunda) }
    if numbers.chance(3) { definitions.append(Definitions.sejajar) }
    if numbers.chance(3) { definitions += [Definitions.induk, Definitions.anak] }
    self.clock = clock
    self.store = store
    self.channels = channels
    self.definitions = definitions
    self.people = people
    for channel in channels where numbers.chance(2) { channel.mood = .flaky }
    self.numbers = numbers
    office = try await Office(
      Self.sources(definitions, people), store: store, clock: clock, notifiers: channels)
  }

  var engine: Engine { office.engine }

  static func sources(_ definitions: [String], _ people: [SimulatedPerson]) -> LibrarySources {
    var sources = Definitions.sources(definitions)
    let lines = Definitions.directory.split(separator: "\n").prefix { $0 != "people:" }
    let holdings = people.compactMap { person in
      person.position.map {
        "  - { person: \(person.id), position: \($0), from: 2026-01-01, basis: \"SK\" }"
      }
    }
    let text =
      lines.map(String.init) + ["people:"] + people.map(\.entry) + ["holdings:"] + holdings
    sources.directories = [
      SourceText(name: "orang.yaml", text: text.joined(separator: "\n") + "\n")
    ]
    return sources
  }

  /// The name of a message over all its ways, holds and attempts.
  static func root(_ key: String) -> String { String(key.prefix { !"*+~".contains($0) }) }

  mutating func pick<Items: Collection>(_ items: Items) -> Items.Element? {
    items.randomElement(using: &numbers)
  }

  mutating func require(_ holds: Bool, _ words: @autoclosure () -> String) {
    if !holds { problems.append(words()) }
  }

  // MARK: Steps

  mutating func step() async throws {
    switch Int.random(in: 0..<100, using: &numbers) {
    case 0..<16: await start()
    case 16..<40: await act()
    case 40..<45: await move()
    case 45..<49: await operate()
    case 49..<57: try await changeDirectory()
    case 57..<65: changeMood()
    case 65..<71: try await crash()
    case 71..<75: try await retry()
    case 75..<78: try await turnBack()
    case 78..<81: try await sleep()
    default: try await run(for: Int64.random(in: 1...spans(), using: &numbers) * 60_000)
    }
    if !numbers.chance(3) { try await turn() }
  }

  /// Up to half an hour, some hours or some days, in minutes.
  private mutating func spans() -> Int64 { pick([30, 300, 1_500, 6_000]) ?? 30 }

  private mutating func start() async {
    let able = Self.workflows.filter { workflow in
      workflow.start != nil && definitions.contains { $0.contains("workflow: \(workflow.name)\n") }
    }
    guard let workflow = pick(able) else { return }
    let data: [String: JSON] =
      ["uji", "induk"].contains(workflow.name) ? ["tentang": "Literasi"] : [:]
    log.append("start \(workflow.name)")
    guard let result = try? await office.start(workflow.name, by: "made", data) else { return }
    references.append(result.reference)
  }

  private mutating func act() async {
    guard let reference = pick(references.suffix(6)) else { return }
    let event = pick(Self.workflows.flatMap(\.events)) ?? "ajukan"
    for user in people.map(\.name).shuffled(using: &numbers) {
      if (try? await office.act(event, on: reference, by: user, reason: "alasan")) != nil {
        log.append("\(event) \(reference) \(user)")
        if event == "bagi",
          let rows = try? await store.instances(InstanceQuery(limit: 1_000))
        {
          references += rows.map(\.reference).filter { !references.contains($0) }
        }
        return
      }
    }
  }

  private mutating func move() async {
    guard let reference = pick(references.suffix(6)), let user = pick(people)?.name,
      let to = pick(people)?.id
    else { return }
    let kind = pick(TaskMove.Kind.allCases) ?? .claim
    log.append("\(kind) \(reference) \(user) \(to)")
    _ = try? await office.move(
      kind, reference, by: kind == .reassign ? "root" : user, to: to, basis: "ND 1", reason: "x")
  }

  private mutating func operate() async {
    guard let reference = pick(references.suffix(6)) else { return }
    let kind = pick(Operation.Kind.allCases) ?? .suspend
    log.append("\(kind) \(reference)")
    _ = try? await engine.operate(kind, reference, reason: "x", office.context("root"))
  }

  private mutating func changeDirectory() async throws {
    let index = Int.random(in: people.indices, using: &numbers)
    let person = people[index]
    switch Int.random(in: 0..<4, using: &numbers) {
    case 0: people[index].contacts = []
    case 1: if !people[index].contacts.isEmpty { people[index].contacts.removeFirst() }
    case 2: people[index].wantsDigest = pick([nil, false, true]) ?? nil
    default: people[index].draw(&numbers)
    }
    log.append("directory \(person.name) \(people[index].contacts.map(\.address))")
    office.files.sources = Self.sources(definitions, people)
    let report = await engine.reload()
    require(report.problems == [], "reload: \(report.problems)")
    epoch += 1
  }

  private mutating func changeMood() {
    guard let channel = pick(channels) else { return }
    channel.mood = pick(SimulatedChannel.Mood.allCases + [.healthy, .flaky, .flaky]) ?? .flaky
    log.append("\(channel.name) is \(channel.mood)")
  }

  /// The daemon dies while it delivers or passes on, and another one takes over the store.
  private mutating func crash() async throws {
    let now = clock.now()
    // Digests are gathered in one transaction, without a claim.
    guard let name = pick(channels.map(\.name) + [OwnLane.people]) else { return }
    let most = Int.random(in: 1...3, using: &numbers)
    var rows = try await engine.claim(name, at: now, limit: most)
    if rows.isEmpty {
      // Something that is on its way at this moment.
      await start()
      await act()
      if name != OwnLane.people, !engine.peopleChannels.isEmpty {
        _ = try await engine.passOn(at: now)
        try await observe()
      }
      rows = try await engine.claim(name, at: now, limit: most)
    }
    log.append("crash in \(name) with \(rows.map(\.key))")
    if let channel = channels.first(where: { $0.name == name }) {
      channel.note(engine: engines, era: era, isLast: true)
      for row in rows where !numbers.chance(3) {
        if let message = try? await engine.compose(row) { _ = try? await channel.deliver(message) }
      }
    }
    counts["crash", default: 0] += rows.count
    var inUse = channels
    // Somebody may have changed the configuration.
    if numbers.chance(4) { inUse = channels.filter { _ in !numbers.chance(3) } }
    try await restart(with: inUse.isEmpty ? channels : inUse)
  }

  /// Another daemon, on the same store.
  private mutating func restart(with inUse: [SimulatedChannel]) async throws {
    engines += 1
    for channel in channels { channel.note(engine: engines, era: era) }
    if engine.notifiers.map(\.name) != inUse.map(\.name) {
      epoch += 1
      hasOtherChannels = true
      log.append("channels \(inUse.map(\.name))")
    }
    office = try await Office(
      Self.sources(definitions, people), store: store, clock: clock, notifiers: inUse)
    try await engine.bringMessagesForward(
      at: clock.now(), tolerating: RetryPolicy().longestDelay)
  }

  /// A person sends something again.
  private mutating func retry() async throws {
    let rows = try await store.messages(
      MessageQuery(state: pick([.dead, .unknown]) ?? .dead, order: .newestFirst, limit: 5))
    guard let row = pick(rows) else { return }
    log.append("retry \(row.key)")
    retried.insert(Self.root(row.key))
    try await engine.retryMessage(row.id)
    counts["retry", default: 0] += 1
  }

  private mutating func turnBack() async throws {
    let now = clock.now()
    let back = now.adding(hours: -1)
    turnedBack.formUnion([makassar.civil(now).date, makassar.civil(back).date])
    era += 1
    for channel in channels { channel.note(engine: engines, era: era) }
    clock.set(back)
    log.append("back to \(spelled(back))")
    try await engine.bringMessagesForward(at: back, tolerating: 0)
  }

  /// Nobody is awake for a while: the machine is off.
  private mutating func sleep() async throws {
    let minutes = Int64.random(in: 1...spans(), using: &numbers)
    clock.set(clock.now().adding(milliseconds: minutes * 60_000))
    log.append("sleep until \(spelled(clock.now()))")
    _ = try await engine.fireDueTimers(at: clock.now())
  }

  /// Time goes on, and the loops wake when they asked to be woken.
  private mutating func run(for milliseconds: Int64) async throws {
    let end = clock.now().adding(milliseconds: milliseconds)
    log.append("run until \(spelled(end))")
    while problems.isEmpty {
      _ = try await engine.fireDueTimers(at: clock.now())
      try await turn()
      let timer = try await store.nextTimerDue().map { Instant(millisecondsSince1970: $0) }
      guard let next = [try await wake(), timer].compactMap(\.self).min(), next < end else { break }
      clock.set(max(next, clock.now()))
    }
    clock.set(end)
    _ = try await engine.fireDueTimers(at: clock.now())
    try await turn()
  }

  /// When the outbox wants to be woken next.
  private func wake() async throws -> Instant? {
    var wakes: [Instant] = []
    for (index, lane) in engine.lanes.enumerated() {
      if let wake = try await engine.nextWake(of: lane, isKeeper: index == 0) { wakes.append(wake) }
    }
    return wakes.min()
  }

  /// What the loops do at one instant, until they want to sleep.
  mutating func turn() async throws {
    for number in 0..<200 {
      _ = try await engine.deliverDueMessages(at: clock.now(), policy: RetryPolicy())
      counts["turn", default: 0] += 1
      try await observe()
      guard let wake = try await wake(), wake <= clock.now() else { return }
      if number == 199 { problems.append("spins: \(spelled(clock.now()))") }
    }
  }

  /// All channels are well, and time goes on until nothing waits.
  mutating func finish() async throws {
    for channel in channels { channel.mood = .healthy }
    if engine.notifiers.count < channels.count { try await restart(with: channels) }
    for _ in 0..<5_000 {
      try await turn()
      guard problems.isEmpty, let next = try await wake() else { return }
      clock.set(max(next, clock.now()))
    }
    problems.append("endless: it wants to be woken for ever")
  }
}
