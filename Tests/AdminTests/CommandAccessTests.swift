// Goal: each command is done for those whose part it is and refused to everybody else, with nothing changed.
// Method: every command that asks the daemon, over a real socket, as every kind of caller.

import AdminAPI
import ArgumentParser
import Engine
import Foundation
import Testing

@testable import AdminServer
@testable import sinergictl

@Suite struct CommandAccessTests {
  /// Users of the divided office: one for each part, and one without any.
  private static let callers = ["made", "wayan", "oka", "root", "tamu"]

  private static let lines: [(access: Access, line: String)] = [
    (.anyone, "status"), (.anyone, "workflow list"), (.anyone, "workflow show uji"),
    (.anyone, "calendar list"),
    (.person, "list"), (.person, "show UJI/2026/0001"), (.person, "tasks"),
    (.person, "history UJI/2026/0001"), (.person, "reminders UJI/2026/0001"),
    (.person, "forecast UJI/2026/0001"), (.person, "explain UJI/2026/0001"),
    (.person, "calendar export --for UJI/2026/0001"), (.person, "register"),
    (.person, "register --list-profiles"), (.person, "document list UJI/2026/0001"),
    (.person, "document get UJI/2026/0001 naskah"), (.person, "directory show"),
    (.person, "workflow draw --instance UJI/2026/0001"),
    (.actor, "start uji --set tentang=x"), (.actor, "do UJI/2026/0001 ajukan"),
    (.actor, "approve UJI/2026/0001"), (.actor, "return UJI/2026/0001 --reason x"),
    (.actor, "claim UJI/2026/0001"), (.actor, "release UJI/2026/0001"),
    (.actor, "delegate UJI/2026/0001 --to i-wayan --basis x"),
    (.actor, "give-back UJI/2026/0001"), (.actor, "comment UJI/2026/0001 x"),
    (.actor, "document add UJI/2026/0001 naskah FILE"),
    (.person, "notify preview UJI/2026/0001 assigned"), (.auditor, "notify list"),
    (.administrator, "notify test file"), (.auditor, "message show 1"),
    (.auditor, "audit verify"), (.auditor, "message list"), (.auditor, "document verify"),
    (.administrator, "reload"), (.administrator, "suspend UJI/2026/0001 --reason x"),
    (.administrator, "resume UJI/2026/0001 --reason x"),
    (.administrator, "reassign UJI/2026/0001 --reason x"),
    (.administrator, "cancel UJI/2026/0001 --reason x"),
    (.administrator, "jump UJI/2026/0001 telaah --reason x --yes"),
    (.administrator, "correct UJI/2026/0001 --set jumlah=1 --reason x"),
    (.administrator, "import uji --state konsep --set tentang=x --reason x"),
    (.administrator, "migrate uji --reason x"), (.administrator, "message retry 1"),
    (.administrator, "calendar preview"), (.administrator, "calendar apply --reason x"),
    (.administrator, "directory export"),
    (.administrator, "directory forget i-made --reason x"),
  ]

  /// Administrators come as far as the engine, which refuses them what is an official's.
  private static func may(_ caller: String, _ access: Access) -> Bool {
    switch access {
    case .anyone: true
    case .person: caller != "tamu"
    case .actor: caller == "made" || caller == "wayan"
    case .auditor: caller == "oka" || caller == "root"
    case .administrator: caller == "root"
    }
  }

  @Test(arguments: callers) func `a command is refused to whose part it is not`(caller: String)
    async throws
  {
    try await Served.run(as: caller, access: Office.divided) { served in
      let paper = served.copies.path + "-naskah.pdf"
      try Data("isi".utf8).write(to: URL(filePath: paper))
      defer { try? FileManager.default.removeItem(atPath: paper) }
      for row in Self.lines where !Self.may(caller, row.access) {
        // Whoever operates may write down why.
        if caller == "root", row.line.hasPrefix("comment") { continue }
        let before = try await served.engine.status()
        let words = row.line.replacing("FILE", with: paper).split(separator: " ").map(String.init)
        let end = await Self.end(of: words, served)
        #expect(end == 4, "\(caller): sinergictl \(row.line)")
        #expect(try await served.engine.status() == before, "\(caller): \(row.line)")
      }
      for row in Self.lines where Self.may(caller, row.access) && row.access != .actor {
        let words = row.line.split(separator: " ").map(String.init)
        #expect(await Self.end(of: words, served) != 4, "\(caller): sinergictl \(row.line)")
      }
    }
  }

  @Test func `no command that asks the daemon is left out`() {
    func leaves(_ command: any ParsableCommand.Type, _ path: [String]) -> [(String, Bool)] {
      let inner = command.configuration.subcommands
      if inner.isEmpty { return [(path.joined(separator: " "), command is any DaemonCommand.Type)] }
      return inner.flatMap { leaves($0, path + [$0._commandName]) }
    }
    let asking = leaves(Sinergictl.self, []).filter(\.1).map(\.0)
    for name in asking where name != "directory apply" {
      #expect(Self.lines.contains { $0.line.hasPrefix(name) }, "\(name)")
    }
  }

  private static func end(of words: [String], _ served: Served) async -> Int32 {
    do {
      var command = try Sinergictl.parseAsRoot(words + ["--socket", served.path])
      guard var asking = command as? any AsyncParsableCommand else {
        try command.run()
        return 0
      }
      try await asking.run()
      return 0
    } catch { return Entry.end(with: error) }
  }
}
