// What the exit code tells a script.

/// The exit codes of `sinergictl`; released numbers stay.
enum Exit: Int32, CaseIterable {
  case done = 0
  case cannot = 1
  case usage = 2
  case refused = 3
  case notPermitted = 4
  case unreachable = 5

  var meaning: String {
    switch self {
    case .done: "done; an empty list is done too"
    case .cannot: "cannot: something is missing, wrong or broken; standard error says what"
    case .usage: "wrong usage: an option or argument does not fit"
    case .refused: "refused by the workflow: not possible as the agreement stands"
    case .notPermitted: "not permitted: the act is for somebody else"
    case .unreachable: "the daemon cannot be reached"
    }
  }
}
