// JSON text of wire values: one way of writing for server, client and golden files.

internal import Foundation

/// Writes and reads wire values.
public enum WireCoding {
  /// UTF-8 JSON with sorted keys, so that equal values have equal bytes.
  ///
  /// - Throws: when a number is not finite.
  public static func encode(_ value: some Encodable, pretty: Bool = false) throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    if pretty { encoder.outputFormatting.insert(.prettyPrinted) }
    return Array(try encoder.encode(value))
  }

  /// Reads a value; keys that the type does not know are passed over, for newer servers send more.
  public static func decode<Value: Decodable>(_ type: Value.Type, from bytes: some Sequence<UInt8>)
    throws -> Value
  {
    try JSONDecoder().decode(type, from: Data(bytes))
  }
}
