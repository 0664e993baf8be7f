// Tables (.csv) of a directory: one kind of entry each, recognised by its header.

/// A table as a reader of entries sees it.
struct DirectoryTable {
  /// What its rows are.
  let kind: DirectoryKind
  /// Keys that it speaks of; what it does not speak of stays.
  let columns: Set<String>
  /// One node for each row; empty fields are left out.
  let rows: [YAMLNode]
  /// Channels that it has a column for, in their order.
  private let channels: [String]

  /// Columns of each kind; the first ones are needed.
  static let shapes: [DirectoryKind: (needed: [String], possible: [String])] = [
    .organisations: (["id", "name"], ["class", "route", "seed_name", "note", "commitment"]),
    .positions: (["id", "title", "organisation"], ["title_en", "role"]),
    .people: (["id", "name"], ["unix", "language", "digest", "quiet"] + channelColumns),
    .holdings: (["position", "person"], ["from", "until", "basis"]),
    .deputies: (
      ["person", "position", "capacity", "from", "basis", "on"], ["until", "scope", "for"]
    ),
  ]
  static let channelColumns = ["email", "whatsapp", "telegram", "sms", "webhook"]

  /// True for a file that is read as a table.
  static func isTable(_ source: SourceText) -> Bool {
    source.name.lowercased().hasSuffix(".csv")
  }

  /// Reads a table; nil where the header says no kind.
  init?(_ source: SourceText, _ problems: inout DiagnosticCollector) {
    let text = CSVText(source, &problems)
    guard let header = text.rows.first else {
      if !problems.hasErrors {
        problems.add(
          .empty, "the file is empty", at: SourceRange(line: 1, column: 1),
          help: "the first line names the columns, as in id,name,class,route")
      }
      return nil
    }
    let names = header.map { field -> String in
      let name = field.text.lowercased()
      return name == "dated" ? "on" : name
    }
    guard let kind = Self.kind(of: Set(names)) else {
      problems.add(
        .csv, "the header names no kind of entry", at: header[0].range,
        help: "id,name,class,route | id,title,organisation,role | id,name,unix,language,email"
          + " | position,person,from,until,basis | person,position,capacity,from,until,basis,on")
      return nil
    }
    guard Self.isSound(header, names, kind, &problems) else { return nil }
    self.kind = kind
    channels = kind == .people ? names.filter(Self.channelColumns.contains) : []
    columns = Set(names)
    rows = text.rows.dropFirst().compactMap { Self.node($0, names, kind, &problems) }
  }

  private static func kind(of names: Set<String>) -> DirectoryKind? {
    if names.isSuperset(of: ["person", "position"]) {
      return names.contains("capacity") ? .deputies : .holdings
    }
    if names.isSuperset(of: ["id", "title"]) { return .positions }
    guard names.isSuperset(of: ["id", "name"]) else { return nil }
    if !names.isDisjoint(with: ["class", "route", "seed_name", "commitment"]) {
      return .organisations
    }
    return names.isDisjoint(with: ["unix", "language", "nik"] + channelColumns) ? nil : .people
  }

  private static func isSound(
    _ header: [CSVText.Field], _ names: [String], _ kind: DirectoryKind,
    _ problems: inout DiagnosticCollector
  ) -> Bool {
    guard let shape = shapes[kind] else { return false }
    let known = shape.needed + shape.possible
    var seen: Set<String> = []
    var isSound = true
    for (field, name) in zip(header, names) {
      if name == "nik" {
        problems.add(
          .nik, "a NIK has no place here: this tool does not keep it", at: field.range,
          help: NIK.help)
        isSound = false
      } else if !known.contains(name) {
        problems.add(
          .unknownKey, "a table of \(kind.rawValue) has no column «\(name)»", at: field.range,
          help: Suggestion.help(for: name, in: known))
        isSound = false
      } else if !seen.insert(name).inserted {
        problems.add(.duplicateKey, "the column «\(name)» stands twice", at: field.range)
        isSound = false
      }
    }
    for name in shape.needed where !names.contains(name) {
      problems.add(
        .missingKey, "a table of \(kind.rawValue) needs the column «\(name)»",
        at: SourceRange(line: header[0].range.line, column: 1))
      isSound = false
    }
    return isSound
  }

  private static func node(
    _ row: [CSVText.Field], _ names: [String], _ kind: DirectoryKind,
    _ problems: inout DiagnosticCollector
  ) -> YAMLNode? {
    guard row.count == names.count else {
      problems.add(
        .csv, "\(row.count) fields, where the header has \(names.count)", at: row[0].range,
        help: "a field that holds the separator stands in quotes")
      return nil
    }
    // Every field is text: «null» is a name as good as another.
    func scalar(_ field: CSVText.Field, _ text: String? = nil) -> YAMLNode {
      YAMLNode(content: .scalar(text ?? field.text, isPlain: false), range: field.range)
    }
    func words(_ field: CSVText.Field) -> [YAMLNode] {
      field.text.split(whereSeparator: \.isWhitespace).map { scalar(field, String($0)) }
    }
    var entries: [(String, YAMLNode)] = []
    var title: [(String, YAMLNode)] = []
    var contacts: [YAMLNode] = []
    for (name, field) in zip(names, row) where !field.text.isEmpty {
      switch name {
      case "title": title.insert(("id", scalar(field)), at: 0)
      case "title_en": title.append(("en", scalar(field)))
      case "scope", "quiet":
        entries.append((name, YAMLNode(content: .sequence(words(field)), range: field.range)))
      // Office suites write TRUE.
      case "digest":
        entries.append(
          (
            name,
            YAMLNode(
              content: .scalar(field.text.lowercased(), isPlain: true), range: field.range)
          ))
      case let channel where channelColumns.contains(channel) && kind == .people:
        contacts += words(field).map {
          DirectoryRecord.mapping(
            [("channel", scalar(field, channel)), ("address", $0)], at: field.range)
        }
      default: entries.append((name, scalar(field)))
      }
    }
    if !title.isEmpty {
      entries.append(("title", DirectoryRecord.mapping(title, at: title[0].1.range)))
    }
    if kind == .people, names.contains(where: channelColumns.contains) {
      entries.append(("contacts", YAMLNode(content: .sequence(contacts), range: row[0].range)))
    }
    return DirectoryRecord.mapping(entries, at: row[0].range)
  }

  /// A row of people with the contacts of channels that the table does not speak of, and with the
  /// languages and the order of those that it only repeats.
  func person(_ node: YAMLNode, keeping base: Directory) -> YAMLNode {
    guard case .mapping(var entries) = node.content,
      let place = entries.firstIndex(where: { $0.key == "contacts" }),
      case .sequence(let told) = entries[place].value.content,
      let id = entries.first(where: { $0.key == "id" }),
      case .scalar(let name, _) = id.value.content, let known = base.contacts[name]
    else { return node }
    func pair(_ node: YAMLNode) -> [String] {
      guard case .mapping(let entries) = node.content else { return [] }
      return entries.prefix(2).map {
        if case .scalar(let text, _) = $0.value.content { text } else { "" }
      }
    }
    let given = told.map(pair)
    let kept = known.filter {
      !channels.contains($0.channel) || given.contains([$0.channel, $0.address])
    }
    let new = told.filter { item in
      !known.contains { [$0.channel, $0.address] == pair(item) }
    }
    entries[place].value.content = .sequence(kept.map { DirectoryRecord.node($0) } + new)
    return YAMLNode(content: .mapping(entries), range: node.range)
  }
}

extension DirectoryWriter {
  /// The directory as tables, one for each kind that has entries: file name and text.
  ///
  /// What a table cannot hold (the language of a single contact, channels without a column) is left out,
  /// and stays as it is when the table is applied.
  public static func tables(of directory: Directory, withContacts: Bool) -> [SourceText] {
    let records = DirectoryRecords(directory, withContacts: withContacts)
    return DirectoryKind.allCases.compactMap { kind in
      guard let shape = DirectoryTable.shapes[kind], !records.all(kind).isEmpty else { return nil }
      var columns = shape.needed + shape.possible
      if !withContacts { columns.removeAll(where: DirectoryTable.channelColumns.contains) }
      let lines =
        [columns] + records.all(kind).map { record in columns.map { cell($0, of: record) } }
      return SourceText(
        name: "\(kind.rawValue).csv",
        text: lines.map { $0.map(quoted).joined(separator: ",") + "\r\n" }.joined())
    }
  }

  private static func cell(_ column: String, of record: DirectoryRecord) -> String {
    if case .contacts(let contacts)? = record["contacts"],
      DirectoryTable.channelColumns.contains(column)
    {
      return contacts.filter { $0.channel == column }.map(\.address).joined(separator: " ")
    }
    if column == "title_en", case .title(let title)? = record["title"] { return title.en ?? "" }
    switch record[column] {
    case .text(let text), .plain(let text): return text
    case .list(let items): return items.joined(separator: " ")
    case .title(let title): return title.id
    case .contacts, nil: return ""
    }
  }

  /// Quotes where they are needed (RFC 4180 §2.6), and where spaces at the ends would be lost.
  private static func quoted(_ text: String) -> String {
    let needs = text.unicodeScalars.contains { [",", ";", "\"", "\n", "\r", "\t"].contains($0) }
    guard needs || text.first == " " || text.last == " " else { return text }
    return "\"\(text.replacing("\"", with: "\"\""))\""
  }
}
