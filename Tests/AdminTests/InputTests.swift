// Goal: bad input gets an answer that names it; nothing gets past. Method: tables, and random bytes.

import AdminAPI
import Testing

@testable import AdminServer

@Suite struct InputTests {
  private func problem(_ body: [UInt8]) -> Problem? {
    do throws(Problem) {
      try Body.check(body, against: EventRequest.schema)
      return nil
    } catch { return error }
  }

  @Test(arguments: [
    #"{"event": "ajukan"}"#, #"{"event": "ajukan", "data": {"x": [1, {"y": null}]}}"#,
    #" {"event":"","reason":null} "#, #"{"as": "made", "event": "a", "task": "t", "reason": "r"}"#,
  ])
  func `a body of the right shape is taken`(text: String) throws {
    #expect(problem(Array(text.utf8)) == nil)
    _ = try Body.read(EventRequest.self, from: Array(text.utf8))
  }

  @Test(arguments: [
    ("", "byte 1"), ("{", "byte 2"), ("[]", "must be an object"), ("null", "must be an object"),
    (#"{"event": "a"} x"#, "byte 16"), ("{}", "lacks «event»"),
    (#"{"event": 1}"#, "«event» must be text"), (#"{"event": null}"#, "«event» must be text"),
    (#"{"event": "a", "data": []}"#, "«data» must be an object"),
    (#"{"event": "a", "reasn": "x"}"#, "did you mean «reason»"),
    (#"{"event": "a", "zzz": "x"}"#, "known here: event"),
    (#"{"event": "a", "event": "b"}"#, "«event» stands twice"),
    (#"{"event": "a", "data": {"x": 1, "x": 2}}"#, "«x» stands twice in «data»"),
    (#"{"event": "a", "data": "# + String(repeating: "[", count: 100), "nested deeper than 64"),
  ])
  func `a body of another shape is answered with what does not fit`(text: String, says: String) {
    let problem = problem(Array(text.utf8))
    #expect(problem?.known == .invalidBody)
    #expect(problem?.detail.contains(says) == true, "\(problem?.detail ?? "taken")")
  }

  @Test func `bytes that are not UTF-8 are refused`() {
    #expect(problem([0x7B, 0xFF, 0x7D])?.detail == "the body is not UTF-8")
  }

  @Test func `random bytes never pass and never crash`() {
    let seed = UInt64.random(in: .min ... .max)
    var random = SplitMix(state: seed)
    let alphabet = Array(#"{}[]":,event0123 \u"#.utf8) + [0xC3, 0xFF, 0x00]
    for _ in 0..<2_000 {
      let bytes = (0..<Int(random.next() % 40)).map { _ in
        alphabet[Int(random.next() % UInt64(alphabet.count))]
      }
      guard problem(bytes) == nil else { continue }
      #expect(
        (try? Body.read(EventRequest.self, from: bytes)) != nil, "seed \(seed): \(bytes)")
    }
  }

  static let parameters: [Route.Parameter] = [
    .text("role", ""), .truth("mine", ""), .count("limit", ""),
  ]

  @Test(arguments: [
    ("rol=x", "did you mean «role»"), ("zzzzz=x", "it takes role, mine, limit"),
    ("role=", "«role» has no value"), ("role", "«role» has no value"),
    ("mine=yes", "must be true or false"), ("limit=-1", "must be a whole number"),
    ("limit=x", "must be a whole number"), ("limit=99999999999999999999", "whole number"),
    ("role=a&role=b", "stands twice"), ("role=%zz", "cannot decode"),
  ])
  func `a query that does not fit is answered with what does not`(text: String, says: String) {
    do throws(Problem) {
      _ = try Query(text, known: Self.parameters)
      Issue.record("taken")
    } catch {
      #expect(error.known == .invalidQuery)
      #expect(error.detail.contains(says), "\(error.detail)")
    }
  }

  @Test func `a query that fits is read`() throws {
    let query = try Query("role=kepala+dinas&mine=true&limit=7&", known: Self.parameters)
    #expect(query.text("role") == "kepala dinas")
    #expect(query.isTrue("mine"))
    #expect(try query.limit() == 7)
    #expect(throws: Problem.self) {
      try Query("limit=0", known: Self.parameters).limit()
    }
    #expect(throws: Problem.self) {
      try Query("limit=\(AdminLimits.pageMost + 1)", known: Self.parameters).limit()
    }
  }
}

/// SplitMix64: numbers that come again with their seed.
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
