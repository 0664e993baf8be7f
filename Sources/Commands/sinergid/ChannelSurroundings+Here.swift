// What channels may use of this machine: files with secrets, the host's name.

import Foundation
import Notify

extension ChannelSurroundings {
  /// Largest file with a secret, in bytes.
  private static let secretBytes = 65_536

  /// The surroundings of this process.
  static func here(
    spool: String, zone: String, journal: @escaping @Sendable (Message) -> Void
  ) -> ChannelSurroundings {
    ChannelSurroundings(
      journal: journal, spool: spool, read: read,
      credentials: ProcessInfo.processInfo.environment["CREDENTIALS_DIRECTORY"], host: host,
      zone: SystemZones.rules(zone) ?? .utc)
  }

  @Sendable private static func read(_ path: String) -> Result<String, UnreadableFile> {
    guard let file = FileHandle(forReadingAtPath: path) else {
      return .failure(UnreadableFile(String(cString: strerror(errno))))
    }
    defer { try? file.close() }
    do {
      let data = try file.read(upToCount: secretBytes + 1) ?? Data()
      guard data.count <= secretBytes else { return .failure(UnreadableFile("it is too large")) }
      guard let text = String(data: data, encoding: .utf8) else {
        return .failure(UnreadableFile("it is not UTF-8"))
      }
      return .success(text)
    } catch {
      return .failure(UnreadableFile("\(error.localizedDescription)"))
    }
  }

  /// The name that the kernel has; no question is asked of any server.
  private static var host: String {
    var name = [CChar](repeating: 0, count: 256)
    guard gethostname(&name, name.count - 1) == 0 else { return "localhost" }
    let text = String(
      decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    return text.isEmpty ? "localhost" : text
  }
}
