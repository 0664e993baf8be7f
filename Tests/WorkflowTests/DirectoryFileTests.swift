// Goal: what is written of a directory is read back to the same; tables of an office suite are read as
// they come; what has no place in a directory is refused and never repeated.
// Method: random directories from a printed seed; tables of texts with what each must say.

import Testing
import WorkCalendar

@testable import Workflow

@Suite struct DirectoryFileTests {
  // MARK: Writing and reading

  @Test
  func `a random directory is written and read back to itself, and its tables change nothing`()
    throws
  {
    let seed = seed(0xD1EC)
    var numbers = SeededNumbers(seed: seed)
    var deputies = 0
    var contacts = 0
    for round in 0..<150 {
      let directory = RandomDirectory.make(&numbers).canonical
      (deputies, contacts) = (
        deputies + directory.deputies.count, contacts + directory.contacts.count
      )
      let place: Comment = "seed \(seed), round \(round)"
      let text = DirectoryWriter.text(of: directory, withContacts: true)
      let reading = DirectoryReader.read(SourceText(name: "d", text: text))
      #expect(reading.value?.canonical == directory, "\(reading.diagnostics) \(place)")
      #expect(
        DirectoryWriter.text(of: reading.value ?? Directory(), withContacts: true) == text, place)
      // Applied to itself, with and without contacts, whole or in part, nothing differs.
      for withContacts in [true, false] {
        let again = SourceText(
          name: "d.yaml", text: DirectoryWriter.text(of: directory, withContacts: withContacts))
        for replacing in [true, false] {
          let merge = DirectoryReader.merge([again], into: directory, replacing: replacing)
          #expect(merge.value == directory, "\(merge.rendered) \(place)")
        }
        let tables = DirectoryWriter.tables(of: directory, withContacts: withContacts)
        let merge = DirectoryReader.merge(tables, into: directory)
        #expect(merge.value == directory, "\(merge.rendered) \(place)")
      }
      // Into nothing, the tables give all but what a table cannot hold.
      let whole = DirectoryReader.merge(
        DirectoryWriter.tables(of: directory, withContacts: true), into: Directory())
      let left = directory.difference(to: whole.value ?? Directory())
      #expect(
        left.allSatisfy { change in
          change.kind == .people && change.fields.allSatisfy { $0.name.hasPrefix("contact") }
        },
        "\(left) \(whole.rendered) \(place)")
    }
    #expect(deputies > 100 && contacts > 100, "the property was about something")
  }

  @Test func `the difference of two random directories, applied, makes the one of the other`()
    throws
  {
    let seed = seed(0xD1FF)
    var numbers = SeededNumbers(seed: seed)
    for round in 0..<100 {
      let one = RandomDirectory.make(&numbers).canonical
      let other = RandomDirectory.make(&numbers).canonical
      #expect(one.difference(to: one).isEmpty)
      let changes = one.difference(to: other)
      #expect(changes.isEmpty == (one == other), "seed \(seed), round \(round)")
      let text = SourceText(
        name: "d.yaml", text: DirectoryWriter.text(of: other, withContacts: true))
      let merge = DirectoryReader.merge([text], into: one, replacing: true)
      // Who stays and has no contacts in the file keeps those that were there.
      var expected = other
      for person in other.people.keys where other.contacts[person] == nil {
        expected.contacts[person] = one.contacts[person]
      }
      #expect(merge.value == expected, "\(merge.rendered) seed \(seed), round \(round)")
      // No line that a log may take says an address.
      for address in (one.contacts.values.flatMap { $0 } + other.contacts.values.flatMap { $0 }) {
        #expect(!changes.contains { $0.description.contains(address.address) })
        #expect(!"\(address)".contains(address.address))
      }
    }
  }

  // MARK: Merging

  static let base = """
    directory: kantor
    organisations: [{ id: dinas, name: Dinas, note: catatan }]
    positions:
      - { id: kadis, organisation: dinas, title: { id: Kepala, en: Head } }
      - { id: kabid, organisation: dinas, title: Kabid }
    people:
      - { id: made, name: Made, unix: made, contacts: [{ channel: email, address: made@contoh.go.id, language: en }, { channel: telegram, address: "@made" }] }
      - { id: wayan, name: Wayan, language: id, quiet: [sun, sat], digest: true }
    holdings:
      - { person: made, position: kadis, from: 2026-01-01, basis: SK 1 }
    deputies:
      - { person: wayan, position: kadis, capacity: plh, from: 2026-07-01, until: 2026-07-10, basis: SK 2, on: 2026-06-30 }
    """

  private func directory() throws -> Directory {
    try #require(DirectoryReader.read(SourceText(name: "d", text: Self.base)).value).canonical
  }

  private func merge(_ name: String, _ text: String, replacing: Bool = false) throws
    -> (changes: [String], problems: [String])
  {
    let base = try directory()
    let merge = DirectoryReader.merge(
      [SourceText(name: name, text: text)], into: base, replacing: replacing)
    return (base.difference(to: merge.value ?? base).map(\.description), merge.rendered)
  }

  @Test(
    arguments: [
      ("a.yaml", "people: [{ id: ketut, name: Ketut }]", ["people ketut: added"]),
      // An entry stands whole, but for contacts of which it does not speak.
      ("a.yaml", "people: [{ id: made, name: Made }]", ["people made: changed unix"]),
      (
        "a.yaml", "people: [{ id: wayan, name: W, language: id, quiet: [sat, sun], digest: true }]",
        ["people wayan: changed name"]
      ),
      (
        "a.yaml", "people: [{ id: made, name: Made, unix: made, contacts: [] }]",
        ["people made: changed contact email, contact telegram"]
      ),
      (
        "a.yaml",
        "holdings: [{ person: made, position: kadis, from: 2026-01-01, until: 2026-12-31, basis: SK 1 }]",
        ["holdings made kadis 2026-01-01: changed until"]
      ),
      ("a.yaml", "positions: [{ id: kabid, organisation: dinas, title: Kabid }]", []),
      // A table says nothing about what it has no column for.
      ("a.csv", "id,name,class\ndinas,Dinas,opd\n", ["organisations dinas: changed class"]),
      ("a.csv", "id;name;unix\r\nmade;I Made;made\r\n", ["people made: changed name"]),
      ("a.csv", "id,title,organisation\nkadis,Kepala,dinas\n", []),
      // A column of a channel speaks of that channel alone.
      ("a.csv", "id,name,email\nmade,Made,\n", ["people made: changed contact email"]),
      ("a.csv", "id,name,email\nmade,Made,made@contoh.go.id\n", []),
      (
        "a.csv", "id,name,whatsapp\nwayan,Wayan,+6281234567890\n",
        ["people wayan: changed contact whatsapp"]
      ),
      (
        "a.csv", "position,person,from\nkabid,wayan,2026-08-01\n",
        ["holdings wayan kabid 2026-08-01: added"]
      ),
      (
        "a.csv",
        "person,position,capacity,from,until,basis,dated\nmade,kabid,plt,2026-01-01,,SK,2026-01-01\n",
        ["deputies made kabid 2026-01-01: added"]
      ),
    ] as [(String, String, [String])])
  func `a file adds and changes what it says and nothing else`(
    name: String, text: String, changes: [String]
  ) throws {
    let text = name.hasSuffix(".yaml") ? "directory: d\n" + text : text
    let merged = try merge(name, text)
    #expect(merged.problems == [])
    #expect(merged.changes == changes)
  }

  @Test func `the files are the whole directory when they are to replace it`() throws {
    let merged = try merge(
      "a.yaml",
      "directory: d\norganisations: [{ id: dinas, name: Dinas, note: catatan }]\npeople: [{ id: made, name: Made, unix: made }]",
      replacing: true)
    #expect(merged.problems == [])
    #expect(
      merged.changes == [
        "positions kabid: removed", "positions kadis: removed", "people wayan: removed",
        "holdings made kadis 2026-01-01: removed", "deputies wayan kadis 2026-07-01: removed",
      ])
    let table = try merge("a.csv", "id,name,class\ndinas,Dinas,opd\n", replacing: true)
    #expect(table.problems.first?.contains("never a whole directory") == true)
  }

  @Test func `files may name each other in any order, and none may say the same entry twice`()
    throws
  {
    let people = SourceText(name: "b.csv", text: "id,name,unix\nketut,Ketut,ketut\n")
    let holdings = SourceText(name: "a.csv", text: "person,position\nketut,kabid\n")
    let base = try directory()
    let merge = DirectoryReader.merge([holdings, people], into: base)
    #expect(merge.value?.people["ketut"] != nil && merge.value?.holdings.count == 2)
    let twice = DirectoryReader.merge([people, people], into: base)
    #expect(twice.value == nil && twice.rendered.first?.contains("«ketut» stands twice") == true)
  }

  @Test func `what is right by itself and wrong in the whole is told as such`() throws {
    // The holding is cut short, so that the Plh. of July would act in nobody's name.
    let merged = try merge(
      "a.yaml",
      "directory: d\nholdings: [{ person: made, position: kadis, from: 2026-01-01, until: 2026-07-05 }]"
    )
    #expect(merged.changes == [])
    #expect(
      merged.problems.first?.hasPrefix(
        "the directory as it would be: error[invalid-value]: «made» does not hold «kadis»") == true,
      "\(merged.problems)")
  }

  // MARK: Tables as they come

  @Test(arguments: [
    ("comma", "id,name,unix\nmade,\"Made, I\",made\n", "Made, I"),
    ("semicolon", "id;name;unix\nmade;Made, I;made\n", "Made, I"),
    ("tab", "id\tname\tunix\nmade\tMade\tmade\n", "Made"),
    ("byte order mark and CRLF", "\u{FEFF}id,name,unix\r\nmade,Made,made\r\n", "Made"),
    ("Excel's first line", "sep=;\r\nid;name;unix\r\nmade;Made;made", "Made"),
    ("a quote", "id,name,unix\nmade,\"I \"\"Made\"\"\",made\n", "I \"Made\""),
    ("a line end in quotes", "id,name,unix\nmade,\"I\r\nMade\",made\n", "I\nMade"),
    ("empty rows", "id,name,unix\n,,\n\nmade,Made,made\n,,\n", "Made"),
    ("spaces around", "id , name , unix\n made , Made , made \n", "Made"),
    ("capitals in the header", "ID,Name,Unix\nmade,Made,made\n", "Made"),
    ("no line end at the end", "id,name,unix\nmade,Made,made", "Made"),
  ])
  func `a table is read as an office suite writes it`(what: String, text: String, name: String)
    throws
  {
    let merge = DirectoryReader.merge([SourceText(name: "p.csv", text: text)], into: Directory())
    #expect(merge.value?.people["made"]?.name == name, "\(what): \(merge.rendered)")
    #expect(merge.value?.people["made"]?.unix == "made")
  }

  @Test(arguments: [
    ("id,name,unix\nmade,\"Made\n", "p.csv:2:6: error[csv]: a quote is not closed"),
    ("id,name,unix\nmade,\"Made\"x,made\n", "p.csv:2:12: error[csv]: something stands behind"),
    ("id,name,unix\nmade,Ma\"de,made\n", "p.csv:2:8: error[csv]: a quote inside"),
    ("id,name,unix\nmade,Made\n", "p.csv:2:1: error[csv]: 2 fields, where the header has 3"),
    ("nama,alamat\nx,y\n", "p.csv:1:1: error[csv]: the header names no kind"),
    ("id,name\nx,y\n", "p.csv:1:1: error[csv]: the header names no kind"),
    ("id,name,unx,email\n", "p.csv:1:9: error[unknown-key]: a table of people has no column «unx»"),
    ("id,name,unix,unix\n", "p.csv:1:14: error[duplicate-key]"),
    ("person,position,capacity\n", "p.csv:1:1: error[missing-key]: a table of deputies needs"),
    ("id,name,nik\n", "p.csv:1:9: error[nik]"),
    ("", "p.csv:1:1: error[empty]"),
    ("id,name,unix\n\"a\nb\",x,y\nmade,Made,a b\nbad id,x,y\n", "p.csv:5:1: error[invalid-name]"),
  ])
  func `a bad table is told with its line and column`(text: String, problem: String) {
    let merge = DirectoryReader.merge([SourceText(name: "p.csv", text: text)], into: Directory())
    #expect(merge.value == nil)
    #expect(merge.rendered.contains { $0.hasPrefix(problem) }, "\(merge.rendered)")
  }

  // MARK: What has no place

  @Test(arguments: [
    ("email", "made@contoh.go.id", true), ("email", "a.b+c@d", true), ("email", "made", false),
    ("email", "a@b@c", false), ("email", "@contoh", false), ("email", "a@", false),
    ("email", "a@b\r\nBcc: c@d", false), ("email", "a b@c", false), ("email", "a@b,c@d", false),
    ("email", "a@b\u{200B}", false), ("email", "<a@b>", false),
    ("email", String(repeating: "a", count: 250) + "@b.c", true),
    ("email", String(repeating: "a", count: 251) + "@b.c", false),
    ("whatsapp", "+6281234567890", true), ("whatsapp", "081234567890", false),
    ("whatsapp", "+62 812", false), ("whatsapp", "+0812345678", false),
    ("whatsapp", "+123456789012345", true), ("whatsapp", "+628123456", true),
    ("telegram", "@made", true), ("telegram", "", false), ("telegram", "a\u{0}b", false),
    ("webhook", "https://contoh.go.id/a?b=c", true), ("webhook", "ftp://x", false),
  ])
  func `an address is one that its channel can have`(channel: String, address: String, isGood: Bool)
  {
    let problem = Directory.Contact.problem(of: address, in: channel)
    #expect((problem == nil) == isGood)
    #expect(address.isEmpty || problem?.what.contains(address) != true)
  }

  @Test(arguments: [
    ("5171012345678901", true), ("NIK 5171012345678901", true), ("5171 0123 4567 8901", true),
    ("51.71.01.234567.8901", true), ("a5171012345678901b", true), ("517101234567890", false),
    ("198001012005011001", false), ("19800101 200501 1 001", false), ("SK 800/12/2026", false),
    ("+6281234567890", false), ("", false), ("5171012345678901-", true),
  ])
  func `sixteen digits are a NIK, other numbers are not`(text: String, isOne: Bool) {
    #expect(NIK.isIn(text) == isOne)
  }

  @Test(arguments: [
    "{ id: made, name: Made, nik: 5171012345678901 }", "{ id: made, name: Made, NIK: x }",
    "{ id: made, name: \"Made 5171012345678901\" }", "{ id: \"5171012345678901\", name: Made }",
    "{ id: made, name: Made, unix: \"5171012345678901\" }",
    "{ id: made, name: Made, contacts: [{ channel: sms, address: \"+5171012345678901\" }] }",
    "{ id: made, name: Made, contacts: [{ channel: sms, address: x, nik: y }] }",
  ])
  func `a NIK is refused wherever it stands, and what goes into a log does not repeat it`(
    person: String
  ) {
    let source = SourceText(name: "d.yaml", text: "directory: d\npeople:\n  - \(person)\n")
    let reading = DirectoryReader.read(source)
    #expect(reading.value == nil && reading.diagnostics.map(\.code) == [.nik])
    #expect(
      reading.diagnostics.allSatisfy {
        let words = $0.placed(in: source)
        return words.contains("does not keep") && !words.contains("5171012345678901")
      })
  }

  // MARK: Nobody

  @Test func `a vacancy has its first day`() throws {
    var directory = try directory()
    directory.holdings[0].until = try date("2026-06-30")
    directory.deputies[0].until = try date("2026-07-10")
    let kadis = Assignee.position("kadis")
    #expect(directory.vacantSince(kadis, on: try date("2026-07-20")) == (try date("2026-07-11")))
    #expect(directory.vacantSince(.position("kabid"), on: try date("2026-07-20")) == nil)
    #expect(directory.hasSomebody(for: kadis, on: try date("2026-07-10")))
    #expect(!directory.hasSomebody(for: kadis, on: try date("2026-07-11")))
  }
}

/// Directories that the reader takes, made of numbers.
enum RandomDirectory {
  private static let texts = [
    "Dinas", "I \"Made\"", "a: b # c", "  spasi  ", "baris\nbaru", "tab\tdi sini", "*bintang",
    "{ }",
    "日本", "é\u{301}", "🏛️", "-", "true", "null", "1e3", "a;b,c", "\\", "'", "@x", "%YAML",
  ]

  static func make(_ numbers: inout SeededNumbers) -> Directory {
    func pick<Element>(_ items: [Element], _ numbers: inout SeededNumbers) -> Element {
      items[Int.random(in: 0..<items.count, using: &numbers)]
    }
    func text(_ numbers: inout SeededNumbers) -> String? {
      Bool.random(using: &numbers) ? pick(texts, &numbers) : nil
    }
    func day(_ numbers: inout SeededNumbers) -> CivilDate {
      CivilDate(daysSince1970: 20_454).adding(days: Int.random(in: 0...400, using: &numbers))
    }
    var directory = Directory()
    let bodies = (0...Int.random(in: 0...3, using: &numbers)).map { "org-\($0)" }
    for id in bodies {
      directory.organisations[id] = Directory.Organisation(
        id: id, name: pick(texts, &numbers), class: text(&numbers),
        route: Bool.random(using: &numbers) ? pick(["A", "B", "C", "D", "E"], &numbers) : nil,
        seedName: text(&numbers), note: text(&numbers), commitment: text(&numbers))
    }
    let offices = (0...Int.random(in: 0...5, using: &numbers)).map { "pos_\($0)" }
    for id in offices {
      directory.positions[id] = Directory.Position(
        id: id, organisation: pick(bodies, &numbers),
        title: LocalizedText(id: pick(texts, &numbers), en: text(&numbers)),
        role: Bool.random(using: &numbers) ? pick([.contact, .signatory], &numbers) : nil)
    }
    let people = (0...Int.random(in: 1...6, using: &numbers)).map { "orang\($0)" }
    for id in people {
      var person = Directory.Person(id: id, name: pick(texts, &numbers))
      if Bool.random(using: &numbers) { person.unix = "akun-\(id)" }
      if Bool.random(using: &numbers) { person.language = pick([.indonesian, .english], &numbers) }
      if Bool.random(using: &numbers) { person.wantsDigest = Bool.random(using: &numbers) }
      person.quiet = Weekday.allCases.filter { _ in Int.random(in: 0...4, using: &numbers) == 0 }
      directory.people[id] = person
      var contacts: [Directory.Contact] = []
      for index in 0..<Int.random(in: 0...3, using: &numbers) {
        contacts.append(
          pick(
            [
              Directory.Contact(channel: "email", address: "\(id).\(index)@contoh.go.id"),
              Directory.Contact(channel: "whatsapp", address: "+628123456\(index)78"),
              Directory.Contact(channel: "telegram", address: "@\(id)\(index)", language: .english),
              Directory.Contact(channel: "webhook", address: "https://contoh/\(id)/\(index)"),
              Directory.Contact(channel: "faks", address: "021-\(index)"),
            ], &numbers))
      }
      if !contacts.isEmpty { directory.contacts[id] = contacts }
    }
    for office in offices where Bool.random(using: &numbers) {
      let from = day(&numbers)
      let until =
        Bool.random(using: &numbers)
        ? from.adding(days: Int.random(in: 0...90, using: &numbers)) : nil
      let holder = pick(people, &numbers)
      directory.holdings.append(
        Directory.Holding(
          person: holder, position: office, from: from, until: until, basis: text(&numbers)))
      let others = people.filter { $0 != holder }
      if let other = others.randomElement(using: &numbers) {
        directory.deputies.append(
          Directory.Deputy(
            person: other, position: office,
            capacity: pick([.plh, .atasNama, .kuasa], &numbers), from: from,
            until: until ?? from.adding(days: 3), basis: pick(["SK 1", "a \"b\""], &numbers),
            dated: from, scope: pick([[], ["uji"], ["lain", "uji"]], &numbers), giver: holder))
      }
    }
    for office in offices where !directory.holdings.contains(where: { $0.position == office }) {
      guard Bool.random(using: &numbers) else { continue }
      let from = day(&numbers)
      directory.deputies.append(
        Directory.Deputy(
          person: pick(people, &numbers), position: office, capacity: .plt, from: from,
          basis: "SK 9", dated: from))
    }
    return directory
  }
}
