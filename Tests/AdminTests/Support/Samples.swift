// One value of each wire type, with everything in it that it can hold.

import AdminAPI

enum Samples {
  static let agreement = AgreementItem(
    reference: "NKO/2026/0001", workflow: "nota-kesepahaman-opd", title: "Layanan perpustakaan",
    party: "univ-udayana", partyName: "Universitas Udayana", status: "active",
    states: ["konsep"], sequence: 3, startedAt: "2026-11-16T09:00:00+08:00",
    changedAt: "2026-11-20T10:15:00+08:00", finishedAt: "2026-11-20T10:15:00+08:00",
    suspendedAt: "2026-11-19T10:15:00+08:00")
  static let task = TaskItem(
    reference: "NKO/2026/0001", workflow: "nota-kesepahaman-opd",
    agreementTitle: "Layanan perpustakaan", task: "konsep", title: "Menyusun konsep", role: "pic",
    assignee: "Petugas penghubung", people: ["Ni Made Wirati"],
    openedAt: "2026-11-16T09:00:00+08:00", dueAt: "2026-11-25T16:30:00+08:00", provisional: true,
    overdue: false, events: ["ajukan"],
    holder: TaskHolderItem(
      person: "i-komang", name: "I Komang Contoh", kind: "delegated", giver: "i-made"),
    nobody: false, vacantSince: "2026-05-01")
  static let event = EventItem(
    event: "revisi", task: "telaah", roles: ["kabid"], needsReason: true, required: ["catatan"],
    optional: ["putaran"], documents: ["naskah"])
  static let detail = AgreementDetail(
    agreement: agreement, definition: String(repeating: "ab", count: 32),
    data: [FieldItem(name: "tentang", title: "Tentang", value: "Layanan perpustakaan")],
    tasks: [task], events: [event],
    timers: [TimerItem(name: "notice konsep", dueAt: "2026-11-23T08:00:00+08:00")],
    suspensionReason: "menunggu putusan", parent: "NKO/2026/0002",
    children: [ChildItem(agreement: agreement, progress: ProgressItem(done: 1, total: 3))],
    progress: ProgressItem(done: 2, total: 4), cancellationReason: "ganda", documents: [document],
    approvals: [approval], records: [mark, signature], zone: "WITA")
  static let answer = CommandAnswer(
    reference: "NKO/2026/0001", workflow: "nota-kesepahaman-opd", sequence: 4, event: "ajukan",
    actor: ActorItem(
      person: "ni-made-wirati", name: "Ni Made Wirati", role: "pic", capacity: "definitif",
      basis: "SK 800/12", position: "petugas-penghubung"), at: "2026-11-22T16:30:00+08:00",
    states: ["telaah"], exited: ["konsep"], entered: ["telaah"], replay: false,
    followed: ["LAP/2026/0001"], stayed: ["BRU/2026/0001"], zone: "WITA")
  static let history = HistoryItem(
    sequence: 4, position: 17, at: "2026-11-22T16:30:00+08:00", kind: "stepped", version: 1,
    cause: "uid:1000",
    payload: [
      "event": "ajukan", "exited": ["konsep"], "entered": ["telaah"], "states": ["telaah"],
      "actor": ["person": "ni-made-wirati", "role": "pic"], "reason": "lengkap",
    ], hash: String(repeating: "cd", count: 32),
    actor: ActorItem(
      person: "ni-made-wirati", name: "Ni Made Wirati", role: "pic", capacity: "definitif",
      basis: "SK 800/12", position: "petugas-penghubung"))
  static let reminder = ReminderItem(
    task: "konsep", title: "Menyusun konsep", role: "kabid", escalation: true, offset: "3 wd",
    deadline: "2026-11-25T16:30:00+08:00", provisional: true,
    plannedAt: "2026-11-30T08:00:00+08:00",
    status: "held", at: "2026-11-30T22:00:00+08:00", goesOutAt: "2026-12-01T08:00:00+08:00",
    why: "the sending window is closed", deliveries: ["file delivered"])
  static let calendar = CalendarItem(
    name: "kantor", title: TextItem(id: "Kantor", en: "Office"),
    digest: String(repeating: "ab", count: 32), applied: false,
    inForce: String(repeating: "cd", count: 32), since: "2026-11-16T09:00:00+08:00",
    publishedThrough: 2027, workflows: ["nota-kesepahaman-opd"])
  static let moved = DeadlineChangeItem(
    reference: "NKO/2026/0001", agreementTitle: "Layanan perpustakaan", name: "konsep",
    title: "Menyusun konsep", kind: "task",
    before: DeadlineItem(at: "2027-12-31T14:30:00+08:00", provisional: false),
    after: DeadlineItem(at: "2028-01-03T16:30:00+08:00", provisional: true))
  static let calendarReport = CalendarReportItem(
    calendar: "kantor", digest: String(repeating: "ab", count: 32), applied: true, looked: 12,
    moved: [moved], failed: [FailureItem(reference: "NKO/2026/0002", reason: "busy")],
    zone: "WITA")
  static let forecastItem = ForecastItem(
    at: "2026-11-25T16:30:00+08:00", kind: "deadline", name: "konsep", title: "Menyusun konsep",
    role: "pic", to: "Petugas penghubung",
    deadline: DeadlineItem(at: "2026-11-25T16:30:00+08:00", provisional: true),
    exited: ["konsep"], entered: ["telaah"], assumed: ["draf is filled"])
  static let forecast = ForecastAnswer(
    reference: "NKO/2026/0001", title: "Layanan perpustakaan", from: "2026-11-22T16:30:00+08:00",
    quiet: course([]), courses: [course(["ajukan", "setuju"])],
    latestFinish: "2028-07-01T00:00:00+08:00", zone: "WITA")
  static func course(_ events: [String]) -> ForecastCourse {
    var act = forecastItem
    (act.kind, act.name, act.deadline) = ("act", "ajukan", nil)
    var opened = forecastItem
    (opened.kind, opened.name, opened.title) = ("opened", "telaah", "Menelaah")
    return ForecastCourse(
      events: events, items: events.isEmpty ? [forecastItem] : [act, opened], end: "waits",
      endWords: "nothing more happens by itself", endsAt: "2026-12-25T08:00:00+08:00",
      waiting: ["akan_berakhir: data.berakhir is not known yet"])
  }
  static let derivation = DerivationItem(
    reference: "NKO/2026/0001", name: "konsep", kind: "task", title: "Menyusun konsep",
    rule: "2 wd", reads: ["data.berakhir = 2028-06-30"], start: "2026-12-24T09:00:00+08:00",
    remainder: true, clock: "working days", calendar: "kantor",
    calendarDigest: String(repeating: "ab", count: 32), rawDate: "2026-12-25",
    days: [
      DerivationDay(
        date: "2026-12-25", kind: "closed", number: 0, name: "Natal", dayKind: "libur_nasional",
        source: "SKB", status: "tetap"),
      DerivationDay(date: "2026-12-26", kind: "weekend"),
      DerivationDay(date: "2026-12-28", kind: "counted", number: 1),
      DerivationDay(date: "2026-12-29", kind: "counted", number: 2),
    ],
    omitted: "3 working days", end: "2026-12-29T16:30:00+08:00",
    stored: "2026-12-28T16:30:00+08:00", outdated: true,
    provisional: ["no holiday list is published for 2028"],
    notices: [
      DerivationNotice(
        offset: "-2 wd", role: "pic", escalation: false, rawDate: "2026-12-25",
        at: "2026-12-24T08:00:00+08:00", moves: ["2026-12-25 is closed: Natal"], behind: true),
      DerivationNotice(
        offset: "3 wd", role: "kabid", escalation: true, rawDate: "2027-01-04",
        at: "2027-01-04T08:00:00+08:00", moves: [], behind: false),
    ])
  static let workflow = WorkflowItem(
    name: "nota-kesepahaman-opd", title: TextItem(id: "Nota Kesepahaman", en: "Memorandum"),
    description: "Dari konsep sampai berlaku.", digest: String(repeating: "ab", count: 32),
    calendar: "bali-pemprov", reference: "NKO/{year}/{sequence:4}")
  static let message = MessageItem(
    id: 42, key: "NKO/2026/0001:3:0", notifier: "surat", state: "dead", attempts: 9,
    subject: "Tugas baru", nextAt: "2026-11-23T08:00:00+08:00",
    settledAt: "2026-11-22T08:00:00+08:00", lastError: "550 mailbox unavailable",
    person: "ni-made-wirati",
    receipt: "250 2.0.0 Ok")
  static let channel = ChannelItem(
    name: "email", contact: "email", idempotent: false, atOnce: 4, perMinute: 60, people: 12,
    waiting: 3, dead: 1, unknown: 2, lastDelivery: "2026-11-22T10:15:00+08:00",
    lastError: "cannot connect: connection refused")
  static let preview = PreviewItem(
    kind: "reminder", at: "2026-11-23T08:00:00+08:00", how: "hold", channel: "email",
    person: "ni-made-wirati", readers: ["Ni Made Wirati"], language: "id",
    subject: "[NKO/2026/0001] Pengingat tenggat", text: "Yth. Ni Made Wirati,\n\nTenggat: Senin",
    html: "<p>Tenggat: Senin</p>", calendar: "BEGIN:VCALENDAR", note: "a quiet day")
  static let messageDetail = MessageDetailItem(
    message: message, reference: "NKO/2026/0001", words: preview, zone: "WITA")
  static let channelTest = ChannelTestRequest(person: "ni-made-wirati")
  static let channelTested = ChannelTestAnswer(
    channel: "email", receipt: "250 2.0.0 Ok", zone: "WITA")
  static let status = StatusReport(
    version: "0.1.0", startedAt: "2026-11-16T07:00:00+08:00", now: "2026-11-22T16:30:00+08:00",
    agreementsActive: 12, agreementsFinished: 3, agreementsFailed: 1, agreementsSuspended: 1,
    openTasks: 14, timers: 40,
    nextTimer: "2026-11-23T08:00:00+08:00", messagesPending: 2, messagesDead: 1,
    messagesUnknown: 0, historyPosition: 170, historyHash: String(repeating: "cd", count: 32),
    workflows: ["nota-kesepahaman-opd"],
    loadProblems: ["uji.yaml:3:1: error[unknown-key]: no key «tilte»"],
    calendarsNotApplied: ["kantor"], zone: "WITA", tasksWithNobody: 2, directoryVersion: 7,
    directoryNotes: ["the directory file orang.yaml differs"])

  /// Every type that travels, but for pages of other items, which have the same shape.
  static let all: [any WireType] =
    [
      agreement, task, event, detail, answer, history, workflow, message, status, channel, preview,
      messageDetail, channelTest, channelTested,
      FieldItem(name: "putaran", title: "Putaran", value: 2),
      TimerItem(name: "berakhir", dueAt: "2031-03-09T00:00:00+08:00"),
      Page(items: [agreement], next: "17", zone: "WITA"),
      StartRequest(
        workflow: "uji", data: ["tentang": "Layanan"], parent: "NKO/2026/0001", as: "ni-made-wirati"
      ),
      EventRequest(
        event: "ajukan", data: ["jumlah": 2], reason: "lengkap", task: "konsep",
        as: "ni-made-wirati"),
      DecisionRequest(
        decision: "return", data: ["jumlah": 2], reason: "kurang", task: "telaah",
        as: "ni-made-wirati"),
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
      ReloadAnswer(
        loaded: ["uji"], problems: ["x.yaml:1:1: error[yaml]: …"],
        notes: ["calendar «kantor» was changed"], zone: "WITA"),
      RetryAnswer(id: 42, zone: "WITA"), reminder, calendar, calendarReport,
      forecast, forecastItem, course(["ajukan"]), derivation, derivation.days[0],
      derivation.notices[0],
      CalendarPreviewRequest(calendar: "kantor", file: "kantor.yaml", text: "calendar: kantor\n"),
      CalendarApplyRequest(
        calendar: "kantor", file: "kantor.yaml", text: "calendar: kantor\n", reason: "SKB"),
      DeadlineItem(at: "2028-01-03T16:30:00+08:00", provisional: true), moved,
      TaskHolderItem(
        person: "i-komang", name: "I Komang Contoh", kind: "delegated", giver: "i-made"),
      TaskRequest(
        task: "telaah", to: "i-komang", basis: "ND 12/2026", reason: "cuti", as: "i-made"),
      CommentRequest(text: "Mitra minta rapat", task: "telaah", as: "i-made"),
      ProgressItem(done: 1, total: 3),
      ChildItem(agreement: agreement, progress: ProgressItem(done: 1, total: 3)),
      FailureItem(reference: "NKO/2026/0001", reason: "busy"), OperationRequest(reason: "sengketa"),
      Problem(
        .notNow, "«lompat» is not possible in «konsep»; possible now: ajukan",
        help: "sinergictl show NKO/2026/0001", instance: "/v1/agreements/NKO%2F2026%2F0001/events"),
    ] + administration + papers + ofDirectory

  static let approval = ApprovalItem(
    approval: "paraf", step: 2, steps: 3, quorum: "2 of 3", reached: 1, needed: 2,
    waiting: ["biro_hukum", "biro_ks"])
  static let stamp = DocumentStampItem(
    kind: "naskah", version: 2, sha256: String(repeating: "ab", count: 32))
  static let mark = RecordItem(
    kind: "mark", subject: "paraf/1-kabid", decision: "returned",
    actor: ActorItem(
      person: "i-komang", name: "I Komang Contoh", role: "kabid", capacity: "plh",
      basis: "SK 12/2026"), at: "2026-11-20T10:15:00+08:00", reason: "pasal 3",
    documents: [stamp], voidedAt: "2026-11-21T10:15:00+08:00", voidedBy: "document naskah")
  static let signature = RecordItem(
    kind: "signature", subject: "kesatu", decision: "signed",
    actor: ActorItem(
      person: "ni-luh", name: "Ni Luh Contoh", role: "kadis", capacity: "definitif",
      basis: "SK 800"), at: "2026-11-22T10:15:00+08:00", reason: nil, date: "2026-11-22",
    place: "Denpasar", manner: "tte", reference: "SRK-4712", documents: [stamp],
    voidedAt: nil, voidedBy: nil)
  /// A record with everything that any record has.
  static let record = RecordItem(
    kind: "signature", subject: "kesatu", decision: "signed", actor: signature.actor,
    at: "2026-11-22T10:15:00+08:00", reason: "ulang", date: "2026-11-22", place: "Denpasar",
    manner: "tte", reference: "SRK-4712", documents: [stamp],
    voidedAt: "2026-11-23T10:15:00+08:00", voidedBy: "document naskah")
  static let papers: [any WireType] = [
    approval, stamp, record,
    document, documents, documents.missing[0], documentAnswer, documentCheck,
    documentCheck.faults[0], DocumentPolicy(keeps: true, limitBytes: 33_554_432, zone: "WITA"),
    ContentAnswer(
      sha256: String(repeating: "ab", count: 32), size: 184_320, new: true, zone: "WITA"),
    DocumentRequest(
      kind: "naskah", name: "naskah.pdf", size: 184_320,
      sha256: String(repeating: "ab", count: 32), number: "B.12/2026", partnerNumber: "7/UN/2026",
      srikandi: "SRK-1", mediaType: "application/pdf", note: "hasil pembahasan", copy: true,
      as: "ni-made-wirati"),
    registerRow, registerProfile, registerProfile.columns[0],
  ]
}
