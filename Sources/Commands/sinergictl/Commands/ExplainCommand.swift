// `sinergictl explain` and the help topic `exit-codes`.

internal import AdminAPI
internal import ArgumentParser

struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain", abstract: "Explain the code of a problem.",
    discussion: """
      Codes stand in brackets in the messages of «workflow check» (error[unknown-target]) and as
      «kind» in the API's problems.

      Example:
        sinergictl explain unknown-target
      """)

  @Argument(help: "The code; without one, all codes are listed.") var code: String?

  func run() throws {
    guard let code else {
      for name in Explanations.codes { print(name) }
      return
    }
    guard let text = Explanations.text(of: code) else {
      let near = NearestWord.to(code, in: Explanations.codes)
      Console.write(
        "cannot explain «\(code)»: there is no such code"
          + (near.map { "; did you mean «\($0)»?" } ?? "") + "\ntry: sinergictl explain\n", to: 2)
      throw ExitCode(Exit.cannot.rawValue)
    }
    print(text)
  }
}

struct ExitCodesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "exit-codes", abstract: "What the exit codes mean.", discussion: table)

  static let table = Exit.allCases.map { "\($0.rawValue)  \($0.meaning)" }.joined(separator: "\n")

  func run() { print(Self.table) }
}
