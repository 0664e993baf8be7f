// Typed reading of a YAML tree: every mistake becomes a problem with its place, and reading goes on.

/// Reads values out of nodes and collects what is wrong with them.
package struct TreeReader {
  package var problems = DiagnosticCollector()

  package init() {}

  /// The entries of a mapping, unknown keys reported; an empty result when it is not a mapping.
  package mutating func mapping(
    _ node: YAMLNode, of what: String, keys: [String], required: [String] = []
  ) -> [String: YAMLNode.Entry] {
    guard case .mapping(let entries) = node.content else {
      problems.add(
        .wrongType, "\(what) must be a mapping, this is \(node.kindName)", at: node.range,
        help: keys.isEmpty ? nil : "keys: \(keys.joined(separator: ", "))")
      return [:]
    }
    var found: [String: YAMLNode.Entry] = [:]
    for entry in entries where !YAMLTree.isMasked(entry.key) {
      if keys.contains(entry.key) {
        found[entry.key] = entry
      } else {
        problems.add(
          .unknownKey, "\(what) has no key «\(entry.key)»", at: entry.keyRange,
          help: Suggestion.help(for: entry.key, in: keys))
      }
    }
    for key in required where found[key] == nil {
      problems.add(.missingKey, "\(what) needs the key «\(key)»", at: node.range)
    }
    return found
  }

  /// The entries of a mapping whose keys are names chosen by the author.
  package mutating func entries(_ node: YAMLNode, of what: String) -> [YAMLNode.Entry] {
    guard case .mapping(let entries) = node.content else {
      if !node.isNull {
        problems.add(
          .wrongType, "\(what) must be a mapping, this is \(node.kindName)", at: node.range)
      }
      return []
    }
    return entries.filter { !YAMLTree.isMasked($0.key) }
  }

  /// A list, or a single node taken as a list of one.
  package mutating func list(_ node: YAMLNode) -> [YAMLNode] {
    if case .sequence(let items) = node.content { return items }
    return node.isNull ? [] : [node]
  }

  package mutating func string(_ node: YAMLNode, _ what: String) -> String? {
    if case .scalar(let text, _) = node.content, !node.isNull { return text }
    problems.add(.wrongType, "\(what) must be text, this is \(node.kindName)", at: node.range)
    return nil
  }

  package mutating func bool(_ node: YAMLNode, _ what: String) -> Bool? {
    if case .scalar(let text, isPlain: true) = node.content {
      if ["true", "True", "TRUE"].contains(text) { return true }
      if ["false", "False", "FALSE"].contains(text) { return false }
    }
    problems.add(.wrongType, "\(what) must be true or false", at: node.range)
    return nil
  }

  package mutating func int(_ node: YAMLNode, _ what: String, in range: ClosedRange<Int>) -> Int? {
    if case .scalar(let text, isPlain: true) = node.content, let number = Int(text) {
      if range.contains(number) { return number }
      problems.add(
        .invalidValue, "\(what) must lie between \(range.lowerBound) and \(range.upperBound)",
        at: node.range)
      return nil
    }
    problems.add(.wrongType, "\(what) must be a whole number", at: node.range)
    return nil
  }

  /// A name: a letter or digit first, then letters, digits, `_` and `-`.
  package mutating func name(_ text: String, _ what: String, at range: SourceRange) -> String? {
    if Names.isValid(text) { return text }
    problems.add(
      .invalidName, "«\(text)» cannot be the name of \(what)", at: range,
      help:
        "letters, digits, _ and -, at most \(WorkflowLimits.nameLength), a letter or digit first")
    return nil
  }

  package mutating func nameValue(_ node: YAMLNode, _ what: String) -> String? {
    guard let text = string(node, "the name of \(what)") else { return nil }
    return name(text, what, at: node.range)
  }

  package mutating func names(_ node: YAMLNode, _ what: String) -> [(
    name: String, range: SourceRange
  )] {
    list(node).compactMap { item in nameValue(item, what).map { ($0, item.range) } }
  }

  /// Text in one language or several: `title: Nota` or `title: { id: …, en: … }`.
  package mutating func localized(_ node: YAMLNode, _ what: String) -> LocalizedText {
    guard case .mapping = node.content else {
      return LocalizedText(id: string(node, what) ?? "", en: nil)
    }
    let found = mapping(node, of: what, keys: ["id", "en"], required: ["id"])
    return LocalizedText(
      id: found["id"].flatMap { string($0.value, "\(what) in Indonesian") } ?? "",
      en: found["en"].flatMap { string($0.value, "\(what) in English") })
  }
}

/// What a name may look like.
enum Names {
  static func isValid(_ text: String) -> Bool {
    guard !text.isEmpty, text.utf8.count <= WorkflowLimits.nameLength else { return false }
    var isFirst = true
    for byte in text.utf8 {
      let isAlphanumeric =
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
      guard isAlphanumeric || (!isFirst && (byte == 0x5F || byte == 0x2D)) else { return false }
      isFirst = false
    }
    return true
  }
}
