// What a command did, in one line, and who is next.

internal import AdminAPI

/// Shows what was done.
enum CommandWords {
  /// `NKO/2026/0001: konsep → telaah (ajukan, by I Made Contoh, pic)`.
  static func done(_ answer: CommandAnswer, _ appearance: Appearance) -> String {
    let by =
      answer.actor.map {
        ", by " + (ActorWords.deputy($0) ?? "\($0.name ?? $0.person), \($0.role)")
      } ?? ""
    let move = move(exited: answer.exited, entered: answer.entered, states: answer.states)
    let line =
      "\(appearance.paint(answer.reference, .bold)): \(move) (\(answer.event)\(by))"
      + (answer.replay ? "; done before, nothing was done now" : "")
    return appearance.usesColor ? line : TextWidth.harmless(line)
  }

  /// Who is next: one line per open task.
  static func next(_ detail: AgreementDetail, _ appearance: Appearance) -> String {
    if detail.agreement.status != "active" { return "it has ended: \(detail.agreement.status)" }
    if detail.tasks.isEmpty { return "nobody has a task now" }
    return detail.tasks.map { task in
      let people = " (\(TaskWords.who(task)))"
      let due = task.dueAt == nil ? "" : ", due \(appearance.deadline(task, detail.zone))"
      return "next: \(TextWidth.harmless("\(task.title), for \(task.assignee)\(people)"))\(due)"
    }.joined(separator: "\n")
  }

  /// Where from and where to; states that hold others are left out, and those only passed through.
  static func move(exited: [String], entered: [String], states: [String]) -> String {
    let from = innermost(exited, but: entered)
    let to = entered.isEmpty ? states : innermost(entered, but: exited)
    if from.isEmpty { return to.isEmpty ? "no move" : "→ \(to.joined(separator: ", "))" }
    return "\(from.joined(separator: ", ")) → \(to.joined(separator: ", "))"
  }

  private static func innermost(_ names: [String], but passed: [String]) -> [String] {
    var seen: Set<String> = []
    let inner = names.filter { name in
      !names.contains { $0.hasPrefix(name + "/") } && seen.insert(name).inserted
    }
    // A state that was left and entered again is both; then it is shown.
    let kept = inner.filter { !passed.contains($0) }
    return kept.isEmpty ? inner : kept
  }
}
