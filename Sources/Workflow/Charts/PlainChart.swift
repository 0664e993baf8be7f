// A chart by itself: without people, papers and calendars.

internal import CEL
public import Statechart

/// A checked chart that stands alone, as SCXML files and XState machine configs describe them.
///
/// One that exists is right: it was read, checked and compiled. Definitions of agreements become a
/// ``Workflow`` instead.
public final class PlainChart: Sendable {
  /// The chart.
  public let chart: Chart
  /// Charts that stand inside this one as children to start, in document order.
  public let inlined: [PlainChart]
  /// Names of guards and actions that are code elsewhere; when simulated such a guard holds, and
  /// such an action is a note.
  public let namedElsewhere: Set<String>
  let formulas: [PlainFormula]
  private let ranges: [SourceRange]

  init(
    chart: Chart, inlined: [PlainChart], namedElsewhere: Set<String>, formulas: [PlainFormula],
    ranges: [SourceRange]
  ) {
    self.chart = chart
    self.inlined = inlined
    self.namedElsewhere = namedElsewhere
    self.formulas = formulas
    self.ranges = ranges
  }

  /// Where a part of the chart stands in its file.
  public func range(of origin: Origin) -> SourceRange? {
    ranges.indices.contains(origin) ? ranges[origin] : nil
  }

  /// The text of a condition, a value or a location as its author wrote it.
  public func text(of expression: ExpressionID) -> String? {
    guard formulas.indices.contains(expression.rawValue) else { return nil }
    switch formulas[expression.rawValue] {
    case .program(let program): return program.source
    case .location(let location): return location.source
    case .isIn(let state): return "In('\(state)')"
    case .named(let name): return name
    case .delay(let milliseconds): return "\(milliseconds) ms"
    case .constant, .datum, .hasEventData, .eventData: return nil
    }
  }
}

/// What a plain chart names by an ``ExpressionID``.
enum PlainFormula: Sendable {
  /// A condition or a value.
  case program(Program)
  /// A variable, or a part of one.
  case location(Location)
  /// A value that stands in the file.
  case constant(DataValue)
  /// What a variable begins with; a value that was handed over by whoever starts the chart wins.
  case datum(name: String, isGivable: Bool, Initial)
  /// Whether the event carries a value of this name.
  case hasEventData(String)
  /// The value of this name that the event carries.
  case eventData(String)
  /// A span of time.
  case delay(milliseconds: Int64)
  /// Whether a state is active: all that the null data model knows (SCXML B.1).
  case isIn(StateID)
  /// A guard that is code elsewhere.
  case named(String)

  enum Initial: Sendable {
    case program(Program)
    case constant(DataValue)
  }
}

/// A place in the data: a variable, or an element inside one.
struct Location: Sendable {
  enum Segment: Sendable {
    case key(String)
    case index(Program)
  }

  var variable: String
  var path: [Segment]
  var source: String
}
