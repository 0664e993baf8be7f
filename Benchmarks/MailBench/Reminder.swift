// A reminder as an office sends it, of some six kilobytes.

import Notify
import WorkCalendar

extension Message {
  /// The same words under another key.
  static func reminder(_ number: Int) -> Message {
    Message(
      key: "NKO/2026/\(number)#3.0", reference: "NKO/2026/\(number)", kind: "reminder",
      recipients: [.init(person: "ni-made", name: "Ni Made", address: "ni.made@example.org")],
      subject: "[NKO/2026/\(number)] Pengingat tenggat: telaah naskah – 3 hari lagi", body: text,
      html: html, calendar: calendar, language: "id",
      sentAt: Instant(millisecondsSince1970: 1_795_335_000_000))
  }

  private static let paragraph = """
    Yth. Ibu Ni Made, naskah nota kesepahaman tentang literasi dan pelestarian lontar menunggu telaah \
    Anda sejak Senin, 16 November 2026. Tenggatnya Rabu, 25 November 2026 pukul 16.00 WITA, tiga hari \
    kerja lagi. Bila tidak sempat, pelaksana harian dapat menelaahnya; alasannya dicatat.
    """
  private static let text =
    Array(repeating: paragraph, count: 4).joined(separator: "\n\n")
    + "\n\nsinergictl approve NKO/2026/0001\nsinergictl return NKO/2026/0001 --reason \"…\"\n"
  private static let html =
    "<!DOCTYPE html>\n<html lang=\"id\"><head><meta charset=\"utf-8\"><title>Pengingat</title></head>"
    + "<body style=\"font-family:sans-serif\">\n"
    + Array(repeating: "<p style=\"margin:0 0 1em\">\(paragraph)</p>", count: 6)
    .joined(separator: "\n")
    + "\n<table><tr><th>Perjanjian</th><td>NKO/2026/0001</td></tr></table></body></html>\n"
  private static let calendar = """
    BEGIN:VCALENDAR
    VERSION:2.0
    PRODID:-//Sinergi//ID
    METHOD:PUBLISH
    BEGIN:VEVENT
    UID:NKO-2026-0001-3@sinergi.example.org
    DTSTAMP:20261122T081000Z
    DTSTART:20261125T080000Z
    DTEND:20261125T080000Z
    SUMMARY:Tenggat telaah NKO/2026/0001
    DESCRIPTION:Naskah nota kesepahaman tentang literasi menunggu telaah.
    BEGIN:VALARM
    TRIGGER:-PT24H
    ACTION:DISPLAY
    DESCRIPTION:Tenggat telaah
    END:VALARM
    END:VEVENT
    END:VCALENDAR

    """
}
