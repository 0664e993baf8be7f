// One value of each wire type, with everything in it that it can hold.

import AdminAPI

enum Samples {
  static let agreement = AgreementItem(
    reference: "NKO/2026/0001", workflow: "nota-kesepahaman-opd", title: "Layanan perpustakaan",
    party: "univ-udayana", partyName: "Universitas Udayana", status: "active",
    states: ["konsep"], sequence: 3, startedAt: "2026-11-16T09:00:00+08:00",
    changedAt: "2026-11-20T10:15:00+08:00", finishedAt: "2026-11-20T10:15:00+08:00")
  static let task = TaskItem(
    reference: "NKO/2026/0001", workflow: "nota-kesepahaman-opd",
    agreementTitle: "Layanan perpustakaan", task: "konsep", title: "Menyusun konsep", role: "pic",
    assignee: "Petugas penghubung", people: ["Ni Made Wirati"],
    openedAt: "2026-11-16T09:00:00+08:00", dueAt: "2026-11-25T16:30:00+08:00", provisional: true,
    overdue: false, events: ["ajukan"])
  static let event = EventItem(
    event: "revisi", task: "telaah", roles: ["kabid"], needsReason: true, required: ["catatan"],
    optional: ["putaran"])
  static let detail = AgreementDetail(
    agreement: agreement, definition: String(repeating: "ab", count: 32),
    data: [FieldItem(name: "tentang", title: "Tentang", value: "Layanan perpustakaan")],
    tasks: [task], events: [event],
    timers: [TimerItem(name: "notice konsep", dueAt: "2026-11-23T08:00:00+08:00")], zone: "WITA")
  static let answer = CommandAnswer(
    reference: "NKO/2026/0001", workflow: "nota-kesepahaman-opd", sequence: 4, event: "ajukan",
    actor: ActorItem(
      person: "ni-made-wirati", name: "Ni Made Wirati", role: "pic", capacity: "definitif",
      basis: "SK 800/12"), at: "2026-11-22T16:30:00+08:00", states: ["telaah"],
    exited: ["konsep"], entered: ["telaah"], replay: false, zone: "WITA")
  static let history = HistoryItem(
    sequence: 4, position: 17, at: "2026-11-22T16:30:00+08:00", kind: "stepped", version: 1,
    cause: "uid:1000",
    payload: [
      "event": "ajukan", "exited": ["konsep"], "entered": ["telaah"], "states": ["telaah"],
      "actor": ["person": "ni-made-wirati", "role": "pic"], "reason": "lengkap",
    ], hash: String(repeating: "cd", count: 32))
  static let workflow = WorkflowItem(
    name: "nota-kesepahaman-opd", title: TextItem(id: "Nota Kesepahaman", en: "Memorandum"),
    description: "Dari konsep sampai berlaku.", digest: String(repeating: "ab", count: 32),
    calendar: "bali-pemprov", reference: "NKO/{year}/{sequence:4}")
  static let message = MessageItem(
    id: 42, key: "NKO/2026/0001:3:0", notifier: "surat", state: "dead", attempts: 9,
    subject: "Tugas baru", nextAt: "2026-11-23T08:00:00+08:00",
    settledAt: "2026-11-22T08:00:00+08:00", lastError: "550 mailbox unavailable")
  static let status = StatusReport(
    version: "0.1.0", startedAt: "2026-11-16T07:00:00+08:00", now: "2026-11-22T16:30:00+08:00",
    agreementsActive: 12, agreementsFinished: 3, agreementsFailed: 1, openTasks: 14, timers: 40,
    nextTimer: "2026-11-23T08:00:00+08:00", messagesPending: 2, messagesDead: 1,
    messagesUnknown: 0, historyPosition: 170, historyHash: String(repeating: "cd", count: 32),
    workflows: ["nota-kesepahaman-opd"],
    loadProblems: ["uji.yaml:3:1: error[unknown-key]: no key «tilte»"], zone: "WITA")

  /// Every type that travels, but for pages of other items, which have the same shape.
  static let all: [any WireType] = [
    agreement, task, event, detail, answer, history, workflow, message, status,
    FieldItem(name: "putaran", title: "Putaran", value: 2),
    TimerItem(name: "berakhir", dueAt: "2031-03-09T00:00:00+08:00"),
    Page(items: [agreement], next: "17", zone: "WITA"),
    StartRequest(workflow: "uji", data: ["tentang": "Layanan"], as: "ni-made-wirati"),
    EventRequest(
      event: "ajukan", data: ["jumlah": 2], reason: "lengkap", task: "konsep",
      as: "ni-made-wirati"),
    DecisionRequest(
      decision: "return", data: ["jumlah": 2], reason: "kurang", task: "telaah",
      as: "ni-made-wirati"),
    ActorItem(
      person: "ni-made-wirati", name: "Ni Made Wirati", role: "pic", capacity: "definitif",
      basis: "SK 800/12"),
    AuditReport(
      intact: false, entries: 170, head: "cd", brokenAt: 17, reason: "the hash differs",
      zone: "WITA"),
    TextItem(id: "Nota", en: "Note"), StateItem(name: "konsep", title: "Konsep", kind: "atomic"),
    FieldDeclaration(name: "tentang", type: "string", required: true, title: "Tentang"),
    RoleItem(name: "pic", binding: "position petugas-penghubung"),
    WorkflowDetail(
      workflow: workflow, states: [StateItem(name: "konsep", title: "Konsep", kind: "atomic")],
      fields: [
        FieldDeclaration(name: "tentang", type: "string", required: true, title: "Tentang")
      ], roles: [RoleItem(name: "pic", binding: "position petugas-penghubung")],
      source: "workflow: uji\n", zone: "WITA"), Health(zone: "WITA"),
    ReloadAnswer(loaded: ["uji"], problems: ["x.yaml:1:1: error[yaml]: …"], zone: "WITA"),
    RetryAnswer(id: 42, zone: "WITA"),
    Problem(
      .notNow, "«lompat» is not possible in «konsep»; possible now: ajukan",
      help: "sinergictl show NKO/2026/0001", instance: "/v1/agreements/NKO%2F2026%2F0001/events"),
  ]
}
