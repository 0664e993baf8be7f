// Between the directory as a value and as rows.

internal import Store
internal import WorkCalendar
internal import Workflow

extension DirectoryRows {
  /// The rows of a directory, in canonical order.
  init(_ directory: Directory) {
    self.init()
    let directory = directory.canonical
    organisations = directory.organisations.values.sorted { $0.id < $1.id }.map {
      Organisation(
        id: $0.id, name: $0.name, class: $0.class, route: $0.route, seedName: $0.seedName,
        note: $0.note, commitment: $0.commitment)
    }
    positions = directory.positions.values.sorted { $0.id < $1.id }.map {
      Position(
        id: $0.id, organisation: $0.organisation, title: $0.title.id,
        titleEnglish: $0.title.en, role: $0.role?.rawValue)
    }
    people = directory.people.values.sorted { $0.id < $1.id }.map {
      Person(
        id: $0.id, name: $0.name, unix: $0.unix, language: $0.language?.rawValue,
        digest: $0.wantsDigest,
        quiet: $0.quiet.map { "\($0.rawValue)" }.joined(separator: " "))
    }
    holdings = directory.holdings.map {
      Holding(
        person: $0.person, position: $0.position, from: $0.from.map { "\($0)" },
        until: $0.until.map { "\($0)" }, basis: $0.basis)
    }
    deputies = directory.deputies.map {
      Deputy(
        person: $0.person, position: $0.position, capacity: $0.capacity.rawValue,
        from: "\($0.from)", until: $0.until.map { "\($0)" }, basis: $0.basis, dated: "\($0.dated)",
        scope: $0.scope.joined(separator: " "), giver: $0.giver)
    }
    contacts = directory.contacts.sorted { $0.key < $1.key }.flatMap { person, contacts in
      contacts.enumerated().map { index, contact in
        Contact(
          person: person, preference: index + 1, channel: contact.channel,
          address: contact.address, language: contact.language?.rawValue)
      }
    }
  }

  /// The directory of these rows; nil when a row cannot be read, which the schema keeps from happening.
  var directory: Directory? {
    var directory = Directory()
    for row in organisations {
      directory.organisations[row.id] = Directory.Organisation(
        id: row.id, name: row.name, class: row.class, route: row.route, seedName: row.seedName,
        note: row.note, commitment: row.commitment)
    }
    for row in positions {
      directory.positions[row.id] = Directory.Position(
        id: row.id, organisation: row.organisation,
        title: LocalizedText(id: row.title, en: row.titleEnglish),
        role: row.role.flatMap { Directory.PartnerRole(rawValue: $0) })
    }
    for row in people {
      directory.people[row.id] = Directory.Person(
        id: row.id, name: row.name, unix: row.unix,
        language: row.language.flatMap { Directory.Language(rawValue: $0) },
        wantsDigest: row.digest,
        quiet: row.quiet.split(separator: " ").compactMap { Int($0).flatMap(Weekday.init) })
    }
    for row in holdings {
      let from = row.from.flatMap { CivilDate($0) }
      let until = row.until.flatMap { CivilDate($0) }
      guard (from == nil) == (row.from == nil), (until == nil) == (row.until == nil) else {
        return nil
      }
      directory.holdings.append(
        Directory.Holding(
          person: row.person, position: row.position, from: from, until: until, basis: row.basis))
    }
    for row in deputies {
      let until = row.until.flatMap { CivilDate($0) }
      guard let capacity = Directory.Deputy.Capacity(rawValue: row.capacity),
        let from = CivilDate(row.from), let dated = CivilDate(row.dated),
        (until == nil) == (row.until == nil)
      else { return nil }
      directory.deputies.append(
        Directory.Deputy(
          person: row.person, position: row.position, capacity: capacity, from: from,
          until: until, basis: row.basis, dated: dated,
          scope: row.scope.split(separator: " ").map(String.init), giver: row.giver))
    }
    for row in contacts {
      directory.contacts[row.person, default: []].append(
        Directory.Contact(
          channel: row.channel, address: row.address,
          language: row.language.flatMap { Directory.Language(rawValue: $0) }))
    }
    return directory
  }
}
