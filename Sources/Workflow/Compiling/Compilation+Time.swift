// Durations, due dates, reminder ladders and escalations of a definition.

internal import CEL
internal import Statechart

extension Compilation {
  /// A span such as `5 wd`; nil and a problem when it is none.
  mutating func span(_ node: YAMLNode, _ what: String) -> TimeSpan? {
    guard let text = reader.string(node, what) else { return nil }
    return span(text, at: node.range)
  }

  mutating func span(_ text: String, at range: SourceRange) -> TimeSpan? {
    if let span = TimeSpan(text) { return span }
    reader.problems.add(
      .invalidValue, "«\(text)» is no span of time", at: range,
      help: "5 wd (working days), 30 d, 6 mo, 72 h, or P6M")
    return nil
  }

  /// `due`: a span from the opening of the task, or an expression that gives a date.
  mutating func due(_ node: YAMLNode, allowsEach: Bool = false) -> DueRule? {
    guard var text = reader.string(node, "due") else { return nil }
    if allowsEach, text.hasSuffix(" each") { text = String(text.dropLast(" each".count)) }
    if let span = TimeSpan(text) {
      if span.amount > 0 { return .span(span) }
      reader.problems.add(.invalidValue, "a deadline must lie ahead", at: node.range)
      return nil
    }
    if text.first?.isNumber ?? false { return span(text, at: node.range).map { .span($0) } }
    return program(node, expecting: DateLibrary.date).map { .date($0) }
  }

  /// `remind`: the name of a ladder, a list of offsets, or a ladder written in place.
  mutating func remind(_ node: YAMLNode) -> NoticePlan {
    if case .scalar(let name, _) = node.content, !node.isNull {
      if let ladder = ladders[name] { return ladder }
      reader.problems.add(
        .unknownReminder, "no reminder ladder «\(name)»", at: node.range,
        help: Suggestion.help(for: name, in: ladders.keys))
      return NoticePlan()
    }
    return readLadder(node)
  }

  mutating func readLadder(_ node: YAMLNode) -> NoticePlan {
    var plan = NoticePlan()
    if case .sequence = node.content {
      plan.fixed = offsets(node)
      return plan
    }
    let found = reader.mapping(
      node, of: "a reminder ladder", keys: DefinitionKeys.reminder, required: ["at"])
    if let entry = found["at"] { plan.fixed = offsets(entry.value) }
    if let entry = found["then"], let text = reader.string(entry.value, "then") {
      let rest = text.hasPrefix("every ") ? String(text.dropFirst("every ".count)) : text
      plan.thenEvery = span(rest, at: entry.value.range)
      if let every = plan.thenEvery, every.amount <= 0 {
        reader.problems.add(.invalidValue, "«then» must go forward", at: entry.value.range)
        plan.thenEvery = nil
      }
    }
    if let entry = found["most"] {
      plan.most =
        reader.int(entry.value, "most", in: 1...WorkflowLimits.reminders)
        ?? WorkflowLimits.reminders
    }
    return plan
  }

  private mutating func offsets(_ node: YAMLNode) -> [NoticePlan.Notice] {
    let items = reader.list(node)
    if items.count > WorkflowLimits.reminders {
      reader.problems.add(
        .invalidValue, "more than \(WorkflowLimits.reminders) reminders", at: node.range)
    }
    return items.compactMap { item in
      span(item, "a reminder").map { NoticePlan.Notice(offset: $0, escalatesTo: nil) }
    }
  }

  /// `escalate: { 3 wd: kabid, 7 wd: kadis }`: who is informed, how long after the deadline.
  mutating func escalations(_ node: YAMLNode) -> [NoticePlan.Notice] {
    reader.entries(node, of: "escalate").compactMap { entry in
      guard let offset = span(entry.key, at: entry.keyRange),
        let name = reader.string(entry.value, "a role"),
        let role = knownRole(name, at: entry.value.range)
      else { return nil }
      return NoticePlan.Notice(offset: offset, escalatesTo: role)
    }
  }

  // MARK: Expressions

  /// Compiles an expression; its problems are reported where they stand in the file.
  mutating func program(_ node: YAMLNode, expecting type: ValueType?) -> Program? {
    guard let text = reader.string(node, "an expression") else { return nil }
    return program(text, node: node, expecting: type)
  }

  mutating func program(_ text: String, node: YAMLNode, expecting type: ValueType?) -> Program? {
    let result = environment.compile(text, expecting: type, checking: .forAuthors)
    var problems = result.problems
    // What was accepted before goes on, whatever an estimate says by now.
    if !isProved, let costly = result.program.flatMap(DefinitionEnvironment.excess) {
      problems.append(costly)
    }
    for problem in problems {
      // The suggestion stands in the help, not in the message too.
      let message = "\(Problem(problem.kind, at: problem.range))"
      reader.problems.add(
        DiagnosticCode(problem.kind), message, at: place(problem.range, of: text, in: node),
        help: problem.suggestion.map { "did you mean «\($0)»?" })
    }
    return result.program
  }

  /// Turns UTF-8 offsets of an expression into a place in the file.
  private func place(_ offsets: Range<Int>, of text: String, in node: YAMLNode) -> SourceRange {
    guard case .scalar(_, let isPlain) = node.content, !text.contains("\n") else {
      return node.range
    }
    let bytes = Array(text.utf8)
    func scalars(_ end: Int) -> Int {
      String(decoding: bytes[..<min(max(0, end), bytes.count)], as: UTF8.self).unicodeScalars.count
    }
    let quote = isPlain ? 0 : 1
    let start = scalars(offsets.lowerBound)
    // A text that goes on over the end of its line, or a block of text: the whole is meant.
    guard scalars(bytes.count) + 2 * quote <= node.range.length else { return node.range }
    return SourceRange(
      line: node.range.line, column: node.range.column + quote + start,
      length: scalars(offsets.upperBound) - start)
  }
}
