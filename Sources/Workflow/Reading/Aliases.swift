// Aliases (`*name`) are followed here, not by the YAML library, which would build what they stand
// for each time, and compare it whole where it is a key.

/// Hides aliases from the YAML library: their star becomes a private-use character.
enum Aliases {
  private static let star: Unicode.Scalar = "\u{E0FF}"

  /// The text with every possible alias hidden, and how many there are.
  ///
  /// Stars in quoted text count too, which errs to the safe side; ``unmasked(_:)`` gives them back.
  static func masked(_ text: String) -> (text: String, count: Int) {
    var count = 0
    var out = String.UnicodeScalarView()
    out.reserveCapacity(text.utf8.count)
    var before: Unicode.Scalar = "\n"
    let scalars = text.unicodeScalars
    var index = scalars.startIndex
    while index < scalars.endIndex {
      let scalar = scalars[index]
      index = scalars.index(after: index)
      if scalar == "*", beginsToken(after: before), index < scalars.endIndex, isName(scalars[index])
      {
        count += 1
        out.append(star)
      } else {
        out.append(scalar)
      }
      before = scalar
    }
    return (count == 0 ? text : String(out), count)
  }

  /// The text as it was written.
  static func unmasked(_ text: String) -> String {
    guard text.unicodeScalars.contains(star) else { return text }
    return String(String.UnicodeScalarView(text.unicodeScalars.map { $0 == star ? "*" : $0 }))
  }

  /// The anchor's name, when a plain scalar is an alias.
  static func name(_ scalar: String) -> String? {
    guard scalar.unicodeScalars.first == star else { return nil }
    return unmasked(String(scalar.unicodeScalars.dropFirst()))
  }

  /// How often `&name` may stand in the text.
  static func anchors(named name: String, in text: String) -> Int {
    let wanted = Array("&\(name)".unicodeScalars)
    var count = 0
    var rest = text.unicodeScalars[...]
    while let place = rest.firstIndex(of: "&") {
      rest = rest[place...]
      if rest.starts(with: wanted) {
        let next = rest.dropFirst(wanted.count).first
        if !(next.map(isName) ?? false) { count += 1 }
      }
      rest = rest.dropFirst()
    }
    return count
  }

  private static func beginsToken(after scalar: Unicode.Scalar) -> Bool {
    scalar.value <= 0x20 || scalar.value >= 0x7F || ["[", "{", ",", ":", "?"].contains(scalar)
  }

  private static func isName(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "a"..."z", "A"..."Z", "0"..."9", "_", "-": true
    default: false
    }
  }
}
