// The names that a template may use, and where.

/// What a name stands for.
indirect enum TemplateVocabulary: Sendable {
  /// Words: `{{name}}`, or a section, within which `{{.}}` is the words.
  case value
  /// Yes or no: a section only.
  case flag
  /// A section that is written for each element.
  case list(of: TemplateVocabulary)
  /// Further names.
  case record([String: TemplateVocabulary])

  static let commands = "commands"
  static let hasCommands = "has_commands"
  static let items = "items"
  static let hasItems = "has_items"
  static let itemsLeft = "items_left"

  /// The names of message templates.
  static let message: TemplateVocabulary = {
    var item: [String: TemplateVocabulary] = [commands: .list(of: .value), hasCommands: .flag]
    for variable in MessageVariable.allCases { item[variable.rawValue] = .value }
    var names = item
    names[items] = .list(of: .record(item))
    names[hasItems] = .flag
    names[itemsLeft] = .value
    return .record(names)
  }()

  /// The names of the layout.
  static let layout: TemplateVocabulary = {
    let lines = TemplateVocabulary.list(of: .record(["text": .value, "first": .flag]))
    let row = TemplateVocabulary.record(["label": .value, "value": .value, "first": .flag])
    let block: [String: TemplateVocabulary] = [
      "title": .record(["lines": lines]), "heading": .record(["lines": lines]),
      "notice": .record(["lines": lines]), "paragraph": .record(["lines": lines]),
      "code": .record(["lines": lines]), "list": .record(["lines": lines]),
      "facts": .record(["rows": .list(of: row)]),
    ]
    let part: [String: TemplateVocabulary] = [
      "language": .value, "first": .flag, "blocks": .list(of: .record(block)),
    ]
    let footer: [String: TemplateVocabulary] = ["language": .value, "lines": lines, "first": .flag]
    return .record([
      "subject": .value, "headline": .value, "kind": .value, "office": .value, "language": .value,
      "urgent": .flag, "bilingual": .flag, "parts": .list(of: .record(part)),
      "footers": .list(of: .record(footer)),
    ])
  }()
}
