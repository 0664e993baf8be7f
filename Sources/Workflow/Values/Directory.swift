// Organisations, positions, people, and who holds what from when to when.

public import WorkCalendar

/// The directory of an office: immutable; a newer file gives a newer value.
public struct Directory: Hashable, Sendable {
  /// A body that can be a partner, or that offices belong to.
  public struct Organisation: Hashable, Sendable {
    /// Stable identity.
    public var id: String
    /// Formal name.
    public var name: String
    /// Class, which decides the legal route.
    public var `class`: String?
    /// Proposed legal route (domain §1.2), A to E.
    public var route: String?
    /// The name in the document that the directory was made from.
    public var seedName: String?
    /// What is uncertain, what to confirm.
    public var note: String?
    /// What the body committed itself to.
    public var commitment: String?

    /// Creates an organisation.
    public init(
      id: String, name: String, class: String? = nil, route: String? = nil,
      seedName: String? = nil, note: String? = nil, commitment: String? = nil
    ) {
      self.id = id
      self.name = name
      self.class = `class`
      self.route = route
      self.seedName = seedName
      self.note = note
      self.commitment = commitment
    }
  }

  /// What a position is within an agreement's partner.
  public enum PartnerRole: String, Sendable, CaseIterable {
    /// The person to talk to (narahubung).
    case contact
    /// The person who signs.
    case signatory
  }

  /// An office that one person holds at a time.
  public struct Position: Hashable, Sendable {
    /// Stable identity.
    public var id: String
    /// The body it belongs to.
    public var organisation: String
    /// Title.
    public var title: LocalizedText
    /// Its part when the body is a partner.
    public var role: PartnerRole?

    /// Creates a position.
    public init(
      id: String, organisation: String, title: LocalizedText, role: PartnerRole? = nil
    ) {
      self.id = id
      self.organisation = organisation
      self.title = title
      self.role = role
    }
  }

  /// A natural person; nothing is kept but a name, an account and how messages should come. Addresses
  /// stand apart, in ``contacts``.
  public struct Person: Hashable, Sendable {
    /// Stable identity.
    public var id: String
    /// Name as written on paper.
    public var name: String
    /// Unix account by which the daemon knows the person; nil for those without one.
    public var unix: String?
    /// The language that the person reads; nil: both.
    public var language: Language?
    /// True for one message a day in place of many; nil: as the office does it.
    public var wantsDigest: Bool?
    /// Weekdays on which the person is not to be reminded, Monday first.
    public var quiet: [Weekday]

    /// Creates a person.
    public init(
      id: String, name: String, unix: String? = nil, language: Language? = nil,
      wantsDigest: Bool? = nil, quiet: [Weekday] = []
    ) {
      self.id = id
      self.name = name
      self.unix = unix
      self.language = language
      self.wantsDigest = wantsDigest
      self.quiet = quiet
    }
  }

  /// Who holds a position, from when to when.
  public struct Holding: Hashable, Sendable {
    /// Person.
    public var person: String
    /// Position.
    public var position: String
    /// First day; nil: always.
    public var from: CivilDate?
    /// Last day; nil: still.
    public var until: CivilDate?
    /// The document that it rests on.
    public var basis: String?

    /// Creates a holding.
    public init(
      person: String, position: String, from: CivilDate? = nil, until: CivilDate? = nil,
      basis: String? = nil
    ) {
      self.person = person
      self.position = position
      self.from = from
      self.until = until
      self.basis = basis
    }

    /// True on the days that it covers.
    public func covers(_ date: CivilDate) -> Bool {
      (from.map { $0 <= date } ?? true) && (until.map { date <= $0 } ?? true)
    }
  }

  /// Organisations by identity.
  public var organisations: [String: Organisation] = [:]
  /// Positions by identity.
  public var positions: [String: Position] = [:]
  /// People by identity.
  public var people: [String: Person] = [:]
  /// All holdings.
  public var holdings: [Holding] = []
  /// Who acts for positions that others hold, or that nobody holds.
  public var deputies: [Deputy] = []
  /// How people are reached, by their identity; the first address is tried first.
  public var contacts: [String: [Contact]] = [:]

  /// An empty directory.
  public init() {}

  /// The person with a Unix account of this name.
  public func person(unix: String) -> Person? {
    people.values.first { $0.unix == unix }
  }

  /// The positions that a person holds on a date.
  public func positions(of person: String, on date: CivilDate) -> [Position] {
    holdings.filter { $0.person == person && $0.covers(date) }.compactMap { positions[$0.position] }
  }

  /// The people whom an assignee stands for on a date: holders in order of their identity, then
  /// deputies in order of theirs.
  ///
  /// - Parameter workflow: leaves out deputies whose scope is others; nil: whatever their scope.
  public func people(
    for assignee: Assignee, on date: CivilDate, in workflow: String? = nil
  ) -> [Person] {
    let standings = standings(for: assignee, on: date, in: workflow)
    let holders = Set(standings.filter { !$0.capacity.isDeputy }.map(\.person))
    let deputies = Set(standings.map(\.person)).subtracting(holders)
    return (holders.sorted() + deputies.sorted()).compactMap { people[$0] }
  }

  /// The holding by which a person acts for an assignee on a date.
  public func holding(of person: String, for assignee: Assignee, on date: CivilDate) -> Holding? {
    let ids = positionIDs(for: assignee)
    return holdings.first {
      $0.person == person && ids.contains($0.position) && $0.covers(date)
    }
  }

  /// Every assignee that a person stands for on a date, as holder or as deputy: what an inbox is
  /// searched by.
  ///
  /// - Parameter workflow: leaves out what the person is a deputy for in others; nil: whatever.
  public func assignees(
    of person: String, on date: CivilDate, in workflow: String? = nil
  ) -> [Assignee] {
    let deputised = deputies.filter { $0.person == person && $0.covers(date, in: workflow) }
      .compactMap { positions[$0.position] }
    var all: [Assignee] = []
    for position in positions(of: person, on: date) + deputised {
      var found: [Assignee] = [.position(position.id)]
      if let role = position.role { found.append(.partner(position.organisation, role)) }
      all += found.filter { !all.contains($0) }
    }
    return all
  }

  /// A title for an assignee.
  public func title(of assignee: Assignee) -> LocalizedText {
    switch assignee {
    case .position(let id): return positions[id]?.title ?? LocalizedText(id: id)
    case .partner(let organisation, let role):
      if let position = positions.values.filter({
        $0.organisation == organisation && $0.role == role
      }).min(by: { $0.id < $1.id }) {
        return position.title
      }
      let name = organisations[organisation]?.name ?? organisation
      return role == .signatory
        ? LocalizedText(id: "Penanda tangan \(name)", en: "Signatory of \(name)")
        : LocalizedText(id: "Narahubung \(name)", en: "Contact at \(name)")
    }
  }

  func positionIDs(for assignee: Assignee) -> Set<String> {
    switch assignee {
    case .position(let id): return [id]
    case .partner(let organisation, let role):
      return Set(
        positions.values.filter { $0.organisation == organisation && $0.role == role }.map(\.id))
    }
  }
}

/// Whom a task is for, resolved from a role: a position, or a partner's contact or signatory.
public enum Assignee: Hashable, Sendable, CustomStringConvertible {
  case position(String)
  case partner(String, Directory.PartnerRole)

  /// The stored form: `position:kadis`, `partner:univ-ganesha/signatory`.
  public var description: String {
    switch self {
    case .position(let id): "position:\(id)"
    case .partner(let organisation, let role): "partner:\(organisation)/\(role.rawValue)"
    }
  }

  /// Reads the stored form.
  public init?(_ text: String) {
    if text.hasPrefix("position:") {
      self = .position(String(text.dropFirst("position:".count)))
      return
    }
    guard text.hasPrefix("partner:"), let slash = text.lastIndex(of: "/"),
      let role = Directory.PartnerRole(rawValue: String(text[text.index(after: slash)...]))
    else { return nil }
    self = .partner(String(text[..<slash].dropFirst("partner:".count)), role)
  }
}
