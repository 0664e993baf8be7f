// The words of a message where no template gives them: plain, Indonesian first, English second.

internal import Notify
internal import WorkCalendar
internal import Workflow

/// Puts a message into words.
struct MessageComposer {
  let workflow: Workflow
  let reference: String
  let title: String
  let directory: Directory
  let zone: ZoneRules
  let now: Instant

  /// The words for everybody, in both languages.
  func words(_ draft: MessageDraft) -> RenderedMessage {
    let today = zone.civil(now).date
    guard Self.people(draft, on: today, in: workflow.name, directory).isEmpty else {
      return RenderedMessage(
        subject: "[\(reference)] \(headline(draft)): \(title)", text: body(draft))
    }
    // Nobody stands for whom it is for: the administrators are told, and what they can do about it.
    let vacancy = VacancyWords(draft.to, on: today, directory)
    return RenderedMessage(
      subject: "[\(reference)] Tidak ada pejabat, \(headline(draft).lowercased()): \(title)",
      text: vacancy.indonesian + "\n\n" + vacancy.english + "\n\n" + body(draft))
  }

  /// The one who has the task in hand, or everyone who stands for the role; of a delegated task that is
  /// late its giver hears too.
  static func people(
    _ draft: MessageDraft, on date: CivilDate, in workflow: String, _ directory: Directory
  ) -> [Directory.Person] {
    guard let holder = draft.holder, let person = directory.people[holder.person],
      directory.isValid(holder, for: draft.to, on: date, in: workflow)
        // Who had it is told that it is gone.
        || draft.kind == .reassigned || draft.kind == .givenBack
    else { return directory.people(for: draft.to, on: date, in: workflow) }
    guard draft.kind == .overdue, let giver = holder.giver.flatMap({ directory.people[$0] }) else {
      return [person]
    }
    return [person, giver]
  }

  private func headline(_ draft: MessageDraft) -> String {
    MessageWords.headline(draft.kind, .indonesian)
  }

  private func body(_ draft: MessageDraft) -> String {
    var indonesian = ["\(workflow.title.id) \(reference)", "Tentang: \(title)"]
    var english = ["\(workflow.title.en ?? workflow.title.id) \(reference)", "Subject: \(title)"]
    if let task = draft.task {
      let name = workflow.title(ofTask: task)
      indonesian.append("Langkah: \(name.id)")
      english.append("Step: \(name.en ?? name.id)")
      if let role = workflow.tasks[task]?.role {
        let title = workflow.roles[role]?.title ?? LocalizedText(id: role)
        indonesian.append("Penanggung jawab: \(title.id)")
        english.append("Responsible: \(title.en ?? title.id)")
      }
    }
    if !draft.states.isEmpty {
      let titles = draft.states.map(workflow.title(ofState:))
      indonesian.append("Keadaan: \(titles.map(\.id).joined(separator: ", "))")
      english.append("State: \(titles.map { $0.en ?? $0.id }.joined(separator: ", "))")
    }
    if let deadline = draft.deadline {
      indonesian.append("Tenggat: \(DateWords.indonesian(deadline, zone, now))")
      english.append("Deadline: \(DateWords.english(deadline, zone, now))")
    }
    if let earlier = draft.earlier {
      indonesian.append("Tenggat semula: \(DateWords.indonesian(earlier, zone, now))")
      english.append("Deadline before: \(DateWords.english(earlier, zone, now))")
    }
    if !draft.missed.isEmpty {
      let dates = draft.missed.map { zone.civil($0).date }
      indonesian.append(
        "Menggantikan \(dates.count) pemberitahuan yang tidak terkirim: \(DateWords.indonesian(dates))"
      )
      english.append(
        "Stands for \(dates.count) notices that did not go out: \(DateWords.english(dates))")
    }
    if let document = draft.document {
      indonesian.append("Dokumen yang berubah: \(document)")
      english.append("Document that changed: \(document)")
    }
    if let actor = draft.by {
      let name = directory.people[actor.person]?.name ?? actor.person
      let title = workflow.roles[actor.role]?.title ?? LocalizedText(id: actor.role)
      indonesian.append("Oleh: \(name) (\(title.id), \(actor.capacity.rawValue))")
      english.append("By: \(name) (\(title.en ?? title.id), \(actor.capacity.rawValue))")
    }
    if let reason = draft.reason {
      indonesian.append("Alasan: \(reason)")
      english.append("Reason: \(reason)")
    }
    if draft.kind == .escalation {
      indonesian.append("Pemberitahuan ini tidak meminta persetujuan Anda.")
      english.append("This is for your information; it asks for no approval.")
    } else if draft.kind == .suspended {
      indonesian.append("Tenggat tidak berjalan sampai perjanjian ini dilanjutkan.")
      english.append("No deadline runs until the agreement is resumed.")
    } else if draft.kind == .withdrawn {
      indonesian.append("Administrator memindahkan perjanjian ini; langkah ini dilewati.")
      english.append("An administrator moved the agreement; this step is passed over.")
    } else if draft.kind == .voided {
      indonesian.append(
        "Paraf atau tanda tangan Anda tidak berlaku lagi; Anda diberi tahu bila diminta lagi.")
      english.append(
        "Your initials or signature count no more; you are told when they are asked again.")
    } else if draft.kind == .notNeeded {
      indonesian.append("Anda tidak perlu bertindak untuk langkah ini.")
      english.append("You need not act on this step.")
    } else if let task = draft.task {
      let events = workflow.events(of: task).joined(separator: " | ")
      indonesian.append("Ketik: sinergictl do \(reference) \(events)")
      english.append("Type: sinergictl do \(reference) \(events)")
    }
    return indonesian.joined(separator: "\n") + "\n\n-- \n" + english.joined(separator: "\n")
  }
}
