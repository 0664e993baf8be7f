// Goal: arguments are read as documented, and ends are the documented ones. Method: tables.

import AdminAPI
import ArgumentParser
import Foundation
import Testing
import Workflow

@testable import sinergictl

@Suite struct CommandLineTests {
  @Test(arguments: [
    ("/a", ["SINERGI_SOCKET": "/b"], true, "/a"), (nil, ["SINERGI_SOCKET": "/b"], true, "/b"),
    (nil, ["SINERGI_SOCKET": ""], true, SocketPath.development),
    (nil, [:], true, SocketPath.development), (nil, [:], false, SocketPath.system),
  ])
  func `the socket is looked for in the documented order`(
    option: String?, environment: [String: String], exists: Bool, path: String
  ) {
    #expect(
      SocketPath.resolve(option: option, environment: environment) { _ in exists } == path)
  }

  @Test(arguments: [
    ("a=b", "a", "b"), ("a=", "a", ""), ("a=b=c", "a", "b=c"), ("a= b ", "a", " b "),
  ])
  func `an assignment is split at its first sign`(text: String, field: String, value: String) {
    let assignment = Assignment(argument: text)
    #expect(assignment?.field == field && assignment?.value == value)
  }

  @Test(arguments: ["", "a", "=b"])
  func `what is no assignment is refused`(text: String) {
    #expect(Assignment(argument: text) == nil)
  }

  static let ends: [(arguments: [String], code: Int32)] = [
    (["--help"], 0), (["help", "exit-codes"], 0), (["start", "--help"], 0), (["--version"], 0),
    (["strat"], 2), (["start"], 2), (["list", "--limit", "x"], 2), (["list", "--limti", "1"], 2),
    (["start", "w", "--set", "x"], 2), (["start", "w", "--set", "a=1", "--set", "a=2"], 2),
    (["do", "A/1"], 2), (["explain", "unknown-target"], 0), (["explain", "unknown-targte"], 1),
    (["status", "--color", "pink"], 2), (["status", "--socket", "/nonexistent/x.sock"], 5),
    (["workflow", "check", "/nonexistent.yaml"], 1), (["simulate"], 2),
    (["simulate", "/nonexistent.yaml"], 1), (["simulate", "x.yaml", "--from", "besok"], 2),
    (["simulate", "x.yaml", "--data", "a=1", "--data", "a=2"], 2),
    (["simulate", "x.yaml", "--format", "xml"], 2), (["workflow", "test", "/nonexistent"], 1),
  ]

  /// Without a daemon: none listens at the socket that is named.
  @Test(arguments: ends.indices)
  func `the exit code tells the kind of end`(index: Int) async {
    let (arguments, code) = Self.ends[index]
    var end: Int32 = 0
    do {
      var command = try Sinergictl.parseAsRoot(arguments)
      if var command = command as? any AsyncParsableCommand {
        try await command.run()
      } else {
        try command.run()
      }
    } catch { end = Entry.end(with: error) }
    #expect(end == code, "\(arguments)")
  }

  @Test func `a kind of refusal that a scenario may expect is one that the daemon answers`() {
    for kind in ScenarioReader.refusals { #expect(ProblemKind(rawValue: kind) != nil, "\(kind)") }
  }

  @Test func `every code of a problem is explained`() {
    for code in Explanations.codes {
      #expect((Explanations.text(of: code) ?? "").count > 40, "\(code)")
    }
  }

  @Test func `the page on the command line names every command, exit code and kind`() throws {
    let page = try String(
      contentsOf: Snapshots.root.appendingPathComponent("docs/cli.md"), encoding: .utf8)
    func names(_ command: any ParsableCommand.Type, _ prefix: String) -> [String] {
      let name = command.configuration.commandName ?? ""
      let full = prefix.isEmpty ? name : "\(prefix) \(name)"
      let subcommands = command.configuration.subcommands
      return subcommands.isEmpty ? [full] : subcommands.flatMap { names($0, full) }
    }
    for name in names(Sinergictl.self, "") { #expect(page.contains("`\(name)"), "\(name)") }
    for exit in Exit.allCases { #expect(page.contains("| \(exit.rawValue) | \(exit.meaning)")) }
    for kind in ProblemKind.allCases {
      #expect(page.contains("| `\(kind.rawValue)` | \(kind.status) |"), "\(kind.rawValue)")
    }
  }

  @Test func `every command helps with an example`() {
    func check(_ command: any ParsableCommand.Type) {
      let configuration = command.configuration
      #expect(!configuration.abstract.isEmpty)
      for subcommand in configuration.subcommands { check(subcommand) }
      if configuration.subcommands.isEmpty, command != ExitCodesCommand.self {
        #expect(configuration.discussion.contains("sinergictl "), "\(command)")
      }
    }
    check(Sinergictl.self)
  }

  @Test(arguments: [
    ("workflow: x\n", FileKind.definition), ("# calendar: x\ncalendar: x\n", .calendar),
    ("---\ndirectory: x\n", .directory), ("", .definition), ("\n\n  calendar: x\n", .definition),
    ("\n<?xml version=\"1.0\"?><scxml/>", .scxml), ("\u{FEFF}<scxml/>", .scxml),
    ("{ \"states\": {} }", .machine), ("id: m\nstates: {}\n", .machine),
    ("title: x\nstates: {}\n", .definition),
  ])
  func `how it begins tells what a file is`(text: String, kind: FileKind) {
    #expect(FileKind(of: text) == kind)
  }

  @Test func `files are checked without a daemon and problems have their place`() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    func file(_ name: String, _ text: String) throws -> String {
      let url = folder.appendingPathComponent(name)
      try Data(text.utf8).write(to: url)
      return url.path
    }
    let files = [
      try file("uji.yaml", Office.workflow), try file("kantor.yaml", Office.calendar),
      try file("orang.yaml", Office.directory),
      try file(
        "salah.yaml",
        Office.workflow.replacingOccurrences(of: "ajukan: telaah", with: "ajukan: tela")),
    ]
    let reports = DefinitionCheck.check(files)
    #expect(reports.map(\.errors) == [0, 0, 0, reports[3].errors])
    #expect(reports[3].errors > 0)
    #expect(reports[3].problems[0].contains("salah.yaml:"))
    #expect(reports[3].problems.contains { $0.contains("error[unknown-target]") })
    #expect(reports[3].problems.last == "help: sinergictl explain unknown-target")
  }
}
