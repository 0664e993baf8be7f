// Samples of documents and of the register, with everything in them that they can hold.

import AdminAPI
import Workflow

@testable import sinergictl

extension Samples {
  static let document = DocumentItem(
    kind: "naskah", title: "Naskah kerja sama", version: 2, latest: true, name: "naskah v2.pdf",
    size: 184_320, sha256: String(repeating: "ab", count: 32), number: "B.12/2026",
    partnerNumber: "7/UN/2026", srikandi: "SRK-1", mediaType: "application/pdf",
    note: "hasil pembahasan", kept: true, addedAt: "2026-11-20T10:15:00+08:00",
    person: "ni-made-wirati", personName: "Ni Made Wirati", role: "pic")
  static let documents = DocumentList(
    items: [document],
    missing: [
      MissingDocumentItem(kind: "draf", title: "Draf", required: true, roles: ["pic", "kabid"])
    ], zone: "WITA")
  static let documentAnswer = DocumentAnswer(
    reference: "NKO/2026/0001", sequence: 5, effect: "added", document: document, replay: false,
    zone: "WITA")
  static let documentCheck = DocumentCheck(
    intact: false, agreements: 12, copies: 20, bytes: 3_400_000,
    faults: [
      DocumentFaultItem(
        reference: "NKO/2026/0001", kind: "naskah", version: 2,
        sha256: String(repeating: "ab", count: 32), fault: "damaged",
        detail: "the copy of abababababab is damaged")
    ], orphans: [String(repeating: "cd", count: 32)], zone: "WITA")
  static let documentHistory = HistoryItem(
    sequence: 5, position: 18, at: "2026-11-22T16:30:00+08:00", kind: "document-added", version: 1,
    cause: "uid:1000",
    payload: [
      "document": [
        "kind": "naskah", "version": 2, "name": "naskah v2.pdf", "number": "B.12/2026",
        "partner_number": "7/UN/2026", "srikandi": "SRK-1", "sha256": "abababababababab",
      ], "states": ["telaah"], "actor": ["person": "ni-made-wirati", "role": "pic"],
    ], hash: String(repeating: "cd", count: 32))
  static let registerRow = RegisterItem(
    reference: "NKO/2026/0001", workflow: "nota-kesepahaman-opd",
    workflowTitle: "Nota Kesepahaman tingkat Dinas", about: "Layanan perpustakaan",
    party: "univ-udayana", partyName: "Universitas Udayana", route: "E", number: "B.12/2026",
    partnerNumber: "7/UN/2026", signed: "2026-06-02", from: "2026-07-01", until: "2028-06-30",
    status: "berlaku", statusWords: "Berlaku", states: ["Berlaku"], children: 4, childrenDone: 3,
    successor: "NKO/2028/0007", startedAt: "2026-05-04T09:00:00+08:00")
  static let registerProfile = RegisterProfileItem(
    name: "perpusnas", title: "Daftar kerja sama perpustakaan", heading: ["Dinas"],
    columns: [RegisterColumnItem(name: "partner", title: "Mitra")], filter: ["status": "berlaku"])
  static let registerSheet = RegisterSheet(
    title: "Register", heading: ["Dinas"],
    columns: RegisterColumn.allCases.map { ($0, RegisterSheet.title(of: $0)) },
    rows: [registerRow])
}
