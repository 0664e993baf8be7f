// Which kind of file a text is, and how a chart is read from it.

/// What a file describes.
public enum FileKind: Hashable, Sendable {
  /// A workflow: how an agreement moves.
  case definition
  /// A working calendar.
  case calendar
  /// Organisations, positions and people.
  case directory
  /// Who acts when in a rehearsal, and what must come of it.
  case scenario
  /// A profile of the register: which columns of which agreements.
  case register
  /// A chart in SCXML.
  case scxml
  /// A chart as an XState machine config.
  case machine

  /// What a text is, by how it begins: XML is SCXML; else the keys at the beginning of lines tell. A
  /// text that gives no sign is taken for a definition, whose reader then says what it lacks.
  public init(of text: String) {
    let start = text.drop { $0.isWhitespace || $0 == "\u{FEFF}" }
    if start.hasPrefix("<") {
      self = .scxml
      return
    }
    if start.hasPrefix("{") {
      self = .machine
      return
    }
    let keys = text.split(whereSeparator: \.isNewline).compactMap { line -> Substring? in
      guard let first = line.first, !first.isWhitespace, first != "#", first != "%" else {
        return nil
      }
      return line.firstIndex(of: ":").map { line[..<$0] }
    }
    switch keys.first {
    case "calendar": self = .calendar
    case "directory": self = .directory
    case "scenario": self = .scenario
    case "register" where keys.contains("columns"): self = .register
    default:
      let isDefinition = keys.contains { Self.ofDefinitions.contains(String($0)) }
      self = !isDefinition && keys.contains("states") ? .machine : .definition
    }
  }

  /// Keys that no machine config has.
  private static let ofDefinitions: Set<String> = [
    "workflow", "title", "calendar", "reference", "roles", "reminders", "data",
  ]
}

extension PlainChart {
  /// Reads a chart that stands alone, in SCXML or as a machine config.
  ///
  /// - Parameters:
  ///   - source: the text and its name.
  ///   - resource: the text that a `src` in it names; nil where there is none.
  public static func read(
    _ source: SourceText, resource: (String) -> String? = { _ in nil }
  ) -> Reading<PlainChart> {
    FileKind(of: source.text) == .scxml
      ? SCXMLReader.read(source, resource: resource) : MachineReader.read(source)
  }
}
