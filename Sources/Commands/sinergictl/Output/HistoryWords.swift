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
    item.payload["move"]?.string ?? item.payload["event"]?.string ?? item.payload["timer"]?.string
      .map { "timer \($0)" }
      ?? item.kind
  }

  private static func who(_ item: HistoryItem) -> String {
    if let deputy = item.actor.flatMap(ActorWords.deputy) { return deputy }
    guard let actor = item.payload["actor"], let person = actor["person"]?.string else {
      // Started by a step of another agreement.
      let parent = item.cause.split(separator: " ").last { $0.hasPrefix("parent:") }
      return item.payload["operator"]?.string ?? parent.map(String.init) ?? item.cause
    }
    // Someone without an account acted, and this person recorded it.
    let isRecorded = actor["capacity"]?.string == "dicatat"
    let role = actor["role"]?.string.map { ", \($0)" } ?? ""
    return person + role + (isRecorded ? " (dicatat)" : "")
  }

  private static func move(of item: HistoryItem) -> String {
    if let document = item.payload["document"] {
      return self.document(document) + effect(item.payload)
    }
    if let child = item.payload["child"] { return self.child(child) + effect(item.payload) }
    if let moved = item.payload["moved"] {
      let words = deadlines(moved)
      return item.kind == "suspended" && words == Self.nothingMoves
        ? "the clocks stand still" : words
    }
    if item.payload["move"] != nil { return hands(item.payload) }
    if let told = item.payload["told"] { return notices(told) }
    if let words = administration(item) { return words }
    return CommandWords.move(
      exited: strings(item.payload["exited"]), entered: strings(item.payload["entered"]),
      states: strings(item.payload["states"])) + signature(item.payload["signature"])
  }

  /// «; pihak_kesatu signed 2026-11-24, Denpasar, tte» where the step recorded a signature.
  private static func signature(_ signature: JSONValue?) -> String {
    guard let signature, let party = signature["party"]?.string else { return "" }
    let facts = ["tanggal", "tempat", "cara", "rujukan"].compactMap { signature[$0]?.string }
    return "; \(party) signed \(facts.joined(separator: ", "))"
  }

  /// «; paraf/2-sekdis → paraf/1-kabid; void: kabid» where something else moved the agreement.
  private static func effect(_ payload: JSONValue) -> String {
    let exited = strings(payload["exited"])
    let entered = strings(payload["entered"])
    var words = ""
    if !exited.isEmpty || !entered.isEmpty {
      words +=
        "; "
        + CommandWords.move(exited: exited, entered: entered, states: strings(payload["states"]))
    }
    if case .array(let voided)? = payload["voided"], !voided.isEmpty {
      let names = voided.map { $0["party"]?.string ?? $0["role"]?.string ?? "?" }
      words += "; void: \(names.joined(separator: ", "))"
    }
    return words
  }

  /// «KMT/2026/0001 is in berjalan» when an agreement below this one tells of itself.
  private static func child(_ child: JSONValue) -> String {
    let name = child["reference"]?.string ?? child["workflow"]?.string ?? "?"
    return "\(name) is in \(strings(child["states"]).joined(separator: ", "))"
  }

  /// «telaah: i-wayan → ni-made» when a task changes hands.
  private static func hands(_ payload: JSONValue) -> String {
    guard let task = payload["task"]?.string else { return "" }
    if payload["move"]?.string == "comment" { return task }
    func name(_ key: String) -> String { payload[key]?["person"]?.string ?? "everyone" }
    let basis = payload["to"]?["basis"]?.string.map { ", \($0)" } ?? ""
    return "\(task): \(name("from")) → \(name("to"))\(basis)"
  }

  /// «naskah v2, naskah.pdf, number B.12, partner's 7/UN, 1f0c…».
  private static func document(_ document: JSONValue) -> String {
    var version = "?"
    if case .int(let number)? = document["version"] { version = "\(number)" }
    var parts = ["\(document["kind"]?.string ?? "?") v\(version)"]
    parts += [document["name"]?.string].compactMap { $0 }
    if let number = document["number"]?.string { parts.append("number \(number)") }
    if let number = document["partner_number"]?.string { parts.append("partner's \(number)") }
    if let reference = document["srikandi"]?.string { parts.append("SRIKANDI \(reference)") }
    if let digest = document["sha256"]?.string { parts.append(String(digest.prefix(12))) }
    return parts.joined(separator: ", ")
  }

  private static let nothingMoves = "no deadline moves"

  /// «konsep 2026-12-03 → 2026-12-04» for each deadline that moved.
  private static func deadlines(_ moved: JSONValue) -> String {
    guard case .array(let items) = moved, !items.isEmpty else { return nothingMoves }
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
      return "definition \(from) → \(to)\(effect(item.payload))\(note)"
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
