// Goal: what was released on the wire stays. Method: golden files, and shapes held against values.

import AdminAPI
import Testing

@testable import AdminServer

@Suite struct WireFormatTests {
  @Test(arguments: Samples.all.indices)
  func `a wire value is written as its golden file says`(index: Int) throws {
    let sample = Samples.all[index]
    let text = String(decoding: try WireCoding.encode(sample, pretty: true), as: UTF8.self) + "\n"
    try Snapshots.check(text, "Tests/AdminTests/Golden/\(type(of: sample).schema.name).json")
  }

  @Test(arguments: Samples.all.indices)
  func `a wire value is read as it was written`(index: Int) throws {
    func roundTrip<Value: WireType>(_ value: Value) throws {
      #expect(try WireCoding.decode(Value.self, from: WireCoding.encode(value)) == value)
    }
    try roundTrip(Samples.all[index])
  }

  @Test(arguments: Samples.all.indices)
  func `the keys of a wire value are the properties of its shape`(index: Int) throws {
    let sample = Samples.all[index]
    let written = try WireCoding.decode(JSONValue.self, from: WireCoding.encode(sample))
    guard case .object(let members) = written else {
      Issue.record("no object")
      return
    }
    let schema = type(of: sample).schema
    #expect(Set(members.keys) == Set(schema.properties.map(\.name)))
    for key in members.keys {
      #expect(key.allSatisfy { $0.isLowercase || $0 == "_" }, "\(key) is not snake_case")
    }
  }

  @Test func `every shape of the API has a sample that is held against it`() {
    let sampled = Set(Samples.all.map { type(of: $0).schema.name })
    let named = Set(OpenAPIDocument.namedSchemas.map(\.name)).filter { !$0.hasSuffix("Page") }
    #expect(named.subtracting(sampled) == [])
  }

  @Test func `two shapes never share a name`() {
    var known: [String: Schema] = [:]
    for type in Samples.all.map({ Swift.type(of: $0) }) {
      let schema = type.schema
      #expect(known[schema.name] == nil || known[schema.name] == schema)
      known[schema.name] = schema
    }
  }

  @Test(arguments: [
    "NKO/2026/0001", "a b", "100%", "é", "", "a?b#c&d=e+f", "日本", "~-._", "\u{0}",
  ])
  func `what is percent-encoded is one segment and comes back`(text: String) {
    let encoded = PercentEncoding.encode(text)
    #expect(!encoded.contains("/") && !encoded.contains("?") && !encoded.contains("#"))
    #expect(PercentEncoding.decode(encoded) == text)
  }

  @Test(arguments: ["%", "%2", "%zz", "%ff", "%c3%28", "a%2"])
  func `a broken escape is not decoded`(text: String) {
    #expect(PercentEncoding.decode(text) == nil)
  }
}
