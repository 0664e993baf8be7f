// Documents in words: lists, what adding did, what a look at all copies found.

internal import AdminAPI

/// Shows documents.
enum DocumentWords {
  static func list(_ list: DocumentList, _ appearance: Appearance) -> String {
    let found = list.items.map { item -> [Table.Cell] in
      [
        .init(item.kind, .bold), .init("v\(item.version)"), .init(item.title), .init(item.name),
        .init(size(item.size)), .init(item.number ?? "-"), .init(item.partnerNumber ?? "-"),
        .init(item.srikandi ?? "-"), .init(String(item.sha256.prefix(12)), .dim),
        .init(item.kept ? "kept" : "record", item.kept ? nil : .dim),
        .init(appearance.time(item.addedAt, list.zone), .dim), .init(item.note ?? ""),
      ]
    }
    let missing = list.missing.map { item -> [Table.Cell] in
      [
        .init(item.kind, .bold),
        .init(item.required ? "missing" : "none", item.required ? .yellow : .dim),
        .init(item.title), .init("by " + item.roles.joined(separator: ", "), .dim), "", "", "", "",
        "", "", "", "",
      ]
    }
    return Table(
      headers: [
        "KIND", "VERSION", "TITLE", "FILE", "SIZE", "NUMBER", "PARTNER'S", "SRIKANDI", "SHA-256",
        "COPY", "ADDED", "NOTE",
      ], rows: found + missing
    ).rendered(appearance)
  }

  /// The line of a document in `show`.
  static func cells(_ item: DocumentItem) -> [Table.Cell] {
    [
      .init(item.kind, .bold), .init("v\(item.version)"), .init(item.name),
      .init(item.number ?? "-"), .init(item.partnerNumber ?? "-"),
      .init(String(item.sha256.prefix(12)), .dim), .init(item.kept ? "kept" : "record", .dim),
    ]
  }

  /// What a new version of a document took the ground from, one line each.
  static func voided(_ detail: AgreementDetail, by kind: String) -> [String] {
    let added = detail.documents?.first { $0.kind == kind }?.addedAt
    return (detail.records ?? []).filter {
      $0.voidedBy == "document \(kind)" && $0.voidedAt == added
    }.map { record in
      TextWidth.harmless(
        "void: \(record.subject), \(record.decision) by \(record.actor.name ?? record.actor.person)"
      )
    }
  }

  static func done(_ answer: DocumentAnswer, _ appearance: Appearance) -> String {
    let item = answer.document
    let what =
      switch answer.effect {
      case "added": "«\(item.kind)» is on record as version \(item.version)"
      case "corrected": "the record of version \(item.version) of «\(item.kind)» is corrected"
      default:
        "version \(item.version) of «\(item.kind)» is on record exactly so; nothing was changed"
      }
    let again = answer.replay ? "done before: " : ""
    return TextWidth.harmless(
      "\(answer.reference): \(again)\(what) (\(item.name), SHA-256 \(item.sha256.prefix(12)), \(item.kept ? "copy kept" : "no copy kept"))"
    ) + "\n"
  }

  static func check(_ check: DocumentCheck, _ appearance: Appearance) -> String {
    let faults = check.faults.map { fault -> [Table.Cell] in
      [
        .init(fault.reference, .bold), .init(fault.fault, .red),
        .init("\(fault.kind) v\(fault.version)"), .init(fault.detail),
      ]
    }
    let orphans = check.orphans.map { orphan -> [Table.Cell] in
      ["-", .init("orphan", .yellow), .init(orphan), "no agreement names it; it stays"]
    }
    guard !faults.isEmpty || !orphans.isEmpty else { return "" }
    return Table(
      headers: ["REFERENCE", "WHAT", "DOCUMENT", "WHY"], rows: faults + orphans
    ).rendered(appearance)
  }

  static func summary(_ check: DocumentCheck) -> String {
    "\(check.copies) copies (\(size(check.bytes))) of \(check.agreements) agreements are whole, \(check.faults.count) are not; \(check.orphans.count) belong to nothing"
  }

  /// `1.4 MB`, in units of 1000.
  static func size(_ bytes: Int64) -> String {
    guard bytes >= 1_000 else { return "\(bytes) B" }
    var value = Double(bytes)
    var unit = ""
    for next in ["kB", "MB", "GB", "TB"] where value >= 1_000 {
      value /= 1_000
      unit = next
    }
    let tenths = Int64((value * 10).rounded())
    return tenths >= 1_000 ? "\(tenths / 10) \(unit)" : "\(tenths / 10).\(tenths % 10) \(unit)"
  }
}
