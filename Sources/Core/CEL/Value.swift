// What an expression yields: CEL's values, and their Swift equality.

/// A value of the Common Expression Language.
///
/// Swift's `==` on this type is identity of kind and content: `.int(1)` and `.uint(1)` differ, a
/// NaN equals itself, and strings are equal when their code points are, as the specification
/// wants. The language's own equality, in which `1 == 1.0` holds, is ``equals(_:)``.
public enum Value: Hashable, Sendable {
  /// The value of the literal `null`.
  case null
  /// A truth value.
  case bool(Bool)
  /// A signed 64-bit integer.
  case int(Int64)
  /// An unsigned 64-bit integer.
  case uint(UInt64)
  /// An IEEE 754 double.
  case double(Double)
  /// A sequence of Unicode code points.
  case string(String)
  /// A sequence of bytes.
  case bytes([UInt8])
  /// An ordered sequence of values, of one type or of several.
  case list([Value])
  /// A map; its keys are bool, int, uint or string. Records are maps with string keys.
  case map([Value: Value])
  /// A type as a value, as in `type(1) == int`.
  case type(ValueType)
  /// An instant of UTC.
  case timestamp(Timestamp)
  /// A length of time.
  case duration(Span)
  /// A value that may be absent, as `optional.of(1)` and `optional.none()` give.
  indirect case optional(Value?)
  /// A value of a type that the host declares.
  indirect case opaque(Opaque)

  /// Whether two values have the same kind and the same content.
  public static func == (left: Value, right: Value) -> Bool {
    switch (left, right) {
    case (.null, .null): true
    case (.bool(let a), .bool(let b)): a == b
    case (.int(let a), .int(let b)): a == b
    case (.uint(let a), .uint(let b)): a == b
    case (.double(let a), .double(let b)): a == b || (a.isNaN && b.isNaN)
    case (.string(let a), .string(let b)): a.hasSameScalars(as: b)
    case (.bytes(let a), .bytes(let b)): a == b
    case (.list(let a), .list(let b)): a == b
    case (.map(let a), .map(let b)): a == b
    case (.type(let a), .type(let b)): a == b
    case (.timestamp(let a), .timestamp(let b)): a == b
    case (.duration(let a), .duration(let b)): a == b
    case (.optional(let a), .optional(let b)): a == b
    case (.opaque(let a), .opaque(let b)): a == b
    default: false
    }
  }

  /// Feeds the kind and the content to a hasher, strings by their bytes.
  public func hash(into hasher: inout Hasher) {
    switch self {
    case .null: hasher.combine(0 as UInt8)
    case .bool(let value): hasher.combine(value)
    case .int(let value): hasher.combine(value)
    case .uint(let value): hasher.combine(value)
    case .double(let value): hasher.combine(value.isNaN ? Double.nan : value)
    case .string(var value): value.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    case .bytes(let value): hasher.combine(value)
    case .list(let value): hasher.combine(value)
    case .map(let value): hasher.combine(value)
    case .type(let value): hasher.combine(value)
    case .timestamp(let value): hasher.combine(value)
    case .duration(let value): hasher.combine(value)
    case .optional(let value): hasher.combine(value)
    case .opaque(let value): hasher.combine(value)
    }
  }
}

/// A value of a type that the host declares (a civil date, a period): the library only carries and
/// compares it.
///
/// Two opaque values are equal when their type and both numbers are. They have an order only where
/// the host declares overloads of `_<_` and its kin.
public struct Opaque: Hashable, Sendable {
  /// The name of the host's type, as in ``ValueType/opaque(_:)``.
  public var typeName: String
  /// The first number, whose meaning is the host's.
  public var first: Int64
  /// The second number, whose meaning is the host's.
  public var second: Int64

  /// Makes a value of the host's type `type`.
  public init(type: String, first: Int64, second: Int64 = 0) {
    self.typeName = type
    self.first = first
    self.second = second
  }
}

extension String {
  /// Whether both strings are the same code points.
  ///
  /// Swift's own `==` also holds for canonically equivalent strings; the specification's does not.
  func hasSameScalars(as other: String) -> Bool {
    let known = utf8.withContiguousStorageIfAvailable { bytes in
      other.utf8.withContiguousStorageIfAvailable { others in
        bytes.count == others.count && bytes.elementsEqual(others)
      }
    }
    return (known ?? nil) ?? utf8.elementsEqual(other.utf8)
  }
}
