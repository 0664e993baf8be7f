// The directory on the wire: who holds what on a day. Addresses only where the caller may see them.

/// A body of the directory.
public struct OrganisationItem: WireType {
  /// Identity.
  public var id: String
  /// Formal name.
  public var name: String
  /// Class, which decides the legal route.
  public var `class`: String?
  /// Proposed legal route, A to E.
  public var route: String?

  /// Creates a value.
  public init(
    id: String,
    name: String,
    class: String? = nil,
    route: String? = nil
  ) {
    self.id = id
    self.name = name
    self.class = `class`
    self.route = route
  }

  /// The shape.
  public static let schema = Schema(
    "Organisation", "A body of the directory.",
    [
      .required("id", .string, "Identity."),
      .required("name", .string, "Formal name."),
      .optional("class", .string, "Class, which decides the legal route."),
      .optional("route", .string, "Proposed legal route, A to E."),
    ])
}

/// Who stands for a position on the day, and in which way.
public struct HolderItem: WireType {
  /// Identity.
  public var person: String
  /// Name.
  public var name: String
  /// `definitif`, `plt`, `plh`, `atas-nama` or `kuasa`.
  public var capacity: String
  /// The document that it rests on.
  public var basis: String?
  /// The holder in whose name a deputy acts.
  public var `for`: String?

  /// Creates a value.
  public init(
    person: String,
    name: String,
    capacity: String,
    basis: String? = nil,
    `for`: String? = nil
  ) {
    self.person = person
    self.name = name
    self.capacity = capacity
    self.basis = basis
    self.for = `for`
  }

  /// The shape.
  public static let schema = Schema(
    "Holder", "Who stands for a position on the day, and in which way.",
    [
      .required("person", .string, "Identity."),
      .required("name", .string, "Name."),
      .required("capacity", .string, "`definitif`, `plt`, `plh`, `atas-nama` or `kuasa`."),
      .optional("basis", .string, "The document that it rests on."),
      .optional("for", .string, "The holder in whose name a deputy acts."),
    ])
}

/// An office that people hold.
public struct PositionItem: WireType {
  /// Identity.
  public var id: String
  /// Title.
  public var title: TextItem
  /// Body that it belongs to.
  public var organisation: String
  /// Its part when the body is a partner.
  public var role: String?
  /// Who stands for it on the day; empty: nobody.
  public var holders: [HolderItem]
  /// The first day on which nobody stood for it, where somebody did before.
  public var vacantSince: String?

  /// Creates a value.
  public init(
    id: String,
    title: TextItem,
    organisation: String,
    role: String? = nil,
    holders: [HolderItem],
    vacantSince: String? = nil
  ) {
    self.id = id
    self.title = title
    self.organisation = organisation
    self.role = role
    self.holders = holders
    self.vacantSince = vacantSince
  }

  enum CodingKeys: String, CodingKey {
    case id, title, organisation, role, holders
    case vacantSince = "vacant_since"
  }

  /// The shape.
  public static let schema = Schema(
    "Position", "An office that people hold.",
    [
      .required("id", .string, "Identity."),
      .required("title", .object(TextItem.schema), "Title."),
      .required("organisation", .string, "Body that it belongs to."),
      .optional("role", .string, "Its part when the body is a partner."),
      .required(
        "holders", .list(.object(HolderItem.schema)), "Who stands for it on the day; empty: nobody."
      ),
      .optional(
        "vacant_since", .string,
        "The first day on which nobody stood for it, where somebody did before."),
    ])
}

/// One way to reach a person.
public struct ContactItem: WireType {
  /// Channel, such as email or whatsapp.
  public var channel: String
  /// Address in that channel.
  public var address: String
  /// Language of messages by this way.
  public var language: String?

  /// Creates a value.
  public init(
    channel: String,
    address: String,
    language: String? = nil
  ) {
    self.channel = channel
    self.address = address
    self.language = language
  }

  /// The shape.
  public static let schema = Schema(
    "Contact", "One way to reach a person.",
    [
      .required("channel", .string, "Channel, such as email or whatsapp."),
      .required("address", .string, "Address in that channel."),
      .optional("language", .string, "Language of messages by this way."),
    ])
}

/// A natural person of the directory.
public struct PersonItem: WireType {
  /// Identity.
  public var id: String
  /// Name as written on paper.
  public var name: String
  /// Unix account.
  public var unix: String?
  /// Language that the person reads.
  public var language: String?
  /// One message a day in place of many.
  public var digest: Bool?
  /// Weekdays without reminders.
  public var quiet: [String]
  /// Positions that the person stands for on the day.
  public var positions: [String]
  /// How the person is reached: for administrators and the person alone.
  public var contacts: [ContactItem]?

  /// Creates a value.
  public init(
    id: String,
    name: String,
    unix: String? = nil,
    language: String? = nil,
    digest: Bool? = nil,
    quiet: [String],
    positions: [String],
    contacts: [ContactItem]? = nil
  ) {
    self.id = id
    self.name = name
    self.unix = unix
    self.language = language
    self.digest = digest
    self.quiet = quiet
    self.positions = positions
    self.contacts = contacts
  }

  /// The shape.
  public static let schema = Schema(
    "Person", "A natural person of the directory.",
    [
      .required("id", .string, "Identity."),
      .required("name", .string, "Name as written on paper."),
      .optional("unix", .string, "Unix account."),
      .optional("language", .string, "Language that the person reads."),
      .optional("digest", .boolean, "One message a day in place of many."),
      .required("quiet", .list(.string), "Weekdays without reminders."),
      .required("positions", .list(.string), "Positions that the person stands for on the day."),
      .optional(
        "contacts", .list(.object(ContactItem.schema)),
        "How the person is reached: for administrators and the person alone."),
    ])
}

/// Who holds a position from when to when.
public struct HoldingItem: WireType {
  /// Identity.
  public var person: String
  /// Position.
  public var position: String
  /// First day.
  public var from: String?
  /// Last day.
  public var until: String?
  /// The document that it rests on.
  public var basis: String?

  /// Creates a value.
  public init(
    person: String,
    position: String,
    from: String? = nil,
    until: String? = nil,
    basis: String? = nil
  ) {
    self.person = person
    self.position = position
    self.from = from
    self.until = until
    self.basis = basis
  }

  /// The shape.
  public static let schema = Schema(
    "Holding", "Who holds a position from when to when.",
    [
      .required("person", .string, "Identity."),
      .required("position", .string, "Position."),
      .optional("from", .string, "First day."),
      .optional("until", .string, "Last day."),
      .optional("basis", .string, "The document that it rests on."),
    ])
}

/// Who acts for a position without holding it.
public struct DeputyItem: WireType {
  /// Identity.
  public var person: String
  /// Position.
  public var position: String
  /// `plt`, `plh`, `a.n.` or `kuasa`.
  public var capacity: String
  /// First day.
  public var from: String
  /// Last day.
  public var until: String?
  /// Number of the document.
  public var basis: String
  /// Date of the document.
  public var dated: String
  /// Workflows; empty: all.
  public var scope: [String]
  /// The holder in whose name.
  public var `for`: String?

  /// Creates a value.
  public init(
    person: String,
    position: String,
    capacity: String,
    from: String,
    until: String? = nil,
    basis: String,
    dated: String,
    scope: [String],
    `for`: String? = nil
  ) {
    self.person = person
    self.position = position
    self.capacity = capacity
    self.from = from
    self.until = until
    self.basis = basis
    self.dated = dated
    self.scope = scope
    self.for = `for`
  }

  /// The shape.
  public static let schema = Schema(
    "Deputy", "Who acts for a position without holding it.",
    [
      .required("person", .string, "Identity."),
      .required("position", .string, "Position."),
      .required("capacity", .string, "`plt`, `plh`, `a.n.` or `kuasa`."),
      .required("from", .string, "First day."),
      .optional("until", .string, "Last day."),
      .required("basis", .string, "Number of the document."),
      .required("dated", .string, "Date of the document."),
      .required("scope", .list(.string), "Workflows; empty: all."),
      .optional("for", .string, "The holder in whose name."),
    ])
}

/// The directory in force, seen on a day.
public struct DirectoryAnswer: WireType {
  /// Number of its version; 0 while there is none.
  public var version: Int64
  /// SHA-256 of the directory without contacts.
  public var digest: String?
  /// Since when it is in force.
  public var since: String?
  /// The day for which positions are looked at.
  public var on: String
  /// Bodies.
  public var organisations: [OrganisationItem]
  /// Offices.
  public var positions: [PositionItem]
  /// People.
  public var people: [PersonItem]
  /// Who held what, holds it or will.
  public var holdings: [HoldingItem]
  /// Who acts for whom.
  public var deputies: [DeputyItem]
  /// Abbreviation of the office's zone.
  public var zone: String

  /// Creates a value.
  public init(
    version: Int64,
    digest: String? = nil,
    since: String? = nil,
    on: String,
    organisations: [OrganisationItem],
    positions: [PositionItem],
    people: [PersonItem],
    holdings: [HoldingItem],
    deputies: [DeputyItem],
    zone: String
  ) {
    self.version = version
    self.digest = digest
    self.since = since
    self.on = on
    self.organisations = organisations
    self.positions = positions
    self.people = people
    self.holdings = holdings
    self.deputies = deputies
    self.zone = zone
  }

  /// The shape.
  public static let schema = Schema(
    "Directory", "The directory in force, seen on a day.",
    [
      .required("version", .integer, "Number of its version; 0 while there is none."),
      .optional("digest", .string, "SHA-256 of the directory without contacts."),
      .optional("since", .timestamp, "Since when it is in force."),
      .required("on", .string, "The day for which positions are looked at."),
      .required("organisations", .list(.object(OrganisationItem.schema)), "Bodies."),
      .required("positions", .list(.object(PositionItem.schema)), "Offices."),
      .required("people", .list(.object(PersonItem.schema)), "People."),
      .required("holdings", .list(.object(HoldingItem.schema)), "Who held what, holds it or will."),
      .required("deputies", .list(.object(DeputyItem.schema)), "Who acts for whom."),
      .zone,
    ])
}
