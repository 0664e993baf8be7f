// The messages that the checker's cases name, as records: the fields that the cases read.

import CEL

/// Declarations in place of the descriptors of protocol buffers, which this library does not read.
enum CELMessages {
  static let types: [String: ValueType] = [
    "google.protobuf.Struct": .map(.string, .dyn), "google.protobuf.Value": .dyn,
    "google.protobuf.ListValue": .list(.dyn), "google.protobuf.Int32Value": .nullable(.int),
    "google.protobuf.Timestamp": .timestamp, "google.protobuf.Duration": .duration,
    "google.expr.proto3.test.TestAllTypes": allTypes("google.expr.proto3.test"),
    "google.expr.proto2.test.TestAllTypes": allTypes("google.expr.proto2.test"),
  ]

  /// What the checker's cases expect to be declared without saying so: variables, and the names of
  /// messages and of their constants.
  static let checkerVariables: [String: ValueType] = {
    var variables: [String: ValueType] = [
      "is": .string, "ii": .int, "iu": .uint, "iz": .bool, "ib": .bytes, "id": .double, "ix": .null,
    ]
    for package in ["google.expr.proto2.test", "google.expr.proto3.test"] {
      variables[package + ".TestAllTypes"] = .type(allTypes(package))
      variables[package + ".TestAllTypes.NestedEnum.BAR"] = .int
    }
    return variables
  }()

  /// A message may be null, and so may a scalar in a wrapper.
  private static func allTypes(_ package: String) -> ValueType {
    let name = package + ".TestAllTypes"
    let nested = ValueType.nullable(
      .record(RecordType(name: name + ".NestedMessage", fields: ["bb": .int])))
    return .nullable(
      .record(
        RecordType(
          name: name,
          fields: [
            "single_int32": .int, "single_int64": .int, "single_value": .dyn,
            "single_struct": .map(.string, .dyn), "repeated_int64": .list(.int),
            "repeated_int32": .list(.int), "map_int64_nested_type": .map(.int, nested),
            "map_string_string": .map(.string, .string), "single_nested_message": nested,
            "single_int64_wrapper": .nullable(.int), "single_bool_wrapper": .nullable(.bool),
            "single_bytes_wrapper": .nullable(.bytes), "single_double_wrapper": .nullable(.double),
            "single_float_wrapper": .nullable(.double), "single_int32_wrapper": .nullable(.int),
            "single_string_wrapper": .nullable(.string), "single_uint32_wrapper": .nullable(.uint),
            "single_uint64_wrapper": .nullable(.uint), "single_timestamp": .timestamp,
            "single_duration": .duration,
            "nestedgroup": .record(
              RecordType(name: name + ".NestedGroup", fields: ["nested_id": .int])),
          ])))
  }
}
