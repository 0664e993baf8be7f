// What an administrator asks of channels and messages: how they stand, a test, a look beforehand.

public import Notify
internal import Store
public import WorkCalendar
public import Workflow

/// How a channel stands.
public struct ChannelView: Hashable, Sendable {
  /// Name.
  public var name: String
  /// The kind of contact that it serves; nil: everything goes to one place.
  public var contact: String?
  /// True when a doubtful message is sent again by itself.
  public var isIdempotent: Bool
  /// Most deliveries at the same time.
  public var atOnce: Int
  /// Most deliveries in a minute; nil: no bound.
  public var perMinute: Int?
  /// People of the directory who can be reached by it; nil where it serves no people.
  public var people: Int?
  /// Messages that wait.
  public var waiting: Int
  /// Messages that were given up.
  public var dead: Int
  /// Messages whose outcome nobody knows.
  public var unknown: Int
  /// When it last took a message.
  public var lastDelivery: Instant?
  /// What the other side said to a message that waits to be tried again.
  public var lastError: String?
}

/// A message of the outbox with its words.
public struct MessageDetail: Hashable, Sendable {
  /// How it stands.
  public var message: MessageView
  /// The agreement.
  public var reference: String
  /// What it would say now; nil when there is nothing left to tell.
  public var words: PreviewView?
}

/// A message as it would go out.
public struct PreviewView: Hashable, Sendable {
  /// Why it is sent.
  public var kind: String
  /// When it goes out, for this reader.
  public var at: Instant
  /// How: `send`, `hold` (a quiet day of the reader), `digest`, `office`, or `nobody`.
  public var how: How
  /// The channel; nil where there is no address.
  public var channel: String?
  /// Identity of the reader; nil for everybody.
  public var person: String?
  /// Names of the readers.
  public var readers: [String]
  /// Its language; nil: both.
  public var language: String?
  /// One line.
  public var subject: String
  /// The text.
  public var text: String
  /// The same as HTML.
  public var html: String?
  /// The deadline as iCalendar.
  public var calendar: String?
  /// Why it does not go out at once, or not at all.
  public var note: String?

  /// How a message reaches its reader.
  public enum How: String, Sendable, CaseIterable {
    /// By itself, at once.
    case send
    /// By itself, after the reader's quiet days.
    case hold
    /// In the reader's digest.
    case digest
    /// As a copy for the office.
    case office
    /// Not at all: the directory has no address.
    case nobody
  }
}

/// Which message is looked at beforehand.
public struct PreviewQuery: Hashable, Sendable {
  /// The agreement.
  public var reference: String
  /// A notice of the ladder (`H-2`, `-2 wd`), or a kind (`reminder`, `assigned`).
  public var notice: String
  /// The task; nil: the only one that fits.
  public var task: String?

  /// Creates a query.
  public init(reference: String, notice: String, task: String? = nil) {
    self.reference = reference
    self.notice = notice
    self.task = task
  }
}

extension Engine {
  /// The channels that are switched on, in the order of the configuration.
  public func channels() async throws(EngineError) -> [ChannelView] {
    let counts = try await ask { store async throws(StoreError) in try await store.lanes() }
    let directory = directory
    var views: [ChannelView] = []
    for notifier in notifiers {
      let count = counts.first { $0.notifier == notifier.name }
      let since = count?.lastDelivery ?? 0
      let error = try await ask { store async throws(StoreError) in
        try await store.lastError(of: notifier.name, since: since)
      }
      var contact: String?
      if case .people(let kind) = notifier.audience { contact = kind }
      views.append(
        ChannelView(
          name: notifier.name, contact: contact, isIdempotent: notifier.isIdempotent,
          atOnce: notifier.pace.atOnce, perMinute: notifier.pace.perMinute,
          people: contact.map { kind in
            directory.contacts.values.count { $0.contains { $0.channel == kind } }
          }, waiting: (count?.pending ?? 0) + (count?.claimed ?? 0), dead: count?.dead ?? 0,
          unknown: count?.unknown ?? 0,
          lastDelivery: count?.lastDelivery.map { Instant(millisecondsSince1970: $0) },
          lastError: error))
    }
    // What waits for a channel that is not there any more is not forgotten.
    let known = Set(notifiers.map(\.name) + [OwnLane.people, OwnLane.digest])
    for count in counts
    where !known.contains(count.notifier) && count.pending + count.dead + count.unknown > 0 {
      views.append(
        ChannelView(
          name: count.notifier, contact: nil, isIdempotent: false, atOnce: 0, perMinute: nil,
          people: nil, waiting: count.pending + count.claimed, dead: count.dead,
          unknown: count.unknown,
          lastDelivery: count.lastDelivery.map { Instant(millisecondsSince1970: $0) },
          lastError: "it is not switched on"))
    }
    return views
  }

  /// Sends one message by a channel, now, outside of the outbox; returns what the other side said.
  ///
  /// - Parameter name: the person to whom it goes; nil: the caller. Not used by channels of the office.
  public func testChannel(_ channel: String, to name: String?, _ caller: Caller)
    async throws(EngineError) -> String
  {
    guard let notifier = notifiers.first(where: { $0.name == channel }) else {
      throw .notFound(
        what: "channel that is switched on", name: channel,
        suggestion: Suggestion.nearest(to: channel, in: notifiers.map(\.name)))
    }
    let now = clock.now()
    var reader: Reader?
    if case .people(let contact) = notifier.audience {
      let person = name.map { directory.people[$0] ?? directory.person(unix: $0) } ?? caller.person
      guard let person else {
        if let name {
          throw .unknownPerson(
            name, suggestion: Suggestion.nearest(to: name, in: directory.people.keys))
        }
        throw .notDelivered(
          channel: channel, reason: "your account is no person of the directory; say --to PERSON")
      }
      guard
        let way = directory.ways(to: person.id, by: peopleChannels).first(where: {
          $0.channel == channel
        })
      else {
        throw .notDelivered(
          channel: channel,
          reason: "the directory has no address of «\(person.id)» for \(contact); add a contact")
      }
      reader = Reader(person: person, way: way)
    }
    let key = "test/\(channel)/\(now.millisecondsSince1970)"
    let message = testMessage(channel, reader, key: key, at: now)
    do {
      return try await notifier.deliver(message).text
    } catch {
      let isUnknown = if case .unknown = error { true } else { false }
      throw .notDelivered(
        channel: channel,
        reason: isUnknown ? "nobody knows whether it left: \(error.reason)" : error.reason)
    }
  }

  private func testMessage(_ channel: String, _ reader: Reader?, key: String, at now: Instant)
    -> Message
  {
    func facts(_ language: Directory.Language) -> MessageFacts {
      MessageFacts(
        [
          .kind: OwnKind.test,
          .headline: language == .indonesian ? "Pesan uji" : "Test message",
          .channel: channel, .recipient: reader?.person.name ?? "",
          .office: configuration.office ?? "",
          .today: DateNames.long(zone.civil(now).date, language.names),
        ])
    }
    let rendered =
      render(OwnKind.test, reader, workflow: nil, facts)
      ?? RenderedMessage(
        subject: "Sinergi: pesan uji (\(channel))",
        text: """
          Ini pesan uji dari Sinergi melalui saluran «\(channel)».

          --\u{20}
          This is a test message of Sinergi by the channel «\(channel)».
          """)
    return message(
      rendered, reader, administrators(), key: key, reference: "", kind: OwnKind.test, at: now)
  }

  // MARK: A look beforehand

  /// A message of the outbox, with the words that it would have now.
  public func message(_ id: Int64) async throws(EngineError) -> MessageDetail {
    let rows = try await ask { store async throws(StoreError) in
      try await store.messages(ids: [id])
    }
    guard let row = rows.first else { throw .unknownMessage(id) }
    var words: PreviewView?
    do {
      if let message = try await compose(row) {
        words = preview(message, at: message.sentAt, .send, channel: row.notifier)
      }
    } catch {
      // Its state and its last error say more than what cannot be put together.
      words = nil
    }
    return MessageDetail(message: view(row), reference: row.reference, words: words)
  }

  /// A message exactly as it would go out: one for each reader, and the office's copy.
  public func preview(_ query: PreviewQuery) async throws(EngineError) -> [PreviewView] {
    let agreement = try await current(query.reference)
    let calendar = try calendar(of: agreement.workflow)
    let (drafts, at, note) = try previewDrafts(query, agreement, calendar)
    var previews: [PreviewView] = []
    let key = "\(agreement.reference)#\(agreement.sequence + 1)"
    for (index, draft) in drafts.enumerated() where !peopleChannels.isEmpty {
      let entry = await calendarEntry(draft, agreement, agreement.reference)
      for person in readers(of: draft, agreement)
      where !previews.contains(where: { $0.person == person }) {
        previews.append(
          preview(draft, agreement, of: person, key: "\(key).\(index)", calendar, entry, at: at))
      }
    }
    if notifiers.contains(where: { $0.audience == .office }) || previews.isEmpty {
      let office = notifiers.filter { $0.audience == .office }.map(\.name)
      for (index, draft) in drafts.enumerated() {
        let message = compose(draft, agreement, for: nil, key: "\(key).\(index)", at: at)
        previews.append(
          preview(message, at: at, .office, channel: office.joined(separator: ", ")))
      }
    }
    if let note {
      for index in previews.indices {
        previews[index].note = [note, previews[index].note].compactMap { $0 }
          .joined(separator: "; ")
      }
    }
    return previews
  }

  private func preview(
    _ draft: MessageDraft, _ agreement: LoadedAgreement, of person: String, key: String,
    _ calendar: OfficeCalendar, _ entry: String?, at: Instant
  ) -> PreviewView {
    let kind = draft.kind.rawValue
    var reader: Reader?
    var goesOut = at
    var how = PreviewView.How.send
    var note: String?
    switch plan(for: person, kind: kind, avoiding: nil, calendar, draft.deadline, at: at) {
    case .send(let way, _):
      reader = directory.people[person].map { Reader(person: $0, way: way) }
    case .hold(let until):
      (how, goesOut) = (.hold, until)
      note = "held back on a quiet day of the reader"
    case .digest(let then):
      (how, goesOut) = (.digest, then)
      note = "one item of the reader's digest"
    case .unreachable(let reason):
      how = .nobody
      note = reason
    }
    if reader == nil, how != .nobody,
      let way = directory.ways(to: person, by: peopleChannels).first
    {
      reader = directory.people[person].map { Reader(person: $0, way: way) }
    }
    var message = compose(draft, agreement, for: reader, key: "\(key)/\(person)", at: goesOut)
    if MessageManners.hasCalendar(kind), reader != nil { message.calendar = entry }
    var view = preview(message, at: goesOut, how, channel: reader?.way.channel)
    view.person = person
    view.readers = [directory.people[person]?.name ?? person]
    view.note = note
    return view
  }

  private func preview(
    _ message: Message, at: Instant, _ how: PreviewView.How, channel: String?
  ) -> PreviewView {
    PreviewView(
      kind: message.kind, at: at, how: how, channel: channel,
      person: message.recipients.count == 1 ? message.recipients[0].person : nil,
      readers: message.recipients.map(\.name), language: message.language,
      subject: message.subject, text: message.body, html: message.html,
      calendar: message.calendar)
  }

  /// The drafts that a notice of the ladder would leave, or those of a kind as things stand now.
  private func previewDrafts(
    _ query: PreviewQuery, _ agreement: LoadedAgreement, _ calendar: OfficeCalendar
  ) throws(EngineError) -> ([MessageDraft], Instant, note: String?) {
    let workflow = agreement.workflow
    let now = clock.now()
    let tasks = agreement.state.tasks.filter { query.task == nil || query.task == $0.task }
    if let name = query.task, tasks.isEmpty {
      throw .notFound(
        what: "open task", name: name,
        suggestion: Suggestion.nearest(to: name, in: agreement.state.tasks.map(\.task)))
    }
    var known: [String] = []
    for task in tasks {
      guard let deadline = task.deadline else { continue }
      let plan = workflow.notices(of: task.task, around: deadline, in: calendar)
      for (index, notice) in plan.enumerated() {
        known.append(PreviewQuery.name(of: notice.offset))
        guard PreviewQuery.means(query.notice, notice),
          let to = workflow.assignee(of: notice.role, in: agreement.state)
        else { continue }
        let isPast = index < task.noticesSent
        let at = isPast ? notice.at : calendar.nextSending(notBefore: max(notice.at, now))
        let draft = MessageDraft(
          kind: notice.isEscalation ? .escalation : .reminder, to: to, task: task.task,
          deadline: deadline, reason: nil, states: [],
          holder: notice.isEscalation ? nil : task.holder)
        return (
          [draft.said(at: at)], at,
          isPast ? "its time has passed: as it was then, or would have been" : nil
        )
      }
    }
    guard let kind = MessageDraft.Kind(rawValue: query.notice) else {
      let names = known + MessageDraft.Kind.allCases.map(\.rawValue)
      throw .notFound(
        what: "notice or kind of message", name: query.notice,
        suggestion: Suggestion.nearest(to: query.notice, in: names))
    }
    let task = tasks.first
    let roles = previewRoles(kind, task, agreement)
    let isOfTask = [task?.task].compactMap { $0 }.isEmpty == false && !kind.isNews
    let drafts = roles.compactMap { workflow.assignee(of: $0, in: agreement.state) }.map { to in
      MessageDraft(
        kind: kind, to: to, task: isOfTask ? task?.task : nil,
        deadline: isOfTask ? task?.deadline : nil, reason: nil,
        states: isOfTask
          ? []
          : kind == .approved || kind == .signed
            ? [task?.task].compactMap { $0 } : workflow.activeStates(of: agreement.state),
        holder: isOfTask ? task?.holder : nil)
    }
    guard !drafts.isEmpty else {
      throw .notFound(what: "reader of such a message", name: query.notice, suggestion: nil)
    }
    return (drafts, now, "as if it were sent now")
  }

  /// The roles that a kind of message is for.
  private func previewRoles(
    _ kind: MessageDraft.Kind, _ task: OpenTask?, _ agreement: LoadedAgreement
  ) -> [String] {
    let workflow = agreement.workflow
    let acted = agreement.state.actors.keys.sorted()
    switch kind {
    case .inForce, .ended, .finished, .cancelled: return acted
    case .aboutToEnd: return workflow.officeRoles(acted)
    case .approved, .signed: return workflow.drafters
    default:
      return task.flatMap { workflow.tasks[$0.task]?.role }.map { [$0] } ?? Array(acted.prefix(1))
    }
  }
}

extension MessageDraft.Kind {
  /// True for what is about the agreement, not about an open task.
  var isNews: Bool {
    switch self {
    case .approved, .signed, .inForce, .aboutToEnd, .ended, .finished, .cancelled, .voided: true
    default: false
    }
  }
}

extension PreviewQuery {
  /// `H-2` for two days or working days before the deadline, `H+3` for three after it.
  static func name(of offset: TimeSpan) -> String {
    "H\(offset.amount < 0 ? "-" : "+")\(abs(offset.amount))"
  }

  /// True when a text means a notice: its distance from the deadline, as `H-2`, `-2 wd` or `-2wd`.
  static func means(_ text: String, _ notice: PlannedNotice) -> Bool {
    let plain = text.filter { $0 != " " }.lowercased()
    let offset = "\(notice.offset)".filter { $0 != " " }.lowercased()
    let name = name(of: notice.offset).lowercased()
    return plain == offset || "+\(plain)" == offset || plain == name
      || (notice.offset.amount == 0 && ["h", "h-0", "h+0"].contains(plain))
      || (notice.isEscalation && plain == "escalation")
  }
}
