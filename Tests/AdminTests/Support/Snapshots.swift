// Files that hold what was right: RECORD_SNAPSHOTS=1 writes them anew.

import Foundation
import Testing

enum Snapshots {
  /// The top of the project.
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// Compares with a file below the top, or writes it.
  static func check(
    _ text: String, _ path: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let file = root.appendingPathComponent(path)
    if ProcessInfo.processInfo.environment["RECORD_SNAPSHOTS"] == "1" {
      try Data(text.utf8).write(to: file)
      return
    }
    let kept = try String(contentsOf: file, encoding: .utf8)
    #expect(
      text == kept, "\(path) differs; RECORD_SNAPSHOTS=1 writes it anew",
      sourceLocation: sourceLocation)
  }
}
