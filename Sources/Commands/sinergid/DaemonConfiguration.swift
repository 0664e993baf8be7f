// The daemon's configuration: a YAML file, or everything below one directory in development.

import Engine
import Foundation
import Logging
import Notify
import Workflow

/// What the daemon is told to do.
struct DaemonConfiguration: Sendable {
  var state: String
  var socket: String
  var workflows: [String]
  var directory: [String]
  var zone: String
  var notify: [String]
  var spool: String
  var administrators: Set<String>
  var access = AccessRules()
  var allowsStandIns: Bool
  var logLevel: Logger.Level
  var isDevelopment: Bool
  /// True when copies of documents are kept below the state directory.
  var keepsDocuments = true
  /// Largest copy, in MiB.
  var documentMegabytes = 32
  var directoryFrom = DirectorySource.database
  /// True where people who do not say otherwise get one message a day in place of many.
  var digest = false
  /// What the sender of messages is called.
  var office: String?
  /// The entry `channels`, which is read once more when the daemon makes its channels.
  var channels: YAMLNode?

  static let keys = [
    "state", "socket", "workflows", "directory", "zone", "notify", "spool", "administrators",
    "stand_ins", "log_level", "access", "documents", "directory_from", "channels", "digest",
    "office",
  ]

  /// What holds where the file says nothing.
  static let standard = DaemonConfiguration(
    state: "/var/lib/sinergi", socket: "/run/sinergi/sinergi.sock",
    workflows: ["/usr/share/sinergi/workflows", "/etc/sinergi/workflows"],
    directory: ["/etc/sinergi/directory.yaml"], zone: "Asia/Makassar", notify: ["journal"],
    spool: "/var/lib/sinergi/messages", administrators: ["root"], allowsStandIns: false,
    logLevel: .info, isDevelopment: false)

  /// Everything below one directory; the user who runs it administers it and may stand in for others.
  static func development(below folder: String, workflows: [String], user: String)
    -> DaemonConfiguration
  {
    let shipped = workflows.isEmpty ? ["workflows"] : workflows
    return DaemonConfiguration(
      state: folder, socket: "\(folder)/sinergi.sock", workflows: shipped,
      directory: shipped.flatMap {
        ["\($0)/directory/bali.yaml", "\($0)/directory/pengembangan.yaml"]
      },
      zone: "Asia/Makassar", notify: ["journal", "file"], spool: "\(folder)/messages",
      administrators: [user], allowsStandIns: true, logLevel: .info, isDevelopment: true)
  }

  /// Reads a configuration file; every problem is reported with its place.
  static func read(_ source: SourceText) -> (DaemonConfiguration?, [Diagnostic]) {
    var reader = TreeReader()
    guard let root = YAMLTree.read(source, into: &reader.problems) else {
      return (nil, reader.problems.sorted.map(aboutConfiguration))
    }
    var configuration = standard
    let found = reader.mapping(root, of: "the configuration", keys: keys)
    if let text = path(found["state"], &reader) {
      configuration.state = text
      configuration.spool = "\(text)/messages"
    }
    if let text = path(found["socket"], &reader) { configuration.socket = text }
    if let text = path(found["spool"], &reader) { configuration.spool = text }
    if let entry = found["workflows"] {
      configuration.workflows = reader.list(entry.value).compactMap {
        path($0, "workflows", &reader)
      }
    }
    if let entry = found["directory"] {
      configuration.directory = reader.list(entry.value).compactMap {
        path($0, "directory", &reader)
      }
    }
    if let entry = found["zone"], let text = reader.string(entry.value, "zone") {
      configuration.zone = text
      if SystemZones.rules(text) == nil {
        reader.problems.add(
          .invalidValue, "no time zone «\(text)»", at: entry.value.range,
          help: "an IANA name such as Asia/Makassar")
      }
    }
    configuration.readChannels(found, &reader)
    if let entry = found["digest"] {
      configuration.digest = reader.bool(entry.value, "digest") ?? false
    }
    if let entry = found["office"] { configuration.office = reader.string(entry.value, "office") }
    if let entry = found["administrators"] {
      configuration.administrators = Set(
        reader.list(entry.value).compactMap { reader.string($0, "an administrator") })
    }
    if let entry = found["access"] { configuration.access = access(entry.value, &reader) }
    if let entry = found["stand_ins"] {
      configuration.allowsStandIns = reader.bool(entry.value, "stand_ins") ?? false
    }
    if let entry = found["log_level"], let text = reader.string(entry.value, "log_level") {
      if let level = Logger.Level(rawValue: text) {
        configuration.logLevel = level
      } else {
        reader.problems.add(
          .invalidValue, "no log level «\(text)»", at: entry.value.range,
          help: Suggestion.help(for: text, in: Logger.Level.allCases.map(\.rawValue)))
      }
    }
    if let entry = found["documents"] { configuration.readDocuments(entry.value, &reader) }
    if let entry = found["directory_from"], let text = reader.string(entry.value, "directory_from")
    {
      if let source = DirectorySource(rawValue: text) {
        configuration.directoryFrom = source
      } else {
        reader.problems.add(
          .invalidValue, "no source «\(text)» of a directory", at: entry.value.range,
          help: "database or files")
      }
    }
    return (reader.problems.hasErrors ? nil : configuration, reader.problems.sorted)
  }

  /// `access: { approver: { groups: [sinergi-pejabat] }, … }`.
  private static func access(_ node: YAMLNode, _ reader: inout TreeReader) -> AccessRules {
    var rules = AccessRules()
    let found = reader.mapping(
      node, of: "access", keys: ServiceRole.allCases.map(\.rawValue))
    for role in ServiceRole.allCases {
      guard let entry = found[role.rawValue] else { continue }
      let members = reader.mapping(entry.value, of: role.rawValue, keys: ["users", "groups"])
      func names(_ key: String) -> Set<String> {
        guard let list = members[key] else { return [] }
        return Set(reader.list(list.value).compactMap { reader.string($0, "a name") })
      }
      rules.members[role] = AccessRules.Members(users: names("users"), groups: names("groups"))
    }
    return rules
  }

  /// `documents: { keep: true, limit_mb: 32 }`.
  private mutating func readDocuments(_ node: YAMLNode, _ reader: inout TreeReader) {
    let found = reader.mapping(node, of: "documents", keys: ["keep", "limit_mb"])
    if let entry = found["keep"] { keepsDocuments = reader.bool(entry.value, "keep") ?? true }
    if let entry = found["limit_mb"],
      let number = reader.int(entry.value, "limit_mb", in: 1...Self.mostDocumentMegabytes)
    {
      documentMegabytes = number
    }
  }

  /// The client holds a copy in memory while it sends or checks it.
  private static let mostDocumentMegabytes = 512

  /// The reader of files advises on definitions; an empty configuration needs other advice.
  private static func aboutConfiguration(_ problem: Diagnostic) -> Diagnostic {
    guard problem.code == .empty else { return problem }
    var problem = problem
    problem.help = "begin with «state: \(standard.state)»; keys: \(keys.joined(separator: ", "))"
    return problem
  }

  private static func path(_ entry: YAMLNode.Entry?, _ reader: inout TreeReader) -> String? {
    entry.flatMap { path($0.value, $0.key, &reader) }
  }

  private static func path(_ node: YAMLNode, _ what: String, _ reader: inout TreeReader) -> String?
  {
    guard let text = reader.string(node, what) else { return nil }
    if text.hasPrefix("/") { return text }
    reader.problems.add(
      .invalidValue, "«\(what)» must be an absolute path, this is «\(text)»", at: node.range)
    return nil
  }

  /// `channels: { email: { type: smtp, … } }` and `notify: [journal, email]`.
  private mutating func readChannels(
    _ found: [String: YAMLNode.Entry], _ reader: inout TreeReader
  ) {
    var names = ChannelRegistry.builtIn
    if let entry = found["channels"] {
      channels = entry.value
      _ = ChannelRegistry.read(
        entry.value, &reader, .here(spool: spool, zone: zone) { _ in })
      // One with a fault of its own is reported there.
      names += reader.entries(entry.value, of: "channels").map(\.key)
    }
    guard let entry = found["notify"] else { return }
    notify = []
    for item in reader.list(entry.value) {
      guard let text = reader.string(item, "a channel") else { continue }
      if notify.contains(text) {
        reader.problems.add(.duplicateName, "«\(text)» stands twice", at: item.range)
      } else if names.contains(text) {
        notify.append(text)
      } else {
        reader.problems.add(
          .invalidValue, "no channel «\(text)»", at: item.range,
          help: Suggestion.help(for: text, in: names))
      }
    }
  }

  /// The channels that are switched on, in the order of the configuration.
  func notifiers(journal: @escaping @Sendable (Message) -> Void) -> [any Notifier] {
    let surroundings = ChannelSurroundings.here(spool: spool, zone: zone, journal: journal)
    var reader = TreeReader()
    let configured = channels.map { ChannelRegistry.read($0, &reader, surroundings) } ?? [:]
    return notify.compactMap { configured[$0] ?? ChannelRegistry.builtIn($0, surroundings) }
  }
}
