// `sinergictl explain` and the help topic `exit-codes`.

internal import AdminAPI
internal import AdminClient
internal import ArgumentParser

struct ExplainCommand: DaemonCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain", abstract: "Explain a date of an agreement, or the code of a problem.",
    discussion: """
      With a reference, each deadline and timed transition of the agreement is
      derived step by step: the rule, every day that was counted or skipped and why,
      where its reminders went. With a deadline (the name of a task or timer) only
      that one.

      With a code, the code is explained. Codes stand in brackets in the messages of
      «workflow check» (error[unknown-target]) and as «kind» in the API's problems.
      Without anything, all codes are listed.

      Examples:
        sinergictl explain NKO/2026/0001 konsep
        sinergictl explain unknown-target
      """)

  @Argument(help: "Reference of an agreement, or a code.") var subject: String?
  @Argument(help: "The task or timer; without one, all of the agreement.") var deadline: String?
  @OptionGroup var daemon: DaemonOptions

  var purpose: String { "explain \(subject ?? "")" }

  func run() async throws {
    guard let subject else {
      for name in Explanations.codes { print(name) }
      return
    }
    if deadline == nil, let text = Explanations.text(of: subject) {
      print(text)
      return
    }
    // References have slashes or digits, codes have neither.
    let isReference = deadline != nil || subject.contains { $0 == "/" || $0.isNumber }
    guard isReference else {
      let near = NearestWord.to(subject, in: Explanations.codes)
      Console.write(
        "cannot explain «\(subject)»: there is no such code"
          + (near.map { "; did you mean «\($0)»?" } ?? "") + "\ntry: sinergictl explain\n", to: 2)
      throw ExitCode(Exit.cannot.rawValue)
    }
    try await ask()
  }

  func perform(_ client: AdminClient, _ console: Console) async throws {
    let answer = try await client.derivations(subject ?? "", name: deadline)
    console.list(
      answer.json, isEmpty: answer.value.items.isEmpty,
      none: "the agreement has no deadline and no timed transition"
    ) { appearance in
      answer.value.items.map { DerivationWords.derivation($0, answer.value.zone, appearance) }
        .joined(separator: appearance.isTerminal ? "\n" : "")
    }
  }
}

struct ExitCodesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "exit-codes", abstract: "What the exit codes mean.", discussion: table)

  static let table = Exit.allCases.map { "\($0.rawValue)  \($0.meaning)" }.joined(separator: "\n")

  func run() { print(Self.table) }
}
