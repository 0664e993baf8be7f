// What went wrong with messages, told to the administrators: once a day for each channel and kind.

internal import Notify
internal import Store
internal import WorkCalendar
internal import Workflow

/// Something that somebody must look at.
struct Incident: Hashable, Sendable {
  /// What it is.
  enum Kind: String, Sendable {
    /// A message was given up.
    case dead
    /// Nobody knows whether a message left.
    case unknown
    /// Nothing leaves by a channel until somebody mends it.
    case misconfigured
    /// The directory has no address of a reader.
    case unreachable
    /// A message was tried often, and is tried on.
    case delayed
  }

  var kind: Kind
  /// The channel.
  var channel: String
  /// What the other side said.
  var error: String
  /// Number of the message.
  var message: Int64
  /// Whom it was for; nil where it was for the office.
  var person: String?
  /// The agreement of the message; empty: none, or several.
  var reference = ""
  /// The kind of the message.
  var about = ""

  /// The stored form.
  var text: String {
    JSON.object([
      "kind": .string(OwnKind.incident), "incident": .string(kind.rawValue),
      "channel": .string(channel), "error": .string(error), "message": .int(message),
      "person": person.map { .string($0) }, "reference": .string(reference),
      "about": .string(about),
    ]).text
  }

  /// True where the channel is what is wrong, so that another way is better to tell of it.
  var isOfChannel: Bool { kind == .misconfigured || kind == .delayed }

  /// Unique for a day, of single messages for an hour: what goes wrong a hundred times is told once. The
  /// person is in it where the fault is the person's entry in the directory.
  func key(on date: CivilDate, hour: Int) -> String {
    let subject = kind == .unreachable ? person ?? channel : channel
    let time = kind == .dead || kind == .unknown ? "\(date)T\(hour)" : "\(date)"
    return "incident/\(kind.rawValue)/\(subject)/\(time)"
  }
}

extension Incident {
  init?(_ json: JSON) {
    guard let kind = json["incident"]?.string.flatMap(Kind.init(rawValue:)),
      let channel = json["channel"]?.string
    else { return nil }
    self.init(
      kind: kind, channel: channel, error: json["error"]?.string ?? "",
      message: json["message"]?.int ?? 0, person: json["person"]?.string,
      reference: json["reference"]?.string ?? "", about: json["about"]?.string ?? "")
  }

  /// How many messages are in trouble.
  static func words(_ troubles: (dead: Int, unknown: Int), _ language: Directory.Language) -> String
  {
    language == .indonesian
      ? "\(troubles.dead) pesan gagal, \(troubles.unknown) tidak diketahui nasibnya"
      : "\(troubles.dead) given up, \(troubles.unknown) of unknown outcome"
  }

  func words(_ language: Directory.Language, _ directory: Directory) -> String {
    let name = person.map { directory.people[$0]?.name ?? $0 } ?? ""
    let what = about.isEmpty ? "" : " (\(about))"
    let untuk = name.isEmpty ? what : " untuk \(name)\(what)"
    let to = name.isEmpty ? what : " for \(name)\(what)"
    switch (kind, language) {
    case (.dead, .indonesian):
      return "Pesan nomor \(message)\(untuk) tidak dapat disampaikan dan tidak dicoba lagi."
    case (.dead, .english):
      return "Message \(message)\(to) could not be delivered and is not tried again."
    case (.unknown, .indonesian):
      return
        "Tidak diketahui apakah pesan nomor \(message)\(untuk) sampai. Tanyakan kepada penerimanya sebelum mengirim ulang."
    case (.unknown, .english):
      return
        "It is not known whether message \(message)\(to) arrived. Ask its reader before you send it again."
    case (.misconfigured, .indonesian):
      return "Saluran «\(channel)» menolak semua pesan sampai pengaturannya diperbaiki."
    case (.misconfigured, .english):
      return "The channel «\(channel)» refuses every message until its settings are mended."
    case (.delayed, .indonesian):
      return "Saluran «\(channel)» sudah lama tidak menerima pesan; pengiriman terus dicoba."
    case (.delayed, .english):
      return "The channel «\(channel)» has taken no message for some time; it is tried again."
    case (.unreachable, .indonesian):
      return "Direktori tidak mempunyai alamat \(name) untuk saluran mana pun yang dipakai."
    case (.unreachable, .english):
      return "The directory has no address of \(name) for any channel in use."
    }
  }

  /// What to type.
  var commands: [String] {
    switch kind {
    case .dead, .unknown:
      [
        "sinergictl message show \(message)", "sinergictl message retry \(message)",
        "sinergictl message list --state \(kind.rawValue)",
      ]
    case .delayed: ["sinergictl notify list", "sinergictl notify test \(channel)"]
    case .misconfigured:
      ["sinergictl notify test \(channel)", "sinergictl message list --state pending"]
    case .unreachable:
      [
        person.map { "sinergictl directory show \($0)" } ?? "sinergictl directory show",
        "sinergictl directory apply BERKAS", "sinergictl message retry \(message)",
      ]
    }
  }
}
