// Templates that put facts into words: one set for every message that leaves.

internal import Mustache
public import Workflow

/// The templates of messages, for each kind and language, with what single workflows say otherwise.
public struct MessageTemplates: Sendable {
  /// The templates that hold for one workflow, or for all, in one language.
  struct Shelf: Hashable, Sendable {
    var workflow: String?
    var language: Directory.Language
  }

  /// A template of a kind that can be rendered.
  struct Sheet: Sendable {
    var subject: MustacheTemplate
    var body: MustacheTemplate
  }

  /// What each shelf has of its own.
  var sheets: [Shelf: [String: Sheet]] = [:]
  /// Partials of each shelf, those for all workflows included.
  var partials: [Shelf: MustacheLibrary] = [:]
  var layout: MustacheTemplate?
  /// What it was read from, by the name below `templates/`.
  var sources: [String: SourceText] = [:]

  /// Creates a set without templates.
  public init() {}

  /// What there is for every workflow: the languages of each kind.
  public var kinds: [String: Set<Directory.Language>] {
    var kinds: [String: Set<Directory.Language>] = [:]
    for (shelf, sheets) in sheets where shelf.workflow == nil {
      for kind in sheets.keys { kinds[kind, default: []].insert(shelf.language) }
    }
    return kinds
  }

  /// True when messages have an HTML form.
  public var hasLayout: Bool { layout != nil }

  /// A message in one language; nil: there is no template for it.
  public func render(
    _ kind: String, _ facts: MessageFacts, language: Directory.Language, workflow: String?
  ) -> RenderedMessage? {
    guard let part = part(kind, facts, language, workflow, limit: NotifyLimits.textBytes) else {
      return nil
    }
    return message(kind, facts, subject: part.subject, [part.part])
  }

  /// A message in both languages, Indonesian first, with the Indonesian subject; in one where there is a
  /// template for that one only; nil: there is none.
  public func renderBilingual(
    _ kind: String, indonesian: MessageFacts, english: MessageFacts, workflow: String?
  ) -> RenderedMessage? {
    let half = NotifyLimits.textBytes / 2
    let first = part(kind, indonesian, .indonesian, workflow, limit: half)
    let second = part(kind, english, .english, workflow, limit: half)
    guard let subject = first?.subject ?? second?.subject else { return nil }
    return message(
      kind, first == nil ? english : indonesian, subject: subject,
      [first, second].compactMap { $0?.part })
  }

  // MARK: Rendering

  private func part(
    _ kind: String, _ facts: MessageFacts, _ language: Directory.Language, _ workflow: String?,
    limit: Int
  ) -> (subject: String, part: MessagePart)? {
    let general = Shelf(workflow: nil, language: language)
    let own = Shelf(workflow: workflow, language: language)
    guard let sheet = sheets[own]?[kind] ?? sheets[general]?[kind] else { return nil }
    let library = partials[own] ?? partials[general]
    var facts = facts
    if facts[.kind] == nil { facts[.kind] = kind }
    let context = FactsContext(facts: facts)
    let blocks = MessageBlocks(sheet.body.render(context, library: library), limit: limit)
    let subject = TemplateValues.harmless(
      TemplateValues.withoutMarks(sheet.subject.render(context)),
      limit: NotifyLimits.subjectScalars)
    return (subject.isEmpty ? kind : subject, MessagePart(language: language, blocks: blocks))
  }

  private func message(
    _ kind: String, _ facts: MessageFacts, subject: String, _ parts: [MessagePart]
  ) -> RenderedMessage {
    let page = MessagePage(
      subject: subject, kind: TemplateValues.harmless(kind),
      isUrgent: MessageKind(rawValue: kind)?.isUrgent == true || facts[.late] != nil
        || facts[.vacancy] != nil,
      headline: TemplateValues.harmless(facts[.headline] ?? ""),
      office: TemplateValues.harmless(facts[.office] ?? ""), parts: parts)
    return RenderedMessage(
      subject: subject, text: Self.text(parts), html: layout.map { page.html($0) })
  }

  /// Both languages come before the footers: what follows `-- ` is hidden by many readers of mail.
  private static func text(_ parts: [MessagePart]) -> String {
    var pieces: [String] = []
    for (index, part) in parts.enumerated() {
      if index > 0 { pieces.append(rule(part.language)) }
      pieces.append(part.blocks.text)
    }
    let footer = parts.flatMap(\.blocks.footer)
    if !footer.isEmpty { pieces.append((["-- "] + footer).joined(separator: "\n")) }
    return pieces.filter { !$0.isEmpty }.joined(separator: "\n\n")
  }

  private static func rule(_ language: Directory.Language) -> String {
    switch language {
    case .indonesian: "----- Bahasa Indonesia -----"
    case .english: "----- English -----"
    }
  }
}
