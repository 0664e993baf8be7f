// Goal: definitions are rehearsed and scenarios tested by the real command, without a daemon.
// Method: the program on the shipped files, and on a copy of a scenario with one line changed.

import Engine
import Foundation
import Testing
import Workflow

@testable import sinergid

@Suite(.serialized, .enabled(if: hasPrograms))
struct RehearsalCommandTests {
  private var definition: String { "\(Places.workflows)/nota-kesepahaman-opd.yaml" }

  @Test func `a definition alone is rehearsed, a line for each thing that happens`() throws {
    try Office.opened(users: false) { office in
      let done = try office.control(["simulate", definition, "--from", "2026-05-04"])
      #expect(done.code == 0, "\(done.errors)")
      let lines = done.output.split(separator: "\n").map { line in
        line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      }
      #expect(lines.allSatisfy { $0.count == 10 })
      let task = try #require(lines.first { $0[1] == "task" })
      #expect(task[3] == "konsep" && task[7] == "2026-05-11T16:30:00+08:00")
      #expect(
        lines.last?[..<4] == ["2026-06-15T08:00:00+08:00", "escalation", "NKO/2026/0001", "konsep"])
      #expect(done.errors.contains("waits in «konsep»"))
      #expect(done.errors.contains("invented: tentang: Tentang (rekaan)"))
    }
  }

  @Test func `the shipped scenarios pass, in words and as JSON`() throws {
    try Office.opened(users: false) { office in
      let folder = "\(Places.workflows)/scenarios"
      let done = try office.control(["workflow", "test", folder])
      #expect(done.code == 0 && done.errors.contains("all as expected"), "\(done)")
      #expect(done.output.contains("pass\tsampai-berlaku\t"))
      let json = try office.control(["workflow", "test", folder, "--format", "json"])
      let object = try JSONSerialization.jsonObject(with: Data(json.output.utf8))
      let items = (object as? [String: Any])?["items"] as? [[String: Any]]
      #expect(items?.count == done.output.split(separator: "\n").count)
      #expect(items?.allSatisfy { $0["passed"] as? Bool == true } == true)
    }
  }

  @Test func `what is not as expected is told with its place and with what happened`() throws {
    try Office.opened(users: false) { office in
      let good = try String(
        contentsOfFile: "\(Places.workflows)/scenarios/dikembalikan.yaml", encoding: .utf8)
      let file = "\(office.folder)/ubah.yaml"
      try office.write(
        good.replacingOccurrences(of: "on: 2026-05-13, deadline", with: "on: 2026-05-14, deadline"),
        to: file)
      let arguments = ["workflow", "test", file, "--workflows", Places.workflows]
      let done = try office.control(arguments)
      #expect(done.code == 1 && done.output.hasPrefix("FAIL\tdikembalikan\t"), "\(done)")
      #expect(done.errors.contains("ubah.yaml:22:5: not as expected: a deadline of «konsep» on"))
      #expect(done.errors.contains("due 2026-05-13 16:30 WITA"))
      let shown = try office.control(["simulate", definition, "--scenario", file, "--json"])
      #expect(shown.code == 1 && shown.output.contains(#""passed":false"#), "\(shown.errors)")
      try office.write(good.replacingOccurrences(of: "by: kabid", with: "by: kabit"), to: file)
      let faulty = try office.control(arguments)
      #expect(faulty.code == 1 && faulty.errors.contains("did you mean «kabid»?"), "\(faulty)")
    }
  }

  @Test func `the daemon does not take scenarios for definitions`() {
    let sources = LibraryFiles(workflows: [Places.workflows], directory: []).read()
    let folder = Places.workflows
    #expect(
      sources.workflows.map(\.name) == [
        "\(folder)/komitmen.yaml", definition, "\(folder)/perpanjangan.yaml",
      ])
    #expect(sources.unreadable.isEmpty)
  }

  @Test func `a loop of a hundred years tells how it ended`() throws {
    try Office.opened(users: false) { office in
      let file = "\(office.folder)/putar.yaml"
      try office.write(
        """
        workflow: putar
        title: Putar
        calendar: bali-pemprov
        reference: "P/{sequence}"
        roles: { pic: { position: pic } }
        states:
          a: { task: { for: pic }, on: { selesai: z }, after: { 12 mo: b } }
          b: { task: { for: pic }, on: { selesai: z }, after: { 12 mo: a } }
          z: { type: final }
        """, to: file)
      let done = try office.control([
        "simulate", file, "--from", "2026-05-04", "--until", "2126-05-04", "--calendar",
        "\(Places.workflows)/calendars/bali-pemprov.yaml",
      ])
      #expect(done.code == 0, "\(done.errors)")
      #expect(done.errors.contains("after 100 years: the time is up; 101 steps"), "\(done.errors)")
      let missing = try office.control(["simulate", file, "--from", "2026-05-04"])
      #expect(
        missing.code == 1 && missing.errors.contains("the calendar «bali-pemprov» is missing"))
    }
  }

  @Test func `each of the two ways to simulate names the other one`() throws {
    try Office.opened(users: false) { office in
      let other = try office.control(["workflow", "simulate", definition])
      #expect(other.code == 1 && other.errors.contains("try: sinergictl simulate \(definition)"))
      let chart = "\(office.folder)/lampu.scxml"
      try office.write("<scxml/>", to: chart)
      let wrong = try office.control(["simulate", chart])
      #expect(
        wrong.code == 1 && wrong.errors.contains("try: sinergictl workflow simulate \(chart)"))
      let scenario = "\(Places.workflows)/scenarios/dikembalikan.yaml"
      let third = try office.control(["simulate", scenario])
      #expect(third.errors.contains("try: sinergictl workflow test \(scenario)"))
      #expect(try office.control(["workflow", "check", scenario]).output.contains("good"))
    }
  }
}
