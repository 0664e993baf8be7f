// The directory in words: who holds what, and what files change.

internal import AdminAPI

/// Shows the directory.
enum DirectoryWords {
  static func positions(_ directory: DirectoryAnswer, _ appearance: Appearance) -> String {
    let rows = directory.positions.map { position -> [Table.Cell] in
      [
        .init(position.id, .bold), .init(position.title.id),
        .init(holders(position), position.holders.isEmpty ? .red : nil),
        .init(position.holders.compactMap(\.basis).joined(separator: "; ")),
      ]
    }
    return table(["POSITION", "TITLE", "ON \(directory.on)", "BY"], rows, appearance)
  }

  static func people(_ directory: DirectoryAnswer, _ appearance: Appearance) -> String {
    let rows = directory.people.map { person -> [Table.Cell] in
      [
        .init(person.id, .bold), .init(person.name), .init(person.unix ?? "-"),
        .init(person.positions.isEmpty ? "-" : person.positions.joined(separator: ", ")),
        .init(contacts(person)),
      ]
    }
    return table(["PERSON", "NAME", "ACCOUNT", "ON \(directory.on)", "CONTACTS"], rows, appearance)
  }

  static func organisations(_ directory: DirectoryAnswer, _ appearance: Appearance) -> String {
    let rows = directory.organisations.map { body -> [Table.Cell] in
      [
        .init(body.id, .bold), .init(body.name), .init(body.class ?? "-"),
        .init(body.route ?? "-"),
      ]
    }
    return table(["ORGANISATION", "NAME", "CLASS", "ROUTE"], rows, appearance)
  }

  static func deputies(_ directory: DirectoryAnswer, _ appearance: Appearance) -> String {
    let rows = directory.deputies.map { deputy -> [Table.Cell] in
      [
        .init(deputy.person, .bold), .init(deputy.capacity), .init(deputy.position),
        .init(span(deputy.from, deputy.until)), .init(deputy.for ?? "-"),
        .init("\(deputy.basis) tanggal \(deputy.dated)"),
        .init(deputy.scope.isEmpty ? "all" : deputy.scope.joined(separator: ", ")),
      ]
    }
    return table(["PERSON", "AS", "POSITION", "DAYS", "FOR", "BY", "WORKFLOWS"], rows, appearance)
  }

  /// Everything about a position, a person or an organisation; nil when there is none of that name.
  static func detail(
    _ id: String, _ directory: DirectoryAnswer, _ appearance: Appearance
  ) -> String? {
    func row(_ name: String, _ value: String?, _ style: Appearance.Style? = nil) -> [Table.Cell] {
      [.init(name, .dim), .init(value ?? "-", style)]
    }
    var rows: [[Table.Cell]] = []
    if let position = directory.positions.first(where: { $0.id == id }) {
      rows += [
        row("position", position.id, .bold), row("title", position.title.id),
        row("organisation", position.organisation),
        row("on \(directory.on)", holders(position), position.holders.isEmpty ? .red : nil),
      ]
      rows += directory.holdings.filter { $0.position == id }
        .sorted { ($0.from ?? "", $0.person) < ($1.from ?? "", $1.person) }
        .map {
          row("held", "\(span($0.from, $0.until)) \(name($0.person, directory))\(by($0.basis))")
        }
      rows += directory.deputies.filter { $0.position == id }.map {
        row(
          "deputy",
          "\(span($0.from, $0.until)) \(name($0.person, directory)), \($0.capacity)\(by($0.basis))")
      }
    }
    if let person = directory.people.first(where: { $0.id == id }) {
      rows += [
        row("person", person.id, .bold), row("name", person.name), row("account", person.unix),
        row("positions", person.positions.isEmpty ? nil : person.positions.joined(separator: ", ")),
      ]
      rows += directory.holdings.filter { $0.person == id }.map {
        row("holds", "\(span($0.from, $0.until)) \($0.position)\(by($0.basis))")
      }
      rows += directory.deputies.filter { $0.person == id }.map {
        row("deputy", "\(span($0.from, $0.until)) \($0.position), \($0.capacity)\(by($0.basis))")
      }
      if let language = person.language { rows.append(row("language", language)) }
      rows += (person.contacts ?? []).map {
        row($0.channel, $0.address + ($0.language.map { " (\($0))" } ?? ""))
      }
    }
    if let body = directory.organisations.first(where: { $0.id == id }) {
      rows += [
        row("organisation", body.id, .bold), row("name", body.name), row("class", body.class),
        row("route", body.route),
      ]
      rows += directory.positions.filter { $0.organisation == id }.map {
        row("position", "\($0.id): \(holders($0))", $0.holders.isEmpty ? .red : nil)
      }
    }
    return rows.isEmpty ? nil : Table(rows: rows).rendered(appearance)
  }

  /// One line for each field that differs.
  static func changes(_ changes: [DirectoryChangeItem], _ appearance: Appearance) -> String {
    let rows = changes.flatMap { change -> [[Table.Cell]] in
      let style: Appearance.Style =
        change.action == "added" ? .green : change.action == "removed" ? .red : .yellow
      func head(_ field: String, _ before: String, _ after: String) -> [Table.Cell] {
        [
          .init(change.kind, .dim), .init(change.id, .bold), .init(change.action, style),
          .init(field), .init(before), .init(after),
        ]
      }
      guard change.action == "changed" else {
        // What an entry is called by stands in its identity already.
        let told = change.fields.filter { !["id", "person", "position"].contains($0.name) }
        let words = told.map { "\($0.name) \($0.after ?? $0.before ?? "")" }
        return [
          change.action == "added"
            ? head("", "", words.joined(separator: ", "))
            : head("", words.joined(separator: ", "), "")
        ]
      }
      return change.fields.map { head($0.name, $0.before ?? "-", $0.after ?? "-") }
    }
    return table(["KIND", "ID", "WHAT", "FIELD", "BEFORE", "AFTER"], rows, appearance)
  }

  /// `2 added, 1 changed, 0 removed`.
  static func summary(_ changes: [DirectoryChangeItem]) -> String {
    ["added", "changed", "removed"].map { action in
      "\(changes.count { $0.action == action }) \(action)"
    }.joined(separator: ", ")
  }

  private static func table(
    _ headers: [String], _ rows: [[Table.Cell]], _ appearance: Appearance
  ) -> String {
    rows.isEmpty ? "" : Table(headers: headers, rows: rows).rendered(appearance)
  }

  private static func holders(_ position: PositionItem) -> String {
    if position.holders.isEmpty {
      return "nobody" + (position.vacantSince.map { " since \($0)" } ?? "")
    }
    return position.holders.map { holder in
      holder.name + (ActorWords.capacity(holder.capacity).map { " (\($0))" } ?? "")
    }.joined(separator: ", ")
  }

  private static func contacts(_ person: PersonItem) -> String {
    guard let contacts = person.contacts else { return "" }
    return contacts.map { "\($0.channel) \($0.address)" }.joined(separator: ", ")
  }

  private static func name(_ person: String, _ directory: DirectoryAnswer) -> String {
    directory.people.first { $0.id == person }.map { "\($0.name) (\(person))" } ?? person
  }

  private static func span(_ from: String?, _ until: String?) -> String {
    "\(from ?? "…") – \(until ?? "…")"
  }

  private static func by(_ basis: String?) -> String { basis.map { ", \($0)" } ?? "" }
}

/// Who acted, in words.
enum ActorWords {
  /// `Ni Made Sari (Plh. kepala-dinas, a.n. I Wayan Sudarma, SK 12/2026 tanggal 2026-11-01)` for a
  /// deputy; nil for others, of whom person and role are enough.
  static func deputy(_ actor: ActorItem) -> String? {
    guard let capacity = capacity(actor.capacity) else { return nil }
    var words = ["\(capacity) \(actor.position ?? actor.role)"]
    if let giver = actor.forName ?? actor.for { words.append("a.n. \(giver)") }
    if let basis = actor.basis { words.append(basis) }
    return "\(actor.name ?? actor.person) (\(words.joined(separator: ", ")))"
  }

  /// How a deputy's capacity stands before a name; nil for a holder.
  static func capacity(_ capacity: String) -> String? {
    switch capacity {
    case "plt": "Plt."
    case "plh": "Plh."
    case "atas-nama": "a.n."
    case "kuasa": "kuasa"
    default: nil
    }
  }
}
