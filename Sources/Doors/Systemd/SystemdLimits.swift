// Every bound of this room, by name: how much it holds, and how long a field or a path may be.

/// The bounds of the room that talks to the service manager, the journal and the clock.
///
/// Each has one reason; a test holds each that can be reached.
public enum SystemdLimits {
  /// Entries that may wait for the journal before new ones are dropped and counted.
  ///
  /// A stalled journal must cost log lines, never a deadline.
  public static let journalEntries = 4096

  /// Bytes that may wait for the journal, over all entries: 16 MiB.
  public static let journalBytes = 16 << 20

  /// Bytes of one `MESSAGE=`, after which it is cut and marked with «…»: 32 KiB.
  ///
  /// An entry stays well below the socket's datagram limit, so that no memory file is needed.
  public static let messageBytes = 32 << 10

  /// Bytes of one other field's value, after which it is cut and marked with «…»: 8 KiB.
  public static let fieldValueBytes = 8 << 10

  /// Bytes of a field's name, prefix included: journald drops longer ones (systemd, 252).
  public static let fieldNameBytes = 64

  /// Fields that the metadata of one entry may become; what is over is counted in one field.
  public static let fieldsPerEntry = 64

  /// How deep metadata may nest before it is written as text.
  public static let metadataDepth = 4

  /// Bytes of a status text for the service manager.
  public static let statusBytes = 512

  /// Bytes of a Unix socket's path: `sun_path` has 108, and one is for the terminator (unix(7)).
  public static let socketPathBytes = 107

  /// Connections that may wait to be accepted on a socket of our own.
  ///
  /// The kernel lowers it to `net.core.somaxconn`.
  public static let socketBacklog: Int32 = 128

  /// Sockets that activation may pass.
  public static let inheritedSockets = 16

  /// Bytes of one entry of the user or group database, after which a look-up gives up: 1 MiB.
  public static let userEntryBytes = 1 << 20

  /// Groups of one user that are looked at.
  public static let groupsPerUser = 1024
}
