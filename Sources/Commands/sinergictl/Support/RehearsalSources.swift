// Finds what a rehearsal needs beside a definition or a scenario: calendars, children, definitions.

internal import Foundation
internal import Rehearsal
internal import Workflow

/// Finds files.
enum RehearsalSources {
  /// Files of a folder that hold YAML, or end otherwise, by name.
  static func files(in folder: String, ending: String = ".yaml") -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.filter { $0.hasSuffix(ending) && !$0.hasPrefix(".") }.sorted()
      .map { folder == "." ? $0 : "\(folder)/\($0)" }
  }

  static func isFolder(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
      && isFolder.boolValue
  }

  /// The folder that a file stands in; `.` for the one of today.
  static func folder(of file: String) -> String {
    guard let slash = file.lastIndex(of: "/") else { return "." }
    return slash == file.startIndex ? "/" : String(file[..<slash])
  }

  private static func file(_ name: String, in folder: String) -> String {
    folder == "." ? name : "\(folder)/\(name)"
  }

  /// A plan for a definition: without `calendars`, those in `calendars/` beside it; definitions that
  /// stand beside it and that it names come along, for it may start them.
  static func plan(
    _ definition: SourceText, calendars: [String], directories: [String]
  ) throws(DefinitionFile.Unreadable) -> RehearsalPlan {
    let folder = folder(of: definition.name)
    let calendarFiles =
      calendars.isEmpty ? files(in: file("calendars", in: folder)) : calendars
    var plan = RehearsalPlan(
      definition: definition, calendars: try read(calendarFiles), zone: SystemZones.rules)
    plan.directories = try read(directories)
    for folder in Set(calendarFiles.map(self.folder)).sorted() {
      plan.attachments += try read(files(in: folder, ending: ".ics"))
    }
    let own = workflowName(definition)
    plan.others = files(in: folder).filter { $0 != definition.name }.compactMap { other in
      guard let source = try? DefinitionFile.read(other), let name = workflowName(source),
        name != own, definition.text.contains(name)
      else { return nil }
      return source
    }
    return plan
  }

  private static func read(_ files: [String]) throws(DefinitionFile.Unreadable) -> [SourceText] {
    var sources: [SourceText] = []
    for file in files { sources.append(try DefinitionFile.read(file)) }
    return sources
  }

  /// The definition of a workflow: in `folder`, or else above the scenario or beside it.
  static func definition(
    of workflow: String, scenario: String, folder: String?
  ) throws(DefinitionFile.Unreadable) -> SourceText {
    let own = self.folder(of: scenario)
    let above = own == "." ? ".." : self.folder(of: own)
    let folders = folder.map { [$0] } ?? [above, own]
    var names: [String] = []
    for file in folders.flatMap({ files(in: $0) }) {
      guard let source = try? DefinitionFile.read(file), let name = workflowName(source) else {
        continue
      }
      if name == workflow { return source }
      names.append(name)
    }
    let near = Suggestion.nearest(to: workflow, in: names).map { "; did you mean «\($0)»?" } ?? ""
    throw DefinitionFile.Unreadable(
      message: "no definition of «\(workflow)» in \(folders.joined(separator: " or "))\(near)")
  }

  /// The name that a definition gives itself, without reading all of it.
  private static func workflowName(_ source: SourceText) -> String? {
    guard FileKind(of: source.text) == .definition else { return nil }
    let line = source.text.split(whereSeparator: \.isNewline).first { $0.hasPrefix("workflow:") }
    let value = line?.dropFirst("workflow:".count).split(separator: "#").first
    let name = value.map { $0.filter { !$0.isWhitespace && $0 != "\"" && $0 != "'" } }
    return name.flatMap { $0.isEmpty ? nil : $0 }
  }
}
