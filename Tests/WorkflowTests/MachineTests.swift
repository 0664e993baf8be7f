// Goal: a machine config of XState that means the same under SCXML loads as it is.
// Method: configs as its users keep them, JSON and YAML, tried out in virtual time.

import Testing

@testable import Workflow

@Suite struct MachineTests {
  private func trial(_ text: String) throws -> ChartTrial {
    let reading = MachineReader.read(SourceText(name: "m.json", text: text))
    let chart = try #require(reading.value, "\(reading.diagnostics.map(\.message))")
    // What a search finds in small charts is no difference to XState.
    let differences = reading.diagnostics.filter { $0.code == .xstateDifference }
    #expect(differences.isEmpty, "\(differences.map(\.message))")
    return ChartTrial(chart)
  }

  @Test func `a config with services, delays and named code runs`() throws {
    var trial = try trial(
      """
      { "id": "unggah", "initial": "diam", "context": { "sisa": 3 },
      \t"states": {
        "diam": { "on": { "MULAI": { "target": "kirim", "actions": ["catat", {"type": "raise", "event": {"type": "DICATAT"}}] } } },
        "kirim": {
          "invoke": { "id": "layanan", "src": "kirimBerkas",
                      "onDone": { "target": "selesai", "guard": "context.sisa > 2 && event.type.startsWith('done')" },
                      "onError": "gagal" },
          "after": { "1500": "gagal" },
          "on": { "DICATAT": {} } },
        "gagal": { "tags": ["merah"], "on": { "ULANG": { "target": "kirim", "guard": { "type": "masihBoleh" } } } },
        "selesai": { "type": "final", "output": { "ok": true } } } }
      """)
    #expect(try trial.start().last?.states == ["diam"])
    let started = try trial.send("MULAI")
    #expect(started.last?.states == ["kirim"])
    #expect(started.last?.notes == ["action: catat"])
    #expect(try trial.advance(byMilliseconds: 1499).isEmpty)
    #expect(try trial.advance(byMilliseconds: 1).last?.states == ["gagal"])
    #expect(try trial.send("ULANG").last?.states == ["kirim"])
    #expect(try trial.send("done.invoke.layanan").last?.isDone == true)
  }

  @Test(arguments: [
    // A sibling, a child, an id, a way below an id, and from the root.
    ("a: { on: { e: b } }\n  b: {}", "b"),
    ("a: { on: { e: .c }, initial: d, states: { c: {}, d: {} } }", "a/c"),
    ("a: { on: { e: '#lain' } }\n  b: { states: { c: { id: lain } } }", "b/c"),
    ("a: { on: { e: '#b.c' } }\n  b: { id: b, initial: d, states: { c: {}, d: {} } }", "b/c"),
    ("a: { on: { e: '#m.b.c' } }\n  b: { initial: d, states: { c: {}, d: {} } }", "b/c"),
    ("a: { on: { e: b.c } }\n  b: { initial: d, states: { c: {}, d: {} } }", "b/c"),
  ])
  func `a target is found where XState finds it`(states: String, target: String) throws {
    var trial = try trial("id: m\ninitial: a\nstates:\n  \(states)\n")
    _ = try trial.start()
    #expect(try trial.send("e").last?.states == [target])
  }

  @Test func `an event without a target is taken and moves nothing`() throws {
    var trial = try trial(
      """
      initial: a
      on: { larang: .luar, catat: { actions: tulis } }
      states:
        a: { on: { larang: [] } }
        luar: {}
      """)
    _ = try trial.start()
    let moments = try trial.send("larang") + trial.send("catat")
    #expect(moments.map(\.states) == [["a"], ["a"]])
    #expect(moments.map(\.isAccepted) == [true, true])
    #expect(moments.last?.notes == ["action: tulis"])
  }

  @Test func `a machine's own names of done events are understood`() throws {
    var trial = try trial(
      """
      id: m
      initial: a
      states:
        a:
          id: luar
          initial: x
          states: { x: { on: { e: y } }, y: { type: final } }
          on: { xstate.done.state.luar: b }
        b: { type: final }
      """)
    _ = try trial.start()
    #expect(try trial.send("e").last?.states == ["b"])
  }
}
