// The rooms of the house and what each may import: the table of the design, written for a test.

import Foundation

/// One room: a target, its folder, and the modules that it may import.
struct Room: Sendable {
  var name: String
  var folder: String
  var imports: Set<String>

  private init(_ name: String, _ folder: String, _ imports: Set<String>) {
    self.name = name
    self.folder = folder
    self.imports = imports
  }

  /// Modules of ours that come with a room through the types of its public interface.
  private static let core: Set<String> = ["Statechart", "CEL", "WorkCalendar"]

  static let all: [Room] = [
    // Nothing at all: pure values and functions.
    Room("Statechart", "Sources/Core/Statechart", []),
    Room("CEL", "Sources/Core/CEL", []),
    Room("WorkCalendar", "Sources/Core/WorkCalendar", []),

    // Pure; its two parsers take text and give trees.
    Room("Workflow", "Sources/Workflow", core.union(["Yams", "CExpat"])),
    Room("CExpat", "Sources/Doors/CExpat", []),

    // Each door has its one thing outside. Foundation is there for `Data` and files, Glibc for
    // what the system calls itself.
    Room(
      "Store", "Sources/Doors/Store",
      [
        "Workflow", "WorkCalendar", "GRDB", "GRDBSQLite", "Crypto", "Foundation", "Glibc",
        "Synchronization",
      ]),
    Room(
      "Notify", "Sources/Doors/Notify",
      [
        "Workflow", "WorkCalendar", "CCurl", "AsyncHTTPClient", "NIOCore", "NIOPosix", "NIOHTTP1",
        "NIOSSL", "Subprocess", "SystemPackage", "Mustache", "Crypto", "Dispatch", "Foundation",
        "Glibc", "Synchronization",
      ]),
    Room("CCurl", "Sources/Doors/CCurl", []),
    Room("CSystemd", "Sources/Doors/CSystemd", []),
    Room("CLinux", "Sources/Doors/CLinux", []),
    Room(
      "Systemd", "Sources/Doors/Systemd",
      ["CSystemd", "CLinux", "Logging", "Dispatch", "Glibc", "Synchronization"]),

    Room("CXlsxWriter", "Sources/Doors/CXlsxWriter", []),
    Room("Sheets", "Sources/Doors/Sheets", ["CXlsxWriter", "Glibc"]),
    Room(
      "Archive", "Sources/Doors/Archive", ["Crypto", "Dispatch", "Glibc", "Synchronization"]),

    Room(
      "Engine", "Sources/Engine",
      core.union([
        "Workflow", "Store", "Notify", "Archive", "ServiceLifecycle", "Logging", "Metrics",
        "Crypto",
        "Synchronization",
      ])),

    // No Foundation, no Glibc: it cannot open a file.
    Room(
      "Rehearsal", "Sources/Rehearsal",
      ["Engine", "Store", "Notify", "Workflow", "WorkCalendar", "Logging", "Synchronization"]),

    Room("AdminAPI", "Sources/Admin/AdminAPI", ["Foundation"]),
    Room(
      "AdminServer", "Sources/Admin/AdminServer",
      [
        "Engine", "AdminAPI", "Workflow", "WorkCalendar", "Hummingbird", "HummingbirdCore",
        "HTTPTypes", "NIOCore", "NIOPosix", "NIOExtras", "Logging", "ServiceLifecycle", "Glibc",
        "Synchronization",
      ]),
    Room(
      "AdminClient", "Sources/Admin/AdminClient",
      ["AdminAPI", "AsyncHTTPClient", "NIOCore", "NIOHTTP1", "Glibc"]),

    Room(
      "sinergid", "Sources/Commands/sinergid",
      [
        "Engine", "Store", "Notify", "Archive", "Systemd", "AdminServer", "Workflow",
        "WorkCalendar", "ArgumentParser", "ServiceLifecycle", "UnixSignals", "Logging",
        "Foundation",
        "Glibc", "Synchronization",
      ]),
    Room(
      "sinergictl", "Sources/Commands/sinergictl",
      [
        "AdminClient", "AdminAPI", "Rehearsal", "Workflow", "WorkCalendar", "ArgumentParser",
        "Foundation", "Glibc", "Synchronization", "Crypto", "Sheets",
      ]),
  ]

  var isCore: Bool { folder.hasPrefix("Sources/Core/") }
  var isCommand: Bool { folder.hasPrefix("Sources/Commands/") }
}

/// A Swift file of the tree.
struct SourceFile {
  var path: String
  var text: SwiftText
}

/// The tree that this test stands in.
enum House {
  static let root = URL(filePath: #filePath).resolvingSymlinksInPath()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  static func text(_ path: String) -> String? {
    try? String(contentsOf: root.appending(path: path), encoding: .utf8)
  }

  /// Paths of all files below a folder, from the root; none when the folder does not exist.
  static func paths(below folder: String) -> [String] {
    let found = try? FileManager.default.subpathsOfDirectory(
      atPath: root.appending(path: folder).path)
    return (found ?? []).sorted().map { "\(folder)/\($0)" }
  }

  static func swiftFiles(below folder: String) -> [SourceFile] {
    paths(below: folder).filter { $0.hasSuffix(".swift") }.compactMap { path in
      text(path).map { SourceFile(path: path, text: SwiftText($0)) }
    }
  }

  static let sources = swiftFiles(below: "Sources")

  static func room(of path: String) -> Room? {
    Room.all.first { path.hasPrefix($0.folder + "/") }
  }
}
