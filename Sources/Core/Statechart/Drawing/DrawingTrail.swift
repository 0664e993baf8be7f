// Where an instance is and how it came there, for marking in a drawing.

/// Where an instance is, and the steps by which it came there.
public struct DrawingTrail: Hashable, Sendable {
  /// One step, as a history keeps it.
  public struct Step: Hashable, Sendable {
    /// What the legend says: «ajukan · 12 Mar 2027 · Ni Luh».
    public var label: String
    /// The event that was sent; tells apart transitions that lead to the same place.
    public var event: String?
    /// Indexes of the transitions taken, where they are known; nil has them worked out from the
    /// event and the states. Where several fit equally, all of them are marked.
    public var transitions: [Int]?
    /// States left, of all microsteps, in order.
    public var exited: [StateID]
    /// States entered, of all microsteps, in order.
    public var entered: [StateID]

    /// Makes a step.
    public init(
      label: String, event: String? = nil, transitions: [Int]? = nil, exited: [StateID] = [],
      entered: [StateID] = []
    ) {
      self.label = label
      self.event = event
      self.transitions = transitions
      self.exited = exited
      self.entered = entered
    }

    /// Makes a step of the interpreter's answer, which knows the transitions exactly.
    public init(label: String, event: String? = nil, step: Statechart.Step) {
      self.init(
        label: label, event: event, transitions: step.microsteps.flatMap(\.transitions),
        exited: step.microsteps.flatMap(\.exited), entered: step.microsteps.flatMap(\.entered))
    }
  }

  /// The steps from the start on; the numbers in the drawing count from the first one.
  public var steps: [Step]
  /// The number of the first step, for a trail that was cut at its beginning.
  public var firstNumber: Int
  /// All active states; names that the chart does not have are passed over.
  public var current: [StateID]

  /// Makes a trail.
  public init(steps: [Step] = [], firstNumber: Int = 1, current: [StateID]) {
    self.steps = steps
    self.firstNumber = firstNumber
    self.current = current
  }
}
