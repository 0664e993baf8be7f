// Goal: spans, references and assignees read what authors write and nothing else.
// Method: tables.

import Testing
import WorkCalendar

@testable import Workflow

@Suite struct TimeSpanTests {
  @Test(arguments: [
    ("5 wd", 5, TimeSpan.Unit.workingDays), ("-2 wd", -2, .workingDays), ("+1 wd", 1, .workingDays),
    ("0 wd", 0, .workingDays), ("5wd", 5, .workingDays), ("30 d", 30, .days), ("6 mo", 6, .months),
    ("72 h", 72, .hours), ("P6M", 6, .months), ("P30D", 30, .days), ("P2Y", 24, .months),
    ("P2W", 14, .days), ("PT72H", 72, .hours), ("-P6M", -6, .months), ("10000 d", 10_000, .days),
    ("  5   wd ", 5, .workingDays),
  ])
  func `a span is an amount on one of three clocks`(
    text: String, amount: Int, unit: TimeSpan.Unit
  ) throws {
    let span = try #require(TimeSpan(text))
    #expect(span == TimeSpan(amount, unit))
    #expect(TimeSpan(span.description) == span)
    #expect(span.negated.negated == span)
  }

  @Test(arguments: [
    "", " ", "wd", "5", "5 hari", "5 WD", "5.5 d", "1 2 d", "5 w d", "10001 d", "-10001 wd", "P",
    "PT",
    "P6", "P6H", "PT6M", "P1Y2M", "P10001D", "PM", "P-6M", "६ d", "5 wd each",
    "9223372036854775807 d", "-9223372036854775808 wd", "99999999999999999999 d",
    "P99999999999999999999D",
  ])
  func `anything else is no span`(text: String) {
    #expect(TimeSpan(text) == nil)
  }
}

@Suite struct ReferencePatternTests {
  @Test(arguments: [
    ("NKO/{year}/{sequence:4}", "NKO/2027/0012", "NKO/2027/#"), ("{sequence}", "12", "#"),
    ("A-{sequence:2}.B_{year}", "A-12.B_2027", "A-#.B_2027"), ("{sequence:9}", "000000012", "#"),
    ("{year}{year}/{sequence:1}", "20272027/12", "20272027/#"),
  ])
  func `a pattern gives references and names its counter`(
    source: String, reference: String, counter: String
  ) throws {
    let pattern = try ReferencePattern(source)
    #expect(pattern.reference(year: 2027, number: 12) == reference)
    #expect(pattern.counter(year: 2027) == counter)
    #expect(pattern.source == source)
  }

  @Test func `a number wider than its place is written whole`() throws {
    let pattern = try ReferencePattern("N/{sequence:2}")
    #expect(pattern.reference(year: 2027, number: 1_234) == "N/1234")
  }

  @Test func `references that run per year have a counter per year`() throws {
    let perYear = try ReferencePattern("N/{year}/{sequence}")
    #expect(perYear.counter(year: 2026) != perYear.counter(year: 2027))
    let running = try ReferencePattern("N/{sequence}")
    #expect(running.counter(year: 2026) == running.counter(year: 2027))
  }

  @Test(arguments: [
    ("NKO/{year}", ReferencePattern.Problem.sequenceCount(0)), ("", .sequenceCount(0)),
    ("{sequence}{sequence:4}", .sequenceCount(2)), ("{nomor}", .placeholder("nomor")),
    ("{sequence:0}", .placeholder("sequence:0")), ("{sequence:10}", .placeholder("sequence:10")),
    ("{sequence:}", .placeholder("sequence:")), ("{}", .placeholder("")),
    ("{sequence", .placeholder("sequence")), ("a {sequence}", .character(" ")),
    ("é{sequence}", .character("é")), ("{sequence}}", .character("}")),
    ("a'b{sequence}", .character("'")),
  ])
  func `a pattern that cannot count says why`(source: String, problem: ReferencePattern.Problem) {
    #expect(throws: problem) { try ReferencePattern(source) }
  }
}

@Suite struct AssigneeTests {
  @Test(arguments: [
    Assignee.position("kadis"), .position("a/b"), .partner("univ-ganesha", .signatory),
    .partner("bi-bali", .contact),
  ])
  func `the stored form reads back`(assignee: Assignee) {
    #expect(Assignee(assignee.description) == assignee)
  }

  @Test(arguments: [
    "", "kadis", "partner:bi-bali", "partner:bi-bali/boss", "person:x", "Position:x",
  ])
  func `anything else is no assignee`(text: String) {
    #expect(Assignee(text) == nil)
  }
}

@Suite struct DataFieldTests {
  private func field(_ type: FieldType, values: [String] = []) -> DataField {
    DataField(
      name: "f", type: type, isRequired: false, defaultValue: nil, title: nil,
      allowedValues: values)
  }

  @Test(arguments: [
    (FieldType.string, "a"), (.string, ""), (.int, "-12"), (.int, "9223372036854775807"),
    (.double, "1.5"), (.double, "2.0"), (.bool, "true"), (.date, "2027-03-09"),
    (.organisation, "bi-bali"),
  ])
  func `a value survives its stored form`(type: FieldType, text: String) throws {
    let value = try field(type).value(from: text).get()
    let json = DataField.json(value)
    #expect(try field(type).value(from: JSON(parsing: json.text)).get() == value)
    #expect(DataField.text(value) == text)
  }

  @Test(arguments: [
    (FieldType.int, "1.5"), (.int, "9223372036854775808"), (.int, ""), (.double, "nan"),
    (.double, "inf"), (.double, "1e999"), (.bool, "ya"), (.bool, "TRUE"), (.date, "2027-02-29"),
    (.date, "9 Maret 2027"),
  ])
  func `a text of another type is refused with the field's name`(type: FieldType, text: String) {
    #expect(throws: FieldProblem.notOfType(field: "f", type: type, text: text)) {
      try field(type).value(from: text).get()
    }
  }

  @Test func `a closed list takes only its values`() {
    let closed = field(.string, values: ["basah", "tte"])
    #expect(throws: FieldProblem.notAllowed(field: "f", text: "tinta", allowed: ["basah", "tte"])) {
      try closed.value(from: "tinta").get()
    }
    #expect(throws: Never.self) { try closed.value(from: "tte").get() }
  }

  @Test func `text has a bound`() {
    let most = WorkflowLimits.textBytes
    let long = String(repeating: "é", count: most / 2)
    #expect(throws: Never.self) { try field(.string).value(from: long).get() }
    #expect(throws: FieldProblem.tooLong(field: "f", most: most)) {
      try field(.string).value(from: long + "x").get()
    }
  }
}
