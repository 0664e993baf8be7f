// What servers and programs say, made fit for a journal: short, on one line, without addresses.

enum MailWords {
  /// The words without anything that looks like an address, or holds the recipient's name in one.
  static func discreet(_ text: String, hiding address: MailAddress) -> String {
    let local = address.local.lowercased()
    func isHidden(_ word: Substring) -> Bool {
      let lower = word.lowercased()
      return word.contains("@") || (local.utf8.count > 2 && lower.contains(local))
        || lower.filter { $0.isLetter || $0.isNumber } == local
    }
    let line = MailField.clean(text).split(separator: " ").map { isHidden($0) ? "…" : $0 }
      .joined(separator: " ")
    return line.count <= NotifyLimits.mailReplyCharacters
      ? line : line.prefix(NotifyLimits.mailReplyCharacters - 1) + "…"
  }
}
