// The one door to drawing: a chart, what to say about it, and where an instance is, as text.

/// A picture of a chart, in each of three text formats.
///
/// The same chart, labels and trail always give the same text. Names and labels may come from
/// anywhere: each format escapes them, and control characters are replaced.
public struct ChartDrawing: Sendable {
  /// What is drawn.
  public let chart: Chart
  /// What is said about it.
  public let labels: DrawingLabels
  /// Where an instance is, and how it came there.
  public let trail: DrawingTrail?

  /// Makes a drawing; without a trail it shows the chart alone.
  public init(chart: Chart, labels: DrawingLabels = DrawingLabels(), trail: DrawingTrail? = nil) {
    self.chart = chart
    self.labels = labels
    self.trail = trail
  }

  /// A Mermaid `stateDiagram-v2`.
  public var mermaid: String {
    var writer = MermaidWriter(scene: scene)
    return writer.text()
  }

  /// A Graphviz graph, meant for `dot`.
  public var dot: String {
    var writer = DotWriter(scene: scene)
    return writer.text()
  }

  /// A whole SVG document in the library's own layout, for where Graphviz is not installed.
  public var svg: String {
    SVGWriter.text(of: scene)
  }

  var scene: DrawingScene { DrawingScene(chart: chart, labels: labels, trail: trail) }
}
