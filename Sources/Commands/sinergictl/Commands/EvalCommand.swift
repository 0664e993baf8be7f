// `sinergictl eval`: an expression tried out on data, as a definition would evaluate it.

internal import ArgumentParser
internal import Foundation
internal import WorkCalendar
internal import Workflow

struct EvalCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "eval", abstract: "Try an expression out, as a definition would evaluate it.",
    discussion: """
      Prints the value; problems go to standard error with their place. The data is
      a JSON or YAML file whose members are the fields of `data`. With --definition
      they have the types that it declares, and a misspelt field is told; without,
      they hold anything. With --calendar working days can be counted.

      Example:
        sinergictl eval "data.berakhir - months(6) > today" --data agreement.json \\
          --definition workflows/nota-kesepahaman-opd.yaml
      """)

  @Argument(help: "The expression (CEL).") var expression: String
  @Option(
    name: .long, help: "File with the data, JSON or YAML; «-» reads standard input.",
    completion: .file()) var data: String?
  @Option(name: .long, help: "Definition whose fields the data has.", completion: .file())
  var definition: String?
  @Option(name: .long, help: "Calendar on which working days are counted.", completion: .file())
  var calendar: String?
  @Option(name: .long, help: "What «today» is, such as 2027-03-01; by default the day it is here.")
  var today: String?
  @OptionGroup var output: OutputOptions

  func run() throws {
    let console = Console(output)
    let workflow = try definition.map { file in
      let source = try DefinitionFile.read(file, console)
      return try DefinitionFile.value(
        DefinitionCompiler.compile(source, digest: "unknown"), source, console)
    }
    let office = try calendar.map { try DefinitionFile.calendar($0, console) }
    let source = SourceText(name: "expression", text: expression)
    do throws(ExpressionTrial.Failure) {
      let given = try readData(console)
      let answer = try ExpressionTrial.evaluate(
        source, data: given, workflow: workflow, calendar: office, today: try day())
      console.out(
        output.json
          ? JSON.object(["type": .string(answer.type), "value": answer.json]).text : answer.text)
    } catch {
      tell(error, source, console)
      throw ExitCode(Exit.cannot.rawValue)
    }
  }

  private func readData(_ console: Console) throws(ExpressionTrial.Failure) -> JSON {
    guard let data else { return .object([] as [JSON.Member]) }
    if data == "-" {
      let bytes = FileHandle.standardInput.readDataToEndOfFile()
      return try ExpressionTrial.data(
        SourceText(name: "standard input", text: String(decoding: bytes, as: UTF8.self)))
    }
    let source: SourceText
    do throws(DefinitionFile.Unreadable) {
      source = try DefinitionFile.read(data)
    } catch {
      throw .data(error.message)
    }
    return try ExpressionTrial.data(source)
  }

  private func day() throws(ExpressionTrial.Failure) -> CivilDate {
    let text = today ?? Self.here
    guard let date = CivilDate(text) else {
      throw .data("«\(text)» is no date; write --today 2027-03-01")
    }
    return date
  }

  /// Today's date where the command runs.
  static var here: String {
    let parts = Foundation.Calendar(identifier: .gregorian)
      .dateComponents([.year, .month, .day], from: Date())
    return String(format: "%04d-%02d-%02d", parts.year ?? 1970, parts.month ?? 1, parts.day ?? 1)
  }

  private func tell(
    _ failure: ExpressionTrial.Failure, _ source: SourceText, _ console: Console
  ) {
    switch failure {
    case .problems(let problems):
      for problem in problems { console.note(problem.rendered(in: source)) }
    case .data(let message): console.note("cannot evaluate: \(message)")
    case .evaluation(let message): console.note("cannot evaluate «\(source.text)»: \(message)")
    }
  }
}
