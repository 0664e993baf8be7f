// Files that are read on this machine: definitions, charts, and what lies beside them.

internal import ArgumentParser
internal import Foundation
internal import Workflow

/// Writes files, whole or not at all.
enum OutputFile {
  /// Makes a folder where there is none.
  static func makeFolder(_ folder: String, _ console: Console) throws {
    do {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    } catch {
      console.note("cannot make the folder \(folder): \(error.localizedDescription)")
      throw ExitCode(Exit.cannot.rawValue)
    }
  }

  static func write(_ bytes: [UInt8], to file: String, _ console: Console) throws {
    do {
      try Data(bytes).write(to: URL(filePath: file), options: .atomic)
    } catch {
      console.note("cannot write \(file): \(error.localizedDescription)")
      throw ExitCode(Exit.cannot.rawValue)
    }
  }
}

/// Reads files.
enum DefinitionFile {
  /// Why a file cannot be read.
  struct Unreadable: Error {
    var message: String
  }

  /// The text of a file.
  static func read(_ file: String) throws(Unreadable) -> SourceText {
    guard let data = FileManager.default.contents(atPath: file) else {
      throw Unreadable(
        message: "cannot read \(file): there is no such file, or you may not read it")
    }
    guard data.count <= WorkflowLimits.sourceBytes else {
      throw Unreadable(
        message: "cannot read \(file): it is larger than \(WorkflowLimits.sourceBytes) bytes")
    }
    guard let text = String(validating: data, as: UTF8.self) else {
      throw Unreadable(message: "cannot read \(file): it is not UTF-8")
    }
    return SourceText(name: file, text: text)
  }

  /// The text of a file; where it cannot be read that is told, and the command ends.
  static func read(_ file: String, _ console: Console) throws -> SourceText {
    do throws(Unreadable) {
      return try read(file)
    } catch {
      console.note(error.message)
      throw ExitCode(Exit.cannot.rawValue)
    }
  }

  /// What was read of a file; where there is nothing its errors are told, and the command ends.
  static func value<Value>(
    _ reading: Reading<Value>, _ source: SourceText, _ console: Console
  ) throws -> Value {
    if let value = reading.value { return value }
    for problem in reading.diagnostics where problem.severity == .error {
      console.note(problem.rendered(in: source))
    }
    throw ExitCode(Exit.cannot.rawValue)
  }

  /// What a calendar may take in: files in its own folder, by their names.
  static func beside(_ file: String) -> (String) -> SourceText? {
    let folder = URL(filePath: file).deletingLastPathComponent()
    return { name in try? read(folder.appending(path: name).path) }
  }

  /// The calendar of a file; where there is none its errors are told, and the command ends.
  static func calendar(_ file: String, _ console: Console) throws -> OfficeCalendar {
    let source = try read(file, console)
    let reading = CalendarReader.read(
      source, digest: "unknown", zone: DefinitionCheck.zone, attachments: beside(file))
    if let value = reading.value { return value }
    let parts =
      [(source, reading.diagnostics)] + reading.included.map { ($0.source, $0.diagnostics) }
    for (part, problems) in parts {
      for problem in problems where problem.severity == .error {
        console.note(problem.rendered(in: part))
      }
    }
    throw ExitCode(Exit.cannot.rawValue)
  }

  /// What a chart may name with `src`: files in its own folder and below it, and no others, for
  /// charts come from elsewhere, too.
  static func neighbours(of file: String) -> (String) -> String? {
    let folder = URL(filePath: file).deletingLastPathComponent()
    return { source in
      let name = source.hasPrefix("file:") ? String(source.dropFirst("file:".count)) : source
      guard !name.hasPrefix("/"), !name.contains("://"),
        !name.split(separator: "/").contains("..")
      else { return nil }
      return try? read(folder.appending(path: name).path).text
    }
  }
}
