// A plain chart at work in virtual time, with the children that it starts.

public import Statechart

/// Runs plain charts in virtual time.
public enum ChartRun {
  /// How the source of a child begins that stands inside its parent's file.
  static let inlinedPrefix = "inline:"

  /// Prepares a chart to be run; ``Simulation/start()`` begins.
  ///
  /// - Parameters:
  ///   - document: the chart.
  ///   - given: values that take the place of those that the chart begins with.
  ///   - resource: the text of a file that a child's source names; nil where there is none.
  public static func simulation(
    of document: PlainChart, given: [String: DataValue] = [:],
    resource: @escaping (String) -> String? = { _ in nil }
  ) -> Simulation<ExpressionDataModel> {
    Simulation(
      child(document, given: given),
      limits: SimulationLimits(
        steps: WorkflowLimits.simulatedSteps, sessions: WorkflowLimits.simulatedSessions)
    ) { request, parent in
      make(request, of: parent, resource: resource)
    }
  }

  private static func child(
    _ document: PlainChart, given: [String: DataValue]
  ) -> Simulation<ExpressionDataModel>.Child {
    Simulation.Child(
      interpreter: Interpreter(
        chart: document.chart,
        limits: Limits(
          microsteps: WorkflowLimits.microsteps, internalEvents: WorkflowLimits.microsteps,
          contentItems: WorkflowLimits.contentItems)),
      data: ExpressionDataModel(document, given: given))
  }

  private static func make(
    _ request: ChildRequest, of parent: Simulation<ExpressionDataModel>.Session,
    resource: (String) -> String?
  ) -> Result<Simulation<ExpressionDataModel>.Child?, DataModelError> {
    guard request.isChart else {
      return .failure(ChartWords.unknownChildType(request.type ?? ""))
    }
    let given: [String: DataValue] =
      if case .map(let values) = request.data { values } else { [:] }
    guard let source = request.source else { return .failure(ChartWords.unknownSource("")) }
    if source.hasPrefix(inlinedPrefix), let number = Int(source.dropFirst(inlinedPrefix.count)),
      parent.data.document.inlined.indices.contains(number)
    {
      return .success(child(parent.data.document.inlined[number], given: given))
    }
    if parent.data.document.namedElsewhere.contains(source) { return .success(nil) }
    let isText = source.drop(while: \.isWhitespace).hasPrefix("<")
    guard let text = isText ? source : resource(source) else {
      return .failure(ChartWords.unknownSource(source))
    }
    let name = isText ? "content" : source
    let reading = SCXMLReader.read(SourceText(name: name, text: text), resource: resource)
    guard let document = reading.value else {
      let first = reading.diagnostics.first { $0.severity == .error }
      return .failure(ChartWords.unreadableSource(name, first?.message ?? ""))
    }
    return .success(child(document, given: given))
  }
}
