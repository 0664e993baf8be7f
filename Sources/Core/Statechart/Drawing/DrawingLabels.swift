// What a drawing says beyond the chart's own names, from whoever knows the definition.

/// What a drawing says: titles, and the texts of expressions, timers and tasks.
///
/// Everything may be left out; then the chart's own names are shown, and `[…]` for conditions,
/// of which a chart knows only handles. Texts need no escaping: each format does its own.
public struct DrawingLabels: Hashable, Sendable {
  /// What sets a transition going.
  public enum Trigger: Hashable, Sendable {
    /// An event, from people or elsewhere.
    case event
    /// A timer.
    case time
    /// The end of the states inside.
    case completion
    /// Nothing but its condition.
    case none
  }

  /// What a state's box says.
  public struct StateLabel: Hashable, Sendable {
    /// The title; nil is the name, without the parent's name before it.
    public var title: String?
    /// Lines below the title, before those that the chart gives.
    public var lines: [String]

    /// Makes a label; everything may be left out.
    public init(title: String? = nil, lines: [String] = []) {
      self.title = title
      self.lines = lines
    }
  }

  /// What an arrow says.
  public struct TransitionLabel: Hashable, Sendable {
    /// The whole text, in place of events, condition and content.
    public var text: String?
    /// What sets it going, where the chart does not tell.
    public var trigger: Trigger?
    /// Why it is not drawn; nil draws it. The legend counts what is left out, by reason.
    public var hidden: String?

    /// Makes a label; everything may be left out.
    public init(text: String? = nil, trigger: Trigger? = nil, hidden: String? = nil) {
      self.text = text
      self.trigger = trigger
      self.hidden = hidden
    }
  }

  /// The picture's title; nil is the chart's name.
  public var title: String?
  /// Labels of states by index.
  public var states: [Int: StateLabel]
  /// Labels of transitions by index.
  public var transitions: [Int: TransitionLabel]
  /// Texts of conditions, locations, values and delays. An empty text of a condition hides it, as
  /// when it says only who may act. Assignments are shown where both of their texts are known.
  public var expressions: [ExpressionID: String]
  /// What the transitions on a timer say, by the timer's name: «after 15 wd».
  public var timers: [String: String]
  /// What a task's line says, by the task's name; an empty text hides it.
  public var tasks: [String: String]
  /// The words that a drawing adds.
  public var words: DrawingWords

  /// Makes labels; everything may be left out.
  public init(
    title: String? = nil, states: [Int: StateLabel] = [:],
    transitions: [Int: TransitionLabel] = [:], expressions: [ExpressionID: String] = [:],
    timers: [String: String] = [:], tasks: [String: String] = [:],
    words: DrawingWords = .english
  ) {
    self.title = title
    self.states = states
    self.transitions = transitions
    self.expressions = expressions
    self.timers = timers
    self.tasks = tasks
    self.words = words
  }
}
