// From an XState machine config, JSON or YAML, to a chart with SCXML's meaning.

internal import CEL
internal import Statechart

/// Reads XState machine configs, as they are written for `createMachine` and kept as JSON or YAML.
///
/// Where XState departs from SCXML the standard holds; where a text would then mean something
/// else, a warning says so (`xstate-difference`).
public enum MachineReader {
  /// Reads, checks and compiles a file.
  public static func read(_ source: SourceText) -> Reading<PlainChart> {
    var machine = MachineDocument()
    let chart = machine.compile(source)
    return Reading(chart, machine.reader.problems)
  }
}

/// One machine config on its way.
struct MachineDocument {
  /// A state as it stands in the config.
  struct Place {
    var path: [String]
    /// The id that the config gives; nil: XState's own, `machine.a.b`.
    var id: String?
  }

  var reader = TreeReader()
  var formulas: [PlainFormula] = []
  var ranges: [SourceRange] = []
  var namedElsewhere: Set<String> = []
  var environment = ChartEnvironment.make(variables: ["context", "event"])
  var places: [Place] = []
  var machineID = "machine"
  var timersMade = 0
  /// Descriptors with their places, for what dotted names mean.
  var descriptors: [(text: String, range: SourceRange)] = []

  mutating func compile(_ source: SourceText) -> PlainChart? {
    guard let root = YAMLTree.read(source, into: &reader.problems) else { return nil }
    let found = reader.mapping(
      root, of: "a machine", keys: MachineKeys.machine, required: ["states"])
    machineID = found["id"].flatMap { reader.string($0.value, "id") } ?? "machine"
    guard let states = found["states"] else { return nil }
    places.append(Place(path: [], id: machineID))
    collect(states.value, below: [])
    guard places.count <= WorkflowLimits.states else {
      reader.problems.add(
        .chart, "more than \(WorkflowLimits.states) states", at: states.keyRange)
      return nil
    }
    var specification = StateSpecification(StateID(machineID), origin: origin(root.range))
    fill(&specification, found, path: [])
    for index in specification.transitions.indices {
      // The root is never left: its transitions move among the states inside it.
      specification.transitions[index].isInternal = true
    }
    warnOfDottedNames()
    var start: [Content] = []
    if let context = found["context"] {
      start.append(
        .assign(
          location: formula(
            .location(Location(variable: "context", path: [], source: "context"))),
          value: formula(
            .datum(name: "context", isGivable: true, .constant(DataValue(context.value))))))
    }
    let (chart, problems) = ChartBuilder.build(
      name: machineID, root: specification, globalInit: start)
    for problem in problems {
      reader.problems.add(
        DiagnosticCode(problem.kind), problem.description,
        at: problem.origin.map { ranges[$0] } ?? states.keyRange)
    }
    if let chart, !reader.problems.hasErrors {
      let ranges = ranges
      var timers: [String: String] = [:]
      for timer in chart.states.flatMap(\.timers) {
        timers[timer.event] =
          timer.id.firstRange(of: " after ").map { String(timer.id[$0.lowerBound...].dropFirst()) }
      }
      for problem in ChartSearch.problems(
        of: chart, fallback: states.keyRange,
        range: { ranges.indices.contains($0) ? ranges[$0] : nil }, words: { timers[$0] })
      {
        reader.problems.add(problem)
      }
    }
    return chart.map {
      PlainChart(
        chart: $0, inlined: [], namedElsewhere: namedElsewhere, formulas: formulas,
        ranges: ranges)
    }
  }

  mutating func formula(_ formula: PlainFormula) -> ExpressionID {
    formulas.append(formula)
    return ExpressionID(formulas.count - 1)
  }

  mutating func origin(_ range: SourceRange) -> Origin {
    ranges.append(range)
    return ranges.count - 1
  }

  /// States are named by their path, with a slash: `done.state.a` must not answer for
  /// `done.state.a.b` as well.
  static func id(_ path: [String]) -> StateID { StateID(path.joined(separator: "/")) }

  private mutating func collect(_ node: YAMLNode, below parent: [String]) {
    guard case .mapping(let entries) = node.content else { return }
    for entry in entries {
      let path = parent + [entry.key]
      var place = Place(path: path, id: nil)
      guard case .mapping(let keys) = entry.value.content else {
        places.append(place)
        continue
      }
      if let id = keys.first(where: { $0.key == "id" }),
        case .scalar(let text, _) = id.value.content
      {
        place.id = text
      }
      places.append(place)
      if let states = keys.first(where: { $0.key == "states" }) {
        collect(states.value, below: path)
      }
    }
  }

  // MARK: States

  mutating func readStates(_ node: YAMLNode, below path: [String]) -> [StateSpecification] {
    reader.entries(node, of: "states").map { entry in
      let place = path + [entry.key]
      var state = StateSpecification(Self.id(place), origin: origin(entry.keyRange))
      guard !entry.value.isNull else { return state }
      let found = reader.mapping(entry.value, of: "a state", keys: MachineKeys.state)
      fill(&state, found, path: place)
      return state
    }
  }

  private mutating func fill(
    _ state: inout StateSpecification, _ found: [String: YAMLNode.Entry], path: [String]
  ) {
    state.kind = kind(found)
    if let states = found["states"] { state.children = readStates(states.value, below: path) }
    if let entry = found["initial"] { state.initial = readInitial(entry.value, of: path) }
    if state.kind == .shallowHistory || state.kind == .deepHistory {
      if let entry = found["target"] {
        state.transitions = [
          TransitionSpecification(
            targets: targets(entry.value, from: path), origin: origin(entry.value.range))
        ]
      }
      return
    }
    if let entry = found["on"] { state.transitions += readEvents(entry.value, from: path) }
    if let entry = found["always"] {
      state.transitions += transitions([], entry.value, from: path, at: entry.keyRange)
    }
    if let entry = found["onDone"] {
      let event = EventDescriptor("done.state.\(state.id.rawValue)")
      state.transitions += transitions([event], entry.value, from: path, at: entry.keyRange)
    }
    if let entry = found["after"] { readAfter(entry.value, into: &state, path: path) }
    if let entry = found["invoke"] { readInvocations(entry.value, into: &state, path: path) }
    state.entry = found["entry"].map { blocks($0.value) } ?? []
    state.exit = found["exit"].map { blocks($0.value) } ?? []
    if let entry = found["output"] ?? found["data"], state.kind == .final {
      state.doneData = DoneDataSpecification(
        content: formula(.constant(DataValue(entry.value))))
    }
    warnOfReentry(state, at: path)
  }

  private mutating func kind(_ found: [String: YAMLNode.Entry]) -> StateSpecification.Kind {
    guard let entry = found["type"] else {
      return found["history"] == nil ? .state : history(found)
    }
    guard let text = reader.string(entry.value, "type") else { return .state }
    switch text {
    case "parallel": return .parallel
    case "final": return .final
    case "history": return history(found)
    case "atomic", "compound": return .state
    default:
      reader.problems.add(
        .invalidValue, "no type of state «\(text)»", at: entry.value.range,
        help: Suggestion.help(
          for: text, in: ["atomic", "compound", "parallel", "final", "history"]))
      return .state
    }
  }

  private mutating func history(_ found: [String: YAMLNode.Entry]) -> StateSpecification.Kind {
    guard let entry = found["history"], case .scalar(let text, _) = entry.value.content else {
      return .shallowHistory
    }
    if text == "deep" { return .deepHistory }
    if !["shallow", "true"].contains(text) {
      reader.problems.add(
        .invalidValue, "no history «\(text)»", at: entry.value.range, help: "shallow or deep")
    }
    return .shallowHistory
  }

  private mutating func readInitial(_ node: YAMLNode, of path: [String]) -> InitialSpecification? {
    var content: [Content] = []
    var target = node
    if case .mapping = node.content {
      let found = reader.mapping(
        node, of: "initial", keys: MachineKeys.initial, required: ["target"])
      guard let entry = found["target"] else { return nil }
      target = entry.value
      content = found["actions"].map { actions($0.value) } ?? []
    }
    let names: [StateID] = reader.list(target).compactMap { item in
      guard let name = reader.string(item, "initial") else { return nil }
      if name.hasPrefix("#") { return self.targets(item, from: path).first }
      let words = name.hasPrefix(".") ? name.dropFirst() : name[...]
      let wanted = path + words.split(separator: ".").map { String($0) }
      guard places.contains(where: { $0.path == wanted }) else {
        reportUnknown(name, at: item.range, near: path)
        return nil
      }
      return Self.id(wanted)
    }
    return names.isEmpty ? nil : InitialSpecification(targets: names, content: content)
  }
}
