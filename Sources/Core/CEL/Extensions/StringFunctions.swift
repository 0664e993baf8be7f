// What the string extension computes, in code points.

/// The functions of the string extension on texts as arrays of code points.
enum StringFunctions {
  /// The place where `run` begins at or after `start`, or -1.
  static func firstIndex(
    of run: String, in text: String, from start: Int64 = 0
  ) throws(EvaluationError) -> Value {
    let text = text.scalars
    let start = try index(start, upTo: text.count)
    return .int(Int64(RunSearch(run.scalars).first(in: text, from: start) ?? -1))
  }

  /// The last place where `run` begins, at `end` at the latest, or -1.
  static func lastIndex(
    of run: String, in text: String, upTo end: Int64? = nil
  ) throws(EvaluationError) -> Value {
    let text = text.scalars
    let run = run.scalars
    let end = try end.map { (end) throws(EvaluationError) in try index(end, upTo: text.count) }
    guard run.count <= text.count else { return .int(-1) }
    // Backwards it is the first one.
    let latest = min(end ?? text.count, text.count - run.count)
    let search = RunSearch(run.reversed())
    let place = search.first(in: text.reversed(), from: text.count - run.count - latest)
    return .int(Int64(place.map { text.count - run.count - $0 } ?? -1))
  }

  static func substring(
    _ text: String, from start: Int64, to end: Int64? = nil
  ) throws(EvaluationError) -> Value {
    let text = text.scalars
    let first = try index(start, upTo: text.count)
    let last = try index(end ?? Int64(text.count), upTo: text.count)
    guard first <= last else {
      throw .function(.substringRange(start: start, end: Int64(last)))
    }
    return .string(String(text[first..<last]))
  }

  /// The code point at a place; nothing at the end.
  static func character(of text: String, at place: Int64) throws(EvaluationError) -> Value {
    let text = text.scalars
    let place = try index(place, upTo: text.count)
    return .string(String(text[place...].prefix(1)))
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

  /// As a literal between double quotes.
  static func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\u{07}": quoted += "\\a"
      case "\u{08}": quoted += "\\b"
      case "\u{0C}": quoted += "\\f"
      case "\n": quoted += "\\n"
      case "\r": quoted += "\\r"
      case "\t": quoted += "\\t"
      case "\u{0B}": quoted += "\\v"
      case "\\": quoted += "\\\\"
      case "\"": quoted += "\\\""
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }

  // MARK: Functions whose results may be large

  /// The first `limit` places where `old` occurs, or all for a negative limit, with `new` instead.
  static func replace(
    _ old: String, by new: String, in text: String, limit: Int64, _ meter: inout Meter
  ) throws(EvaluationError) -> Value {
    let scalars = text.scalars
    let run = old.scalars
    let places = RunSearch(run).all(in: scalars, most: limit < 0 ? Int.max : Int(limit))
    // A long text may stand in for each character of another long one.
    let (added, isTooLarge) = places.count.multipliedReportingOverflow(by: new.utf8.count)
    try meter.charge(bytes: isTooLarge ? Int.max : added)
    try meter.charge(bytes: text.utf8.count)
    let replacement = new.unicodeScalars
    var view = String.UnicodeScalarView()
    var rest = 0
    for place in places {
      view.append(contentsOf: scalars[rest..<place])
      view.append(contentsOf: replacement)
      rest = place + run.count
    }
    view.append(contentsOf: scalars[rest...])
    return .string(String(view))
  }

  /// The parts between the places where `separator` occurs, at most `limit` of them unless it is
  /// negative. An empty separator parts all code points.
  static func split(
    _ text: String, by separator: String, limit: Int64, _ meter: inout Meter
  ) throws(EvaluationError) -> Value {
    guard limit != 0 else { return .list([]) }
    let scalars = text.scalars
    let run = separator.scalars
    var places = RunSearch(run).all(in: scalars, most: Int.max)
    if run.isEmpty {
      // Between code points only, not at the ends.
      places = Array(places.dropFirst().dropLast())
      if scalars.isEmpty { return .list([]) }
    }
    if limit > 0 { places = Array(places.prefix(Int(limit) - 1)) }
    try meter.charge(places.count + 1)
    var parts: [Value] = []
    var rest = 0
    for place in places {
      parts.append(.string(String(scalars[rest..<place])))
      rest = place + run.count
    }
    parts.append(.string(String(scalars[rest...])))
    return .list(parts)
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
