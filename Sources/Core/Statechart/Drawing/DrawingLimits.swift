// Every bound of drawing, with its name.

/// Bounds of drawings: a picture is for reading, so what is too much for that is cut and says so.
public enum DrawingLimits {
  /// Most Unicode scalars of one text (a title, a guard, a step's label); the rest becomes «…».
  public static let textMost = 160
  /// Most lines that one text is wrapped into.
  public static let linesMost = 5
  /// Most rows in a state's box, besides its title.
  public static let rowsMost = 14
  /// Most pieces of content that a transition or a block names.
  public static let contentMost = 4
  /// Most step numbers beside one state or transition; the middle ones become «…».
  public static let numbersMost = 4
  /// Most steps that the legend lists; the earliest and the latest ones stay.
  public static let stepsMost = 60
  /// Most states that the library lays out itself; beyond, `svg` says so in place of a picture.
  public static let statesMost = 600
  /// Most ranks that an arrow of the library's own layout passes; a longer one is written as a row
  /// of its source's box.
  public static let spanMost = 80
  /// Most marks (accents and the like) on one letter.
  static let marksMost = 3

  /// Widest title and row of a state's box, in pixels.
  static let boxTextWidth = 220.0
  /// Widest text beside an arrow, in pixels.
  static let arrowTextWidth = 200.0
  /// Widest text of the legend, in pixels.
  static let legendTextWidth = 300.0
  /// How often the order within the ranks is improved.
  static let orderSweeps = 16
  /// How often places are moved towards their neighbours.
  static let placeSweeps = 24
}
