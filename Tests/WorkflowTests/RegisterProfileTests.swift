// Goal: a profile of the register is read whole, and every mistake in one is told with its place.
// Method: the shipped profiles, and texts with one mistake each.

import Foundation
import Testing

@testable import Workflow

@Suite struct RegisterProfileTests {
  @Test(arguments: ["perpusnas", "tkksd"])
  func `a shipped profile is right`(name: String) throws {
    let reading = RegisterProfileReader.read(try source("workflows/register/\(name).yaml"))
    #expect(reading.diagnostics.isEmpty, "\(reading.diagnostics)")
    let profile = try #require(reading.value)
    #expect(profile.name == name && profile.columns.count >= 10)
  }

  @Test func `columns, headers and filters are read`() throws {
    let text = """
      register: kantor
      title: Register kantor
      heading: Dinas
      columns: [row, { number: Nomor kami }]
      filter: { status: [berlaku, selesai], signed_in: 2027, ending_before: 2027-12-31 }
      """
    let profile = try #require(
      RegisterProfileReader.read(SourceText(name: "kantor.yaml", text: text)).value)
    #expect(profile.columns.map(\.column) == [.row, .number])
    #expect(profile.columns.map(\.title) == [nil, "Nomor kami"] && profile.heading == ["Dinas"])
    #expect(
      profile.filter == [
        "status": "berlaku,selesai", "signed_in": "2027", "ending_before": "2027-12-31",
      ])
  }

  private static let head = "register: r\ntitle: R\n"

  @Test(arguments: [
    ("columns: [nomor]", "3:11", DiagnosticCode.invalidValue),
    ("columns: [{ numbre: X }]", "3:13", .invalidValue),
    ("columns: [{ number: X, from: Y }]", "3:11", .invalidValue),
    ("columns: []", "3:1", .invalidValue), ("kolom: [row]", "3:1", .unknownKey),
    ("columns: [row]\nfilter: { warna: merah }", "4:11", .unknownKey),
    ("columns: [row]\nfilter: { signed_in: kemarin }", "4:22", .invalidValue),
    ("columns: [row]\nfilter: { ending_before: besok }", "4:26", .invalidValue),
    ("columns: [row]\nfilter: { party: [a, b] }", "4:18", .wrongType),
  ])
  func `a mistake is told where it is`(text: String, place: String, code: DiagnosticCode) {
    let reading = RegisterProfileReader.read(SourceText(name: "r.yaml", text: Self.head + text))
    #expect(reading.value == nil)
    #expect(
      reading.diagnostics.contains {
        "\($0.range.line):\($0.range.column)" == place && $0.code == code
      }, "\(reading.diagnostics)")
  }
}
