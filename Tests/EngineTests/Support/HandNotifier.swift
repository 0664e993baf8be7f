// A notifier that does what the test tells it to, and keeps what it was given.

import Notify
import Synchronization

/// Delivers, fails, or does not know, in the order of its script; at its end it delivers.
final class HandNotifier: Notifier {
  let name: String
  let isIdempotent: Bool
  private let state: Mutex<(script: [DeliveryError?], taken: [Message])>

  init(_ name: String = "tangan", isIdempotent: Bool = false, script: [DeliveryError?] = []) {
    self.name = name
    self.isIdempotent = isIdempotent
    state = Mutex((script, []))
  }

  /// Everything that was handed over, delivered or not.
  var taken: [Message] { state.withLock { $0.taken } }

  func deliver(_ message: Message) async throws(DeliveryError) -> Receipt {
    let error = state.withLock { state -> DeliveryError? in
      state.taken.append(message)
      return state.script.isEmpty ? nil : state.script.removeFirst()
    }
    if let error { throw error }
    return Receipt("diterima \(message.key)")
  }
}
