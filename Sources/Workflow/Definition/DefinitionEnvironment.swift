// What expressions of a definition may name.

package import CEL

/// The variables and functions of a definition's expressions.
package enum DefinitionEnvironment {
  /// What a definition with these fields declares.
  package static func make(fields: [DataField], documents: [DocumentKind] = []) -> CEL.Environment {
    var types: [String: ValueType] = [:]
    for field in fields { types[field.name] = field.type.expressionType }
    return make(
      data: .record(RecordType(name: "data", fields: types)),
      documents: DocumentEnvironment.type(documents))
  }

  /// With data of another type: anything, where no definition declares it.
  static func make(data: ValueType, documents: ValueType = .dyn) -> CEL.Environment {
    CEL.Environment(
      variables: [
        "data": data,
        "event": .record(
          RecordType(
            name: "event", fields: ["name": .string, "reason": .string, "by": .string])),
        "today": DateLibrary.date,
        "children": .list(child),
        "signatures": .map(.string, signature),
        "documents": documents,
      ],
      overloads: DateLibrary.overloads,
      contextFunctions: [ContextFunction("In", parameters: [.string], result: .bool)]
        + DateLibrary.workingDays)
  }

  /// An agreement that was started by this one, or put below it.
  private static let child = ValueType.record(
    RecordType(
      name: "child",
      fields: [
        "workflow": .string, "reference": .string, "status": .string, "done": .bool,
        "states": .list(.string), "tags": .list(.string),
      ]))

  /// What `signatures` holds of each party.
  private static let signature = ValueType.record(
    RecordType(
      name: "signature",
      fields: [
        SignatureForm.date: DateLibrary.date, SignatureForm.place: .string,
        SignatureForm.manner: .string, SignatureForm.reference: .string, "orang": .string,
        "jabatan": .string, "kapasitas": .string,
      ]))

  /// The problem of an expression that could cost more than a step allows; nil where it never does.
  static func excess(of program: Program) -> Problem? {
    program.problem(
      costLimit: WorkflowLimits.expressionCost,
      assuming: SizeAssumptions(
        stringBytes: WorkflowLimits.textBytes, elements: WorkflowLimits.listElements,
        sizes: ["signatures": WorkflowLimits.parties]))
  }
}
