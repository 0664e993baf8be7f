// Why the client has no answer, as data; the words are here too.

public import AdminAPI

/// Why a question was not answered.
public enum ClientError: Error, Hashable, Sendable {
  /// The daemon says why.
  case problem(Problem)
  /// No daemon answers on the socket.
  case unreachable(path: String, reason: Reason)
  /// Something answers, but not as the API says.
  case badAnswer(path: String, detail: String)

  /// Why a daemon cannot be reached.
  public enum Reason: Hashable, Sendable {
    case noSocket
    case notPermitted
    case nobodyListens
    case pathTooLong
    case timeout
    case closed
    case other(String)
  }
}

extension ClientError: CustomStringConvertible {
  /// One line.
  public var description: String {
    switch self {
    case .problem(let problem): problem.detail
    case .unreachable(let path, let reason): "cannot reach the daemon at \(path): \(reason)"
    case .badAnswer(let path, let detail):
      "cannot read the answer from \(path): \(detail); client and daemon may be of different versions"
    }
  }
}

extension ClientError.Reason: CustomStringConvertible {
  /// Half a line.
  public var description: String {
    switch self {
    case .noSocket: "there is no such socket"
    case .notPermitted: "you may not open it"
    case .nobodyListens: "nobody listens there"
    case .pathTooLong: "the path is longer than \(ClientLimits.socketPathBytes) bytes"
    case .timeout: "no answer in time"
    case .closed: "the connection was closed before an answer came"
    case .other(let text): text
    }
  }
}
