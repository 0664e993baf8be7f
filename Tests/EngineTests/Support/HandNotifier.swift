// A notifier that does what the test tells it to, and keeps what it was given.

import Notify
import Synchronization

/// Delivers, fails, or does not know, in the order of its script; at its end it delivers.
final class HandNotifier: Notifier {
  let name: String
  let isIdempotent: Bool
  let audience: Audience
  let pace: ChannelPace
  private let state: Mutex<(script: [DeliveryError?], taken: [Message])>

  init(
    _ name: String = "tangan", isIdempotent: Bool = false, script: [DeliveryError?] = [],
    serves contact: String? = nil, pace: ChannelPace = ChannelPace()
  ) {
    self.name = name
    self.isIdempotent = isIdempotent
    self.pace = pace
    audience = contact.map { .people(contact: $0) } ?? .office
    state = Mutex((script, []))
  }

  /// Everything that was handed over, delivered or not.
  var taken: [Message] { state.withLock { $0.taken } }

  /// What was handed over since the last time.
  func take() -> [Message] {
    state.withLock { state in
      defer { state.taken = [] }
      return state.taken
    }
  }

  func deliver(_ message: Message) async throws(DeliveryError) -> Receipt {
    let error = state.withLock { state -> DeliveryError? in
      state.taken.append(message)
      return state.script.isEmpty ? nil : state.script.removeFirst()
    }
    if let error { throw error }
    return Receipt("diterima \(message.key)")
  }
}

/// A channel that takes messages and never answers, until the test lets it go or it is cancelled.
final class HangingNotifier: Notifier {
  let name: String
  let isIdempotent = false
  let pace: ChannelPace
  private let gate = AsyncStream<Void>.makeStream()
  private let count = Mutex(0)

  init(_ name: String, pace: ChannelPace = ChannelPace()) {
    self.name = name
    self.pace = pace
  }

  /// Deliveries that were begun.
  var begun: Int { count.withLock { $0 } }

  func letGo() { gate.continuation.finish() }

  func deliver(_ message: Message) async throws(DeliveryError) -> Receipt {
    count.withLock { $0 += 1 }
    for await _ in gate.stream {}
    throw .unknown("no answer")
  }
}
