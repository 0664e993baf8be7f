// Forecasts and derivations on the wire.

internal import AdminAPI
internal import Engine
internal import WorkCalendar
internal import Workflow

extension Presenter {
  func forecast(_ view: ForecastView) -> ForecastAnswer {
    ForecastAnswer(
      reference: view.reference, title: view.title, from: stamp(view.from),
      quiet: course(view.quiet), courses: view.courses.map(course),
      latestFinish: view.latestFinish.map(stamp), zone: zoneName)
  }

  private func course(_ view: ForecastCourseView) -> ForecastCourse {
    ForecastCourse(
      events: view.events,
      items: view.items.map { item in
        ForecastItem(
          at: stamp(item.at), kind: item.kind, name: item.name, title: item.title,
          role: item.role, to: item.to, deadline: item.deadline.map(deadline),
          exited: item.exited, entered: item.entered, assumed: item.assumed)
      },
      end: view.end, endWords: view.endWords, endsAt: stamp(view.endsAt), waiting: view.waiting)
  }

  func derivation(_ view: DerivationView) -> DerivationItem {
    let derivation = view.derivation
    let subject: (name: String, kind: String) =
      switch derivation.subject {
      case .deadline(let task): (task, "task")
      case .timer(let name): (name, "timer")
      }
    let rule: (text: String, reads: [String]) =
      switch derivation.rule {
      case .span(let span): ("\(span)", [])
      case .date(let expression, let reads):
        (expression, reads.map { "\($0.name) = \($0.value ?? "not known yet")" })
      }
    let clock =
      switch derivation.clock {
      case .workingDays: "working days"
      case .calendar: "calendar"
      case .hours: "hours"
      }
    return DerivationItem(
      reference: view.reference, name: subject.name, kind: subject.kind, title: view.title,
      rule: rule.text, reads: rule.reads, start: derivation.start.map(stamp),
      remainder: derivation.isRemainder, clock: clock, calendar: derivation.calendar,
      calendarDigest: derivation.calendarDigest,
      rawDate: derivation.rawDate.map { "\($0)" }, days: derivation.days.map(day),
      omitted: derivation.omitted.map { omitted in
        "\(omitted.workingDays) working days, \(omitted.weekendDays) days of weekends, \(omitted.closedDays) closed days"
      },
      end: derivation.end.map(stamp), stored: derivation.stored.map(stamp),
      outdated: derivation.isOutdated, provisional: provisional(derivation.provisional),
      notices: derivation.notices.map(notice))
  }

  private func day(_ day: Derivation.Day) -> DerivationDay {
    switch day.what {
    case .counted(let number):
      DerivationDay(date: "\(day.date)", kind: "counted", number: number)
    case .reached: DerivationDay(date: "\(day.date)", kind: "reached")
    case .weekend: DerivationDay(date: "\(day.date)", kind: "weekend")
    case .closed(let closed):
      DerivationDay(
        date: "\(day.date)", kind: "closed", name: closed.name, dayKind: closed.kind,
        source: closed.source, status: closed.status.rawValue)
    }
  }

  private func provisional(_ reasons: Derivation.Provisional) -> [String] {
    reasons.unpublishedYears.map { "no holiday list is published for \($0)" }
      + reasons.estimatedDays.map { "\($0.date) \($0.name) is an estimate (perkiraan)" }
  }

  private func notice(_ notice: Derivation.Notice) -> DerivationNotice {
    DerivationNotice(
      offset: "\(notice.offset)", role: notice.role, escalation: notice.isEscalation,
      rawDate: "\(notice.rawDate)", at: stamp(notice.at),
      moves: notice.moves.map { move in
        switch move {
        case .weekend(let date): "\(date) is a weekend"
        case .closed(let day): "\(day.date) is closed: \(day.name)"
        case .quiet(let day): "\(day.date) is quiet: \(day.name)"
        case .window: "outside the sending window"
        case .afterDeadline: "the window opens after the deadline"
        }
      },
      behind: notice.isBehind)
  }
}
