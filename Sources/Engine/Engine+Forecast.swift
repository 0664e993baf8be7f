// What lies ahead of an agreement, and why its dates are what they are, with titles for people.

internal import Store
public import WorkCalendar
public import Workflow

/// What lies ahead of an agreement.
public struct ForecastView: Hashable, Sendable {
  /// Reference.
  public var reference: String
  /// What the agreement is about.
  public var title: String
  /// The instant that it looks ahead from.
  public var from: Instant
  /// What happens if nobody acts.
  public var quiet: ForecastCourseView
  /// What happens if people act on their last day: each way through the events.
  public var courses: [ForecastCourseView]
  /// The last instant at which a way comes to the end of the agreement.
  public var latestFinish: Instant?
}

/// One way ahead.
public struct ForecastCourseView: Hashable, Sendable {
  /// The events by which people act, in order; none if nobody acts.
  public var events: [String]
  /// What happens, in order.
  public var items: [ForecastItemView]
  /// A stable word for how it ends.
  public var end: String
  /// How it ends, in words.
  public var endWords: String
  /// When it ends.
  public var endsAt: Instant
  /// What never comes as long as a field has no value, in words.
  public var waiting: [String]
}

/// Something that happens.
public struct ForecastItemView: Hashable, Sendable {
  /// When.
  public var at: Instant
  /// A stable word: `deadline`, `reminder`, `overdue`, `escalation`, `act`, `timer`, `opened`,
  /// `closed`, `child`, `ended`.
  public var kind: String
  /// The task, the timer, the event or the child's workflow.
  public var name: String
  /// Title for people.
  public var title: String
  /// The role that acts or is told.
  public var role: String?
  /// Title of who is told or has the task.
  public var to: String?
  /// The deadline of a task that is opened or falls due.
  public var deadline: Deadline?
  /// States that are left and entered.
  public var exited: [String] = []
  /// States that are entered.
  public var entered: [String] = []
  /// What is taken for given.
  public var assumed: [String] = []
}

/// A derivation with its titles.
public struct DerivationView: Hashable, Sendable {
  /// Reference.
  public var reference: String
  /// Title of the task, or the name of the timer.
  public var title: String
  /// The derivation.
  public var derivation: Derivation
}

extension Engine {
  /// What will happen to an agreement, up to the end of a day at most.
  public func forecast(_ reference: String, until: CivilDate?) async throws(EngineError)
    -> ForecastView
  {
    let agreement = try await current(reference)
    let calendar = try calendar(of: agreement.workflow)
    let forecast = agreement.workflow.forecast(
      agreement.state, from: clock.now(), until: horizon(until, calendar), calendar: calendar)
    let words = ForecastWords(workflow: agreement.workflow, directory: directory)
    return ForecastView(
      reference: reference, title: agreement.title, from: forecast.from,
      quiet: words.course(forecast.quiet),
      courses: words.courses(forecast.acting), latestFinish: forecast.latestFinish)
  }

  /// Why the dates of an agreement are what they are; of one task or timer, or of all.
  public func derivations(_ reference: String, of name: String?) async throws(EngineError)
    -> [DerivationView]
  {
    let agreement = try await current(reference)
    let workflow = agreement.workflow
    let calendar = try calendar(of: workflow)
    let known = workflow.derivableNames(in: agreement.state)
    let views = (name.map { [$0] } ?? known).compactMap { name -> DerivationView? in
      guard
        let derivation = workflow.derivation(of: name, in: agreement.state, calendar: calendar)
      else { return nil }
      let title =
        switch derivation.subject {
        case .deadline(let task): workflow.title(ofTask: task).id
        case .timer(let name): name
        }
      return DerivationView(reference: reference, title: title, derivation: derivation)
    }
    if let name, views.isEmpty {
      throw .notFound(
        what: "deadline", name: name, suggestion: Suggestion.nearest(to: name, in: known))
    }
    return views
  }

  /// The last instant of a day.
  func horizon(_ until: CivilDate?, _ calendar: OfficeCalendar) -> Instant? {
    until.map { calendar.startOfDay($0.adding(days: 1)).adding(milliseconds: -1) }
  }

  /// An agreement as it is on disk.
  func current(_ reference: String) async throws(EngineError) -> LoadedAgreement {
    let row = try await ask { store async throws(StoreError) in
      try await store.instance(reference: reference)
    }
    guard let row else { throw .notFound(what: "agreement", name: reference, suggestion: nil) }
    return try decode(row)
  }
}

/// Puts titles and words to a forecast.
struct ForecastWords {
  let workflow: Workflow
  let directory: Directory

  func course(_ path: Forecast.Path) -> ForecastCourseView {
    course([], path.items.map(item), path)
  }

  /// Each way through the branches, with everything that happens on it.
  func courses(_ path: Forecast.Path) -> [ForecastCourseView] {
    path.branches.isEmpty ? [] : courses(path, events: [], items: [])
  }

  private func courses(
    _ path: Forecast.Path, events: [String], items: [ForecastItemView]
  ) -> [ForecastCourseView] {
    let items = items + path.items.map(item)
    var found = path.branches.flatMap { branch in
      courses(branch.path, events: events + [branch.event], items: items + [act(branch)])
    }
    if path.end != .acts { found.append(course(events, items, path)) }
    return found
  }

  private func course(
    _ events: [String], _ items: [ForecastItemView], _ path: Forecast.Path
  ) -> ForecastCourseView {
    let end = end(path.end)
    return ForecastCourseView(
      events: events, items: items, end: end.word, endWords: end.words, endsAt: path.endsAt,
      waiting: path.waiting.map(waiting))
  }

  private func act(_ branch: Forecast.Branch) -> ForecastItemView {
    var item = ForecastItemView(
      at: branch.at, kind: "act", name: branch.event, title: workflow.title(ofTask: branch.task).id)
    item.role = branch.role
    item.assumed = branch.assumed.map(assumption)
    return item
  }

  private func item(_ item: Forecast.Item) -> ForecastItemView {
    func task(
      _ kind: String, _ task: String, _ role: String?, _ to: Assignee?, _ deadline: Deadline? = nil
    ) -> ForecastItemView {
      ForecastItemView(
        at: item.at, kind: kind, name: task, title: workflow.title(ofTask: task).id, role: role,
        to: to.map { directory.title(of: $0).id }, deadline: deadline)
    }
    switch item.what {
    case .deadline(let name, let role, let to, let deadline):
      return task("deadline", name, role, to, deadline)
    case .reminder(let name, let role, let to): return task("reminder", name, role, to)
    case .overdue(let name, let role, let to): return task("overdue", name, role, to)
    case .escalation(let name, let role, let to): return task("escalation", name, role, to)
    case .opened(let name, let role, let to, let deadline):
      return task("opened", name, role, to, deadline)
    case .closed(let name): return task("closed", name, nil, nil)
    case .timer(let name, let exited, let entered):
      return ForecastItemView(
        at: item.at, kind: "timer", name: name, title: name, exited: exited, entered: entered)
    case .child(let name):
      return ForecastItemView(at: item.at, kind: "child", name: name, title: name)
    case .ended(let states):
      let titles = states.map { workflow.title(ofState: $0).id }.joined(separator: ", ")
      return ForecastItemView(
        at: item.at, kind: "ended", name: states.joined(separator: " "), title: titles)
    }
  }

  private func end(_ end: Forecast.End) -> (word: String, words: String) {
    switch end {
    case .finished: ("finished", "the agreement has ended")
    case .suspended: ("suspended", "it is suspended; nothing happens until it is resumed")
    case .waitsForPeople: ("waits", "nothing more happens by itself")
    case .horizon: ("horizon", "what comes next lies past the last day that was asked for")
    case .bound: ("bound", "there is more than a forecast lists")
    case .acts: ("acts", "somebody acts")
    case .returnsTo(let states):
      ("returns", "from here it repeats: \(states.joined(separator: ", ")) was active before")
    case .noDeadline(let task):
      ("no-deadline", "\(task) has no deadline; nobody knows when it will be done")
    case .blocked(let event, let guards):
      (
        "blocked",
        guards.allSatisfy(\.isEmpty)
          ? "\(event) is not accepted"
          : "\(event) is not accepted: \(guards.joined(separator: "; ")) does not hold"
      )
    case .refused(let refusal): ("refused", "\(refusal)")
    }
  }

  private func assumption(_ assumption: Forecast.Assumption) -> String {
    switch assumption {
    case .field(let name): "\(name) is filled"
    case .reason: "a reason is given"
    case .document(let kind): "the document \(kind) is added"
    case .guardHolds(let source, let field): "«\(source)» holds (\(field) is not known)"
    case .firstAlternative(let count): "the first of \(count) alternatives is taken"
    }
  }

  private func waiting(_ waiting: Forecast.Waiting) -> String {
    let subject =
      switch waiting.subject {
      case .timer(let name): name
      case .deadline(let task): "the deadline of \(task)"
      }
    let fields = waiting.fields.map { "data.\($0)" }.joined(separator: ", ")
    return "\(subject): \(fields) is not known yet"
  }
}
