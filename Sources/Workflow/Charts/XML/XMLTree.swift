// From XML text to a tree, by Expat; what could make a reader fetch or swell is refused.

internal import CExpat

/// Reads XML text into an ``XMLElement``, or into problems; never more than the limits allow.
enum XMLTree {
  static func read(_ source: SourceText, into problems: inout DiagnosticCollector) -> XMLElement? {
    guard UnreadableText.isReadable(source, &problems) else { return nil }
    let text = UnreadableText.withoutByteOrderMark(source.text)
    if text.allSatisfy(\.isWhitespace) {
      problems.add(
        .empty, "the file is empty", at: SourceRange(line: 1, column: 1),
        help: "begin with <scxml>")
      return nil
    }
    let parse = XMLParse(Array(text.utf8))
    parse.run()
    if let problem = parse.problem {
      problems.add(problem)
      return nil
    }
    return parse.root
  }
}

/// One run of the parser. Expat calls back with a pointer to it.
private final class XMLParse {
  private let bytes: [UInt8]
  private var parser: XML_Parser?
  /// Elements that are open, outermost first.
  private var open: [XMLElement] = []
  private var nodes = 0
  private(set) var root: XMLElement?
  private(set) var problem: Diagnostic?

  /// Between a namespace and a name; no namespace can hold a line feed that was not asked for.
  static let separator: UInt8 = 0x0A

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  func run() {
    // The text is UTF-8 already, whatever its declaration says.
    guard let parser = XML_ParserCreateNS("UTF-8", XML_Char(Self.separator)) else {
      return fail(.tooLarge, "there is no memory to read it")
    }
    self.parser = parser
    defer { XML_ParserFree(parser) }
    XML_SetUserData(parser, Unmanaged.passUnretained(self).toOpaque())
    XML_SetElementHandler(
      parser,
      { data, name, attributes in
        guard let parse = XMLParse.from(data), let name else { return }
        parse.start(String(cString: name), attributes)
      },
      { data, _ in XMLParse.from(data)?.end() })
    XML_SetCharacterDataHandler(parser) { data, text, length in
      guard let text, length > 0 else { return }
      let bytes = UnsafeRawBufferPointer(start: text, count: Int(length))
      XMLParse.from(data)?.add(String(decoding: bytes, as: UTF8.self))
    }
    // Without a document type there are no entities to declare, to fetch or to multiply.
    XML_SetStartDoctypeDeclHandler(parser) { data, _, _, _, _ in
      XMLParse.from(data)?.fail(
        .doctype, "a document type declaration is not read",
        help: "remove <!DOCTYPE …>; write out what its entities stand for")
    }
    let status = bytes.withUnsafeBytes { buffer in
      XML_Parse(
        parser, buffer.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(buffer.count), 1)
    }
    if status != XML_STATUS_OK, problem == nil {
      let words = XML_ErrorString(XML_GetErrorCode(parser)).map { String(cString: $0) }
      fail(.xml, "this is not well-formed XML: \(words ?? "unknown error")")
    }
  }

  private static func from(_ data: UnsafeMutableRawPointer?) -> XMLParse? {
    data.map { Unmanaged<XMLParse>.fromOpaque($0).takeUnretainedValue() }
  }

  /// Where the parser stands.
  private var place: SourceRange {
    SourceRange(
      line: Int(XML_GetCurrentLineNumber(parser)),
      column: Int(XML_GetCurrentColumnNumber(parser)) + 1)
  }

  private func fail(_ code: DiagnosticCode, _ message: String, help: String? = nil) {
    if problem == nil { problem = Diagnostic(code, message, at: place, help: help) }
    if let parser { XML_StopParser(parser, XML_Bool(0)) }
  }

  private func start(
    _ name: String, _ attributes: UnsafeMutablePointer<UnsafePointer<XML_Char>?>?
  ) {
    guard problem == nil else { return }
    nodes += 1
    guard nodes <= WorkflowLimits.xmlNodes else {
      return fail(.tooLarge, "more than \(WorkflowLimits.xmlNodes) elements")
    }
    guard open.count < WorkflowLimits.xmlDepth else {
      return fail(.tooLarge, "elements nested deeper than \(WorkflowLimits.xmlDepth)")
    }
    var tag = TagScanner(rawTag, at: place)
    let (namespace, local) = Self.split(name)
    var element = XMLElement(
      name: local, namespace: namespace, attributes: [], range: tag.nameRange)
    var index = 0
    while let key = attributes?[index], let value = attributes?[index + 1] {
      let (namespace, local) = Self.split(String(cString: key))
      let text = String(cString: value)
      let found = tag.nextAttribute()
      element.attributes.append(
        XMLAttribute(
          name: local, namespace: namespace, value: text,
          nameRange: found?.name ?? element.range, range: found?.value ?? element.range,
          isVerbatim: found?.raw == text))
      index += 2
    }
    open.append(element)
  }

  private func end() {
    guard problem == nil, let element = open.popLast() else { return }
    if open.isEmpty {
      root = element
    } else {
      open[open.count - 1].children.append(.element(element))
    }
  }

  private func add(_ text: String) {
    guard problem == nil, !open.isEmpty else { return }
    let last = open.count - 1
    let place = placeOfWord(in: text)
    if case .text(let before, let range)? = open[last].children.last {
      // White space in front is passed over, so that the range names what can be read.
      let isBlank = before.allSatisfy(\.isWhitespace)
      open[last].children[open[last].children.count - 1] =
        .text(before + text, isBlank ? place : range)
    } else {
      open[last].children.append(.text(text, place))
    }
  }

  /// Where the first character of a text stands that is no white space.
  private func placeOfWord(in text: String) -> SourceRange {
    var place = self.place
    for character in text.unicodeScalars {
      guard character.properties.isWhitespace else { break }
      if character == "\n" {
        place.line += 1
        place.column = 1
      } else {
        place.column += 1
      }
    }
    return place
  }

  /// The bytes of the start tag that is being read.
  private var rawTag: ArraySlice<UInt8> {
    let start = max(0, Int(XML_GetCurrentByteIndex(parser)))
    let end = min(bytes.count, start + Int(XML_GetCurrentByteCount(parser)))
    return start <= end ? bytes[start..<end] : []
  }

  private static func split(_ name: String) -> (namespace: String, local: String) {
    guard let cut = name.utf8.lastIndex(of: separator) else { return ("", name) }
    return (String(name[..<cut]), String(name[name.utf8.index(after: cut)...]))
  }
}

/// Finds where the attributes of a start tag stand; Expat tells only where the tag begins.
private struct TagScanner {
  private let bytes: ArraySlice<UInt8>
  private var index: Int
  private var line: Int
  private var column: Int
  private(set) var nameRange: SourceRange

  init(_ bytes: ArraySlice<UInt8>, at place: SourceRange) {
    self.bytes = bytes
    index = bytes.startIndex
    line = place.line
    column = place.column
    nameRange = place
    if index < bytes.endIndex { step() }  // <
    nameRange = word()
  }

  private var isAtEnd: Bool { index >= bytes.endIndex }

  private mutating func step() {
    let byte = bytes[index]
    index += 1
    if byte == 0x0A {
      line += 1
      column = 1
    } else if byte & 0xC0 != 0x80 {
      // Columns count characters, of which only the first byte is no continuation.
      column += 1
    }
  }

  private static func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D
  }

  private mutating func skipSpace() {
    while !isAtEnd, Self.isSpace(bytes[index]) { step() }
  }

  /// A name, up to white space, `=`, `/` or `>`.
  private mutating func word() -> SourceRange {
    let start = (line, column)
    while !isAtEnd, !Self.isSpace(bytes[index]),
      ![UInt8(ascii: "="), UInt8(ascii: ">"), UInt8(ascii: "/")].contains(bytes[index])
    {
      step()
    }
    return SourceRange(line: start.0, column: start.1, length: column - start.1)
  }

  /// The next attribute that is no namespace declaration.
  mutating func nextAttribute() -> (name: SourceRange, value: SourceRange, raw: String)? {
    while true {
      skipSpace()
      let nameStart = index
      let name = word()
      guard index > nameStart else { return nil }
      let text = String(decoding: bytes[nameStart..<index], as: UTF8.self)
      skipSpace()
      guard !isAtEnd else { return nil }
      step()  // =
      skipSpace()
      guard !isAtEnd else { return nil }
      let quote = bytes[index]
      step()
      let valueStart = index
      let (startLine, startColumn) = (line, column)
      while !isAtEnd, bytes[index] != quote { step() }
      let raw = String(decoding: bytes[valueStart..<index], as: UTF8.self)
      let length = line == startLine ? column - startColumn : 1
      if !isAtEnd { step() }
      if text == "xmlns" || text.hasPrefix("xmlns:") { continue }
      return (
        name, SourceRange(line: startLine, column: startColumn, length: max(1, length)), raw
      )
    }
  }
}
