// A stand-in until the templates are there.

public import Workflow

public struct MessageTemplates: Sendable {
  public init() {}
  public static func read(_ sources: [SourceText]) -> (
    MessageTemplates, [(source: SourceText, diagnostics: [Diagnostic])]
  ) { (MessageTemplates(), []) }
  public func render(
    _ kind: String, _ facts: MessageFacts, language: Directory.Language, workflow: String?
  ) -> RenderedMessage? { nil }
  public func renderBilingual(
    _ kind: String, indonesian: MessageFacts, english: MessageFacts, workflow: String?
  ) -> RenderedMessage? { nil }
}
