// Goal: no timer and no eventless transition approves, returns or signs on someone's behalf.
// Method: the shipped definition with one line more; a line that decides is refused, others are not.

import Testing

@testable import Workflow

@Suite struct TimerDecidesTests {
  /// The codes of the errors when `line` stands below the line `anchor` of the shipped definition.
  private func errors(below anchor: String, _ line: String) throws -> [DiagnosticCode] {
    let lines = try source("workflows/nota-kesepahaman-opd.yaml").text
      .split(separator: "\n", omittingEmptySubsequences: false).map { String($0) }
    let index = try #require(lines.firstIndex(of: anchor))
    var changed = lines
    changed.insert(line, at: index + 1)
    let reading = compiled(changed.joined(separator: "\n"))
    return reading.diagnostics.filter { $0.severity == .error }.map(\.code)
  }

  @Test(arguments: [
    // Straight to where the decision leads.
    ("  telaah:", "    after: { 3 wd: konsultasi_hukum }"),
    ("  telaah:", "    after: { 30 d: konsep }"),
    ("  telaah:", "    always: { target: konsultasi_hukum, guard: data.putaran > 3 }"),
    ("  telaah:", "    at: { data.mulai: konsultasi_hukum }"),
    // Initials, the last of which completes the chain.
    ("  paraf:", "    after: { 10 wd: penandatanganan }"),
    ("  paraf:", "    always: { target: konsep, guard: data.putaran > 3 }"),
    // Signatures, of one party or of both.
    ("  penandatanganan:", "    after: { 10 wd: penatausahaan }"),
    ("          menunggu:", "            after: { 10 wd: selesai }"),
    ("      pihak_kedua:", "        after: { 10 wd: penatausahaan }"),
    // A task that names neither approve nor return.
    ("  penatausahaan:", "    after: { 10 wd: aktif }"),
    // In two hops: what is stalled already must not go on by itself.
    ("  macet:", "    always: { target: paraf, guard: data.putaran > 3 }"),
  ])
  func `time that would decide is refused`(anchor: String, line: String) throws {
    #expect(try errors(below: anchor, line) == [.timerDecides])
  }

  @Test(arguments: [
    ("  telaah:", "    after: { 10 wd: macet }"), ("  telaah:", "    after: { 20 wd: dibatalkan }"),
    ("  paraf:", "    after: { 20 wd: macet }"),
    ("  penandatanganan:", "    after: { 20 wd: macet }"),
    ("  aktif:", "    always: { target: berakhir, guard: today > data.berakhir }"),
    ("  konsultasi_hukum:", "    after: { 10 wd: { assign: { putaran: data.putaran + 1 } } }"),
  ])
  func `time that only moves is accepted`(anchor: String, line: String) throws {
    #expect(try errors(below: anchor, line) == [])
  }
}
