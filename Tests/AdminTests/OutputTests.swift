// Goal: people read tables, programs read lines; both stay as they are. Method: snapshots.

import AdminAPI
import AdminClient
import Testing

@testable import sinergictl

@Suite struct OutputTests {
  enum Reader: String, CaseIterable {
    case terminal, narrow, colour, pipe

    // Sunday 22 November 2026, 16:30 WITA.
    var appearance: Appearance {
      Appearance(
        isTerminal: self != .pipe, width: self == .narrow ? 60 : 160, usesColor: self == .colour,
        secondsSince1970: 1_795_336_200)
    }
  }

  static let outputs: [(name: String, text: @Sendable (Appearance) -> String)] = [
    ("agreements", { AgreementWords.list(Page(items: [Samples.agreement], zone: "WITA"), $0) }),
    ("agreement", { AgreementWords.detail(Samples.detail, $0) }),
    ("tasks", { TaskWords.list(Page(items: [Samples.task, late], zone: "WITA"), $0) }),
    (
      "history",
      { HistoryWords.list(Page(items: [Samples.history], zone: "WITA"), isVerbose: false, $0) }
    ),
    (
      "history-verbose",
      { HistoryWords.list(Page(items: [Samples.history], zone: "WITA"), isVerbose: true, $0) }
    ),
    (
      "done",
      {
        CommandWords.done(Samples.answer, $0) + "\n" + CommandWords.next(Samples.detail, $0) + "\n"
      }
    ), ("status", { DaemonWords.status(Samples.status, $0) }),
    ("channels", { NotifyWords.channels(Page(items: [Samples.channel], zone: "WITA"), $0) }),
    (
      "preview",
      { NotifyWords.previews(Page(items: [Samples.preview, Samples.preview], zone: "WITA"), $0) }
    ), ("message", { NotifyWords.detail(Samples.messageDetail, $0) }),
    ("messages", { DaemonWords.messages(Page(items: [Samples.message], zone: "WITA"), $0) }),
    ("reminders", { ClockWords.reminders(Page(items: [Samples.reminder], zone: "WITA"), $0) }),
    ("calendars", { ClockWords.calendars(Page(items: [Samples.calendar], zone: "WITA"), $0) }),
    ("calendar-report", { ClockWords.report(Samples.calendarReport, $0) }),
    ("forecast", { ForecastWords.forecast(Samples.forecast, withBranches: true, $0) }),
    ("derivation", { DerivationWords.derivation(Samples.derivation, "WITA", $0) }),
    ("administration", { AdministrationWords.changed(Samples.administered, $0) }),
    ("import", { AdministrationWords.imported(Samples.importAnswer, $0) }),
    ("migration", { AdministrationWords.verdicts(Samples.migrationAnswer, $0) }),
    (
      "history-administration",
      {
        HistoryWords.list(
          Page(items: Samples.administrationHistory, zone: "WITA"), isVerbose: false, $0)
      }
    ),
    ("documents", { DocumentWords.list(Samples.documents, $0) }),
    ("document-added", { DocumentWords.done(Samples.documentAnswer, $0) }),
    ("document-check", { DocumentWords.check(Samples.documentCheck, $0) }),
    (
      "history-document",
      {
        HistoryWords.list(
          Page(items: [Samples.documentHistory], zone: "WITA"), isVerbose: false, $0)
      }
    ), ("register", { Samples.registerSheet.table($0) }),
    (
      "directory-positions",
      { DirectoryWords.positions(Samples.directory, $0) }
    ), ("directory-people", { DirectoryWords.people(Samples.directory, $0) }),
    ("directory-organisations", { DirectoryWords.organisations(Samples.directory, $0) }),
    ("directory-deputies", { DirectoryWords.deputies(Samples.directory, $0) }),
    (
      "directory-detail",
      { appearance in
        ["kepala-dinas", "ni-made-sari", "dinas"].map {
          DirectoryWords.detail($0, Samples.directory, appearance) ?? ""
        }.joined()
      }
    ), ("directory-changes", { DirectoryWords.changes(Samples.directoryReport.changes, $0) }),
    (
      "done-by-deputy",
      { CommandWords.done(Samples.byDeputy, $0) + "\n" }
    ),
    (
      "history-deputy",
      {
        HistoryWords.list(Page(items: [Samples.deputyHistory], zone: "WITA"), isVerbose: false, $0)
      }
    ),
    ("workflows", { WorkflowWords.list(Page(items: [Samples.workflow], zone: "WITA"), $0) }),
  ]

  static let late: TaskItem = {
    var task = Samples.task
    task.reference = "NKO/2026/0002"
    task.title = "Menelaah 覚書 bersama"
    task.people = []
    task.dueAt = "2026-11-20T16:30:00+08:00"
    task.provisional = false
    task.overdue = true
    return task
  }()

  @Test(arguments: outputs.indices, Reader.allCases)
  func `an answer looks as its snapshot does`(index: Int, reader: Reader) throws {
    let output = Self.outputs[index]
    try Snapshots.check(
      output.text(reader.appearance),
      "Tests/AdminTests/Snapshots/\(output.name).\(reader.rawValue).txt")
  }

  @Test(arguments: outputs.indices)
  func `behind a pipe there is no colour and no cut`(index: Int) {
    let text = Self.outputs[index].text(Reader.pipe.appearance)
    #expect(!text.contains("\u{1B}") && !text.contains("…"))
  }

  @Test(arguments: outputs.indices)
  func `colour only marks: without it the words are the same`(index: Int) {
    let plain = Self.outputs[index].text(Reader.terminal.appearance)
    var coloured = Self.outputs[index].text(Reader.colour.appearance)
    for code in ["0", "1", "2", "31", "32", "33"] {
      coloured = coloured.split(separator: "\u{1B}[\(code)m", omittingEmptySubsequences: false)
        .joined()
    }
    #expect(coloured == plain)
  }

  @Test func `a table fits its terminal and its first column stays whole`() {
    let seed = UInt64.random(in: .min ... .max)
    var random = SplitMix(state: seed)
    let words = ["nota", "kesepahaman", "覚書", "Universitas Pendidikan Ganesha", "é", "👩‍💻", ""]
    for _ in 0..<300 {
      let columns = Int(random.next() % 5) + 1
      let rows = (0..<Int(random.next() % 6) + 1).map { _ in
        (0..<columns).map { column in
          column == 0
            ? "NKO/2026/0001"
            : Table.Cell(
              (0..<Int(random.next() % 4)).map { _ in words[Int(random.next() % 7)] }
                .joined(separator: " "))
        }
      }
      let width = Int(random.next() % 100) + 55
      let appearance = Appearance(
        isTerminal: true, width: width, usesColor: false, secondsSince1970: 0)
      let headers = [String](repeating: "H", count: columns)
      let text = Table(headers: headers, rows: rows).rendered(appearance)
      for line in text.split(separator: "\n").dropFirst() {
        #expect(TextWidth.of(line) <= width, "seed \(seed): \(line)")
        #expect(line.hasPrefix("NKO/2026/0001"), "seed \(seed): \(line)")
      }
    }
  }

  @Test(arguments: [
    ("abc", 3), ("覚書", 4), ("é", 1), ("e\u{301}", 1), ("👩‍💻", 2), ("☎️", 2), ("", 0), ("한글", 4),
  ])
  func `a text takes as many columns as a terminal gives it`(text: String, columns: Int) {
    #expect(TextWidth.of(text) == columns)
    for most in 1..<8 { #expect(TextWidth.of(TextWidth.cut(text, to: most)) <= most) }
  }

  @Test func `what comes from data cannot steer the terminal`() {
    #expect(TextWidth.harmless("a\u{1B}[2Jb\u{202E}c\nd\te") == "a\u{FFFD}[2Jb\u{FFFD}c d e")
  }

  @Test(arguments: [
    ("2026-11-22T23:59:00+08:00", "today"), ("2026-11-22T00:00:00+08:00", "today"),
    ("2026-11-23T00:00:00+08:00", "in 1 d"), ("2026-11-20T16:30:00+08:00", "2 d late"),
    ("2026-11-22T23:00:00-05:00", "today"), ("2031-03-09T00:00:00+08:00", "in 1568 d"),
    ("2026-11-22T08:30:00Z", "today"), ("kemarin", nil), ("2026-11-22", nil),
  ])
  func `days are counted on the deadline's own clock`(stamp: String, words: String?) {
    #expect(Reader.terminal.appearance.daysLeft(stamp) == words)
  }

  @Test(arguments: [
    (["konsep"], ["telaah"], ["telaah"], "konsep → telaah"),
    ([], ["konsep"], ["konsep"], "→ konsep"),
    (["a", "a/b"], ["c", "c/d"], ["c/d"], "a/b → c/d"), ([], [], ["x"], "→ x"),
    // Passed through: left and entered in the same step.
    (["a/2", "a/end", "a"], ["a/end", "b"], ["b"], "a/2 → b"), (["a"], ["a"], ["a"], "a → a"),
    ([], [], [], "no move"),
  ])
  func `a move names the innermost states`(
    exited: [String], entered: [String], states: [String], words: String
  ) {
    #expect(CommandWords.move(exited: exited, entered: entered, states: states) == words)
  }

  @Test func `a failure says what to try and ends with its exit code`() {
    let rows: [(ClientError, Exit, String)] = [
      (
        .problem(Problem(.notNow, "«x» is not possible", help: "sinergictl show A/1")), .refused,
        "cannot send «x»: «x» is not possible\ntry: sinergictl show A/1"
      ),
      (
        .problem(Problem(.notPermitted, "no")), .notPermitted,
        "cannot send «x»: no\ntry: sinergictl explain not-permitted"
      ),
      (
        .problem(Problem(.store, "cannot write")), .cannot,
        "cannot write\ntry: sinergictl explain store"
      ),
      (
        .unreachable(path: "/run/sinergi/sinergi.sock", reason: .noSocket), .unreachable,
        "cannot reach the daemon at /run/sinergi/sinergi.sock: there is no such socket\ntry: systemctl status sinergid.socket sinergid.service"
      ),
    ]
    for (error, exit, text) in rows {
      let words = FailureWords(error, purpose: "send «x»")
      #expect(words.exit == exit)
      #expect(words.rendered(Reader.pipe.appearance) == text)
    }
  }
}
