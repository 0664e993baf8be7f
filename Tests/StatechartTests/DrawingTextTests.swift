// Goal: texts are cleaned, cut, wrapped and escaped for each format.
// Method: tables of what goes in and what must come out.

import Testing

@testable import Statechart

struct DrawingTextTests {
  @Test(arguments: [
    ("plain", "plain"), ("  two \n lines\t", "two lines"),
    ("a\u{0}b\u{1B}c", "a\u{FFFD}b\u{FFFD}c"),
    ("\u{202E}abc\u{2066}", "\u{FFFD}abc\u{FFFD}"), ("a\u{2028}b", "a b"),
    ("مرحبا", "مرحبا"), ("ᬩᬮᬶ", "ᬩᬮᬶ"), ("\u{FFFE}", "\u{FFFD}"), ("5\u{A0}wd", "5\u{A0}wd"),
    ("e\u{301}\u{301}\u{301}\u{301}\u{301}", "e\u{301}\u{301}\u{301}"),
  ])
  func `texts are cleaned`(text: String, expected: String) {
    #expect(Array(DrawingText.clean(text).unicodeScalars) == Array(expected.unicodeScalars))
  }

  @Test func `long texts are cut`() {
    let text = DrawingText.clean(String(repeating: "x", count: 5_000))
    #expect(text.count == DrawingLimits.textMost + 1)
    #expect(text.hasSuffix("x…"))
  }

  @Test(arguments: [
    ("a<b>&\"c'", "a&lt;b&gt;&amp;&quot;c&#39;"), ("]]>", "]]&gt;"), ("é ᬩ", "é ᬩ"),
  ])
  func `XML is escaped`(text: String, expected: String) {
    #expect(DrawingText.xml(text) == expected)
  }

  @Test(arguments: [
    ("a\\Nb", "a\\&#8205;Nb", "a\\\\Nb"), ("\"", "&quot;", "&quot;"),
    ("<B>", "&lt;B&gt;", "&lt;B&gt;"),
  ])
  func `Graphviz is escaped`(text: String, label: String, string: String) {
    #expect(DrawingText.dotLabel(text) == label)
    #expect(DrawingText.dotString(text) == string)
  }

  @Test(arguments: [
    ("a: b; c", "a#58; b#59; c"), ("\"x\" #1", "#34;x#34; #35;1"),
    ("%% {x}", "#37;#37; #123;x#125;"),
    ("<script>", "#60;script#62;"), ("plain text", "plain text"),
  ])
  func `Mermaid is escaped`(text: String, expected: String) {
    #expect(DrawingText.mermaid(text) == expected)
  }

  @Test func `lines are no wider than asked`() {
    let text =
      "Menunggu tanda tangan Kepala Dinas/a-very-long-name_that_goes_on_and_on_for_ever 5 hk"
    for width in stride(from: 40.0, to: 300, by: 20) {
      let lines = DrawingText.wrap(text, font: .row, width: width)
      #expect(lines.count <= DrawingLimits.linesMost)
      for line in lines.dropLast() { #expect(Font.row.width(of: line) <= width) }
    }
    #expect(DrawingText.wrap("", font: .row, width: 100) == [])
    #expect(DrawingText.wrap("one two", font: .row, width: 500) == ["one two"])
  }

  @Test(arguments: [
    ([], ""), ([1], "1"), ([1, 2, 3, 4], "1, 2, 3, 4"), ([1, 2, 3, 4, 5, 6], "1, 2, …, 5, 6"),
  ])
  func `many numbers are shortened`(numbers: [Int], expected: String) {
    #expect(DrawingText.numbers(numbers) == expected)
  }

  @Test(arguments: [
    ([3, 1, 2], 2), ([1, 2, 3], 0), ([], 0), ([2, 2, 1], 2), ([4, 3, 2, 1, 0], 10),
  ])
  func `crossings are counted`(values: [Int], expected: Int) {
    #expect(LayerGrid.inversions(values) == expected)
  }
}
