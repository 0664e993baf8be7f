// Puts a row of the outbox into words, at the moment at which it leaves.

internal import Logging
internal import Notify
internal import Store
internal import WorkCalendar
internal import Workflow

/// Why a message could not be put together.
enum CompositionError: Error {
  /// The reader cannot be reached by the channel.
  case noAddress(String)
  /// Something else, which may pass.
  case failed(EngineError)
}

extension Engine {
  /// The message of a row; nil: there is nothing left to tell.
  func compose(_ row: MessageRow) async throws(CompositionError) -> Message? {
    guard let content = OutboxContent(row.content) else {
      throw .failed(.store("the stored message cannot be read"))
    }
    let now = clock.now()
    let reader = try reader(of: row)
    var message: Message
    switch content {
    case .draft(let draft):
      let agreement: LoadedAgreement
      do { agreement = try await load(row.reference) } catch { throw .failed(error) }
      message = compose(draft, agreement, for: reader, key: row.key, at: now)
      if MessageManners.hasCalendar(content.kind), reader != nil {
        message.calendar = await calendarEntry(draft, agreement, row.reference)
      }
    case .incident(let incident):
      let counts = try? await store.counts()
      message = compose(
        incident, (counts?.dead ?? 0, counts?.unknown ?? 0), for: reader, key: row.key, at: now)
    case .digest(let ids):
      let items = try await digestItems(ids)
      guard let reader, !items.isEmpty else { return nil }
      message = compose(items, for: reader, key: row.key, at: now)
    }
    return message
  }

  /// A person at the end of a way.
  struct Reader {
    var person: Directory.Person
    var way: Way
  }

  /// The one reader of a row; nil for rows of the office.
  private func reader(of row: MessageRow) throws(CompositionError) -> Reader? {
    guard let id = row.person else { return nil }
    let ways = directory.ways(to: id, by: peopleChannels)
    let way =
      ways.indices.contains(row.way) && ways[row.way].channel == row.notifier
      ? ways[row.way] : ways.first { $0.channel == row.notifier }
    guard let way, let person = directory.people[id] else {
      throw .noAddress("the directory has no address of «\(id)» for «\(row.notifier)» any more")
    }
    return Reader(person: person, way: way)
  }

  /// - Parameter reader: nil: for everybody, in both languages.
  func compose(
    _ draft: MessageDraft, _ agreement: LoadedAgreement, for reader: Reader?, key: String,
    at now: Instant
  ) -> Message {
    let draft = draft.said(at: now)
    let builder = facts(of: agreement, at: now)
    let people = builder.people(draft)
    let rendered =
      render(draft.kind.rawValue, reader, workflow: agreement.workflow.name) { language in
        builder.facts(draft, language, reader: reader?.person)
      }
      ?? MessageComposer(
        workflow: agreement.workflow, reference: agreement.reference, title: agreement.title,
        directory: directory, zone: zone, now: now
      ).words(draft)
    let everybody =
      people.isEmpty
      ? administrators() : people.map { Message.Recipient(person: $0.id, name: $0.name) }
    return message(
      rendered, reader, everybody, key: key, reference: agreement.reference,
      kind: draft.kind.rawValue, at: now)
  }

  private func compose(
    _ incident: Incident, _ troubles: (dead: Int, unknown: Int), for reader: Reader?,
    key: String, at now: Instant
  ) -> Message {
    let directory = directory
    func facts(_ language: Directory.Language) -> MessageFacts {
      MessageFacts(
        [
          .kind: OwnKind.incident,
          .headline: language == .indonesian ? "Perlu perhatian" : "Needs attention",
          .incident: incident.words(language, directory),
          // The house's own lane is no channel that anybody knows.
          .channel: incident.channel == OwnLane.people ? "" : incident.channel,
          .reference: incident.reference,
          .troubles: Incident.words(troubles, language),
          .error: incident.error, .recipient: reader?.person.name ?? "",
          .office: configuration.office ?? "",
          .today: DateNames.long(zone.civil(now).date, language.names),
        ], commands: incident.commands)
    }
    let rendered =
      render(OwnKind.incident, reader, workflow: nil, facts)
      ?? RenderedMessage(
        subject: "Sinergi: perlu perhatian (\(incident.channel))",
        text: [
          incident.words(.indonesian, directory), "Galat: \(incident.error)", "",
          incident.words(.english, directory), "",
          incident.commands.map { "    \($0)" }.joined(separator: "\n"),
        ].joined(separator: "\n"))
    return message(
      rendered, reader, administrators(), key: key, reference: "", kind: OwnKind.incident, at: now)
  }

  private func compose(
    _ items: [(draft: MessageDraft, agreement: LoadedAgreement)], for reader: Reader, key: String,
    at now: Instant
  ) -> Message {
    let shown = items.prefix(EngineLimits.digestItems)
    func facts(_ language: Directory.Language) -> MessageFacts {
      let whole = shown.map { item in
        self.facts(of: item.agreement, at: now).facts(
          item.draft, language, reader: reader.person)
      }
      return MessageFacts(
        [
          // Who has no account has no list of tasks to look at.
          .recorder: reader.person.unix == nil
            ? whole.compactMap { $0[.recorder] }.first ?? configuration.office ?? "-" : "",
          .kind: OwnKind.digest,
          .headline: language == .indonesian ? "Ringkasan harian" : "Daily digest",
          .count: "\(items.count)", .recipient: reader.person.name,
          .office: configuration.office ?? "",
          .today: DateNames.long(zone.civil(now).date, language.names),
        ],
        items: whole)
    }
    let rendered =
      render(OwnKind.digest, reader, workflow: nil, facts)
      ?? RenderedMessage(
        subject: "Ringkasan: \(items.count) pemberitahuan",
        text: shown.map { item in
          let words = MessageComposer(
            workflow: item.agreement.workflow, reference: item.agreement.reference,
            title: item.agreement.title, directory: directory, zone: zone, now: now
          ).words(item.draft)
          return "\(words.subject)\n\n\(words.text)"
        }.joined(separator: "\n\n"))
    return message(
      rendered, reader, [], key: key, reference: "", kind: OwnKind.digest, at: now)
  }

  /// What a digest still has to tell, the most urgent first.
  private func digestItems(_ ids: [Int64]) async throws(CompositionError)
    -> [(draft: MessageDraft, agreement: LoadedAgreement)]
  {
    var items: [(draft: MessageDraft, agreement: LoadedAgreement)] = []
    do {
      let rows = try await ask { store async throws(StoreError) in
        try await store.messages(ids: ids)
      }
      for row in rows {
        guard case .draft(let draft)? = OutboxContent(row.content) else { continue }
        let agreement = try await load(row.reference)
        if !isSettled(draft, agreement) { items.append((draft, agreement)) }
      }
    } catch { throw .failed(error) }
    // Of several notices about one task the last one speaks.
    let last = items.enumerated().filter { index, item in
      guard let task = item.draft.task, MessageManners.needsOpenTask(item.draft.kind.rawValue)
      else { return true }
      return !items[(index + 1)...].contains {
        $0.draft.task == task && $0.agreement.reference == item.agreement.reference
          && MessageManners.needsOpenTask($0.draft.kind.rawValue)
      }
    }.map(\.element)
    let far = Instant(millisecondsSince1970: .max)
    return last.enumerated().sorted { left, right in
      let (first, second) = (
        left.element.draft.deadline?.instant ?? far, right.element.draft.deadline?.instant ?? far
      )
      return first == second ? left.offset < right.offset : first < second
    }.map(\.element)
  }

  func message(
    _ rendered: RenderedMessage, _ reader: Reader?, _ everybody: [Message.Recipient], key: String,
    reference: String, kind: String, at now: Instant
  ) -> Message {
    let recipients =
      reader.map {
        [
          Message.Recipient(
            person: $0.person.id, name: $0.person.name, address: $0.way.address)
        ]
      } ?? everybody
    return Message(
      key: key, reference: reference, kind: kind, recipients: recipients,
      subject: rendered.subject, body: rendered.text, html: rendered.html,
      language: reader?.way.language?.rawValue, sentAt: now)
  }

  /// The words of a template in the reader's language, or in both; nil where there is none.
  func render(
    _ kind: String, _ reader: Reader?, workflow: String?,
    _ facts: (Directory.Language) -> MessageFacts
  ) -> RenderedMessage? {
    let templates = library.templates
    guard let language = reader?.way.language else {
      return templates.renderBilingual(
        kind, indonesian: facts(.indonesian), english: facts(.english), workflow: workflow)
    }
    return templates.render(kind, facts(language), language: language, workflow: workflow)
  }

  /// The deadline of the task that a draft is about, as the feed has it: a program that has both shows
  /// one entry.
  func calendarEntry(_ draft: MessageDraft, _ agreement: LoadedAgreement, _ reference: String)
    async -> String?
  {
    guard let task = draft.task, draft.deadline != nil,
      let row = try? await store.instance(reference: reference),
      let whole = try? await feedAgreement(
        row,
        { record in
          record.end == .open && record.subject == .task(task)
        }), !whole.records.isEmpty
    else { return nil }
    return ICalendarWriter.text(of: CalendarFeed.file([whole], name: reference))
  }
}
