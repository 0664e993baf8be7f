// Reads the files that the library is made of.

import Engine
import Foundation
import Workflow

/// Finds and reads definitions, calendars and directory files.
struct LibraryFiles: Sendable {
  /// Folders with definitions, and below `calendars/` calendars and the iCalendar files that these
  /// take in; a later one overrides file by file.
  var workflows: [String]
  /// Directory files, each on top of the ones before.
  var directory: [String]

  /// Files above this size are not read at all; the readers refuse much less.
  private static let mostBytes = 64 << 20

  func read() -> LibrarySources {
    var sources = LibrarySources()
    sources.workflows = read(".yaml", in: "", into: &sources.unreadable)
    sources.calendars = read(".yaml", in: "/calendars", into: &sources.unreadable)
    sources.registers = read(".yaml", in: "/register", into: &sources.unreadable)
    sources.templates = readTemplates(&sources.unreadable)
    sources.attachments = read(".ics", in: "/calendars", into: &sources.unreadable)
    for path in directory {
      // A missing directory file is reported: without people nobody may act.
      if let source = Self.read(path, into: &sources.unreadableDirectories) {
        sources.directories.append(source)
      }
    }
    if sources.workflows.isEmpty {
      sources.unreadable.append(
        "no workflow definition (*.yaml) in \(workflows.joined(separator: ", "))")
    }
    return sources
  }

  /// Templates, and below folders named like workflows those that only these use.
  private func readTemplates(_ unreadable: inout [String]) -> [SourceText] {
    var folders: Set<String> = [""]
    for base in workflows {
      let names = try? FileManager.default.contentsOfDirectory(atPath: "\(base)/templates")
      for name in names ?? [] where !name.hasPrefix(".") {
        var isFolder: ObjCBool = false
        let path = "\(base)/templates/\(name)"
        if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue
        {
          folders.insert("/\(name)")
        }
      }
    }
    return folders.sorted().flatMap {
      read(".mustache", in: "/templates\($0)", into: &unreadable)
    }
  }

  private func read(
    _ ending: String, in folder: String, into unreadable: inout [String]
  ) -> [SourceText] {
    var paths: [String: String] = [:]
    for base in workflows {
      let folder = base + folder
      guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
        continue
      }
      for name in names where name.hasSuffix(ending) && !name.hasPrefix(".") {
        paths[name] = "\(folder)/\(name)"
      }
    }
    return paths.sorted { $0.key < $1.key }.compactMap { Self.read($0.value, into: &unreadable) }
  }

  static func read(_ path: String, into unreadable: inout [String]) -> SourceText? {
    do {
      let attributes = try FileManager.default.attributesOfItem(atPath: path)
      let size = (attributes[.size] as? NSNumber)?.intValue ?? 0
      guard size <= mostBytes else {
        unreadable.append("cannot read \(path): \(size) bytes are too many")
        return nil
      }
      let data = try Data(contentsOf: URL(fileURLWithPath: path))
      // Bytes that are not UTF-8 become replacement characters, which the readers refuse with a place.
      return SourceText(name: path, text: String(decoding: data, as: UTF8.self))
    } catch {
      unreadable.append("cannot read \(path): \(Self.reason(error))")
      return nil
    }
  }

  private static func reason(_ error: any Error) -> String {
    let known: [CocoaError.Code: String] = [
      .fileReadNoSuchFile: "no such file", .fileNoSuchFile: "no such file",
      .fileReadNoPermission: "permission denied",
    ]
    return (error as? CocoaError).flatMap { known[$0.code] } ?? "\(error.localizedDescription)"
  }
}
