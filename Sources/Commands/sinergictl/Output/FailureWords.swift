// What went wrong, the next command to try, and the exit code.

internal import AdminAPI
internal import AdminClient

/// A failure as the reader sees it.
struct FailureWords: Equatable {
  var message: String
  var advice: String?
  var exit: Exit

  /// - Parameter purpose: what was to be done, after «cannot».
  init(_ error: ClientError, purpose: String) {
    switch error {
    case .problem(let problem):
      // «cannot …: cannot …» says nothing twice.
      message =
        problem.detail.hasPrefix("cannot ")
        ? problem.detail : "cannot \(purpose): \(problem.detail)"
      advice = problem.help ?? "sinergictl explain \(problem.kind)"
      exit = Self.exit(of: problem)
    case .unreachable(let path, let reason):
      message = "\(error)"
      advice = Self.advice(path, reason)
      exit = .unreachable
    case .badAnswer:
      message = "\(error)"
      advice = "sinergictl --version"
      exit = .cannot
    }
  }

  func rendered(_ appearance: Appearance) -> String {
    // Problems of a file stand on lines of their own, with the place marked below.
    let lines = message.split(separator: "\n", omittingEmptySubsequences: false)
      .map { TextWidth.harmless(String($0)) }
    let text = appearance.paint(lines.joined(separator: "\n"), .red)
    return text + (advice.map { "\ntry: \(TextWidth.harmless($0))" } ?? "")
  }

  private static func exit(of problem: Problem) -> Exit {
    guard let kind = problem.known else {
      // A newer daemon may know more kinds; the status still tells the family.
      return problem.status == 403 ? .notPermitted : problem.status == 409 ? .refused : .cannot
    }
    switch kind.family {
    case .permission: return .notPermitted
    case .refusal: return .refused
    case .request, .missing, .daemon: return .cannot
    }
  }

  private static func advice(_ path: String, _ reason: ClientError.Reason) -> String {
    switch reason {
    case .noSocket, .nobodyListens:
      path == SocketPath.system
        ? "systemctl status sinergid.socket sinergid.service" : "ls -l \(path)"
    case .notPermitted: "ls -l \(path); the socket's group may open it, see id"
    case .pathTooLong: "sinergictl --socket with a shorter path"
    default: "journalctl -u sinergid -n 20"
    }
  }
}
