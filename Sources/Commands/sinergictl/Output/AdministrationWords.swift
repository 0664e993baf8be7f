// What administrators change from outside, in words.

internal import AdminAPI

/// Shows what was changed, or would be.
enum AdministrationWords {
  // MARK: One agreement

  static func changed(_ answer: AdministrationAnswer, _ appearance: Appearance) -> String {
    let command = answer.command
    var move = CommandWords.move(
      exited: command.exited, entered: command.entered, states: command.states)
    if command.exited.isEmpty, command.entered.isEmpty {
      move = (command.event == "cancel" ? "ends in " : "stays in ") + move.dropFirst(2)
    }
    let head =
      answer.dryRun
      ? "would \(command.event) \(command.reference): \(move)"
      : "\(command.reference): \(move) (\(command.event)), entry \(command.sequence)"
        + (command.replay ? "; done before, nothing was done now" : "")
    var rows = answer.fields.map { field -> [Table.Cell] in
      [
        .init("data"), .init(field.name, .bold), .init(value(field.before)), .init("→", .dim),
        .init(value(field.after)),
      ]
    }
    rows += answer.promises.map { [.init($0.kind)] + cells($0, answer.zone, appearance) }
    rows += answer.skipped.map { [.init("skipped"), .init($0), "", "", .init("nobody did it")] }
    rows += answer.warnings.map { [.init("note"), .init($0, .yellow), "", "", ""] }
    return TextWidth.harmless(head) + "\n" + Table(rows: rows).rendered(appearance)
  }

  /// Name, before, arrow, after.
  private static func cells(
    _ change: PromiseChangeItem, _ zone: String, _ appearance: Appearance
  ) -> [Table.Cell] {
    let name = change.after?.name ?? change.before?.name ?? ""
    let old = change.before.map { $0.name == name ? "" : "\($0.name) " } ?? ""
    return [
      .init(change.kind == "task" ? change.title : name, .bold),
      .init(change.before == nil ? "new" : old + due(change.before, zone, appearance)),
      .init("→", .dim),
      .init(change.after == nil ? "gone" : due(change.after, zone, appearance)),
    ]
  }

  private static func due(_ side: PromiseSideItem?, _ zone: String, _ appearance: Appearance)
    -> String
  {
    guard let due = side?.due else { return "no deadline" }
    return appearance.time(due.at, zone) + (due.provisional ? " (provisional)" : "")
  }

  private static func value(_ value: JSONValue?) -> String {
    value.map(AgreementWords.text) ?? "none"
  }

  // MARK: Imports

  static func imported(_ report: ImportAnswer, _ appearance: Appearance) -> String {
    let rows = report.items.map { item -> [Table.Cell] in
      [
        .init(item.reference ?? "next of the series", .bold), .init(item.status),
        .init(item.states.joined(separator: ", ")),
        .init(
          item.promises.compactMap(\.after).compactMap { side in
            side.due.map { appearance.time($0.at, report.zone) }
          }.min() ?? "-"),
        .init(item.passed.isEmpty ? "" : "passed: \(item.passed.joined(separator: ", "))"),
        .init(item.title),
      ]
    }
    return Table(
      headers: ["REFERENCE", "STATUS", "STATE", "NEXT DATE", "PASSED", "ABOUT"], rows: rows
    ).rendered(appearance)
  }

  static func summary(_ report: ImportAnswer) -> String {
    let count = "\(report.items.count) agreements"
    if report.replay { return "\(count) were imported by this command before" }
    return report.applied ? "\(count) imported" : "\(count) would be imported"
  }

  static func refused(_ report: ImportAnswer) -> String {
    "nothing was imported: \(report.problems) of \(report.items.count) agreements have problems"
  }

  // MARK: Migrations

  static func verdicts(_ report: MigrationAnswer, _ appearance: Appearance) -> String {
    let rows = report.items.flatMap { item -> [[Table.Cell]] in
      let verdict = item.problems.isEmpty ? "fits" : "cannot be moved"
      let states = item.before == item.after || item.after.isEmpty
      let head: [Table.Cell] = [
        .init(item.reference, .bold),
        .init(verdict, item.problems.isEmpty ? .green : .red),
        .init(item.before.joined(separator: ", ")), .init(states ? "" : "→", .dim),
        .init(states ? "" : item.after.joined(separator: ", ")),
      ]
      var rows = [head]
      func add(_ what: String, _ cells: [Table.Cell]) {
        rows.append([.init(item.reference, .dim), .init(what)] + cells)
      }
      for problem in item.problems { add("problem", [.init(problem), "", ""]) }
      for note in item.notes { add("note", [.init(note), "", ""]) }
      for field in item.fields {
        add(
          "data \(field.name)",
          [.init(value(field.before)), .init("→", .dim), .init(value(field.after))])
      }
      for change in item.promises {
        let cells = cells(change, report.zone, appearance)
        add("\(change.kind) \(cells[0].text)", Array(cells.dropFirst()))
      }
      return rows
    }
    return Table(headers: ["REFERENCE", "VERDICT", "BEFORE", "", "AFTER"], rows: rows)
      .rendered(appearance)
  }

  static func summary(_ report: MigrationAnswer) -> String {
    let digest = report.definition.prefix(12)
    if report.replay { return "these agreements were moved by this command before" }
    if report.items.isEmpty {
      return
        "nothing to move: \(report.current) running agreements are on \(report.workflow) \(digest) already"
    }
    if report.problems > 0 {
      return
        "nothing was moved: \(report.problems) of \(report.items.count) agreements cannot be; name the others with --ref"
    }
    let what = report.applied ? "moved" : "would be moved"
    return "\(report.items.count) agreements \(what) to \(report.workflow) \(digest)"
  }
}
