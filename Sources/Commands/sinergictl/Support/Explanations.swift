// What each code means: of problems in files, and of problems that the daemon answers.

internal import AdminAPI
internal import Workflow

/// The explanations behind `sinergictl explain`.
enum Explanations {
  /// All codes, sorted.
  static var codes: [String] {
    Set(DiagnosticCode.allCases.map(\.rawValue) + ProblemKind.allCases.map(\.rawValue)).sorted()
  }

  /// The text of a code; some words are both a problem in a file and an answer of the daemon.
  static func text(of code: String) -> String? {
    var parts: [String] = []
    if let diagnostic = DiagnosticCode(rawValue: code) {
      parts.append("\(code): in a definition, calendar or directory file\n\n\(text(diagnostic))")
    }
    if let kind = ProblemKind(rawValue: code) {
      parts.append(
        "\(code): the daemon answers: \(kind.title) (HTTP \(kind.status))\n\n\(kind.meaning)")
    }
    return parts.isEmpty ? nil : parts.joined(separator: "\n\n")
  }

  static func text(_ code: DiagnosticCode) -> String {
    switch code {
    case .tooLarge:
      "The file, or something in it, is larger than is read. Split it, or take out what does not belong."
    case .empty: "The file holds nothing. A definition begins with «workflow: NAME»."
    case .encoding: "The file is not UTF-8. Save it as UTF-8."
    case .yaml:
      "The text is not YAML. Look at the indentation and the quotes around the place that is shown."
    case .duplicateKey:
      "A mapping has the same key twice; it is not clear which one is meant. Remove one."
    case .aliasBomb:
      "Aliases (*name) are used too often; a small file could grow without end. Write the parts out."
    case .xml:
      "The text is not well-formed XML: a tag that is not closed, a quote that is missing, an & that should be &amp;."
    case .doctype:
      "The file declares a document type. Such declarations can make a small file grow without end or fetch others; none is read."
    case .icalendar:
      "The text is not iCalendar: a line without name and colon, a quote that is not closed, or a BEGIN without its END."
    case .customTag: "The file uses a YAML tag (!name). Only plain values are read."
    case .unknownKey:
      "There is no such key here, most often a typing mistake. The help names the nearest one."
    case .missingKey: "A key that must be given is not there."
    case .wrongType: "The value has another type than the key takes."
    case .invalidName:
      "Names have lower-case letters, digits, - and _, and begin with a letter; those of fields have no -, for expressions use them."
    case .invalidValue: "The value does not fit the key; the help tells what does."
    case .conflictingKeys: "Two keys exclude each other. Keep the one that is meant."
    case .unknownTarget: "A transition leads to a state that does not exist."
    case .unknownState:
      "A scenario names a state or a task that the definition does not have. Inner ones are written with their path."
    case .unknownRole: "There is no role of that name below «roles»."
    case .unknownReminder: "There is no ladder of that name below «reminders»."
    case .template:
      "A template of messages cannot be used: no subject in its first line, a tag that is not closed, a partial that is not there. The words that were in use before stay."
    case .unknownVariable:
      "A template of messages names something that messages do not have. The help names the nearest one; docs/templates.md lists all."
    case .unknownField: "There is no field of that name below «data»."
    case .unknownDocument: "There is no document of that name below «documents»."
    case .unknownEvent: "The event is named where no transition of the state has it."
    case .unknownPosition: "The directory has no position of that identity."
    case .unknownOrganisation: "The directory has no organisation of that identity."
    case .unknownPerson: "The directory has no person of that identity."
    case .duplicateName: "The same name is given twice where it must be unique."
    case .expressionSyntax: "The expression is not CEL. The place shows where reading stopped."
    case .expressionName:
      "The expression names something that is not declared. Fields are written data.NAME."
    case .expressionType:
      "The expression has another type than its place needs, or mixes types: a guard is true or false, a date is a date."
    case .expressionValue:
      "A part of the expression that is written out can never have a value: a date that does not exist, a pattern that cannot be read, a division by zero."
    case .expressionCost:
      "The expression could take more steps than one evaluation may, with the largest data that the definition allows."
    case .dataModel:
      "The chart's data model does not have this: «null» knows only In(state), «cel» knows CEL; others are not known."
    case .chart: "The states do not make a chart that can run."
    case .initial:
      "A state with states inside needs «initial», and it must name one of those inside."
    case .initialOutside: "A state must begin in a state that is inside it."
    case .initialWithoutChoice:
      "Only a state with states inside says where it begins; a parallel one begins in all of them."
    case .twoInitialStates:
      "A state begins in one state, or in one for each region of a parallel state inside."
    case .history: "The default of a history state is one plain transition into its parent."
    case .historyWithoutDefault:
      "A history state needs a default: where to go while there is nothing to remember."
    case .historyWithChildren: "A history state only remembers; it has no states of its own."
    case .finalState: "A final state has no states inside: it is the end."
    case .finalWithTransitions: "A final state has no transitions: it is the end."
    case .finalInParallel:
      "A region of a parallel state cannot itself be final; put the final state inside the region."
    case .parallelState: "A parallel state needs regions: states inside it."
    case .targetSet: "The targets of a transition cannot be active at the same time."
    case .finalizeContent:
      "What runs before an event of a child is looked at may set values, not raise or send events."
    case .unsupported: "The file uses a part that is not run here."
    case .xstateDifference:
      "The same text means something else in XState. Here the SCXML standard holds; the message says what."
    case .endlessLoop:
      "Transitions without event and without time lead in a circle: the agreement would never come to rest. Give one of them a guard, an event or a time."
    case .unreachableState:
      "Nothing leads to the state from the start. Add a transition, or remove the state."
    case .deadTransition:
      "The transition can never be taken: its event cannot come while its state is active, or another one always comes first."
    case .parallelNeverDone:
      "The regions of a parallel state can never all be at their end at the same time, so what waits for that waits for ever."
    case .noWayToEnd:
      "From this state no way leads to a final state: who comes here never comes to the end."
    case .transitionConflict:
      "Two transitions always exclude each other; one of them never has its way."
    case .leavesParallel:
      "The transition leads from one region into another: the whole parallel state is left and entered anew, and all its regions begin again."
    case .searchBound:
      "The chart has more situations than are searched. What was found is true; more may be wrong."
    case .nobodyMayAct:
      "An event has no role that may send it: its state has neither a task nor «by»."
    case .taskWithoutExit:
      "A task that no event ends would stay open for ever. Add a transition to its state."
    case .reservedName: "The name belongs to the system. Take another one."
    case .timerDecides:
      "A timer would approve or return on somebody's behalf. Timers inform and escalate; people decide."
    case .approvalGroup:
      "The members of an approval's step are not what they must be: at least one role, each once, and a veto only for members."
    case .quorum:
      "The quorum can never be reached, or does not fit the number of members."
    case .signature:
      "A signature carries the fields «tanggal», «tempat», «cara» and «rujukan»: no data field has one of these names, and all alternatives of an event record the same signature."
    case .tooManyProblems: "The file has more problems than are shown. Mend the first ones."
    case .csv:
      "The text is not a table that can be read: a quote that is not closed, a row with too few fields, or a header that names no kind of entry."
    case .nik:
      "The file holds a NIK, or a key for one. This tool does not keep it (UU 27/2022): people are known by a short name and their account."
    }
  }
}
