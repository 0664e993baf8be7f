// Reminders and calendars on the wire.

internal import AdminAPI
internal import Engine
internal import Workflow

extension Presenter {
  func reminder(_ view: ReminderView) -> ReminderItem {
    ReminderItem(
      task: view.task, title: view.title, role: view.role, escalation: view.isEscalation,
      offset: view.offset, deadline: stamp(view.deadline), provisional: view.isProvisional,
      plannedAt: stamp(view.plannedAt),
      status: view.status.rawValue, at: view.at.map(stamp), goesOutAt: view.goesOutAt.map(stamp),
      why: view.why, deliveries: view.deliveries)
  }

  func calendar(_ view: CalendarView) -> CalendarItem {
    CalendarItem(
      name: view.name, title: TextItem(id: view.title.id, en: view.title.en), digest: view.digest,
      applied: view.inForce == view.digest, inForce: view.inForce, since: view.since.map(stamp),
      publishedThrough: view.publishedThrough, workflows: view.workflows)
  }

  func report(_ report: CalendarReport, applied: Bool) -> CalendarReportItem {
    CalendarReportItem(
      calendar: report.calendar, digest: report.digest, applied: applied, looked: report.looked,
      moved: report.moved.flatMap { agreement in
        agreement.changes.map { change in
          DeadlineChangeItem(
            reference: agreement.reference, agreementTitle: agreement.title, name: change.name,
            title: change.title, kind: change.isTask ? "task" : "timer",
            before: change.before.map(deadline), after: change.after.map(deadline))
        }
      },
      failed: report.failed.sorted { $0.key < $1.key }.map {
        FailureItem(reference: $0.key, reason: $0.value)
      },
      zone: zoneName)
  }

  func deadline(_ deadline: Deadline) -> DeadlineItem {
    DeadlineItem(at: stamp(deadline.instant), provisional: deadline.isProvisional)
  }
}
