// What a program says by its exit status.

/// The meaning of an exit status for a message.
enum ProgramStatus {
  /// What happens to the message.
  enum Verdict: Hashable, Sendable {
    case delivered, retry, misconfigured, giveUp, unknown
  }

  /// The meaning of each status: those of sysexits(3), of shells (126, 127, above 128), and of
  /// qmail-command(8) (100, 111). Whatever has no meaning of its own is tried again.
  static func verdict(_ status: Int32) -> Verdict {
    switch status {
    case 0: .delivered
    case 64, 66, 72, 77, 78, 126, 127: .misconfigured
    case 65, 67, 68, 100: .giveUp
    // A shell ends so when the program that it ran was killed by a signal.
    case 129...192: .unknown
    default: .retry
    }
  }

  /// The name that sysexits(3) has for it, or what a shell means by it.
  static func name(_ status: Int32) -> String? {
    switch status {
    case 64...78:
      [
        "EX_USAGE", "EX_DATAERR", "EX_NOINPUT", "EX_NOUSER", "EX_NOHOST", "EX_UNAVAILABLE",
        "EX_SOFTWARE", "EX_OSERR", "EX_OSFILE", "EX_CANTCREAT", "EX_IOERR", "EX_TEMPFAIL",
        "EX_PROTOCOL", "EX_NOPERM", "EX_CONFIG",
      ][Int(status) - 64]
    case 126: "not executable"
    case 127: "not found"
    case 129...192: "signal \(status - 128)"
    default: nil
    }
  }
}
