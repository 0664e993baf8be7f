// From a message draft to the facts that templates speak of, in one language.

internal import Notify
internal import WorkCalendar
internal import Workflow

/// Knows an agreement, and tells what a message about it can say.
struct FactsBuilder {
  let agreement: LoadedAgreement
  let directory: Directory
  let zone: ZoneRules
  let now: Instant
  /// What the sender of messages is called; nil: nothing.
  let office: String?

  private var workflow: Workflow { agreement.workflow }

  /// The people that a draft is for: the one who has the task in hand, or everyone who stands for the
  /// role; of a delegated task that is late its giver hears too.
  func people(_ draft: MessageDraft) -> [Directory.Person] {
    MessageComposer.people(
      draft, on: zone.civil(now).date, in: workflow.name, directory)
  }

  /// - Parameter reader: the one reader, where the message is for one.
  func facts(
    _ draft: MessageDraft, _ language: Directory.Language, reader: Directory.Person?
  ) -> MessageFacts {
    let draft = draft.said(at: now)
    var facts = MessageFacts()
    facts[.kind] = draft.kind.rawValue
    facts[.headline] = MessageWords.headline(draft.kind, language)
    facts[.office] = office
    facts[.recipient] = reader?.name
    facts[.today] = DateNames.long(zone.civil(now).date, language.names)
    addAgreement(&facts, language)
    let shown = draft.states.map { state in
      say(
        draft.kind == .approved ? workflow.title(ofTask: state) : workflow.title(ofState: state),
        language)
    }
    switch draft.kind {
    case .approved, .signed:
      facts[.decision] = shown.first
      if draft.kind == .signed { addSignature(draft, &facts, language) }
    default: facts[.states] = shown.isEmpty ? facts[.states] : shown.joined(separator: ", ")
    }
    if let task = draft.task { addTask(task, &facts, language) }
    if let deadline = draft.deadline { addDeadline(deadline, &facts, language) }
    facts[.earlierDeadline] = draft.earlier.map { words(of: $0, language) }
    if !draft.missed.isEmpty {
      let dates = draft.missed.map { zone.civil($0).date }
      facts[.missedCount] = "\(dates.count)"
      facts[.missedDates] =
        language == .indonesian ? DateWords.indonesian(dates) : DateWords.english(dates)
    }
    facts[.document] = draft.document.map { name in
      say(workflow.documents.first { $0.name == name }?.title ?? LocalizedText(id: name), language)
    }
    if let actor = draft.by {
      let name = directory.people[actor.person]?.name ?? actor.person
      let title = workflow.roles[actor.role]?.title ?? LocalizedText(id: actor.role)
      let capacity = actor.capacity.isDeputy ? ", \(actor.capacity.rawValue)" : ""
      facts[.by] = "\(name) (\(say(title, language))\(capacity))"
    }
    facts[.reason] = draft.reason
    facts.commands = commands(draft, reader)
    if people(draft).isEmpty {
      let vacancy = VacancyWords(draft.to, on: zone.civil(now).date, directory)
      facts[.vacancy] =
        language == .indonesian ? vacancy.indonesianSentence : vacancy.englishSentence
      // Who operates cannot act.
      facts.commands = vacancy.commands + ["sinergictl show \(agreement.reference)"]
    } else if reader?.unix == nil, reader != nil {
      facts[.recorder] = recorder(of: draft, language)
    }
    return facts
  }

  /// Who writes down what somebody without an account answers.
  private func recorder(of draft: MessageDraft, _ language: Directory.Language) -> String? {
    guard let name = draft.task.flatMap({ workflow.tasks[$0]?.role }),
      let recorder = workflow.roles[name]?.recordedBy,
      let assignee = workflow.assignee(of: recorder, in: agreement.state)
    else { return nil }
    let title = say(workflow.roles[recorder]?.title ?? LocalizedText(id: recorder), language)
    let people = directory.people(
      for: assignee, on: zone.civil(now).date, in: workflow.name
    ).map(\.name)
    return people.isEmpty ? title : "\(people.joined(separator: ", ")) (\(title))"
  }

  /// Where and when the signature was given that a message tells of.
  private func addSignature(
    _ draft: MessageDraft, _ facts: inout MessageFacts, _ language: Directory.Language
  ) {
    let given = agreement.state.signatures.last { signature in
      signature.isInForce && draft.states.contains { signature.state.hasPrefix($0) }
    }
    facts[.signedOn] = given.map { DateNames.long($0.date, language.names) }
    facts[.signedAt] = given?.place
  }

  private func addAgreement(_ facts: inout MessageFacts, _ language: Directory.Language) {
    let today = zone.civil(now).date
    facts[.reference] = agreement.reference
    facts[.title] = agreement.title
    facts[.workflow] = say(workflow.title, language)
    facts[.partner] = agreement.party.map { directory.organisations[$0]?.name ?? $0 }
    facts[.states] = workflow.activeStates(of: agreement.state)
      .map { say(workflow.title(ofState: $0), language) }.joined(separator: ", ")
    let term = workflow.registerFacts(of: agreement.state, on: today)
    facts[.starts] = term.from.map { DateNames.long($0, language.names) }
    facts[.ends] = term.until.map { DateNames.long($0, language.names) }
    // What is over is not late.
    if let until = term.until, today <= until, !agreement.state.isFinished {
      facts[.daysToEnd] = DateWords.left(
        Int(until.daysSince1970) - Int(today.daysSince1970), language)
    }
    facts[.successor] = term.successor
  }

  private func addTask(
    _ task: String, _ facts: inout MessageFacts, _ language: Directory.Language
  ) {
    facts[.step] = say(workflow.title(ofTask: task), language)
    guard let role = workflow.tasks[task]?.role else { return }
    facts[.responsible] = say(workflow.roles[role]?.title ?? LocalizedText(id: role), language)
    let holder = agreement.state.tasks.first { $0.task == task }?.holder
    if let holder, let person = directory.people[holder.person] {
      facts[.responsiblePeople] = person.name
    } else if let assignee = workflow.assignee(of: role, in: agreement.state) {
      facts[.responsiblePeople] =
        directory.people(for: assignee, on: zone.civil(now).date, in: workflow.name)
        .map(\.name).joined(separator: ", ")
    }
  }

  private func addDeadline(
    _ deadline: Deadline, _ facts: inout MessageFacts, _ language: Directory.Language
  ) {
    facts[.deadline] = words(of: deadline, language)
    facts[.deadlineDate] = DateNames.long(zone.civil(deadline.instant).date, language.names)
    facts[.deadlineTime] = DateWords.time(deadline, zone, language)
    facts[.daysLeft] = DateWords.left(DateWords.daysLeft(deadline, zone, now), language)
    if now > deadline.instant { facts[.late] = language == .indonesian ? "terlambat" : "late" }
    if deadline.isProvisional {
      facts[.provisional] =
        language == .indonesian
        ? "Tanggal ini perkiraan: daftar hari libur tahun itu belum ditetapkan."
        : "This date is provisional: the holidays of that year are not published yet."
    }
  }

  private func words(of deadline: Deadline, _ language: Directory.Language) -> String {
    language == .indonesian
      ? DateWords.indonesian(deadline, zone, now) : DateWords.english(deadline, zone, now)
  }

  /// What to type. A reader without an account types nothing.
  private func commands(_ draft: MessageDraft, _ reader: Directory.Person?) -> [String] {
    if let reader, reader.unix == nil { return [] }
    let reference = agreement.reference
    switch draft.kind {
    case .assigned, .reminder, .overdue, .returned, .moved, .resumed, .delegated, .givenBack:
      guard let task = draft.task else { break }
      let offers = workflow.offers(in: agreement.state).filter { $0.task == task }
      if !offers.isEmpty { return offers.map { Self.command($0, reference) } }
    default: break
    }
    return ["sinergictl show \(reference)"]
  }

  /// What to type for an event, with what it asks for.
  static func command(_ offer: Workflow.Offer, _ reference: String) -> String {
    "sinergictl do \(reference) \(offer.event)"
      + offer.required.map { " --set \($0)=…" }.joined()
      + (offer.needsReason ? " --reason …" : "")
  }

  private func say(_ text: LocalizedText, _ language: Directory.Language) -> String {
    language == .indonesian ? text.id : text.en ?? text.id
  }
}

extension MessageDraft {
  /// What it says when it leaves: a reminder that was put off past its deadline is one of lateness.
  func said(at now: Instant) -> MessageDraft {
    guard kind == .reminder, let deadline, now > deadline.instant else { return self }
    var late = self
    late.kind = .overdue
    return late
  }
}

extension Directory.Language {
  /// The same in names of days and months.
  var names: DateNames.Language { self == .indonesian ? .indonesian : .english }
}

/// Short words for kinds of messages.
enum MessageWords {
  static func headline(_ kind: MessageDraft.Kind, _ language: Directory.Language) -> String {
    let (id, en): (String, String) =
      switch kind {
      case .assigned: ("Tugas baru", "New task")
      case .reminder: ("Pengingat tenggat", "Reminder")
      case .overdue: ("Terlambat", "Overdue")
      case .escalation: ("Eskalasi (pemberitahuan)", "Escalation (for information)")
      case .returned: ("Dikembalikan", "Returned")
      case .finished: ("Selesai", "Finished")
      case .moved: ("Tenggat berubah", "Deadline changed")
      case .suspended: ("Ditangguhkan", "Suspended")
      case .resumed: ("Dilanjutkan", "Resumed")
      case .delegated: ("Tugas didelegasikan", "Task delegated")
      case .givenBack: ("Delegasi berakhir", "Delegation ended")
      case .reassigned: ("Tugas dialihkan", "Task reassigned")
      case .cancelled: ("Dibatalkan oleh administrator", "Cancelled by the administrator")
      case .withdrawn: ("Tugas ditarik", "Task withdrawn")
      case .voided: ("Paraf/tanda tangan tidak berlaku lagi", "Initials or signature void")
      case .notNeeded: ("Tidak diperlukan lagi", "No longer needed")
      case .approved: ("Disetujui", "Approved")
      case .signed: ("Ditandatangani", "Signed")
      case .inForce: ("Mulai berlaku", "In force")
      case .aboutToEnd: ("Akan berakhir", "About to end")
      case .ended: ("Berakhir", "Ended")
      }
    return language == .indonesian ? id : en
  }
}
