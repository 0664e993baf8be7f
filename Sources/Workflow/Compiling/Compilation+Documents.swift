// Kinds of documents of a definition, and what events and tasks need of them.

extension Compilation {
  /// `documents: { naskah: { title: Naskah, by: [pic] } }`.
  mutating func readDocuments(_ entry: YAMLNode.Entry) {
    let entries = reader.entries(entry.value, of: "documents")
    guard entries.count <= WorkflowLimits.documentKinds else {
      return reader.problems.add(
        .tooLarge, "more than \(WorkflowLimits.documentKinds) kinds of documents",
        at: entry.keyRange)
    }
    for entry in entries {
      guard let name = reader.name(entry.key, "a document", at: entry.keyRange) else { continue }
      if name.contains("-") {
        reader.problems.add(
          .invalidName, "«\(name)» cannot be used in expressions", at: entry.keyRange,
          help: "write _ for -")
        continue
      }
      documents.append(readDocument(name, entry.value))
    }
  }

  private mutating func readDocument(_ name: String, _ node: YAMLNode) -> DocumentKind {
    // Everyone who has a part may add it, unless the definition says who.
    var kind = DocumentKind(name: name, title: nil, isRequired: false, roles: roles.keys.sorted())
    if node.isNull { return kind }
    if case .scalar = node.content {
      kind.title = reader.localized(node, "title")
      return kind
    }
    let found = reader.mapping(node, of: "a document", keys: DefinitionKeys.document)
    kind.title = found["title"].map { reader.localized($0.value, "title") }
    kind.isRequired = found["required"].flatMap { reader.bool($0.value, "required") } ?? false
    if let entry = found["description"] { _ = reader.string(entry.value, "description") }
    if let entry = found["by"] {
      kind.roles = reader.names(entry.value, "a role").compactMap {
        knownRole($0.name, at: $0.range)
      }
      if reader.list(entry.value).isEmpty {
        reader.problems.add(.nobodyMayAct, "«by» names nobody", at: entry.keyRange)
      }
    }
    return kind
  }

  /// `needs: [kegiatan]`, or `needs: { documents: [draf], fields: [kegiatan] }`.
  mutating func needs(_ node: YAMLNode) -> (fields: [String], documents: [String]) {
    guard case .mapping = node.content else { return (neededFields(node), []) }
    let found = reader.mapping(node, of: "needs", keys: DefinitionKeys.needs)
    return (
      found["fields"].map { neededFields($0.value) } ?? [],
      found["documents"].map { neededDocuments($0.value) } ?? []
    )
  }

  private mutating func neededFields(_ node: YAMLNode) -> [String] {
    reader.list(node).compactMap { item in
      guard let name = reader.string(item, "a field") else { return nil }
      return knownField(name, at: item.range)?.name
    }
  }

  private mutating func neededDocuments(_ node: YAMLNode) -> [String] {
    reader.list(node).compactMap { item in
      guard let name = reader.string(item, "a document") else { return nil }
      if documents.contains(where: { $0.name == name }) { return name }
      reader.problems.add(
        .unknownDocument, "no document «\(name)»", at: item.range,
        help: Suggestion.help(for: name, in: documents.map(\.name)))
      return nil
    }
  }
}
