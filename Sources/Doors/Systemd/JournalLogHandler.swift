// Writes swift-log's lines to the journal, with fields that can be asked for.

public import Logging

/// A log handler whose lines become journal entries with fields.
///
/// `instance` in the metadata becomes `SINERGI_INSTANCE=`, `step.sequence` becomes
/// `SINERGI_STEP_SEQUENCE=`, and `message.id` (an identity, or the name of a `MessageID`) becomes
/// `MESSAGE_ID=`. Nothing here knows what is private: the caller leaves that out.
public struct JournalLogHandler: LogHandler {
  /// Metadata that every line of this handler carries.
  public var metadata: Logger.Metadata = [:]

  /// Where metadata comes from that belongs to the present task.
  public var metadataProvider: Logger.MetadataProvider?

  /// The lowest level that is written.
  public var logLevel: Logger.Level

  private let label: String
  private let queue: JournalQueue

  /// Makes a handler.
  /// - Parameters:
  ///   - label: the logger's name, in the journal as `SINERGI_LOGGER=`.
  ///   - queue: the way to the journal, shared by all handlers of the process.
  ///   - logLevel: the lowest level that is written.
  ///   - metadataProvider: where metadata comes from that belongs to the present task.
  public init(
    label: String, queue: JournalQueue, logLevel: Logger.Level = .info,
    metadataProvider: Logger.MetadataProvider? = nil
  ) {
    self.label = label
    self.queue = queue
    self.logLevel = logLevel
    self.metadataProvider = metadataProvider
  }

  /// One value of this handler's metadata.
  public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  /// Puts one line into the queue; never waits.
  public func log(event: LogEvent) {
    queue.put(entry(for: event))
  }

  func entry(for event: LogEvent) -> JournalEntry {
    var entry = JournalEntry()
    entry.add("MESSAGE", "\(event.message)", limit: SystemdLimits.messageBytes)
    entry.add("PRIORITY", JournalFields.priority(event.level))
    entry.add("SYSLOG_IDENTIFIER", queue.identifier)
    entry.add("SINERGI_LOGGER", label)
    if let error = event.error { entry.add("SINERGI_ERROR", "\(error)") }
    JournalFields.add(merged(metadata, metadataProvider, event), to: &entry)
    entry.add("CODE_FILE", event.file)
    entry.add("CODE_LINE", "\(event.line)")
    entry.add("CODE_FUNC", event.function)
    return entry
  }
}

/// All metadata of a line: the line's own wins over the task's, and that over the handler's.
func merged(
  _ metadata: Logger.Metadata, _ provider: Logger.MetadataProvider?, _ event: LogEvent
) -> Logger.Metadata {
  var all = metadata
  if let provided = provider?.get() { all.merge(provided) { _, new in new } }
  if let own = event.metadata { all.merge(own) { _, new in new } }
  return all
}
