// Every bound of the Workflow room, by name.

/// Bounds on what the room reads and how long a step may run.
public enum WorkflowLimits {
  /// Largest definition, calendar or directory file, in bytes.
  public static let sourceBytes = 1_048_576
  /// Most YAML nodes of one file, aliases counted each time they are used.
  public static let yamlNodes = 100_000
  /// Most YAML aliases (`*name`) of one file: keeps an alias bomb from being built at all.
  public static let yamlAliases = 24
  /// Deepest nesting of YAML mappings and sequences.
  public static let yamlDepth = 64
  /// Most elements of one XML file.
  public static let xmlNodes = 100_000
  /// Deepest nesting of XML elements: twice as deep as states may be nested, for what is in them.
  public static let xmlDepth = 256
  /// Most duplicate keys that are reported before reading stops.
  public static let duplicateKeys = 20
  /// Most problems that are reported for one file.
  public static let diagnostics = 200
  /// Most iCalendar files that one calendar takes in.
  public static let includes = 32
  /// Most states of one definition.
  public static let states = 2_000
  /// Elements that the checker expects in a list (children, tags) when it asks what an expression may
  /// cost; more are allowed, as long as evaluating stays below ``expressionCost``.
  public static let listElements = 150
  /// Most open children of one workflow that a definition may allow by «most».
  public static let childrenPerStart = 1_000
  /// Most characters of a name (workflow, state, event, role, field).
  public static let nameLength = 64
  /// Most microsteps of one step, and most internal events of one step.
  public static let microsteps = 1_000
  /// Most pieces of content of one step of a plain chart, which may hold loops.
  public static let contentItems = 100_000
  /// Most steps that one event may set off in a simulation, in all charts together.
  public static let simulatedSteps = 10_000
  /// Most charts that one simulation may start.
  public static let simulatedSessions = 200
  /// Cost limit of one evaluation of a guard or computed value.
  public static let expressionCost = 100_000
  /// Most bytes of a text value in an agreement's data.
  public static let textBytes = 16_384
  /// Most reminders of one ladder.
  public static let reminders = 50
  /// Largest number of working days, days, months or hours in a duration.
  public static let durationAmount = 10_000
  /// Most steps and items of the walk of a forecast in which nobody acts, and of all its branches
  /// together.
  public static let forecastItems = 1_000
  /// Most branches of one forecast.
  public static let forecastBranches = 64
  /// Most days that a derivation lists one by one; of a longer span it counts the ordinary ones.
  public static let derivationDays = 120
  /// Most members of one step of an approval.
  public static let approvalMembers = 10
  /// Largest weight of a member of an approval.
  public static let approvalWeight = 100
  /// Most parties whose signatures one definition records.
  public static let parties = 20
  /// Most void marks, and most void signatures, that a stored state carries; the history has all.
  public static let voidMarks = 200
  /// Most addresses of one person.
  public static let contacts = 8
  /// Longest address of a person, in bytes (RFC 5321 §4.5.3.1.3 allows 254 for mail).
  public static let addressBytes = 254
  /// Longest text of a directory entry, in bytes.
  public static let directoryTextBytes = 2_000
  /// Deepest nesting of a JSON text.
  public static let jsonDepth = 64
  /// Most bytes of a reference that an import brings along.
  public static let referenceBytes = 100
  /// Most timed transitions that an import takes because their time has passed.
  public static let passedTimers = 100
  /// Most agreements of one import.
  public static let imports = 5_000
  /// Most kinds of documents of one definition.
  public static let documentKinds = 50
  /// Most versions of one document.
  public static let documentVersions = 100
  /// Longest name of a document's file, in bytes.
  public static let documentNameBytes = 255
  /// Longest number of a document, in bytes.
  public static let documentNumberBytes = 200
  /// Longest note on a document, in bytes.
  public static let documentNoteBytes = 1_000
}
