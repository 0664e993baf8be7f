// «Did you mean» for names that a command got wrong.

internal import Workflow

enum Names {
  static func nearest(to word: String, in known: some Sequence<String>) -> String? {
    Suggestion.nearest(to: word, in: known)
  }
}
