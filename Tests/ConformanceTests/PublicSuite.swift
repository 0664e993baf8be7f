// Public test data, read in place: where it lies, and how a suite reports.

import Foundation
import Testing

/// The folder of public test data; none of it belongs to the project.
enum PublicSuite {
  /// Its variable, else the folder that lies beside the project.
  static let root: URL = {
    if let path = ProcessInfo.processInfo.environment["SINERGI_CONFORMANCE"] {
      return URL(filePath: path)
    }
    return URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "shared/conformance")
  }()

  /// A folder of it; nil, and a line that says so, where it is not there.
  static func folder(_ name: String, suite: String) -> URL? {
    let folder = root.appending(path: name)
    if FileManager.default.fileExists(atPath: folder.path) { return folder }
    print("\(suite): skipped, there is no \(folder.path); SINERGI_CONFORMANCE names another folder")
    return nil
  }

  /// All files below a folder whose name ends so, as paths below it.
  static func files(below folder: URL, ending suffix: String) -> [String] {
    let all = try? FileManager.default.subpathsOfDirectory(atPath: folder.path)
    return (all ?? []).filter { $0.hasSuffix(suffix) }.sorted()
  }

  static func text(_ url: URL) throws -> String { try String(contentsOf: url, encoding: .utf8) }
}

/// The cases of a suite, counted.
struct Tally {
  let suite: String
  /// Cases that cannot be met, with the reason.
  let exclusions: [String: String]
  private(set) var passed = 0
  private(set) var failures: [(name: String, why: String)] = []
  private(set) var excluded: [String] = []
  /// Cases that pass although they are excluded.
  private(set) var surprises: [String] = []

  init(_ suite: String, exclusions: [String: String] = [:]) {
    self.suite = suite
    self.exclusions = exclusions
  }

  /// Notes a case; `problem` is nil when it passed.
  mutating func note(_ name: String, _ problem: String?) {
    switch (problem, exclusions[name] != nil) {
    case (nil, false): passed += 1
    case (nil, true): surprises.append(name)
    case (_?, true): excluded.append(name)
    case (let problem?, false): failures.append((name, problem))
    }
  }

  /// Prints the last line of the suite and holds it to its promise.
  func close() {
    let total = passed + failures.count + excluded.count + surprises.count
    for (name, why) in failures { Issue.record("\(suite) \(name): \(why)") }
    for name in surprises {
      Issue.record("\(suite) \(name) passes now; take it out of the exclusions")
    }
    print("\(suite): \(passed) of \(total) passed, \(excluded.count) excluded")
    for name in excluded.sorted() { print("  \(name): \(exclusions[name] ?? "")") }
    #expect(total > 0, "no case was found")
  }
}
