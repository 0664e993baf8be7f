// Who a scenario means: a role, a position or a person becomes somebody who acts.

internal import Engine
internal import WorkCalendar
internal import Workflow

/// Why nobody can act.
struct NobodyActs: Error {
  var text: String
}

/// Finds the people of a rehearsal.
struct Cast {
  let workflow: Workflow
  let directory: Directory

  /// The person meant by `name` on a date; `data` holds the agreement's fields as text.
  func person(
    _ name: String, data: [String: String], on date: CivilDate
  ) throws(NobodyActs) -> Directory.Person {
    if let role = workflow.roles[name] {
      return try holder(of: role, data: data, on: date)
    }
    if directory.positions[name] != nil {
      guard let person = directory.people(for: .position(name), on: date, in: workflow.name).first
      else {
        throw NobodyActs(text: "nobody holds the position «\(name)» on \(date)")
      }
      return person
    }
    if let person = directory.people[name] { return person }
    let known = Set(workflow.roles.keys).union(directory.positions.keys)
      .union(directory.people.keys)
    throw NobodyActs(
      text: "no role, position or person «\(name)»"
        + (Suggestion.nearest(to: name, in: known).map { "; did you mean «\($0)»?" } ?? ""))
  }

  private func holder(
    of role: Role, data: [String: String], on date: CivilDate
  ) throws(NobodyActs) -> Directory.Person {
    let assignee: Assignee
    switch role.binding {
    case .position(let id): assignee = .position(id)
    case .partner(let field, let part):
      guard let organisation = data[field] else {
        throw NobodyActs(text: "the role «\(role.name)» needs a value for «\(field)»")
      }
      assignee = .partner(organisation, part)
    }
    if let person = directory.people(for: assignee, on: date, in: workflow.name).first {
      return person
    }
    // Whoever records for a partner without people of its own acts for it.
    if let recorder = role.recordedBy.flatMap({ workflow.roles[$0] }), recorder.recordedBy == nil {
      return try holder(of: recorder, data: data, on: date)
    }
    throw NobodyActs(text: "nobody holds the role «\(role.name)» on \(date)")
  }

  /// What the engine is told of a person at its door; no account is needed.
  static func context(_ person: Directory.Person) -> CommandContext {
    CommandContext(
      caller: Caller(uid: 0, unixName: nil, person: person, roles: [.officer, .approver]))
  }
}
