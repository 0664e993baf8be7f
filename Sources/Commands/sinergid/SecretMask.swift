// Keeps secrets that were written into a configuration by mistake out of the lines that show its problems.

import Workflow

enum SecretMask {
  /// The same text with the values of keys that sound like secrets hidden, each sign by a dot, so that
  /// places stay.
  static func masked(_ source: SourceText) -> SourceText {
    let pattern = /(?i)\b(password|passwd|passphrase|secret|token|api_key)\s*:\s*([^,}\s][^,}\n]*)/
    var text = ""
    var rest = source.text[...]
    while let match = rest.firstMatch(of: pattern) {
      text += rest[..<match.2.startIndex]
      text += String(repeating: "•", count: match.2.unicodeScalars.count)
      rest = rest[match.2.endIndex...]
    }
    return SourceText(name: source.name, text: text + rest)
  }
}
