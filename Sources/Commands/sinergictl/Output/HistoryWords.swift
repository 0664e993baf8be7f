// The history of an agreement in words.

internal import AdminAPI

/// Shows histories.
enum HistoryWords {
  static func list(_ page: Page<HistoryItem>, isVerbose: Bool, _ appearance: Appearance) -> String {
    let rows = page.items.map { item -> [Table.Cell] in
      [
        .init("\(item.sequence)", .dim), .init(appearance.time(item.at, page.zone)),
        .init(event(of: item), .bold), .init(move(of: item)), .init(who(item)),
        .init(item.payload["reason"]?.string ?? ""),
      ]
    }
    let table = Table(headers: ["#", "WHEN", "EVENT", "STATES", "BY", "REASON"], rows: rows)
    guard isVerbose else { return table.rendered(appearance) }
    return page.items.map { item in
      let head = "\(item.sequence)\t\(item.at)\t\(item.kind) v\(item.version)\t\(item.cause)"
      return "\(head)\n  hash     \(item.hash)\n  position \(item.position)\n  payload  "
        + TextWidth.harmless(AgreementWords.text(item.payload)) + "\n"
    }.joined()
  }

  private static func event(of item: HistoryItem) -> String {
    item.payload["event"]?.string ?? item.payload["timer"]?.string.map { "timer \($0)" }
      ?? item.kind
  }

  private static func who(_ item: HistoryItem) -> String {
    guard let actor = item.payload["actor"], let person = actor["person"]?.string else {
      return item.payload["operator"]?.string ?? item.cause
    }
    // Someone without an account acted, and this person recorded it.
    let isRecorded = actor["capacity"]?.string == "dicatat"
    let role = actor["role"]?.string.map { ", \($0)" } ?? ""
    return person + role + (isRecorded ? " (dicatat)" : "")
  }

  private static func move(of item: HistoryItem) -> String {
    if let moved = item.payload["moved"] { return deadlines(moved) }
    if let told = item.payload["told"] { return notices(told) }
    if let words = administration(item) { return words }
    return CommandWords.move(
      exited: strings(item.payload["exited"]), entered: strings(item.payload["entered"]),
      states: strings(item.payload["states"]))
  }

  /// «konsep 2026-12-03 → 2026-12-04» for each deadline that moved.
  private static func deadlines(_ moved: JSONValue) -> String {
    guard case .array(let items) = moved, !items.isEmpty else { return "no deadline moves" }
    return items.map { item in
      let name = item["task"]?.string ?? item["timer"]?.string ?? "?"
      let from = item["from"]?["date"]?.string ?? "none"
      let to = item["to"]?["date"]?.string ?? "none"
      return from == to ? "\(name) \(to)" : "\(name) \(from) → \(to)"
    }.joined(separator: ", ")
  }

  /// What an administrator changed from outside; nil for everything else.
  private static func administration(_ item: HistoryItem) -> String? {
    let move = CommandWords.move(
      exited: strings(item.payload["exited"]), entered: strings(item.payload["entered"]),
      states: strings(item.payload["states"]))
    let skipped = strings(item.payload["skipped"])
    let note = skipped.isEmpty ? "" : "; skipped: \(skipped.joined(separator: ", "))"
    switch item.kind {
    case "corrected":
      guard case .array(let fields)? = item.payload["changes"]?["fields"] else { return nil }
      return fields.map { field in
        let before = field["before"].map(AgreementWords.text) ?? "none"
        let after = field["after"].map(AgreementWords.text) ?? "none"
        return "\(field["name"]?.string ?? "?"): \(before) → \(after)"
      }.joined(separator: ", ")
    case "cancelled" where move.hasPrefix("→"): return "ends in \(move.dropFirst(2))\(note)"
    case "jumped", "cancelled": return move + note
    case "imported":
      let passed = strings(item.payload["passed"])
      return move + (passed.isEmpty ? "" : "; passed: \(passed.joined(separator: ", "))")
    case "migrated":
      let from = item.payload["from"]?.string?.prefix(12) ?? "?"
      let to = item.payload["definition"]?.string?.prefix(12) ?? "?"
      return "definition \(from) → \(to)\(note)"
    default: return nil
    }
  }

  /// «reminder pic, escalation kabid».
  private static func notices(_ told: JSONValue) -> String {
    guard case .array(let items) = told, !items.isEmpty else { return "nobody was told" }
    return items.map { "\($0["kind"]?.string ?? "notice") \($0["role"]?.string ?? "?")" }
      .joined(separator: ", ")
  }

  private static func strings(_ value: JSONValue?) -> [String] {
    guard case .array(let items) = value else { return [] }
    return items.compactMap(\.string)
  }
}
