// One file per message in a folder: for development, for tests, and for gateways that pick files up.

internal import Glibc

/// Writes each message to `FOLDER/KEY.txt`; the key makes a second delivery of the same message harmless.
public struct FileNotifier: Channel {
  /// The folder.
  public let folder: String
  /// Name in the configuration.
  public let name: String
  /// To whom it carries messages.
  public let audience: Audience
  /// How much it carries at a time.
  public let pace: ChannelPace
  /// The file of a key is replaced by the same text.
  public let isIdempotent = true

  /// Creates a notifier that writes below `folder`, which must exist.
  public init(folder: String) {
    self.folder = folder
    name = Self.typeName
    audience = .office
    pace = ChannelPace()
  }

  package static let typeName = "file"
  package static let keys = ["folder"]

  package init?(_ common: ChannelCommon, _ settings: inout ChannelSettings) {
    folder = settings.has("folder") ? settings.text("folder") ?? "" : settings.surroundings.spool
    name = common.name
    audience = common.audience
    pace = common.pace
    guard folder.hasPrefix("/") || !settings.has("folder") else {
      settings.problem("folder", "«folder» must be an absolute path")
      return nil
    }
  }

  /// Writes, syncs and renames, so that a reader never sees half a message.
  public func deliver(_ message: Message) async throws(DeliveryError) -> Receipt {
    let bytes = Array(MessageText.file(message).utf8)
    guard bytes.count <= NotifyLimits.messageBytes else {
      throw .giveUp("the message has \(bytes.count) bytes, at most \(NotifyLimits.messageBytes)")
    }
    let path = "\(folder)/\(Self.fileName(message.key))"
    let temporary = "\(path).part"
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw Self.failure("cannot create \(temporary)") }
    var written = 0
    while written < bytes.count {
      let count = bytes.withUnsafeBytes {
        write(descriptor, $0.baseAddress?.advanced(by: written), bytes.count - written)
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else {
        let error = Self.failure("cannot write \(temporary)")
        close(descriptor)
        unlink(temporary)
        throw error
      }
      written += count
    }
    let isSynced = fsync(descriptor) == 0
    close(descriptor)
    guard isSynced, rename(temporary, path) == 0, Self.syncFolder(folder) else {
      let error = Self.failure("cannot finish \(path)")
      unlink(temporary)
      throw error
    }
    return Receipt(path)
  }

  private static func failure(_ what: String) -> DeliveryError {
    .retry("\(what): \(String(cString: strerror(errno)))")
  }

  /// Makes the new name itself safe from a power cut.
  private static func syncFolder(_ folder: String) -> Bool {
    let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    return fsync(descriptor) == 0
  }

  /// `NKO/2026/0001#3.0` becomes `NKO-2026-0001-3.0.txt`.
  ///
  /// Any other form of key loses more than its slashes, so its name ends with a hash of the key that
  /// keeps alike keys apart.
  static func fileName(_ key: String) -> String {
    let safe = key.utf8.prefix(NotifyLimits.fileNameBytes).map { byte in
      isPlain(byte) || byte == UInt8(ascii: "-") ? byte : UInt8(ascii: "-")
    }
    // A key never begins with a dot, but a file that hides would be a message that hides.
    let name = String(decoding: safe, as: UTF8.self)
    let shown = name.hasPrefix(".") ? "_\(name.dropFirst())" : name
    return shown + (isUsual(key) ? "" : "-\(hash(key))") + ".txt"
  }

  /// A reference without dashes, one `#`, and numbers: only one such key has its file name.
  private static func isUsual(_ key: String) -> Bool {
    let parts = key.utf8.split(separator: UInt8(ascii: "#"), omittingEmptySubsequences: false)
    return key.utf8.count <= NotifyLimits.fileNameBytes && parts.count == 2 && !key.hasPrefix(".")
      && parts[0].allSatisfy { isPlain($0) || $0 == UInt8(ascii: "/") }
      && parts[1].allSatisfy(isPlain)
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
      || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "_")
  }

  /// FNV-1a, 64 bits: the same on every machine and in every run.
  private static func hash(_ key: String) -> String {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in key.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
    return String(hash, radix: 16)
  }
}
