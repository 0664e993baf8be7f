// Reads `workflows/scenarios/*.yaml`.

internal import WorkCalendar

/// Reads scenario files.
public enum ScenarioReader {
  static let keys = [
    "scenario", "title", "workflow", "from", "until", "people", "start", "acts", "expect",
  ]
  static let startKeys = ["by", "data"]
  static let actKeys = [
    "on", "after", "at", "by", "event", "data", "reason", "task", "refused", "document",
  ]
  static let expectationKeys =
    ["on"] + Scenario.Expectation.Kind.allCases.map(\.rawValue) + ["to", "provisional", "never"]
  /// The only value of `at`.
  static let lastDay = "last day"

  /// Kinds of refusal that an act may be expected to meet: the words of `docs/cli.md`.
  public static let refusals = [
    "already-marked", "already-signed", "ambiguous-task", "condition-not-met", "document-invalid",
    "documents-missing", "field-invalid",
    "field-not-in-form", "fields-missing",
    "finished", "loop", "not-now", "not-permitted", "out-of-order", "reason-missing",
    "separation-of-duties",
    "signature-in-future", "strategic", "unknown-document", "unknown-event", "unknown-field",
    "unknown-task",
  ]
  /// A shorter word for the kind that scenarios name most.
  static let shortRefusals = ["separation": "separation-of-duties"]

  /// Reads a scenario; ``problems(of:in:directory:)`` holds its names against a workflow.
  public static func read(_ source: SourceText) -> Reading<Scenario> {
    var reader = TreeReader()
    guard let root = YAMLTree.read(source, into: &reader.problems) else {
      return Reading(nil, reader.problems)
    }
    let found = reader.mapping(
      root, of: "a scenario", keys: keys, required: ["scenario", "workflow", "from"])
    let name = found["scenario"].flatMap { reader.nameValue($0.value, "the scenario") }
    let workflow = plainName(found["workflow"], "the workflow", &reader)
    let from = moment(found["from"], &reader)
    let until = moment(found["until"], &reader)
    if let from, let until, until.value.date < from.value.date {
      reader.problems.add(
        .invalidValue, "ends (\(until.value)) before it begins (\(from.value))", at: until.range)
    }
    let start = found["start"].map {
      reader.mapping($0.value, of: "the start", keys: startKeys)
    }
    let people = found["people"].map { readPeople($0.value, &reader) } ?? []
    let acts = (found["acts"].map { reader.list($0.value) } ?? [])
      .compactMap { readAct($0, &reader) }
    let expectations = (found["expect"].map { reader.list($0.value) } ?? [])
      .compactMap { readExpectation($0, &reader) }
    checkOrder(acts, from: from, until: until, &reader)
    checkDays(expectations, from: from, until: until, &reader)
    let title = found["title"].map { reader.localized($0.value, "title") }
    let starter = plainName(start?["by"], "who starts", &reader)
    let data = readData(start?["data"], &reader)
    guard let name, let workflow, let from else { return Reading(nil, reader.problems) }
    return Reading(
      Scenario(
        name: name, title: title, workflow: workflow, from: from, until: until, starter: starter,
        data: data, people: people, acts: acts, expectations: expectations),
      reader.problems)
  }

  // MARK: Parts

  private static func plainName(
    _ entry: YAMLNode.Entry?, _ what: String, _ reader: inout TreeReader
  ) -> Scenario.Placed<String>? {
    guard let entry, let text = reader.nameValue(entry.value, what) else { return nil }
    return Scenario.Placed(value: text, range: entry.value.range)
  }

  /// Tasks and states are paths, which are no plain names.
  private static func path(
    _ entry: YAMLNode.Entry?, _ what: String, _ reader: inout TreeReader
  ) -> Scenario.Placed<String>? {
    guard let entry, let text = reader.string(entry.value, what) else { return nil }
    return Scenario.Placed(value: text, range: entry.value.range)
  }

  private static func moment(_ entry: YAMLNode.Entry?, _ reader: inout TreeReader)
    -> Scenario.Placed<Scenario.Moment>?
  {
    guard let entry, let text = reader.string(entry.value, entry.key) else { return nil }
    if let moment = Scenario.Moment(text) {
      return Scenario.Placed(value: moment, range: entry.value.range)
    }
    reader.problems.add(
      .invalidValue, "«\(text)» is no moment of the calendar", at: entry.value.range,
      help: "a date, or a date and a time: 2026-05-04, 2026-05-04 09:00")
    return nil
  }

  private static func readPeople(_ node: YAMLNode, _ reader: inout TreeReader)
    -> [Scenario.Person]
  {
    reader.entries(node, of: "people").compactMap { entry in
      guard let name = reader.name(entry.key, "a person", at: entry.keyRange) else { return nil }
      let holds = reader.names(entry.value, "a role or position")
      if holds.isEmpty {
        reader.problems.add(
          .missingKey, "«\(name)» holds nothing", at: entry.keyRange,
          help: "name roles or positions: { \(name): [pic] }")
      }
      return Scenario.Person(
        name: .init(value: name, range: entry.keyRange),
        holds: holds.map { .init(value: $0.name, range: $0.range) })
    }
  }

  private static func readData(_ entry: YAMLNode.Entry?, _ reader: inout TreeReader)
    -> [Scenario.Field]
  {
    guard let entry else { return [] }
    return reader.entries(entry.value, of: "data").compactMap { field in
      guard let text = reader.string(field.value, "the value of «\(field.key)»") else {
        return nil
      }
      return Scenario.Field(
        name: .init(value: field.key, range: field.keyRange),
        value: .init(value: text, range: field.value.range))
    }
  }

  private static func readAct(_ node: YAMLNode, _ reader: inout TreeReader) -> Scenario.Act? {
    let found = reader.mapping(node, of: "an act", keys: actKeys, required: ["by"])
    let time = readTime(found, at: node.range, &reader)
    let by = plainName(found["by"], "who acts", &reader)
    let document = plainName(found["document"], "a document", &reader)
    let event = eventName(found, document, at: node, &reader)
    let data = readData(found["data"], &reader)
    let reason = found["reason"].flatMap { reader.string($0.value, "reason") }
    let task = path(found["task"], "task", &reader)
    let refused = readRefusal(found["refused"], &reader)
    guard let time, let by, let event else { return nil }
    return Scenario.Act(
      time: time, by: by, event: event, data: data, reason: reason, task: task,
      refused: refused, range: node.range, document: document)
  }

  /// The event, or words for the document that is added in its place.
  private static func eventName(
    _ found: [String: YAMLNode.Entry], _ document: Scenario.Placed<String>?, at node: YAMLNode,
    _ reader: inout TreeReader
  ) -> Scenario.Placed<String>? {
    if let entry = found["document"] {
      for key in ["event", "task", "reason"] {
        guard let stray = found[key] else { continue }
        reader.problems.add(
          .conflictingKeys, "an act with «document» has no «\(key)»", at: stray.keyRange)
      }
      return document.map { .init(value: "document add \($0.value)", range: entry.value.range) }
    }
    if found["event"] == nil, case .mapping = node.content {
      reader.problems.add(.missingKey, "an act needs the key «event»", at: node.range)
    }
    return plainName(found["event"], "an event", &reader)
  }

  private static func readTime(
    _ found: [String: YAMLNode.Entry], at range: SourceRange, _ reader: inout TreeReader
  ) -> Scenario.Placed<Scenario.Time>? {
    let given = ["on", "after", "at"].compactMap { found[$0] }
    guard let entry = given.first else {
      if !found.isEmpty {
        reader.problems.add(
          .missingKey, "an act needs one of the keys «on», «after» and «at»", at: range)
      }
      return nil
    }
    for stray in given.dropFirst() {
      reader.problems.add(
        .conflictingKeys, "an act with «\(entry.key)» has no «\(stray.key)»", at: stray.keyRange)
    }
    func placed(_ time: Scenario.Time) -> Scenario.Placed<Scenario.Time> {
      Scenario.Placed(value: time, range: entry.value.range)
    }
    switch entry.key {
    case "on": return moment(entry, &reader).map { placed(.on($0.value)) }
    case "after":
      guard let text = reader.string(entry.value, "after") else { return nil }
      if let span = TimeSpan(text), span.amount >= 0 { return placed(.after(span)) }
      reader.problems.add(
        .invalidValue, "«\(text)» is no length of time after something", at: entry.value.range,
        help: "2 wd, 10 d, 6 mo, 72 h")
    default:
      guard let text = reader.string(entry.value, "at") else { return nil }
      if text == lastDay { return placed(.lastDay) }
      reader.problems.add(
        .invalidValue, "«\(text)» is no time of an act", at: entry.value.range,
        help: "at: \(lastDay), or a moment with «on»")
    }
    return nil
  }

  private static func readRefusal(_ entry: YAMLNode.Entry?, _ reader: inout TreeReader)
    -> Scenario.Placed<String>?
  {
    guard let entry, let text = reader.string(entry.value, "refused") else { return nil }
    let kind = shortRefusals[text] ?? text
    if refusals.contains(kind) { return .init(value: kind, range: entry.value.range) }
    reader.problems.add(
      .invalidValue, "no kind of refusal «\(text)»", at: entry.value.range,
      help: Suggestion.help(for: text, in: refusals + shortRefusals.keys))
    return nil
  }

  private static func readExpectation(_ node: YAMLNode, _ reader: inout TreeReader)
    -> Scenario.Expectation?
  {
    var found = reader.mapping(node, of: "an expectation", keys: expectationKeys)
    let never = found["never"]
    if let never {
      for key in found.keys.sorted() where key != "never" {
        if let stray = found[key] {
          reader.problems.add(
            .conflictingKeys, "«\(key)» stands inside of «never», or without it",
            at: stray.keyRange)
        }
      }
      found = reader.mapping(
        never.value, of: "never", keys: expectationKeys.filter { $0 != "never" })
    }
    let kinds = Scenario.Expectation.Kind.allCases
    let given = kinds.filter { found[$0.rawValue] != nil }
    guard let kind = given.first, let entry = found[kind.rawValue] else {
      // Where a key was misspelt that is said already.
      if case .mapping(let entries) = (never?.value ?? node).content,
        entries.allSatisfy({ expectationKeys.contains($0.key) })
      {
        reader.problems.add(
          .missingKey, "an expectation says what is expected", at: (never?.value ?? node).range,
          help: "one of \(kinds.map(\.rawValue).joined(separator: ", "))")
      }
      return nil
    }
    for stray in given.dropFirst() {
      reader.problems.add(
        .conflictingKeys, "an expectation with «\(kind.rawValue)» has no «\(stray.rawValue)»",
        at: found[stray.rawValue]?.keyRange ?? entry.keyRange)
    }
    let isMessage = [.reminder, .overdue, .escalation].contains(kind)
    if let stray = found["to"], !isMessage {
      reader.problems.add(
        .conflictingKeys, "only reminder, overdue and escalation have «to»", at: stray.keyRange)
    }
    if let stray = found["provisional"], kind != .deadline {
      reader.problems.add(
        .conflictingKeys, "only deadline has «provisional»", at: stray.keyRange)
    }
    let on = moment(found["on"], &reader)
    let to = plainName(found["to"], "a role, position or person", &reader)
    let isProvisional = found["provisional"].flatMap { reader.bool($0.value, "provisional") }
    guard let subject = path(entry, kind.rawValue, &reader) else { return nil }
    return Scenario.Expectation(
      kind: kind, subject: subject, on: on, to: to, isProvisional: isProvisional,
      isNever: never != nil, range: node.range)
  }

  // MARK: Order

  /// What is written with a date must come in the order of the dates, within the rehearsal.
  private static func checkOrder(
    _ acts: [Scenario.Act], from: Scenario.Placed<Scenario.Moment>?,
    until: Scenario.Placed<Scenario.Moment>?, _ reader: inout TreeReader
  ) {
    var last = from?.value
    for act in acts {
      guard case .on(let moment) = act.time.value else { continue }
      if let last, isEarlier(moment, last) {
        reader.problems.add(
          .invalidValue, "\(moment) lies before \(last)", at: act.time.range,
          help: "acts are written in the order in which they are done")
        continue
      }
      if let until, moment.date > until.value.date {
        reader.problems.add(
          .invalidValue, "\(moment) lies after the end, \(until.value)", at: act.time.range)
      }
      last = moment
    }
  }

  private static func isEarlier(_ left: Scenario.Moment, _ right: Scenario.Moment) -> Bool {
    if left.date != right.date { return left.date < right.date }
    guard let leftTime = left.time, let rightTime = right.time else { return false }
    return leftTime < rightTime
  }

  private static func checkDays(
    _ expectations: [Scenario.Expectation], from: Scenario.Placed<Scenario.Moment>?,
    until: Scenario.Placed<Scenario.Moment>?, _ reader: inout TreeReader
  ) {
    for expectation in expectations {
      guard let on = expectation.on else { continue }
      if let from, on.value.date < from.value.date {
        reader.problems.add(
          .invalidValue, "\(on.value) lies before the start, \(from.value)", at: on.range)
      }
      // A deadline may lie behind the end; what happens cannot.
      if let until, on.value.date > until.value.date, expectation.kind != .deadline {
        reader.problems.add(
          .invalidValue, "\(on.value) lies after the end, \(until.value)", at: on.range)
      }
    }
  }
}
