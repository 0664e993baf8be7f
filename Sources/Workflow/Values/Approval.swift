// An approval as its definition says it: steps, who initials in each, and how many marks are enough.

/// Which way a paraf goes (domain §2.1).
public enum ParafKind: String, Hashable, Sendable, CaseIterable {
  /// Up the line of command.
  case hierarchical = "hierarki"
  /// Across to other units.
  case coordinating = "koordinasi"
}

/// An approval: steps that follow one another; the members of one step act side by side.
public struct ApprovalDefinition: Hashable, Sendable {
  /// One of those who initial in a step.
  public struct Member: Hashable, Sendable {
    /// The role.
    public var role: String
    /// How much its mark counts.
    public var weight: Int
    /// Whether its return decides at once.
    public var hasVeto: Bool
    /// Its task, while the chart waits for it.
    public var task: String
    /// The state that says it has initialled; nil where its mark always decides the step.
    public var approvedState: String?
    /// The state that says it has sent back; nil where its return always decides.
    public var returnedState: String?
  }

  /// One step.
  public struct Step: Hashable, Sendable {
    /// Its state in the chart: a state with a task, or a parallel state with a region for each member.
    public var state: String
    /// Which kind of paraf it is.
    public var kind: ParafKind?
    /// Who initials, in the order of the definition.
    public var members: [Member]
    /// How much weight is enough.
    public var threshold: Int
    /// The quorum as the definition writes it: `all`, `any`, `2 of 3`, `weight 3`.
    public var quorum: String
    /// Whether it can be passed over (`skip`).
    public var maySkip: Bool

    /// The weight of all members.
    public var total: Int { members.reduce(0) { $0 + $1.weight } }
  }

  /// The state that it belongs to.
  public var state: String
  /// The steps, in order.
  public var steps: [Step]
  /// The event that initials.
  public var approveEvent: String
  /// The event that sends back.
  public var returnEvent: String

  /// The final state inside: every step is done.
  public var finishedState: String { state + "/" + Self.finished }
  static let finished = "selesai"

  /// The place of a task among the steps; nil when it is none of theirs.
  func place(of task: String) -> (step: Int, member: Int)? {
    for (index, step) in steps.enumerated() {
      if let member = step.members.firstIndex(where: { $0.task == task }) {
        return (index, member)
      }
    }
    return nil
  }
}
