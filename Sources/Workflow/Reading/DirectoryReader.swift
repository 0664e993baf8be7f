// Reads `workflows/directory/*.yaml`; several files together make one directory.

/// Reads directory files.
public enum DirectoryReader {
  static let keys = [
    "directory", "title", "organisations", "positions", "people", "holdings", "deputies",
  ]
  static let organisationKeys = ["id", "name", "class", "route", "seed_name", "note", "commitment"]
  static let positionKeys = ["id", "organisation", "title", "role"]
  static let personKeys = ["id", "name", "unix"]
  static let holdingKeys = ["person", "position", "from", "until", "basis"]

  /// Reads one file on top of `base`: names that it uses may stand in either.
  public static func read(_ source: SourceText, onto base: Directory = Directory())
    -> Reading<Directory>
  {
    var reader = TreeReader()
    guard let root = YAMLTree.read(source, into: &reader.problems) else {
      return Reading(nil, reader.problems)
    }
    let found = reader.mapping(root, of: "a directory", keys: keys, required: ["directory"])
    if let entry = found["directory"] { _ = reader.nameValue(entry.value, "the directory") }
    if let entry = found["title"] { _ = reader.localized(entry.value, "title") }
    var directory = base
    for item in found["organisations"].map({ reader.list($0.value) }) ?? [] {
      readOrganisation(item, &directory, &reader)
    }
    for item in found["positions"].map({ reader.list($0.value) }) ?? [] {
      readPosition(item, &directory, &reader)
    }
    for item in found["people"].map({ reader.list($0.value) }) ?? [] {
      readPerson(item, &directory, &reader)
    }
    for item in found["holdings"].map({ reader.list($0.value) }) ?? [] {
      readHolding(item, &directory, &reader)
    }
    var deputies = DeputyReader(directory: directory, reader: reader)
    for item in found["deputies"].map({ deputies.reader.list($0.value) }) ?? [] {
      deputies.read(item)
    }
    (directory, reader) = (deputies.directory, deputies.reader)
    return Reading(directory, reader.problems)
  }

  private static func identity(
    _ entry: YAMLNode.Entry?, _ what: String, isKnown: (String) -> Bool, _ reader: inout TreeReader
  ) -> String? {
    guard let entry, let id = reader.nameValue(entry.value, what) else { return nil }
    if isKnown(id) {
      reader.problems.add(.duplicateName, "«\(id)» stands twice", at: entry.value.range)
      return nil
    }
    return id
  }

  private static func text(_ entry: YAMLNode.Entry?, _ reader: inout TreeReader) -> String? {
    entry.flatMap { reader.string($0.value, $0.key) }
  }

  private static func readOrganisation(
    _ node: YAMLNode, _ directory: inout Directory, _ reader: inout TreeReader
  ) {
    let found = reader.mapping(
      node, of: "an organisation", keys: organisationKeys, required: ["id", "name"])
    let known = directory.organisations
    guard
      let id = identity(
        found["id"], "an organisation", isKnown: { known[$0] != nil }, &reader)
    else { return }
    if let entry = found["route"], let route = reader.string(entry.value, "route"),
      !["A", "B", "C", "D", "E"].contains(route)
    {
      reader.problems.add(
        .invalidValue, "no route «\(route)»", at: entry.value.range, help: "A, B, C, D or E")
    }
    directory.organisations[id] = Directory.Organisation(
      id: id, name: text(found["name"], &reader) ?? id, class: text(found["class"], &reader),
      route: text(found["route"], &reader), seedName: text(found["seed_name"], &reader),
      note: text(found["note"], &reader), commitment: text(found["commitment"], &reader))
  }

  private static func readPosition(
    _ node: YAMLNode, _ directory: inout Directory, _ reader: inout TreeReader
  ) {
    let found = reader.mapping(
      node, of: "a position", keys: positionKeys, required: ["id", "organisation", "title"])
    let known = directory.positions
    guard let id = identity(found["id"], "a position", isKnown: { known[$0] != nil }, &reader),
      let entry = found["organisation"],
      let organisation = reader.nameValue(entry.value, "an organisation")
    else { return }
    if directory.organisations[organisation] == nil {
      reader.problems.add(
        .unknownOrganisation, "no organisation «\(organisation)»", at: entry.value.range,
        help: Suggestion.help(for: organisation, in: directory.organisations.keys))
    }
    var role: Directory.PartnerRole?
    if let entry = found["role"], let name = reader.string(entry.value, "role") {
      role = Directory.PartnerRole(rawValue: name)
      if role == nil {
        reader.problems.add(
          .invalidValue, "no partner role «\(name)»", at: entry.value.range,
          help: "contact or signatory")
      }
    }
    directory.positions[id] = Directory.Position(
      id: id, organisation: organisation,
      title: found["title"].map { reader.localized($0.value, "title") } ?? LocalizedText(id: id),
      role: role)
  }

  private static func readPerson(
    _ node: YAMLNode, _ directory: inout Directory, _ reader: inout TreeReader
  ) {
    let found = reader.mapping(node, of: "a person", keys: personKeys, required: ["id", "name"])
    let known = directory.people
    guard let id = identity(found["id"], "a person", isKnown: { known[$0] != nil }, &reader) else {
      return
    }
    let unix = text(found["unix"], &reader)
    if let unix, let other = known.values.first(where: { $0.unix == unix }),
      let entry = found["unix"]
    {
      reader.problems.add(
        .duplicateName, "the account «\(unix)» belongs to «\(other.id)» already",
        at: entry.value.range)
    }
    directory.people[id] = Directory.Person(
      id: id, name: text(found["name"], &reader) ?? id, unix: unix)
  }

  private static func readHolding(
    _ node: YAMLNode, _ directory: inout Directory, _ reader: inout TreeReader
  ) {
    let found = reader.mapping(
      node, of: "a holding", keys: holdingKeys, required: ["person", "position"])
    guard let personEntry = found["person"], let positionEntry = found["position"],
      let person = reader.nameValue(personEntry.value, "a person"),
      let position = reader.nameValue(positionEntry.value, "a position")
    else { return }
    if directory.people[person] == nil {
      reader.problems.add(
        .unknownPerson, "no person «\(person)»", at: personEntry.value.range,
        help: Suggestion.help(for: person, in: directory.people.keys))
    }
    if directory.positions[position] == nil {
      reader.problems.add(
        .unknownPosition, "no position «\(position)»", at: positionEntry.value.range,
        help: Suggestion.help(for: position, in: directory.positions.keys))
    }
    let from = found["from"].flatMap { CalendarReader.readDate($0.value, "from", &reader) }
    let until = found["until"].flatMap { CalendarReader.readDate($0.value, "until", &reader) }
    if let from, let until, until < from, let entry = found["until"] {
      reader.problems.add(
        .invalidValue, "ends (\(until)) before it begins (\(from))", at: entry.value.range)
    }
    let holding = Directory.Holding(
      person: person, position: position, from: from, until: until,
      basis: text(found["basis"], &reader))
    // Deputies of this file are read later and held against its holdings; those of an earlier file
    // must not be contradicted by a later one.
    if let deputy = directory.deputies.first(where: {
      $0.position == position && ($0.capacity == .plt || $0.person == person)
        && DeputyReader.overlaps(holding, $0)
    }) {
      reader.problems.add(
        .invalidValue,
        "«\(deputy.person)» acts for «\(position)» in that time, as \(deputy.capacity.rawValue)",
        at: positionEntry.value.range, help: "end that before the holding begins")
    }
    directory.holdings.append(holding)
  }
}
