// What kind of event a journal line tells of: identities for `journalctl MESSAGE_ID=…`.

/// The kinds of events that the journal knows, each with its 128-bit identity (`MESSAGE_ID=`).
///
/// The raw value is the identity in 32 hexadecimal digits. An identity that was released is never
/// given to another kind: filters and message catalogs outside rely on it.
public enum MessageID: String, CaseIterable, Sendable {
  /// An agreement began its way through a workflow.
  case agreementStarted = "b30ce20b9bc44f04b881cced6d344b23"
  /// An agreement moved by one step.
  case stepTaken = "2e202d4dba314e5eb645747e2606bc71"
  /// An event came that the present state or the rules do not accept; it was recorded.
  case refused = "5d1774d18e67479bb3a23ab0f7e4b8ad"
  /// A caller asked for what is not theirs; nothing changed.
  case accessDenied = "c1d7b0a5f3e94b6e8f2a6d0c94e5b713"
  /// An agreement reached its end.
  case agreementFinished = "125c72dd7e6743a49c42637c6091af2e"
  /// A reminder left for its reader.
  case reminderSent = "15bca16f1bea4edf9a9f632f9d63c56d"
  /// A message could not be delivered, or its outcome is unknown.
  case deliveryFailed = "6f5590baadd84b12b217700229978f66"
  /// A definition with problems was refused; the one before stays.
  case definitionRefused = "41ed9429c60d4c87899b2483bade2630"
  /// A definition was read, proved and taken into use.
  case definitionLoaded = "4142f93b517e4825ac926b20e2390ba0"
  /// The daemon serves.
  case daemonReady = "911d6350e446466b98bca0b1700a4af9"
  /// The daemon stops by its own will.
  case daemonStopping = "376426c13c91481780065dece1f2f963"
  /// The history's chain of hashes does not hold.
  case auditFailed = "60a90c80d6834ca1a263f19945c33d8b"
  /// The head of the history's chain, told to the journal so that a cut tail shows.
  case auditHead = "c94f9568bf5940d784dc1842e662e20a"
  /// The wall clock was set; deadlines were looked at again.
  case clockChanged = "a86fe630b9df44b9b4f15b8be2699181"
  /// A calendar changed, and open deadlines were reckoned anew.
  case calendarChanged = "13d5f62e599342f8ad4eb61cd7f7f31e"
  /// Agreements were moved to another definition.
  case agreementsMigrated = "28f29a85815943f48c0c02a466c5bf3e"
  /// Log lines were lost because the journal did not take them in time.
  case linesDropped = "b7595af63727485abc30c284404374cf"
  /// The directory of people and positions changed, or contacts were forgotten.
  case directoryChanged = "7c41c2f0a5d84f3c9f0e6b1d2a93e857"

  /// The kind with this name, such as «stepTaken»; nil when there is none.
  ///
  /// Rooms that do not know this one say the name in the metadata key `message.id`.
  public init?(named name: String) {
    guard let found = Self.byName[name] else { return nil }
    self = found
  }

  private static let byName = Dictionary(
    uniqueKeysWithValues: allCases.map { ("\($0)", $0) })
}
