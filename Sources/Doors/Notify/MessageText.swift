// The form of a message as a file.

enum MessageText {
  /// Headers, an empty line, the text.
  static func file(_ message: Message) -> String {
    let to = message.recipients.map { recipient in
      recipient.person.map { "\(recipient.name) <\($0)>" } ?? recipient.name
    }
    return """
      Key: \(line(message.key))
      Agreement: \(line(message.reference))
      Kind: \(line(message.kind))
      To: \(to.map(line).joined(separator: ", "))
      Subject: \(line(message.subject))

      \(message.body)

      """
  }

  /// A header is one line, whatever is in it.
  private static func line(_ text: String) -> String {
    String(text.map { $0.isNewline ? " " : $0 })
  }
}
