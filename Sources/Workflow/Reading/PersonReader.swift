// Reads people and how they are reached.

internal import WorkCalendar

extension DirectoryAssembly {
  mutating func readPerson(_ node: YAMLNode) {
    guard holdsNoNIK(node) else { return }
    let found = reader.mapping(
      node, of: "a person", keys: DirectoryReader.personKeys, required: ["id", "name"])
    let known = directory.people
    guard let id = identity(found["id"], "a person", isKnown: { known[$0] != nil }) else {
      return
    }
    let kept = before.people[id]
    let unix = field("unix", found, else: kept?.unix)
    if let unix, let other = known.values.first(where: { $0.unix == unix && $0.id != id }) {
      reader.problems.add(
        .duplicateName, "the account «\(unix)» belongs to «\(other.id)» already",
        at: found["unix"]?.value.range ?? node.range)
    }
    var person = Directory.Person(id: id, name: text(found["name"]) ?? id, unix: unix)
    person.language =
      hasColumn("language") ? found["language"].flatMap { readLanguage($0) } : kept?.language
    person.wantsDigest =
      hasColumn("digest")
      ? found["digest"].flatMap { reader.bool($0.value, "digest") } : kept?.wantsDigest
    person.quiet = hasColumn("quiet") ? readQuiet(found["quiet"]) : kept?.quiet ?? []
    directory.people[id] = person
    if let entry = found["contacts"] {
      let contacts = readContacts(entry.value)
      directory.contacts[id] = contacts.isEmpty ? nil : contacts
    } else {
      directory.contacts[id] = before.contacts[id]
    }
  }

  private func hasColumn(_ key: String) -> Bool { columns?.contains(key) ?? true }

  private mutating func readLanguage(_ entry: YAMLNode.Entry) -> Directory.Language? {
    guard let text = reader.string(entry.value, "language") else { return nil }
    if let language = Directory.Language(rawValue: text) { return language }
    reader.problems.add(
      .invalidValue, "no language of messages", at: entry.value.range, help: "id or en")
    return nil
  }

  private mutating func readQuiet(_ entry: YAMLNode.Entry?) -> [Weekday] {
    guard let entry else { return [] }
    var days: Set<Weekday> = []
    for item in reader.list(entry.value) {
      guard let name = reader.string(item, "a weekday") else { continue }
      if let day = CalendarReader.weekdays.first(where: { $0.key == name })?.value {
        days.insert(day)
      } else {
        reader.problems.add(
          .invalidValue, "no weekday", at: item.range,
          help: CalendarReader.weekdays.map(\.key).joined(separator: ", "))
      }
    }
    return days.sorted()
  }

  private mutating func readContacts(_ node: YAMLNode) -> [Directory.Contact] {
    var contacts: [Directory.Contact] = []
    for item in reader.list(node) {
      let found = reader.mapping(
        item, of: "a contact", keys: DirectoryReader.contactKeys,
        required: ["channel", "address"])
      guard let channelEntry = found["channel"], let addressEntry = found["address"],
        let channel = reader.nameValue(channelEntry.value, "a channel"),
        let address = reader.string(addressEntry.value, "an address")
      else { continue }
      if let problem = Directory.Contact.problem(of: address, in: channel) {
        reader.problems.add(
          .invalidValue, "\(channel): \(problem.what)", at: addressEntry.value.range,
          help: problem.help)
        continue
      }
      let contact = Directory.Contact(
        channel: channel, address: address,
        language: found["language"].flatMap { readLanguage($0) })
      if contacts.contains(where: { $0.channel == channel && $0.address == address }) {
        reader.problems.add(
          .duplicateName, "the same address stands twice", at: addressEntry.value.range)
      }
      contacts.append(contact)
    }
    if contacts.count > WorkflowLimits.contacts {
      reader.problems.add(
        .invalidValue, "a person has at most \(WorkflowLimits.contacts) contacts", at: node.range)
    }
    return contacts
  }

  /// Refuses a key or a text that is for a NIK, before a message could repeat it.
  private mutating func holdsNoNIK(_ node: YAMLNode) -> Bool {
    var isFree = true
    func look(_ node: YAMLNode) {
      switch node.content {
      case .scalar(let text, _):
        guard NIK.isIn(text) else { return }
        reader.problems.add(.nik, NIK.refusal, at: node.range, help: NIK.help)
        isFree = false
      case .sequence(let items): for item in items { look(item) }
      case .mapping(let entries):
        for entry in entries {
          if entry.key.lowercased() == "nik" || NIK.isIn(entry.key) {
            reader.problems.add(
              .nik, "a NIK has no place here: this tool does not keep it", at: entry.keyRange,
              help: NIK.help)
            isFree = false
          } else {
            look(entry.value)
          }
        }
      }
    }
    look(node)
    return isFree
  }
}
