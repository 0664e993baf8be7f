// Goal: transitions listen to the events that SCXML 3.12.1 says, and to no others.
// Method: a table of pattern, name and answer.

import Statechart
import Testing

struct EventDescriptorTests {
  @Test(arguments: [
    ("error", "error", true), ("error", "error.send", true), ("error", "error.send.failed", true),
    ("error", "errors", false), ("error", "errors.my", false), ("error", "err", false),
    ("error.*", "error", true), ("error.*", "error.send", true), ("error.*", "errors", false),
    ("error.", "error.send", true), ("*", "anything", true), ("*", "a.b", true),
    ("a.b", "a", false), ("a.b", "a.b.c", true), ("a.b", "a.bc", false),
    ("surat.ditandatangani", "surat.ditandatangani.kadis", true),
  ])
  func `a pattern matches whole segments of a name`(
    pattern: String, name: String, matches: Bool
  ) {
    #expect(EventDescriptor(pattern).matches(name) == matches)
  }
}
