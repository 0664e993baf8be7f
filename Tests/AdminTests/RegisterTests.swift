// Goal: the register is the same in every format, and harms no spreadsheet.
// Method: rows with awkward texts as CSV and as XLSX, read back by Python's csv, zipfile and XML.

import AdminAPI
import AdminClient
import Foundation
import Sheets
import Testing
import Workflow

@testable import sinergictl

@Suite struct RegisterTests {
  static let rows: [RegisterItem] = {
    let texts = [
      "Layanan perpustakaan", "=1+1", "+62", "-2", "@SUM(A1)", "koma, dan \"kutip\"",
      "baris\nkedua", "覚書 & <tag>", "é 👩‍💻", "", " spasi ", "\u{1}\u{1F}kendali",
    ]
    return texts.enumerated().map { index, text in
      var row = Samples.registerRow
      row.reference = "NKO/2026/000\(index)"
      row.about = text
      row.number = index % 2 == 0 ? nil : text
      row.children = index
      if index == 3 { (row.signed, row.from, row.until) = (nil, nil, nil) }
      return row
    }
  }()

  static let register = RegisterSheet(
    title: "Register kerja sama", heading: ["Dinas", "Dicetak 2026-11-22", "Saringan: semua"],
    columns: RegisterColumn.allCases.map { ($0, RegisterSheet.title(of: $0)) }, rows: rows)

  @Test(arguments: [
    ("=1+1", "'=1+1"), ("+62", "'+62"), ("-2", "'-2"), ("@A1", "'@A1"), ("\t=1", "'\t=1"),
    ("a=1", "a=1"), ("", ""), ("2026-06-02", "2026-06-02"),
  ])
  func `a cell that a spreadsheet would take for a formula is made text`(
    text: String, cell: String
  ) {
    #expect(RegisterSheet.harmless(text) == cell)
  }

  @Test func `CSV has CRLF, quotes where they are needed, and a mark when asked`() {
    var register = Self.register
    register.columns = [(.about, "Tentang, singkat"), (.signed, "Tanggal")]
    register.rows = Array(Self.rows[5...6])
    #expect(
      register.csv(withByteOrderMark: false)
        == "\"Tentang, singkat\",Tanggal\r\n\"koma, dan \"\"kutip\"\"\",2026-06-02\r\n\"baris\nkedua\",2026-06-02\r\n"
    )
    #expect(register.csv(withByteOrderMark: true).unicodeScalars.first == "\u{FEFF}")
  }

  @Test func `XLSX holds cell by cell what CSV holds, days as days, and no formula`() throws {
    let folder = try DocumentSocketTests.Folder()
    let sheet = "\(folder.path)/register.xlsx"
    try SheetWriter.write(Self.register.sheet, to: sheet)
    let csv = try folder.write(
      "register.csv", Array(Self.register.csv(withByteOrderMark: false).utf8))
    let script = try folder.write("banding.py", Array(Self.comparison.utf8))
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/python3")
    process.arguments = [script, sheet, csv]
    let output = Pipe()
    process.standardOutput = output
    process.standardError = output
    try process.run()
    let said = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(process.terminationStatus == 0, "\(said)")
    #expect(said.hasPrefix("\(Self.rows.count) rows, "), "\(said)")
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: folder.path).count == 3)
  }

  /// Reads the workbook without any library for it and compares it with the CSV.
  static let comparison = #"""
    import csv, datetime, re, sys, zipfile
    import xml.etree.ElementTree as ET
    N = '{http://schemas.openxmlformats.org/spreadsheetml/2006/main}'
    book = zipfile.ZipFile(sys.argv[1])
    def text(node): return ''.join(t.text or '' for t in node.iter(N + 't'))
    unescape = lambda s: re.sub('_x([0-9A-F]{4})_', lambda m: chr(int(m.group(1), 16)), s)
    shared = [unescape(text(s)) for s in ET.fromstring(book.read('xl/sharedStrings.xml'))]
    styles = ET.fromstring(book.read('xl/styles.xml'))
    formats = {f.get('numFmtId'): f.get('formatCode') for f in styles.iter(N + 'numFmt')}
    dates = [formats.get(x.get('numFmtId')) == 'yyyy-mm-dd' for x in styles.find(N + 'cellXfs')]
    page = ET.fromstring(book.read('xl/worksheets/sheet1.xml'))
    assert not list(page.iter(N + 'f')), 'a formula'
    assert page.find(N + 'autoFilter') is not None, 'no filter'
    pane = next(page.iter(N + 'pane'))
    assert pane.get('state') == 'frozen' and pane.get('ySplit') == '6', pane.attrib
    rows, days = {}, 0
    for cell in page.iter(N + 'c'):
        letters, number = re.match('([A-Z]+)([0-9]+)', cell.get('r')).groups()
        column = 0
        for letter in letters: column = column * 26 + ord(letter) - 64
        value = cell.find(N + 'v')
        if value is None: continue
        if cell.get('t') == 's': value = shared[int(value.text)]
        elif dates[int(cell.get('s', 0))]:
            days += 1
            value = str(datetime.date(1899, 12, 30) + datetime.timedelta(int(value.text)))
        else: value = value.text
        rows.setdefault(int(number), {})[column] = value
    assert [rows[n][1] for n in range(1, 5)] == ['Register kerja sama', 'Dinas', 'Dicetak 2026-11-22', 'Saringan: semua']
    expected = list(csv.reader(open(sys.argv[2], newline='', encoding='utf-8')))
    for index, line in enumerate(expected):
        row = rows.get(6 + index, {})
        for column, want in enumerate(line):
            have = row.get(column + 1, '')
            want = want[1:] if re.match("'[=+\\-@\t\r]", want) else want
            want = re.sub('[\x00-\x08\x0b-\x1f]', '�', want)
            assert have == want, (index, column, have, want)
    print(len(expected) - 1, 'rows,', days, 'days')
    """#

  // MARK: Over the socket

  @Test func `the command writes each format and follows a profile`() async throws {
    let folder = try DocumentSocketTests.Folder()
    let file = try folder.write("naskah.pdf", Array("isi".utf8))
    let sheet = "\(folder.path)/register.xlsx"
    let csv = "\(folder.path)/register.csv"
    try await Served.run { served in
      let rows: [(words: [String], code: Int32)] = [
        (["register"], 0), (["start", "uji", "--set", "tentang==1+1"], 0),
        (["start", "uji", "--set", "tentang=Literasi"], 0),
        (["document", "add", "UJI/2026/0001", "naskah", file, "--number", "B.1"], 0),
        (["register"], 0), (["register", "--json"], 0), (["register", "--format", "json"], 0),
        (["register", "--list-profiles"], 0), (["register", "--profile", "singkta"], 1),
        (["register", "--format", "xlsx"], 2), (["register", "--bom"], 2),
        (["register", "--status", "berlakuu"], 1), (["register", "--ending-before", "besok"], 1),
        (["register", "--profile", "singkat", "--format", "xlsx", "--output", sheet], 0),
        (["register", "--profile", "singkat", "--format", "csv", "--bom", "--output", csv], 0),
      ]
      for row in rows {
        #expect(await DocumentSocketTests.run(row.words, served) == row.code, "\(row.words)")
      }
    }
    #expect(folder.read("register.xlsx")?.prefix(2) == Array("PK".utf8)[...])
    let lines = String(decoding: folder.read("register.csv") ?? [], as: UTF8.self)
      .split(separator: "\r\n").map(String.init)
    #expect(lines.count == 3)
    #expect(
      lines.first
        == "\u{FEFF}No.,Nomor register,Perihal,Nomor pihak kesatu,Nomor pihak kedua,Status,Dimulai")
    #expect(
      lines.dropFirst().first?.hasPrefix("1,UJI/2026/0001,'=1+1,B.1,,Proses,2026-") == true,
      "\(lines)")
  }

  @Test func `a sheet that cannot be written leaves nothing`() {
    #expect(throws: SheetError.self) {
      try SheetWriter.write(Self.register.sheet, to: "/tidak-ada/register.xlsx")
    }
  }
}
