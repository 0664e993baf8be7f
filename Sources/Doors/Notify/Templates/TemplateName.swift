// What the name of a template file says.

internal import Workflow

/// Where a template stands: below `templates/`.
struct TemplateName: Hashable, Sendable {
  enum Role: Hashable, Sendable {
    /// A message of a kind.
    case message(kind: String)
    /// A piece that others take in.
    case partial(String)
    /// The frame of every HTML message.
    case layout
  }

  var role: Role
  /// Nil for the layout.
  var language: Directory.Language?
  /// The workflow for which alone it is; nil: for all.
  var workflow: String?

  static let layoutFile = "layout.html.mustache"
  private static let ending = ".mustache"

  /// The part of a path after the last `templates/`, or the whole path where there is none.
  static func relative(_ path: String) -> String {
    let pieces = path.split(separator: "/").map(String.init)
    guard let folder = pieces.dropLast().lastIndex(of: "templates") else {
      return pieces.last ?? path
    }
    return pieces[(folder + 1)...].joined(separator: "/")
  }

  /// Reads `[WORKFLOW/]NAME.LANG.mustache`; fails with what is wrong.
  static func read(_ relative: String) -> Result<TemplateName, TemplateNameProblem> {
    var pieces = relative.split(separator: "/").map(String.init)
    let file = pieces.popLast() ?? ""
    guard pieces.count <= 1 else {
      return .failure(
        TemplateNameProblem(
          what: "a template stands in templates/ or in templates/WORKFLOW/, not deeper"))
    }
    if file == layoutFile {
      guard pieces.isEmpty else {
        return .failure(
          TemplateNameProblem(
            what: "a workflow has no layout of its own", help: "move it to templates/\(layoutFile)")
        )
      }
      return .success(TemplateName(role: .layout, language: nil, workflow: nil))
    }
    let words = file.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    guard words.count == 3, file.hasSuffix(ending), isName(words[0].drop { $0 == "_" }) else {
      return .failure(
        TemplateNameProblem(
          what: "the name of a template is KIND.LANGUAGE.mustache",
          help: "such as reminder.id.mustache, or _facts.id.mustache for a partial"))
    }
    guard let language = Directory.Language(rawValue: words[1]) else {
      return .failure(
        TemplateNameProblem(
          what: "no language «\(words[1])»",
          help: Suggestion.help(for: words[1], in: Directory.Language.allCases.map(\.rawValue))))
    }
    let role: Role =
      words[0].hasPrefix("_")
      ? .partial(String(words[0].dropFirst())) : .message(kind: words[0])
    return .success(TemplateName(role: role, language: language, workflow: pieces.first))
  }

  /// Letters, digits, hyphens and underlines of ASCII: what a tag can name.
  static func isName(_ text: some StringProtocol) -> Bool {
    !text.isEmpty
      && text.utf8.allSatisfy { byte in
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x5F: true
        default: false
        }
      }
  }
}

/// Why a name is none of a template.
struct TemplateNameProblem: Error {
  var what: String
  var help: String?
}
