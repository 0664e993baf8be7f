// The lines of a rendered text, and what each is: told by the template's words alone, never by a value.

/// One line of a message.
struct MessageLine: Hashable, Sendable {
  enum Kind: Hashable, Sendable {
    case paragraph
    /// `# `: a heading.
    case heading
    /// `! `: words that stand out.
    case notice
    /// Four spaces: what to type.
    case code
    /// `- `: an item of a list.
    case item
    /// `Label: {{value}}`.
    case row(label: String)
  }

  var kind: Kind
  /// Without the sign or the label.
  var words: String

  /// The line in the text. Headings and notices show no sign: it is for the HTML.
  var text: String {
    switch kind {
    case .paragraph, .heading, .notice: words
    case .code: "    \(words)"
    case .item: "- \(words)"
    case .row(let label): "\(label): \(words)"
    }
  }
}

/// A text in blocks: lines that stand together.
struct MessageBlocks: Hashable, Sendable {
  var blocks: [[MessageLine]] = []
  /// The lines after `-- `.
  var footer: [String] = []

  private enum Reading {
    case blank
    /// Nothing but values that are not there.
    case missing
    case footer
    case line(MessageLine)
  }

  /// Reads what a template gave, its values between marks.
  ///
  /// - Parameter limit: bytes of the text; the lines that do not fit are left out, and «…» says so.
  init(_ rendered: String, limit: Int = NotifyLimits.textBytes) {
    var left = limit
    var block: [MessageLine] = []
    var isFooter = false
    for scalars in rendered.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
    {
      switch Self.read(scalars) {
      case .missing: continue
      case .footer: isFooter = true
      case .blank:
        if !block.isEmpty { blocks.append(block) }
        block = []
      case .line(let line):
        left -= line.text.utf8.count + 2
        if left < 0 {
          block.append(MessageLine(kind: .paragraph, words: "…"))
          blocks.append(block)
          return
        }
        if isFooter { footer.append(line.text) } else { block.append(line) }
      }
    }
    if !block.isEmpty { blocks.append(block) }
  }

  private static func read(_ scalars: Substring.UnicodeScalarView) -> Reading {
    let lead = scalars.prefix { $0 != TemplateValues.open }
    let hasValue = lead.endIndex != scalars.endIndex
    let plain = TemplateValues.withoutMarks(Substring(scalars))
    // The label or the sign is all in the template's own words, so both have the same first scalars.
    let own = trimmedStart(String(lead))
    let words = trimmed(plain)
    if !hasValue {
      if words.isEmpty { return .blank }
      if words == "--" { return .footer }
    }
    let (kind, rest) = kind(
      String(lead), own, words, isAtValue: hasValue)
    let content = trimmed(rest)
    if content.isEmpty { return hasValue ? .missing : .blank }
    return .line(MessageLine(kind: kind, words: content))
  }

  private static func kind(
    _ lead: String, _ own: String, _ words: String, isAtValue: Bool
  ) -> (MessageLine.Kind, String) {
    if lead.hasPrefix("    ") { return (.code, words) }
    let signs: [(String, MessageLine.Kind)] = [
      ("# ", .heading), ("! ", .notice), ("- ", .item),
    ]
    for (sign, kind) in signs where own.hasPrefix(sign) {
      return (kind, String(words.dropFirst(sign.count)))
    }
    if isAtValue, own.hasSuffix(": ") {
      let label = String(own.dropLast(2))
      let scalars = label.unicodeScalars
      if !scalars.isEmpty, scalars.count <= NotifyLimits.labelScalars, !label.contains(": ") {
        // Without a value the blank behind the colon is trimmed away.
        return (.row(label: label), String(words.dropFirst(label.count + 1)))
      }
    }
    return (.paragraph, words)
  }

  private static func trimmedStart(_ text: String) -> String {
    String(text.drop { $0 == " " })
  }

  private static func trimmed(_ text: String) -> String {
    var text = text[...]
    while text.first == " " { text.removeFirst() }
    while text.last == " " { text.removeLast() }
    return String(text)
  }

  /// The blocks as text, without the footer.
  var text: String {
    blocks.map { $0.map(\.text).joined(separator: "\n") }.joined(separator: "\n\n")
  }
}
