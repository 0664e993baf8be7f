// Reads `deputies:` of a directory file, and holds each entry against who holds what.

internal import WorkCalendar

/// Reads deputies after the holdings of the same file.
struct DeputyReader {
  static let keys = [
    "person", "position", "capacity", "from", "until", "basis", "on", "scope", "for",
  ]
  private static let required = ["person", "position", "capacity", "from", "basis", "on"]

  var directory: Directory
  var reader: TreeReader

  /// The key of an entry, as ``Directory/Deputy/key``; nil for one that lacks what it is made of.
  static func key(of node: YAMLNode) -> String? {
    guard case .mapping(let entries) = node.content else { return nil }
    func texts(_ key: String) -> [String] {
      guard let value = entries.first(where: { $0.key == key })?.value else { return [] }
      var reader = TreeReader()
      return reader.list(value).compactMap { reader.string($0, key) }
    }
    guard let person = texts("person").first, let position = texts("position").first,
      let from = texts("from").first
    else { return nil }
    return ([person, position, from] + texts("scope").sorted()).joined(separator: " ")
  }

  /// One entry. A faulty one is told and left out.
  mutating func read(_ node: YAMLNode) {
    let found = reader.mapping(node, of: "a deputy", keys: Self.keys, required: Self.required)
    let person = found["person"].flatMap { known($0, "a person") }
    let position = found["position"].flatMap { known($0, "a position") }
    let capacity = found["capacity"].flatMap { readCapacity($0) }
    let from = found["from"].flatMap { CalendarReader.readDate($0.value, "from", &reader) }
    let until = found["until"].flatMap { CalendarReader.readDate($0.value, "until", &reader) }
    let basis = found["basis"].flatMap { readBasis($0) }
    let dated = found["on"].flatMap { CalendarReader.readDate($0.value, "on", &reader) }
    let scope = found["scope"].map { readScope($0) } ?? []
    let giver = found["for"].flatMap { known($0, "a person") }
    if let from, let until, until < from, let entry = found["until"] {
      reader.problems.add(
        .invalidValue, "ends (\(until)) before it begins (\(from))", at: entry.value.range)
      return
    }
    if let capacity, capacity == .plh || capacity == .kuasa, found["until"] == nil {
      reader.problems.add(
        .missingKey, "a deputy as \(capacity.rawValue) needs the key «until»", at: node.range)
      return
    }
    guard let person, let position, let capacity, let from, let basis, let dated,
      found["until"] == nil || until != nil, found["for"] == nil || giver != nil
    else { return }
    var deputy = Directory.Deputy(
      person: person, position: position, capacity: capacity, from: from, until: until,
      basis: basis, dated: dated, scope: scope, giver: giver)
    guard isOther(deputy, found), settleGiver(&deputy, found), isAlone(deputy, found) else {
      return
    }
    directory.deputies.append(deputy)
  }

  // MARK: Values

  private mutating func known(_ entry: YAMLNode.Entry, _ what: String) -> String? {
    guard let name = reader.nameValue(entry.value, what) else { return nil }
    if entry.key == "position" {
      if directory.positions[name] != nil { return name }
      reader.problems.add(
        .unknownPosition, "no position «\(name)»", at: entry.value.range,
        help: Suggestion.help(for: name, in: directory.positions.keys))
    } else {
      if directory.people[name] != nil { return name }
      reader.problems.add(
        .unknownPerson, "no person «\(name)»", at: entry.value.range,
        help: Suggestion.help(for: name, in: directory.people.keys))
    }
    return nil
  }

  private mutating func readCapacity(_ entry: YAMLNode.Entry) -> Directory.Deputy.Capacity? {
    guard let text = reader.string(entry.value, "capacity") else { return nil }
    if let capacity = Directory.Deputy.Capacity(rawValue: text) { return capacity }
    reader.problems.add(
      .invalidValue, "no capacity «\(text)»", at: entry.value.range,
      help: "plt, plh, a.n. or kuasa")
    return nil
  }

  private mutating func readBasis(_ entry: YAMLNode.Entry) -> String? {
    guard let text = reader.string(entry.value, "basis") else { return nil }
    if !text.allSatisfy(\.isWhitespace) { return text }
    reader.problems.add(
      .invalidValue, "a deputy's document needs a number", at: entry.value.range,
      help: "as in SK 800/12/2026")
    return nil
  }

  private mutating func readScope(_ entry: YAMLNode.Entry) -> [String] {
    let names = reader.names(entry.value, "a workflow").map(\.name)
    if names.isEmpty, reader.list(entry.value).isEmpty {
      reader.problems.add(
        .invalidValue, "a scope without workflows", at: entry.keyRange,
        help: "leave «scope» out for all of them")
    }
    return names
  }

  // MARK: What contradicts

  /// Nobody deputises for themselves.
  private mutating func isOther(
    _ deputy: Directory.Deputy, _ found: [String: YAMLNode.Entry]
  ) -> Bool {
    let own = directory.holdings.first {
      $0.person == deputy.person && $0.position == deputy.position && Self.overlaps($0, deputy)
    }
    guard own != nil || deputy.giver == deputy.person, let entry = found["person"] else {
      return true
    }
    reader.problems.add(
      .invalidValue,
      own == nil
        ? "«\(deputy.person)» cannot act in their own name"
        : "«\(deputy.person)» holds «\(deputy.position)» in that time",
      at: entry.value.range, help: "nobody deputises for themselves")
    return false
  }

  /// A Plt. acts where nobody holds the position (UU 30/2014 art. 14(2)b); everybody else acts in the
  /// name of a holder (art. 14(2)a and (4)), who must hold it the whole time.
  private mutating func settleGiver(
    _ deputy: inout Directory.Deputy, _ found: [String: YAMLNode.Entry]
  ) -> Bool {
    guard let capacityEntry = found["capacity"], let positionEntry = found["position"] else {
      return false
    }
    let (position, capacity) = (deputy.position, deputy.capacity.rawValue)
    if deputy.capacity == .plt {
      if let entry = found["for"] {
        reader.problems.add(
          .conflictingKeys, "a plt acts in nobody's name", at: entry.keyRange,
          help: "leave «for» out; plh, a.n. and kuasa act in the name of the holder")
        return false
      }
      let entry = deputy
      if let holding = directory.holdings.first(where: {
        $0.position == position && Self.overlaps($0, entry)
      }) {
        reader.problems.add(
          .invalidValue, "«\(holding.person)» holds «\(position)» in that time",
          at: capacityEntry.value.range,
          help: "plt is for a position that nobody holds; plh while the holder is absent")
        return false
      }
      return true
    }
    let entry = deputy
    let holders = Set(directory.holdings.filter { $0.position == position }.map(\.person))
      .filter { holds($0, position, during: entry) }.sorted()
    let deputies = directory.deputies.filter { $0.position == position && Self.overlaps($0, entry) }
    if let giver = deputy.giver, let forEntry = found["for"] {
      if holders.contains(giver) { return true }
      if deputies.contains(where: { $0.person == giver }) {
        reader.problems.add(
          .invalidValue, "«\(giver)» is a deputy for «\(position)» and cannot have one",
          at: forEntry.value.range, help: "a mandate is not passed on; only the holder gives it")
      } else {
        reader.problems.add(
          .invalidValue, "«\(giver)» does not hold «\(position)» the whole time",
          at: forEntry.value.range, help: holders.isEmpty ? nil : holders.joined(separator: ", "))
      }
      return false
    }
    if holders.count == 1 {
      deputy.giver = holders[0]
      return true
    }
    if holders.count > 1 {
      reader.problems.add(
        .missingKey, "«\(position)» has several holders: a deputy needs the key «for»",
        at: positionEntry.value.range, help: holders.joined(separator: ", "))
    } else if let acting = deputies.first(where: { $0.capacity == .plt }) {
      reader.problems.add(
        .invalidValue, "«\(acting.person)» is a deputy for «\(position)» and cannot have one",
        at: positionEntry.value.range, help: "a mandate is not passed on; only the holder gives it")
    } else {
      reader.problems.add(
        .invalidValue,
        "nobody holds «\(position)» the whole time, in whose name \(capacity) could act",
        at: positionEntry.value.range, help: "one entry for each holder; plt where there is none")
    }
    return false
  }

  /// One person does not act twice for a position, and only one stands in the holder's place.
  private mutating func isAlone(
    _ deputy: Directory.Deputy, _ found: [String: YAMLNode.Entry]
  ) -> Bool {
    let others = directory.deputies.filter {
      $0.position == deputy.position && Self.overlaps($0, deputy)
        && ($0.scope.isEmpty || deputy.scope.isEmpty
          || !Set($0.scope).isDisjoint(with: deputy.scope))
    }
    if let other = others.first(where: { $0.person == deputy.person }),
      let entry = found["person"]
    {
      reader.problems.add(
        .invalidValue,
        "«\(deputy.person)» acts for «\(deputy.position)» in that time already, as \(other.capacity.rawValue)",
        at: entry.value.range, help: "end the one before the other begins, or give each its scope")
      return false
    }
    if deputy.capacity.isActing,
      let other = others.first(where: { $0.capacity.isActing && $0.giver == deputy.giver }),
      let entry = found["capacity"]
    {
      reader.problems.add(
        .invalidValue,
        "«\(other.person)» is \(other.capacity.rawValue) for «\(deputy.position)» in that time already",
        at: entry.value.range, help: "end the one before the other begins, or give each its scope")
      return false
    }
    return true
  }

  /// True when a person holds a position on every day of an entry, by one holding or several.
  private func holds(
    _ person: String, _ position: String, during deputy: Directory.Deputy
  ) -> Bool {
    var day = deputy.from
    let own = directory.holdings.filter { $0.person == person && $0.position == position }
    // Each turn passes the end of one holding at least.
    for _ in 0...own.count {
      let here = own.filter { $0.covers(day) }
      if here.isEmpty { return false }
      let ends = here.map { $0.until ?? CivilDate.last }
      guard let end = ends.max(), end < deputy.until ?? CivilDate.last else { return true }
      day = end.adding(days: 1)
    }
    return false
  }

  static func overlaps(_ holding: Directory.Holding, _ deputy: Directory.Deputy) -> Bool {
    (holding.from ?? deputy.from) <= deputy.until ?? CivilDate.last
      && deputy.from <= holding.until ?? CivilDate.last
  }

  static func overlaps(_ one: Directory.Deputy, _ other: Directory.Deputy) -> Bool {
    one.from <= other.until ?? CivilDate.last && other.from <= one.until ?? CivilDate.last
  }
}
