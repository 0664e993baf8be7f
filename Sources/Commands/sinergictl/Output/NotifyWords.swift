// Channels and previews of messages as people read them.

internal import AdminAPI

enum NotifyWords {
  static func channels(_ page: Page<ChannelItem>, _ appearance: Appearance) -> String {
    let rows = page.items.map { item -> [Table.Cell] in
      [
        .init(item.name, .bold),
        .init(item.contact.map { "\($0), \(item.people ?? 0) people" } ?? "office"),
        .init(pace(item)), .init("\(item.waiting)"),
        .init("\(item.dead)", item.dead > 0 ? .red : nil),
        .init("\(item.unknown)", item.unknown > 0 ? .yellow : nil),
        .init(item.lastDelivery.map { appearance.time($0, page.zone) } ?? ""),
        .init(item.lastError ?? ""),
      ]
    }
    return Table(
      headers: ["CHANNEL", "FOR", "PACE", "WAITING", "DEAD", "UNKNOWN", "LAST", "ERROR"],
      rows: rows
    ).rendered(appearance)
  }

  private static func pace(_ item: ChannelItem) -> String {
    "\(item.atOnce) at once" + (item.perMinute.map { ", \($0)/min" } ?? "")
  }

  static func tested(_ answer: ChannelTestAnswer, _ appearance: Appearance) -> String {
    "sent by \(appearance.paint(answer.channel, .bold)): \(TextWidth.harmless(answer.receipt))"
  }

  static func previews(_ page: Page<PreviewItem>, _ appearance: Appearance) -> String {
    page.items.map { preview($0, page.zone, appearance) }
      .joined(separator: "\n" + appearance.paint(String(repeating: "─", count: 72), .dim) + "\n")
  }

  static func preview(_ item: PreviewItem, _ zone: String, _ appearance: Appearance) -> String {
    var lines = [
      line("To", item.readers.joined(separator: ", "), appearance),
      line("By", item.channel ?? "nothing", appearance),
      line("When", "\(appearance.time(item.at, zone)) (\(words(item.how)))", appearance),
    ]
    if let note = item.note { lines.append(line("Note", note, appearance)) }
    if let language = item.language { lines.append(line("Language", language, appearance)) }
    var parts = ["text"]
    if item.html != nil { parts.append("HTML") }
    if item.calendar != nil { parts.append("deadline as .ics") }
    lines.append(line("Parts", parts.joined(separator: ", "), appearance))
    lines.append(line("Subject", item.subject, appearance))
    let text = item.text.split(separator: "\n", omittingEmptySubsequences: false)
      .map { TextWidth.harmless(String($0)) }.joined(separator: "\n")
    return lines.joined(separator: "\n") + "\n\n" + text + "\n"
  }

  static func detail(_ item: MessageDetailItem, _ appearance: Appearance) -> String {
    let message = item.message
    var lines = [
      line("Message", "\(message.id) (\(message.state))", appearance),
      line("Key", message.key, appearance), line("Agreement", item.reference, appearance),
      line("Channel", message.notifier, appearance),
      line("Tries", "\(message.attempts)", appearance),
    ]
    if let person = message.person { lines.append(line("Reader", person, appearance)) }
    if let next = message.nextAt {
      lines.append(line("Next", appearance.time(next, item.zone), appearance))
    }
    if let settled = message.settledAt {
      lines.append(line("Settled", appearance.time(settled, item.zone), appearance))
    }
    if let receipt = message.receipt { lines.append(line("Receipt", receipt, appearance)) }
    if let error = message.lastError { lines.append(line("Error", error, appearance)) }
    let words =
      item.words.map { "\n" + preview($0, item.zone, appearance) } ?? "nothing is left to tell\n"
    return lines.joined(separator: "\n") + "\n" + words
  }

  private static func words(_ how: String) -> String {
    switch how {
    case "send": "by itself"
    case "hold": "held back on a quiet day"
    case "digest": "in a digest"
    case "office": "the office's copy"
    default: "not at all"
    }
  }

  private static func line(_ name: String, _ value: String, _ appearance: Appearance) -> String {
    appearance.paint("\(name):", .bold) + " " + TextWidth.harmless(value)
  }
}
