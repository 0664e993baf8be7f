// What servers and programs say, made fit for a journal: short, on one line, without addresses.

enum MailWords {
  /// The words without anything that looks like an address, or holds the recipient's name in one.
  static func discreet(_ text: String, hiding address: MailAddress) -> String {
    let local = address.local.lowercased()
    let words = MailField.clean(text).split(separator: " ").map { word -> String in
      let lower = word.lowercased()
      let isHidden =
        word.contains("@") || (local.utf8.count > 2 && lower.contains(local))
        || lower.filter { $0.isLetter || $0.isNumber } == local
      return isHidden ? "…" : String(word)
    }
    let line = words.joined(separator: " ")
    return line.count <= NotifyLimits.mailReplyCharacters
      ? line : line.prefix(NotifyLimits.mailReplyCharacters - 1) + "…"
  }
}
