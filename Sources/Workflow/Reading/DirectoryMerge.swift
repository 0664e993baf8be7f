// Brings files into a directory that is there already: what they say is added or changed.

/// What several files make of a directory.
public struct DirectoryMerge: Sendable {
  /// The directory as it would be, in canonical order; nil when something is wrong.
  public var value: Directory?
  /// Each file with what is wrong in it.
  public var problems: [(source: SourceText, diagnostics: [Diagnostic])]
  /// What is wrong with the whole, though each file is right by itself: one line each.
  public var contradictions: [String]

  /// Errors, each with the line that it is about: for the one who wrote the file, and for no log.
  public var rendered: [String] {
    problems.flatMap { source, diagnostics in
      diagnostics.filter { $0.severity == .error }.map { $0.rendered(in: source) }
    } + contradictions
  }
}

extension DirectoryReader {
  /// Reads files into a directory.
  ///
  /// An entry whose identity is there already takes its place, the others are added, nothing is taken
  /// away. Where `replacing` is true the files are the whole directory instead, and what they do not
  /// name is gone. In both ways contacts stay with a person whose entry does not speak of contacts.
  ///
  /// A holding is the same one when person, position and first day are; a deputy, when the scope is
  /// too. Tables (``DirectoryTable``) add and change only.
  public static func merge(
    _ sources: [SourceText], into base: Directory, replacing: Bool = false
  ) -> DirectoryMerge {
    var merge = DirectoryMerge(value: nil, problems: [], contradictions: [])
    var assembly = DirectoryAssembly(directory: replacing ? Directory() : base)
    (assembly.isMerging, assembly.before) = (true, base)
    var files = sources.map { File($0, replacing: replacing) }
    for kind in DirectoryKind.allCases {
      for index in files.indices {
        assembly.reader = files[index].reader
        assembly.columns = files[index].columns
        for node in files[index].entries[kind] ?? [] {
          assembly.read(files[index].adapted(node, kind, base), as: kind)
        }
        files[index].reader = assembly.reader
      }
    }
    merge.problems = files.map { ($0.source, $0.reader.problems.sorted) }
    guard !files.contains(where: { $0.reader.problems.hasErrors }) else { return merge }
    merge.contradictions = contradictions(of: assembly.directory)
    if merge.contradictions.isEmpty { merge.value = assembly.directory.canonical }
    return merge
  }

  /// What is wrong with a directory as a whole.
  static func contradictions(of directory: Directory) -> [String] {
    var whole = DirectoryAssembly(directory: Directory())
    let records = DirectoryRecords(directory, withContacts: true)
    for kind in DirectoryKind.allCases {
      for record in records.all(kind) { whole.read(record.node, as: kind) }
    }
    return whole.reader.problems.sorted.filter { $0.severity == .error }.map {
      "the directory as it would be: error[\($0.code.rawValue)]: \($0.message)"
        + ($0.help.map { "; \($0)" } ?? "")
    }
  }

  /// A file while it is merged.
  private struct File {
    let source: SourceText
    var reader = TreeReader()
    var entries: [DirectoryKind: [YAMLNode]] = [:]
    var columns: Set<String>?
    private var table: DirectoryTable?

    init(_ source: SourceText, replacing: Bool) {
      self.source = source
      if DirectoryTable.isTable(source) {
        table = DirectoryTable(source, &reader.problems)
        if replacing {
          reader.problems.add(
            .conflictingKeys, "a table is never a whole directory",
            at: SourceRange(line: 1, column: 1), help: "apply it without --replace")
        }
        guard let table else { return }
        columns = table.columns
        entries[table.kind] = table.rows
      } else if let root = YAMLTree.read(source, into: &reader.problems) {
        entries = DirectoryReader.entries(of: root, &reader)
      }
    }

    /// A row of people speaks of some channels only; those that it does not speak of stay.
    func adapted(_ node: YAMLNode, _ kind: DirectoryKind, _ base: Directory) -> YAMLNode {
      guard let table, kind == .people else { return node }
      return table.person(node, keeping: base)
    }
  }
}

extension Directory {
  /// The same directory with its lists in a fixed order, so that equal ones have equal text.
  public var canonical: Directory {
    var canonical = self
    canonical.holdings.sort { $0.order < $1.order }
    canonical.deputies.sort { $0.order < $1.order }
    canonical.contacts = contacts.filter { people[$0.key] != nil && !$0.value.isEmpty }
    return canonical
  }
}

extension Directory.Holding {
  fileprivate var order: String {
    [position, from.map { "\($0)" } ?? "", person, until.map { "\($0)" } ?? "~", basis ?? ""]
      .joined(separator: "\u{0}")
  }
}

extension Directory.Deputy {
  fileprivate var order: String {
    [position, "\(from)", person, capacity.rawValue, scope.joined(separator: " "), basis]
      .joined(separator: "\u{0}")
  }
}
