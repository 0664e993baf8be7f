// Which Unix users and groups may do what in the service. What a person may do in an agreement is the workflow's.

/// A part that an account plays in the service.
public enum ServiceRole: String, Sendable, CaseIterable {
  /// Starts agreements and works on them; approves nothing.
  case officer
  /// Works on agreements, and approves, returns and signs where the workflow says so.
  case approver
  /// Sees everything, verifies the history, changes nothing.
  case auditor
  /// Operates the service; approves nothing.
  case admin
}

/// Who plays which part.
public struct AccessRules: Hashable, Sendable {
  /// Users and groups by name.
  public struct Members: Hashable, Sendable {
    /// Unix users.
    public var users: Set<String>
    /// Unix groups.
    public var groups: Set<String>

    /// Creates members.
    public init(users: Set<String> = [], groups: Set<String> = []) {
      self.users = users
      self.groups = groups
    }
  }

  /// Members of each part. Officers and approvers that are not named are all people of the directory.
  public var members: [ServiceRole: Members]

  /// Creates rules.
  public init(_ members: [ServiceRole: Members] = [:]) { self.members = members }

  /// The parts that a user plays.
  ///
  /// Whoever operates the service approves nothing, whatever else the account is (separation of duties).
  /// Officers and approvers are people of the directory: an act has a person.
  ///
  /// - Parameter groups: asked only where the rules name groups.
  public func roles(of user: String, isPerson: Bool, groups: () -> [String]) -> Set<ServiceRole> {
    let mine =
      members.values.contains { !$0.groups.isEmpty } ? Set(groups()) : []
    var roles: Set<ServiceRole> = []
    for role in ServiceRole.allCases {
      let isNamed = members[role].map {
        $0.users.contains(user) || !$0.groups.isDisjoint(with: mine)
      }
      switch role {
      case .officer, .approver: if isPerson, isNamed ?? true { roles.insert(role) }
      case .auditor, .admin: if isNamed ?? false { roles.insert(role) }
      }
    }
    if roles.contains(.admin) { roles.remove(.approver) }
    return roles
  }
}
