// A directory as plain records, one for each entry: what is written, compared and checked as a whole.

internal import WorkCalendar

/// One entry with its keys in the order in which they are written.
struct DirectoryRecord {
  /// A value, with how it is written.
  enum Value: Hashable {
    case text(String)
    /// Dates and truth values, which are written without quotes.
    case plain(String)
    case list([String])
    case title(LocalizedText)
    case contacts([Directory.Contact])
  }

  /// What makes two records the same entry.
  var key: String
  var fields: [(name: String, value: Value)] = []

  mutating func add(_ name: String, _ text: String?) {
    if let text { fields.append((name, .text(text))) }
  }

  mutating func add(_ name: String, _ date: CivilDate?) {
    if let date { fields.append((name, .plain("\(date)"))) }
  }

  subscript(name: String) -> Value? { fields.first { $0.name == name }?.value }
}

/// All records of a directory, each kind in the order of its keys.
struct DirectoryRecords {
  private var records: [DirectoryKind: [DirectoryRecord]] = [:]

  init(_ directory: Directory, withContacts: Bool) {
    let directory = directory.canonical
    records[.organisations] = directory.organisations.values.sorted { $0.id < $1.id }.map {
      var record = DirectoryRecord(key: $0.id)
      record.add("id", $0.id)
      record.add("name", $0.name)
      record.add("class", $0.class)
      record.add("route", $0.route)
      record.add("seed_name", $0.seedName)
      record.add("note", $0.note)
      record.add("commitment", $0.commitment)
      return record
    }
    records[.positions] = directory.positions.values.sorted { $0.id < $1.id }.map {
      var record = DirectoryRecord(key: $0.id)
      record.add("id", $0.id)
      record.add("organisation", $0.organisation)
      record.fields.append(("title", .title($0.title)))
      record.add("role", $0.role?.rawValue)
      return record
    }
    records[.people] = directory.people.values.sorted { $0.id < $1.id }.map { person in
      var record = DirectoryRecord(key: person.id)
      record.add("id", person.id)
      record.add("name", person.name)
      record.add("unix", person.unix)
      record.add("language", person.language?.rawValue)
      if let digest = person.wantsDigest { record.fields.append(("digest", .plain("\(digest)"))) }
      if !person.quiet.isEmpty {
        record.fields.append(("quiet", .list(person.quiet.map(Self.name))))
      }
      if withContacts, let contacts = directory.contacts[person.id] {
        record.fields.append(("contacts", .contacts(contacts)))
      }
      return record
    }
    records[.holdings] = directory.holdings.map {
      var record = DirectoryRecord(key: $0.key)
      record.add("person", $0.person)
      record.add("position", $0.position)
      record.add("from", $0.from)
      record.add("until", $0.until)
      record.add("basis", $0.basis)
      return record
    }
    records[.deputies] = directory.deputies.map {
      var record = DirectoryRecord(key: $0.key)
      record.add("person", $0.person)
      record.add("position", $0.position)
      record.add("capacity", $0.capacity.rawValue)
      record.add("from", $0.from)
      record.add("until", $0.until)
      record.add("basis", $0.basis)
      record.add("on", $0.dated)
      if !$0.scope.isEmpty { record.fields.append(("scope", .list($0.scope))) }
      record.add("for", $0.giver)
      return record
    }
  }

  func all(_ kind: DirectoryKind) -> [DirectoryRecord] { records[kind] ?? [] }

  private static func name(_ day: Weekday) -> String {
    CalendarReader.weekdays.first { $0.value == day }?.key ?? ""
  }
}

// MARK: As nodes and as text

extension DirectoryRecord {
  private static let nowhere = SourceRange(line: 1, column: 1)

  /// The record as the readers of files see it.
  var node: YAMLNode {
    Self.mapping(fields.map { ($0.name, Self.node($0.value)) })
  }

  static func mapping(_ entries: [(String, YAMLNode)], at range: SourceRange? = nil) -> YAMLNode {
    YAMLNode(
      content: .mapping(
        entries.map { key, value in
          YAMLNode.Entry(key: key, keyRange: value.range, value: value)
        }), range: range ?? nowhere)
  }

  private static func scalar(_ text: String, isPlain: Bool = false) -> YAMLNode {
    YAMLNode(content: .scalar(text, isPlain: isPlain), range: nowhere)
  }

  private static func node(_ value: Value) -> YAMLNode {
    switch value {
    case .text(let text): scalar(text)
    case .plain(let text): scalar(text, isPlain: true)
    case .list(let items):
      YAMLNode(content: .sequence(items.map { scalar($0) }), range: nowhere)
    case .title(let title):
      mapping([("id", scalar(title.id))] + (title.en.map { [("en", scalar($0))] } ?? []))
    case .contacts(let contacts):
      YAMLNode(content: .sequence(contacts.map(node)), range: nowhere)
    }
  }

  static func node(_ contact: Directory.Contact) -> YAMLNode {
    mapping(
      [("channel", scalar(contact.channel)), ("address", scalar(contact.address))]
        + (contact.language.map { [("language", scalar($0.rawValue))] } ?? []))
  }

  /// `{ id: "kadis", … }`.
  var yaml: String {
    "{ \(fields.map { "\($0.name): \(Self.yaml($0.value))" }.joined(separator: ", ")) }"
  }

  private static func yaml(_ value: Value) -> String {
    switch value {
    case .text(let text): CalendarWriter.quoted(text)
    case .plain(let text): text
    case .list(let items): "[\(items.map(CalendarWriter.quoted).joined(separator: ", "))]"
    case .title(let title):
      "{ id: \(CalendarWriter.quoted(title.id))"
        + (title.en.map { ", en: \(CalendarWriter.quoted($0))" } ?? "") + " }"
    case .contacts(let contacts):
      "["
        + contacts.map { contact in
          "{ channel: \(CalendarWriter.quoted(contact.channel)), address: \(CalendarWriter.quoted(contact.address))"
            + (contact.language.map { ", language: \($0.rawValue)" } ?? "") + " }"
        }.joined(separator: ", ") + "]"
    }
  }
}

/// Writes directory files.
public enum DirectoryWriter {
  /// The directory as one file that ``DirectoryReader`` reads back to an equal one (in canonical order).
  ///
  /// Equal directories give the same text. Without contacts it says nothing of them, and a person's
  /// stay as they are when the text is applied.
  public static func text(of directory: Directory, withContacts: Bool) -> String {
    let records = DirectoryRecords(directory, withContacts: withContacts)
    var lines = ["directory: direktori"]
    for kind in DirectoryKind.allCases where !records.all(kind).isEmpty {
      lines.append("\(kind.rawValue):")
      lines += records.all(kind).map { "  - \($0.yaml)" }
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
