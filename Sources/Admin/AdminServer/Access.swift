// Who may ask for what: three rules, one question.

internal import AdminAPI
internal import Engine

/// Who may use a route. What a person may do to an agreement is the workflow's decision, not this one.
enum Access: String, CaseIterable {
  /// Every local user who can open the socket.
  case anyone
  /// People of the directory, and administrators.
  case person
  /// Those whom the daemon's configuration names as administrators.
  case administrator

  /// Why the caller may not, or nil.
  func denial(of caller: Caller, to route: String) -> Problem? {
    switch self {
    case .anyone: return nil
    case .person:
      if caller.person != nil || caller.isAdministrator { return nil }
      return Problem(
        .unknownCaller,
        "\(EngineError.unknownCaller(uid: caller.uid, unixName: caller.unixName))")
    case .administrator:
      if caller.isAdministrator { return nil }
      return Problem(
        .notPermitted,
        "\(caller.unixName ?? "uid \(caller.uid)") may not ask for \(route); it is for administrators of the daemon, who are named in its configuration"
      )
    }
  }

  /// For the OpenAPI document.
  var explanation: String {
    switch self {
    case .anyone: "Any local user who can open the socket."
    case .person: "People of the directory, and administrators."
    case .administrator: "Administrators of the daemon."
    }
  }
}
