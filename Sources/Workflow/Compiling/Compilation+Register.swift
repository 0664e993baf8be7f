// Where a definition keeps what a register of agreements asks for.

extension Compilation {
  /// `register: { number: nomor_kesatu, signed: [a, b], from: mulai, in_force: [berlaku], route: D }`.
  mutating func readRegister(_ node: YAMLNode) -> RegisterRule {
    let found = reader.mapping(node, of: "register", keys: DefinitionKeys.register)
    var rule = RegisterRule()
    rule.number = found["number"].flatMap { fieldName($0.value, type: .string) }
    rule.partnerNumber = found["partner_number"].flatMap { fieldName($0.value, type: .string) }
    rule.successor = found["successor"].flatMap { fieldName($0.value, type: .string) }
    rule.from = found["from"].flatMap { fieldName($0.value, type: .date) }
    rule.until = found["until"].flatMap { fieldName($0.value, type: .date) }
    if let entry = found["signed"] {
      rule.signed = reader.list(entry.value).compactMap { fieldName($0, type: .date) }
    }
    if let entry = found["commitments"] {
      rule.commitments = reader.names(entry.value, "a workflow").map(\.name)
    }
    rule.inForce = found["in_force"].map { knownTags($0.value) } ?? []
    rule.ending = found["ending"].map { knownTags($0.value) } ?? []
    if let entry = found["route"], let text = reader.string(entry.value, "route") {
      // A field of that name, or the route itself.
      if fields.contains(where: { $0.name == text }) {
        rule.route = fieldName(entry.value, type: .string).map { .field($0) }
      } else {
        rule.route = reader.nameValue(entry.value, "a route").map { .text($0) }
      }
    }
    return rule
  }

  private mutating func knownTags(_ node: YAMLNode) -> [String] {
    let known = Set(states.values.flatMap(\.tags))
    return reader.names(node, "a tag").compactMap { name, range in
      if known.contains(name) { return name }
      reader.problems.add(
        .invalidValue, "no state has the tag «\(name)»", at: range,
        help: Suggestion.help(for: name, in: known))
      return nil
    }
  }
}
