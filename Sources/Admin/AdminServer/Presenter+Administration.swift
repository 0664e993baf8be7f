// What administrators changed, on the wire.

internal import AdminAPI
internal import Engine
internal import Workflow

extension Presenter {
  func administration(_ view: AdministrationView, directory: Directory) -> AdministrationAnswer {
    AdministrationAnswer(
      command: command(view.result, directory: directory), dryRun: view.isDryRun,
      skipped: view.skipped, promises: view.promises.map(promise),
      fields: view.fields.map(field), warnings: view.warnings, zone: zoneName)
  }

  func imported(_ report: ImportReport) -> ImportAnswer {
    ImportAnswer(
      workflow: report.workflow, applied: report.isApplied,
      items: report.items.map { item in
        ImportedItem(
          line: item.line, reference: item.reference, title: item.title, states: item.states,
          status: item.status, passed: item.passed,
          promises: (item.tasks + item.timers).map(promise), problem: item.problem)
      }, problems: report.problemCount, replay: report.isReplay, zone: zoneName)
  }

  func migrated(_ report: MigrationReport) -> MigrationAnswer {
    MigrationAnswer(
      workflow: report.workflow, definition: report.definition, applied: report.isApplied,
      current: report.current,
      items: report.verdicts.map { verdict in
        VerdictItem(
          reference: verdict.reference, title: verdict.title, from: verdict.from,
          before: verdict.before, after: verdict.after, promises: verdict.promises.map(promise),
          fields: verdict.fields.map(field), suspended: verdict.isSuspended,
          problems: verdict.problems, notes: verdict.notes)
      }, problems: report.problemCount, replay: report.isReplay, zone: zoneName)
  }

  private func promise(_ view: PromiseView) -> PromiseChangeItem {
    PromiseChangeItem(
      kind: view.change.kind.rawValue, title: view.title, before: view.change.before.map(side),
      after: view.change.after.map(side))
  }

  private func side(_ side: PromiseChange.Side) -> PromiseSideItem {
    PromiseSideItem(name: side.name, role: side.role, due: side.deadline.map(deadline))
  }

  private func field(_ change: FieldChange) -> FieldChangeItem {
    FieldChangeItem(
      name: change.name, before: change.before.map(Self.value),
      after: change.after.map(Self.value))
  }
}
