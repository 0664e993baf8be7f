// Goal: every error says what could not be done and what to do next.
// Method: one value of each case, held against the grammar of error messages.

import Testing

@testable import Store

@Suite struct WordsTests {
  static let receipt = ReceiptRow(
    caller: "uid:1000", key: "k", fingerprint: "f", instance: 1, reference: "NKO/2026/1",
    sequence: 2, at: 3)

  static let errors: [StoreError] = [
    .conflict(instance: 1, expected: 2, actual: 3), .noSuchInstance(1),
    .duplicateReceipt(receipt), .constraint(name: "outbox_state_is_known"),
    .tooLarge(what: "payload", bytes: 2, limit: 1), .noSuchMessage(1),
    .messageState(id: 1, state: .dead), .leaseLost(id: 1, owner: "b"), .overloaded(waiting: 9),
    .inUse(path: "/x"), .locked, .full, .ioError(code: 10), .readOnly,
    .cannotOpen(path: "/x", reason: "no such file or directory"), .notADatabase(path: "/x"),
    .foreignDatabase(path: "/x", applicationID: 7), .newerVersion(path: "/x", found: 2, known: 1),
    .directoryMoved(expected: 1, actual: 2), .corrupt(detail: "malformed"), .closed, .cancelled,
    .unexpected(code: 1, message: "m"),
  ]

  @Test(arguments: errors)
  func `an error follows the grammar`(error: StoreError) {
    let words = error.description
    #expect(words.hasPrefix("cannot "))
    #expect(!words.hasSuffix("."))
    #expect(words.contains(";") || words.contains(":"))
    #expect(words != "cannot finish; look in the journal")
  }

  @Test(arguments: [
    HistoryDamage.hashDiffers, .entryMissing, .sequenceGap(reference: "r"),
    .tailMissing(reference: "r", expected: 2, found: 1),
    .instanceBehind(reference: "r", entry: 2, instance: 1), .anchorDiffers,
    .anchorBeyondEnd(end: 3),
  ])
  func `damage is described in one line`(damage: HistoryDamage) {
    #expect(!damage.description.isEmpty)
    #expect(!damage.description.contains("\n"))
  }

  @Test func `an error of the database never carries the values of a row`() async throws {
    let store = try Store(.memory)
    let secret = "5171012345678901"
    let bad = MessageChange(notifier: "smtp", content: secret + "{", nextAt: 1)
    let error = await storeError { _ = try await store.commit(.start(messages: [bad])) }
    #expect(error != nil)
    #expect(!"\(String(describing: error))".contains(secret))
  }
}
