// YAML as the readers see it: a bounded tree in which every node knows its place.

internal import Yams

/// A node of a YAML file.
package struct YAMLNode: Sendable {
  package indirect enum Content: Sendable {
    /// A scalar's text; plain ones may mean null, a number or a boolean.
    case scalar(String, isPlain: Bool)
    case sequence([YAMLNode])
    case mapping([Entry])
  }

  package struct Entry: Sendable {
    package var key: String
    package var keyRange: SourceRange
    package var value: YAMLNode
  }

  package var content: Content
  package var range: SourceRange

  package var isNull: Bool {
    if case .scalar(let text, isPlain: true) = content {
      return ["", "~", "null", "Null", "NULL"].contains(text)
    }
    return false
  }

  /// What the node is, for messages.
  var kindName: String {
    switch content {
    case .scalar: isNull ? "nothing" : "a single value"
    case .sequence: "a list"
    case .mapping: "a mapping"
    }
  }
}

/// Reads YAML text into a ``YAMLNode``, or into problems; never more than the limits allow.
package enum YAMLTree {
  package static func read(_ source: SourceText, into problems: inout DiagnosticCollector)
    -> YAMLNode?
  {
    let start = SourceRange(line: 1, column: 1)
    guard UnreadableText.isReadable(source, &problems) else { return nil }
    let (text, aliases) = Aliases.masked(UnreadableText.withoutByteOrderMark(source.text))
    guard aliases <= WorkflowLimits.yamlAliases else {
      problems.add(
        .aliasBomb, "more than \(WorkflowLimits.yamlAliases) aliases («*name»)", at: start,
        help: "write the shared part out where it is used")
      return nil
    }
    return compose(text, into: &problems)
  }

  private static func compose(_ masked: String, into problems: inout DiagnosticCollector)
    -> YAMLNode?
  {
    // libyaml's composer stops at the first duplicate key. Each one is reported, then masked by
    // characters of the same number, so that the rest of the file is still read and in its place.
    var text = masked
    for attempt in 0...WorkflowLimits.duplicateKeys {
      do {
        let parser = try Yams.Parser(yaml: text, resolver: .basic)
        guard let root = try parser.singleRoot() else {
          problems.add(
            .empty, "the file is empty", at: SourceRange(line: 1, column: 1),
            help: "begin with «workflow: NAME», «calendar: NAME» or «directory: NAME»")
          return nil
        }
        // Nodes hold their anchors weakly; the parser owns them.
        return withExtendedLifetime(parser) {
          var converter = Converter(text: text, problems: problems)
          let node = converter.convert(root, depth: 0)
          problems = converter.problems
          return node
        }
      } catch YamlError.duplicatedKeysInMapping(let keys, let context) {
        let keys = keys.map(Aliases.unmasked)
        guard let key = keys.first, attempt < WorkflowLimits.duplicateKeys,
          let again = DuplicateKey.second(of: key, after: context.mark, in: text)
        else {
          problems.add(
            .duplicateKey, "the key «\(keys.first ?? "")» stands twice in one mapping",
            at: SourceRange(line: context.mark.line, column: context.mark.column))
          return nil
        }
        problems.add(
          .duplicateKey, "the key «\(key)» stands twice in one mapping", at: again.range,
          help: "first on line \(context.mark.line)")
        let filler = Unicode.Scalar(firstFiller + UInt32(attempt)) ?? "?"
        let count = text.unicodeScalars[again.text].count
        text.replaceSubrange(
          again.text, with: String(String.UnicodeScalarView(repeatElement(filler, count: count))))
      } catch let error as YamlError {
        problems.add(syntaxProblem(error, in: text))
        return nil
      } catch {
        problems.add(.yaml, "cannot read the file: \(error)", at: SourceRange(line: 1, column: 1))
        return nil
      }
    }
    return nil
  }

  /// A mark as a place; what is missing at the end of the file is missing behind its last character.
  private static func place(_ mark: Mark, in text: String) -> SourceRange {
    let lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
    guard mark.line > lines.count else {
      return SourceRange(line: mark.line, column: mark.column)
    }
    return SourceRange(line: lines.count, column: (lines.last?.count ?? 0) + 1)
  }

  /// True for a key that was masked because it stood twice.
  static func isMasked(_ key: String) -> Bool {
    key.unicodeScalars.first.map { UnreadableText.fillers.contains($0.value) } ?? false
  }

  private static let firstFiller = UnreadableText.fillers.lowerBound

  private static func syntaxProblem(_ error: YamlError, in text: String) -> Diagnostic {
    switch error {
    case .scanner(let context, let problem, let mark, _),
      .parser(let context, let problem, let mark, _),
      .composer(let context, let problem, let mark, _):
      let range = place(mark, in: text)
      if problem.contains("cannot start any token") || problem.contains("tab character") {
        return Diagnostic(
          .yaml, "a tab or another character that cannot begin a value", at: range,
          help: "indent with spaces, never with tabs; quote text that begins with @, ` or %")
      }
      let around = context.map { ", \($0.text)" } ?? ""
      return Diagnostic(.yaml, "not valid YAML: \(problem)\(around)", at: range)
    case .reader(let problem, _, _, _):
      return Diagnostic(
        .encoding, "not readable as text: \(problem)", at: SourceRange(line: 1, column: 1),
        help: "save it as UTF-8 text")
    default:
      return Diagnostic(.yaml, "not valid YAML: \(error)", at: SourceRange(line: 1, column: 1))
    }
  }

  /// Turns Yams' nodes into ours, within the bounds.
  private struct Converter {
    let text: String
    var problems: DiagnosticCollector
    var left = WorkflowLimits.yamlNodes
    var anchors: [String: Node] = [:]
    /// Scalars of each line, so that no range ends outside the file.
    let lineLengths: [Int]

    private static let coreTags = ["str", "int", "float", "bool", "null", "seq", "map"]

    init(text: String, problems: DiagnosticCollector) {
      self.text = text
      self.problems = problems
      lineLengths = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
        .map(\.count)
    }

    mutating func convert(_ node: Node, depth: Int) -> YAMLNode? {
      let range = place(node.mark) ?? SourceRange(line: 1, column: 1)
      left -= 1
      guard left > 0 else {
        if left == 0 {
          problems.add(
            .aliasBomb, "more than \(WorkflowLimits.yamlNodes) values, aliases counted each time",
            at: range, help: "write less, or without aliases")
        }
        return nil
      }
      guard depth < WorkflowLimits.yamlDepth else {
        problems.add(
          .invalidValue, "nested deeper than \(WorkflowLimits.yamlDepth) levels", at: range)
        return nil
      }
      if let name = Self.alias(node) { return follow(name, at: range, depth: depth) }
      checkTag(node, at: range)
      let converted = content(node, at: range, depth: depth)
      if let anchor = node.anchor { anchors[anchor.rawValue] = node }
      return converted
    }

    private mutating func content(_ node: Node, at place: SourceRange, depth: Int) -> YAMLNode? {
      var range = place
      switch node {
      case .scalar(let scalar):
        range.length = length(of: scalar, at: place)
        return YAMLNode(
          content: .scalar(Aliases.unmasked(scalar.string), isPlain: scalar.style == .plain),
          range: range)
      case .sequence(let sequence):
        return YAMLNode(
          content: .sequence(sequence.compactMap { convert($0, depth: depth + 1) }), range: range)
      case .mapping(let mapping):
        var entries: [YAMLNode.Entry] = []
        for (key, value) in mapping {
          var keyRange = self.place(key.mark) ?? range
          guard case .scalar(let name) = key, Self.alias(key) == nil else {
            problems.add(.wrongType, "a key must be a single word", at: keyRange)
            continue
          }
          keyRange.length = length(of: name, at: keyRange)
          guard let converted = convert(value, depth: depth + 1) else { continue }
          entries.append(
            .init(key: Aliases.unmasked(name.string), keyRange: keyRange, value: converted))
        }
        return YAMLNode(content: .mapping(entries), range: range)
      case .alias:
        return nil
      }
    }

    // MARK: Aliases

    private static func alias(_ node: Node) -> String? {
      guard case .scalar(let scalar) = node, scalar.style == .plain else { return nil }
      return Aliases.name(scalar.string)
    }

    /// What an alias stands for, with the places of what its anchor names.
    private mutating func follow(_ name: String, at range: SourceRange, depth: Int) -> YAMLNode? {
      guard let node = anchors[name] else {
        problems.add(
          .yaml, "the alias «*\(name)» has no anchor before it", at: range,
          help: "write «&\(name)» in front of what it stands for")
        return nil
      }
      guard Aliases.anchors(named: name, in: text) == 1 else {
        problems.add(
          .yaml, "the alias «*\(name)» could mean several anchors", at: range,
          help: "give each anchor a name of its own")
        return nil
      }
      return convert(node, depth: depth)
    }

    // MARK: Places

    private func place(_ mark: Mark?) -> SourceRange? {
      mark.map { SourceRange(line: $0.line, column: $0.column) }
    }

    /// Scalars that a value takes on its line, quotes included; 1 for a block of text, whose place
    /// is its indicator.
    private func length(of scalar: Node.Scalar, at place: SourceRange) -> Int {
      var length = scalar.string.unicodeScalars.prefix { $0 != "\n" }.count
      switch scalar.style {
      case .singleQuoted, .doubleQuoted: length += 2
      case .literal, .folded: return 1
      default: break
      }
      let line = place.line <= lineLengths.count ? lineLengths[place.line - 1] : 0
      return max(1, min(length, line - place.column + 1))
    }

    private mutating func checkTag(_ node: Node, at range: SourceRange) {
      let tag = node.tag.description
      let core = "tag:yaml.org,2002:"
      if tag.isEmpty || tag == "?" || tag == "!" { return }
      if tag.hasPrefix(core), Self.coreTags.contains(String(tag.dropFirst(core.count))) { return }
      problems.add(
        .customTag, "the tag «\(tag)» has no meaning here", at: range, help: "remove it")
    }
  }
}
