// Options that every command takes.

internal import ArgumentParser

/// When colour is used.
enum ColorChoice: String, ExpressibleByArgument, CaseIterable {
  case auto, always, never
}

/// How answers are shown.
struct OutputOptions: ParsableArguments {
  @Flag(name: .long, help: "Print the API's JSON.")
  var json = false

  @Option(name: .long, help: "Colour: auto (on a terminal, unless NO_COLOR is set), always, never.")
  var color: ColorChoice = .auto
}

/// How the daemon is reached and answers are shown.
struct DaemonOptions: ParsableArguments {
  @Option(
    name: .long,
    help:
      "The daemon's socket. Default: $SINERGI_SOCKET, .development/sinergi.sock if it exists, /run/sinergi/sinergi.sock."
  )
  var socket: String?

  @OptionGroup var output: OutputOptions
}

/// Whom a command acts for, and its name.
struct ActingOptions: ParsableArguments {
  @Option(
    name: [.customLong("as")],
    help:
      "Act as this person of the directory, or as the holder of this position (administrators of a daemon in development only)."
  )
  var person: String?

  @Option(
    name: .long,
    help: "Your own name for this command: sent twice under the same name, it is done once.")
  var key: String?
}
