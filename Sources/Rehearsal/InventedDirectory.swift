// People for a rehearsal that nobody gave a directory: one for each position and partner.

internal import Workflow

/// Writes a directory file.
struct InventedDirectory {
  static let name = "invented directory"
  private static let office = "kantor-rekaan"
  /// Marks what is invented in names of organisations and in values.
  static let mark = "(rekaan)"

  private var organisations: [String] = []
  private var positions: [String] = []
  private var people: [String] = []
  private var holdings: [String] = []
  private var known: Set<String> = []
  private var knownPeople: Set<String> = []

  /// - Parameters:
  ///   - workflows: whose roles need people.
  ///   - partners: organisations that the data names.
  ///   - scenario: may give several positions to one person.
  init(_ workflows: [Workflow], partners: [String], scenario: Scenario?) {
    add(organisation: Self.office, name: "Kantor \(Self.mark)")
    let held = Set((scenario?.people ?? []).flatMap(\.holds).map(\.value))
    for workflow in workflows {
      for role in workflow.roles.values.sorted(by: { $0.name < $1.name }) {
        guard case .position(let id) = role.binding else { continue }
        let title = role.title?.id ?? role.name
        add(position: id, of: Self.office, title: title, part: nil)
        if !held.contains(id), !held.contains(role.name) {
          add(person: id, name: title, holds: id)
        }
      }
    }
    for person in scenario?.people ?? [] {
      for item in person.holds {
        let bindings = workflows.compactMap { $0.roles[item.value]?.binding }
        var position = item.value
        if case .position(let id)? = bindings.first { position = id }
        add(person: person.name.value, name: person.name.value, holds: position)
      }
    }
    for partner in Set(partners).sorted() where Self.isName(partner) {
      add(organisation: partner, name: "\(partner) \(Self.mark)")
      for (part, prefix, title) in [
        ("contact", "kontak", "Narahubung"), ("signatory", "penandatangan", "Penanda tangan"),
      ] {
        let id = "\(prefix)-\(partner)"
        guard Self.isName(id) else { continue }
        add(position: id, of: partner, title: "\(title) \(partner)", part: part)
        add(person: id, name: "\(title) \(partner)", holds: id)
      }
    }
  }

  /// The text of the file.
  var source: SourceText {
    func list(_ key: String, _ items: [String]) -> String {
      items.isEmpty ? "" : "\(key):\n" + items.map { "  - { \($0) }\n" }.joined()
    }
    return SourceText(
      name: Self.name,
      text: "directory: rekaan\n" + list("organisations", organisations)
        + list("positions", positions) + list("people", people) + list("holdings", holdings))
  }

  private mutating func add(organisation id: String, name: String) {
    guard known.insert("o \(id)").inserted else { return }
    organisations.append("id: \(Self.quoted(id)), name: \(Self.quoted(name))")
  }

  private mutating func add(
    position id: String, of organisation: String, title: String, part: String?
  ) {
    guard known.insert("p \(id)").inserted else { return }
    positions.append(
      "id: \(Self.quoted(id)), organisation: \(Self.quoted(organisation)), title: \(Self.quoted(title))"
        + (part.map { ", role: \($0)" } ?? ""))
  }

  private mutating func add(person id: String, name: String, holds position: String) {
    if knownPeople.insert(id).inserted {
      people.append("id: \(Self.quoted(id)), name: \(Self.quoted(name))")
    }
    guard known.insert("h \(id) \(position)").inserted else { return }
    holdings.append("person: \(Self.quoted(id)), position: \(Self.quoted(position))")
  }

  /// A YAML text in double quotes; JSON's escapes are YAML's, too.
  private static func quoted(_ text: String) -> String { JSON.string(text).text }

  /// Names that the reader of directories takes; others are refused when the agreement is started.
  private static func isName(_ text: String) -> Bool {
    text.utf8.count <= WorkflowLimits.nameLength
      && text.first.map { $0.isLetter || $0.isNumber }
        ?? false
      && text.utf8.allSatisfy {
        (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0)
          || $0 == 0x5F || $0 == 0x2D
      }
  }
}
