// Reads template files, checks each alone and all together, and refuses what could not be rendered.

internal import Mustache
public import Workflow

extension MessageTemplates {
  /// Reads templates; a file with an error is refused, and the rest is taken.
  ///
  /// - Parameters:
  ///   - sources: the files; the name of each ends in `templates/[WORKFLOW/]NAME.LANGUAGE.mustache` or
  ///     `templates/layout.html.mustache`. Of two with the same name below `templates/` the later holds.
  ///   - old: what was in use: in place of a file that is refused its old text stays, where it still
  ///     fits the others.
  /// - Returns: the templates, and each file that has problems with all of them.
  public static func read(
    _ sources: [SourceText], keeping old: MessageTemplates = MessageTemplates()
  ) -> (MessageTemplates, [(source: SourceText, diagnostics: [Diagnostic])]) {
    var reading = TemplateReading(sources)
    let problems = reading.problems
    // What is refused only for what it takes in is looked at again, as it is, with the old text of that.
    // An old text may not fit either; then there is none.
    var texts = sources
    var replaced: Set<String> = []
    while !reading.faulty.isEmpty {
      let faulty = reading.faulty
      texts = texts.compactMap { source in
        let name = TemplateName.relative(source.name)
        guard faulty.contains(name) else { return source }
        return replaced.insert(name).inserted ? old.sources[name] : nil
      }
      reading = TemplateReading(texts)
    }
    return (reading.templates, problems)
  }
}

/// One reading of all files.
struct TemplateReading {
  private struct File {
    var source: SourceText
    var name: TemplateName
    var body: TemplateBody
  }

  private var files: [TemplateName: File] = [:]
  private var order: [String] = []
  private var sources: [String: SourceText] = [:]
  private var diagnostics: [String: DiagnosticCollector] = [:]
  /// Names below `templates/` of files with an error of their own, not only in what they take in.
  private(set) var faulty: Set<String> = []

  init(_ sources: [SourceText]) {
    for source in sources {
      let relative = TemplateName.relative(source.name)
      if self.sources.updateValue(source, forKey: relative) == nil { order.append(relative) }
    }
    for relative in order {
      if let source = self.sources[relative] { read(source, relative) }
    }
    for language in Directory.Language.allCases {
      let workflows = Set(files.keys.filter { $0.language == language }.compactMap(\.workflow))
      checkTogether(nil, language)
      for workflow in workflows.sorted() { checkTogether(workflow, language) }
    }
  }

  /// Names below `templates/` of what was refused.
  private var refused: Set<String> {
    Set(diagnostics.filter { $0.value.hasErrors }.keys)
  }

  /// What is wrong, in the order of the files.
  var problems: [(source: SourceText, diagnostics: [Diagnostic])] {
    order.compactMap { relative in
      guard let found = diagnostics[relative]?.sorted, !found.isEmpty,
        let source = sources[relative]
      else { return nil }
      return (source, found)
    }
  }

  private mutating func report(
    _ file: String, _ diagnostic: Diagnostic, isConsequence: Bool = false
  ) {
    if diagnostic.severity == .error, !isConsequence { faulty.insert(file) }
    diagnostics[file, default: DiagnosticCollector()].add(diagnostic)
  }

  // MARK: Each alone

  private mutating func read(_ source: SourceText, _ relative: String) {
    switch TemplateName.read(relative) {
    case .failure(let problem):
      report(
        relative,
        Diagnostic(
          .template, problem.what, at: SourceRange(line: 1, column: 1), help: problem.help))
    case .success(let name):
      if case .message(let kind) = name.role, MessageKind(rawValue: kind) == nil {
        report(
          relative,
          Diagnostic(
            .template, "no message is of the kind «\(kind)»: the template is never used",
            at: SourceRange(line: 1, column: 1),
            help: Suggestion.help(for: kind, in: MessageKind.allCases.map(\.rawValue)),
            severity: .warning))
      }
      let (body, found) = TemplateBody.read(source, name.role)
      for diagnostic in found { report(relative, diagnostic) }
      if let body { files[name] = File(source: source, name: name, body: body) }
    }
  }

  // MARK: All together

  /// The names that templates of one workflow see: its own, and those for all.
  private func partial(
    _ name: String, _ workflow: String?, _ language: Directory.Language
  ) -> File? {
    let own = TemplateName(role: .partial(name), language: language, workflow: workflow)
    let general = TemplateName(role: .partial(name), language: language, workflow: nil)
    return files[own] ?? files[general]
  }

  private mutating func checkTogether(_ workflow: String?, _ language: Directory.Language) {
    // A file that is refused takes those along that take it in; so until nothing changes.
    while true {
      let owned = files.values.filter {
        $0.name.workflow == workflow && $0.name.language == language
      }
      var found: [(file: File, problem: Diagnostic, isConsequence: Bool)] = []
      for file in owned {
        for use in file.body.partials {
          if let broken = brokenPartial(use, workflow, language) {
            found.append((file, broken, true))
          } else if let problem = problem(use, of: file, workflow, language) {
            found.append((file, problem, false))
          }
        }
        if let problem = sizeProblem(file, workflow, language) {
          found.append((file, problem, false))
        }
      }
      if found.isEmpty { return }
      for (file, problem, isConsequence) in found {
        report(
          TemplateName.relative(file.source.name), problem, isConsequence: isConsequence)
        files[file.name] = nil
      }
    }
  }

  /// What is wrong with a tag whose partial is there and was refused.
  private func brokenPartial(
    _ use: TemplateScan.PartialUse, _ workflow: String?, _ language: Directory.Language
  ) -> Diagnostic? {
    guard partial(use.name, workflow, language) == nil else { return nil }
    let file = "_\(use.name).\(language.rawValue).mustache"
    let names = [workflow.map { "\($0)/\(file)" }, file].compactMap { $0 }
    guard let broken = names.first(where: { sources[$0] != nil }) else { return nil }
    return Diagnostic(
      .template, "the partial «\(use.name)» has problems of its own", at: use.range,
      help: "see templates/\(broken)")
  }

  private func problem(
    _ use: TemplateScan.PartialUse, of file: File, _ workflow: String?,
    _ language: Directory.Language
  ) -> Diagnostic? {
    guard let target = partial(use.name, workflow, language) else {
      let known = files.keys.compactMap { name -> String? in
        guard case .partial(let partial) = name.role, name.language == language,
          name.workflow == nil || name.workflow == workflow
        else { return nil }
        return partial
      }
      return Diagnostic(
        .template, "no partial «\(use.name)»", at: use.range,
        help: Suggestion.help(for: use.name, in: Set(known))
          ?? "it would be templates/_\(use.name).\(language.rawValue).mustache")
    }
    guard reaches(file.name, from: target, workflow, language) else { return nil }
    return Diagnostic(
      .template, "the partial «\(use.name)» takes itself in, without end", at: use.range)
  }

  private func reaches(
    _ goal: TemplateName, from start: File, _ workflow: String?, _ language: Directory.Language
  ) -> Bool {
    var seen: Set<TemplateName> = []
    var rest = [start]
    while let file = rest.popLast() {
      if file.name == goal { return true }
      guard seen.insert(file.name).inserted else { continue }
      rest += file.body.partials.compactMap { partial($0.name, workflow, language) }
    }
    return false
  }

  /// Bytes of a template with its partials written out; nil: more than there may be, or too deep.
  private func expanded(
    _ file: File, _ workflow: String?, _ language: Directory.Language, depth: Int = 0
  ) -> Int? {
    guard depth <= NotifyLimits.templatePartialDepth else { return nil }
    var bytes = file.source.text.utf8.count
    var known: [String: Int] = [:]
    for use in file.body.partials {
      if known[use.name] == nil {
        guard let target = partial(use.name, workflow, language) else { continue }
        guard let size = expanded(target, workflow, language, depth: depth + 1) else { return nil }
        known[use.name] = size
      }
      bytes += known[use.name] ?? 0
      guard bytes <= NotifyLimits.templateExpandedBytes else { return nil }
    }
    return bytes
  }

  private func sizeProblem(
    _ file: File, _ workflow: String?, _ language: Directory.Language
  ) -> Diagnostic? {
    // A template that takes itself in is told so, and nothing more.
    guard let first = file.body.partials.first,
      !file.body.partials.contains(where: { use in
        guard let target = partial(use.name, workflow, language) else { return true }
        return isCyclic(target, workflow, language)
      }), expanded(file, workflow, language) == nil
    else { return nil }
    return Diagnostic(
      .template,
      "with its partials this is more than \(NotifyLimits.templateExpandedBytes) bytes, or they are deeper than \(NotifyLimits.templatePartialDepth)",
      at: first.range)
  }

  private func isCyclic(
    _ file: File, _ workflow: String?, _ language: Directory.Language
  ) -> Bool {
    var seen: Set<TemplateName> = []
    var rest = [file]
    while let next = rest.popLast() {
      guard seen.insert(next.name).inserted else { continue }
      let targets = next.body.partials.compactMap { partial($0.name, workflow, language) }
      if targets.contains(where: { reaches(next.name, from: $0, workflow, language) }) {
        return true
      }
      rest += targets
    }
    return false
  }

  // MARK: What is left

  var templates: MessageTemplates {
    var made = MessageTemplates()
    made.sources = sources.filter { !refused.contains($0.key) }
    for file in files.values {
      switch (file.name.role, file.name.language) {
      case (.layout, _): made.layout = file.body.template
      case (.message(let kind), .some(let language)):
        guard let subject = file.body.subject else { continue }
        let shelf = MessageTemplates.Shelf(workflow: file.name.workflow, language: language)
        made.sheets[shelf, default: [:]][kind] = MessageTemplates.Sheet(
          subject: subject, body: file.body.template)
      default: continue
      }
    }
    for language in Directory.Language.allCases {
      let named = files.keys.filter { $0.language == language }
      for workflow in Set(named.map(\.workflow)).union([nil]) {
        var library = MustacheLibrary()
        for case .partial(let name) in named.map(\.role) {
          guard let file = partial(name, workflow, language) else { continue }
          library.register(file.body.template, named: name)
        }
        made.partials[MessageTemplates.Shelf(workflow: workflow, language: language)] = library
      }
    }
    return made
  }
}
