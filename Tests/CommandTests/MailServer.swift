// A real mail server on loopback (aiosmtpd), and the mails that it has taken.

import Foundation
import Glibc
import Testing

/// Runs until ``end()``.
final class MailServer {
  /// Whether Debian's python3-aiosmtpd is there.
  static let isThere: Bool = {
    let path = "/usr/lib/python3/dist-packages/aiosmtpd/__init__.py"
    if FileManager.default.fileExists(atPath: path) { return true }
    print("skipped: no mail server; Debian's package python3-aiosmtpd brings it")
    return false
  }()

  /// A mail, taken apart by Python's email package.
  struct Mail: Decodable {
    var recipients: [String]
    var fields: [[String]]
    var subject: String
    var parts: [String: String]
    var structure: [String]
    var defects: [String]
    var raw: String

    func field(_ name: String) -> String? {
      fields.first { $0[0].lowercased() == name.lowercased() }?[1]
    }

    /// The day of its Date in Bali.
    var day: String {
      let format = DateFormatter()
      format.locale = Locale(identifier: "en_US_POSIX")
      format.dateFormat = "EEE, dd MMM yyyy HH:mm:ss Z"
      guard let date = field("Date").flatMap({ format.date(from: $0) }) else { return "" }
      format.timeZone = TimeZone(secondsFromGMT: 28_800)
      format.dateFormat = "yyyy-MM-dd"
      return format.string(from: date)
    }
  }

  let port: Int
  private let program = Process()
  private let input = Pipe()
  private let path: String

  /// - Parameter delayMilliseconds: how long it keeps a mail that it has taken before it answers.
  init(folder: String, delayMilliseconds: Int = 0) throws {
    path = "\(folder)/mails.jsonl"
    FileManager.default.createFile(atPath: path, contents: nil)
    let output = Pipe()
    program.executableURL = URL(filePath: "/usr/bin/python3")
    program.arguments = [
      "\(Places.top)/Tests/NotifyTests/Servers/smtp.py", path, "--delay", "\(delayMilliseconds)",
    ]
    program.standardInput = input
    program.standardOutput = output
    try program.run()
    var line = Data()
    while !line.contains(10), let byte = try output.fileHandleForReading.read(upToCount: 1),
      !byte.isEmpty
    {
      line += byte
    }
    let text = String(decoding: line, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    port = try #require(Int(text), "the mail server did not start")
  }

  func end() {
    try? input.fileHandleForWriting.close()
    program.terminate()
    program.waitUntilExit()
  }

  /// Everything that has arrived, in order.
  func mails() throws -> [Mail] {
    try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map {
      try decode(Mail.self, String($0))
    }
  }
}
