// Where the program begins and ends: arguments in, exit code out.

internal import ArgumentParser
internal import Glibc

/// Runs the command and maps its end to an exit code of `Exit`.
@main
enum Entry {
  static func main() async {
    do {
      var command = try Sinergictl.parseAsRoot()
      if var command = command as? any AsyncParsableCommand {
        try await command.run()
      } else {
        try command.run()
      }
    } catch {
      exit(end(with: error))
    }
  }

  /// Says what is to be said and gives the code; help that was asked for is an answer, not a fault.
  static func end(with error: any Error) -> Int32 {
    if let code = error as? ExitCode { return code.rawValue }
    let text = Sinergictl.fullMessage(for: error)
    let code = Sinergictl.exitCode(for: error)
    Console.write(
      text.isEmpty || text.hasSuffix("\n") ? text : text + "\n",
      to: code.isSuccess ? STDOUT_FILENO : STDERR_FILENO)
    // ArgumentParser ends wrong usage with EX_USAGE (64); ours is 2.
    return code.isSuccess
      ? Exit.done.rawValue
      : code == .validationFailure ? Exit.usage.rawValue : Exit.cannot.rawValue
  }
}
