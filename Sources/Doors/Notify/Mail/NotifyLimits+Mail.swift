// Bounds of mails.

extension NotifyLimits {
  /// Most bytes of the text of a mail; a longer text is cut, and says so: a reminder must rather arrive
  /// shortened than not at all.
  public static let mailTextBytes = 262_144
  /// Most bytes of the HTML of a mail; a longer one is left out, for half a document is none. The text
  /// stays.
  public static let mailHTMLBytes = 262_144
  /// Most bytes of the attached deadline; a longer one is left out.
  public static let mailCalendarBytes = 65_536
  /// Most bytes of the value of a header field, before it is encoded; a longer one is cut.
  public static let mailFieldBytes = 1_000
  /// Most bytes of a local part (RFC 5321 §4.5.3.1.1).
  public static let mailLocalPartBytes = 64
  /// Most bytes of a domain (RFC 5321 §4.5.3.1.2).
  public static let mailDomainBytes = 255
  /// Most bytes of an address: a path has 256 with its angle brackets (RFC 5321 §4.5.3.1.3).
  public static let mailAddressBytes = 254
  /// Most bytes of the left half of a `Message-ID`; a longer key is cut and ends with its hash.
  public static let mailIdentifierBytes = 160
  /// Characters of what a server or program said that are kept.
  public static let mailReplyCharacters = 200
  /// Bytes of one reply of a server, and of one line of it, from which on nothing more is kept.
  public static let mailReplyBytes = 800
  /// Longest delivery of a mail, in milliseconds, where the configuration says nothing.
  public static let mailTimeout: Int64 = 60_000
  /// Longest delivery of a mail that a configuration may ask for, in seconds.
  public static let mailTimeoutMost = 600
  /// Longest wait for a connection to a mail server, in milliseconds, its greeting and its TLS included.
  public static let mailConnectTimeout: Int64 = 30_000
  /// Bytes of a mail that the kernel may hold back unsent; it takes the number twice (socket(7)).
  public static let mailSendBufferBytes = 16_384
  /// Most bytes of what a program writes to its standard error that are kept.
  public static let mailProgramErrorBytes = 4_096
  /// Most bytes that a program may write there before it is stopped.
  public static let mailProgramErrorBytesMost = 1_048_576
  /// How often that is looked at, in milliseconds.
  public static let mailProgramWatch = 250
}
