// Templates of webhooks: mustache over the fields of a message, escaped as the content type needs it.

internal import Mustache
internal import WorkCalendar
internal import Workflow

/// The fields that a template may name.
enum WebhookField: String, CaseIterable {
  case key, reference, kind, subject, text, html, calendar, language
  case sentAt = "sent_at"
  case recipientName = "recipient.name"
  case recipientPerson = "recipient.person"
  case address
  /// The digits of the address, for services that want `62812…` and not `+62 812-…`.
  case addressDigits = "address_digits"
}

/// How values are escaped where they stand.
enum WebhookEscaping: Hashable, Sendable {
  /// Within a JSON string.
  case json
  /// Within a value of a form.
  case form
  /// As they are.
  case plain
  /// As one line, within a header.
  case header

  func apply(_ text: String) -> String {
    switch self {
    case .json: MessageJSON.escaped(text)
    case .form: PercentEncoding.form(text)
    case .plain: text
    case .header: ChannelText.oneLine(text)
    }
  }
}

/// A template that was checked: only known fields, sections that close, nothing that reaches further.
struct WebhookTemplate: Hashable, Sendable {
  /// What is wrong with a template, in words, and what would be right.
  struct Problem: Error, Hashable, Sendable {
    var what: String
    var help: String?
  }

  private let text: String
  private let template: MustacheTemplate
  private let escaping: WebhookEscaping
  private let sections: [WebhookField]
  /// The fields that it names.
  let fields: Set<WebhookField>
  /// True when it says where a person is reached, which a channel for the office does not know.
  var namesAddress: Bool { !fields.isDisjoint(with: [.address, .addressDigits]) }

  /// Reads a template.
  init(_ text: String, _ escaping: WebhookEscaping) throws(Problem) {
    guard text.utf8.count <= NotifyLimits.webhookTemplateBytes else {
      throw Problem(what: "more than \(NotifyLimits.webhookTemplateBytes) bytes")
    }
    let scan = try Scan(text)
    self.text = text
    self.escaping = escaping
    fields = scan.fields
    sections = scan.sections
    do { template = try MustacheTemplate(string: scan.text) } catch {
      throw Problem(what: "not a mustache template: \(error)")
    }
    if escaping == .json { try checkJSON() }
  }

  static func == (left: Self, right: Self) -> Bool {
    left.text == right.text && left.escaping == right.escaping
  }

  func hash(into hasher: inout Hasher) { hasher.combine(text) }

  /// The text for these values; a field without a value is empty, and its section is left out.
  func render(_ values: [WebhookField: String]) -> String {
    var object: [String: Any] = [:]
    var recipient: [String: Any] = [:]
    for (field, value) in values where !value.isEmpty {
      let escaped = escaping.apply(value)
      switch field {
      case .recipientName: recipient["name"] = escaped
      case .recipientPerson: recipient["person"] = escaped
      default: object[field.rawValue] = escaped
      }
    }
    object["recipient"] = recipient
    return template.render(object)
  }

  /// Renders it for messages of every shape and parses each: with all values, with none, and with each
  /// section alone and each section missing.
  ///
  /// The sample is no JSON outside of quotes, so a variable that stands there shows. What holds for the
  /// sample holds for every message: within the quotes each value is escaped.
  private func checkJSON() throws(Problem) {
    let all = Dictionary(
      uniqueKeysWithValues: WebhookField.allCases.map { ($0, "Contoh \"\($0.rawValue)\"\n✓") })
    var shapes = [all, [:]]
    for section in sections {
      shapes.append([section: all[section] ?? ""])
      shapes.append(all.filter { $0.key != section })
    }
    for shape in shapes {
      let body = render(shape)
      if !JSONSyntax.isValid(body) {
        let empty = shape.isEmpty ? " of a message without values" : ""
        throw Problem(
          what: "the body\(empty) is not JSON: \(ChannelText.cut(body.trimmed, 120))",
          help: "variables stand in quotes: {\"text\": \"{{text}}\"}")
      }
    }
  }
}

extension WebhookTemplate {
  /// Goes over the tags; the library itself does not tell which names a template has.
  private struct Scan {
    /// The template with every variable unescaped: values come escaped already, and not as HTML.
    var text = ""
    var fields: Set<WebhookField> = []
    var sections: [WebhookField] = []

    init(_ template: String) throws(Problem) {
      var rest = template[...]
      var open: [String] = []
      while let start = rest.firstRange(of: "{{") {
        text += rest[..<start.lowerBound]
        rest = rest[start.upperBound...]
        let isTriple = rest.first == "{"
        let end = isTriple ? "}}}" : "}}"
        guard let close = rest.firstRange(of: end) else {
          throw Problem(what: "«{{» without «}}»")
        }
        let tag = String(rest[..<close.lowerBound].dropFirst(isTriple ? 1 : 0)).trimmed
        rest = rest[close.upperBound...]
        let sigil = isTriple ? "&" : tag.first.map(String.init) ?? ""
        switch sigil {
        case "!": continue
        case "#", "^":
          let field = try Self.field(String(tag.dropFirst()).trimmed)
          guard open.count < NotifyLimits.webhookSections else {
            throw Problem(
              what: "more than \(NotifyLimits.webhookSections) sections within sections")
          }
          open.append(field.rawValue)
          fields.insert(field)
          if !sections.contains(field) { sections.append(field) }
          text += "{{\(sigil)\(field.rawValue)}}"
        case "/":
          let name = String(tag.dropFirst()).trimmed
          guard open.popLast() == name else {
            throw Problem(what: "«{{/\(name)}}» closes what is not open")
          }
          text += "{{/\(name)}}"
        case ">", "<", "=", "%", "$":
          throw Problem(
            what: "«{{\(tag)}}» is not for webhooks", help: "variables, sections and comments are")
        default:
          let isMarked = !isTriple && sigil == "&"
          let field = try Self.field(isMarked ? String(tag.dropFirst()).trimmed : tag)
          fields.insert(field)
          text += "{{{\(field.rawValue)}}}"
        }
      }
      text += rest
      if let name = open.last { throw Problem(what: "«{{#\(name)}}» is never closed") }
    }

    private static func field(_ name: String) throws(Problem) -> WebhookField {
      if let field = WebhookField(rawValue: name) { return field }
      throw Problem(
        what: "no variable «\(name)»",
        help: Suggestion.help(for: name, in: WebhookField.allCases.map(\.rawValue)))
    }
  }
}

extension Message {
  /// The values of the fields. Where several people read the same copy, the name is all of theirs.
  func fields(to person: Recipient?) -> [WebhookField: String] {
    let line = ChannelText.oneLine
    let names = recipients.map { line($0.name) }.joined(separator: ", ")
    return [
      .key: line(key), .reference: line(reference), .kind: line(kind), .subject: line(subject),
      .text: body, .html: html ?? "", .calendar: calendar ?? "", .language: line(language ?? ""),
      .sentAt: MessageJSON.time(sentAt),
      .recipientName: person.map { line($0.name) } ?? names,
      .recipientPerson: line(person?.person ?? ""), .address: person?.address ?? "",
      .addressDigits: (person?.address ?? "").filter { $0.isASCII && $0.isNumber },
    ]
  }
}
