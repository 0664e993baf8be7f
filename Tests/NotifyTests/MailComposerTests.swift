// Goal: the text of a mail is legal whatever is in the message, and says what it should.
// Method: tables of addresses, names, keys and dates; hostile values in every field.

import Foundation
import Testing
import WorkCalendar

@testable import Notify

@Suite(.timeLimit(.minutes(10))) struct MailComposerTests {
  private func compose(_ message: Message) throws -> [String] {
    let text = try MailComposer.sample().compose(message).text
    return String(decoding: text, as: UTF8.self).split(
      separator: "\r\n", omittingEmptySubsequences: false
    ).map(String.init)
  }

  private func header(_ message: Message) throws -> [String] {
    Array(try compose(message).prefix { !$0.isEmpty })
  }

  @Test func `a mail with everything in it reads like this`() throws {
    var message = Message.mail(body: "Yth. Ni Made,\n\nTenggat: besok.\n.\n")
    message.html = "<p>Tenggat: <b>bésok</b></p>"
    message.calendar = "BEGIN:VCALENDAR\nEND:VCALENDAR\n"
    message.language = "id"
    message.sentAt = Instant(millisecondsSince1970: 1_795_335_000_000)
    var composer = MailComposer.sample()
    composer.replyTo = Mailbox("\"Bagian Kerja Sama\" <ks@example.org>")
    composer.zone = .fixed(name: "", abbreviation: "", offsetSeconds: 28_800)
    let text = String(decoding: try composer.compose(message).text, as: UTF8.self)
    let expected = """
      Date: Sun, 22 Nov 2026 16:10:00 +0800
      From: Sinergi <sinergi@example.org>
      Reply-To: Bagian Kerja Sama <ks@example.org>
      To: Ni Made <budi.santoso@example.org>
      Subject: [NKO/2026/0001] Tugas baru: Literasi
      Message-ID: <NKO/2026/0001#3.0@sinergi.example.org>
      In-Reply-To: <agreement.NKO/2026/0001@sinergi.example.org>
      References: <agreement.NKO/2026/0001@sinergi.example.org>
      Auto-Submitted: auto-generated
      Content-Language: id
      X-Sinergi-Key: NKO/2026/0001#3.0
      X-Sinergi-Reference: NKO/2026/0001
      MIME-Version: 1.0
      Content-Type: multipart/mixed; boundary="=_sinergi_mixed"

      --=_sinergi_mixed
      Content-Type: multipart/alternative; boundary="=_sinergi_alternative"

      --=_sinergi_alternative
      Content-Type: text/plain; charset=utf-8
      Content-Transfer-Encoding: quoted-printable

      Yth. Ni Made,

      Tenggat: besok.
      =2E

      --=_sinergi_alternative
      Content-Type: text/html; charset=utf-8
      Content-Transfer-Encoding: quoted-printable

      <p>Tenggat: <b>b=C3=A9sok</b></p>
      --=_sinergi_alternative--
      --=_sinergi_mixed
      Content-Type: text/calendar; charset=utf-8; method=PUBLISH; name="tenggat.ics"
      Content-Transfer-Encoding: base64
      Content-Disposition: attachment; filename="tenggat.ics"

      QkVHSU46VkNBTEVOREFSDQpFTkQ6VkNBTEVOREFSDQo=
      --=_sinergi_mixed--

      """
    #expect(text.replacing("\r\n", with: "\n") == expected)
  }

  // MARK: Addresses

  static let goodAddresses = [
    "a@b", "ni.made@example.org", "root@localhost", "o'brien+mou@sub.example.co.id",
    "x@xn--bcher-kva.example",
    "\(String(repeating: "a", count: 64))@example.org", "1@2.3",
  ]
  static let badAddresses = [
    "", "@", "a@", "@b", "a", "a@b@c", "a b@c.d", "a@b c", "<a@b.c>", "a@b.c>",
    "a@b.c\r\nBcc: x@y.z",
    "a@b.c\n", "\na@b.c", "a@b.c\0", "a..b@c.d", ".a@c.d", "a.@c.d", "a@.c", "a@c.", "a@c..d",
    "a@-c.d",
    "a@c-.d", "\"a b\"@c.d", "a@[127.0.0.1]", "bücher@example.org", "a@bücher.example", "a@b_c.d",
    "a,b@c.d", "a@b.c,d@e.f", "a;b@c.d", "(x)a@b.c", "a@b.c (x)", "mailto:a@b.c", "a@b.c\u{202E}",
    "a\u{0}@b.c",
    "\(String(repeating: "a", count: 65))@example.org",
    "a@\(String(repeating: "b", count: 64)).org",
    "a@\(String(repeating: "b.", count: 130))c", String(repeating: "a", count: 1_000_000),
    "-f\nx@y", " a@b.c", "a@b.c ", "a@b.c\t", "a\\@b.c",
  ]

  @Test func `good addresses are taken as they are`() {
    for address in Self.goodAddresses { #expect(MailAddress(address)?.text == address) }
  }

  @Test func `bad addresses are given up, and not repeated`() throws {
    for address in Self.badAddresses {
      #expect(MailAddress(address) == nil, "\(address.prefix(80))")
      let error = #expect(throws: DeliveryError.self) { try compose(.mail(address: address)) }
      #expect(
        error == .giveUp("the recipient's address is not a good one; mend it in the directory"))
    }
  }

  @Test func `a mail has one recipient with an address`() {
    for recipients in [
      [], [.init(person: nil, name: "Sekretaris")],
      [
        .init(person: "a", name: "A", address: "a@b.c"),
        .init(person: "d", name: "D", address: "d@b.c"),
      ],
    ] as [[Message.Recipient]] {
      var message = Message.mail()
      message.recipients = recipients
      #expect(throws: DeliveryError.self) { try compose(message) }
    }
  }

  static let mailboxes: [(text: String, name: String?, address: String?)] = [
    ("a@b.c", "", "a@b.c"), ("<a@b.c>", "", "a@b.c"), ("Dinas <a@b.c>", "Dinas", "a@b.c"),
    ("\"Dinas, Bali\" <a@b.c>", "Dinas, Bali", "a@b.c"),
    ("Dinas Pérpus<a@b.c>", "Dinas Pérpus", "a@b.c"),
    ("Dinas <a@b.c> x", nil, nil), ("Dinas a@b.c", nil, nil), ("Dinas <>", nil, nil),
    ("", nil, nil),
    ("<<a@b.c>>", nil, nil), ("Dinas <a b@c.d>", nil, nil),
  ]

  @Test func `who writes is a name and an address`() {
    for (text, name, address) in Self.mailboxes {
      let mailbox = Mailbox(text)
      #expect(mailbox?.name == name && mailbox?.address.text == address, "\(text)")
    }
  }

  // MARK: Names of mails

  static let identifiers: [(key: String, identifier: String)] = [
    ("NKO/2026/0001#3.0", "NKO/2026/0001#3.0"), ("", "="), ("\0", "=00"), (".a", "=2Ea"),
    ("a.", "a=2E"),
    ("a..b", "a.=2Eb"), ("a=2E", "a=3D2E"), ("a b", "a=20b"), ("a@b", "a=40b"), ("a>b", "a=3Eb"),
    ("é", "=C3=A9"), ("\r\n", "=0D=0A"), (".", "=2E"),
  ]

  @Test func `keys become names of mails that people can read`() {
    for (key, identifier) in Self.identifiers {
      #expect(MailIdentifier.escaped(key) == identifier)
    }
  }

  @Test func `each key has its own name, and it is legal`() {
    let keys =
      FileNotifierTests.hostileKeys + Self.identifiers.map(\.identifier) + [
        String(repeating: ".", count: 500), String(repeating: "a", count: 160),
        String(repeating: "a", count: 161), String(repeating: "a", count: 94) + "=_",
      ]
    let names = Set(keys).map(MailIdentifier.escaped)
    #expect(Set(names).count == Set(keys).count)
    for name in names {
      #expect(MailAddress.isDotAtom(name.utf8), "\(name)")
      #expect(name.utf8.count <= NotifyLimits.mailIdentifierBytes + 2, "\(name)")
    }
  }

  static let hosts: [(name: String, host: String)] = [
    ("sinergi.example.org", "sinergi.example.org"), ("", "localhost"), ("-", "localhost"),
    ("a b", "a-b"), ("a>\r\nBcc: x", "a---Bcc--x"), ("über.example", "ber-example"),
    (String(repeating: "x", count: 300), String(repeating: "x", count: 63)),
  ]

  @Test func `a host is the right half, whatever it is called`() {
    for (name, host) in Self.hosts { #expect(MailIdentifier.host(name) == host) }
  }

  // MARK: Dates

  static let dates: [(milliseconds: Int64, offset: Int, date: String)] = [
    (0, 0, "Thu, 1 Jan 1970 00:00:00 +0000"),
    (1_795_335_000_999, 0, "Sun, 22 Nov 2026 08:10:00 +0000"),
    (1_795_335_000_000, 28_800, "Sun, 22 Nov 2026 16:10:00 +0800"),
    (951_782_400_000, 0, "Tue, 29 Feb 2000 00:00:00 +0000"),
    (951_782_400_000, -1_800, "Mon, 28 Feb 2000 23:30:00 -0030"),
    (951_782_400_000, 20_700, "Tue, 29 Feb 2000 05:45:00 +0545"),
    (-1, 0, "Wed, 31 Dec 1969 23:59:59 +0000"),
  ]

  @Test func `dates are those of mail`() {
    var composer = MailComposer.sample()
    for (milliseconds, offset, date) in Self.dates {
      composer.zone = .fixed(name: "", abbreviation: "", offsetSeconds: offset)
      #expect(composer.date(Instant(millisecondsSince1970: milliseconds)) == date)
    }
    for edge in [Int64.min, .max] {
      for offset in [Int.min, 0, .max] {
        composer.zone = .fixed(name: "", abbreviation: "", offsetSeconds: offset)
        #expect(composer.date(Instant(millisecondsSince1970: edge)).utf8.count < 40)
      }
    }
  }

  // MARK: Fields

  static let hostile = [
    "\n", "\r", "\r\n", "\r\n\r\n", "\u{0B}", "\u{0C}", "\u{85}", "\u{2028}", "\u{2029}", "\0",
    "\u{1B}[2J",
    "\u{202E}", "\u{2066}", "\t", "\n ", "\"", "\\", "<x@y.z>", ",", "=?utf-8?q?=0A?=", "👩🏽‍💻", "ᬧᬺᬯ",
    "  ",
    "é\u{301}\u{301}", String(repeating: "k", count: 5_000), String(repeating: "ᬧ", count: 5_000),
  ]

  @Test func `nothing in a message can add a field or a line`() throws {
    for bad in Self.hostile {
      let value = "x\(bad)Bcc: semua@example.org\(bad)\(bad)isi palsu"
      var message = Message.mail(key: value, name: value)
      message.reference = value
      message.kind = value
      message.subject = value
      message.language = value
      var composer = MailComposer.sample()
      composer.from.name = value
      composer.replyTo = Mailbox(name: value, address: composer.from.address)
      let mail = try composer.compose(message)
      let lines = String(decoding: mail.text, as: UTF8.self).split(
        separator: "\r\n", omittingEmptySubsequences: false)
      let header = lines.prefix { !$0.isEmpty }
      let names = header.filter { !$0.hasPrefix(" ") }.map { String($0.prefix { $0 != ":" }) }
      #expect(
        names == [
          "Date", "From", "Reply-To", "To", "Subject", "Message-ID", "In-Reply-To", "References",
          "Auto-Submitted", "X-Sinergi-Key", "X-Sinergi-Reference", "MIME-Version", "Content-Type",
          "Content-Transfer-Encoding",
        ], "\(bad.debugDescription)")
      for line in header {
        #expect(line.utf8.allSatisfy { (0x20...0x7E).contains($0) }, "\(line)")
        #expect(!line.allSatisfy { $0 == " " })
        let isIdentifier = line.contains("@sinergi.example.org>")
        #expect(line.utf8.count <= (isIdentifier ? 260 : 76), "\(line)")
      }
    }
  }

  static let cleanings: [(text: String, clean: String)] = [
    ("a\r\nb", "a b"), ("a\n\nb", "a  b"), ("a\u{202E}b\u{2069}c", "abc"),
    ("a\0b\u{7F}c\u{9F}d", "abcd"), (" a ", "a"),
    ("\n\n", ""), ("a\tb", "a b"), ("👩🏽‍💻", "👩🏽‍💻"), ("\u{200F}א", "\u{200F}א"), ("a\u{2028}b", "a b"),
  ]

  @Test func `values of fields are one line without what turns or hides`() {
    for (text, clean) in Self.cleanings { #expect(MailField.clean(text) == clean) }
    let long = MailField.clean(String(repeating: "ᬧ", count: 1_000_000))
    #expect(long.utf8.count <= NotifyLimits.mailFieldBytes + 3 && long.hasSuffix("…"))
  }

  @Test func `a mail without a subject gets one`() throws {
    for (subject, reference, kind, line) in [
      ("", "NKO/1", "reminder", "Subject: NKO/1"), ("\n \0", "", "reminder", "Subject: reminder"),
      ("", "", "", "Subject: Sinergi"),
    ] {
      var message = Message.mail()
      message.subject = subject
      message.reference = reference
      message.kind = kind
      let header = try header(message)
      #expect(header.contains(line))
      #expect(header.contains { $0.hasPrefix("References:") } == !reference.isEmpty)
    }
  }

  @Test func `encoded words are short, and each is whole by itself`() throws {
    let start = seed(20_261_130)
    var numbers = SeededNumbers(seed: start)
    for round in 0..<200 {
      let value = RandomText.line(&numbers, 1...200) + "é"
      let text = MailField.encodedWords(value, column: .random(in: 1...25, using: &numbers))
      var decoded = ""
      for word in text.split(separator: "\r\n ") {
        #expect(word.utf8.count <= 75)
        let pieces = word.split(separator: "?", omittingEmptySubsequences: false)
        #expect(pieces.count == 5 && pieces[0] == "=" && pieces[4] == "=")
        let bytes =
          pieces[2] == "b"
          ? Data(base64Encoded: String(pieces[3])).map(Array.init) : Self.quoted(pieces[3])
        decoded += try #require(bytes.flatMap { String(validating: $0, as: UTF8.self) })
      }
      #expect(Array(decoded.utf8) == Array(value.utf8), "SINERGI_SEED=\(start) round \(round)")
    }
  }

  private static func quoted(_ text: Substring) -> [UInt8]? {
    var bytes: [UInt8] = []
    var rest = text.utf8[...]
    while let byte = rest.popFirst() {
      switch byte {
      case UInt8(ascii: "_"): bytes.append(0x20)
      case UInt8(ascii: "="):
        guard let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) else {
          return nil
        }
        bytes.append(value)
        rest = rest.dropFirst(2)
      default: bytes.append(byte)
      }
    }
    return bytes
  }

  // MARK: Bodies

  @Test func `every line is short ASCII, and none begins with a dot`() throws {
    var numbers = SeededNumbers(seed: seed(20_261_201))
    for _ in 0..<60 {
      var message = Message.mail(body: RandomText.lines(&numbers, 0...1_000))
      if Bool.random(using: &numbers) { message.html = RandomText.lines(&numbers, 0...1_000) }
      if Bool.random(using: &numbers) { message.calendar = RandomText.lines(&numbers, 0...1_000) }
      let text = try MailComposer.sample().compose(message).text
      #expect(text.suffix(2) == [13, 10])
      for line in text.split(separator: 13, omittingEmptySubsequences: false).dropLast() {
        let line = line.first == 10 ? line.dropFirst() : line
        #expect(line.count <= 78 && line.first != UInt8(ascii: "."))
        #expect(line.allSatisfy { (0x20...0x7E).contains($0) || $0 == 9 })
        #expect(!line.starts(with: "From ".utf8))
      }
    }
  }

  @Test(
    arguments: [("id", 1, 0), ("en", 0, 1), ("en-GB", 0, 1), (nil, 1, 1), ("fr", 1, 1)]
      as [(String?, Int, Int)])
  func `a text that is too long arrives shortened, and says so`(
    _ language: String?, _ indonesian: Int, _ english: Int
  ) throws {
    var message = Message.mail(body: String(repeating: "0123456789 tenggat\n", count: 60_000))
    message.language = language
    let text = try compose(message).joined(separator: "\n")
    #expect(text.utf8.count < NotifyLimits.mailTextBytes + 4_096)
    #expect(text.contains("dipotong di sini") == (indonesian == 1))
    #expect(text.contains("ends here") == (english == 1))
    #expect(text.contains("0123456789 tenggat"))
  }

  @Test func `a text is cut between scalars`() throws {
    let limit = NotifyLimits.mailTextBytes
    for extra in 0..<4 {
      let text = String(repeating: "x", count: extra) + String(repeating: "👍", count: limit / 4 + 1)
      let cut = try #require(MailBody.cut(text, to: limit))
      #expect(String(validating: cut, as: UTF8.self) != nil && cut.count > limit - 4)
    }
    #expect(MailBody.cut(String(repeating: "x", count: limit), to: limit) == nil)
  }

  @Test func `HTML or a calendar that is too long is left out, and the text stays`() throws {
    var message = Message.mail()
    message.html = String(repeating: "x", count: NotifyLimits.mailHTMLBytes + 1)
    message.calendar = String(repeating: "x", count: NotifyLimits.mailCalendarBytes + 1)
    let lines = try compose(message)
    #expect(lines.contains("Content-Type: text/plain; charset=utf-8"))
    #expect(lines.contains("Tenggat: besok"))
    #expect(!lines.contains { $0.hasPrefix("Content-Type: text/html") || $0.contains("calendar") })
  }
}

/// Texts of many scripts, from a seed.
enum RandomText {
  private static let pieces =
    [
      "a", "Z", "0", " ", " ", "-", ",", ";", "\"", "\\", "'", "(", ")", "<", ">", "@", "=", "?",
      "_", ".", "..",
      "=?utf-8?q?x?=", "=?", "?=", "é", "ß", "Ω", "ж", "ᬧᬺᬯ", "漢", "字", "א", "ع", "👩🏽‍💻", "👍",
      "e\u{301}\u{301}",
      "\u{10FFFF}", "From ", "--=_sinergi_mixed", "tenggat ", "perjanjian ",
    ]

  /// One line without spaces at its ends.
  static func line(_ numbers: inout SeededNumbers, _ count: ClosedRange<Int>) -> String {
    var text = ""
    for _ in 0..<Int.random(in: count, using: &numbers) {
      text += pieces.randomElement(using: &numbers) ?? ""
    }
    let trimmed = text.trimmingCharacters(in: .whitespaces)
    return trimmed.isEmpty ? "x" : trimmed
  }

  /// Lines, some of them with spaces and tabs at their ends.
  static func lines(_ numbers: inout SeededNumbers, _ count: ClosedRange<Int>) -> String {
    let isMostlyPlain = Bool.random(using: &numbers)
    var text = ""
    for _ in 0..<Int.random(in: count, using: &numbers) {
      switch Int.random(in: 0..<12, using: &numbers) {
      case 0:
        text +=
          ["\n", "\n\n", "\r\n", "\n.", "\n..", "\nFrom "].randomElement(using: &numbers) ?? ""
      case 1: text += [" \n", "\t\n", "\t", "   "].randomElement(using: &numbers) ?? ""
      case 2...8 where isMostlyPlain: text += "kata "
      default: text += pieces.randomElement(using: &numbers) ?? ""
      }
    }
    return text
  }
}
