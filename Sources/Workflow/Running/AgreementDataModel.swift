// What the chart asks of an agreement's data, answered by compiled expressions.

package import CEL
package import Statechart
package import WorkCalendar

/// The data model of one step: the agreement's fields, the act, and the instant.
struct AgreementDataModel: DataModel {
  let workflow: Workflow
  let calendar: OfficeCalendar
  let now: Instant
  let act: Act?
  /// The transitions that the act may take, by their condition.
  let permitted: Set<ExpressionID>
  var data: [String: Value]
  /// What is on record of documents.
  var documents: [String: AgreementDocument] = [:]
  /// What a forecast takes for given; nil where something really happens.
  var supposition: Supposition?
  var children: [Child] = []
  /// Signatures that are in force, and the one that the act carries.
  var signatures: [Signature] = []

  mutating func holds(_ condition: ExpressionID, in scope: Scope) throws(DataModelError) -> Bool {
    switch workflow.formulas[condition.rawValue] {
    case .gate(let program):
      guard permitted.contains(condition) else { return false }
      if supposition?.condition == condition { return true }
      guard let program else { return true }
      return try evaluate(program, scope) == .bool(true)
    case .program(let program):
      if suppose(program, scope) { return true }
      return try evaluate(program, scope) == .bool(true)
    default: throw DataModelError(message: "not a condition")
    }
  }

  func value(of expression: ExpressionID, in scope: Scope) throws(DataModelError) -> DataValue {
    guard case .program(let program) = workflow.formulas[expression.rawValue] else {
      throw DataModelError(message: "not a value")
    }
    return Self.dataValue(try evaluate(program, scope))
  }

  mutating func assign(
    _ location: ExpressionID, _ expression: ExpressionID, in scope: Scope
  ) throws(DataModelError) {
    guard case .field(let name) = workflow.formulas[location.rawValue],
      case .program(let program) = workflow.formulas[expression.rawValue]
    else { throw DataModelError(message: "not an assignment") }
    if suppose(program, scope, for: name) { return }
    data[name] = try evaluate(program, scope)
  }

  mutating func assign(
    _ location: ExpressionID, value: DataValue, in scope: Scope
  ) throws(DataModelError) {
    throw DataModelError(message: "definitions assign expressions only")
  }

  func due(_ expression: ExpressionID, in scope: Scope) throws(DataModelError) -> Due {
    switch workflow.formulas[expression.rawValue] {
    case .expiry(let span):
      return .at(milliseconds: calendar.expiry(of: span, from: now).millisecondsSince1970)
    case .date(let program):
      guard let date = try date(program, scope) else { return .never }
      return .at(milliseconds: calendar.startOfDay(date).millisecondsSince1970)
    default: throw DataModelError(message: "not a time")
    }
  }

  func items(of array: ExpressionID, in scope: Scope) throws(DataModelError) -> [DataValue] {
    throw DataModelError(message: "definitions have no loops")
  }

  /// The date that an expression gives; nil where it reads a field that has no value yet.
  func date(_ program: Program, _ scope: Scope?) throws(DataModelError) -> CivilDate? {
    do {
      let value = try program.evaluate(
        activation(scope), costLimit: WorkflowLimits.expressionCost)
      return DateLibrary.civilDate(value)
    } catch .noSuchField {
      return nil
    } catch {
      throw DataModelError(message: "«\(program.source)»: \(error)")
    }
  }

  /// Whether a program fails only because it reads a field whose value a forecast supposes without
  /// knowing it. A condition then holds; a field that is to be assigned is not known either.
  private mutating func suppose(_ program: Program, _ scope: Scope, for field: String? = nil)
    -> Bool
  {
    guard let fields = supposition?.fields, !fields.isEmpty else { return false }
    do {
      _ = try program.evaluate(activation(scope), costLimit: WorkflowLimits.expressionCost)
      return false
    } catch .noSuchField(let missing) where fields.contains(missing) {
      if let field {
        supposition?.fields.insert(field)
        data[field] = nil
      } else {
        supposition?.note(.guardHolds(program.source, field: missing))
      }
      return true
    } catch { return false }
  }

  private func evaluate(_ program: Program, _ scope: Scope) throws(DataModelError) -> Value {
    do {
      return try program.evaluate(activation(scope), costLimit: WorkflowLimits.expressionCost)
    } catch {
      throw DataModelError(message: "«\(program.source)»: \(error)")
    }
  }

  private func activation(_ scope: Scope?) -> AgreementActivation {
    AgreementActivation(
      data: data, act: act, eventName: scope?.event?.name ?? "", today: calendar.date(of: now),
      calendar: calendar.business, scope: scope, children: children, signatures: signatures,
      documents: documents)
  }

  private static func dataValue(_ value: Value) -> DataValue {
    switch value {
    case .bool(let truth): .bool(truth)
    case .int(let number): .int(number)
    case .double(let number): .double(number)
    case .string(let text): .string(text)
    default: DateLibrary.civilDate(value).map { .string($0.description) } ?? .null
    }
  }
}

/// The variables of one evaluation; the maps are built only when they are read.
package struct AgreementActivation: Activation {
  package let data: [String: Value]
  let act: Act?
  let eventName: String
  let today: CivilDate
  let calendar: BusinessCalendar?
  let scope: Scope?
  let children: [Child]
  let signatures: [Signature]
  let documents: [String: AgreementDocument]

  package init(
    data: [String: Value], act: Act?, eventName: String, today: CivilDate,
    calendar: BusinessCalendar?, scope: Scope?, children: [Child] = [],
    signatures: [Signature] = [], documents: [String: AgreementDocument] = [:]
  ) {
    self.children = children
    self.data = data
    self.act = act
    self.eventName = eventName
    self.today = today
    self.calendar = calendar
    self.scope = scope
    self.signatures = signatures
    self.documents = documents
  }

  package func value(of variable: String) -> Value? {
    switch variable {
    case "data":
      var map: [Value: Value] = [:]
      map.reserveCapacity(data.count)
      for (name, value) in data { map[.string(name)] = value }
      return .map(map)
    case "event":
      return .map([
        .string("name"): .string(act?.event ?? eventName),
        .string("reason"): .string(act?.reason ?? ""),
        .string("by"): .string(act?.actor.person ?? ""),
      ])
    case "documents": return DocumentEnvironment.value(documents)
    case "today": return DateLibrary.value(today)
    case "children": return .list(children.map(\.value))
    case "signatures":
      return .map(
        Dictionary(
          signatures.map { (Value.string($0.party), $0.value) }, uniquingKeysWith: { _, new in new }
        ))
    default: return nil
    }
  }

  /// Guards read a few fields; the record as a whole is made only where it is asked for.
  package func field(_ name: String, of variable: String) -> FieldAnswer {
    if variable == "documents" {
      return documents[name].map { .value(DocumentEnvironment.value($0.latest)) } ?? .absent
    }
    guard variable == "data" else { return .unanswered }
    return data[name].map(FieldAnswer.value) ?? .absent
  }

  package func call(_ contextFunction: String, _ arguments: [Value]) throws(EvaluationError)
    -> Value
  {
    if DateLibrary.isCounted(contextFunction) {
      guard let calendar else { throw .custom("no working calendar is at hand") }
      return try DateLibrary.call(contextFunction, arguments, calendar)
    }
    guard contextFunction == "In", case .string(let state)? = arguments.first else {
      throw .noSuchOverload(contextFunction)
    }
    return .bool(scope?.isActive(StateID(state)) ?? false)
  }
}

extension Signature {
  /// What expressions see of it.
  fileprivate var value: Value {
    .map([
      .string(SignatureForm.date): DateLibrary.value(date),
      .string(SignatureForm.place): .string(place), .string(SignatureForm.manner): .string(manner),
      .string(SignatureForm.reference): .string(reference ?? ""),
      .string("orang"): .string(signatory ?? ""),
      .string("jabatan"): .string(actor.position ?? ""),
      .string("kapasitas"): .string(actor.capacity.rawValue),
    ])
  }
}
