// Goal: no text, however damaged, stops the program; it gives a workflow or an error with a place.
// Method: the shipped files with bytes and lines lost, doubled and swapped; seeds are told.

import Testing

@testable import Workflow

@Suite struct MutationTests {
  @Test func `a damaged definition gives a workflow or an error inside the file`() throws {
    let original = try source("workflows/nota-kesepahaman-opd.yaml").text
    try damage(original, seed: seed(0x5126_0004), rounds: 300) { source in
      let reading = DefinitionCompiler.compile(source, digest: "d")
      return (reading.value != nil, reading.diagnostics)
    }
  }

  @Test func `a damaged directory gives a directory or an error inside the file`() throws {
    let original = Self.head(of: try source("workflows/directory/bali.yaml"), lines: 90)
    try damage(original, seed: seed(0x5126_0005), rounds: 150) { source in
      let reading = DirectoryReader.read(source)
      return (reading.value != nil, reading.diagnostics)
    }
  }

  @Test func `a damaged calendar gives a calendar or an error inside the file`() throws {
    let original = Self.head(of: try source("workflows/calendars/bali-pemprov.yaml"), lines: 70)
    try damage(original, seed: seed(0x5126_0006), rounds: 150) { source in
      let reading = CalendarReader.read(source, digest: "d", zone: zoneRules)
      return (reading.value != nil, reading.diagnostics)
    }
  }

  @Test func `a damaged chart gives a chart that can be run or an error inside the file`() throws {
    try damage(Self.scxml, seed: seed(0x5126_0008), rounds: 300) { source in
      Self.tried(SCXMLReader.read(source))
    }
    try damage(Self.machine, seed: seed(0x5126_0009), rounds: 300) { source in
      Self.tried(MachineReader.read(source))
    }
  }

  /// What is still read is run a little; it may stop at a bound, and nowhere else.
  private static func tried(_ reading: Reading<PlainChart>) -> (Bool, [Diagnostic]) {
    guard let chart = reading.value else { return (false, reading.diagnostics) }
    var trial = ChartTrial(chart)
    do throws(ChartTrialError) {
      _ = try trial.start()
      _ = try trial.send("e")
      _ = try trial.advance(byMilliseconds: 1_000)
    } catch {
      #expect(error.message.contains("cannot"))
    }
    return (true, reading.diagnostics)
  }

  private static let scxml = """
    <scxml xmlns="http://www.w3.org/2005/07/scxml" version="1.0" datamodel="cel" initial="a">
      <datamodel><data id="x" expr="[1, 2]"/><data id="y">{"a": 1}</data></datamodel>
      <state id="a" initial="a1"><onentry><raise event="e"/><send event="t" delay="1s"/></onentry>
        <state id="a1"><transition event="e" cond="x[0] == 1" target="a2"/></state>
        <state id="a2"><transition event="t" target="p"><assign location="y.a" expr="x[1]"/>
          <foreach array="x" item="i" index="n"><log expr="i"/></foreach></transition></state>
        <history id="h" type="deep"><transition target="a1"/></history></state>
      <parallel id="p"><state id="p1"><initial><transition target="p12"/></initial>
        <state id="p11"/><final id="p12"/></state>
        <state id="p2"><invoke id="k"><content><scxml version="1.0"><final id="z"/></scxml></content>
          <finalize/></invoke><transition event="done.invoke.k" target="h"/></state>
        <transition event="done.state.p" target="f"/></parallel>
      <final id="f"><donedata><param name="r" expr="y"/></donedata></final>
    </scxml>
    """

  private static let machine = """
    { "id": "m", "initial": "a", "context": { "n": 0 }, "on": { "keluar": ".f" }, "states": {
      "a": { "entry": ["x", {"type": "raise", "event": "e"}], "initial": "b", "states": {
          "b": { "on": { "e": { "target": "c", "guard": "context.n == 0", "actions": "y" } } },
          "c": { "after": { "100": "#m.p" } }, "h": { "type": "history", "target": "b" } } },
      "p": { "type": "parallel", "onDone": "f", "states": {
          "q": { "initial": "r", "states": { "r": { "always": "s" }, "s": { "type": "final" } } },
          "t": { "invoke": { "src": "u", "onDone": "#m.a.h", "onError": "#m.f" } } } },
      "f": { "type": "final" } } }
    """

  @Test func `random bytes are told to be no definition`() throws {
    let seed = seed(0x5126_0007)
    var numbers = SeededNumbers(seed: seed)
    for round in 0..<300 {
      let count = Int.random(in: 0..<200, using: &numbers)
      let bytes = (0..<count).map { _ in
        Bool.random(using: &numbers)
          ? UInt8.random(in: 0...255, using: &numbers)
          : Array("{}[]:,-?&*!|>'\"%@` \n#".utf8).randomElement(using: &numbers) ?? 0
      }
      let source = SourceText(name: "acak", text: String(decoding: bytes, as: UTF8.self))
      let reading = DefinitionCompiler.compile(source, digest: "d")
      let comment = "SINERGI_SEED=\(seed), round \(round)"
      #expect(reading.value == nil, "\(comment)")
      Self.checkPlaces(reading.diagnostics, in: source, comment)
    }
  }

  private static func head(of source: SourceText, lines: Int) -> String {
    source.text.split(separator: "\n", omittingEmptySubsequences: false).prefix(lines)
      .joined(separator: "\n")
  }

  private func damage(
    _ original: String, seed: UInt64, rounds: Int, _ read: (SourceText) -> (Bool, [Diagnostic])
  ) throws {
    for round in 0..<rounds {
      var numbers = SeededNumbers(seed: seed &+ UInt64(round))
      var text = original
      for _ in 0..<Int.random(in: 1...4, using: &numbers) { text = Self.damaged(text, &numbers) }
      let source = SourceText(name: "rusak.yaml", text: text)
      let (isRead, problems) = read(source)
      let comment = "SINERGI_SEED=\(seed), round \(round)"
      #expect(isRead != problems.contains { $0.severity == .error }, "\(comment)")
      Self.checkPlaces(problems, in: source, comment)
    }
  }

  private static func checkPlaces(
    _ problems: [Diagnostic], in source: SourceText, _ comment: String
  ) {
    let lines = source.text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
    for problem in problems {
      let isLine = (1...lines.count).contains(problem.range.line)
      #expect(isLine, "\(comment): \(problem)")
      guard isLine else { continue }
      // One past the end is where something is missing.
      let width = lines[problem.range.line - 1].count + 1
      #expect((1...width).contains(problem.range.column), "\(comment): \(problem)")
      #expect(!problem.message.isEmpty && !problem.rendered(in: source).isEmpty, "\(comment)")
    }
  }

  private static func damaged(_ text: String, _ numbers: inout SeededNumbers) -> String {
    if Bool.random(using: &numbers) {
      var bytes = Array(text.utf8)
      guard bytes.count > 1 else { return text }
      let at = Int.random(in: 0..<bytes.count, using: &numbers)
      let other = Int.random(in: 0..<bytes.count, using: &numbers)
      switch Int.random(in: 0..<5, using: &numbers) {
      case 0: bytes.remove(at: at)
      case 1: bytes.insert(bytes[at], at: at)
      case 2: bytes.swapAt(at, other)
      case 3: bytes[at] = UInt8.random(in: 0...255, using: &numbers)
      default: bytes.removeSubrange(at..<min(bytes.count, at + other % 40))
      }
      return String(decoding: bytes, as: UTF8.self)
    }
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let at = Int.random(in: 0..<lines.count, using: &numbers)
    let other = Int.random(in: 0..<lines.count, using: &numbers)
    switch Int.random(in: 0..<4, using: &numbers) {
    case 0: lines.remove(at: at)
    case 1: lines.insert(lines[at], at: other)
    case 2: lines.swapAt(at, other)
    default: lines[at] = "  " + lines[at]
    }
    return lines.joined(separator: "\n")
  }
}
