// A message as HTML: the blocks of its text, set into the layout.

internal import Mustache
internal import Workflow

/// One language of a message.
struct MessagePart: Sendable {
  var language: Directory.Language
  var blocks: MessageBlocks
}

/// What the layout is filled with.
struct MessagePage {
  var subject: String
  var kind: String
  var isUrgent: Bool
  var headline: String
  var office: String
  var parts: [MessagePart]

  func html(_ layout: MustacheTemplate) -> String {
    let footers = parts.filter { !$0.blocks.footer.isEmpty }
    var context: [String: Any] = [
      "subject": subject, "kind": kind, "urgent": isUrgent, "bilingual": parts.count > 1,
      "language": (parts.first?.language ?? .indonesian).rawValue,
      "parts": parts.enumerated().map { index, part -> [String: Any] in
        [
          "language": part.language.rawValue, "first": index == 0,
          "blocks": Self.blocks(part.blocks),
        ]
      },
      "footers": footers.enumerated().map { index, part -> [String: Any] in
        [
          "language": part.language.rawValue, "first": index == 0,
          "lines": Self.lines(part.blocks.footer),
        ]
      },
    ]
    if !headline.isEmpty { context["headline"] = headline }
    if !office.isEmpty { context["office"] = office }
    return layout.render(context)
  }

  /// Lines of one kind that stand together make one block; the first heading is the title.
  private static func blocks(_ text: MessageBlocks) -> [[String: Any]] {
    var made: [[String: Any]] = []
    for block in text.blocks {
      var rest = block[...]
      while let first = rest.first {
        let name = name(first.kind)
        let run = rest.prefix { Self.name($0.kind) == name }
        rest = rest.dropFirst(run.count)
        if name == "facts" {
          made.append([name: ["rows": rows(Array(run))]])
        } else {
          // The title is the first heading, where at most what stands out comes before it.
          let isTitle = name == "heading" && made.allSatisfy { $0["notice"] != nil }
          made.append([isTitle ? "title" : name: ["lines": lines(run.map(\.words))]])
        }
      }
    }
    return made
  }

  private static func name(_ kind: MessageLine.Kind) -> String {
    switch kind {
    case .paragraph: "paragraph"
    case .heading: "heading"
    case .notice: "notice"
    case .code: "code"
    case .item: "list"
    case .row: "facts"
    }
  }

  private static func lines(_ texts: [String]) -> [[String: Any]] {
    texts.enumerated().map { ["text": $1, "first": $0 == 0] }
  }

  private static func rows(_ lines: [MessageLine]) -> [[String: Any]] {
    lines.enumerated().map { index, line in
      var label = ""
      if case .row(let own) = line.kind { label = own }
      return ["label": label, "value": line.words, "first": index == 0]
    }
  }
}
