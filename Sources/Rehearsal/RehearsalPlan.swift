// What a rehearsal is given: files as texts, and times.

public import WorkCalendar
public import Workflow

/// Everything that a rehearsal depends on: the same plan gives the same report.
public struct RehearsalPlan: Sendable {
  /// The definition.
  public var definition: SourceText
  /// Definitions of the agreements that it may start.
  public var others: [SourceText] = []
  /// Calendars.
  public var calendars: [SourceText]
  /// Files that calendars include, such as `.ics`.
  public var attachments: [SourceText] = []
  /// Directory files, each on top of the ones before; none: people are invented.
  public var directories: [SourceText] = []
  /// Who acts, and what is expected; nil: nobody, and nothing.
  public var scenario: Scenario?
  /// When the agreement is started; nil: as the scenario says.
  public var from: Scenario.Moment?
  /// When the rehearsal ends at the latest; nil: as the scenario says, else after
  /// ``RehearsalLimits/years``.
  public var until: Scenario.Moment?
  /// Values of the agreement's data, on top of the scenario's.
  public var data: [String: String] = [:]
  /// Where the random numbers begin.
  public var seed: UInt64 = 1
  /// The rules of a time zone by its IANA name.
  public var zone: @Sendable (String) -> ZoneRules?

  /// Creates a plan.
  public init(
    definition: SourceText, calendars: [SourceText],
    zone: @escaping @Sendable (String) -> ZoneRules?
  ) {
    self.definition = definition
    self.calendars = calendars
    self.zone = zone
  }
}

/// Why there is nothing to rehearse.
public enum RehearsalError: Error, Sendable {
  /// Problems of a file, with their places.
  case problems([Diagnostic], in: SourceText)
  /// The scenario names what does not exist, or is for another workflow.
  case scenario([Diagnostic])
  /// The definition's calendar is not among those that were given.
  case noCalendar(String, given: [String])
  /// Neither a scenario nor anybody else says when it begins.
  case noBeginning
  /// The agreement could not be started: the kind of refusal, if it is one, and why.
  case notStarted(kind: String?, String)
  /// The engine or its store went wrong.
  case engine(String)
}
