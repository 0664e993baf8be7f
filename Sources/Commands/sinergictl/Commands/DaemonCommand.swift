// What all commands that ask the daemon share: connect, ask, show, or say why not.

internal import AdminAPI
internal import AdminClient
internal import ArgumentParser
internal import Glibc

/// A command that asks the daemon.
protocol DaemonCommand: AsyncParsableCommand {
  var daemon: DaemonOptions { get }
  /// What is to be done, after «cannot».
  var purpose: String { get }
  /// Asks and shows.
  func perform(_ client: AdminClient, _ console: Console) async throws
}

extension DaemonCommand {
  func run() async throws { try await ask() }

  /// Connects, asks and shows; where that cannot be, says why and ends with its exit code.
  func ask() async throws {
    let console = Console(daemon.output)
    let client = AdminClient(
      socket: SocketPath.resolve(
        option: daemon.socket, environment: Console.environment,
        exists: { access($0, F_OK) == 0 }))
    do {
      try await perform(client, console)
      await client.shutdown()
    } catch {
      await client.shutdown()
      guard let error = error as? ClientError else { throw error }
      let words = FailureWords(error, purpose: purpose)
      if console.printsJSON, case .problem(let problem) = error,
        let json = try? WireCoding.encode(problem)
      {
        console.note(String(decoding: json, as: UTF8.self))
      } else {
        console.note(words.rendered(console.messageAppearance))
      }
      throw ExitCode(words.exit.rawValue)
    }
  }

  /// Shows what a command did and who is next.
  func show(_ answer: Answer<CommandAnswer>, _ client: AdminClient, _ console: Console) async {
    console.answer(answer.json) { CommandWords.done(answer.value, $0) }
    guard !console.printsJSON else { return }
    // The command is done whatever becomes of this question, which is only for information.
    if let detail = try? await client.agreement(answer.value.reference) {
      console.out(CommandWords.next(detail.value, console.appearance))
    }
  }
}
