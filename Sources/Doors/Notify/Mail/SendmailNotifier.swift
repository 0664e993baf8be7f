// Mail by a program of this machine that takes mails as `sendmail` does: the channel.

/// Hands each message as a mail to `sendmail -i -f FROM -- ADDRESS`.
package struct SendmailNotifier: Channel {
  package static let typeName = "sendmail"
  package static let keys = ["command", "from", "reply_to", "timeout"]
  package static var contact: String? { "email" }
  package static var needsContact: Bool { true }
  /// Where the Linux Standard Base has it.
  static let usualCommand = "/usr/sbin/sendmail"

  package let name: String
  package let audience: Audience
  package let pace: ChannelPace
  /// Two mails are two, although they have one `Message-ID`.
  package let isIdempotent: Bool
  private let command: String
  /// In milliseconds.
  private let timeout: Int64
  private let composer: MailComposer

  package init(
    _ common: ChannelCommon, command: String = "/usr/sbin/sendmail",
    timeout: Int64 = NotifyLimits.mailTimeout, _ composer: MailComposer
  ) {
    name = common.name
    audience = common.audience
    pace = common.pace
    isIdempotent = common.isIdempotent ?? false
    self.command = command
    self.timeout = timeout
    self.composer = composer
  }

  package init?(_ common: ChannelCommon, _ settings: inout ChannelSettings) {
    let composer = MailComposer(&settings)
    let command =
      settings.has("command") ? settings.text("command") ?? "" : Self.usualCommand
    if !command.isEmpty, !command.hasPrefix("/") {
      settings.problem("command", "«command» must be an absolute path, without arguments")
    }
    let timeout = settings.seconds(
      "timeout", in: 1...NotifyLimits.mailTimeoutMost, elseMilliseconds: NotifyLimits.mailTimeout)
    guard let composer else { return nil }
    self.init(common, command: command, timeout: timeout, composer)
  }

  /// Hands the mail to the program; what it does with it afterwards is its own.
  package func deliver(_ message: Message) async throws(DeliveryError) -> Receipt {
    let mail = try composer.compose(message)
    // Lines of a file end with a line feed here; the program makes them lines of mail.
    let text = mail.text.filter { $0 != 0x0D }
    let (ending, words) = await SendmailProcess.run(
      command, ["-i", "-f", mail.sender.text, "--", mail.recipient.text], input: text,
      timeout: timeout)
    if ending == .exited(0) { return Receipt("taken by \(command)") }
    throw failure(ending, MailWords.discreet(words, hiding: mail.recipient))
  }

  /// Codes as in `sysexits.h`. A program that ends with any of them has not taken the mail.
  private func failure(_ ending: SendmailProcess.Ending, _ words: String) -> DeliveryError {
    let said = words.isEmpty ? "" : ": \(words)"
    switch ending {
    case .missing: return .misconfigured("\(command) is not there or cannot be run")
    case .failed(let reason): return .retry("\(command) could not be run: \(reason)")
    case .signaled(let signal):
      return .unknown("\(command) was ended by signal \(signal); it may have taken the mail\(said)")
    case .stopped:
      return .unknown("\(command) did not end in time; it may have taken the mail\(said)")
    case .exited(let code):
      let what = "\(command) ended with code \(code)\(said)"
      switch code {
      // EX_USAGE, EX_DATAERR, EX_NOINPUT, EX_NOUSER, EX_NOHOST: this mail, or whom it is for.
      case 64...68: return .giveUp(what)
      // EX_NOPERM, EX_CONFIG; what a shell says of a program that cannot be run or is not there.
      case 77, 78, 126, 127: return .misconfigured(what)
      // EX_TEMPFAIL; EX_UNAVAILABLE, which programs use for anything; trouble of the machine.
      default: return .retry(what)
      }
    }
  }
}
