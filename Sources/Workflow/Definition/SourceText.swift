// The text of a definition, with its name and lines, for messages that point into it.

/// A file's text as it was read: the name is only for messages.
public struct SourceText: Hashable, Sendable {
  /// The file's name as the reader of a message knows it.
  public var name: String
  /// The whole text.
  public var text: String

  /// Creates a source.
  public init(name: String, text: String) {
    self.name = name
    self.text = text
  }

  /// The text of a line, counted from 1, without its end; empty past the last line.
  public func line(_ number: Int) -> Substring {
    var current = 1
    var start = text.utf8.startIndex
    let bytes = text.utf8
    while current < number {
      guard let end = bytes[start...].firstIndex(of: 0x0A) else { return "" }
      start = bytes.index(after: end)
      current += 1
    }
    let end = bytes[start...].firstIndex(of: 0x0A) ?? bytes.endIndex
    let line = text[start..<end]
    return line.last == "\r" ? line.dropLast() : line
  }
}

/// Where something stands in a source: 1-based line and column, in Unicode scalars.
public struct SourceRange: Hashable, Sendable, Comparable {
  /// Line, from 1.
  public var line: Int
  /// Column, from 1, in Unicode scalars.
  public var column: Int
  /// How many scalars are meant; at least 1.
  public var length: Int

  /// Creates a range.
  public init(line: Int, column: Int, length: Int = 1) {
    self.line = line
    self.column = column
    self.length = max(1, length)
  }

  /// Orders by place in the file.
  public static func < (a: SourceRange, b: SourceRange) -> Bool {
    (a.line, a.column, a.length) < (b.line, b.column, b.length)
  }
}
