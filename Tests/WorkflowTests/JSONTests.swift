// Goal: stored states and history payloads survive writing and reading, byte for byte.
// Method: RFC 8259 by tables; a round trip over random values whose seed is told on failure.

import Testing

@testable import Workflow

@Suite struct JSONTests {
  @Test(arguments: [
    ("null", JSON.null), ("true", .bool(true)), ("false", .bool(false)), ("0", .int(0)),
    ("-0", .int(0)), ("-12", .int(-12)), ("9223372036854775807", .int(.max)),
    ("-9223372036854775808", .int(.min)), ("1.5", .double(1.5)), ("1e3", .double(1000)),
    ("-2.5E-1", .double(-0.25)), ("1.0", .double(1)), ("9223372036854775808", .double(0x1p63)),
    ("\"\"", .string("")), (#""a\"b\\c\/d\b\f\n\r\t""#, .string("a\"b\\c/d\u{8}\u{c}\n\r\t")),
    (#""\u0041\u00e9\u00E9""#, .string("Aéé")), (#""\ud83d\ude00""#, .string("😀")),
    ("\"😀 ādat\"", .string("😀 ādat")),
    (" [ 1 , [ ] , { } ] ", .array([.int(1), .array([]), .object([])])),
    ("{\"a\":{\"b\":[null]}}", .object([.init("a", .object([.init("b", .array([.null]))]))])),
    ("{\"a\":1,\"a\":2}", .object([.init("a", .int(1)), .init("a", .int(2))])),
    ("\t\r\n1\n", .int(1)),
  ])
  func `a text is read as its value`(text: String, value: JSON) throws {
    #expect(try JSON(parsing: text) == value)
  }

  @Test(arguments: [
    ("", 0), (" ", 1), ("nul", 0), ("True", 0), ("nulll", 4), ("1 2", 2), ("[", 1), ("[1", 2),
    ("[1,", 3),
    ("[1,]", 3), ("[,1]", 1), ("{", 1), ("{a:1}", 1), ("{\"a\"}", 4), ("{\"a\":}", 5),
    ("{\"a\":1,}", 7), ("\"", 1), ("\"a", 2), ("\"\\", 2), ("\"\\x\"", 2), ("\"a\nb\"", 2),
    ("\"\\u12\"", 3), ("\"\\uD83D\"", 7), ("\"\\uD83D\\n\"", 7), ("\"\\uD83D\\u0041\"", 13),
    ("\"\\uDE00\"", 7), ("\"\\u+041\"", 3), ("\"\\u 041\"", 3), ("-", 0), ("+1", 0), ("01", 0),
    ("-01", 0), ("1.", 0), (".5", 0), ("1e", 0), ("1e+", 0), ("0x10", 1), ("1-2", 1), ("--1", 0),
    ("1e999", 0), ("NaN", 0), ("Infinity", 0), ("'a'", 0), ("// x\n1", 0), ("\u{FEFF}1", 0),
    ("]", 0),
  ])
  func `what is no JSON is refused where it stops to be`(text: String, offset: Int) {
    #expect(throws: JSON.ParseError(offset: offset)) { try JSON(parsing: text) }
  }

  @Test func `nesting has a bound`() throws {
    func nested(_ depth: Int) -> String {
      String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    }
    _ = try JSON(parsing: nested(WorkflowLimits.jsonDepth))
    #expect(throws: JSON.ParseError(offset: WorkflowLimits.jsonDepth)) {
      try JSON(parsing: nested(WorkflowLimits.jsonDepth + 1))
    }
    #expect(throws: (any Error).self) { try JSON(parsing: nested(1_000_000)) }
  }

  @Test func `control characters are written as escapes`() {
    let all =
      String(String.UnicodeScalarView((0..<0x20).compactMap { Unicode.Scalar($0) })) + "\u{7f}"
    let text = JSON.string(all).text
    #expect(text.utf8.allSatisfy { (0x20..<0x7F).contains($0) })
    #expect((try? JSON(parsing: text)) == .string(all))
  }

  @Test func `random values survive, and equal values have equal text`() throws {
    let seed = seed(0x5126_0001)
    var numbers = SeededNumbers(seed: seed)
    for round in 0..<2_000 {
      let value = Self.random(depth: 0, &numbers)
      let text = value.text
      let read = try JSON(parsing: text)
      #expect(read == value && read.text == text, "SINERGI_SEED=\(seed), round \(round): \(text)")
    }
  }

  @Test func `a damaged text is refused or read, and never stops the program`() throws {
    let seed = seed(0x5126_0002)
    var numbers = SeededNumbers(seed: seed)
    for round in 0..<2_000 {
      var bytes = Array(Self.random(depth: 0, &numbers).text.utf8)
      for _ in 0..<3 where !bytes.isEmpty {
        let at = Int.random(in: 0..<bytes.count, using: &numbers)
        bytes[at] = UInt8.random(in: 0...255, using: &numbers)
      }
      let text = String(decoding: bytes, as: UTF8.self)
      do {
        let value = try JSON(parsing: text)
        #expect(try JSON(parsing: value.text) == value, "SINERGI_SEED=\(seed), round \(round)")
      } catch {
        #expect(
          (0...text.utf8.count).contains(error.offset), "SINERGI_SEED=\(seed), round \(round)")
      }
    }
  }

  private static func random(depth: Int, _ numbers: inout SeededNumbers) -> JSON {
    switch Int.random(in: 0..<(depth < 4 ? 7 : 5), using: &numbers) {
    case 0: .null
    case 1: .bool(.random(using: &numbers))
    case 2: .int(Int64(bitPattern: numbers.next()) >> Int64.random(in: 0..<64, using: &numbers))
    case 3: .double(randomDouble(&numbers))
    case 4: .string(randomText(&numbers))
    case 5:
      .array(
        (0..<Int.random(in: 0..<4, using: &numbers)).map { _ in random(depth: depth + 1, &numbers) }
      )
    default:
      .object(
        (0..<Int.random(in: 0..<4, using: &numbers)).map { _ in
          .init(randomText(&numbers), random(depth: depth + 1, &numbers))
        })
    }
  }

  private static func randomDouble(_ numbers: inout SeededNumbers) -> Double {
    let number = Double(bitPattern: numbers.next())
    return number.isFinite ? number : 0.5
  }

  private static func randomText(_ numbers: inout SeededNumbers) -> String {
    let tops: [UInt32] = [0x7F, 0x24F, 0xFFFF, 0x10FFFF]
    var scalars = String.UnicodeScalarView()
    for _ in 0..<Int.random(in: 0..<8, using: &numbers) {
      let top = tops[Int.random(in: 0..<tops.count, using: &numbers)]
      if let scalar = Unicode.Scalar(UInt32.random(in: 0...top, using: &numbers)) {
        scalars.append(scalar)
      }
    }
    return String(scalars)
  }
}
