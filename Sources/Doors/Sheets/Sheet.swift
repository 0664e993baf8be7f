// A sheet for a spreadsheet program: title lines, a header, rows. No formulas, ever.

/// What is written into a file.
public struct Sheet: Hashable, Sendable {
  /// A cell.
  public enum Cell: Hashable, Sendable {
    case empty
    case text(String)
    case number(Int)
    /// A day, which sorts and filters as one.
    case date(year: Int, month: Int, day: Int)
  }

  /// A column.
  public struct Column: Hashable, Sendable {
    /// Header.
    public var title: String
    /// Width in characters.
    public var width: Int

    /// Creates a column.
    public init(title: String, width: Int) {
      self.title = title
      self.width = width
    }
  }

  /// Name of the sheet.
  public var name: String
  /// Lines above the header; the first is the title.
  public var heading: [String]
  /// Columns.
  public var columns: [Column]
  /// Rows, each as long as the columns.
  public var rows: [[Cell]]

  /// Creates a sheet.
  public init(name: String, heading: [String], columns: [Column], rows: [[Cell]]) {
    self.name = name
    self.heading = heading
    self.columns = columns
    self.rows = rows
  }
}

/// Bounds of the format and of the room.
public enum SheetLimits {
  /// Most rows of a sheet, the heading included (ECMA-376).
  public static let rows = 1_048_576
  /// Most characters of a cell (ECMA-376), in UTF-16 units; longer texts are cut with «…».
  public static let cellCharacters = 32_767
  /// Most lines that a row is made high for; the tallest row has 409 points (ECMA-376).
  public static let linesOfRow = 27
  /// Most characters of a sheet's name.
  public static let nameCharacters = 31
}

/// Why a file was not written.
public struct SheetError: Error, Hashable, Sendable, CustomStringConvertible {
  /// One line.
  public var description: String

  init(_ description: String) { self.description = description }
}
