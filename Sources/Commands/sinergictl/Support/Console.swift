// The terminal or pipe: standard output for what was asked, standard error for everything else.

internal import Glibc

/// Writes to the two streams.
struct Console {
  var appearance: Appearance
  /// For messages: coloured when standard error is a terminal.
  var messageAppearance: Appearance
  var printsJSON: Bool

  init(_ options: OutputOptions) {
    let environment = Self.environment
    let now = Int64(time(nil))
    func appearance(_ descriptor: Int32) -> Appearance {
      let isTerminal = isatty(descriptor) == 1
      return Appearance(
        isTerminal: isTerminal, width: Self.width(of: descriptor, environment),
        usesColor: Appearance.usesColor(
          options.color, isTerminal: isTerminal, environment: environment),
        secondsSince1970: now)
    }
    self.appearance = appearance(STDOUT_FILENO)
    self.messageAppearance = appearance(STDERR_FILENO)
    self.printsJSON = options.json
  }

  /// What was asked for.
  func out(_ text: String) {
    guard !text.isEmpty else { return }
    Self.write(text.hasSuffix("\n") ? text : text + "\n", to: STDOUT_FILENO)
  }

  /// What was asked for, byte for byte.
  func out(_ bytes: [UInt8]) {
    Self.write(String(decoding: bytes, as: UTF8.self), to: STDOUT_FILENO)
  }

  /// A file, byte for byte, whatever is in it.
  func out(octets bytes: [UInt8]) { Self.write(bytes[...], to: STDOUT_FILENO) }

  /// Everything else.
  func note(_ text: String) { Self.write(text + "\n", to: STDERR_FILENO) }

  /// The JSON as it came, or words.
  func answer(_ json: [UInt8], _ words: (Appearance) -> String) {
    out(printsJSON ? String(decoding: json, as: UTF8.self) : words(appearance))
  }

  /// A list: on an empty one standard output stays empty.
  func list(_ json: [UInt8], isEmpty: Bool, none: String, _ words: (Appearance) -> String) {
    if printsJSON { return out(String(decoding: json, as: UTF8.self)) }
    isEmpty ? note(none) : out(words(appearance))
  }

  static func write(_ text: String, to descriptor: Int32) {
    write(Array(text.utf8)[...], to: descriptor)
  }

  private static func write(_ bytes: ArraySlice<UInt8>, to descriptor: Int32) {
    var rest = bytes
    while !rest.isEmpty {
      let written = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if written < 0, errno == EINTR { continue }
      // A reader that went away wants no more; there is nobody to tell.
      guard written > 0 else { return }
      rest = rest.dropFirst(written)
    }
  }

  static var environment: [String: String] {
    var values: [String: String] = [:]
    for name in [SocketPath.variable, "NO_COLOR", "TERM", "COLUMNS"] {
      if let value = getenv(name) { values[name] = String(cString: value) }
    }
    return values
  }

  private static func width(of descriptor: Int32, _ environment: [String: String]) -> Int {
    var size = winsize()
    if ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 { return Int(size.ws_col) }
    return environment["COLUMNS"].flatMap { Int($0) } ?? 80
  }
}
