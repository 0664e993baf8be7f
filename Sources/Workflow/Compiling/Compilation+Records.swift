// `void` and `signature`: what is given on a text, and what becomes of it when the text changes.

internal import Statechart

/// The event that tells a chart of a document's new version. Its name has dots, so that nobody can send it.
enum DocumentEvent {
  static let any = "sinergi.document"

  static func name(_ kind: String) -> String { "\(any).\(kind)" }
}

extension Compilation {
  /// `void: on document change`, or `void: { documents: [naskah], target: paraf }`.
  ///
  /// - Parameter path: where a target is looked for from; nil where none may be given.
  mutating func compileVoid(
    _ node: YAMLNode, of state: inout StateSpecification, targets: [StateID], isInternal: Bool,
    from path: Path?
  ) {
    var events = [EventDescriptor(DocumentEvent.any)]
    var targets = targets
    if case .mapping = node.content {
      let keys = path == nil ? ["documents"] : DefinitionKeys.void
      let found = reader.mapping(node, of: "«void»", keys: keys)
      if let entry = found["documents"] {
        let kinds = reader.names(entry.value, "a kind of document")
        if kinds.isEmpty {
          reader.problems.add(.invalidValue, "«documents» names none", at: entry.keyRange)
        }
        events = kinds.map { EventDescriptor(DocumentEvent.name($0.name)) }
      }
      if let path, let entry = found["target"] { targets = self.targets(entry.value, from: path) }
    } else if let text = reader.string(node, "void"), text != "on document change" {
      reader.problems.add(
        .invalidValue, "«void» cannot be «\(text)»", at: node.range,
        help: "on document change, or { documents: [naskah] }")
    }
    guard !targets.isEmpty, !events.isEmpty else { return }
    state.transitions.append(
      TransitionSpecification(
        events: events, targets: targets, isInternal: isInternal, origin: origin(node.range)))
  }

  /// `signature: PARTY` of an event.
  mutating func readSignature(_ entry: YAMLNode.Entry) -> String? {
    guard let party = reader.nameValue(entry.value, "a party") else { return nil }
    if party.contains("-") {
      reader.problems.add(
        .invalidName, "«\(party)» cannot be used in expressions", at: entry.value.range,
        help: "write _ for -")
      return nil
    }
    parties.insert(party)
    if parties.count == WorkflowLimits.parties + 1 {
      reader.problems.add(
        .signature, "more than \(WorkflowLimits.parties) parties sign", at: entry.keyRange)
    }
    for field in fields where SignatureForm.isField(field.name) && !clashes.contains(field.name) {
      clashes.insert(field.name)
      reader.problems.add(
        .signature, "a signature carries «\(field.name)», which is a data field here too",
        at: entry.keyRange, help: "give the data field another name")
    }
    return party
  }

  /// All alternatives of an event record the same signature, or none: a value that was given must
  /// mean the same whichever is taken.
  mutating func checkSignatures(_ transitions: [TransitionSpecification]) {
    var known: [String: String?] = [:]
    for condition in transitions.compactMap(\.condition) {
      guard let rule = rules[condition] else { continue }
      guard let first = known[rule.event] else {
        known[rule.event] = .some(rule.signature)
        continue
      }
      if first != rule.signature {
        reader.problems.add(
          .signature, "the alternatives of «\(rule.event)» do not record the same signature",
          at: ruleRanges[condition] ?? SourceRange(line: 1, column: 1),
          help: "give each of them the same «signature»")
      }
    }
  }
}
