// One journal entry as the bytes that libsystemd takes: NAME=value, field after field.

internal import CSystemd
internal import Glibc

/// The fields of one entry, each already written as `NAME=value`.
struct JournalEntry: Sendable {
  /// All fields, one after the other.
  private(set) var bytes: [UInt8] = []
  /// Where each field ends in `bytes`.
  private(set) var ends: [Int] = []
  /// How many dropped entries this one tells of; zero for all but the queue's own reports.
  var dropped = 0

  /// Adds a field; the name must be a valid one, the value may hold anything.
  mutating func add(
    _ name: String, _ value: String, limit: Int = SystemdLimits.fieldValueBytes
  ) {
    bytes.append(contentsOf: name.utf8)
    bytes.append(UInt8(ascii: "="))
    bytes.append(contentsOf: cut(value, to: limit).utf8)
    ends.append(bytes.count)
  }

  /// Lends the fields as libsystemd's vector.
  func withVector<Result>(_ body: (UnsafeBufferPointer<iovec>) -> Result) -> Result {
    bytes.withUnsafeBytes { all in
      var start = 0
      // iovec has no constant pointers; sd_journal_sendv(3) only reads.
      let base = UnsafeMutableRawPointer(mutating: all.baseAddress)
      let vector = ends.map { end in
        defer { start = end }
        return iovec(iov_base: base?.advanced(by: start), iov_len: end - start)
      }
      return vector.withUnsafeBufferPointer(body)
    }
  }

  /// Hands the entry to journald; blocks for as long as journald does not read.
  /// - Returns: 0, or a negative error number.
  func sendToJournald() -> Int32 {
    withVector { sd_journal_sendv($0.baseAddress, Int32($0.count)) }
  }
}
