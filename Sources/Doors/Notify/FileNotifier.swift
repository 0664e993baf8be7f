// One file per message in a folder: for development, for tests, and for gateways that pick files up.

internal import Glibc

/// Writes each message to `FOLDER/KEY.txt`; the key makes a second delivery of the same message harmless.
public struct FileNotifier: Notifier {
  /// The folder.
  public let folder: String
  /// Name in the configuration.
  public let name = "file"
  /// The file of a key is replaced by the same text.
  public let isIdempotent = true

  /// Creates a notifier that writes below `folder`, which must exist.
  public init(folder: String) { self.folder = folder }

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
    guard isSynced, rename(temporary, path) == 0 else {
      let error = Self.failure("cannot finish \(path)")
      unlink(temporary)
      throw error
    }
    return Receipt(path)
  }

  private static func failure(_ what: String) -> DeliveryError {
    .retry("\(what): \(String(cString: strerror(errno)))")
  }

  /// `NKO/2026/0001#3.0` becomes `NKO-2026-0001-3.0.txt`.
  static func fileName(_ key: String) -> String {
    let safe = key.utf8.prefix(NotifyLimits.fileNameBytes).map { byte -> UInt8 in
      let isSafe =
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
        || byte == 0x2E || byte == 0x5F || byte == 0x2D
      return isSafe ? byte : UInt8(ascii: "-")
    }
    // A key never begins with a dot, but a file that hides would be a message that hides.
    let name = String(decoding: safe, as: UTF8.self)
    return (name.hasPrefix(".") ? "_\(name.dropFirst())" : name) + ".txt"
  }
}
