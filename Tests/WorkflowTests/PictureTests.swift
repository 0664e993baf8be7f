// Goal: a picture of a workflow says what its definition says, and where an agreement is.
// Method: pictures of the shipped definition, bare and along an agreement's own history.

import Testing

@testable import Workflow

@Suite struct PictureTests {
  @Test(arguments: ChartPicture.Format.allCases)
  func `every state, event, guard and span of the definition stands in the picture`(
    format: ChartPicture.Format
  ) throws {
    let workflow = try Shipped.load().workflow
    let text = ChartPicture(workflow).text(format)
    let words = [
      "Penyusunan konsep", "Paraf Kepala Bidang", "Sudah ditandatangani", "Kepala Bidang",
      "ajukan", "sepakat", "batalkan", "after 15 wd", "data.rangkap", "Dapat dilakukan di setiap",
    ]
    // Long texts are broken over lines, and each language escapes in its own way.
    let bare = text.replacing("\u{A0}", with: " ").replacing("&#160;", with: " ")
      .replacing("&nbsp;", with: " ")
    for word in words {
      let parts = word.split(separator: " ")
      #expect(parts.allSatisfy { bare.contains($0) }, "\(word)")
    }
    #expect(ChartPicture(workflow).text(format) == text)
    #expect(ChartPicture(workflow, language: .en).text(format) != text)
  }

  @Test func `an agreement is drawn where it is, and the way by which it came`() throws {
    var walk = try Scenario()
    try walk.toSigning()
    try walk.signFirst()
    let steps = walk.entries.map { entry in
      ChartPicture.PastStep(
        label: "langkah \(entry.sequence)", event: entry.payload["event"]?.string,
        exited: entry.payload["exited"]?.strings ?? [],
        entered: entry.payload["entered"]?.strings ?? [])
    }
    let text = ChartPicture(walk.workflow, steps: steps).text(.mermaid)
    let names = Dictionary(
      text.matches(of: /state "([^"]*)" as (s[0-9]+)/).map { (String($0.2), String($0.1)) },
      uniquingKeysWith: { first, _ in first })
    let current = try #require(text.firstMatch(of: /class ([s0-9,]+) current/)).1
      .split(separator: ",").compactMap { names[String($0)] }
    #expect(current.count == 2)
    #expect(current.allSatisfy { $0.contains("sekarang") })
    #expect(current.contains { $0.contains("Sudah ditandatangani") })
    #expect(current.contains { $0.contains("Menunggu tanda tangan mitra") })
    for step in steps { #expect(text.contains("\(step.label)"), "\(step.label)") }
  }

  @Test func `a plain chart is drawn with its conditions and delays`() throws {
    let scxml = """
      <scxml xmlns="http://www.w3.org/2005/07/scxml" version="1.0" datamodel="cel" initial="a">
        <datamodel><data id="kali" expr="0"/></datamodel>
        <state id="a"><transition event="e" cond="kali &gt; 2" target="b"/></state>
        <state id="b"/>
      </scxml>
      """
    let reading = PlainChart.read(SourceText(name: "t", text: scxml))
    let svg = ChartPicture(try #require(reading.value)).text(.svg)
    #expect(svg.contains("kali &gt; 2"))
    let machine = PlainChart.read(
      SourceText(name: "m", text: "states: { a: { after: { 100: b } }, b: {} }"))
    #expect(ChartPicture(try #require(machine.value)).text(.dot).contains("after 100 ms"))
  }
}
