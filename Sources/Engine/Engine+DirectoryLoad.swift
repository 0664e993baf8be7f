// The directory at a load: from the database, and from files where there is none yet or they are to lead.

internal import Logging
internal import Store
internal import Workflow

/// The directory that is in use.
struct HeldDirectory: Sendable {
  var directory = Directory()
  /// Nil until it is on record.
  var version: DirectoryVersion?
  /// What should be done about files that say something else.
  var notes: [String] = []
}

/// What a load found.
struct DirectoryLoad: Sendable {
  var held: HeldDirectory
  var isNew = false
  var problems: [Library.Report.Problem] = []
}

extension Engine {
  /// The directory to be used from now on, committed where it is new.
  func loadDirectory(_ sources: LibrarySources) async throws(StoreError) -> DirectoryLoad {
    var held = heldDirectory
    let isStart = held.version == nil
    var stored = Directory()
    if isStart, let row = try await store.directory() {
      guard let directory = row.rows.directory else {
        throw .corrupt(detail: "the directory cannot be read")
      }
      (stored, held.version) = (directory, row.version)
      if configuration.directorySource == .database { held.directory = directory }
    }
    let isLed = configuration.directorySource == .files || held.version == nil
    guard isLed else {
      held.notes = directoryNotes(sources.directories, held.directory)
      return DirectoryLoad(held: held)
    }
    var load = DirectoryLoad(held: held)
    load.problems = sources.unreadableDirectories.map { Library.Report.Problem($0, subject: "-") }
    let (read, problems) = Library.directory(of: sources.directories)
    load.problems += problems
    guard let read, !sources.directories.isEmpty, sources.unreadableDirectories.isEmpty else {
      // Half of the people is nobody's directory. After a restart there is none: who was struck from a
      // file may not come back by somebody else's spelling mistake.
      return load
    }
    // What is in use is what was last on record, but for the time right after a restart.
    let before = isStart ? stored : held.directory
    load.isNew = held.directory != read
    load.held.directory = read
    let changes = before.difference(to: read)
    if !changes.isEmpty {
      load.held.version = try await commit(
        read, after: held.version?.number ?? 0, changes, by: "daemon", reason: nil, cause: "daemon")
    }
    return load
  }

  /// The files that would change the directory in force, each with the command to type.
  func directoryNotes(_ files: [SourceText], _ directory: Directory) -> [String] {
    guard configuration.directorySource == .database else { return [] }
    return files.compactMap { file in
      guard let next = DirectoryReader.merge([file], into: directory).value else {
        return
          "the directory file \(file.name) has problems; it is not in use: «sinergictl directory apply \(file.name) --dry-run» tells them"
      }
      let changes = directory.difference(to: next)
      return changes.isEmpty
        ? nil
        : "the directory file \(file.name) differs in \(changes.count) entries from the directory in force, which stays until «sinergictl directory apply \(file.name)»"
    }
  }
}

extension Library {
  /// The directory of files, in canonical order; nil when one of them has an error.
  static func directory(of sources: [SourceText]) -> (Directory?, [Report.Problem]) {
    var next = Directory()
    var problems: [Report.Problem] = []
    for source in sources {
      let reading = DirectoryReader.read(source, onto: next)
      // Without the line of the file: it may hold an address, and this goes into the journal.
      problems += reading.diagnostics.map {
        var problem = Report.Problem($0.placed(in: source), about: source)
        problem.isWarning = $0.severity == .warning
        return problem
      }
      guard let value = reading.value else { return (nil, problems) }
      next = value
    }
    return (next.canonical, problems)
  }
}
