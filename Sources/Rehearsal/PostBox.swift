// Where messages and warnings end up in a rehearsal: in memory, to be told.

internal import Logging
internal import Notify
internal import Synchronization

/// Takes every message over and keeps it until it is asked for.
final class PostBox: Notifier {
  let name = "rehearsal"
  let isIdempotent = true
  private let held = Mutex<[Message]>([])

  func deliver(_ message: Message) async throws(DeliveryError) -> Receipt {
    held.withLock { $0.append(message) }
    return Receipt("kept")
  }

  /// What came since the last time, by the step that caused it (`REFERENCE#SEQUENCE`), in order.
  func take() -> [String: [Message]] {
    let messages = held.withLock { held in
      defer { held = [] }
      return held
    }
    var byStep: [String: [(index: Int, message: Message)]] = [:]
    for message in messages {
      // The key is `REFERENCE#SEQUENCE.INDEX`; references may hold dots.
      guard let dot = message.key.lastIndex(of: ".") else { continue }
      let index = Int(message.key[message.key.index(after: dot)...]) ?? 0
      byStep[String(message.key[..<dot]), default: []].append((index, message))
    }
    return byStep.mapValues { $0.sorted { $0.index < $1.index }.map(\.message) }
  }
}

/// Keeps what the engine warns of.
final class Warnings: Sendable {
  private let held = Mutex<[String]>([])

  func add(_ text: String) { held.withLock { $0.append(text) } }

  /// What came since the last time.
  func take() -> [String] {
    held.withLock { held in
      defer { held = [] }
      return held
    }
  }

  var logger: Logger {
    Logger(label: "rehearsal") { _ in WarningHandler(warnings: self) }
  }
}

/// Hands warnings and errors on; what the engine does otherwise stands in its history.
private struct WarningHandler: LogHandler {
  let warnings: Warnings
  var metadata: Logger.Metadata = [:]
  var logLevel = Logger.Level.warning

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) { warnings.add("\(event.message)") }
}
