// The kinds of message that the daemon sends.

/// A kind of message; its raw value is the name of its templates.
public enum MessageKind: String, CaseIterable, Sendable {
  // About a task.
  /// A task is there.
  case assigned
  /// Its deadline comes near.
  case reminder
  /// Its deadline has passed.
  case overdue
  /// Somebody above hears of a deadline.
  case escalation
  /// The agreement came back to be mended.
  case returned
  /// Another deadline than before.
  case moved
  /// Somebody was asked to do the work.
  case delegated
  /// What was delegated is its giver's again.
  case givenBack = "given-back"
  /// The task was given to someone else.
  case reassigned
  /// The task was taken away: nobody did it.
  case withdrawn
  /// The task was closed by what others decided.
  case notNeeded = "not-needed"
  // About an agreement.
  /// It was approved.
  case approved
  /// It was signed.
  case signed
  /// Initials or a signature count no more.
  case voided
  /// It came into force.
  case inForce = "in-force"
  /// Its term comes to an end.
  case aboutToEnd = "about-to-end"
  /// Its term has ended.
  case ended
  /// Its way through the workflow is at its end.
  case finished
  /// Its clocks stand still.
  case suspended
  /// They go on.
  case resumed
  /// An administrator ended it.
  case cancelled
  // About several, or none.
  /// All that a person has to do, once a day.
  case digest
  /// Something is wrong with the service; for administrators.
  case incident
  /// A channel is tried out.
  case test

  /// True for what should be read at once.
  var isUrgent: Bool {
    switch self {
    case .overdue, .escalation, .incident: true
    default: false
    }
  }
}
