// Agreements that moved lately, as they are on disk: spares reading and decoding them again.

internal import Synchronization
internal import WorkCalendar
internal import Workflow

/// An agreement as it was read, or as it was committed.
struct LoadedAgreement: Sendable {
  var id: Int64
  var reference: String
  var workflow: Workflow
  var title: String
  var party: String?
  var sequence: Int
  var startedAt: Instant
  var state: InstanceState
}

/// A bounded cache; the oldest half goes when it is full.
final class AgreementCache: Sendable {
  private struct Entries {
    var recent: [String: LoadedAgreement] = [:]
    var older: [String: LoadedAgreement] = [:]
  }

  private let entries = Mutex(Entries())
  private let limit: Int

  init(limit: Int) { self.limit = max(2, limit) }

  subscript(reference: String) -> LoadedAgreement? {
    entries.withLock { $0.recent[reference] ?? $0.older[reference] }
  }

  func put(_ agreement: LoadedAgreement) {
    entries.withLock { entries in
      // A commit that was answered later may not replace a newer state.
      let known = entries.recent[agreement.reference] ?? entries.older[agreement.reference]
      if let known, known.sequence > agreement.sequence { return }
      entries.recent[agreement.reference] = agreement
      if entries.recent.count > limit / 2 {
        entries.older = entries.recent
        entries.recent = [:]
      }
    }
  }

  func remove(_ reference: String) {
    entries.withLock { entries in
      entries.recent[reference] = nil
      entries.older[reference] = nil
    }
  }

  func removeAll() { entries.withLock { $0 = Entries() } }
}
