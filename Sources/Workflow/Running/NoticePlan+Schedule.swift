// When the notices around a deadline go out.

public import WorkCalendar

extension NoticePlan {
  /// A notice with its instant.
  struct Scheduled: Hashable {
    var at: Instant
    /// Distance from the deadline, as the definition says it.
    var offset: TimeSpan
    var escalatesTo: String?
  }

  /// All notices with their offsets, repeated reminders written out; not yet in order.
  var offsets: [Notice] {
    var notices: [Notice] = []
    var reminders = 0
    var last: TimeSpan?
    for notice in fixed {
      if notice.escalatesTo == nil {
        guard reminders < most else { continue }
        reminders += 1
        last = notice.offset
      }
      notices.append(notice)
    }
    if let every = thenEvery {
      // «every 5 wd» goes on from the last fixed reminder, or from the deadline itself.
      var offset = last.flatMap { $0.unit == every.unit ? $0 : nil } ?? TimeSpan(0, every.unit)
      while reminders < most {
        reminders += 1
        offset.amount += every.amount
        notices.append(Notice(offset: offset, escalatesTo: nil))
      }
    }
    return notices
  }

  /// All notices around a deadline, in the order of their instants.
  func schedule(around deadline: Deadline, in calendar: OfficeCalendar) -> [Scheduled] {
    let scheduled = offsets.map {
      Scheduled(
        at: calendar.reminder($0.offset, of: deadline), offset: $0.offset,
        escalatesTo: $0.escalatesTo)
    }
    return scheduled.sorted { $0.at < $1.at }
  }
}

/// A notice around the deadline of a task, with its instant.
public struct PlannedNotice: Hashable, Sendable {
  /// When it goes out.
  public var at: Instant
  /// Distance from the deadline, as the definition says it.
  public var offset: TimeSpan
  /// The role that is told.
  public var role: String
  /// True when it informs somebody else than the one who has the task.
  public var isEscalation: Bool
}

extension Workflow {
  /// All notices of a task around a deadline, in the order of their instants.
  public func notices(of task: String, around deadline: Deadline, in calendar: OfficeCalendar)
    -> [PlannedNotice]
  {
    guard let definition = tasks[task] else { return [] }
    return definition.notices.schedule(around: deadline, in: calendar).map {
      PlannedNotice(
        at: $0.at, offset: $0.offset, role: $0.escalatesTo ?? definition.role,
        isEscalation: $0.escalatesTo != nil)
    }
  }
}
