// What the string extension computes, in code points.

/// The functions of the string extension on texts as arrays of code points.
enum StringFunctions {
  /// The place where `run` begins at or after `start`, or -1.
  static func firstIndex(
    of run: String, in text: String, from start: Int64 = 0
  ) throws(EvaluationError) -> Value {
    let text = Array(text.unicodeScalars)
    let start = try index(start, upTo: text.count)
    let place = RunSearch(Array(run.unicodeScalars)).first(in: text, from: start)
    return .int(Int64(place ?? -1))
  }

  /// The last place where `run` begins, at `end` at the latest, or -1.
  static func lastIndex(
    of run: String, in text: String, upTo end: Int64? = nil
  ) throws(EvaluationError) -> Value {
    // Backwards it is the first one.
    let text = Array(text.unicodeScalars.reversed())
    let run = Array(run.unicodeScalars.reversed())
    let end = try index(end ?? Int64(text.count), upTo: text.count)
    guard run.count <= text.count else { return .int(-1) }
    let last = text.count - run.count
    let place = RunSearch(run).first(in: text, from: last - min(end, last))
    return .int(Int64(place.map { last - $0 } ?? -1))
  }

  static func substring(
    _ text: String, from start: Int64, to end: Int64? = nil
  ) throws(EvaluationError) -> Value {
    let scalars = text.unicodeScalars
    let count = scalars.count
    let first = try index(start, upTo: count)
    let last = try index(end ?? Int64(count), upTo: count)
    guard first <= last else {
      throw .function(.substringRange(start: start, end: Int64(last)))
    }
    return .string(String(scalars.dropFirst(first).prefix(last - first)))
  }

  /// The code point at a place; nothing at the end.
  static func character(of text: String, at place: Int64) throws(EvaluationError) -> Value {
    let scalars = text.unicodeScalars
    let place = try index(place, upTo: scalars.count)
    return .string(String(scalars.dropFirst(place).prefix(1)))
  }

  private static func index(_ index: Int64, upTo end: Int) throws(EvaluationError) -> Int {
    guard index >= 0, index <= Int64(end) else { throw .function(.stringIndex(index)) }
    return Int(index)
  }

  /// ASCII letters in one case; all others stay as they are.
  static func mapASCII(_ text: String, _ letters: ClosedRange<UInt8>) -> String {
    String(decoding: text.utf8.map { letters.contains($0) ? $0 ^ 0x20 : $0 }, as: UTF8.self)
  }

  /// Without the white space of Unicode at both ends.
  static func trimmed(_ text: String) -> String {
    let scalars = text.unicodeScalars
    guard let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
      let last = scalars.lastIndex(where: { !$0.properties.isWhitespace })
    else { return "" }
    return String(scalars[first...last])
  }

  static func reversed(_ text: String) -> String {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.utf8.count)
    for scalar in text.unicodeScalars.reversed() { bytes.append(contentsOf: scalar.utf8) }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// As a literal between double quotes.
  static func quoted(_ text: String) -> String {
    var quoted = [Byte.doubleQuote]
    for byte in text.utf8 {
      if let letter = escapes[byte] {
        quoted += [Byte.backslash, letter]
      } else {
        quoted.append(byte)
      }
    }
    return String(decoding: quoted + [Byte.doubleQuote], as: UTF8.self)
  }

  /// What follows the backslash for a character that needs one.
  private static let escapes: [UInt8: UInt8] = [
    0x07: Byte.a, 0x08: Byte.b, 0x0C: Byte.f, Byte.newline: Byte.n, Byte.carriageReturn: Byte.r,
    0x09: Byte.t, 0x0B: Byte.v, Byte.backslash: Byte.backslash,
    Byte.doubleQuote: Byte.doubleQuote,
  ]

  // MARK: Functions whose results may be large

  /// The first `limit` places where `old` occurs, or all for a negative limit, with `new` instead.
  static func replace(
    _ old: String, by new: String, in text: String, limit: Int64, _ meter: inout Meter
  ) throws(EvaluationError) -> Value {
    let bytes = Array(text.utf8)
    let old = Array(old.utf8)
    let new = Array(new.utf8)
    let places = places(of: old, in: bytes, most: limit < 0 ? Int.max : Int(limit))
    // A long text may stand in for each character of another long one.
    let (added, isTooLarge) = places.count.multipliedReportingOverflow(by: new.count)
    try meter.charge(bytes: isTooLarge ? Int.max : added)
    try meter.charge(bytes: bytes.count)
    var replaced: [UInt8] = []
    replaced.reserveCapacity(bytes.count + added - places.count * old.count)
    var rest = 0
    for place in places {
      replaced += bytes[rest..<place]
      replaced += new
      rest = place + old.count
    }
    replaced += bytes[rest...]
    return .string(String(decoding: replaced, as: UTF8.self))
  }

  /// The parts between the places where `separator` occurs, at most `limit` of them unless it is
  /// negative. An empty separator parts all code points.
  static func split(
    _ text: String, by separator: String, limit: Int64, _ meter: inout Meter
  ) throws(EvaluationError) -> Value {
    guard limit != 0 else { return .list([]) }
    let bytes = Array(text.utf8)
    let separator = Array(separator.utf8)
    var places = places(of: separator, in: bytes, most: Int.max)
    if separator.isEmpty {
      // Between code points only, not at the ends.
      guard !bytes.isEmpty else { return .list([]) }
      places = Array(places.dropFirst().dropLast())
    }
    if limit > 0 { places = Array(places.prefix(Int(limit) - 1)) }
    try meter.charge(places.count + 1)
    var parts: [Value] = []
    var rest = 0
    for place in places {
      parts.append(.string(String(decoding: bytes[rest..<place], as: UTF8.self)))
      rest = place + separator.count
    }
    parts.append(.string(String(decoding: bytes[rest...], as: UTF8.self)))
    return .list(parts)
  }

  /// The places where a run begins, none overlapping. An empty run is found before each code point
  /// and at the end. Bytes do for the others: no code point's bytes begin within another's.
  private static func places(of run: [UInt8], in text: [UInt8], most: Int) -> [Int] {
    guard run.isEmpty else { return RunSearch(run).all(in: text, most: most) }
    let starts = text.indices.filter { !UTF8.isContinuation(text[$0]) } + [text.count]
    return Array(starts.prefix(most))
  }

  static func join(
    _ list: [Value], with separator: String, _ meter: inout Meter
  ) throws(EvaluationError) -> Value {
    var joined = ""
    for (index, element) in list.enumerated() {
      guard let text = element.asString else { throw .function(.notStrings) }
      // One long text may be in the list many times.
      try meter.charge(bytes: text.utf8.count + separator.utf8.count)
      if index > 0 { joined += separator }
      joined += text
    }
    return .string(joined)
  }
}

extension Byte {
  static let percent: UInt8 = 0x25
  fileprivate static let a: UInt8 = 0x61
  fileprivate static let f: UInt8 = 0x66
  fileprivate static let n: UInt8 = 0x6E
  fileprivate static let t: UInt8 = 0x74
  fileprivate static let v: UInt8 = 0x76
}
