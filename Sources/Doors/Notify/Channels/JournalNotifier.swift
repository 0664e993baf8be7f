// Messages as lines of the journal or the terminal: who is told what, never the text.

/// Hands each message's headline to a writer; the body stays out of the journal.
public struct JournalNotifier: Channel {
  /// Name in the configuration.
  public let name: String
  /// A line written twice would be two lines.
  public let isIdempotent = false
  private let write: @Sendable (Message) -> Void

  /// Creates a notifier on top of a writer, which must not block.
  public init(write: @escaping @Sendable (Message) -> Void) {
    self.write = write
    name = Self.typeName
  }

  package static let typeName = "journal"
  package static let keys: [String] = []

  package init?(_ common: ChannelCommon, _ settings: inout ChannelSettings) {
    name = common.name
    write = settings.surroundings.journal
  }

  /// Everything to one place.
  public var audience: Audience { .office }

  /// Writes the line.
  public func deliver(_ message: Message) async throws(DeliveryError) -> Receipt {
    write(message)
    return Receipt("journal")
  }
}
