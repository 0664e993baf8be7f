// How values are shown: as the source text of a literal, near enough.

extension Value: CustomStringConvertible {
  /// The value as one would write it in a source text; a long one is cut off with «…».
  ///
  /// Not for storing, and it shows the host's data: keep it out of logs.
  public var description: String {
    var text = ""
    write(to: &text)
    return text
  }

  private func write(to text: inout String) {
    // Values may share their parts, so that a small one can have a huge description.
    guard text.utf8.count < Limits.descriptionBytes else {
      if !text.hasSuffix("…") { text += "…" }
      return
    }
    switch self {
    case .null: text += "null"
    case .bool(let value): text += String(value)
    case .int(let value): text += String(value)
    case .uint(let value): text += "\(value)u"
    case .double(let value): text += value.description
    case .string(let value): text += value.quoted
    case .bytes(let value): text += value.quoted
    case .list(let elements): write(elements.map { [$0] }, "[", "]", to: &text)
    case .map(let entries):
      let sorted = entries.sorted { $0.key.precedes($1.key) }
      write(sorted.map { [$0.key, $0.value] }, "{", "}", to: &text)
    case .type(let value): text += StandardLibrary.name(of: value)
    case .timestamp(let value): text += "timestamp(\(value.description.quoted))"
    case .duration(let value): text += "duration(\(value.description.quoted))"
    case .optional(nil): text += "optional.none()"
    case .optional(let value?): write([[value]], "optional.of(", ")", to: &text)
    case .opaque(let value): text += "\(value.typeName)(\(value.first), \(value.second))"
    }
  }

  private func write(
    _ items: [[Value]], _ open: String, _ close: String, to text: inout String
  ) {
    text += open
    for (index, item) in items.enumerated() {
      if index > 0 { text += ", " }
      item[0].write(to: &text)
      if item.count > 1 {
        text += ": "
        item[1].write(to: &text)
      }
      if text.utf8.count >= Limits.descriptionBytes { break }
    }
    text += close
  }
}

extension String {
  /// The string as a literal.
  fileprivate var quoted: String {
    var text = "\""
    for scalar in unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case "\t": text += "\\t"
      default: text.unicodeScalars.append(scalar)
      }
    }
    return text + "\""
  }
}

extension [UInt8] {
  /// The bytes as a literal.
  fileprivate var quoted: String {
    var text = "b\""
    for byte in self {
      let digits = String(byte, radix: 16)
      text += "\\x" + (digits.count == 1 ? "0" : "") + digits
    }
    return text + "\""
  }
}
