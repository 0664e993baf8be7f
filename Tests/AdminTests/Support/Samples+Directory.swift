// Wire values of the directory, with everything in them that they can hold.

import AdminAPI

extension Samples {
  static let deputy = ActorItem(
    person: "ni-made-sari", name: "Ni Made Sari", role: "kadis", capacity: "plh",
    basis: "SK 12/2026 tanggal 2026-11-01", position: "kepala-dinas", for: "i-wayan-sudarma",
    forName: "I Wayan Sudarma")
  static let byDeputy: CommandAnswer = {
    var answer = Samples.answer
    answer.actor = deputy
    return answer
  }()
  static let deputyHistory: HistoryItem = {
    var item = Samples.history
    item.actor = deputy
    return item
  }()
  static let holder = HolderItem(
    person: "ni-made-sari", name: "Ni Made Sari", capacity: "plh", basis: "SK 12/2026",
    for: "i-wayan-sudarma")
  static let contact = ContactItem(
    channel: "email", address: "sari@contoh.go.id", language: "id")
  static let person = PersonItem(
    id: "ni-made-sari", name: "Ni Made Sari", unix: "sari", language: "id", digest: true,
    quiet: ["sunday"], positions: ["kepala-dinas"], contacts: [contact])
  static let held = PositionItem(
    id: "kepala-dinas", title: TextItem(id: "Kepala Dinas", en: "Head of the office"),
    organisation: "dinas", role: "signatory", holders: [holder], vacantSince: "2026-10-31")
  static let vacant = PositionItem(
    id: "kabid-p3", title: TextItem(id: "Kepala Bidang"), organisation: "dinas", holders: [],
    vacantSince: "2026-05-01")
  static let holding = HoldingItem(
    person: "i-wayan-sudarma", position: "kepala-dinas", from: "2026-01-01", until: "2027-12-31",
    basis: "SK 1/2026")
  static let deputyItem = DeputyItem(
    person: "ni-made-sari", position: "kepala-dinas", capacity: "plh", from: "2026-11-02",
    until: "2026-11-13", basis: "SK 12/2026", dated: "2026-11-01", scope: ["uji"],
    for: "i-wayan-sudarma")
  static let body = OrganisationItem(id: "dinas", name: "Dinas", class: "opd", route: "E")
  static let directory = DirectoryAnswer(
    version: 7, digest: String(repeating: "ab", count: 32), since: "2026-11-16T09:00:00+08:00",
    on: "2026-11-03", organisations: [body], positions: [held, vacant], people: [person],
    holdings: [holding], deputies: [deputyItem], zone: "WITA")
  static let change = DirectoryChangeItem(
    kind: "people", id: "ni-made-sari", action: "changed",
    fields: [
      DirectoryFieldItem(
        name: "contact email", before: "lama@contoh.go.id", after: "sari@contoh.go.id",
        private: true)
    ])
  static let directoryReport = DirectoryReportItem(
    version: 7, digest: String(repeating: "ab", count: 32), applied: true,
    changes: [
      change,
      DirectoryChangeItem(
        kind: "holdings", id: "i-wayan-sudarma kepala-dinas 2026-01-01", action: "added",
        fields: [
          DirectoryFieldItem(name: "person", after: "i-wayan-sudarma", private: false),
          DirectoryFieldItem(name: "from", after: "2026-01-01", private: false),
        ]),
      DirectoryChangeItem(
        kind: "positions", id: "kabid-p3", action: "removed",
        fields: [DirectoryFieldItem(name: "title", before: "Kepala Bidang", private: false)]),
    ], zone: "WITA")
  static let directoryFile = DirectoryFile(name: "direktori.yaml", text: "directory: d\n")

  static let ofDirectory: [any WireType] = [
    deputy, holder, contact, person, held, holding, deputyItem, body, directory, change,
    change.fields[0], directoryReport, directoryFile,
    DirectoryPreviewRequest(files: [directoryFile], replace: true),
    DirectoryApplyRequest(
      files: [directoryFile], replace: true, expectedVersion: 7, reason: "SK 821"),
    ForgetRequest(reason: "pensiun"),
    ForgetAnswer(person: "ni-made-sari", contacts: 2, version: 8, zone: "WITA"),
    DirectoryExport(version: 7, files: [directoryFile], zone: "WITA"),
  ]
}
