// Messages to any program: JSON on its standard input, its exit status as the answer.

internal import Foundation
package import Workflow

/// Runs a program for each message.
///
/// The program gets the message as JSON (``MessageJSON``) and nothing else of it: not in its arguments,
/// which every user of the machine can read, and not in its environment.
public struct ExecNotifier: Channel {
  /// Name in the configuration.
  public let name: String
  /// To whom it carries messages.
  public let audience: Audience
  /// How much it carries at a time.
  public let pace: ChannelPace
  /// What the configuration says; a program may do the same thing twice.
  public let isIdempotent: Bool
  private let program: ChildProcess
  private let secret: String?

  package static let typeName = "exec"
  package static let keys =
    ["command", "timeout", "environment", "directory"] + ChannelSettings.secretKeys("secret")

  package init?(_ common: ChannelCommon, _ settings: inout ChannelSettings) {
    name = common.name
    audience = common.audience
    pace = common.pace
    isIdempotent = common.isIdempotent ?? false
    let command = Self.command(&settings)
    let secret = settings.secret("secret")
    self.secret = secret
    var environment = Self.environment(&settings)
    if let secret { environment[Self.secretVariable] = secret }
    let folder = settings.has("directory") ? settings.text("directory") ?? "/" : "/"
    if !folder.hasPrefix("/") {
      settings.problem("directory", "«directory» must be an absolute path")
    }
    program = ChildProcess(
      command: command ?? [], environment: environment, folder: folder,
      milliseconds: settings.seconds(
        "timeout", in: 1...NotifyLimits.channelTimeoutMost,
        elseMilliseconds: NotifyLimits.channelTimeout))
    guard command != nil else { return nil }
  }

  /// The variable that holds the secret.
  static let secretVariable = "SINERGI_SECRET"

  private static func command(_ settings: inout ChannelSettings) -> [String]? {
    guard settings.has("command") else {
      _ = settings.needed("command", help: "command: [/absolute/path, argument, …]")
      return nil
    }
    let words = settings.texts("command")
    guard let path = words.first, path.hasPrefix("/"), !path.hasSuffix("/") else {
      settings.problem(
        "command", "«command» begins with the absolute path of a program",
        help: "[/absolute/path, argument, …]: there is no shell between")
      return nil
    }
    if words.count == 1, path.contains(" ") {
      settings.problem(
        "command", "«command» is one word with a blank in it",
        help: "[/absolute/path, argument, …]: there is no shell that would split it")
      return nil
    }
    guard words.count <= NotifyLimits.commandWords, !words.contains(where: { $0.contains("\0") })
    else {
      settings.problem(
        "command", "«command» has more than \(NotifyLimits.commandWords) words, or a zero byte")
      return nil
    }
    return words
  }

  private static func environment(_ settings: inout ChannelSettings) -> [String: String] {
    var variables = ["PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"]
    let pairs = settings.pairs("environment")
    if pairs.count > NotifyLimits.channelPairs {
      settings.problem(
        "environment", "more than \(NotifyLimits.channelPairs) variables in «environment»")
    }
    for (name, value) in pairs {
      if name == secretVariable {
        settings.problem(
          "environment", "«\(name)» is for the secret", help: "secret_file or secret_credential")
      } else if name.wholeMatch(of: #/[A-Za-z_][A-Za-z0-9_]*/#) == nil || value.contains("\0") {
        settings.problem("environment", "«\(name)» cannot be a variable of the environment")
      } else {
        variables[name] = value
      }
    }
    return variables
  }

  /// Runs the program to its end, or to the time-out.
  public func deliver(_ message: Message) async throws(DeliveryError) -> Receipt {
    try message.checkSize()
    _ = try message.addressee(audience)
    let outcome: ChildProcess.Outcome
    do {
      outcome = try await program.run(
        input: Array("\(MessageJSON.text(message, to: audience))\n".utf8))
    } catch {
      throw error.isPassing ? .retry(error.reason) : .misconfigured(error.reason)
    }
    let hidden = message.hidden + (secret.map { [$0] } ?? [])
    switch outcome.end {
    case .exited(0): return receipt(outcome.output, hidden)
    case .exited(let status): throw failure(status, outcome, hidden)
    case .killed(let signal): throw doubt("was killed by signal \(signal)")
    case .timedOut:
      throw doubt("did not end within \(program.milliseconds / 1_000) s and was stopped")
    case .lost(let why): throw doubt("ran, but its end is not known: \(why)")
    }
  }

  private func doubt(_ what: String) -> DeliveryError {
    let reason = "\(program.command[0]) \(what); it may have sent the message"
    return isIdempotent ? .retry(reason) : .unknown(reason)
  }

  private func failure(_ status: Int32, _ outcome: ChildProcess.Outcome, _ hidden: [String])
    -> DeliveryError
  {
    let name = ProgramStatus.name(status).map { " (\($0))" } ?? ""
    let words = ChannelText.excerpt(outcome.errors, hiding: hidden)
    let reason =
      "\(program.command[0]) ended with \(status)\(name)" + (words.isEmpty ? "" : ": \(words)")
    switch ProgramStatus.verdict(status) {
    case .misconfigured: return .misconfigured(reason)
    case .giveUp: return .giveUp(reason)
    case .unknown: return isIdempotent ? .retry(reason) : .unknown(reason)
    case .delivered, .retry:
      guard status == 75, let seconds = Self.answer(outcome.output)?["retry_after"] as? Double,
        seconds > 0
      else { return .retry(reason) }
      return .retryAfter(reason, milliseconds: NotifyLimits.requestedDelay(seconds: seconds))
    }
  }

  private func receipt(_ output: [UInt8], _ hidden: [String]) -> Receipt {
    var words = ChannelText.excerpt(output, hiding: hidden)
    if let answer = Self.answer(output) {
      words =
        (answer["receipt"] as? String).map {
          ChannelText.cut(
            ChannelText.hiding(hidden, in: ChannelText.oneLine($0)), NotifyLimits.excerptBytes)
        } ?? ""
    }
    return Receipt(words.isEmpty ? "exit 0" : words)
  }

  /// What the program said, where that is one JSON object.
  private static func answer(_ output: [UInt8]) -> [String: Any]? {
    guard output.first(where: { $0 > 0x20 }) == UInt8(ascii: "{") else { return nil }
    return (try? JSONSerialization.jsonObject(with: Data(output))) as? [String: Any]
  }
}

// What holds secrets does not show them, whoever prints it.
extension ExecNotifier: CustomStringConvertible, CustomReflectable {
  /// Type and name.
  public var description: String { "\(Self.typeName) \(name)" }
  /// The name alone.
  public var customMirror: Mirror { Mirror(self, children: ["name": name]) }
}

extension NotifyLimits {
  /// Seconds that the other side asked for, as milliseconds within ``longestRequestedDelay``.
  static func requestedDelay(seconds: Double) -> Int64 {
    Int64(min(max(seconds * 1_000, 1_000), Double(longestRequestedDelay)))
  }
}
