// What came back: the value, and the JSON that it was read from.

/// An answer of the daemon.
public struct Answer<Value: Sendable>: Sendable {
  /// The value.
  public var value: Value
  /// The JSON exactly as the daemon sent it.
  public var json: [UInt8]

  /// Creates an answer.
  public init(value: Value, json: [UInt8]) {
    self.value = value
    self.json = json
  }
}
