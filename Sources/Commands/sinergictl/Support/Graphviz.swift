// Graphviz, where it is installed: lays a graph out and gives its picture.

internal import Foundation
internal import Glibc

/// Runs `dot`.
enum Graphviz {
  /// Longest that a layout may take, in seconds; what takes longer is laid out by ourselves.
  static let longestLayout = 20.0

  /// The program, where it is installed.
  static var program: String? {
    let path = getenv("PATH").map { String(cString: $0) } ?? "/usr/bin:/bin"
    return path.split(separator: ":").map { "\($0)/dot" }
      .first { access($0, X_OK) == 0 }
  }

  /// The picture of a graph as SVG; nil when `dot` fails or takes too long.
  static func svg(of graph: String, by program: String) -> String? {
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "sinergictl-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let input = folder.appending(path: "chart.dot")
    let output = folder.appending(path: "chart.svg")
    do {
      try FileManager.default.createDirectory(
        at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
      try Data(graph.utf8).write(to: input)
      let process = Process()
      process.executableURL = URL(filePath: program)
      process.arguments = ["-Tsvg", "-o", output.path, input.path]
      process.standardError = FileHandle.nullDevice
      process.standardOutput = FileHandle.nullDevice
      let ended = DispatchSemaphore(value: 0)
      process.terminationHandler = { _ in ended.signal() }
      try process.run()
      guard ended.wait(timeout: .now() + longestLayout) == .success else {
        process.terminate()
        return nil
      }
      guard process.terminationStatus == 0 else { return nil }
      return try String(contentsOf: output, encoding: .utf8)
    } catch {
      return nil
    }
  }
}
