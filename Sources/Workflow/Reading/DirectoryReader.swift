// Reads `workflows/directory/*.yaml`; several files together make one directory.

/// Reads directory files.
public enum DirectoryReader {
  static let keys = [
    "directory", "title", "organisations", "positions", "people", "holdings", "deputies",
  ]
  static let organisationKeys = ["id", "name", "class", "route", "seed_name", "note", "commitment"]
  static let positionKeys = ["id", "organisation", "title", "role"]
  static let personKeys = ["id", "name", "unix", "language", "digest", "quiet", "contacts"]
  static let contactKeys = ["channel", "address", "language"]
  static let holdingKeys = ["person", "position", "from", "until", "basis"]

  /// Reads one file on top of `base`: names that it uses may stand in either.
  public static func read(_ source: SourceText, onto base: Directory = Directory())
    -> Reading<Directory>
  {
    var assembly = DirectoryAssembly(directory: base)
    guard let root = YAMLTree.read(source, into: &assembly.reader.problems) else {
      return Reading(nil, assembly.reader.problems)
    }
    let found = entries(of: root, &assembly.reader)
    for kind in DirectoryKind.allCases {
      for item in found[kind] ?? [] { assembly.read(item, as: kind) }
    }
    return Reading(assembly.directory, assembly.reader.problems)
  }

  /// The lists of a file, by what they hold.
  static func entries(of root: YAMLNode, _ reader: inout TreeReader)
    -> [DirectoryKind: [YAMLNode]]
  {
    let found = reader.mapping(root, of: "a directory", keys: keys, required: ["directory"])
    if let entry = found["directory"] { _ = reader.nameValue(entry.value, "the directory") }
    if let entry = found["title"] { _ = reader.localized(entry.value, "title") }
    var entries: [DirectoryKind: [YAMLNode]] = [:]
    for kind in DirectoryKind.allCases {
      entries[kind] = found[kind.rawValue].map { reader.list($0.value) }
    }
    return entries
  }
}

/// What a directory is made of, in the order in which it is read: an entry names earlier ones.
public enum DirectoryKind: String, Sendable, CaseIterable {
  case organisations, positions, people, holdings, deputies
}

/// A directory while entries are added to it.
struct DirectoryAssembly {
  var directory: Directory
  var reader = TreeReader()
  /// True when an entry may take the place of one that is there already.
  var isMerging = false
  /// What was there before: contacts that a file does not speak of stay, and so do fields for which a
  /// table has no column.
  var before = Directory()
  /// The columns of a table; nil for YAML, whose entries stand whole.
  var columns: Set<String>?
  /// Entries of the files that are read together: none may stand twice.
  private var declared: Set<String> = []

  init(directory: Directory) { self.directory = directory }

  mutating func read(_ node: YAMLNode, as kind: DirectoryKind) {
    switch kind {
    case .organisations: readOrganisation(node)
    case .positions: readPosition(node)
    case .people: readPerson(node)
    case .holdings: readHolding(node)
    case .deputies: readDeputy(node)
    }
  }

  // MARK: Values

  /// The identity of a new entry; told and nil when it stands twice.
  mutating func identity(
    _ entry: YAMLNode.Entry?, _ what: String, isKnown: (String) -> Bool
  ) -> String? {
    guard let entry, let id = reader.nameValue(entry.value, what) else { return nil }
    let isFirst = declare("\(what) \(id)")
    if isMerging ? !isFirst : isKnown(id) {
      reader.problems.add(.duplicateName, "«\(id)» stands twice", at: entry.value.range)
      return nil
    }
    return id
  }

  private mutating func declare(_ what: String) -> Bool { declared.insert(what).inserted }

  mutating func text(_ entry: YAMLNode.Entry?) -> String? {
    guard let entry, let text = reader.string(entry.value, entry.key) else { return nil }
    if text.utf8.count <= WorkflowLimits.directoryTextBytes { return text }
    reader.problems.add(
      .invalidValue,
      "«\(entry.key)» is longer than \(WorkflowLimits.directoryTextBytes) bytes",
      at: entry.value.range)
    return nil
  }

  /// The value of an optional field: where a table has no column for it, it stays.
  mutating func field(
    _ key: String, _ found: [String: YAMLNode.Entry], else kept: String?
  ) -> String? {
    if let columns, !columns.contains(key) { return kept }
    return text(found[key])
  }

  // MARK: Entries

  private mutating func readOrganisation(_ node: YAMLNode) {
    let found = reader.mapping(
      node, of: "an organisation", keys: DirectoryReader.organisationKeys,
      required: ["id", "name"])
    let known = directory.organisations
    guard
      let id = identity(found["id"], "an organisation", isKnown: { known[$0] != nil })
    else { return }
    let kept = before.organisations[id]
    let route = field("route", found, else: kept?.route)
    if let entry = found["route"], let route, !["A", "B", "C", "D", "E"].contains(route) {
      reader.problems.add(
        .invalidValue, "no route «\(route)»", at: entry.value.range, help: "A, B, C, D or E")
    }
    directory.organisations[id] = Directory.Organisation(
      id: id, name: text(found["name"]) ?? id, class: field("class", found, else: kept?.class),
      route: route, seedName: field("seed_name", found, else: kept?.seedName),
      note: field("note", found, else: kept?.note),
      commitment: field("commitment", found, else: kept?.commitment))
  }

  private mutating func readPosition(_ node: YAMLNode) {
    let found = reader.mapping(
      node, of: "a position", keys: DirectoryReader.positionKeys,
      required: ["id", "organisation", "title"])
    let known = directory.positions
    guard let id = identity(found["id"], "a position", isKnown: { known[$0] != nil }),
      let entry = found["organisation"],
      let organisation = reader.nameValue(entry.value, "an organisation")
    else { return }
    if directory.organisations[organisation] == nil {
      reader.problems.add(
        .unknownOrganisation, "no organisation «\(organisation)»", at: entry.value.range,
        help: Suggestion.help(for: organisation, in: directory.organisations.keys))
    }
    let kept = before.positions[id]
    var role: Directory.PartnerRole?
    if let name = field("role", found, else: kept?.role?.rawValue) {
      role = Directory.PartnerRole(rawValue: name)
      if role == nil {
        reader.problems.add(
          .invalidValue, "no partner role «\(name)»", at: found["role"]?.value.range ?? node.range,
          help: "contact or signatory")
      }
    }
    var title = found["title"].map { reader.localized($0.value, "title") } ?? LocalizedText(id: id)
    // A table without a column for the English title says nothing about it.
    if let columns, !columns.contains("title_en"), title.id == kept?.title.id {
      title.en = kept?.title.en
    }
    directory.positions[id] = Directory.Position(
      id: id, organisation: organisation, title: title, role: role)
  }

  private mutating func readHolding(_ node: YAMLNode) {
    let found = reader.mapping(
      node, of: "a holding", keys: DirectoryReader.holdingKeys, required: ["person", "position"])
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
      person: person, position: position, from: from, until: until, basis: text(found["basis"]))
    if isMerging {
      guard declare(holding.key) else {
        reader.problems.add(
          .duplicateName, "the holding «\(holding.key)» stands twice", at: node.range)
        return
      }
      directory.holdings.removeAll { $0.key == holding.key }
    }
    // Deputies of this file are read later and held against its holdings; those of an earlier file
    // must not be contradicted by a later one. A merge is held against the whole in the end.
    if !isMerging,
      let deputy = directory.deputies.first(where: {
        $0.position == position && ($0.capacity == .plt || $0.person == person)
          && DeputyReader.overlaps(holding, $0)
      })
    {
      reader.problems.add(
        .invalidValue,
        "«\(deputy.person)» acts for «\(position)» in that time, as \(deputy.capacity.rawValue)",
        at: positionEntry.value.range, help: "end that before the holding begins")
    }
    directory.holdings.append(holding)
  }

  private mutating func readDeputy(_ node: YAMLNode) {
    var deputies = DeputyReader(directory: directory, reader: reader)
    let count = directory.deputies.count
    if isMerging, let key = DeputyReader.key(of: node) {
      guard declare(key) else {
        reader.problems.add(.duplicateName, "the deputy «\(key)» stands twice", at: node.range)
        return
      }
      deputies.directory.deputies.removeAll { $0.key == key }
    }
    let left = deputies.directory.deputies.count
    deputies.read(node)
    reader = deputies.reader
    // A faulty entry takes nothing away.
    if deputies.directory.deputies.count > left || count == left {
      directory = deputies.directory
    }
  }
}

extension Directory.Holding {
  /// What makes two entries the same holding: person, position and first day.
  var key: String { "\(person) \(position)" + (from.map { " \($0)" } ?? "") }
}

extension Directory.Deputy {
  /// What makes two entries the same one: person, position, first day and scope.
  var key: String {
    ([person, position, "\(from)"] + scope.sorted()).joined(separator: " ")
  }
}
