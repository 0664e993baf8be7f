// Nobody holds a position: who is told instead, and in which words.

internal import Notify
internal import Store
internal import WorkCalendar
internal import Workflow

/// What is said of an assignee for whom nobody stands.
struct VacancyWords {
  let indonesianSentence: String
  let englishSentence: String
  /// What to type.
  let commands: [String]

  init(_ assignee: Assignee, on date: CivilDate, _ directory: Directory) {
    let title = directory.title(of: assignee)
    let name: String
    switch assignee {
    case .position(let id): name = id
    case .partner(let organisation, _): name = organisation
    }
    let since = directory.vacantSince(assignee, on: date)
    let sejak = since.map { " sejak \(DateNames.day($0))" } ?? ""
    let from = since.map { " since \(DateNames.day($0, .english))" } ?? ""
    commands = ["sinergictl directory show \(name)", "sinergictl directory apply BERKAS"]
    indonesianSentence = """
      Tidak ada yang memegang jabatan \(title.id) (\(name))\(sejak), baik sebagai pejabat maupun \
      sebagai Plt. atau Plh. Karena itu pemberitahuan ini disampaikan kepada administrator.
      """
    englishSentence = """
      Nobody holds the position \(title.en ?? title.id) (\(name))\(from), neither as holder nor as a \
      deputy. So this goes to the administrators.
      """
  }

  /// The sentence, and what to type.
  var indonesian: String {
    "\(indonesianSentence)\nKetik: \(commands[0])\nLalu: \(commands[1])"
  }

  /// The same in English.
  var english: String {
    let apply = commands[1].replacing("BERKAS", with: "FILE")
    return "\(englishSentence)\nType: \(commands[0])\nThen: \(apply)"
  }
}

extension Engine {
  /// Positions whose holders operate the service, the first that somebody holds counts.
  static let administratorPositions = ["administrator", "admin"]

  /// Who is told when nobody else is there: the holders of the administrator's position, or the
  /// accounts that the configuration names.
  func administrators() -> [Message.Recipient] {
    let directory = directory
    let today = zone.civil(clock.now()).date
    for position in Self.administratorPositions {
      let people = directory.people(for: .position(position), on: today)
      if !people.isEmpty { return people.map { .init(person: $0.id, name: $0.name) } }
    }
    let accounts = configuration.administrators.sorted().map { account in
      directory.person(unix: account).map { Message.Recipient(person: $0.id, name: $0.name) }
        ?? Message.Recipient(person: nil, name: "Administrator (\(account))")
    }
    return accounts.isEmpty ? [.init(person: nil, name: "Administrator")] : accounts
  }

  /// Why nobody at all could do what was refused; nil when somebody could.
  func vacancy(
    _ refusal: Refusal, _ agreement: LoadedAgreement, on date: CivilDate
  ) -> EngineError? {
    guard case .notPermitted(_, let event, let roles) = refusal else { return nil }
    let directory = directory
    let assignees = Set(
      roles.compactMap { agreement.workflow.assignee(of: $0, in: agreement.state) })
    guard !assignees.isEmpty,
      !assignees.contains(where: {
        directory.hasSomebody(for: $0, on: date, in: agreement.workflow.name)
      })
    else { return nil }
    let names = assignees.map { assignee in
      switch assignee {
      case .position(let id): id
      case .partner(let organisation, _): organisation
      }
    }
    return .nobodyHolds(
      event: event, positions: names.sorted(),
      since: assignees.compactMap { directory.vacantSince($0, on: date) }.max())
  }

  /// How many open tasks nobody can do today.
  func tasksWithNobody() async throws(EngineError) -> Int {
    let directory = directory
    let today = zone.civil(clock.now()).date
    let open = try await ask { store async throws(StoreError) in try await store.openAssignees() }
    let vacant = open.filter { text in
      Assignee(text).map { !directory.hasSomebody(for: $0, on: today) } ?? true
    }
    if vacant.isEmpty { return 0 }
    return try await ask { store async throws(StoreError) in
      try await store.openTaskCount(of: vacant)
    }
  }
}
