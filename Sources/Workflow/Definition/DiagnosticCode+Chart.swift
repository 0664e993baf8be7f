// Which code a broken rule of the chart, or a problem of an expression, has.

internal import CEL
internal import Statechart

extension DiagnosticCode {
  /// The code of a structural problem.
  init(_ kind: ChartProblem.Kind) {
    self =
      switch kind {
      case .duplicateState, .duplicateTimer, .duplicateTask: .duplicateName
      case .unknownTarget: .unknownTarget
      case .initialNotDescendant: .initialOutside
      case .initialWithoutChoice: .initialWithoutChoice
      case .compoundWithoutInitial: .initial
      case .severalInitialStates: .twoInitialStates
      case .historyWithoutDefault: .historyWithoutDefault
      case .historyDefaultInvalid: .history
      case .historyWithChildren: .historyWithChildren
      case .finalWithChildren: .finalState
      case .finalWithTransitions: .finalWithTransitions
      case .finalInParallel: .finalInParallel
      case .parallelWithoutChildren: .parallelState
      case .illegalTargetSet: .targetSet
      case .eventlessTargetlessLoop: .endlessLoop
      case .rootWithoutStates, .emptyName, .nestedTooDeep, .tooManyStates: .chart
      }
  }

  /// The code of a problem of an expression.
  init(_ kind: Problem.Kind) {
    self =
      switch kind {
      case .undeclaredVariable, .undeclaredFunction, .unknownField, .noFields: .expressionName
      case .noMatchingOverload, .notIterable, .wrongResultType, .macroArgument, .wrongForm:
        .expressionType
      case .failsAlways: .expressionValue
      case .tooCostly: .expressionCost
      default: .expressionSyntax
      }
  }
}
