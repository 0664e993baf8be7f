// What the types of channels have in common: how they are made from their entry in the configuration.

package import WorkCalendar
package import Workflow

/// A type of channel that a configuration can name: one such type, and one line in ``ChannelRegistry``.
package protocol Channel: Notifier {
  /// The word after `type:`.
  static var typeName: String { get }
  /// The keys that it has of its own; ``ChannelCommon/keys`` are read for all.
  static var keys: [String] { get }
  /// The kind of contact that it serves where the entry names none; nil: it is for the office.
  static var contact: String? { get }
  /// True when it cannot serve an office: it needs an address of a person.
  static var needsContact: Bool { get }
  /// Reads its own keys; nil after a problem was reported.
  init?(_ common: ChannelCommon, _ settings: inout ChannelSettings)
}

extension Channel {
  package static var contact: String? { nil }
  package static var needsContact: Bool { false }
}

/// What every entry says.
package struct ChannelCommon: Hashable, Sendable {
  /// The keys of every entry.
  package static let keys = ["type", "contact", "at_once", "per_minute", "idempotent"]

  /// Name of the channel.
  package var name: String
  /// To whom it carries messages.
  package var audience: Audience
  /// How much it carries at a time.
  package var pace: ChannelPace
  /// What the entry says of doubles; nil: what the type says.
  package var isIdempotent: Bool?

  package init(
    name: String, audience: Audience = .office, pace: ChannelPace = ChannelPace(),
    isIdempotent: Bool? = nil
  ) {
    self.name = name
    self.audience = audience
    self.pace = pace
    self.isIdempotent = isIdempotent
  }
}

/// What a channel may use of the daemon.
package struct ChannelSurroundings: Sendable {
  /// Writes a line of the journal; must not block.
  package var journal: @Sendable (Message) -> Void
  /// The folder of the file channel where the entry names none.
  package var spool: String
  /// Reads a small file, such as a password; throws words.
  package var read: @Sendable (_ path: String) -> Result<String, UnreadableFile>
  /// The folder of systemd's credentials (`$CREDENTIALS_DIRECTORY`); nil: none.
  package var credentials: String?
  /// The host's name, for addresses that the channel makes up (`Message-ID`).
  package var host: String
  /// The office's zone, for dates that people see.
  package var zone: ZoneRules

  package init(
    journal: @escaping @Sendable (Message) -> Void, spool: String,
    read: @escaping @Sendable (_ path: String) -> Result<String, UnreadableFile>,
    credentials: String? = nil, host: String = "localhost", zone: ZoneRules = .utc
  ) {
    self.zone = zone
    self.journal = journal
    self.spool = spool
    self.read = read
    self.credentials = credentials
    self.host = host
  }
}

/// Why a file could not be read, in words.
package struct UnreadableFile: Error, Hashable, Sendable {
  package var reason: String

  package init(_ reason: String) { self.reason = reason }
}

/// The entry of one channel while it is read: typed values, and problems with their places.
package struct ChannelSettings {
  package let surroundings: ChannelSurroundings
  package var reader: TreeReader
  private let entries: [String: YAMLNode.Entry]
  private let range: SourceRange

  init(
    _ range: SourceRange, _ entries: [String: YAMLNode.Entry], _ reader: TreeReader,
    _ surroundings: ChannelSurroundings
  ) {
    self.range = range
    self.entries = entries
    self.reader = reader
    self.surroundings = surroundings
  }

  /// True when the entry has the key.
  package func has(_ key: String) -> Bool { entries[key] != nil }

  /// A text without line ends and control characters; nil when the key is missing or wrong.
  package mutating func text(_ key: String) -> String? {
    guard let entry = entries[key], let text = reader.string(entry.value, key) else { return nil }
    guard !text.isEmpty, !text.unicodeScalars.contains(where: { $0.value < 32 || $0.value == 127 })
    else {
      problem(key, "«\(key)» is empty, or has a line end or a control character")
      return nil
    }
    return text
  }

  /// A text of several lines, such as a template.
  package mutating func lines(_ key: String) -> String? {
    entries[key].flatMap { reader.string($0.value, key) }
  }

  /// A text that must be there.
  package mutating func needed(_ key: String, help: String? = nil) -> String? {
    if has(key) { return text(key) }
    reader.problems.add(.missingKey, "this channel needs the key «\(key)»", at: range, help: help)
    return nil
  }

  /// One of several words; `fallback` when the key is missing.
  package mutating func choice(_ key: String, of words: [String], else fallback: String) -> String?
  {
    guard has(key) else { return fallback }
    guard let word = text(key) else { return nil }
    if words.contains(word) { return word }
    problem(key, "no «\(word)» for «\(key)»", help: Suggestion.help(for: word, in: words))
    return nil
  }

  /// A whole number.
  package mutating func int(_ key: String, in range: ClosedRange<Int>) -> Int? {
    entries[key].flatMap { reader.int($0.value, key, in: range) }
  }

  /// True or false.
  package mutating func bool(_ key: String) -> Bool? {
    entries[key].flatMap { reader.bool($0.value, key) }
  }

  /// Seconds, as milliseconds; `fallback` when the key is missing.
  package mutating func seconds(
    _ key: String, in range: ClosedRange<Int>, elseMilliseconds fallback: Int64
  ) -> Int64 {
    int(key, in: range).map { Int64($0) * 1_000 } ?? fallback
  }

  /// A list of texts, or one text.
  package mutating func texts(_ key: String) -> [String] {
    guard let entry = entries[key] else { return [] }
    return reader.list(entry.value).compactMap { reader.string($0, key) }
  }

  /// A mapping of names to texts, in the order of the file.
  package mutating func pairs(_ key: String) -> [(name: String, value: String)] {
    guard let entry = entries[key] else { return [] }
    return reader.entries(entry.value, of: key).compactMap { pair in
      reader.string(pair.value, pair.key).map { (pair.key, $0) }
    }
  }

  /// A secret, from the file that `KEY_file` names or from systemd's credential that
  /// `KEY_credential` names; the secret itself has no place in the configuration.
  ///
  /// The last line end is taken off. Nil when neither key is there, or after a problem.
  package mutating func secret(_ key: String) -> String? {
    if has("\(key)_file"), has("\(key)_credential") {
      problem("\(key)_credential", "«\(key)_file» and «\(key)_credential» exclude each other")
      return nil
    }
    var path = text("\(key)_file")
    var at = "\(key)_file"
    if path == nil, let name = text("\(key)_credential") {
      at = "\(key)_credential"
      guard let folder = surroundings.credentials else {
        problem(
          at, "there are no credentials: the daemon was not started with any",
          help: "LoadCredential=\(name):/path in the unit, or «\(key)_file»")
        return nil
      }
      path = "\(folder)/\(name)"
    }
    guard let path else { return nil }
    switch surroundings.read(path) {
    case .failure(let error):
      problem(at, "cannot read \(path): \(error.reason)")
      return nil
    case .success(var text):
      while text.last?.isNewline == true { text.removeLast() }
      guard !text.isEmpty else {
        problem(at, "\(path) is empty")
        return nil
      }
      return text
    }
  }

  /// The two keys by which ``secret(_:)`` finds a secret.
  package static func secretKeys(_ key: String) -> [String] {
    ["\(key)_file", "\(key)_credential"]
  }

  /// Reports what is wrong with a key, at its value.
  package mutating func problem(_ key: String, _ what: String, help: String? = nil) {
    reader.problems.add(
      .invalidValue, what, at: entries[key]?.value.range ?? range, help: help)
  }
}
