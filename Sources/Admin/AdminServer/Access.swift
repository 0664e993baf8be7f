// Who may ask for what: five rules, one question.

internal import AdminAPI
internal import Engine

/// Who may use a route. What a person may do to an agreement is the workflow's decision, not this one.
enum Access: String, CaseIterable {
  /// Every local user who can open the socket.
  case anyone
  /// Officers, approvers, auditors, administrators: who may see agreements.
  case person
  /// Officers and approvers. Administrators come as far as the engine, which lets them stand in for
  /// others in development and refuses them otherwise.
  case actor
  /// Auditors and administrators.
  case auditor
  /// Those who operate the daemon.
  case administrator

  /// True when the caller may.
  func allows(_ caller: Caller) -> Bool {
    switch self {
    case .anyone: true
    case .person: caller.mayRead
    case .actor: caller.mayAct || caller.isAdministrator
    case .auditor: caller.mayAudit
    case .administrator: caller.isAdministrator
    }
  }

  /// Why the caller may not, or nil.
  func denial(of caller: Caller, to route: String) -> Problem? {
    if allows(caller) { return nil }
    let isKnown = caller.person != nil || !caller.roles.isEmpty
    if !isKnown, self == .person || self == .actor {
      return Problem(
        .unknownCaller,
        "\(EngineError.unknownCaller(uid: caller.uid, unixName: caller.unixName))")
    }
    return Problem(
      .notPermitted,
      "\(caller.unixName ?? "uid \(caller.uid)") may not ask for \(route); it is for \(audience), who are named in its configuration"
    )
  }

  private var audience: String {
    switch self {
    case .anyone: "everybody"
    case .person: "officers, approvers, auditors and administrators of the daemon"
    case .actor: "officers and approvers"
    case .auditor: "auditors and administrators of the daemon"
    case .administrator: "administrators of the daemon"
    }
  }

  /// For the OpenAPI document.
  var explanation: String {
    switch self {
    case .anyone: "Any local user who can open the socket."
    case .person: "Officers and approvers (people of the directory), auditors, administrators."
    case .actor: "Officers and approvers: people of the directory."
    case .auditor: "Auditors and administrators of the daemon."
    case .administrator: "Administrators of the daemon."
    }
  }
}
