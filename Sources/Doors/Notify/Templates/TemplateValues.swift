// Values made harmless: whatever people typed stays inside the line where a template put it.

internal import Mustache

/// The values of a message as the template engine reads them.
enum TemplateValues {
  /// Opens and closes every value in what a template gives, so that its own words can be told from
  /// the words of others. Control characters (STX, ETX): no value and no template holds them.
  static let open: Unicode.Scalar = "\u{2}"
  static let close: Unicode.Scalar = "\u{3}"

  /// One line without control characters, without what turns the direction of writing, and bounded.
  ///
  /// Runs of blanks become one space, so that no row of blanks pushes words to where they look like a
  /// line of their own; in a command they stay as they are.
  static func harmless(
    _ text: String, isCommand: Bool = false, limit: Int = NotifyLimits.valueScalars
  ) -> String {
    var kept = String.UnicodeScalarView()
    var count = 0
    var seen = 0
    var endsInSpace = true
    for scalar in text.unicodeScalars {
      seen += 1
      // What is removed counts too: ten megabytes of nothing are not read to their end.
      if count >= limit || seen > 4 * limit { return cut(kept, to: limit) }
      if isRemoved(scalar) { continue }
      guard isBlank(scalar) else {
        kept.append(scalar)
        count += 1
        endsInSpace = false
        continue
      }
      if endsInSpace, !isCommand || count == 0 { continue }
      kept.append(" ")
      count += 1
      endsInSpace = true
    }
    while kept.last == " " { kept.removeLast() }
    return String(kept)
  }

  private static func cut(_ kept: String.UnicodeScalarView, to limit: Int) -> String {
    var kept = String.UnicodeScalarView(kept.prefix(max(0, limit - 1)))
    while kept.last == " " { kept.removeLast() }
    kept.append("…")
    return String(kept)
  }

  /// Controls and white space: the properties White_Space and Cc of Unicode, which change no more.
  private static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0...0x20, 0x7F...0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000:
      true
    default: false
    }
  }

  /// Marks, embeddings, overrides and isolates of direction (UAX #9), noncharacters, tags, and what
  /// has neither width nor meaning. Joiners stay: scripts and emoji need them.
  private static func isRemoved(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x061C, 0x200B, 0x200E, 0x200F, 0x202A...0x202E, 0x2060...0x206F, 0xFEFF,
      0xFFF9...0xFFFB, 0xFDD0...0xFDEF, 0xE0000...0xE0FFF:
      true
    default: scalar.value & 0xFFFE == 0xFFFE
    }
  }

  /// A value between its two marks.
  static func marked(_ value: String) -> String { "\(open)\(value)\(close)" }

  /// The words without the marks around values.
  static func withoutMarks(_ text: some StringProtocol) -> String {
    String(String.UnicodeScalarView(text.unicodeScalars.lazy.filter { $0 != open && $0 != close }))
  }
}

/// What the template engine looks names up in: the facts of a message, or of an item of a digest,
/// which shows nothing of what is around it.
///
/// A value is made harmless when it is asked for: most of an item are not.
struct FactsContext: MustacheParent, Sendable {
  let facts: MessageFacts
  var isItem = false

  /// Names that mean nothing here are missing values too, so that the search does not go on further
  /// out.
  func child(named name: String) -> Any? { known(name) ?? Missing() }

  private func known(_ name: String) -> Any? {
    if let variable = MessageVariable(rawValue: name) {
      let value = facts[variable].map { TemplateValues.harmless($0) } ?? ""
      return value.isEmpty ? nil : TemplateValues.marked(value)
    }
    switch name {
    case TemplateVocabulary.commands: return commands.map(TemplateValues.marked)
    case TemplateVocabulary.hasCommands: return !commands.isEmpty
    default: break
    }
    guard !isItem else { return nil }
    switch name {
    case TemplateVocabulary.items: return items
    case TemplateVocabulary.hasItems: return !items.isEmpty
    case TemplateVocabulary.itemsLeft:
      let left = facts.items.count - items.count
      return left > 0 ? TemplateValues.marked("\(left)") : nil
    default: return nil
    }
  }

  private var commands: [String] {
    Array(
      facts.commands.lazy.map { TemplateValues.harmless($0, isCommand: true) }
        .filter { !$0.isEmpty }.prefix(NotifyLimits.commandsInMessage))
  }

  private var items: [FactsContext] {
    facts.items.prefix(NotifyLimits.digestItems).map { FactsContext(facts: $0, isItem: true) }
  }
}

/// No value: its sections are left out, and where it is written only its place can be seen.
struct Missing: MustacheCustomRenderable {
  var renderText: String { "\(TemplateValues.open)\(TemplateValues.close)" }
  var isNull: Bool { true }
}
