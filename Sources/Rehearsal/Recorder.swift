// Turns what the engine committed into a timeline: history, open tasks, messages.

internal import Notify
internal import Store
internal import WorkCalendar
internal import Workflow

/// Reads what is new in the store.
struct Recorder {
  private struct TaskName: Hashable {
    var instance: Int64
    var task: String
  }

  private struct KnownTask: Hashable {
    var openedAt: Int64
    var dueAt: Int64?
    var isProvisional: Bool
  }

  let store: Store
  let postBox: PostBox
  let warnings: Warnings
  let zone: ZoneRules
  /// Names of people by identity.
  let names: [String: String]
  /// States in which an agreement is at its end, by workflow.
  let finals: [String: Set<String>]

  /// The agreement that is rehearsed; known once it was started.
  private(set) var instance: Int64?
  private(set) var reference = ""
  /// Its active states.
  private(set) var states: [String] = []
  private(set) var isFinished = false
  private(set) var items: [TimelineItem] = []
  private(set) var steps = 0

  private var position: Int64 = 0
  private var tasks: [TaskName: KnownTask] = [:]
  private var workflows: [Int64: String] = [:]

  init(
    store: Store, postBox: PostBox, warnings: Warnings, zone: ZoneRules, directory: Directory,
    workflows: [Workflow]
  ) {
    self.store = store
    self.postBox = postBox
    self.warnings = warnings
    self.zone = zone
    names = directory.people.mapValues(\.name)
    finals = Dictionary(
      workflows.map { workflow in
        let ends = workflow.stateList.filter { $0.kind == "final" && !$0.name.contains("/") }
        return (workflow.name, Set(ends.map(\.name)))
      }, uniquingKeysWith: { first, _ in first })
  }

  /// Adds something that left no trace in the store.
  mutating func add(_ item: TimelineItem) { items.append(item) }

  /// Records what was committed since the last time; `now` is the instant at which it was.
  mutating func record(at now: Instant) async throws(StoreError) {
    let messages = postBox.take()
    var later: [TimelineItem] = []
    while true {
      let rows = try await store.history(
        afterPosition: position, limit: RehearsalLimits.rowsAtOnce)
      for row in rows {
        position = row.position
        guard let id = row.instance else { continue }
        record(row, id, messages["\(row.reference)#\(row.sequence ?? 0)"] ?? [], &later)
      }
      if rows.count < RehearsalLimits.rowsAtOnce { break }
    }
    try await recordTasks(at: now)
    items += later
    for text in warnings.take() {
      var item = TimelineItem(.warning, at: now, reference: reference, subject: "engine")
      item.text = text
      items.append(item)
    }
  }

  private mutating func record(
    _ row: HistoryRow, _ id: Int64, _ messages: [Message], _ later: inout [TimelineItem]
  ) {
    steps += 1
    let at = Instant(millisecondsSince1970: row.at)
    let payload = (try? JSON(parsing: row.payload)) ?? .null
    if row.kind == HistoryKind.notified {
      return recordNotices(row, at, payload, messages)
    }
    var item = TimelineItem(.act, at: at, reference: row.reference, subject: "")
    if row.kind == HistoryKind.started {
      let workflow = payload["workflow"]?.string ?? ""
      workflows[id] = workflow
      if instance == nil {
        instance = id
        reference = row.reference
      }
      item.kind = id == instance ? .start : .child
      item.subject = workflow
    } else if let timer = payload["timer"]?.string {
      item.kind = .timer
      // A timer is named by its state and its span: «macet after 10 d».
      item.subject = timer.split(separator: " ").dropFirst().joined(separator: " ")
    } else {
      item.subject =
        payload["event"]?.string ?? payload["document"]?["kind"]?.string.map { "document \($0)" }
        ?? ""
    }
    if let actor = Actor(payload["actor"]) {
      item.role = actor.role
      item.identities = [actor.person]
      item.people = [names[actor.person] ?? actor.person]
    }
    item.text = payload["reason"]?.string
    item.exited = payload["exited"]?.strings ?? []
    item.entered = payload["entered"]?.strings ?? []
    item.states = payload["states"]?.strings ?? []
    if id == instance { states = item.states }
    items.append(item)
    later += messages.map { tell($0, at) }
    guard let ends = workflows[id].flatMap({ finals[$0] }),
      let end = item.states.first(where: { ends.contains($0) })
    else { return }
    if id == instance { isFinished = true }
    later.append(TimelineItem(.end, at: at, reference: row.reference, subject: end))
  }

  private func tell(_ message: Message, _ at: Instant) -> TimelineItem {
    var item = TimelineItem(
      .message, at: at, reference: message.reference, subject: message.kind)
    item.people = message.recipients.map(\.name)
    item.identities = message.recipients.compactMap(\.person)
    return item
  }

  private mutating func recordNotices(
    _ row: HistoryRow, _ at: Instant, _ payload: JSON, _ messages: [Message]
  ) {
    for (index, told) in (payload["told"]?.items ?? []).enumerated() {
      guard let kind = told["kind"]?.string.flatMap(TimelineItem.Kind.init(rawValue:)) else {
        continue
      }
      var item = TimelineItem(
        kind, at: at, reference: row.reference, subject: payload["task"]?.string ?? "")
      item.role = told["role"]?.string
      if index < messages.count {
        item.people = messages[index].recipients.map(\.name)
        item.identities = messages[index].recipients.compactMap(\.person)
      }
      items.append(item)
    }
  }

  private mutating func recordTasks(at now: Instant) async throws(StoreError) {
    let rows = try await store.tasks(TaskQuery(limit: RehearsalLimits.rowsAtOnce))
    var open: [TaskName: KnownTask] = [:]
    for row in rows {
      let name = TaskName(instance: row.instance, task: row.task)
      let task = KnownTask(
        openedAt: row.openedAt, dueAt: row.dueAt, isProvisional: row.isProvisional)
      open[name] = task
      let known = tasks[name]
      if known == task { continue }
      var item = TimelineItem(
        known?.openedAt == task.openedAt ? .deadline : .task, at: now, reference: row.reference,
        subject: row.task)
      item.role = row.role
      item.deadline = row.dueAt.map {
        let instant = Instant(millisecondsSince1970: $0)
        return Deadline(
          instant: instant, date: zone.civil(instant).date, isProvisional: row.isProvisional)
      }
      items.append(item)
    }
    tasks = open
  }
}
