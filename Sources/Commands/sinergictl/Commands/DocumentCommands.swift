// `sinergictl document`: documents of an agreement, on record and as copies.

internal import AdminAPI
internal import AdminClient
internal import ArgumentParser
internal import Glibc

struct DocumentCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "document", abstract: "Documents of an agreement: add, list, get, verify.",
    discussion: """
      Example:
        sinergictl document add NKO/2026/0001 naskah naskah.pdf --number B.12/2026
      """,
    subcommands: [
      DocumentAdd.self, DocumentListCommand.self, DocumentGet.self, DocumentVerify.self,
    ])
}

struct DocumentAdd: DaemonCommand {
  static let configuration = CommandConfiguration(
    commandName: "add", abstract: "Put a document on record, with a copy.",
    discussion: """
      Another file is a new version, and voids what was given on the old one. The
      same file with other numbers corrects the record; an empty value takes a
      number away.

      Example:
        sinergictl document add NKO/2026/0001 naskah naskah.pdf --number B.12/2026 \\
          --partner-number 7/UN/2026
      """)

  @Argument(help: "Reference of the agreement.") var reference: String
  @Argument(help: "Kind of the document, as the workflow declares it.") var kind: String
  @Argument(help: "The file.") var file: String
  @Option(name: .long, help: "The office's own number.") var number: String?
  @Option(name: .long, help: "The partner's number.") var partnerNumber: String?
  @Option(name: .long, help: "Reference in SRIKANDI.") var srikandi: String?
  @Option(name: .long, help: "What there is to say.") var note: String?
  @Option(name: .long, help: "Name on record; by default the file's own name.") var name: String?
  @Option(name: .long, help: "Media type; by default what the file's ending says.") var type:
    String?
  @Flag(name: .long, help: "Put the record down without a copy.") var noCopy = false
  @OptionGroup var acting: ActingOptions
  @OptionGroup var daemon: DaemonOptions

  var purpose: String { "add «\(kind)» to \(reference)" }

  func perform(_ client: AdminClient, _ console: Console) async throws {
    var sends = !noCopy
    var limit: Int64?
    if sends {
      let policy = try await client.documentPolicy().value
      sends = policy.keeps
      limit = policy.keeps ? policy.limitBytes : nil
      if !policy.keeps {
        console.note("this office keeps no copies; the record is put down without")
      }
    }
    let progress = ByteProgress(console)
    let document = try FileTrouble.told(console) {
      try DocumentFile(
        reading: file, keepingUpTo: sends ? limit : nil, tell: progress.tell)
    }
    progress.end()
    if sends {
      let kept = try await client.sendDocument(document.bytes, sha256: document.sha256).value
      guard kept.sha256 == document.sha256 else {
        throw ClientError.badAnswer(
          path: client.socket, detail: "it keeps other bytes than were sent")
      }
    }
    let shown = name ?? document.name
    let answer = try await client.addDocument(
      DocumentRequest(
        kind: kind, name: shown, size: document.size, sha256: document.sha256, number: number,
        partnerNumber: partnerNumber, srikandi: srikandi,
        mediaType: type ?? DocumentFile.mediaType(of: shown), note: note, copy: sends,
        as: acting.person), to: reference, key: acting.key)
    console.answer(answer.json) { DocumentWords.done(answer.value, $0) }
    // It is on record whatever becomes of this question, which is only for information.
    guard !console.printsJSON, let detail = try? await client.agreement(reference).value else {
      return
    }
    for line in DocumentWords.voided(detail, by: kind) { console.out(line) }
    console.out(CommandWords.next(detail, console.appearance))
  }
}

struct DocumentListCommand: DaemonCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the documents of an agreement, and what is missing.",
    discussion: """
      Example:
        sinergictl document list NKO/2026/0001 --all
      """)

  @Argument(help: "Reference of the agreement.") var reference: String
  @Flag(name: .long, help: "Earlier versions too.") var all = false
  @OptionGroup var daemon: DaemonOptions

  var purpose: String { "list the documents of \(reference)" }

  func perform(_ client: AdminClient, _ console: Console) async throws {
    let answer = try await client.documents(reference, all: all)
    let list = answer.value
    console.list(
      answer.json, isEmpty: list.items.isEmpty && list.missing.isEmpty,
      none: "the workflow of \(reference) declares no documents"
    ) { DocumentWords.list(list, $0) }
  }
}

struct DocumentGet: DaemonCommand {
  static let configuration = CommandConfiguration(
    commandName: "get", abstract: "Fetch the copy of a document.",
    discussion: """
      The bytes are held against the SHA-256 on record, by the daemon and here. A
      file that is there is not replaced without --force.

      Example:
        sinergictl document get NKO/2026/0001 naskah --output naskah.pdf
      """)

  @Argument(help: "Reference of the agreement.") var reference: String
  @Argument(help: "Kind of the document.") var kind: String
  @Option(name: .long, help: "Version; by default the latest.") var version: Int?
  @Option(
    name: .long,
    help: "The file to write; by default the name on record, in this folder. - is standard output.")
  var output: String?
  @Flag(name: .long, help: "Replace a file that is there.") var force = false
  @OptionGroup var daemon: DaemonOptions

  var purpose: String { "fetch «\(kind)» of \(reference)" }

  func perform(_ client: AdminClient, _ console: Console) async throws {
    let list = try await client.documents(reference, all: true).value
    let item = list.items.first { $0.kind == kind && matches($0) }
    let bytes = try await client.document(reference, kind: kind, version: item?.version ?? version)
    guard let item else {
      throw ClientError.badAnswer(path: client.socket, detail: "it sends a file without a record")
    }
    guard DocumentFile.sha256(of: bytes) == item.sha256 else {
      throw ClientError.badAnswer(
        path: client.socket,
        detail: "the bytes that came are not those on record; nothing was written")
    }
    if output == "-" { return console.out(octets: bytes) }
    // The name on record is held to be no path by the daemon; here it is not trusted either.
    let name = item.name.split(separator: "/").last.map(String.init) ?? "\(kind)"
    let path = output ?? "./\(name)"
    try FileTrouble.told(console) {
      try DocumentFile.write(bytes, to: path, replacing: force)
    }
    console.note(
      TextWidth.harmless(
        "\(path): version \(item.version) of «\(kind)», \(DocumentWords.size(item.size)), SHA-256 \(item.sha256.prefix(12))"
      ))
  }

  private func matches(_ item: DocumentItem) -> Bool {
    version.map { item.version == $0 } ?? item.latest
  }
}

struct DocumentVerify: DaemonCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify", abstract: "Read every copy and hold it against its record.",
    discussion: """
      For auditors and administrators. Ends with 1 when a copy is missing or
      damaged. Copies that no agreement names are listed, not deleted.

      Example:
        sinergictl document verify
      """)

  @Argument(help: "Reference of the agreement; all agreements when left out.") var reference:
    String?
  @OptionGroup var daemon: DaemonOptions

  var purpose: String { "verify documents" }

  func perform(_ client: AdminClient, _ console: Console) async throws {
    let answer = try await client.verifyDocuments(reference)
    console.answer(answer.json) { DocumentWords.check(answer.value, $0) }
    if !console.printsJSON { console.note(DocumentWords.summary(answer.value)) }
    if !answer.value.intact { throw ExitCode(Exit.cannot.rawValue) }
  }
}

/// How much of a large file is read, on a terminal.
struct ByteProgress {
  private let isShown: Bool
  /// Below this nothing is shown: it takes no time.
  private static let large: Int64 = 64 << 20

  init(_ console: Console) { isShown = console.messageAppearance.isTerminal }

  func tell(_ done: Int64, _ total: Int64) {
    guard isShown, total >= Self.large else { return }
    Console.write("\r\u{1B}[K… \(done * 100 / total) %", to: STDERR_FILENO)
  }

  func end() { if isShown { Console.write("\r\u{1B}[K", to: STDERR_FILENO) } }
}
