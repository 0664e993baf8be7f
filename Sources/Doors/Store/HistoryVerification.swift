// The result of checking the whole history, and what can be wrong with it.

/// What a verification of the history found.
public enum HistoryVerification: Sendable, Hashable {
  /// Every entry that was read holds; `head` is the end that was reached.
  case intact(count: Int64, head: HistoryHead)
  /// The first place where the history does not hold.
  case broken(position: Int64, reason: HistoryDamage)
}

/// One way in which a history does not hold.
public enum HistoryDamage: Sendable, Hashable {
  /// The entry's hash is not that of its fields and of the entry before.
  case hashDiffers
  /// An entry is missing here.
  case entryMissing
  /// The entries of an instance are not numbered 1, 2, 3 ….
  case sequenceGap(reference: String)
  /// An instance stands further than its last entry, so that entries were cut off the end.
  case tailMissing(reference: String, expected: Int, found: Int)
  /// An instance stands behind its last entry.
  case instanceBehind(reference: String, entry: Int, instance: Int)
  /// The head that was noted outside differs from the entry at its place.
  case anchorDiffers
  /// The head that was noted outside lies beyond the end.
  case anchorBeyondEnd(end: Int64)
}
