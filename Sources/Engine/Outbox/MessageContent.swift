// Messages between step and delivery: kept as facts, put into words when they leave.

internal import Notify
internal import WorkCalendar
internal import Workflow

/// The stored form of a message draft.
enum MessageContent {
  static func json(_ draft: MessageDraft) -> JSON {
    .object([
      "kind": .string(draft.kind.rawValue), "to": .string("\(draft.to)"),
      "task": draft.task.map { .string($0) },
      "due": draft.deadline.map { .int($0.instant.millisecondsSince1970) },
      "date": draft.deadline.map { .string("\($0.date)") },
      "provisional": draft.deadline?.isProvisional == true ? .bool(true) : nil,
      "reason": draft.reason.map { .string($0) },
      "states": draft.states.isEmpty ? nil : .strings(draft.states),
      "earlier": draft.earlier.map(json),
      "missed": draft.missed.isEmpty
        ? nil : .array(draft.missed.map { .int($0.millisecondsSince1970) }),
      "holder": draft.holder.map(\.json),
      "by": draft.by.map(\.json), "document": draft.document.map { .string($0) },
    ])
  }

  static func draft(_ json: JSON) -> MessageDraft? {
    guard let kind = json["kind"]?.string.flatMap(MessageDraft.Kind.init(rawValue:)),
      let to = json["to"]?.string.flatMap(Assignee.init)
    else { return nil }
    return MessageDraft(
      kind: kind, to: to, task: json["task"]?.string, deadline: deadline(json),
      reason: json["reason"]?.string, states: json["states"]?.strings ?? [],
      earlier: json["earlier"].flatMap(deadline),
      missed: (json["missed"]?.items ?? []).compactMap(\.int).map {
        Instant(millisecondsSince1970: $0)
      }, holder: OpenTask.Holder(json["holder"]), by: Actor(json["by"]),
      document: json["document"]?.string)
  }

  private static func json(_ deadline: Deadline) -> JSON {
    .object([
      "due": .int(deadline.instant.millisecondsSince1970), "date": .string("\(deadline.date)"),
      "provisional": deadline.isProvisional ? .bool(true) : nil,
    ])
  }

  private static func deadline(_ json: JSON) -> Deadline? {
    guard let due = json["due"]?.int, let date = json["date"]?.string.flatMap({ CivilDate($0) })
    else { return nil }
    return Deadline(
      instant: Instant(millisecondsSince1970: due), date: date,
      isProvisional: json["provisional"]?.bool ?? false)
  }
}

/// Puts a message into words: Indonesian first, English second.
struct MessageComposer {
  let workflow: Workflow
  let reference: String
  let title: String
  let directory: Directory
  let zone: ZoneRules
  let now: Instant
  /// Who is told in place of nobody.
  let administrators: [Message.Recipient]

  func message(_ draft: MessageDraft, key: String) -> Message {
    let today = zone.civil(now).date
    let people = people(draft, on: today)
    if people.isEmpty { return toAdministrators(draft, key: key, today) }
    let recipients = people.map { Message.Recipient(person: $0.id, name: $0.name) }
    return Message(
      key: key, reference: reference, kind: draft.kind.rawValue, recipients: recipients,
      subject: "[\(reference)] \(headline(draft)): \(title)", body: body(draft))
  }

  /// The one who has the task in hand, or everyone who stands for the role; of a delegated task that is
  /// late its giver hears too.
  private func people(_ draft: MessageDraft, on date: CivilDate) -> [Directory.Person] {
    guard let holder = draft.holder, let person = directory.people[holder.person],
      directory.isValid(holder, for: draft.to, on: date, in: workflow.name)
        // Who had it is told that it is gone.
        || draft.kind == .reassigned || draft.kind == .givenBack
    else { return directory.people(for: draft.to, on: date, in: workflow.name) }
    guard draft.kind == .overdue, let giver = holder.giver.flatMap({ directory.people[$0] }) else {
      return [person]
    }
    return [person, giver]
  }

  /// Nobody stands for whom it is for: the administrators are told, and what they can do about it.
  private func toAdministrators(
    _ draft: MessageDraft, key: String, _ today: CivilDate
  ) -> Message {
    let vacancy = VacancyWords(draft.to, on: today, directory)
    return Message(
      key: key, reference: reference, kind: draft.kind.rawValue, recipients: administrators,
      subject: "[\(reference)] Tidak ada pejabat, \(headline(draft).lowercased()): \(title)",
      body: vacancy.indonesian + "\n\n" + vacancy.english + "\n\n" + body(draft))
  }

  private func headline(_ draft: MessageDraft) -> String {
    switch draft.kind {
    case .assigned: "Tugas baru"
    case .reminder: "Pengingat tenggat"
    case .overdue: "Terlambat"
    case .escalation: "Eskalasi (pemberitahuan)"
    case .returned: "Dikembalikan"
    case .finished: "Selesai"
    case .moved: "Tenggat berubah"
    case .suspended: "Ditangguhkan"
    case .resumed: "Dilanjutkan"
    case .delegated: "Tugas didelegasikan"
    case .givenBack: "Delegasi berakhir"
    case .reassigned: "Tugas dialihkan"
    case .cancelled: "Dibatalkan oleh administrator"
    case .withdrawn: "Tugas ditarik"
    case .voided: "Paraf/tanda tangan tidak berlaku lagi"
    case .notNeeded: "Tidak diperlukan lagi"
    }
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

/// Dates in words.
enum DateWords {
  /// «Jumat, 27 November 2026 14.30 WITA (3 hari lagi)».
  static func indonesian(_ deadline: Deadline, _ zone: ZoneRules, _ now: Instant) -> String {
    let civil = zone.civil(deadline.instant)
    let date = civil.date
    let left = daysLeft(deadline, zone, now)
    let words =
      left > 0 ? "\(left) hari lagi" : left == 0 ? "hari ini" : "lewat \(-left) hari"
    let time = "\(civil.time)".replacing(":", with: ".")
    let provisional = deadline.isProvisional ? ", perkiraan" : ""
    return "\(DateNames.long(date)) "
      + "\(time) \(zone.abbreviation(at: deadline.instant)) (\(words)\(provisional))"
  }

  /// «Friday, 27 November 2026 14:30 WITA (in 3 days)».
  static func english(_ deadline: Deadline, _ zone: ZoneRules, _ now: Instant) -> String {
    let civil = zone.civil(deadline.instant)
    let date = civil.date
    let left = daysLeft(deadline, zone, now)
    let words = left > 0 ? "in \(left) days" : left == 0 ? "today" : "\(-left) days late"
    let provisional = deadline.isProvisional ? ", provisional" : ""
    return
      "\(DateNames.long(date, .english)) "
      + "\(civil.time) \(zone.abbreviation(at: deadline.instant)) (\(words)\(provisional))"
  }

  /// «12 Mei, 14 Mei 2026»: the first few of many.
  static func indonesian(_ dates: [CivilDate]) -> String {
    list(dates, .indonesian, more: { "dan \($0) lagi" })
  }

  /// «12 May, 14 May 2026»: the first few of many.
  static func english(_ dates: [CivilDate]) -> String {
    list(dates, .english, more: { "and \($0) more" })
  }

  private static func list(
    _ dates: [CivilDate], _ language: DateNames.Language, more: (Int) -> String
  ) -> String {
    var distinct: [CivilDate] = []
    for date in dates where distinct.last != date { distinct.append(date) }
    var words = distinct.prefix(EngineLimits.datesInMessage).map {
      DateNames.day($0, language)
    }
    let left = distinct.count - words.count
    if left > 0 { words.append(more(left)) }
    return words.joined(separator: ", ")
  }

  private static func daysLeft(_ deadline: Deadline, _ zone: ZoneRules, _ now: Instant) -> Int {
    Int(deadline.date.daysSince1970) - Int(zone.civil(now).date.daysSince1970)
  }
}
