// Goal: an SCXML file becomes the chart that it describes, with its data.
// Method: small files run in virtual time; the same chart written as SCXML and as a machine config.

import Testing

@testable import Statechart
@testable import Workflow

@Suite struct SCXMLTests {
  private static let head =
    "<scxml xmlns=\"http://www.w3.org/2005/07/scxml\" version=\"1.0\" datamodel=\"cel\""

  private func chart(_ text: String, resource: (String) -> String? = { _ in nil }) throws
    -> PlainChart
  {
    let reading = SCXMLReader.read(SourceText(name: "t.scxml", text: text), resource: resource)
    return try #require(reading.value, "\(reading.diagnostics.map(\.message))")
  }

  private func trial(_ text: String, resource: @escaping (String) -> String? = { _ in nil }) throws
    -> (ChartTrial, [String])
  {
    var trial = ChartTrial(try chart(text, resource: resource), resource: resource)
    let states = try trial.start().last { $0.session == "session" }?.states ?? []
    return (trial, states)
  }

  @Test func `a variable may hold anything, and a part of it can be set`() throws {
    var (trial, _) = try trial(
      Self.head + """
        ><datamodel><data id="x" expr="{'a': [1, {'b': 2}]}"/><data id="teks"> dua  kata </data>
        <data id="json">{"n": [1, 2.5, null, true]}</data><data id="kosong"/></datamodel>
        <state id="s"><transition event="e">
          <assign location="x.a[1].b" expr="x.a[0] + 5"/>
          <assign location="x['baru']" expr="teks"/>
          <assign location="x.a[0]"><daftar><butir n="1"/></daftar></assign>
        </transition></state></scxml>
        """)
    _ = try trial.send("e")
    #expect(
      trial.data.text == #"""
        {"json":{"n":[1,2.5,null,true]},"kosong":null,"teks":"dua kata","x":{"a":["<daftar xmlns=\"http://www.w3.org/2005/07/scxml\"><butir n=\"1\"/></daftar>",{"b":6}],"baru":"dua kata"}}
        """#)
  }

  @Test func `data bound late has its value from the first entry on`() throws {
    let body = """
      ><state id="a"><onentry><log expr="x"/></onentry><transition event="e" target="b"/></state>
      <state id="b"><datamodel><data id="x" expr="7"/></datamodel>
        <onentry><log expr="x"/><assign location="x" expr="8"/></onentry>
        <transition event="e" target="b"/></state></scxml>
      """
    func notes(_ binding: String) throws -> [[String]] {
      var trial = ChartTrial(try chart(Self.head + " binding=\"\(binding)\"" + body))
      return try (trial.start() + trial.send("e") + trial.send("e")).map(\.notes)
    }
    #expect(try notes("early") == [["7"], ["7"], ["8"]])
    #expect(try notes("late") == [[], ["7"], ["8"]])
  }

  @Test func `an empty finalize takes over what the child sends back`() throws {
    let text =
      Self.head + """
        ><datamodel><data id="n" expr="1"/><data id="m" expr="1"/></datamodel>
        <state id="s">
          <invoke id="anak"><param name="m" location="m"/>
            <content><scxml version="1.0" datamodel="cel"><datamodel><data id="m"/></datamodel>
              <state id="a"><onentry><send target="#_parent" event="kabar">
                <param name="m" expr="m + 41"/></send></onentry></state></scxml></content>
            <finalize/></invoke>
          <transition event="kabar" cond="m == 42" target="baik"/>
          <transition event="*" target="buruk"/>
        </state><final id="baik"/><final id="buruk"/></scxml>
        """
    let (_, states) = try trial(text)
    #expect(states == ["baik"])
  }

  @Test func `what src names is asked for, and nothing else`() throws {
    var asked: [String] = []
    let text =
      Self.head + """
        ><datamodel><data id="x" src="data.json"/></datamodel>
        <state id="s"><invoke src="anak.scxml"/><transition event="done.invoke" target="f"/></state>
        <final id="f"/></scxml>
        """
    let files = [
      "data.json": "[1, 2]", "anak.scxml": Self.head + "><final id=\"f\"/></scxml>",
    ]
    _ = SCXMLReader.read(SourceText(name: "t", text: text)) { name in
      asked.append(name)
      return files[name]
    }
    #expect(asked == ["data.json"])
    let (trial, states) = try trial(text) { files[$0] }
    #expect(states == ["f"])
    #expect(trial.data.text == #"{"x":[1,2]}"#)
  }

  @Test(
    arguments: [
      ("1s", 1000), ("1.5s", 1500), (".5s", 500), ("200ms", 200), ("0s", 0), ("1", nil), ("s", nil),
      ("-1s", nil), ("1 s", nil), ("1e3ms", nil), ("9999999999999999999s", nil),
    ] as [(String, Int64?)])
  func `a delay is read as CSS writes times`(text: String, milliseconds: Int64?) {
    #expect(ChartTrial.milliseconds(text) == milliseconds)
  }

  @Test func `states without an id get one that no other has`() throws {
    let chart = try chart(
      Self.head
        + "><state><state id=\"_state1\"/><state/></state><parallel><state/></parallel></scxml>")
    let names = chart.chart.states.dropFirst().map(\.id.rawValue)
    #expect(Set(names).count == 5)
    #expect(names.allSatisfy { !$0.contains(".") })
  }

  @Test func `a bomb of elements or of depth is refused before it is built`() {
    for text in [
      Self.head + ">" + String(repeating: "<state>", count: 100_001),
      Self.head + ">" + String(repeating: "<state>", count: 300)
        + String(repeating: "</state>", count: 300) + "</scxml>",
      Self.head + ">" + String(repeating: "<state/>", count: 100_001) + "</scxml>",
      Self.head + " name=\"" + String(repeating: "x", count: 1_048_576) + "\"/>",
    ] {
      let problems = SCXMLReader.read(SourceText(name: "t", text: text)).diagnostics
      #expect(problems.contains { $0.code == .tooLarge || $0.code == .chart }, "\(problems.count)")
    }
  }

  @Test func `places count letters also behind letters of several bytes`() throws {
    let text =
      Self.head
      + ">\n  <state id=\"ñå→x\"><transition event=\"é\" target=\"ñå→y\"/></state></scxml>"
    let problem = try #require(
      SCXMLReader.read(SourceText(name: "t", text: text)).diagnostics.first)
    #expect(problem.code == .unknownTarget)
    #expect((problem.range.line, problem.range.column, problem.range.length) == (2, 50, 4))
  }

  // MARK: One chart, two languages

  /// What the chart says, without the handles of its reader.
  static func shape(_ chart: PlainChart) -> [String] {
    let states = chart.chart.states.dropFirst()
    func names(_ indexes: [Int]) -> String {
      indexes.map { chart.chart.states[$0].id.rawValue }.joined(separator: ",")
    }
    return states.map { state in
      let transitions = state.transitions.map { index -> String in
        let transition = chart.chart.transitions[index]
        let events = transition.events.map(\.text).joined(separator: " ")
        let condition = transition.condition.flatMap { chart.text(of: $0) } ?? ""
        return "\(events)[\(condition)]→\(names(transition.targets))"
          + (transition.isInternal && state.kind == .compound ? "!" : "")
      }
      return
        "\(state.id) \(state.kind) in \(state.parent ?? 0) begins \(names(state.initial?.targets ?? []))"
        + " \(transitions) entry \(state.entry.count) exit \(state.exit.count)"
    }
  }

  @Test func `the same chart in SCXML and as a machine config is the same chart`() throws {
    let scxml = try chart(
      """
      <scxml xmlns="http://www.w3.org/2005/07/scxml" version="1.0" datamodel="cel" initial="konsep">
        <state id="konsep"><transition event="ajukan" target="telaah"/></state>
        <state id="telaah" initial="telaah/a">
          <onentry><log label="action" expr="'catat'"/></onentry>
          <state id="telaah/a">
            <transition event="setuju" cond="In('telaah')" target="paralel"/>
            <transition event="revisi" target="konsep"/>
          </state>
          <history id="telaah/ingat" type="deep"><transition target="telaah/a"/></history>
          <transition event="batal" target="akhir"/>
        </state>
        <parallel id="paralel">
          <state id="paralel/kiri" initial="paralel/kiri/x">
            <state id="paralel/kiri/x">
              <transition event="ttd" target="paralel/kiri/y"/></state>
            <final id="paralel/kiri/y"/>
          </state>
          <state id="paralel/kanan" initial="paralel/kanan/x">
            <state id="paralel/kanan/x">
              <transition event="ttd" target="paralel/kanan/y"/></state>
            <final id="paralel/kanan/y"/>
          </state>
          <transition event="done.state.paralel" target="akhir"/>
        </parallel>
        <final id="akhir"/>
      </scxml>
      """)
    let yaml = """
      initial: konsep
      states:
        konsep: { on: { ajukan: telaah } }
        telaah:
          initial: a
          entry: catat
          states:
            a:
              on:
                setuju: { target: "#m.paralel", guard: "In('telaah')", reenter: true }
                revisi: { target: "#m.konsep", reenter: true }
            ingat: { type: history, history: deep, target: a }
          on: { batal: { target: akhir, reenter: true } }
        paralel:
          type: parallel
          states:
            kiri: { initial: x, states: { x: { on: { ttd: y } }, y: { type: final } } }
            kanan: { initial: x, states: { x: { on: { ttd: y } }, y: { type: final } } }
          onDone: akhir
        akhir: { type: final }
      """
    let machine = MachineReader.read(SourceText(name: "m", text: "id: m\n" + yaml))
    #expect(machine.diagnostics.isEmpty, "\(machine.diagnostics.map(\.message))")
    #expect(Self.shape(try #require(machine.value)) == Self.shape(scxml))
  }
}
