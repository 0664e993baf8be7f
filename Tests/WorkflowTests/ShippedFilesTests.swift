// Goal: what is shipped is right, and holds what the domain study asks for.
// Method: the files themselves, read as the daemon reads them.

import CEL
import Foundation
import Statechart
import Testing
import WorkCalendar

@testable import Workflow

@Suite struct ShippedFilesTests {
  @Test func `the definition has neither errors nor warnings`() throws {
    let source = try source("workflows/nota-kesepahaman-opd.yaml")
    let reading = DefinitionCompiler.compile(source, digest: "d")
    #expect(reading.diagnostics.map { $0.rendered(in: source) } == [])
    #expect(reading.value?.name == "nota-kesepahaman-opd")
  }

  @Test func `the calendar has neither errors nor warnings`() throws {
    let source = try source("workflows/calendars/bali-pemprov.yaml")
    let reading = CalendarReader.read(source, digest: "d", zone: zoneRules)
    #expect(reading.diagnostics.map { $0.rendered(in: source) } == [])
    #expect(reading.value?.id == "bali-pemprov")
  }

  /// The table of the domain study, where it lies beside the repository.
  @Test func `the calendar has every day of the domain's table, with source and confidence`() throws
  {
    let url = repository.appending(path: "../shared/domain/bali-calendar-2024-2028.csv")
      .standardizedFileURL
    guard let text = try? String(contentsOf: url, encoding: .utf8) else {
      print("ShippedFilesTests: skipped, there is no file \(url.path)")
      return
    }
    let days = try Shipped.load().calendar.business.days
    let known = Set(
      days.map { ["\($0.date)", $0.kind, $0.name, $0.source, $0.confidence] })
    let rows = text.split(whereSeparator: \.isNewline).dropFirst().map { Self.fields(of: $0) }
    for row in rows {
      try #require(row.count == 6, "\(row)")
      #expect(known.contains([row[0]] + row[2...5]), "\(row)")
      #expect(!row[4].isEmpty && !row[5].isEmpty, "\(row)")
    }
    #expect(rows.count == days.count && rows.count > 100)
  }

  /// The fields of a line of CSV (RFC 4180); no field of the table goes over a line's end.
  private static func fields(of line: Substring) -> [String] {
    var fields = [""]
    var isQuoted = false
    for character in line {
      switch character {
      case "\"": isQuoted.toggle()
      case "," where !isQuoted: fields.append("")
      default: fields[fields.count - 1].append(character)
      }
    }
    return fields
  }

  @Test func `the directory and its stand-ins have neither errors nor warnings`() throws {
    let first = try source("workflows/directory/bali.yaml")
    let base = DirectoryReader.read(first)
    #expect(base.diagnostics.map { $0.rendered(in: first) } == [])
    let second = try source("workflows/directory/pengembangan.yaml")
    let whole = DirectoryReader.read(second, onto: try #require(base.value))
    #expect(whole.diagnostics.map { $0.rendered(in: second) } == [])
  }

  @Test func `every file below workflows is read by one of the readers`() throws {
    let folder = repository.appending(path: "workflows")
    for path in try FileManager.default.subpathsOfDirectory(atPath: folder.path)
    where path.hasSuffix(".yaml") && !path.contains("/") {
      let source = try source("workflows/\(path)")
      let reading = DefinitionCompiler.compile(source, digest: "d")
      #expect(reading.diagnostics.map { $0.rendered(in: source) } == [])
    }
  }

  /// Domain study §5, the organisations of the record, the nine kabupaten and kota one by one.
  private static let organisations = [
    "disarpus-bali", "disarpus-kabid", "diskominfos-bali", "bappeda-bali", "dpmd-dukcapil-bali",
    "diskop-ukm-bali", "disperindag-bali", "rs-bali-mandara", "rs-mata-bali-mandara",
    "univ-ganesha", "bi-bali", "disarpus-kabkota-badung", "disarpus-kabkota-bangli",
    "disarpus-kabkota-buleleng", "disarpus-kabkota-gianyar", "disarpus-kabkota-jembrana",
    "disarpus-kabkota-karangasem", "disarpus-kabkota-klungkung", "disarpus-kabkota-tabanan",
    "disarpus-kabkota-denpasar", "konsultan-tpbis", "stakeholder-lain",
  ]

  @Test(arguments: organisations)
  func `the directory knows every organisation of the record`(id: String) throws {
    let organisation = try #require(try Shipped.load().directory.organisations[id])
    #expect(!organisation.name.isEmpty)
  }

  /// Domain study §4.4 and the states of the end that it takes from §4.1.
  @Test func `every state of the domain's table is there`() throws {
    let workflow = try Shipped.load().workflow
    let expected = [
      "konsep", "telaah", "konsultasi_hukum", "pembahasan_mitra", "macet", "paraf",
      "penandatanganan", "penatausahaan", "aktif", "akan_berakhir", "pengakhiran", "berakhir",
      "diperpanjang", "diakhiri", "dialihkan", "dibatalkan",
    ]
    for name in expected { #expect(workflow.states[StateID(name)] != nil, "\(name)") }
    #expect(Set(workflow.states.keys.map(\.rawValue)).isSuperset(of: expected))
  }

  @Test func `every role is played by a position or partner that the directory has`() throws {
    let shipped = try Shipped.load()
    for role in shipped.workflow.roles.values {
      switch role.binding {
      case .position(let id): #expect(shipped.directory.positions[id] != nil, "\(id)")
      case .partner(let field, _): #expect(shipped.workflow.field(field)?.type == .organisation)
      }
    }
  }

  @Test func `every position of the office has a stand-in for development`() throws {
    let shipped = try Shipped.load()
    let today = try date("2026-06-01")
    for position in shipped.directory.positions.values {
      let people = shipped.directory.people(for: .position(position.id), on: today)
      #expect(people.count == 1, "\(position.id): \(people.map(\.id))")
    }
  }

  @Test func `no stand-in looks like a person's private number`() throws {
    for name in ["bali", "pengembangan"] {
      let text = try source("workflows/directory/\(name).yaml").text
      // A NIK has sixteen digits, a NIP eighteen.
      #expect(text.firstMatch(of: /[0-9]{10,}/) == nil)
    }
  }

  @Test func `deadlines of the table are those of the definition`() throws {
    let workflow = try Shipped.load().workflow
    func due(_ task: String) -> String {
      switch workflow.tasks[task]?.due {
      case .span(let span): span.description
      case .date(let program): program.source
      case nil: "-"
      }
    }
    let expected = [
      "konsep": "5 wd", "telaah": "3 wd", "konsultasi_hukum": "5 wd", "pembahasan_mitra": "10 wd",
      "paraf/1-kabid": "2 wd", "paraf/2-sekdis": "2 wd",
      "penandatanganan/pihak_kesatu/menunggu": "10 wd",
      "penandatanganan/pihak_kedua/menunggu": "10 wd",
    ]
    for (task, span) in expected { #expect(due(task) == span, "\(task)") }
  }
}
