// `sinergictl register`

internal import AdminAPI
internal import AdminClient
internal import ArgumentParser
internal import Foundation
internal import Glibc
internal import Sheets
internal import WorkCalendar
internal import Workflow

/// How the register is written.
enum RegisterFormat: String, ExpressibleByArgument, CaseIterable {
  case table, csv, json, xlsx
}

struct RegisterCommand: DaemonCommand {
  static let configuration = CommandConfiguration(
    commandName: "register", abstract: "The register of agreements, as institutions ask for it.",
    discussion: """
      A profile says columns, headers and filters; options of the command come
      before its filters. In CSV a cell that begins with = + - or @ gets an
      apostrophe in front, so that no spreadsheet takes it for a formula.

      Example:
        sinergictl register --profile perpusnas --format xlsx \\
          --output register-2027.xlsx
      """)

  @Option(name: .long, help: "table, csv, json or xlsx.") var format: RegisterFormat = .table
  @Option(name: .long, help: "A profile, such as perpusnas or tkksd.") var profile: String?
  @Flag(name: .long, help: "List the profiles.") var listProfiles = false
  @Option(name: [.short, .long], help: "File to write; - is standard output. xlsx needs it.")
  var output: String?
  @Option(
    name: .long, help: "Only those that stand so, such as berlaku or selesai; several with commas.")
  var status: String?
  @Option(name: .long, help: "Only agreements of this workflow.") var workflow: String?
  @Option(name: .long, help: "Only agreements with this partner organisation.") var party: String?
  @Option(name: .long, help: "Only agreements of this legal route.") var route: String?
  @Option(name: .long, help: "Only agreements in force in this year.") var inForceIn: Int?
  @Option(name: .long, help: "Only agreements signed in this year.") var signedIn: Int?
  @Option(name: .long, help: "Only agreements whose last day lies before this day.")
  var endingBefore: String?
  @Option(
    name: .long, help: "Only agreements with this text in subject, partner, numbers or reference.")
  var text: String?
  @Flag(name: .long, help: "Begin CSV with a byte order mark, which Excel wants.") var bom = false
  @OptionGroup var daemon: DaemonOptions

  private static let pageRows = 200

  var purpose: String { "print the register" }

  func validate() throws {
    if format == .xlsx, output == nil, !listProfiles {
      throw ValidationError("xlsx is no text: give --output FILE, or --output - for a pipe")
    }
    if bom, format != .csv { throw ValidationError("--bom goes with --format csv") }
  }

  func perform(_ client: AdminClient, _ console: Console) async throws {
    if listProfiles || profile != nil {
      let answer = try await client.registerProfiles()
      if listProfiles { return list(answer, console) }
      guard let found = answer.value.items.first(where: { $0.name == profile }) else {
        let known = answer.value.items.map(\.name)
        let near = NearestWord.to(profile ?? "", in: known).map { "did you mean «\($0)»?" }
        throw ClientError.problem(
          Problem(
            .notFound,
            "no profile «\(profile ?? "")»; \(near ?? "there are \(known.joined(separator: ", "))")",
            help: "sinergictl register --list-profiles"))
      }
      return try await print(found, client, console)
    }
    try await print(nil, client, console)
  }

  private func list(_ answer: Answer<Page<RegisterProfileItem>>, _ console: Console) {
    console.list(answer.json, isEmpty: answer.value.items.isEmpty, none: "no profiles are loaded") {
      Table(
        headers: ["PROFILE", "TITLE", "COLUMNS", "FILTER"],
        rows: answer.value.items.map { item in
          [
            .init(item.name, .bold), .init(item.title),
            .init(item.columns.map(\.name).joined(separator: " ")),
            .init(Self.words(item.filter)),
          ]
        }
      ).rendered($0)
    }
  }

  private func print(
    _ profile: RegisterProfileItem?, _ client: AdminClient, _ console: Console
  ) async throws {
    let filter = filter(profile)
    var rows: [RegisterItem] = []
    var after: String?
    var zone = ""
    repeat {
      let page = try await client.register(filter: filter, limit: Self.pageRows, after: after).value
      rows += page.items
      after = page.next
      zone = page.zone
    } while after != nil
    // The day of the office, whatever zone this terminal is in.
    let day = String(try await client.status().value.now.prefix(10))
    let register = RegisterSheet(
      title: profile?.title ?? "Register kerja sama",
      heading: heading(profile, filter, rows.count, printedOn: day),
      columns: columns(profile), rows: rows)
    if daemon.output.json || format == .json {
      let page = Page(items: rows, zone: zone)
      guard let json = try? WireCoding.encode(page, pretty: !daemon.output.json) else {
        throw ClientError.badAnswer(path: client.socket, detail: "the register cannot be written")
      }
      return try write(json + [UInt8(ascii: "\n")], console)
    }
    switch format {
    case .csv: try write(Array(register.csv(withByteOrderMark: bom).utf8), console)
    case .xlsx: try writeSheet(register.sheet, console)
    case .table, .json:
      if rows.isEmpty { return console.note("no agreements found") }
      try write(Array(register.table(console.appearance).utf8), console)
    }
  }

  // MARK: What is asked for

  private func filter(_ profile: RegisterProfileItem?) -> [String: String] {
    var filter = profile?.filter ?? [:]
    let given: [(String, String?)] = [
      ("status", status), ("workflow", workflow), ("party", party), ("route", route),
      ("in_force_in", inForceIn.map(String.init)), ("signed_in", signedIn.map(String.init)),
      ("ending_before", endingBefore), ("text", text),
    ]
    for (name, value) in given { if let value { filter[name] = value } }
    return filter
  }

  private func columns(_ profile: RegisterProfileItem?) -> [(RegisterColumn, String)] {
    guard let profile else {
      return RegisterSheet.usual.map { ($0, RegisterSheet.title(of: $0)) }
    }
    // A newer daemon may know more columns.
    return profile.columns.compactMap { item in
      RegisterColumn(rawValue: item.name).map { ($0, item.title ?? RegisterSheet.title(of: $0)) }
    }
  }

  private func heading(
    _ profile: RegisterProfileItem?, _ filter: [String: String], _ count: Int, printedOn day: String
  ) -> [String] {
    (profile?.heading ?? [])
      + [
        "Dicetak \(day), \(count) naskah",
        "Saringan: \(filter.isEmpty ? "semua" : Self.words(filter))",
      ]
  }

  private static func words(_ filter: [String: String]) -> String {
    filter.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: " ")
  }

  // MARK: Where it goes

  private func write(_ bytes: [UInt8], _ console: Console) throws {
    guard let output, output != "-" else { return console.out(octets: bytes) }
    try FileTrouble.told(console) {
      try DocumentFile.write(bytes, to: output, replacing: true)
    }
  }

  private func writeSheet(_ sheet: Sheet, _ console: Console) throws {
    try FileTrouble.told(console) {
      do throws(SheetError) {
        if let output, output != "-" { return try SheetWriter.write(sheet, to: output) }
        let folder = FileManager.default.temporaryDirectory.path
        let temporary = "\(folder)/sinergi-\(UUID().uuidString).xlsx"
        try SheetWriter.write(sheet, to: temporary)
        defer { unlink(temporary) }
        console.out(octets: FileManager.default.contents(atPath: temporary).map { Array($0) } ?? [])
      } catch { throw FileTrouble("\(error)") }
    }
  }
}
