// Goal: expressions of definitions count working days as deadlines do, and can be tried out.
// Method: the shipped calendar and definition; properties over dates with a seed.

import CEL
import Testing
import WorkCalendar

@testable import Workflow

@Suite struct ExpressionTests {
  private func evaluate(
    _ expression: String, data: JSON = .object([] as [JSON.Member]), isTyped: Bool = false,
    hasCalendar: Bool = true
  ) throws -> String {
    let shipped = try Shipped.load()
    return try ExpressionTrial.evaluate(
      SourceText(name: "e", text: expression), data: data,
      workflow: isTyped ? shipped.workflow : nil,
      calendar: hasCalendar ? shipped.calendar : nil,
      today: try #require(CivilDate("2026-11-25"))
    ).text
  }

  @Test(arguments: [
    // A weekend lies between; the golden dates of the calendar are in its own tests.
    ("string(addWorkingDays(date('2026-11-25'), 1))", "'2026-11-26'"),
    ("string(addWorkingDays(date('2026-11-25'), 3))", "'2026-11-30'"),
    ("string(addWorkingDays(date('2026-11-28'), 0))", "'2026-11-30'"),
    ("string(addWorkingDays(date('2026-11-25'), -3))", "'2026-11-20'"),
    ("workingDays(date('2026-11-25'), date('2026-11-25'))", "0"),
    ("workingDays(date('2026-11-25'), date('2026-11-30'))", "3"),
    ("workingDays(date('2026-11-30'), date('2026-11-25'))", "-3"),
    ("workingDays(today, addWorkingDays(today, 250))", "250"),
  ])
  func `working days are counted as deadlines are`(expression: String, value: String) throws {
    let text = try evaluate(expression)
    #expect(text.replacing("\"", with: "'") == value)
  }

  @Test func `adding working days and counting them agree`() throws {
    let calendar = try Shipped.load().calendar
    let seed = seed(0x5126_0010)
    var numbers = SeededNumbers(seed: seed)
    for _ in 0..<200 {
      let start = try #require(
        CivilDate(daysSince1970: Int32.random(in: 19_800...21_900, using: &numbers)))
      let amount = Int64.random(in: 1...300, using: &numbers)
      func call(_ name: String, _ last: Value) throws -> Value {
        try DateLibrary.call(name, [DateLibrary.value(start), last], calendar.business)
      }
      let end = try call("addWorkingDays", .int(amount))
      #expect(try call("workingDays", end) == .int(amount), "SINERGI_SEED=\(seed): \(start)")
      // A deadline of so many working days falls on the same date.
      let deadline = calendar.deadline(
        TimeSpan(Int(amount), .workingDays), from: calendar.startOfDay(start))
      #expect(DateLibrary.civilDate(end) == deadline.date, "SINERGI_SEED=\(seed): \(start)")
    }
  }

  @Test func `data has the types of its definition, and anything without one`() throws {
    let data = try JSON(parsing: #"{"berakhir": "2027-03-09", "rangkap": 2}"#)
    #expect(
      try evaluate(
        "data.berakhir > today && data.rangkap == 2", data: data, isTyped: true) == "true")
    #expect(try evaluate("data.a[1].b + 1", data: JSON(parsing: #"{"a": [0, {"b": 2}]}"#)) == "3")
    let wrong: [(String, JSON, Bool)] = [
      ("data.berakhr", data, true), ("data.rangkap + 'x'", data, true),
      ("1", try JSON(parsing: #"{"tiada": 1}"#), true),
      ("1", try JSON(parsing: #"{"berakhir": "besok"}"#), true), ("1 / 0", data, false),
    ]
    for (expression, data, isTyped) in wrong {
      #expect(throws: ExpressionTrial.Failure.self, "\(expression)") {
        try evaluate(expression, data: data, isTyped: isTyped)
      }
    }
  }

  @Test func `without a calendar no working day is counted`() throws {
    #expect(throws: ExpressionTrial.Failure.self) {
      try evaluate("workingDays(today, today)", hasCalendar: false)
    }
  }

  @Test func `a definition may count working days in a deadline`() throws {
    let text = """
      workflow: w
      title: W
      calendar: c
      reference: "W/{sequence}"
      data: { mulai: date }
      roles: { pic: { position: p } }
      initial: a
      states:
        a:
          task: { for: pic, due: "addWorkingDays(data.mulai, 5)" }
          on: { maju: { target: b, guard: "workingDays(data.mulai, today) >= 0" } }
        b: { type: final }
      """
    let workflow = try workflow(text)
    let mulai = try #require(CivilDate("2026-05-04"))
    let state = try workflow.start(
      data: ["mulai": DateLibrary.value(mulai)], session: "s", actor: nil,
      at: try instant("2026-05-04 09:00"), calendar: Shipped.load().calendar
    ).state
    #expect(state.tasks.first?.deadline?.date == CivilDate("2026-05-11"))
  }

  // MARK: The page for authors

  /// An example of the page and what it gives.
  struct Example: CustomTestStringConvertible {
    var expression: String
    var value: String
    var testDescription: String { expression }

    static let all: [Example] = {
      let page = (try? source("docs/expressions.md").text) ?? ""
      return page.split(separator: "\n").compactMap { line -> Example? in
        // The last two cells of a row; a bar in an expression is written with a backslash.
        let cells = line.replacing("\\|", with: "\u{1}").split(separator: "|")
          .map { $0.replacing("\u{1}", with: "|").filter { $0 != "\u{A0}" } }
        guard cells.count >= 3, let example = code(cells[cells.count - 2]),
          let value = code(cells[cells.count - 1])
        else { return nil }
        return Example(expression: example, value: value)
      }
    }()

    private static func code(_ cell: String) -> String? {
      let text = cell.drop(while: \.isWhitespace)
      guard text.first == "`", let end = text.dropFirst().firstIndex(of: "`"),
        text[text.index(after: end)...].allSatisfy(\.isWhitespace)
      else { return nil }
      return String(text[text.index(after: text.startIndex)..<end])
    }
  }

  @Test(arguments: Example.all)
  func `an example of the page for authors gives what stands there`(example: Example) throws {
    #expect(try evaluate(example.expression) == example.value)
  }

  @Test func `the page has examples`() {
    #expect(Example.all.count > 60)
  }
}
