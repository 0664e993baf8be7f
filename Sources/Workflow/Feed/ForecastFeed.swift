// A forecast as an iCalendar file: what will happen if nobody acts.

public import WorkCalendar

extension CalendarFeed {
  /// The file of what happens by itself: deadlines and messages with their times, timed transitions as
  /// days. All of it is tentative, for every act gives another forecast.
  public static func file(
    _ forecast: Forecast, reference: String, title: String, workflow: Workflow, zone: ZoneRules,
    domain: String = defaultDomain
  ) -> ICalendarFile {
    var seen: [String: Int] = [:]
    let events = forecast.quiet.items.compactMap { item -> ICalendarEvent? in
      guard let words = FeedWords.forecast(item.what, workflow) else { return nil }
      let key = "\(words.kind)/\(words.name)"
      seen[key, default: 0] += 1
      let uid = "\(reference)/forecast/\(key)/\(seen[key] ?? 1)@\(domain)"
      let date = zone.civil(item.at).date
      let isDay = words.isDay
      var event = ICalendarEvent(
        uid: uid, sequence: 0, stamp: forecast.from,
        time: isDay
          ? .days(date, through: date)
          : .span(item.at, until: item.at.adding(milliseconds: 1_000), zone: zone),
        summary: "[\(reference)] \(words.text)")
      event.status = .tentative
      event.isTransparent = true
      event.description = [title, workflow.title.id].filter { !$0.isEmpty }.joined(separator: "\n")
      event.categories = [words.kind, workflow.name]
      return event
    }
    return ICalendarFile(
      productID: productID, method: .publish, name: "\(reference) \(FeedWords.outlook)",
      refreshSeconds: nil, events: events)
  }
}

extension FeedWords {
  static let outlook = "perkiraan jalan"

  /// What is shown of something that will happen; nil for what only follows from another.
  static func forecast(_ what: Forecast.Happening, _ workflow: Workflow) -> (
    kind: String, name: String, text: String, isDay: Bool
  )? {
    func role(_ name: String) -> String { workflow.roles[name]?.title?.id ?? name }
    switch what {
    case .deadline(let task, _, _, _):
      return ("tenggat", task, "Tenggat: \(workflow.title(ofTask: task).id)", false)
    case .reminder(let task, let to, _):
      return (
        "pengingat", "\(task)/\(to)", "Pengingat \(role(to)): \(workflow.title(ofTask: task).id)",
        false
      )
    case .overdue(let task, let to, _):
      return (
        "terlambat", "\(task)/\(to)", "Terlambat, \(role(to)): \(workflow.title(ofTask: task).id)",
        false
      )
    case .escalation(let task, let to, _):
      return (
        "eskalasi", "\(task)/\(to)",
        "Eskalasi ke \(role(to)): \(workflow.title(ofTask: task).id)", false
      )
    case .timer(let name, _, let entered):
      let states = entered.map { workflow.title(ofState: $0).id }.joined(separator: ", ")
      return ("waktu", name, states.isEmpty ? name : "Menjadi: \(states)", true)
    case .ended(let states):
      return (
        "selesai", states.joined(separator: " "),
        "Selesai: \(states.map { workflow.title(ofState: $0).id }.joined(separator: ", "))", true
      )
    case .opened, .closed, .child: return nil
    }
  }
}
