// `sinergictl workflow simulate`: a chart that stands alone, tried out in virtual time.

internal import AdminAPI
internal import ArgumentParser
internal import Glibc
internal import Workflow

struct WorkflowSimulate: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "simulate", abstract: "Try a chart out, without a daemon and without waiting.",
    discussion: """
      Takes charts in SCXML and XState machine configs. Each input is an event, an
      event with data (NAME={"x":1}), a span of time that passes (+1.5s, +200ms), or
      «next», which lets time pass until the next timer rings. Without inputs they
      are read from standard input, a line each. Guards and actions that are code
      elsewhere hold, and are told as notes. Definitions, with their people and
      deadlines, are rehearsed by «sinergictl simulate».

      Example:
        sinergictl workflow simulate lampu.scxml tekan +5s tekan
      """)

  @Argument(
    help: "File with the chart.", completion: .file(extensions: ["scxml", "json", "yaml", "yml"]))
  var file: String
  @Argument(help: "Events and spans of time, in order.") var inputs: [String] = []
  @Flag(name: .long, help: "Show the variables at the end, too.") var data = false
  @OptionGroup var output: OutputOptions

  func run() throws {
    let console = Console(output)
    let chart = try readChart(console)
    var trial = ChartTrial(chart, resource: DefinitionFile.neighbours(of: file))
    var moments: [ChartTrial.Moment] = []
    func tell(_ new: [ChartTrial.Moment]) {
      moments += new
      if !output.json { console.out(SimulationWords.lines(new, console.appearance)) }
    }
    do {
      tell(try trial.start())
      if inputs.isEmpty {
        while !trial.isDone, let line = readLine() {
          if line.allSatisfy(\.isWhitespace) { continue }
          tell(try take(line, &trial))
        }
      } else {
        for input in inputs where !trial.isDone { tell(try take(input, &trial)) }
      }
    } catch let error as ChartTrialError {
      console.note(error.message)
      throw ExitCode(Exit.cannot.rawValue)
    }
    let variables = data ? trial.data : nil
    if output.json {
      console.out(try SimulationWords.json(moments, data: variables, nextDue: trial.nextDue))
    } else {
      if let variables { console.out("data: \(variables.text)") }
      if !trial.isDone, let due = trial.nextDue {
        console.note("waiting; the next timer rings at \(SimulationWords.time(due))")
      }
    }
  }

  private func readChart(_ console: Console) throws -> PlainChart {
    let source = try DefinitionFile.read(file, console)
    let kind = FileKind(of: source.text)
    guard kind == .scxml || kind == .machine else {
      let advice =
        kind == .definition ? "simulate" : kind == .scenario ? "workflow test" : "workflow check"
      console.note(
        "cannot simulate \(file): it is no chart in SCXML and no machine config\n"
          + "try: sinergictl \(advice) \(file)")
      throw ExitCode(Exit.cannot.rawValue)
    }
    let reading = PlainChart.read(source, resource: DefinitionFile.neighbours(of: file))
    for problem in reading.diagnostics { console.note(problem.rendered(in: source)) }
    guard let chart = reading.value else { throw ExitCode(Exit.cannot.rawValue) }
    return chart
  }

  /// Takes one input.
  private func take(_ input: String, _ trial: inout ChartTrial) throws -> [ChartTrial.Moment] {
    if input == "next" { return try trial.advanceToNextTimer() }
    if input.hasPrefix("+") {
      guard let span = ChartTrial.milliseconds(String(input.dropFirst())) else {
        throw ValidationError("«\(input)» is no span of time; write +1.5s or +200ms")
      }
      return try trial.advance(byMilliseconds: span)
    }
    guard let mark = input.firstIndex(of: "=") else { return try trial.send(input) }
    let text = String(input[input.index(after: mark)...])
    guard let value = try? JSON(parsing: text) else {
      throw ValidationError("«\(text)» is no JSON; write NAME={\"x\":1}")
    }
    return try trial.send(String(input[..<mark]), data: value)
  }
}
