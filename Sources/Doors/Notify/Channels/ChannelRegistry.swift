// Every type of channel, by one line each.

package import Workflow

/// The types of channels.
package enum ChannelRegistry {
  /// A new type of channel is one more line here.
  package static let types: [any Channel.Type] = [
    JournalNotifier.self,
    FileNotifier.self,
    SMTPNotifier.self,
    SendmailNotifier.self,
    ExecNotifier.self,
    WebhookNotifier.self,
  ]

  /// Channels that are there without an entry.
  package static let builtIn = ["journal", "file"]

  /// Reads `channels:` of the configuration: names, each with a type and its settings.
  package static func read(
    _ node: YAMLNode, _ reader: inout TreeReader, _ surroundings: ChannelSurroundings
  ) -> [String: any Channel] {
    var channels: [String: any Channel] = [:]
    for entry in reader.entries(node, of: "channels") {
      guard let name = reader.name(entry.key, "a channel", at: entry.keyRange) else { continue }
      if reserved.contains(name) {
        reader.problems.add(
          .invalidName, "a channel cannot be called «\(name)»", at: entry.keyRange)
        continue
      }
      if let channel = channel(name, entry.value, &reader, surroundings) {
        channels[name] = channel
      }
    }
    return channels
  }

  /// A channel that is there without an entry.
  package static func builtIn(_ name: String, _ surroundings: ChannelSurroundings)
    -> (any Channel)?
  {
    var settings = ChannelSettings(
      SourceRange(line: 1, column: 1), [:], TreeReader(), surroundings)
    return types.first { $0.typeName == name && builtIn.contains(name) }?
      .init(ChannelCommon(name: name), &settings)
  }

  /// Names of the outbox's own rows.
  package static let reserved: Set<String> = ["people", "digest"]

  private static func channel(
    _ name: String, _ node: YAMLNode, _ reader: inout TreeReader,
    _ surroundings: ChannelSurroundings
  ) -> (any Channel)? {
    let before = reader.problems.sorted.count
    guard let type = type(name, node, &reader) else { return nil }
    let known = reader.mapping(
      node, of: "the channel «\(name)» of type «\(type.typeName)»",
      keys: ChannelCommon.keys + type.keys)
    var settings = ChannelSettings(node.range, known, reader, surroundings)
    var common = ChannelCommon(name: name)
    let contact = settings.text("contact") ?? type.contact
    if let contact { common.audience = .people(contact: contact) }
    if type.needsContact, contact == nil {
      settings.problem(
        "contact", "this channel needs the key «contact»", help: "email, whatsapp, …")
    }
    common.pace.atOnce =
      settings.int("at_once", in: 1...NotifyLimits.deliveriesAtOnceMost) ?? common.pace.atOnce
    common.pace.perMinute = settings.int("per_minute", in: 1...NotifyLimits.perMinuteMost)
    common.isIdempotent = settings.bool("idempotent")
    let channel = type.init(common, &settings)
    reader = settings.reader
    return reader.problems.sorted.count == before ? channel : nil
  }

  /// The type that an entry names; the name of the channel where it names none.
  private static func type(_ name: String, _ node: YAMLNode, _ reader: inout TreeReader)
    -> (any Channel.Type)?
  {
    var word = name
    var range = node.range
    if case .mapping(let entries) = node.content,
      let entry = entries.first(where: { $0.key == "type" })
    {
      guard let text = reader.string(entry.value, "type") else { return nil }
      word = text
      range = entry.value.range
    }
    if let type = types.first(where: { $0.typeName == word }) { return type }
    if word == name, range == node.range {
      reader.problems.add(
        .missingKey, "the channel «\(name)» needs the key «type»", at: range,
        help: types.map { $0.typeName }.joined(separator: ", "))
      return nil
    }
    reader.problems.add(
      .invalidValue, "no type of channel «\(word)»", at: range,
      help: Suggestion.help(for: word, in: types.map { $0.typeName }))
    return nil
  }
}
