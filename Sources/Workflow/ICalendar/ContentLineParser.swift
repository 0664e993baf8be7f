// Takes an unfolded line of iCalendar apart: `NAME;PARAMETER="value",value:VALUE`.

/// Reads one content line by the grammar of RFC 5545 §3.1.
struct ContentLineParser {
  private let line: UnfoldedLine
  private var position = 0

  /// What stands wrong in the line, and where.
  struct Fault: Error {
    var code = DiagnosticCode.icalendar
    var message: String
    var bounds: Range<Int>
    var help: String?
  }

  /// The parts of a line; nil where it is malformed, and the problem is reported.
  static func parse(_ line: UnfoldedLine, _ problems: inout DiagnosticCollector) -> ContentLine? {
    var parser = ContentLineParser(line: line)
    do throws(Fault) {
      return try parser.contentLine()
    } catch {
      problems.add(error.code, error.message, at: line.range(error.bounds), help: error.help)
      return nil
    }
  }

  private init(line: UnfoldedLine) { self.line = line }

  private var current: Unicode.Scalar? {
    position < line.scalars.count ? line.scalars[position] : nil
  }

  private mutating func contentLine() throws(Fault) -> ContentLine {
    let name = try self.name("a line begins with a name and a colon")
    let nameRange = line.range(0..<position)
    var parameters: [ContentLine.Parameter] = []
    while current == ";" {
      position += 1
      let parameter = try self.parameter()
      guard parameters.count < ICalendarLimits.parameters else {
        throw tooMany("parameters", in: name)
      }
      parameters.append(parameter)
    }
    guard current == ":" else {
      throw fault(
        current == nil
          ? "the line has no colon after «\(name)»" : "a colon must stand here", at: position)
    }
    position += 1
    let value = UnfoldedLine.Slice(line: line, bounds: position..<line.scalars.count)
    return ContentLine(name: name, nameRange: nameRange, parameters: parameters, value: value)
  }

  private mutating func parameter() throws(Fault) -> ContentLine.Parameter {
    let start = position
    let name = try self.name("a parameter has a name, as in ;VALUE=DATE")
    guard current == "=" else { throw fault("the parameter «\(name)» has no =", at: position) }
    var values: [String] = []
    repeat {
      position += 1
      guard values.count < ICalendarLimits.parameters else { throw tooMany("values", in: name) }
      values.append(try parameterValue())
    } while current == ","
    return ContentLine.Parameter(name: name, values: values, range: line.range(start..<position))
  }

  private mutating func parameterValue() throws(Fault) -> String {
    let isQuoted = current == "\""
    let start = position + (isQuoted ? 1 : 0)
    position = start
    while let scalar = current {
      if isQuoted {
        if scalar == "\"" {
          position += 1
          return UnfoldedLine.text(line.scalars[start..<position - 1])
        }
      } else if scalar == ";" || scalar == ":" || scalar == "," {
        break
      } else if scalar == "\"" {
        throw fault("a quote in the middle of a value", at: position)
      }
      position += 1
    }
    if isQuoted { throw fault("the quote is never closed", at: start - 1) }
    return UnfoldedLine.text(line.scalars[start..<position])
  }

  /// A name in capitals: letters, digits and hyphens.
  private mutating func name(_ help: String) throws(Fault) -> String {
    let start = position
    while let scalar = current, Self.isNamePart(scalar) { position += 1 }
    guard position > start else {
      throw Fault(
        message: "no name stands here", bounds: position..<position + 1, help: help)
    }
    return UnfoldedLine.text(line.scalars[start..<position]).uppercased()
  }

  private static func isNamePart(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "a"..."z", "A"..."Z", "0"..."9", "-": true
    default: false
    }
  }

  private func fault(_ message: String, at position: Int) -> Fault {
    Fault(message: message, bounds: position..<position + 1)
  }

  private func tooMany(_ what: String, in name: String) -> Fault {
    Fault(
      code: .tooLarge, message: "more than \(ICalendarLimits.parameters) \(what) of «\(name)»",
      bounds: position..<position + 1)
  }
}
