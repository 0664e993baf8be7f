// The directory as rows: what the Engine hands in and gets back, whole.

/// Everything of a directory.
public struct DirectoryRows: Sendable, Hashable {
  /// A body.
  public struct Organisation: Sendable, Hashable {
    /// Stable identity.
    public var id: String
    /// Name as written.
    public var name: String
    /// Class, which decides the legal route.
    public var `class`: String?
    /// Proposed legal route, A to E.
    public var route: String?
    /// The name in the document that the directory was made from.
    public var seedName: String?
    /// What is uncertain.
    public var note: String?
    /// What the body committed itself to.
    public var commitment: String?

    /// Describes a body.
    public init(
      id: String, name: String, class: String?, route: String?, seedName: String?, note: String?,
      commitment: String?
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

  /// An office.
  public struct Position: Sendable, Hashable {
    /// Stable identity.
    public var id: String
    /// The body it belongs to.
    public var organisation: String
    /// Title in Indonesian.
    public var title: String
    /// Title in English.
    public var titleEnglish: String?
    /// Its part when the body is a partner.
    public var role: String?

    /// Describes an office.
    public init(
      id: String, organisation: String, title: String, titleEnglish: String?, role: String?
    ) {
      self.id = id
      self.organisation = organisation
      self.title = title
      self.titleEnglish = titleEnglish
      self.role = role
    }
  }

  /// A natural person.
  public struct Person: Sendable, Hashable {
    /// Stable identity.
    public var id: String
    /// Name as written.
    public var name: String
    /// Unix account.
    public var unix: String?
    /// Language of messages, `id` or `en`.
    public var language: String?
    /// One message a day in place of many.
    public var digest: Bool?
    /// ISO 8601 numbers of weekdays, separated by spaces.
    public var quiet: String

    /// Describes a person.
    public init(
      id: String, name: String, unix: String?, language: String?, digest: Bool?, quiet: String
    ) {
      self.id = id
      self.name = name
      self.unix = unix
      self.language = language
      self.digest = digest
      self.quiet = quiet
    }
  }

  /// Who holds an office; days are YYYY-MM-DD.
  public struct Holding: Sendable, Hashable {
    /// Identity of the person.
    public var person: String
    /// Identity of the office.
    public var position: String
    /// First day.
    public var from: String?
    /// Last day.
    public var until: String?
    /// The document that it rests on.
    public var basis: String?

    /// Describes a holding.
    public init(person: String, position: String, from: String?, until: String?, basis: String?) {
      self.person = person
      self.position = position
      self.from = from
      self.until = until
      self.basis = basis
    }
  }

  /// Who acts for an office without holding it; days are YYYY-MM-DD.
  public struct Deputy: Sendable, Hashable {
    /// Identity of the person.
    public var person: String
    /// Identity of the office.
    public var position: String
    /// In which way, as directory files write it.
    public var capacity: String
    /// First day.
    public var from: String
    /// Last day.
    public var until: String?
    /// The document that it rests on.
    public var basis: String
    /// Date of that document.
    public var dated: String
    /// Workflows, separated by spaces.
    public var scope: String
    /// The holder in whose name.
    public var giver: String?

    /// Describes a deputy.
    public init(
      person: String, position: String, capacity: String, from: String, until: String?,
      basis: String, dated: String, scope: String, giver: String?
    ) {
      self.person = person
      self.position = position
      self.capacity = capacity
      self.from = from
      self.until = until
      self.basis = basis
      self.dated = dated
      self.scope = scope
      self.giver = giver
    }
  }

  /// A way to reach a person. Its description leaves the address out.
  public struct Contact: Sendable, Hashable, CustomStringConvertible {
    /// Identity of the person.
    public var person: String
    /// 1 is tried first.
    public var preference: Int
    /// Channel.
    public var channel: String
    /// Address in that channel.
    public var address: String
    /// Language of messages, `id` or `en`.
    public var language: String?

    /// Describes a way to reach a person.
    public init(
      person: String, preference: Int, channel: String, address: String, language: String?
    ) {
      self.person = person
      self.preference = preference
      self.channel = channel
      self.address = address
      self.language = language
    }

    /// Person and channel.
    public var description: String { "\(person) \(channel)" }
  }

  /// Bodies, in the order of their identities; so are offices and people.
  public var organisations: [Organisation] = []
  /// Offices.
  public var positions: [Position] = []
  /// People.
  public var people: [Person] = []
  /// Holdings, in the order in which they were handed in; so are deputies.
  public var holdings: [Holding] = []
  /// Deputies.
  public var deputies: [Deputy] = []
  /// Ways to reach people, by person and preference.
  public var contacts: [Contact] = []

  /// An empty directory.
  public init() {}
}

/// A version of the directory.
public struct DirectoryVersion: Sendable, Hashable {
  /// Its number, from 1; each change makes the next.
  public var number: Int64
  /// Digest of the directory without contacts, 64 lower-case hexadecimal digits.
  public var digest: String
  /// Since when it is in force, UTC milliseconds.
  public var since: Int64

  /// Describes a version.
  public init(number: Int64, digest: String, since: Int64) {
    self.number = number
    self.digest = digest
    self.since = since
  }
}

/// An entry of the service itself that is written with another change.
public struct ServiceEntry: Sendable {
  /// What happened.
  public var kind: String
  /// Version of the payload's shape.
  public var version: Int
  /// UTC milliseconds.
  public var at: Int64
  /// Who or what, for example `uid:1000`.
  public var cause: String
  /// The payload, a JSON text.
  public var payload: String

  /// Describes an entry.
  public init(kind: String, version: Int, at: Int64, cause: String, payload: String) {
    self.kind = kind
    self.version = version
    self.at = at
    self.cause = cause
    self.payload = payload
  }
}
