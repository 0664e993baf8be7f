// `sinergictl workflow draw`: a picture of a definition or chart, or of where an agreement is.

internal import AdminAPI
internal import AdminClient
internal import ArgumentParser
internal import Foundation
internal import Workflow

/// The text that a picture is written in.
enum PictureFormat: String, ExpressibleByArgument, CaseIterable {
  case svg, mermaid, dot

  var format: ChartPicture.Format {
    switch self {
    case .svg: .svg
    case .mermaid: .mermaid
    case .dot: .dot
    }
  }
}

/// The language of the words in a picture.
enum PictureLanguage: String, ExpressibleByArgument, CaseIterable {
  case id, en

  var language: ChartPicture.Language { self == .id ? .id : .en }
}

/// Who lays a picture out.
enum LayoutChoice: String, ExpressibleByArgument, CaseIterable {
  case auto, graphviz, own
}

struct WorkflowDraw: DaemonCommand {
  static let configuration = CommandConfiguration(
    commandName: "draw", abstract: "Draw a workflow, a chart, or where an agreement is.",
    discussion: """
      Takes a definition, a chart in SCXML or an XState machine config; or with
      --instance an agreement, whose way so far is marked: where it is now, the
      steps that led there, by number. SVG is laid out by Graphviz (dot) where it is
      installed, else by sinergictl itself. A picture goes to standard output unless
      --output names a file.

      Example:
        sinergictl workflow draw workflows/nota-kesepahaman-opd.yaml \\
          --output nota.svg
        sinergictl workflow draw --instance NKO/2026/0001 --format mermaid
      """)

  @Argument(
    help: "File with the definition or chart.",
    completion: .file(extensions: ["yaml", "yml", "scxml", "json"]))
  var file: String?
  @Option(name: .long, help: "Draw this agreement instead of a file.") var instance: String?
  @Option(name: .long, help: "svg, mermaid or dot.") var format = PictureFormat.svg
  @Option(name: .shortAndLong, help: "Write to this file.", completion: .file()) var output: String?
  @Option(name: .long, help: "Words in Indonesian (id) or English (en).")
  var language: PictureLanguage?
  @Option(name: .long, help: "Who lays SVG out: auto, graphviz, own.") var layout: LayoutChoice =
    .auto
  @OptionGroup var daemon: DaemonOptions

  var purpose: String { "draw \(instance ?? file ?? "")" }

  func validate() throws {
    if (file == nil) == (instance == nil) {
      throw ValidationError("name a file, or an agreement with --instance REFERENCE")
    }
  }

  func perform(_ client: AdminClient, _ console: Console) async throws {
    let picture: ChartPicture
    if let instance {
      picture = try await Self.picture(of: instance, language?.language ?? .id, client, console)
    } else {
      picture = try Self.picture(ofFile: file ?? "", language?.language, console)
    }
    let text = try render(picture, console)
    guard let output else { return console.out(text) }
    try OutputFile.write(Array(text.utf8), to: output, console)
  }

  private func render(_ picture: ChartPicture, _ console: Console) throws -> String {
    guard format == .svg, layout != .own else { return picture.text(format.format) }
    guard let program = Graphviz.program else {
      guard layout == .graphviz else { return picture.text(.svg) }
      console.note(
        "cannot find dot in PATH: install Graphviz (apt-get install graphviz)\n"
          + "try: --layout own")
      throw ExitCode(Exit.cannot.rawValue)
    }
    if let svg = Graphviz.svg(of: picture.text(.dot), by: program) { return svg }
    guard layout == .auto else {
      console.note("cannot draw by \(program): it failed\ntry: --layout own")
      throw ExitCode(Exit.cannot.rawValue)
    }
    return picture.text(.svg)
  }

  // MARK: What is drawn

  private static func picture(
    ofFile file: String, _ language: ChartPicture.Language?, _ console: Console
  ) throws -> ChartPicture {
    let source = try DefinitionFile.read(file, console)
    switch FileKind(of: source.text) {
    case .calendar, .directory, .scenario, .register:
      console.note("cannot draw \(file): it is no definition and no chart")
      throw ExitCode(Exit.cannot.rawValue)
    case .definition:
      let reading = DefinitionCompiler.compile(source, digest: "unknown")
      return ChartPicture(
        try DefinitionFile.value(reading, source, console), language: language ?? .id)
    case .scxml, .machine:
      let reading = PlainChart.read(source, resource: DefinitionFile.neighbours(of: file))
      return ChartPicture(
        try DefinitionFile.value(reading, source, console), language: language ?? .en)
    }
  }

  private static func picture(
    of reference: String, _ language: ChartPicture.Language, _ client: AdminClient,
    _ console: Console
  ) async throws -> ChartPicture {
    let detail = try await client.workflow(of: reference).value
    let source = SourceText(name: detail.workflow.name, text: detail.source)
    let workflow = try DefinitionFile.value(
      DefinitionCompiler.compile(source, digest: detail.workflow.digest, isProved: true), source,
      console)
    var steps: [ChartPicture.PastStep] = []
    var after: String?
    repeat {
      let page = try await client.history(reference, after: after, limit: pageLimit).value
      steps += page.items.compactMap { step($0) }
      after = page.next
    } while after != nil
    return ChartPicture(workflow, steps: steps, language: language)
  }

  private static let pageLimit = 200

  /// A step of the history; reminders and what else moves nothing are left out.
  private static func step(_ item: HistoryItem) -> ChartPicture.PastStep? {
    func strings(_ key: String) -> [String] {
      guard case .array(let items)? = item.payload[key] else { return [] }
      return items.compactMap(\.string)
    }
    let (exited, entered) = (strings("exited"), strings("entered"))
    if exited.isEmpty, entered.isEmpty { return nil }
    let event = item.payload["event"]?.string ?? item.payload["timer"]?.string
    let person = item.payload["actor"]?["person"]?.string
    let label = [event ?? item.kind, String(item.at.prefix(10)), person].compactMap { $0 }
    return ChartPicture.PastStep(
      label: label.joined(separator: " · "), event: event, exited: exited, entered: entered)
  }
}
