// How agreements are numbered: `NKO/{year}/{sequence:4}`.

/// The pattern of an agreement's reference; numbers run without gaps per year.
public struct ReferencePattern: Hashable, Sendable {
  enum Piece: Hashable, Sendable {
    case text(String)
    case year
    case sequence(width: Int)
  }

  let pieces: [Piece]
  /// The pattern as written.
  public let source: String

  /// Why a pattern cannot be used.
  public enum Problem: Error, Hashable, Sendable {
    case character(String)
    case placeholder(String)
    case sequenceCount(Int)
  }

  private static let widest = 9

  /// Reads a pattern: letters, digits, `-`, `_`, `.`, `/`, `{year}` and exactly one `{sequence}`.
  public init(_ source: String) throws(Problem) {
    var pieces: [Piece] = []
    var text = ""
    var rest = source[...]
    while let character = rest.popFirst() {
      guard character == "{" else {
        guard character.isASCII,
          character.isLetter || character.isNumber || "-_./".contains(character)
        else { throw .character(String(character)) }
        text.append(character)
        continue
      }
      if !text.isEmpty { pieces.append(.text(text)) }
      text = ""
      let name = rest.prefix { $0 != "}" }
      rest = rest.dropFirst(name.count)
      guard rest.popFirst() == "}" else { throw .placeholder(String(name)) }
      pieces.append(try Self.placeholder(String(name)))
    }
    if !text.isEmpty { pieces.append(.text(text)) }
    let sequences = pieces.filter { if case .sequence = $0 { true } else { false } }.count
    guard sequences == 1 else { throw .sequenceCount(sequences) }
    self.pieces = pieces
    self.source = source
  }

  private static func placeholder(_ name: String) throws(Problem) -> Piece {
    if name == "year" { return .year }
    if name == "sequence" { return .sequence(width: 1) }
    if name.hasPrefix("sequence:"), let width = Int(name.dropFirst("sequence:".count)),
      (1...widest).contains(width)
    {
      return .sequence(width: width)
    }
    throw .placeholder(name)
  }

  /// The name of the counter that a year's numbers come from.
  public func counter(year: Int) -> String {
    text(year: year) { _ in "#" }
  }

  /// The reference with this number.
  public func reference(year: Int, number: Int) -> String {
    text(year: year) { width in
      let digits = String(number)
      return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
  }

  private func text(year: Int, sequence: (Int) -> String) -> String {
    pieces.map { piece in
      switch piece {
      case .text(let text): text
      case .year: String(year)
      case .sequence(let width): sequence(width)
      }
    }.joined()
  }
}
