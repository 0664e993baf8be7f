// The envelope of every list.

/// A part of a list.
public struct Page<Item: WireType>: WireType {
  /// The items, in the order of the list.
  public var items: [Item]
  /// What to send as `after` for the items that follow; nil when this is the end.
  public var next: String?
  /// Abbreviation of the office's zone.
  public var zone: String

  /// Creates a page.
  public init(items: [Item], next: String? = nil, zone: String) {
    self.items = items
    self.next = next
    self.zone = zone
  }

  /// The shape.
  public static var schema: Schema {
    Schema(
      "\(Item.schema.name)Page", "A part of a list.",
      [
        .required("items", .list(.object(Item.schema)), "The items."),
        .optional("next", .string, "Send it as `after` to get what follows; missing at the end."),
        .zone,
      ])
  }
}
