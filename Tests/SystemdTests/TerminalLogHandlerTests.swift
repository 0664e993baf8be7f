// Goal: a person reads a line at a glance, and no value can play with the terminal.
// Method: rendered lines against the text that is meant; one real pipe.

import Foundation
import Logging
import Testing

@testable import Systemd

struct TerminalLogHandlerTests {
  private func handler(isColoured: Bool = false, fd: Int32 = -1) -> TerminalLogHandler {
    TerminalLogHandler(fd: fd, isColoured: isColoured, logLevel: .trace) { "16:30:05" }
  }

  private func event(
    _ message: String, _ metadata: Logger.Metadata? = nil, level: Logger.Level = .info
  ) -> LogEvent {
    LogEvent(
      level: level, message: "\(message)", metadata: metadata, source: "T", file: "F",
      function: "f", line: 1)
  }

  @Test func `a line is time, level, message and data`() {
    let line = handler().line(
      for: event(
        "step taken",
        ["state": "telaah", "instance": "NKO/2026/0001", "message.id": "stepTaken"]))
    #expect(line == "16:30:05 info  step taken  instance=NKO/2026/0001 state=telaah\n")
    #expect(handler().line(for: event("no", level: .error)) == "16:30:05 error no\n")
  }

  @Test(arguments: [
    ("", "\"\""), ("a b", "\"a b\""), ("say \"x\"", "\"say \\\"x\\\"\""), ("a=b", "a=b"),
    ("\u{1b}[31m", "\\u{1b}[31m"), ("a\nb", "a\\u{a}b"), ("\u{202e}x", "\\u{202e}x"),
    ("Dinas Kearsipan", "\"Dinas Kearsipan\""), ("é", "é"),
  ])
  func `a value is shown so that its end and its nature are seen`(value: String, shown: String) {
    let line = handler().line(for: event("m", ["k": "\(value)"]))
    #expect(line == "16:30:05 info  m  k=\(shown)\n")
  }

  @Test func `further lines of a message are indented, controls are escaped`() {
    let line = handler().line(for: event("one\ntwo\u{1b}]0;x\u{7}"))
    #expect(line == "16:30:05 info  one\n               two\\u{1b}]0;x\\u{7}\n")
  }

  @Test func `colour only marks the level`() {
    let line = handler(isColoured: true).line(for: event("m", level: .critical))
    #expect(line == "16:30:05 \u{1b}[31mcritical\u{1b}[0m m\n")
  }

  @Test func `whole lines reach the descriptor from many threads`() throws {
    var ends: [Int32] = [0, 0]
    #expect(pipe(&ends) == 0)
    let handler = handler(fd: ends[1])
    let text = String(repeating: "x", count: 100)
    DispatchQueue.concurrentPerform(iterations: 8) { _ in
      for _ in 0..<50 { handler.log(event: event(text)) }
    }
    close(ends[1])
    let reader = FileHandle(fileDescriptor: ends[0], closeOnDealloc: true)
    let all = String(decoding: try reader.readToEnd() ?? Data(), as: UTF8.self)
    let lines = all.split(separator: "\n")
    #expect(lines.count == 400)
    #expect(Set(lines) == ["16:30:05 info  \(text)"])
  }
}
