// An expression tried out: what it gives, or what is wrong with it, told in plain values.

internal import CEL
internal import Statechart
public import WorkCalendar

/// Tries expressions out as definitions use them.
public enum ExpressionTrial {
  /// What an expression gives.
  public struct Answer: Hashable, Sendable {
    /// The type that it was checked to have.
    public var type: String
    /// The value as the expression language writes it.
    public var text: String
    /// The value as JSON; dates are texts.
    public var json: JSON
  }

  /// Why there is no answer.
  public enum Failure: Error, Sendable {
    /// The expression is faulty: each problem with its place.
    case problems([Diagnostic])
    /// A value of the data does not fit its field, or cannot be read.
    case data(String)
    /// The evaluation went wrong.
    case evaluation(String)
  }

  /// Evaluates an expression.
  ///
  /// - Parameters:
  ///   - expression: the text, with a name for messages.
  ///   - data: what `data` holds.
  ///   - workflow: the definition whose fields `data` has; nil: it holds anything.
  ///   - calendar: counts working days; nil: the functions that do are not there.
  ///   - today: what `today` is.
  public static func evaluate(
    _ expression: SourceText, data: JSON, workflow: Workflow? = nil,
    calendar: OfficeCalendar? = nil, today: CivilDate
  ) throws(Failure) -> Answer {
    let environment =
      workflow.map { DefinitionEnvironment.make(fields: $0.fields, documents: $0.documents) }
      ?? DefinitionEnvironment.make(data: .dyn)
    let compilation = environment.compile(expression.text, checking: .forAuthors)
    // Only a definition says how large its data can be.
    let excess = workflow == nil ? nil : compilation.program.flatMap(DefinitionEnvironment.excess)
    guard let program = compilation.program, excess == nil else {
      throw .problems(
        (compilation.problems + [excess].compactMap { $0 }).map { problem in
          Diagnostic(
            DiagnosticCode(problem.kind), "\(Problem(problem.kind, at: problem.range))",
            at: place(problem.range, in: expression.text),
            help: problem.suggestion.map { "did you mean «\($0)»?" })
        })
    }
    let activation = AgreementActivation(
      data: try values(data, workflow), act: nil, eventName: "", today: today,
      calendar: calendar?.business, scope: nil)
    do {
      let value = try program.evaluate(activation, costLimit: WorkflowLimits.expressionCost)
      return Answer(type: "\(program.type)", text: "\(value)", json: json(value))
    } catch {
      throw .evaluation("\(error)")
    }
  }

  /// Reads a JSON or YAML text as plain data.
  public static func data(_ source: SourceText) throws(Failure) -> JSON {
    var problems = DiagnosticCollector()
    guard let node = YAMLTree.read(source, into: &problems), !problems.hasErrors else {
      throw .problems(problems.sorted)
    }
    return DataValue(node).json
  }

  private static func values(
    _ data: JSON, _ workflow: Workflow?
  ) throws(Failure) -> [String: Value] {
    var values: [String: Value] = [:]
    for member in data.members {
      guard let workflow else {
        values[member.name] = DataValue(member.value).expressionValue
        continue
      }
      guard let field = workflow.field(member.name) else {
        let near = Suggestion.help(for: member.name, in: workflow.fields.map(\.name))
        throw .data("no data field «\(member.name)»" + (near.map { "; \($0)" } ?? ""))
      }
      if member.value == .null { continue }
      switch field.value(from: member.value) {
      case .success(let value): values[member.name] = value
      case .failure(let problem): throw .data("«\(member.name)»: \(problem)")
      }
    }
    return values
  }

  private static func json(_ value: Value) -> JSON {
    if let date = DateLibrary.civilDate(value) { return .string(date.description) }
    return DataValue(value).json
  }

  /// Turns UTF-8 offsets into a line and a column.
  private static func place(_ offsets: Range<Int>, in text: String) -> SourceRange {
    let bytes = Array(text.utf8)
    let before = bytes[..<min(max(0, offsets.lowerBound), bytes.count)]
    let start = before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
    func scalars(_ slice: ArraySlice<UInt8>) -> Int {
      String(decoding: slice, as: UTF8.self).unicodeScalars.count
    }
    let end = min(max(offsets.upperBound, before.endIndex), bytes.count)
    return SourceRange(
      line: before.count(where: { $0 == 0x0A }) + 1, column: scalars(before[start...]) + 1,
      length: scalars(bytes[before.endIndex..<end]))
  }
}
