// Moving agreements to the version of their definition that is loaded: a verdict for each, then all of
// them in one transaction, or none.

internal import Logging
internal import Statechart
public import Store
public import WorkCalendar
public import Workflow

/// Moves agreements to the version of their definition that is loaded.
public struct MigrationCommand: Hashable, Sendable {
  /// Workflow.
  public var workflow: String
  /// Only these agreements; empty: all that run.
  public var references: [String]
  /// States of the old definition that are called otherwise in the new one.
  public var states: [String: String]
  /// Fields whose values are left behind.
  public var dropped: [String]
  /// Values for fields of the new definition that an agreement has none for.
  public var values: [String: JSON]
  /// Why; a preview needs none.
  public var reason: String?
  /// Only tell what would be done.
  public var isDryRun: Bool

  /// Creates a command.
  public init(
    workflow: String, references: [String] = [], states: [String: String] = [:],
    dropped: [String] = [], values: [String: JSON] = [:], reason: String?, isDryRun: Bool = false
  ) {
    self.workflow = workflow
    self.references = references
    self.states = states
    self.dropped = dropped
    self.values = values
    self.reason = reason
    self.isDryRun = isDryRun
  }
}

/// The verdict about one agreement.
public struct VerdictView: Hashable, Sendable {
  /// Reference.
  public var reference: String
  /// What it is about.
  public var title: String
  /// Digest of the definition that it was on.
  public var from: String
  /// Active states before.
  public var before: [String]
  /// Active states after; empty where that cannot be told.
  public var after: [String]
  /// Every task and timed transition, before and after.
  public var promises: [PromiseView]
  /// Data that are others than before.
  public var fields: [FieldChange]
  /// True for one whose clocks stand still; they go on doing so.
  public var isSuspended: Bool
  /// Why it cannot be moved.
  public var problems: [String]
  /// What else is to be known.
  public var notes: [String]
}

/// What a migration did, or would do.
public struct MigrationReport: Hashable, Sendable {
  /// Workflow.
  public var workflow: String
  /// Digest of the definition that is loaded.
  public var definition: String
  /// True when the agreements were moved.
  public var isApplied: Bool
  /// Agreements that are on that definition already.
  public var current: Int
  /// A verdict for each of the others, in the order of their numbers.
  public var verdicts: [VerdictView]
  /// True when the same command had been done before.
  public var isReplay = false

  /// How many cannot be moved.
  public var problemCount: Int { verdicts.count { !$0.problems.isEmpty } }
}

extension Engine {
  /// Moves agreements to the definition that is loaded; all of them are on disk when this returns, or
  /// none: one that cannot be moved keeps all the others where they are.
  ///
  /// Whether the caller may is the caller's to ask (``Caller/isAdministrator``).
  public func migrate(_ command: MigrationCommand, _ context: CommandContext)
    async throws(EngineError) -> MigrationReport
  {
    let workflow = try workflow(named: command.workflow)
    if !command.isDryRun, command.reason?.contains(where: { !$0.isWhitespace }) != true {
      throw refusal(
        .reasonMissing(event: "migrate"), workflow: workflow.name, reference: nil, context)
    }
    let fingerprint = context.idempotencyKey == nil ? "" : Fingerprint.of(command)
    if !command.isDryRun, try await replayed(context, fingerprint) != nil {
      return MigrationReport(
        workflow: workflow.name, definition: workflow.digest, isApplied: true, current: 0,
        verdicts: [], isReplay: true)
    }
    let migration = Migration(
      states: command.states, dropped: command.dropped,
      values: try values(command.values, of: workflow), reason: command.reason ?? "-",
      by: operatorName(context))
    for attempt in 1... {
      let trial = try await judge(command, migration, workflow, context, fingerprint)
      var report = trial.report
      guard !command.isDryRun, report.problemCount == 0, !trial.changes.isEmpty else {
        return report
      }
      do {
        let receipts = try await store.commit(trial.changes)
        for verdict in report.verdicts { cache.remove(verdict.reference) }
        journal(migrated: receipts, workflow, cause: "uid:\(context.caller.uid)")
        wakeLanes()
        timerAlarm.interrupt()
        report.isApplied = true
        return report
      } catch {
        for verdict in report.verdicts { cache.remove(verdict.reference) }
        // One of them moved meanwhile: nothing is written, and every verdict is made anew.
        if case .conflict = error, attempt < limits.migrationRetries { continue }
        if case .conflict = error { break }
        _ = try await resolve(error, context, fingerprint)
        report.isApplied = true
        report.isReplay = true
        return report
      }
    }
    throw .busy(workflow.name)
  }

  private struct Trial {
    var report: MigrationReport
    var changes: [Changes] = []
  }

  /// A verdict for each agreement as it is on disk, and the rows that would move it.
  private func judge(
    _ command: MigrationCommand, _ migration: Migration, _ workflow: Workflow,
    _ context: CommandContext, _ fingerprint: String
  ) async throws(EngineError) -> Trial {
    let calendar = try calendar(of: workflow)
    let now = clock.now()
    let cause = "uid:\(context.caller.uid)"
    var trial = Trial(
      report: MigrationReport(
        workflow: workflow.name, definition: workflow.digest, isApplied: false, current: 0,
        verdicts: []))
    var search: EndSearch? = EndSearch()
    var unknown = Set(migration.states.keys)
    for row in try await rows(of: command) {
      if row.definition == workflow.digest {
        trial.report.current += 1
        continue
      }
      guard trial.report.verdicts.count < limits.migratedAgreements else {
        throw .tooMany(
          what: "agreements of one migration", count: trial.report.verdicts.count + 1,
          most: limits.migratedAgreements)
      }
      let agreement = try decode(row)
      unknown = unknown.filter { agreement.workflow.chart[StateID($0)] == nil }
      let verdict = workflow.migration(
        of: agreement.state, from: agreement.workflow, by: migration, at: now, calendar: calendar,
        search: &search)
      trial.report.verdicts.append(view(verdict, agreement, workflow))
      guard let outcome = verdict.outcome, !command.isDryRun else { continue }
      let receipt = trial.changes.isEmpty ? claim(context, fingerprint) : nil
      trial.changes += try stepChanges(
        agreement, outcome, at: now, calendar: calendar, cause: cause, receipt: receipt,
        isByTime: true, movedTo: workflow)
    }
    try checkNames(migration, workflow, unknown: unknown, isEmpty: trial.report.verdicts.isEmpty)
    return trial
  }

  /// A name that no definition has is a spelling mistake, and would move nothing.
  private func checkNames(
    _ migration: Migration, _ workflow: Workflow, unknown: Set<String>, isEmpty: Bool
  ) throws(EngineError) {
    if !isEmpty, let state = unknown.min() {
      throw .refused(.unknownState(state, suggestion: nil))
    }
    for state in migration.states.values.sorted() where workflow.chart[StateID(state)] == nil {
      throw .refused(
        .unknownState(
          state,
          suggestion: Suggestion.nearest(
            to: state, in: workflow.chart.states.dropFirst().map(\.id.rawValue))))
    }
  }

  private func rows(of command: MigrationCommand) async throws(EngineError) -> [InstanceRow] {
    if !command.references.isEmpty { return try await rows(named: command) }
    var rows: [InstanceRow] = []
    var page: [InstanceRow]
    repeat {
      let query = InstanceQuery(
        workflow: command.workflow, status: .active, order: .oldestFirst, after: rows.last?.id,
        limit: limits.rowsPerAnswer)
      page = try await ask { store async throws(StoreError) in try await store.instances(query) }
      rows += page
    } while page.count == limits.rowsPerAnswer
    return rows
  }

  private func rows(named command: MigrationCommand) async throws(EngineError) -> [InstanceRow] {
    var rows: [InstanceRow] = []
    for reference in command.references where !rows.contains(where: { $0.reference == reference }) {
      let row = try await ask { store async throws(StoreError) in
        try await store.instance(reference: reference)
      }
      guard let row, row.workflow == command.workflow else {
        throw .notFound(
          what: "agreement of «\(command.workflow)»", name: reference, suggestion: nil)
      }
      guard row.status == .active else {
        throw .refused(.finished(states: row.states.split(separator: " ").map(String.init)))
      }
      rows.append(row)
    }
    return rows
  }

  private func view(
    _ verdict: MigrationVerdict, _ agreement: LoadedAgreement, _ workflow: Workflow
  ) -> VerdictView {
    VerdictView(
      reference: agreement.reference, title: agreement.title, from: verdict.from,
      before: verdict.before, after: verdict.after,
      promises: verdict.changes.promises.map { view($0, agreement.workflow, workflow) },
      fields: verdict.changes.fields, isSuspended: agreement.state.suspension != nil,
      problems: verdict.problems.map { "\($0)" }, notes: verdict.notes.map { "\($0)" })
  }

  /// One line for all: the head of the chain after them leaves the machine with it.
  private func journal(migrated receipts: [CommitReceipt], _ workflow: Workflow, cause: String) {
    guard let last = receipts.last else { return }
    logger.notice(
      "agreements migrated: \(receipts.count)",
      metadata: [
        "message.id": "agreementsMigrated", "workflow": "\(workflow.name)", "event": "migrate",
        "cause": "\(cause)", "history.position": "\(last.position)",
        "history.hash": "\(last.hash)",
      ])
  }
}

extension Fingerprint {
  static func of(_ command: MigrationCommand) -> String {
    hash([
      .string("migrate"), .string(command.workflow), .strings(command.references),
      object(command.states.mapValues { .string($0) }), .strings(command.dropped),
      object(command.values), .string(command.reason ?? ""),
    ])
  }
}
