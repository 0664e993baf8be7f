// How the entries of the history are chained by hashes: the recipe that an auditor recomputes.

internal import Crypto
internal import GRDB

/// The chain of hashes over all history entries, in the order of their positions.
///
/// ## The recipe
///
/// The hash of an entry is the SHA-256 of these bytes, one after the other:
///
/// 1. the text `sinergi.entry.1` and a line feed (16 bytes): the name of this recipe;
/// 2. the hash of the entry at the position before, 32 bytes; for position 1, 32 zero bytes;
/// 3. eight fields, each as *length* `:` *bytes* `,` where *length* is the number of bytes in
///    decimal digits, so that no two lists of fields give the same bytes:
///    1. `position`, in decimal digits;
///    2. `reference` of the entry's instance (UTF-8), empty for an entry without one;
///    3. `sequence` in decimal digits, empty for an entry without an instance;
///    4. `at`, UTC milliseconds since 1970 in decimal digits, with `-` before it when negative;
///    5. `kind` (UTF-8);
///    6. `version`, in decimal digits;
///    7. `cause` (UTF-8);
///    8. `payload` (UTF-8), exactly as stored.
///
/// For example the first entry of an instance `NKO/2026/0001`, at 0, kind `start`, version 1, cause
/// `uid:1000`, payload `{}` ends in
/// `1:1,13:NKO/2026/0001,1:1,1:0,5:start,1:1,8:uid:1000,2:{},`.
enum HashChain {
  static let recipe = Array("sinergi.entry.1\n".utf8)
  static let byteCount = 32
  static let origin = [UInt8](repeating: 0, count: byteCount)

  /// The fields of an entry that its hash covers.
  struct Fields {
    var position: Int64
    var reference: String
    var sequence: Int?
    var at: Int64
    var kind: String
    var version: Int
    var cause: String
    var payload: String
  }

  /// The bytes whose SHA-256 is the entry's hash.
  static func bytes(_ fields: Fields, after previous: [UInt8]) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(
      recipe.count + byteCount + fields.reference.utf8.count + fields.kind.utf8.count
        + fields.cause.utf8.count + fields.payload.utf8.count + 96)
    bytes.append(contentsOf: recipe)
    bytes.append(contentsOf: previous)
    append(fields.position, to: &bytes)
    append(fields.reference, to: &bytes)
    if let sequence = fields.sequence {
      append(Int64(sequence), to: &bytes)
    } else {
      append("", to: &bytes)
    }
    append(fields.at, to: &bytes)
    append(fields.kind, to: &bytes)
    append(Int64(fields.version), to: &bytes)
    append(fields.cause, to: &bytes)
    append(fields.payload, to: &bytes)
    return bytes
  }

  /// The hash of an entry that follows an entry with the hash `previous`.
  static func hash(_ fields: Fields, after previous: [UInt8]) -> [UInt8] {
    sha256(bytes(fields, after: previous))
  }

  static func sha256(_ bytes: [UInt8]) -> [UInt8] {
    Array(SHA256.hash(data: bytes))
  }

  private static func append(_ number: Int64, to bytes: inout [UInt8]) {
    append(String(number), to: &bytes)
  }

  private static func append(_ text: String, to bytes: inout [UInt8]) {
    bytes.append(contentsOf: String(text.utf8.count).utf8)
    bytes.append(UInt8(ascii: ":"))
    bytes.append(contentsOf: text.utf8)
    bytes.append(UInt8(ascii: ","))
  }
}

/// The end of the chain while a transaction is being written.
struct ChainHead: Sendable {
  var position: Int64
  var hash: [UInt8]

  static func read(_ db: Database) throws -> ChainHead {
    let sql = "SELECT position, hash FROM history ORDER BY position DESC LIMIT 1"
    return try db.first(sql) { ChainHead(position: $0.integer(0), hash: $0.blob(1)) }
      ?? ChainHead(position: 0, hash: HashChain.origin)
  }
}

/// Lower-case hexadecimal digits of some bytes.
func hexadecimal(_ bytes: some Collection<UInt8>) -> String {
  let digits = Array("0123456789abcdef".utf8)
  return String(unsafeUninitializedCapacity: bytes.count * 2) { buffer in
    var next = 0
    for byte in bytes {
      buffer[next] = digits[Int(byte >> 4)]
      buffer[next + 1] = digits[Int(byte & 15)]
      next += 2
    }
    return next
  }
}
