// How a wire type describes itself: OpenAPI is made from it, and request bodies are checked by it.

/// A value that travels: its JSON keys are snake_case and frozen once released.
public protocol WireType: Codable, Hashable, Sendable {
  /// Its name, its properties and what they mean.
  static var schema: Schema { get }
}

/// The shape of a JSON object.
public struct Schema: Hashable, Sendable {
  /// Name in the OpenAPI document.
  public var name: String
  /// One sentence.
  public var summary: String
  /// Properties in the order in which they are best read.
  public var properties: [Property]

  /// Creates a description.
  public init(_ name: String, _ summary: String, _ properties: [Property]) {
    self.name = name
    self.summary = summary
    self.properties = properties
  }

  /// What a property holds.
  public indirect enum Kind: Hashable, Sendable {
    case string
    case integer
    case boolean
    /// RFC 3339 with the office's offset: `2026-11-22T16:30:00+08:00`.
    case timestamp
    case oneOf([String])
    case any
    case map(Kind)
    case list(Kind)
    /// An object with a name of its own.
    case object(Schema)
  }

  /// One property.
  public struct Property: Hashable, Sendable {
    /// JSON key.
    public var name: String
    /// What it holds.
    public var kind: Kind
    /// True when it is always there.
    public var isRequired: Bool
    /// One sentence.
    public var summary: String

    /// A property that is always there.
    public static func required(_ name: String, _ kind: Kind, _ summary: String) -> Property {
      Property(name: name, kind: kind, isRequired: true, summary: summary)
    }

    /// A property that may be missing.
    public static func optional(_ name: String, _ kind: Kind, _ summary: String) -> Property {
      Property(name: name, kind: kind, isRequired: false, summary: summary)
    }

    /// The office's time zone, in every envelope.
    public static let zone = required(
      "zone", .string, "Abbreviation of the zone in which timestamps are written, such as WITA.")
  }
}
