// `sinergictl directory`: who holds what, and changing it from files.

internal import AdminAPI
internal import AdminClient
internal import ArgumentParser
internal import Glibc
internal import Workflow

struct DirectoryCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "directory", abstract: "Look after organisations, positions and people.",
    discussion: """
      Example:
        sinergictl directory show kepala-dinas
      """,
    subcommands: [
      DirectoryShow.self, DirectoryApply.self, DirectoryExportCommand.self, DirectoryForget.self,
    ])
}

struct DirectoryShow: DaemonCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show who holds what on a day.",
    discussion: """
      Without arguments the positions with whoever stands for them; a position that nobody holds is \
      marked. With the identity of a position, a person or an organisation everything about it: of a \
      position also earlier and later holders. Addresses are shown to administrators and to the person \
      whom they belong to.

      Examples:
        sinergictl directory show
        sinergictl directory show kepala-dinas --on 2026-07-01
        sinergictl directory show --people
      """)

  @Argument(help: "A position, a person or an organisation.") var id: String?
  @Flag(name: .long, help: "List positions (the default).") var positions = false
  @Flag(name: .long, help: "List people.") var people = false
  @Flag(name: .long, help: "List organisations.") var organisations = false
  @Flag(name: .long, help: "List deputies.") var deputies = false
  @Option(name: .long, help: "The day, such as 2027-03-09; by default today.") var on: String?
  @OptionGroup var daemon: DaemonOptions

  var purpose: String { "show the directory" }

  func validate() throws {
    let asked = [id != nil, positions, people, organisations, deputies].count { $0 }
    if asked > 1 { throw ValidationError("give one: an identity or one of the lists") }
  }

  func perform(_ client: AdminClient, _ console: Console) async throws {
    let answer = try await client.directory(on: on)
    let directory = answer.value
    if console.printsJSON { return console.answer(answer.json) { _ in "" } }
    if let id {
      guard let words = DirectoryWords.detail(id, directory, console.appearance) else {
        console.note("the directory has no position, person or organisation «\(id)»")
        let known =
          directory.positions.map(\.id) + directory.people.map(\.id)
          + directory.organisations.map(\.id)
        let near = NearestWord.to(id, in: known)
        console.note("try: sinergictl directory show \(near ?? "--positions")")
        throw ExitCode(Exit.cannot.rawValue)
      }
      return console.out(words)
    }
    let words =
      people
      ? DirectoryWords.people(directory, console.appearance)
      : organisations
        ? DirectoryWords.organisations(directory, console.appearance)
        : deputies
          ? DirectoryWords.deputies(directory, console.appearance)
          : DirectoryWords.positions(directory, console.appearance)
    console.list(answer.json, isEmpty: words.isEmpty, none: "there is none") { _ in words }
  }
}

struct DirectoryApply: DaemonCommand {
  static let configuration = CommandConfiguration(
    commandName: "apply", abstract: "Bring files into the directory.",
    discussion: """
      Shows what the files (YAML, or tables that end with .csv) would change, asks, and changes it. An \
      entry whose identity is there already takes its place, others are added, nothing is removed. With \
      --replace the files are the whole directory, and what they do not name goes. Contacts stay with a \
      person whose entry does not speak of contacts. A problem in a file, or in the whole that would come \
      of it, changes nothing; applying the same again changes nothing either. For administrators.

      Without a terminal it does not ask: give --yes.

      Examples:
        sinergictl directory apply pejabat.csv --reason "SK 821/12/2026"
        sinergictl directory apply direktori.yaml --replace --dry-run
      """)

  @Argument(help: "Files, .yaml or .csv.", completion: .file(extensions: ["yaml", "csv"]))
  var files: [String]
  @Flag(name: .long, help: "The files are the whole directory.") var replace = false
  @Flag(name: .long, help: "Do not ask.") var yes = false
  @Flag(name: .long, help: "Only show what would change.") var dryRun = false
  @Option(name: .long, help: "Why; it is kept in the history.") var reason: String?
  @OptionGroup var daemon: DaemonOptions

  var purpose: String { "apply the directory" }

  func perform(_ client: AdminClient, _ console: Console) async throws {
    let sources = try files.map { file in
      let source = try DefinitionFile.read(file, console)
      return DirectoryFile(name: source.name, text: source.text)
    }
    let preview = try await client.previewDirectory(
      DirectoryPreviewRequest(files: sources, replace: replace ? true : nil))
    let changes = preview.value.changes
    if changes.isEmpty || dryRun {
      console.list(
        preview.json, isEmpty: changes.isEmpty,
        none: "no change: the directory (version \(preview.value.version)) says the same"
      ) { DirectoryWords.changes(changes, $0) }
      if !changes.isEmpty, !console.printsJSON {
        console.note("\(DirectoryWords.summary(changes)); nothing was changed (--dry-run)")
      }
      return
    }
    if !yes {
      // The answer is about this difference, so it stands before the question.
      console.note(DirectoryWords.changes(changes, console.messageAppearance))
      console.note(DirectoryWords.summary(changes))
      guard try isWanted(console) else {
        console.note("nothing was changed")
        throw ExitCode(Exit.cannot.rawValue)
      }
    }
    let answer = try await client.applyDirectory(
      DirectoryApplyRequest(
        files: sources, replace: replace ? true : nil, expectedVersion: preview.value.version,
        reason: reason))
    console.answer(answer.json) { appearance in
      (yes ? DirectoryWords.changes(answer.value.changes, appearance) : "")
        + "directory version \(answer.value.version): \(DirectoryWords.summary(answer.value.changes))\n"
    }
  }

  private func isWanted(_ console: Console) throws -> Bool {
    guard isatty(STDIN_FILENO) == 1 else {
      console.note("there is no terminal to ask at; give --yes, or --dry-run to look only")
      throw ExitCode(Exit.usage.rawValue)
    }
    Console.write("apply? [y/N] ", to: STDERR_FILENO)
    let answer = readLine(strippingNewline: true)?.lowercased() ?? ""
    return ["y", "yes", "ya"].contains(answer)
  }
}

struct DirectoryExportCommand: DaemonCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Write the directory as files that can be applied.",
    discussion: """
      YAML is one file; csv is a table for each kind of entry, written into the folder of --output, or one \
      of them with --kind. Without --contacts there is no address in it. Applying what was exported \
      changes nothing. For administrators.

      Examples:
        sinergictl directory export > direktori.yaml
        sinergictl directory export --format csv --output tabel
        sinergictl directory export --format csv --kind people --contacts
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable { case yaml, csv }
  enum Kind: String, ExpressibleByArgument, CaseIterable {
    case organisations, positions, people, holdings, deputies
  }

  @Option(name: .long, help: "yaml or csv.") var format: Format = .yaml
  @Option(name: .long, help: "Of the tables only this one.") var kind: Kind?
  @Flag(name: .long, help: "With addresses: keep such a file where nobody else reads it.")
  var contacts = false
  @Option(name: .long, help: "The file, or the folder of tables.", completion: .file())
  var output: String?
  @OptionGroup var daemon: DaemonOptions

  var purpose: String { "export the directory" }

  func validate() throws {
    if format == .yaml, kind != nil { throw ValidationError("--kind is for --format csv") }
    if format == .csv, kind == nil, output == nil, !daemon.output.json {
      throw ValidationError("csv is a table for each kind: give --output FOLDER, or --kind")
    }
  }

  func perform(_ client: AdminClient, _ console: Console) async throws {
    let answer = try await client.exportDirectory(format: format.rawValue, contacts: contacts)
    if console.printsJSON { return console.answer(answer.json) { _ in "" } }
    let files = answer.value.files.filter { file in
      kind.map { file.name == "\($0.rawValue).csv" } ?? true
    }
    guard let output else {
      for file in files { console.out(Array(file.text.utf8)) }
      return
    }
    if format == .yaml || kind != nil {
      for file in files { try OutputFile.write(Array(file.text.utf8), to: output, console) }
      return
    }
    try OutputFile.makeFolder(output, console)
    for file in files {
      try OutputFile.write(Array(file.text.utf8), to: "\(output)/\(file.name)", console)
    }
  }
}

struct DirectoryForget: DaemonCommand {
  static let configuration = CommandConfiguration(
    commandName: "forget", abstract: "Delete how a person is reached.",
    discussion: """
      Deletes the contacts of a person and overwrites them in the database's files. The name, the \
      positions and every act in the history stay, so that the record can be read. Copies that were made \
      before (backups, exports) still have them. For administrators.

      Example:
        sinergictl directory forget i-wayan-sudarma --reason "pensiun 2027-01-01"
      """)

  @Argument(help: "The person.") var person: String
  @Option(name: .long, help: "Why; it is kept in the history.") var reason: String
  @OptionGroup var daemon: DaemonOptions

  var purpose: String { "forget the contacts of \(person)" }

  func perform(_ client: AdminClient, _ console: Console) async throws {
    let answer = try await client.forgetPerson(person, reason: reason)
    console.answer(answer.json) { _ in
      answer.value.contacts == 0
        ? "\(answer.value.person) has no contacts; nothing was changed\n"
        : "\(answer.value.person): \(answer.value.contacts) contacts deleted (directory version \(answer.value.version))\n"
    }
  }
}
