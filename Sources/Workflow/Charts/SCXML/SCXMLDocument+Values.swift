// Expressions, locations and values that stand in an SCXML document (SCXML 5.9).

internal import CEL
internal import Statechart

extension SCXMLDocument {
  /// A condition; in the null data model `In` alone.
  mutating func condition(_ attribute: XMLAttribute) -> ExpressionID {
    guard model == .null else { return expression(attribute, expecting: .bool) }
    if let state = Self.stateOfIn(attribute.value) { return formula(.isIn(StateID(state))) }
    problems.add(
      .dataModel, "the null data model knows no condition but In(state)", at: attribute.range,
      help: "datamodel=\"cel\" on <scxml>")
    return nothing()
  }

  /// The state that `In(state)` or `In('state')` names.
  private static func stateOfIn(_ text: String) -> String? {
    let text = text.filter { !$0.isWhitespace }
    guard text.hasPrefix("In("), text.hasSuffix(")") else { return nil }
    var name = text.dropFirst(3).dropLast()
    if let quote = name.first, quote == "'" || quote == "\"" {
      guard name.count >= 2, name.last == quote else { return nil }
      name = name.dropFirst().dropLast()
    }
    return name.isEmpty || name.contains(where: { "()'\"".contains($0) }) ? nil : String(name)
  }

  /// A value.
  mutating func expression(
    _ attribute: XMLAttribute, expecting type: ValueType? = nil
  ) -> ExpressionID {
    program(attribute, expecting: type).map { formula(.program($0)) } ?? nothing()
  }

  /// A value whose text is one of several words of an attribute.
  mutating func expression(_ word: String, in attribute: XMLAttribute) -> ExpressionID {
    let offset = attribute.value.utf8.distance(
      from: attribute.value.startIndex,
      to: attribute.value.firstRange(of: word)?.lowerBound ?? attribute.value.startIndex)
    return program(word, at: attribute, offset: offset, expecting: nil)
      .map { formula(.program($0)) } ?? nothing()
  }

  mutating func program(_ attribute: XMLAttribute, expecting type: ValueType? = nil) -> Program? {
    program(attribute.value, at: attribute, offset: 0, expecting: type)
  }

  private mutating func program(
    _ text: String, at attribute: XMLAttribute, offset: Int, expecting type: ValueType?
  ) -> Program? {
    guard model != .null else {
      problems.add(
        .dataModel, "the null data model has no expressions", at: attribute.range,
        help: "datamodel=\"cel\" on <scxml>")
      return nil
    }
    let result = environment.compile(text, expecting: type)
    for problem in result.problems {
      problems.add(
        DiagnosticCode(problem.kind), "\(Problem(problem.kind, at: problem.range))",
        at: place(problem.range, in: attribute, offset: offset),
        help: problem.suggestion.map { "did you mean «\($0)»?" })
    }
    return result.program
  }

  /// Turns UTF-8 offsets of an expression into a place in the file.
  private func place(_ offsets: Range<Int>, in attribute: XMLAttribute, offset: Int)
    -> SourceRange
  {
    guard attribute.isVerbatim, !attribute.value.contains("\n") else { return attribute.range }
    let bytes = Array(attribute.value.utf8)
    func scalars(_ end: Int) -> Int {
      String(decoding: bytes[..<min(max(0, end), bytes.count)], as: UTF8.self)
        .unicodeScalars.count
    }
    let start = scalars(offset + offsets.lowerBound)
    return SourceRange(
      line: attribute.range.line, column: attribute.range.column + start,
      length: scalars(offset + offsets.upperBound) - start)
  }

  // MARK: Locations

  /// A variable or a place inside one: `x`, `x.name`, `x['name']`, `x[0]`.
  mutating func location(_ attribute: XMLAttribute) -> ExpressionID {
    location(attribute.value, in: attribute)
  }

  mutating func location(_ text: String, in attribute: XMLAttribute) -> ExpressionID {
    guard model != .null else {
      problems.add(
        .dataModel, "the null data model has no variables", at: attribute.range,
        help: "datamodel=\"cel\" on <scxml>")
      return nothing()
    }
    guard let (name, rest) = Self.leadingName(text[...]) else {
      problems.add(
        .expressionSyntax, "«\(text)» is no place for a value", at: attribute.range,
        help: "a variable, or a part of one: x, x.name, x['name'], x[0]")
      return nothing()
    }
    if ChartEnvironment.system[name] != nil {
      // "any attempt to change the value of a system variable MUST raise error.execution" (5.10).
      problems.add(
        .expressionName, "«\(name)» cannot be changed: this raises error.execution",
        at: attribute.range, severity: .warning)
    } else if !variables.contains(name) {
      problems.add(
        .expressionName, "there is no variable «\(name)»", at: attribute.range,
        help: Suggestion.help(for: name, in: variables) ?? "declare it with <data>")
      return nothing()
    }
    guard let path = segments(rest, of: text, in: attribute) else { return nothing() }
    return formula(.location(Location(variable: name, path: path, source: text)))
  }

  private static func leadingName(_ text: Substring) -> (name: String, rest: Substring)? {
    let name = text.prefix {
      $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_")
    }
    guard ChartEnvironment.isName(name) else { return nil }
    return (String(name), text[name.endIndex...])
  }

  private mutating func segments(
    _ text: Substring, of whole: String, in attribute: XMLAttribute
  ) -> [Location.Segment]? {
    var path: [Location.Segment] = []
    var rest = text
    while let first = rest.first {
      if first == ".", let (name, after) = Self.leadingName(rest.dropFirst()) {
        path.append(.key(name))
        rest = after
      } else if first == "[", let end = rest.firstIndex(of: "]") {
        let inner = rest[rest.index(after: rest.startIndex)..<end]
        let offset = whole.utf8.distance(from: whole.startIndex, to: inner.startIndex)
        guard
          let program = program(String(inner), at: attribute, offset: offset, expecting: nil)
        else { return nil }
        path.append(.index(program))
        rest = rest[rest.index(after: end)...]
      } else {
        problems.add(
          .expressionSyntax, "«\(rest)» cannot follow in a place for a value",
          at: attribute.range, help: ".name, ['name'] or [0]")
        return nil
      }
    }
    return path
  }

  /// Stands for an expression that could not be read; its problem is reported.
  private mutating func nothing() -> ExpressionID { formula(.constant(.null)) }

  // MARK: Values that stand in the document

  /// The value of content: XML as its own text, else JSON where it is JSON, else the text with
  /// its white space normalised (SCXML 5.3.2, as B.2.1 has it for other data models).
  static func value(of element: XMLElement) -> DataValue {
    if let child = element.elements.first { return .string(child.serialized) }
    return plainValue(of: element.text)
  }

  static func plainValue(of text: String) -> DataValue {
    if let json = try? JSON(parsing: text) { return DataValue(json) }
    return .string(words(text).joined(separator: " "))
  }
}
