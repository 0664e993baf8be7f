// A problem in a definition: code, place, words, and what would help.

/// The stable code of a problem; `docs/diagnostics.md` explains each.
public enum DiagnosticCode: String, CaseIterable, Sendable {
  // The file as text and YAML.
  case tooLarge = "too-large"
  case empty
  case encoding
  case yaml
  case duplicateKey = "duplicate-key"
  case aliasBomb = "alias-bomb"
  case customTag = "custom-tag"
  case xml
  case doctype
  case icalendar
  // The shape of the document.
  case unknownKey = "unknown-key"
  case missingKey = "missing-key"
  case wrongType = "wrong-type"
  case invalidName = "invalid-name"
  case invalidValue = "invalid-value"
  case conflictingKeys = "conflicting-keys"
  // Names that must exist.
  case unknownTarget = "unknown-target"
  case unknownState = "unknown-state"
  case unknownRole = "unknown-role"
  case unknownReminder = "unknown-reminder"
  case unknownField = "unknown-field"
  case unknownEvent = "unknown-event"
  case unknownPosition = "unknown-position"
  case unknownOrganisation = "unknown-organisation"
  case unknownPerson = "unknown-person"
  case duplicateName = "duplicate-name"
  case unknownDocument = "unknown-document"
  // Expressions.
  case expressionSyntax = "expression-syntax"
  case expressionName = "expression-name"
  case expressionType = "expression-type"
  case expressionValue = "expression-value"
  case expressionCost = "expression-cost"
  case dataModel = "data-model"
  // The chart: rules of the specification.
  case chart
  case initial
  case initialOutside = "initial-outside"
  case initialWithoutChoice = "initial-without-choice"
  case twoInitialStates = "two-initial-states"
  case history
  case historyWithoutDefault = "history-without-default"
  case historyWithChildren = "history-with-children"
  case finalState = "final-state"
  case finalWithTransitions = "final-with-transitions"
  case finalInParallel = "final-in-parallel"
  case parallelState = "parallel-state"
  case targetSet = "target-set"
  case finalizeContent = "finalize-content"
  case unsupported
  case xstateDifference = "xstate-difference"
  // The chart: what a search of it finds.
  case endlessLoop = "endless-loop"
  case unreachableState = "unreachable-state"
  case deadTransition = "dead-transition"
  case parallelNeverDone = "parallel-never-done"
  case noWayToEnd = "no-way-to-end"
  case transitionConflict = "transition-conflict"
  case leavesParallel = "leaves-parallel"
  case searchBound = "search-bound"
  // People, time and decisions.
  case nobodyMayAct = "nobody-may-act"
  case taskWithoutExit = "task-without-exit"
  case reservedName = "reserved-name"
  case timerDecides = "timer-decides"
  case approvalGroup = "approval-group"
  case quorum
  case signature
  case tooManyProblems = "too-many-problems"
  // Directories.
  case csv
  case nik
  // Templates of messages.
  case template
  case unknownVariable = "unknown-variable"
}

/// How bad a problem is: only an error keeps a definition from being loaded.
public enum Severity: String, Sendable {
  case error
  case warning
}

/// One problem with its place.
public struct Diagnostic: Hashable, Sendable, Error {
  /// Stable code.
  public var code: DiagnosticCode
  /// Error or warning.
  public var severity: Severity
  /// Place in the source.
  public var range: SourceRange
  /// What is wrong, in one line.
  public var message: String
  /// What would help, in one line; often «did you mean …».
  public var help: String?

  /// Creates a problem.
  public init(
    _ code: DiagnosticCode, _ message: String, at range: SourceRange, help: String? = nil,
    severity: Severity = .error
  ) {
    self.code = code
    self.severity = severity
    self.range = range
    self.message = message
    self.help = help
  }

  /// `file:line:column: error[code]: message`, the offending line, and a caret below it.
  public func rendered(in source: SourceText) -> String {
    var lines = [
      "\(source.name):\(range.line):\(range.column): \(severity.rawValue)[\(code.rawValue)]: \(message)"
    ]
    let line = source.line(range.line)
    if !line.isEmpty {
      let number = String(range.line)
      let gutter = String(repeating: " ", count: number.count)
      let scalars = Array(line.unicodeScalars.prefix(Self.longestLineShown))
      // A tab stays a tab in front of the caret, so that the two lines keep their alignment.
      let padding = scalars.prefix(range.column - 1).map { $0 == "\t" ? "\t" : " " }.joined()
      let carets = max(1, min(range.length, scalars.count - range.column + 1))
      let shown = String(String.UnicodeScalarView(scalars))
      lines.append("\(number) | \(shown)")
      lines.append(
        "\(gutter) | \(padding)\(String(repeating: "^", count: carets))"
          + (help.map { " \($0)" } ?? ""))
    } else if let help {
      lines.append("  help: \(help)")
    }
    return lines.joined(separator: "\n")
  }

  /// `file:line:column: error[code]: message`, without the line itself: for logs, where what stands in a
  /// directory must not come.
  public func placed(in source: SourceText) -> String {
    "\(source.name):\(range.line):\(range.column): \(severity.rawValue)[\(code.rawValue)]: \(message)"
      + (help.map { "; \($0)" } ?? "")
  }

  private static let longestLineShown = 200
}

/// Collects problems while a file is read; reading goes on after a problem.
package struct DiagnosticCollector {
  package private(set) var diagnostics: [Diagnostic] = []

  package init() {}

  package mutating func add(_ diagnostic: Diagnostic) {
    guard diagnostics.count < WorkflowLimits.diagnostics else { return }
    guard !diagnostics.contains(diagnostic) else { return }
    diagnostics.append(diagnostic)
    if diagnostics.count == WorkflowLimits.diagnostics {
      diagnostics.append(
        Diagnostic(
          .tooManyProblems,
          "more than \(WorkflowLimits.diagnostics) problems; the rest is not shown",
          at: diagnostic.range, help: "mend these first"))
    }
  }

  package mutating func add(
    _ code: DiagnosticCode, _ message: String, at range: SourceRange, help: String? = nil,
    severity: Severity = .error
  ) {
    add(Diagnostic(code, message, at: range, help: help, severity: severity))
  }

  package var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }

  package var sorted: [Diagnostic] { diagnostics.sorted { $0.range < $1.range } }
}
