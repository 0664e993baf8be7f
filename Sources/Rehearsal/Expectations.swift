// Holds a timeline against what a scenario expects of it.

internal import WorkCalendar
internal import Workflow

/// Judges the expectations of one rehearsal.
struct Judge {
  let items: [TimelineItem]
  let reference: String
  let zone: ZoneRules
  let directory: Directory

  /// What was not met, in the order of the file.
  func failures(of expectations: [Scenario.Expectation]) -> [RehearsalFailure] {
    expectations.compactMap { expectation in
      let met = occurrences(of: expectation)
      guard met.isEmpty != expectation.isNever else { return nil }
      var failure = RehearsalFailure(reason: .unmet(expectation), range: expectation.range)
      if expectation.isNever {
        failure.elsewhere = Array(met.prefix(RehearsalLimits.neighbours))
      } else {
        let middle = expectation.on.map { instant(middleOf: $0.value) }
        failure.elsewhere = nearest(same(as: expectation), to: middle)
        failure.around = around(middle, but: failure.elsewhere)
      }
      return failure
    }
  }

  /// What meets an expectation, whether it is expected or excluded.
  private func occurrences(of expectation: Scenario.Expectation) -> [TimelineItem] {
    if expectation.kind == .state { return stays(in: expectation) }
    return same(as: expectation).filter { item in
      if let on = expectation.on?.value, !falls(when(item, expectation), on) { return false }
      if let to = expectation.to?.value, !isFor(item, to) { return false }
      if let wanted = expectation.isProvisional, item.deadline?.isProvisional != wanted {
        return false
      }
      return true
    }
  }

  /// The same thing, whenever and for whomever.
  private func same(as expectation: Scenario.Expectation) -> [TimelineItem] {
    let subject = expectation.subject.value
    return items.filter { item in
      guard item.reference == reference else { return false }
      switch expectation.kind {
      case .deadline:
        return (item.kind == .task || item.kind == .deadline) && item.deadline != nil
          && item.subject == subject
      case .task: return item.kind == .task && item.subject == subject
      case .reminder: return item.kind == .reminder && item.subject == subject
      case .overdue: return item.kind == .overdue && item.subject == subject
      case .escalation: return item.kind == .escalation && item.subject == subject
      case .state, .entered: return item.isStep && item.entered.contains(subject)
      case .ends: return item.kind == .end && item.subject == subject
      }
    }
  }

  private func when(_ item: TimelineItem, _ expectation: Scenario.Expectation) -> Instant {
    expectation.kind == .deadline ? item.deadline?.instant ?? item.at : item.at
  }

  private func falls(_ instant: Instant, _ moment: Scenario.Moment) -> Bool {
    let civil = zone.civil(instant)
    return civil.date == moment.date && (moment.time.map { $0 == civil.time } ?? true)
  }

  private func isFor(_ item: TimelineItem, _ name: String) -> Bool {
    if item.role == name || item.identities.contains(name) { return true }
    guard directory.positions[name] != nil else { return false }
    return directory.people(for: .position(name), on: zone.civil(item.at).date)
      .contains { item.identities.contains($0.id) }
  }

  /// The steps by which the agreement came into a state in which it was at some moment of the day.
  private func stays(in expectation: Scenario.Expectation) -> [TimelineItem] {
    let subject = expectation.subject.value
    let steps = items.filter { $0.reference == reference && $0.isStep }
    return steps.indices.filter { index in
      let isIn = steps[index].states.contains { $0 == subject || $0.hasPrefix(subject + "/") }
      guard isIn else { return false }
      guard let on = expectation.on?.value else { return true }
      let first = zone.civil(steps[index].at)
      let left = index + 1 < steps.count ? zone.civil(steps[index + 1].at) : nil
      if let time = on.time {
        let wanted = zone.instant(on.date, time)
        return steps[index].at <= wanted
          && (index + 1 == steps.count || wanted < steps[index + 1].at)
      }
      return first.date <= on.date && (left.map { on.date <= $0.date } ?? true)
    }.map { steps[$0] }
  }

  // MARK: What happened instead

  private func instant(middleOf moment: Scenario.Moment) -> Instant {
    zone.instant(moment.date, moment.time ?? TimeOfDay(hour: 12, minute: 0) ?? .midnight)
  }

  private func nearest(_ items: [TimelineItem], to middle: Instant?) -> [TimelineItem] {
    guard let middle else { return Array(items.prefix(RehearsalLimits.neighbours)) }
    func distance(_ item: TimelineItem) -> UInt64 {
      let at = item.deadline?.instant ?? item.at
      return (at.millisecondsSince1970 - middle.millisecondsSince1970).magnitude
    }
    return Array(
      items.sorted { (distance($0), $0.at) < (distance($1), $1.at) }
        .prefix(RehearsalLimits.neighbours))
  }

  /// The last things before and the first after a moment; without one, the last of all.
  private func around(_ middle: Instant?, but known: [TimelineItem]) -> [TimelineItem] {
    let others = items.filter { item in
      item.reference == reference && item.kind != .message && !known.contains(item)
    }
    let count = RehearsalLimits.neighbours
    guard let middle else { return Array(others.suffix(count)) }
    let split = others.firstIndex { $0.at > middle } ?? others.endIndex
    return Array(others[..<split].suffix(count) + others[split...].prefix(count))
  }
}
