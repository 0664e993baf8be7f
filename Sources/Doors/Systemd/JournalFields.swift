// Turns log metadata into journal fields: names that journald accepts, values of bounded length.

internal import Logging

/// How metadata keys and levels stand in the journal.
enum JournalFields {
  /// What every field of ours begins with.
  static let prefix = "SINERGI_"

  /// The field's name for a metadata key: «step.sequence» is `SINERGI_STEP_SEQUENCE`.
  ///
  /// journald drops a field whose name is longer than 64 bytes or has anything but `A-Z`, `0-9` and
  /// `_`, without a word; so names are made valid here.
  static func name(for key: String) -> String {
    let room = SystemdLimits.fieldNameBytes - prefix.utf8.count
    var name = prefix
    for byte in key.utf8.prefix(room) {
      switch byte {
      case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"):
        name.unicodeScalars.append(Unicode.Scalar(byte))
      case UInt8(ascii: "a")...UInt8(ascii: "z"):
        name.unicodeScalars.append(Unicode.Scalar(byte - 32))
      default:
        name.append("_")
      }
    }
    return name
  }

  /// The priority of syslog(3) for a level; the journal has none below debug.
  static func priority(_ level: Logger.Level) -> String {
    switch level {
    case .trace, .debug: "7"
    case .info: "6"
    case .notice: "5"
    case .warning: "4"
    case .error: "3"
    case .critical: "2"
    }
  }

  /// Adds all metadata to an entry, in the order of the keys.
  ///
  /// Lists become one field per element, which the journal keeps side by side; dictionaries become
  /// one field per path.
  static func add(_ metadata: Logger.Metadata, to entry: inout JournalEntry) {
    var fields: [(name: String, value: String)] = []
    for (key, value) in metadata.sorted(by: { $0.key < $1.key }) {
      if key == messageKey, let identity = identity(value) {
        entry.add("MESSAGE_ID", identity)
      } else {
        collect(key, value, depth: 0, into: &fields)
      }
    }
    for field in fields.prefix(SystemdLimits.fieldsPerEntry) { entry.add(field.name, field.value) }
    let left = fields.count - SystemdLimits.fieldsPerEntry
    if left > 0 { entry.add("SINERGI_FIELDS_LEFT_OUT", "\(left)") }
  }

  /// The metadata key whose value says what kind of event a line tells of.
  static let messageKey = "message.id"

  /// The identity that a value names: 32 hexadecimal digits, or the name of a `MessageID`.
  static func identity(_ value: Logger.MetadataValue) -> String? {
    let text = "\(value)"
    if let known = MessageID(named: text) { return known.rawValue }
    guard text.utf8.count == 32, text.utf8.allSatisfy(isHexadecimal) else { return nil }
    return text.lowercased()
  }

  private static func isHexadecimal(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
      UInt8(ascii: "A")...UInt8(ascii: "F"):
      true
    default: false
    }
  }

  private static func collect(
    _ key: String, _ value: Logger.MetadataValue, depth: Int,
    into fields: inout [(name: String, value: String)]
  ) {
    switch value {
    case .array(let values) where depth < SystemdLimits.metadataDepth:
      for value in values { collect(key, value, depth: depth + 1, into: &fields) }
    case .dictionary(let values) where depth < SystemdLimits.metadataDepth:
      for (inner, value) in values.sorted(by: { $0.key < $1.key }) {
        collect("\(key).\(inner)", value, depth: depth + 1, into: &fields)
      }
    default:
      fields.append((name(for: key), "\(value)"))
    }
  }
}
