// Goal: timestamps and durations are read, written and reckoned with as the specification says.
// Method: tables of texts and expressions, the edges of the ranges, random round trips.

import CEL
import Testing

@Suite struct TimestampTests {
  private static let readable: [(text: String, seconds: Int64, nanoseconds: Int32)] = [
    ("1970-01-01T00:00:00Z", 0, 0), ("2009-02-13T23:31:30Z", 1_234_567_890, 0),
    ("2009-02-13T23:31:30.5Z", 1_234_567_890, 500_000_000),
    ("2009-02-13T23:31:30.000000001Z", 1_234_567_890, 1),
    ("2009-02-14T06:31:30+07:00", 1_234_567_890, 0),
    ("2009-02-13T20:01:30-03:30", 1_234_567_890, 0), ("1969-12-31T23:59:59.9Z", -1, 900_000_000),
    ("2000-02-29T00:00:00Z", 951_782_400, 0), ("2024-02-29T23:59:59-00:00", 1_709_251_199, 0),
    ("0001-01-01T00:00:00Z", -62_135_596_800, 0), ("0000-12-31T23:00:00-01:00", -62_135_596_800, 0),
    ("9999-12-31T23:59:59.999999999Z", 253_402_300_799, 999_999_999),
    ("9999-12-31T23:59:59+23:59", 253_402_214_459, 0),
  ]

  @Test func `RFC 3339 timestamps are read`() {
    for (text, seconds, nanoseconds) in Self.readable {
      let timestamp = Timestamp(text)
      #expect(timestamp?.seconds == seconds && timestamp?.nanoseconds == nanoseconds, "\(text)")
      let wanted = Timestamp(seconds: seconds, nanoseconds: nanoseconds).map(Value.timestamp)
      #expect(outcome("timestamp('\(text)')") == wanted.map { .value($0) }, "\(text)")
    }
  }

  @Test(arguments: [
    "", "2009", "2009-02-13", "2009-02-13T23:31:30", "2009-02-13 23:31:30Z", "2009-02-13T23:31Z",
    "2009-02-13t23:31:30Z", "2009-02-13T23:31:30z", "2009-02-13T23:31:30.Z",
    "2009-02-13T23:31:30.1234567890Z", "2009-02-13T23:31:30,5Z", "2009-02-30T00:00:00Z",
    "2023-02-29T00:00:00Z", "1900-02-29T00:00:00Z", "2009-13-01T00:00:00Z", "2009-00-01T00:00:00Z",
    "2009-01-00T00:00:00Z", "2009-04-31T00:00:00Z", "2009-01-01T24:00:00Z", "2009-01-01T23:60:00Z",
    "2009-01-01T23:59:60Z", "2009-01-01T00:00:00+24:00", "2009-01-01T00:00:00+07",
    "2009-01-01T00:00:00+0700", "2009-01-01T00:00:00+07:60", "2009-01-01T00:00:00ZZ",
    " 2009-01-01T00:00:00Z", "+2009-01-01T00:00:00Z", "209-01-01T00:00:00Z", "2009-1-01T00:00:00Z",
    "٢٠٠٩-01-01T00:00:00Z", "0000-12-31T23:59:59Z", "0001-01-01T00:00:00+00:01",
    "9999-12-31T23:59:59-00:01", "10000-01-01T00:00:00Z",
  ])
  func `what is no RFC 3339 timestamp of the range is refused`(text: String) {
    #expect(Timestamp(text) == nil)
    #expect(outcome("timestamp('\(text)')") == .error(.function(.timestampText)))
  }

  private static let durations: [(text: String, shown: String)] = [
    ("0", "0s"), ("-0", "0s"), ("0s", "0s"), ("1h", "3600s"), ("1h45m47s", "6347s"),
    ("-2m", "-120s"), ("+2m", "120s"), ("1h1.5s", "3601.5s"), ("1.5h", "5400s"), ("20ms", "0.02s"),
    ("3us", "0.000003s"), ("7ns", "0.000000007s"), ("-999999999ns", "-0.999999999s"),
    ("1s1ms1us1ns", "1.001001001s"), ("1m1h", "3660s"), (".5s", "0.5s"), ("5.s", "5s"),
    ("0.9999999999s", "0.999999999s"), ("0.1ns", "0s"), ("0.000000000000000000001h", "0s"),
    ("0.000277777777777h", "0.999999999s"), ("2562047h47m16.854775807s", "9223372036.854775807s"),
    ("-9223372036854775808ns", "-9223372036.854775808s"), ("1000000s", "1000000s"),
  ]

  @Test func `durations are read and written in seconds`() {
    for (text, shown) in Self.durations {
      #expect(outcome("string(duration('\(text)'))") == .value(.string(shown)), "\(text)")
      #expect(
        outcome("duration(string(duration('\(text)'))) == duration('\(text)')")
          == .value(.bool(true)), "\(text)")
    }
  }

  @Test(arguments: [
    "", "-", "1", "1.5", "s", ".s", "-.s", "1x", "1h 1m", " 1h", "1h ", "--1s", "1s-1s", "1H",
    "1µs",
    "1d", "1e3s", "0x1s", "1,5s", "00", "0.", "٣s",
  ])
  func `what is no duration is refused`(text: String) {
    #expect(outcome("duration('\(text)')") == .error(.function(.durationText)))
  }

  @Test(arguments: [
    "duration('320000000000s')", "duration('-320000000000s')", "duration('9223372036854775808ns')",
    "duration('-9223372036854775809ns')", "duration('99999999999999999999ns')",
    "duration('2562047h47m16.854775808s')", "duration('2562048h')",
    "duration('9223372036s') + duration('1s')", "duration('-9223372036s') - duration('1s')",
    "timestamp('9999-12-31T23:59:59Z') - timestamp('0001-01-01T00:00:00Z')",
    "timestamp('0001-01-01T00:00:00Z') - timestamp('9999-12-31T23:59:59Z')",
  ])
  func `durations beyond 64 bits of nanoseconds are refused`(source: String) {
    #expect(outcome(source) == .error(.function(.durationRange)))
  }

  @Test(arguments: [
    "timestamp(253402300800)", "timestamp(-62135596801)", "timestamp(9223372036854775807)",
    "timestamp(-9223372036854775808)", "timestamp('9999-12-31T23:59:59Z') + duration('1s')",
    "timestamp('9999-12-31T23:59:59.999999999Z') + duration('1ns')",
    "timestamp('0001-01-01T00:00:00Z') + duration('-1ns')",
    "timestamp('0001-01-01T00:00:00Z') - duration('1ns')",
    "duration('9223372036s') + timestamp('9999-12-31T23:59:59Z')",
  ])
  func `timestamps beyond the years 1 to 9999 are refused`(source: String) {
    #expect(outcome(source) == .error(.function(.timestampRange)))
  }

  @Test(arguments: [
    "timestamp(0) == timestamp('1970-01-01T00:00:00Z')", "timestamp(timestamp(5)) == timestamp(5)",
    "duration(duration('5s')) == duration('5s')", "int(timestamp('1969-12-31T23:59:59.9Z')) == -1",
    "timestamp(-1) + duration('1.5s') == timestamp('1970-01-01T00:00:00.5Z')",
    "timestamp(0) - duration('0.5s') == timestamp('1969-12-31T23:59:59.5Z')",
    "timestamp('1969-12-31T23:59:59.5Z') - timestamp('1970-01-01T00:00:00.25Z') == "
      + "duration('-0.75s')",
    "duration('1.75s') - duration('2s') == duration('-250ms')",
    "duration('-1.75s') + duration('2s') == duration('250ms')",
    "string(timestamp('2027-03-01T09:30:00.120+07:00')) == '2027-03-01T02:30:00.12Z'",
    "timestamp(1) < timestamp(2) && timestamp(2) <= timestamp(2) && timestamp(3) > timestamp(2)",
    "duration('-1.5s') < duration('-1.2s') && duration('1h') >= duration('60m')",
    "timestamp('1970-01-01T00:00:00.1Z') > timestamp(0)",
    "dyn(timestamp(0)) != dyn(duration('0s'))",
    "[timestamp(1), timestamp(2)].exists(t, t > "
      + "timestamp(1))", "type(timestamp(0)) == google.protobuf.Timestamp",
    "{'a': duration('1s')}['a'] == duration('1000ms')",
  ])
  func `reckoning agrees with the calendar`(source: String) {
    #expect(outcome(source) == .value(.bool(true)))
  }

  @Test(arguments: [
    "timestamp(1.5)", "timestamp(1u)", "duration(1)", "timestamp(0) + timestamp(0)",
    "duration('1s') - timestamp(0)", "timestamp(0) + 1", "timestamp(0) < duration('1s')",
    "timestamp(0) == 0", "duration('1s').getDate()", "timestamp(0).getHours(1)", "-duration('1s')",
    "duration('1s') * 2", "getHours(timestamp(0))", "int(duration('1s'))",
  ])
  func `other types are refused`(source: String) {
    guard case .problems = outcome(source) else {
      Issue.record("\(source) is not refused")
      return
    }
  }

  private static let parts: [(name: String, value: Int64)] = [
    ("getFullYear", 2024), ("getMonth", 11), ("getDayOfYear", 365), ("getDayOfMonth", 30),
    ("getDate", 31), ("getDayOfWeek", 2), ("getHours", 22), ("getMinutes", 58), ("getSeconds", 57),
    ("getMilliseconds", 999),
  ]

  @Test func `the parts of a timestamp are read in UTC`() {
    for (name, value) in Self.parts {
      let source = "timestamp('2024-12-31T22:58:57.999999999Z').\(name)()"
      #expect(outcome(source) == .value(.int(value)), "\(name)")
      let dynamic = "dyn(timestamp('2024-12-31T22:58:57.999999999Z')).\(name)('UTC')"
      #expect(outcome(dynamic) == .value(.int(value)), "\(name)")
    }
  }

  @Test func `the parts of a duration are whole units`() {
    let span = "duration('-3h25m45.678901s')"
    #expect(outcome(span + ".getHours()") == .value(.int(-3)))
    #expect(outcome(span + ".getMinutes()") == .value(.int(-205)))
    #expect(outcome(span + ".getSeconds()") == .value(.int(-12_345)))
    #expect(outcome(span + ".getMilliseconds()") == .value(.int(-678)))
  }

  @Test func `what is written reads back`() throws {
    let seed = UInt64.random(in: .min ... .max)
    var generator = SeededGenerator(seed: seed)
    let environment = Environment(variables: ["t": .timestamp, "d": .duration])
    let program = try #require(
      environment.compile(
        "[timestamp(string(t)) == t, duration(string(d)) == d, (t + d) - d == t, t + d - t == d]"
      ).program)
    for _ in 0..<2_000 {
      let seconds = Int64.random(in: -50_000_000_000...200_000_000_000, using: &generator)
      let nanoseconds = Int32.random(in: 0..<1_000_000_000, using: &generator)
      let timestamp = try #require(Timestamp(seconds: seconds, nanoseconds: nanoseconds))
      let length = Int64.random(in: -9_000_000_000...9_000_000_000, using: &generator)
      let rest = Int32.random(in: 0..<1_000_000_000, using: &generator)
      let span = try #require(Span(seconds: length, nanoseconds: length < 0 ? -rest : rest))
      let value = try program.evaluate(
        VariablesActivation(["t": .timestamp(timestamp), "d": .duration(span)]), costLimit: 1_000)
      #expect(
        value == .list(Array(repeating: .bool(true), count: 4)),
        "seed \(seed): \(timestamp), \(span)")
    }
  }

  @Test func `a duration longer than 292 years comes from a host only and is not reckoned with`()
    throws
  {
    let environment = Environment(variables: ["d": .duration])
    let long = try #require(Span(seconds: 10_000_000_000))
    let activation = VariablesActivation(["d": .duration(long)])
    let hours = try #require(environment.compile("d.getHours()").program)
    #expect(try hours.evaluate(activation, costLimit: 100) == .int(2_777_777))
    let sum = try #require(environment.compile("d + d").program)
    #expect(throws: EvaluationError.function(.durationRange)) {
      try sum.evaluate(activation, costLimit: 100)
    }
  }
}
