// Agreements below an agreement.

/// How many of some agreements are over.
public struct ProgressItem: WireType {
  /// Those that are over.
  public var done: Int
  /// All.
  public var total: Int

  /// Creates progress.
  public init(done: Int, total: Int) {
    self.done = done
    self.total = total
  }

  /// The shape.
  public static let schema = Schema(
    "Progress", "How many of some agreements are over.",
    [
      .required("done", .integer, "Those that are over."), .required("total", .integer, "All."),
    ])
}

/// An agreement below another one.
public struct ChildItem: WireType {
  /// As in a list.
  public var agreement: AgreementItem
  /// Of all agreements below it.
  public var progress: ProgressItem

  /// Creates a child.
  public init(agreement: AgreementItem, progress: ProgressItem) {
    self.agreement = agreement
    self.progress = progress
  }

  /// The shape.
  public static let schema = Schema(
    "Child", "An agreement below another one.",
    [
      .required("agreement", .object(AgreementItem.schema), "As in a list."),
      .required("progress", .object(ProgressItem.schema), "Of all agreements below it."),
    ])
}
