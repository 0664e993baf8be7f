// A value of each wire type of what administrators change from outside, every optional filled.

import AdminAPI

extension Samples {
  static let promise = PromiseChangeItem(
    kind: "task", title: "Menyusun konsep",
    before: PromiseSideItem(
      name: "konsep", role: "pic",
      due: DeadlineItem(at: "2026-11-25T16:30:00+08:00", provisional: false)),
    after: PromiseSideItem(
      name: "penyusunan", role: "kabid",
      due: DeadlineItem(at: "2028-01-03T16:30:00+08:00", provisional: true)))
  static let opened = PromiseChangeItem(
    kind: "task", title: "Menelaah", before: nil,
    after: PromiseSideItem(name: "telaah", role: "kabid", due: nil))
  static let cleared = PromiseChangeItem(
    kind: "timer", title: "konsep after 15 wd",
    before: PromiseSideItem(
      name: "konsep after 15 wd", role: nil,
      due: DeadlineItem(at: "2026-12-15T16:30:00+08:00", provisional: false)), after: nil)
  static let field = FieldChangeItem(
    name: "berakhir", before: "2031-03-09", after: "2029-12-31")
  static let jumped: CommandAnswer = {
    var answer = Samples.answer
    (answer.event, answer.actor) = ("jump", nil)
    return answer
  }()
  static let administered = AdministrationAnswer(
    command: jumped, dryRun: true, skipped: ["konsep"], promises: [promise, opened, cleared],
    fields: [field], warnings: ["from there the workflow leads to no end"], zone: "WITA")
  static let imported = ImportedItem(
    line: 2, reference: "075/12/NK/2021", title: "Layanan perpustakaan", states: ["akan_berakhir"],
    status: "active", passed: ["aktif at data.berakhir - months(3)"], promises: [promise],
    problem: "an agreement has it already")
  static let importAnswer = ImportAnswer(
    workflow: "nota-kesepahaman-opd", applied: true, items: [imported], problems: 0,
    replay: false, zone: "WITA")
  static let verdict = VerdictItem(
    reference: "NKO/2026/0001", title: "Layanan perpustakaan",
    from: String(repeating: "cd", count: 32), before: ["konsep"], after: ["penyusunan"],
    promises: [promise, opened, cleared], fields: [field], suspended: true, problems: [],
    notes: ["«konsep after 15 wd» is due at once"])
  static let stuck = VerdictItem(
    reference: "NKO/2026/0002", title: "Layanan perpustakaan",
    from: String(repeating: "cd", count: 32), before: ["macet"], after: [], promises: [],
    fields: [], suspended: false,
    problems: ["the new definition has no state «macet»; name one with --map macet=STATE"],
    notes: [])
  static let migrationAnswer = MigrationAnswer(
    workflow: "nota-kesepahaman-opd", definition: String(repeating: "ab", count: 32),
    applied: false, current: 3, items: [verdict, stuck], problems: 1, replay: false, zone: "WITA")

  static let administrationHistory: [HistoryItem] = [
    history(
      "jumped",
      [
        "exited": ["konsep"], "entered": ["telaah"], "states": ["telaah"], "skipped": ["konsep"],
        "operator": "root", "reason": "disepakati lisan",
      ]),
    history(
      "corrected",
      [
        "changes": ["fields": [["name": "jumlah", "after": 7]]], "states": ["telaah"],
        "operator": "root", "reason": "salah ketik",
      ]),
    history(
      "migrated",
      [
        "from": .string(String(repeating: "cd", count: 32)),
        "definition": .string(String(repeating: "ab", count: 32)), "exited": [], "entered": [],
        "states": ["telaah"], "operator": "root", "reason": "alur baru",
      ]),
    history(
      "cancelled",
      [
        "exited": ["telaah"], "entered": ["dibatalkan"], "states": ["dibatalkan"],
        "skipped": ["telaah"], "operator": "root", "reason": "ganda",
      ]),
    history(
      "imported",
      [
        "exited": [], "entered": ["akan_berakhir"], "states": ["akan_berakhir"],
        "passed": ["aktif at data.berakhir - months(3)"], "operator": "root",
        "reason": "register lama",
      ]),
  ]

  private static func history(_ kind: String, _ payload: JSONValue) -> HistoryItem {
    HistoryItem(
      sequence: 4, position: 17, at: "2026-11-22T16:30:00+08:00", kind: kind, version: 1,
      cause: "uid:0", payload: payload, hash: String(repeating: "cd", count: 32))
  }

  /// Every type that travels.
  static let administration: [any WireType] = [
    CancelRequest(reason: "ganda", dryRun: true),
    JumpRequest(states: ["telaah"], reason: "disepakati lisan", dryRun: true),
    CorrectionRequest(data: ["jumlah": 2], unset: ["catatan"], reason: "salah ketik", dryRun: true),
    promise, PromiseSideItem(name: "konsep", role: "pic", due: promise.before?.due), field,
    administered,
    LegacyItem(
      states: ["aktif"], data: ["tentang": "Layanan"], reference: "075/12/NK/2021",
      started: "2020-11-02", line: 2),
    ImportRequest(
      workflow: "uji", items: [LegacyItem(states: ["aktif"], data: nil)], reason: "register lama",
      dryRun: true), imported, importAnswer,
    MigrationRequest(
      references: ["NKO/2026/0001"], states: ["konsep": "penyusunan"], dropped: ["catatan"],
      data: ["jumlah": 2], reason: "alur baru", dryRun: true), verdict, migrationAnswer,
  ]
}
