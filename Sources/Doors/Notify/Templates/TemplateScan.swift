// Finds the tags of a template and what is wrong with them, each at its place.
//
// The template engine writes nothing for a name that it does not know and for a partial that is not
// there; an author wants to hear of it. So only a part of Mustache is taken: variables, sections,
// inverted sections, partials, comments.

internal import Workflow

/// What a scan of a text found.
struct TemplateScan {
  struct PartialUse: Hashable, Sendable {
    var name: String
    var range: SourceRange
  }

  /// The partials that are taken in.
  private(set) var partials: [PartialUse] = []
  private(set) var problems = DiagnosticCollector()

  private let scalars: [Unicode.Scalar]
  private let allowsPartials: Bool
  private var index = 0
  private var line: Int
  private var column = 1
  private var scopes: [Scope]

  private struct Scope {
    var name: String
    var range: SourceRange
    /// What names are looked up in, and whether `{{.}}` means something; nil: as further out.
    var inside: TemplateVocabulary?
  }

  /// Scans a text that begins on a line of its file.
  init(
    _ text: some StringProtocol, line: Int, _ vocabulary: TemplateVocabulary, allowsPartials: Bool
  ) {
    scalars = Array(text.unicodeScalars)
    self.line = line
    self.allowsPartials = allowsPartials
    scopes = [Scope(name: "", range: SourceRange(line: line, column: 1), inside: vocabulary)]
    while index < scalars.count {
      if begins("{{") { tag() } else { advance() }
    }
    for scope in scopes.dropFirst().reversed() {
      problems.add(
        .template, "the section «\(scope.name)» is not closed", at: scope.range,
        help: "write {{/\(scope.name)}}")
    }
  }

  private mutating func advance(_ count: Int = 1) {
    for _ in 0..<count where index < scalars.count {
      if scalars[index] == "\n" {
        line += 1
        column = 1
      } else {
        column += 1
      }
      index += 1
    }
  }

  private func begins(_ text: String) -> Bool {
    scalars[index...].starts(with: text.unicodeScalars)
  }

  private mutating func tag() {
    let start = index
    var range = SourceRange(line: line, column: column, length: 2)
    advance(2)
    if begins("!") { return comment(range) }
    let sign: Unicode.Scalar? =
      index < scalars.count
        && "#^/>{&<$=%*".unicodeScalars.contains(
          scalars[index])
      ? scalars[index] : nil
    if sign != nil { advance() }
    skipBlanks()
    let nameStart = index
    var place = SourceRange(line: line, column: column)
    while index < scalars.count, !begins("}}"), !begins("{{"), scalars[index] != "\n" { advance() }
    guard index < scalars.count, begins("}}") else {
      problems.add(
        .template, "a tag that is not closed", at: range, help: "write «}}» behind the name")
      return
    }
    var end = index
    while end > nameStart, scalars[end - 1] == " " { end -= 1 }
    let name = String(String.UnicodeScalarView(scalars[nameStart..<end]))
    place.length = max(1, end - nameStart)
    advance(2)
    range.length = index - start
    take(sign, name, range, place)
  }

  private mutating func skipBlanks() {
    while index < scalars.count, scalars[index] == " " { advance() }
  }

  private mutating func comment(_ range: SourceRange) {
    while index < scalars.count, !begins("}}") { advance() }
    guard index < scalars.count else {
      problems.add(
        .template, "a comment that is not closed", at: range, help: "write «}}» behind it")
      return
    }
    advance(2)
  }

  private mutating func take(
    _ sign: Unicode.Scalar?, _ name: String, _ range: SourceRange, _ place: SourceRange
  ) {
    switch sign {
    case "{", "&":
      problems.add(
        .template,
        "a tag without escaping is not taken: texts are never escaped, the layout always",
        at: range, help: "write {{NAME}}")
    case "<", "$", "=", "%", "*":
      problems.add(
        .template,
        "«{{\(sign.map(String.init) ?? "")» is not taken: only variables, sections, partials and comments are",
        at: range)
    case "/": close(name, range, place)
    case ">": take(partial: name, range, place)
    default:
      guard name == "." || TemplateName.isName(name) else {
        problems.add(
          .template, name.isEmpty ? "a tag without a name" : "«\(name)» is no name", at: place,
          help: "a name has letters, digits, «-» and «_»")
        // An end tag may follow: it finds its section.
        if sign == "#" || sign == "^" { open(name, range, nil) }
        return
      }
      take(name, sign, range, place)
    }
  }

  private mutating func take(
    _ name: String, _ sign: Unicode.Scalar?, _ range: SourceRange, _ place: SourceRange
  ) {
    let found = lookUp(name)
    if found == nil { unknown(name, place) }
    switch (sign, found) {
    case ("#", .some(let entry)):
      switch entry {
      case .list(let element): open(name, range, element)
      case .flag: open(name, range, nil)
      case .value, .record: open(name, range, entry)
      }
    case ("#", nil), ("^", _): open(name, range, nil)
    case (_, .list):
      problems.add(
        .template, "«\(name)» is a list", at: place, help: "write {{#\(name)}}…{{/\(name)}}")
    case (_, .flag), (_, .record):
      problems.add(
        .template, "«\(name)» has no words of its own", at: place,
        help: "write {{#\(name)}}…{{/\(name)}}")
    case (_, .value), (_, nil): break
    }
  }

  private mutating func open(
    _ name: String, _ range: SourceRange, _ inside: TemplateVocabulary?
  ) {
    scopes.append(Scope(name: name, range: range, inside: inside))
    if scopes.count == NotifyLimits.templateSectionDepth + 2 {
      problems.add(
        .template, "sections nested deeper than \(NotifyLimits.templateSectionDepth)", at: range)
    }
  }

  private mutating func close(_ name: String, _ range: SourceRange, _ place: SourceRange) {
    guard scopes.count > 1, let last = scopes.last else {
      problems.add(.template, "«\(name)» closes a section that was not opened", at: range)
      return
    }
    if last.name == name {
      scopes.removeLast()
      return
    }
    problems.add(
      .template,
      "«\(name)» closes a section, but «\(last.name)» of line \(last.range.line) is open",
      at: place, help: "write {{/\(last.name)}}")
    // One mistake, one message: go on behind the section that is meant, or behind this one.
    if let meant = scopes.dropFirst().lastIndex(where: { $0.name == name }) {
      scopes.removeSubrange(meant...)
    } else {
      scopes.removeLast()
    }
  }

  private mutating func take(partial name: String, _ range: SourceRange, _ place: SourceRange) {
    guard TemplateName.isName(name) else {
      problems.add(
        .template, name.isEmpty ? "a partial without a name" : "«\(name)» is no name of a partial",
        at: place, help: "{{> facts}} takes in _facts.LANGUAGE.mustache")
      return
    }
    guard allowsPartials else {
      problems.add(.template, "no partial can be taken in here", at: range)
      return
    }
    partials.append(PartialUse(name: name, range: place))
  }

  private func lookUp(_ name: String) -> TemplateVocabulary? {
    if name == "." {
      guard case .value = scopes.last(where: { $0.inside != nil })?.inside else { return nil }
      return .value
    }
    for scope in scopes.reversed() {
      if case .record(let names) = scope.inside, let entry = names[name] { return entry }
    }
    return nil
  }

  private mutating func unknown(_ name: String, _ place: SourceRange) {
    if name == "." {
      problems.add(
        .unknownVariable, "«.» stands for nothing here", at: place,
        help: "it is the element of a list, {{#commands}}{{.}}{{/commands}}")
      return
    }
    var known: Set<String> = []
    for scope in scopes {
      if case .record(let names) = scope.inside { known.formUnion(names.keys) }
    }
    problems.add(
      .unknownVariable, "no variable «\(name)» here", at: place,
      help: Suggestion.help(for: name, in: known) ?? "docs/templates.md lists all")
  }
}
