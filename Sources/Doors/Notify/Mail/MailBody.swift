// Bodies of a mail: clean lines, cut to a bound, in an encoding that any server carries.

/// Text as the bytes of a part (RFC 2045).
enum MailBody {
  /// A part's bytes, with the encoding that they are in.
  struct Encoded {
    /// `quoted-printable` or `base64`.
    var encoding: String
    var text: [UInt8]
  }

  /// The text with the line ends of mail, without control characters.
  static func canonical(_ text: some Collection<UInt8>) -> [UInt8] {
    text.withContiguousStorageIfAvailable { canonical(bytes: $0) }
      ?? Array(text).withUnsafeBufferPointer { canonical(bytes: $0) }
  }

  private static func canonical(bytes text: UnsafeBufferPointer<UInt8>) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.count + text.count / 16 + 16)
    var before: UInt8 = 0
    for byte in text {
      if byte >= 0x20, byte < 0x7F || byte > 0x9F {
        bytes.append(byte)
      } else if byte == 0x0A || byte == 0x0D {
        if byte == 0x0D || before != 0x0D {
          bytes.append(0x0D)
          bytes.append(0x0A)
        }
      } else if byte >= 0x80 {
        // After this one it is a control character of C1, else the middle of another character.
        if before == 0xC2 { bytes.removeLast() } else { bytes.append(byte) }
      } else if byte == 0x09 {
        bytes.append(byte)
      }
      before = byte
    }
    return bytes
  }

  /// At most so many bytes, in whole scalars; nil when the text is not longer.
  static func cut(_ text: String, to limit: Int) -> [UInt8]? {
    let start = Array(text.utf8.prefix(limit + 1))
    guard start.count > limit else { return nil }
    var end = limit
    while end > 0, start[end] & 0xC0 == 0x80 { end -= 1 }
    return Array(start[..<end])
  }

  /// The shorter one of the two encodings; where they are alike, the one that people can read.
  static func encoded(_ bytes: [UInt8]) -> Encoded {
    var special = 0
    for byte in bytes where byte > 0x7E || byte == UInt8(ascii: "=") { special += 1 }
    return special * 6 <= bytes.count
      ? Encoded(encoding: "quoted-printable", text: quotedPrintable(bytes))
      : Encoded(encoding: "base64", text: base64Lines(bytes))
  }

  /// RFC 2045 §6.7. No line begins with a dot or with `From `, so that nothing on the way changes it.
  static func quotedPrintable(_ bytes: [UInt8]) -> [UInt8] {
    var text: [UInt8] = []
    text.reserveCapacity(bytes.count + bytes.count / 4 + 16)
    var column = 0
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      index += 1
      // Canonical text has CR and LF in pairs only.
      if byte == 0x0D { continue }
      if byte == 0x0A {
        text.append(0x0D)
        text.append(0x0A)
        column = 0
        continue
      }
      let isLiteral: Bool
      if byte == 0x20 || byte == 0x09 {
        // Not at the end of a line.
        isLiteral = index < bytes.count && bytes[index] != 0x0D
      } else {
        isLiteral = byte > 0x20 && byte < 0x7F && byte != UInt8(ascii: "=")
      }
      // Room is left for the «=» of a soft line end.
      if column + (isLiteral ? 1 : 3) > 75 {
        text.append(UInt8(ascii: "="))
        text.append(0x0D)
        text.append(0x0A)
        column = 0
      }
      let isRisky = column == 0 && (byte == UInt8(ascii: ".") || byte == UInt8(ascii: "F"))
      if isLiteral, !isRisky {
        text.append(byte)
        column += 1
      } else {
        text.append(UInt8(ascii: "="))
        text.append(digit(byte >> 4))
        text.append(digit(byte & 0xF))
        column += 3
      }
    }
    return text
  }

  /// RFC 2045 §6.8, in lines of 76 characters.
  static func base64Lines(_ bytes: [UInt8]) -> [UInt8] {
    var text: [UInt8] = []
    text.reserveCapacity(bytes.count * 4 / 3 + bytes.count / 28 + 8)
    var start = 0
    while start < bytes.count {
      let end = min(start + 57, bytes.count)
      if start > 0 {
        text.append(0x0D)
        text.append(0x0A)
      }
      appendBase64(bytes[start..<end], to: &text)
      start = end
    }
    return text
  }

  /// In one line.
  static func base64(_ bytes: [UInt8]) -> String {
    var text: [UInt8] = []
    appendBase64(bytes[...], to: &text)
    return String(decoding: text, as: UTF8.self)
  }

  static func hex(_ byte: UInt8) -> String {
    String(decoding: [digit(byte >> 4), digit(byte & 0xF)], as: UTF8.self)
  }

  private static let alphabet = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  private static func appendBase64(_ bytes: ArraySlice<UInt8>, to text: inout [UInt8]) {
    let alphabet = alphabet
    var index = bytes.startIndex
    while index < bytes.endIndex {
      let rest = bytes.endIndex - index
      let second = rest > 1 ? UInt32(bytes[index + 1]) << 8 : 0
      let group = UInt32(bytes[index]) << 16 | second | (rest > 2 ? UInt32(bytes[index + 2]) : 0)
      text.append(alphabet[Int(group >> 18)])
      text.append(alphabet[Int(group >> 12 & 63)])
      text.append(rest > 1 ? alphabet[Int(group >> 6 & 63)] : UInt8(ascii: "="))
      text.append(rest > 2 ? alphabet[Int(group & 63)] : UInt8(ascii: "="))
      index += 3
    }
  }

  private static func digit(_ half: UInt8) -> UInt8 {
    half < 10 ? 0x30 + half : 0x37 + half
  }
}
