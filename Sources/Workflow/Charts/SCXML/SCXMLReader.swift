// From the text of an SCXML file to a chart: read, check, compile. Every problem is reported.

internal import CEL
internal import Statechart

/// Reads SCXML files (W3C SCXML 1.0) with the data models `null` and `cel`.
public enum SCXMLReader {
  /// The namespace of SCXML elements (SCXML 3.2).
  public static let namespace = "http://www.w3.org/2005/07/scxml"

  /// Reads, checks and compiles a file.
  ///
  /// - Parameters:
  ///   - source: the text and its name.
  ///   - resource: the text that a `src` of `<data>` names; nil where there is none.
  /// - Returns: the chart, or nil and every problem that was found.
  public static func read(
    _ source: SourceText, resource: (String) -> String? = { _ in nil }
  ) -> Reading<PlainChart> {
    var problems = DiagnosticCollector()
    guard let root = XMLTree.read(source, into: &problems) else {
      return Reading(nil, problems)
    }
    let reading = SCXMLDocument.read(root, problems: &problems, resource: resource)
    return Reading(reading, problems)
  }
}

/// One document on its way: what was read so far, and what the chart refers to by number.
struct SCXMLDocument {
  /// Which expressions the document may hold.
  enum Model {
    /// No data; `In` is the only condition (SCXML B.1).
    case null
    /// Variables of any shape, expressions in CEL.
    case cel
  }

  var problems: DiagnosticCollector
  var formulas: [PlainFormula] = []
  var ranges: [SourceRange] = []
  var inlined: [PlainChart] = []
  var model = Model.cel
  var isLate = false
  var environment = ChartEnvironment.make(variables: [])
  var variables: Set<String> = []
  /// Initial values that are set before the first state is entered.
  var early: [Content] = []
  /// Ids that are written down, so that those that are made up differ from them.
  var stateIDs: Set<String> = []
  var idsMade = 0
  let resource: (String) -> String?

  static func read(
    _ root: XMLElement, problems: inout DiagnosticCollector, resource: (String) -> String?
  ) -> PlainChart? {
    withoutActuallyEscaping(resource) { resource in
      var document = SCXMLDocument(problems: problems, resource: resource)
      let chart = document.compile(root)
      problems = document.problems
      return chart
    }
  }

  private mutating func compile(_ root: XMLElement) -> PlainChart? {
    guard root.name == "scxml", Self.isOurs(root) else {
      problems.add(
        .wrongType, "an SCXML file begins with <scxml>, this with <\(root.name)>",
        at: root.range, help: "xmlns=\"\(SCXMLReader.namespace)\"")
      return nil
    }
    check(root)
    readHead(root)
    collect(root)
    environment = ChartEnvironment.make(variables: variables)
    let name = root.attribute("name")?.value ?? "scxml"
    var specification = StateSpecification(StateID(name), origin: origin(root.range))
    specification.initial = initial(of: root)
    readChildren(of: root, into: &specification)
    let (chart, found) = ChartBuilder.build(
      name: name, root: specification, globalInit: early)
    for problem in found {
      problems.add(
        DiagnosticCode(problem.kind), problem.description,
        at: problem.origin.map { ranges[$0] } ?? root.range)
    }
    if let chart, !problems.hasErrors {
      let ranges = ranges
      for problem in ChartSearch.problems(
        of: chart, fallback: root.range,
        range: { ranges.indices.contains($0) ? ranges[$0] : nil })
      {
        problems.add(problem)
      }
    }
    return chart.map {
      PlainChart(
        chart: $0, inlined: inlined, namedElsewhere: [], formulas: formulas, ranges: ranges)
    }
  }

  /// Elements without a namespace are taken as SCXML too: snippets often leave it out.
  static func isOurs(_ element: XMLElement) -> Bool {
    element.namespace == SCXMLReader.namespace || element.namespace.isEmpty
  }

  // MARK: Handles that the chart carries

  mutating func formula(_ formula: PlainFormula) -> ExpressionID {
    formulas.append(formula)
    return ExpressionID(formulas.count - 1)
  }

  mutating func origin(_ range: SourceRange) -> Origin {
    ranges.append(range)
    return ranges.count - 1
  }

  // MARK: The head

  private mutating func readHead(_ root: XMLElement) {
    if let version = root.attribute("version"), version.value != "1.0" {
      problems.add(
        .invalidValue, "no version «\(version.value)» of SCXML", at: version.range,
        help: "version=\"1.0\"", severity: .warning)
    }
    isLate = word(root, "binding", of: ["early", "late"]) == "late"
    guard let attribute = root.attribute("datamodel") else { return }
    switch attribute.value {
    case "null": model = .null
    case "cel": model = .cel
    default:
      problems.add(
        .dataModel, "the data model «\(attribute.value)» is not known; expressions are read as CEL",
        at: attribute.range, help: "datamodel=\"cel\" or \"null\"", severity: .warning)
    }
  }

  /// Notes names that may be used before they stand in the document: states and variables.
  private mutating func collect(_ element: XMLElement) {
    for child in element.elements where Self.isOurs(child) {
      switch child.name {
      case "state", "parallel", "final", "history":
        if let id = child.attribute("id") { stateIDs.insert(id.value) }
        collect(child)
      case "data":
        if let id = child.attribute("id") { declare(id, isNew: true) }
      case "foreach":
        // "if 'item' does not name an existing variable, a new one is declared" (4.6).
        for name in ["item", "index"] {
          if let attribute = child.attribute(name) { declare(attribute, isNew: false) }
        }
        collect(child)
      // A chart inside has names of its own.
      case "content", "assign": break
      default: collect(child)
      }
    }
  }

  private mutating func declare(_ attribute: XMLAttribute, isNew: Bool) {
    guard model != .null, isNew || ChartEnvironment.system[attribute.value] == nil else { return }
    guard ChartEnvironment.isName(attribute.value), !attribute.value.hasPrefix("_") else {
      problems.add(
        .invalidName, "«\(attribute.value)» cannot be the name of a variable",
        at: attribute.range, help: "letters, digits and _, a letter first")
      return
    }
    if !variables.insert(attribute.value).inserted, isNew {
      problems.add(
        .duplicateName, "the variable «\(attribute.value)» is declared twice",
        at: attribute.range)
    }
  }

  // MARK: Attributes

  /// The value of an attribute that is one of a few words.
  mutating func word(_ element: XMLElement, _ name: String, of words: [String]) -> String? {
    guard let attribute = element.attribute(name) else { return nil }
    if words.contains(attribute.value) { return attribute.value }
    problems.add(
      .invalidValue, "«\(name)» cannot be «\(attribute.value)»", at: attribute.range,
      help: Suggestion.help(for: attribute.value, in: words))
    return nil
  }

  /// The value of an attribute that must be there.
  mutating func required(_ element: XMLElement, _ name: String) -> XMLAttribute? {
    if let attribute = element.attribute(name) { return attribute }
    problems.add(
      .missingKey, "<\(element.name)> needs the attribute «\(name)»", at: element.range)
    return nil
  }

  /// Of two attributes that say the same in different ways only one may stand.
  mutating func exclude(_ element: XMLElement, _ first: String, _ second: String) {
    guard element.attribute(first) != nil, let other = element.attribute(second) else { return }
    problems.add(
      .conflictingKeys, "<\(element.name)> has «\(first)» or «\(second)», not both",
      at: other.nameRange)
  }

  static func words(_ text: String) -> [String] {
    text.split(whereSeparator: \.isWhitespace).map { String($0) }
  }
}
