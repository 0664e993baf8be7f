// Writes swift-log's lines for people: one readable line each on stderr.

internal import Glibc
public import Logging

/// A log handler whose lines a person reads on a terminal.
///
/// A line is `16:30:05 info  message  instance=NKO/2026/0001 state=telaah`. Control characters are
/// written as escapes, so that no value can play with the terminal; further lines of a message are
/// indented.
public struct TerminalLogHandler: LogHandler {
  /// Metadata that every line of this handler carries.
  public var metadata: Logger.Metadata = [:]

  /// Where metadata comes from that belongs to the present task.
  public var metadataProvider: Logger.MetadataProvider?

  /// The lowest level that is written.
  public var logLevel: Logger.Level

  private let fd: Int32
  private let isColoured: Bool
  private let time: @Sendable () -> String

  /// Makes a handler that writes to stderr.
  /// - Parameters:
  ///   - logLevel: the lowest level that is written.
  ///   - metadataProvider: where metadata comes from that belongs to the present task.
  ///   - time: renders the time now; the caller knows the zone.
  public init(
    logLevel: Logger.Level = .info, metadataProvider: Logger.MetadataProvider? = nil,
    time: @escaping @Sendable () -> String
  ) {
    // Colour only marks: not without a terminal, nor where NO_COLOR is set and not empty.
    let refusal = getenv("NO_COLOR").map { $0.pointee != 0 } ?? false
    self.init(
      fd: STDERR_FILENO, isColoured: isatty(STDERR_FILENO) == 1 && !refusal, logLevel: logLevel,
      metadataProvider: metadataProvider, time: time)
  }

  init(
    fd: Int32, isColoured: Bool, logLevel: Logger.Level,
    metadataProvider: Logger.MetadataProvider? = nil, time: @escaping @Sendable () -> String
  ) {
    self.fd = fd
    self.isColoured = isColoured
    self.logLevel = logLevel
    self.metadataProvider = metadataProvider
    self.time = time
  }

  /// One value of this handler's metadata.
  public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  /// Writes one line with one write(2), so that lines of several threads do not mix.
  public func log(event: LogEvent) {
    writeWhole(line(for: event))
  }

  func line(for event: LogEvent) -> String {
    let level = event.level.rawValue
    let padded = level + String(repeating: " ", count: max(0, 5 - level.utf8.count))
    let message = cut("\(event.message)", to: SystemdLimits.messageBytes)
    var line = "\(time()) \(coloured(padded, event.level)) \(escaped(message, isMessage: true))"
    var all = merged(metadata, metadataProvider, event)
    all[JournalFields.messageKey] = nil  // an identity for machines
    if let error = event.error { all["error"] = "\(error)" }
    if !all.isEmpty { line += " " }
    for (key, value) in all.sorted(by: { $0.key < $1.key }) {
      line += " \(escaped(key, isMessage: false))=\(quoted("\(value)"))"
    }
    return line + "\n"
  }

  private func coloured(_ text: String, _ level: Logger.Level) -> String {
    guard isColoured else { return text }
    switch level {
    case .trace, .debug: return "\u{1b}[2m\(text)\u{1b}[0m"
    case .info, .notice: return "\u{1b}[32m\(text)\u{1b}[0m"
    case .warning: return "\u{1b}[33m\(text)\u{1b}[0m"
    case .error, .critical: return "\u{1b}[31m\(text)\u{1b}[0m"
    }
  }

  /// The value, in quotes where its end would not be seen without.
  private func quoted(_ value: String) -> String {
    let text = escaped(cut(value, to: SystemdLimits.fieldValueBytes), isMessage: false)
    guard text.isEmpty || text.contains(" ") || text.contains("\"") else { return text }
    return "\""
      + text.split(separator: "\"", omittingEmptySubsequences: false)
      .joined(separator: "\\\"") + "\""
  }

  private func escaped(_ text: String, isMessage: Bool) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x0a where isMessage: result.append(contentsOf: "\n               ".unicodeScalars)
      case 0..<0x20, 0x7f..<0xa0, 0x202a...0x202e, 0x2066...0x2069:
        result.append(contentsOf: "\\u{\(String(scalar.value, radix: 16))}".unicodeScalars)
      default: result.append(scalar)
      }
    }
    return String(result)
  }

  private func writeWhole(_ line: String) {
    var line = line
    line.withUTF8 { bytes in
      var rest = UnsafeRawBufferPointer(bytes)
      while !rest.isEmpty {
        let count = write(fd, rest.baseAddress, rest.count)
        if count < 0 && errno == EINTR { continue }
        // There is nowhere to say that the place for saying things is gone.
        guard count > 0 else { return }
        rest = UnsafeRawBufferPointer(rebasing: rest[count...])
      }
    }
  }
}
