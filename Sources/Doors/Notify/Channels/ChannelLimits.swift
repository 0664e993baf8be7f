// The bounds of the exec and webhook channels, by name.

extension NotifyLimits {
  // MARK: Exec and webhook

  /// How long a program or a request may take where the configuration says nothing, in milliseconds.
  public static let channelTimeout: Int64 = 30_000
  /// Longest time that a configuration may give them, in seconds.
  public static let channelTimeoutMost = 600
  /// How long a program has between the request to end and its end by force, in milliseconds.
  public static let programGrace: Int64 = 500
  /// Most bytes that are kept of what a program says, for each of its two outputs; the rest is read
  /// and dropped.
  public static let programOutputBytes = 65_536
  /// Most words of a command.
  public static let commandWords = 64
  /// Most extra variables of a program, and most headers and conditions of a webhook.
  public static let channelPairs = 64
  /// Longest time to connect, TLS included, in milliseconds.
  public static let connectTimeout: Int64 = 10_000
  /// Most bytes that are read of an answer; the connection is closed after them.
  public static let answerBytes = 65_536
  /// Most redirects that are followed within one host.
  public static let redirects = 3
  /// Most bytes of a template of a webhook.
  public static let webhookTemplateBytes = 65_536
  /// Most sections within sections of such a template.
  public static let webhookSections = 8
  /// How deep the JSON of such a template may be nested.
  public static let jsonDepth = 32
  /// Most bytes of a request's body: a message of ``messageBytes`` with every byte escaped.
  public static let requestBytes = 2_097_152
  /// Most bytes of a header's value; more is cut.
  public static let headerBytes = 1_024
  /// Most bytes of an address: longer ones belong to nobody.
  public static let addressBytes = 1_024
  /// Most bytes of an answer that are looked at for words about it.
  public static let excerptReadBytes = 4_096
  /// Lines of a message that are looked for in an answer, so that they are not repeated.
  public static let hiddenLines = 100
  /// Most bytes of those words.
  public static let excerptBytes = 200
}
