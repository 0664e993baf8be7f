// The words that a drawing adds to those of the chart, so that a caller can give its own.

/// The words that a drawing adds to those of the chart.
public struct DrawingWords: Hashable, Sendable {
  /// Marks the states where the instance is.
  public var now = "now"
  /// Heads the list of steps.
  public var steps = "How it came here"
  /// Heads the list of what is possible in every state.
  public var everywhere = "Possible in every state"
  /// Stands before what runs when a state is entered.
  public var entry = "entry"
  /// Stands before what runs when a state is left.
  public var exit = "exit"
  /// Stands before a person's work.
  public var task = "task"
  /// Stands before a timer.
  public var timer = "timer"
  /// Stands before a child that lives as long as its state.
  public var invoke = "invoke"
  /// A transition that is taken when the states inside have come to their end.
  public var done = "done"
  /// A transition without event and condition.
  public var always = "at once"
  /// What follows a number of things that there was no room for.
  public var more = "more"
  /// What follows the number of transitions that are left out.
  public var hidden = "left out"
  /// Explains boxes that the instance has been in.
  public var visited = "was here; the numbers are the steps"
  /// Explains boxes and arrows that the instance has not come to.
  public var unvisited = "not so far"
  /// Explains arrows that were taken.
  public var taken = "taken"
  /// Explains arrows that time takes.
  public var timed = "by time"
  /// Explains arrows that are taken without anybody's doing.
  public var automatic = "by itself"
  /// Explains why there is no picture; the number of states and the bound are put after it.
  public var tooLarge = "Too many states to lay out here; use Graphviz. States, and most:"

  /// English.
  public init() {}

  /// English.
  public static let english = DrawingWords()

  /// Indonesian.
  public static let indonesian: DrawingWords = {
    var words = DrawingWords()
    words.now = "sekarang"
    words.steps = "Jalan sampai ke sini"
    words.everywhere = "Dapat dilakukan di setiap keadaan"
    words.entry = "masuk"
    words.exit = "keluar"
    words.task = "tugas"
    words.timer = "waktu"
    words.invoke = "anak"
    words.done = "selesai"
    words.always = "langsung"
    words.more = "lagi"
    words.hidden = "tidak digambar"
    words.visited = "pernah di sini; angka adalah langkah"
    words.unvisited = "belum pernah"
    words.taken = "ditempuh"
    words.timed = "oleh waktu"
    words.automatic = "dengan sendirinya"
    words.tooLarge = "Terlalu banyak keadaan; pakai Graphviz. Keadaan, dan paling banyak:"
    return words
  }()
}
