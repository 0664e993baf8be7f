// Small definitions that show one behaviour each, with an office of three people around them.

import Engine
import Workflow

enum Definitions {
  /// Draft and review, with reminders, notes and a return.
  static let uji = """
    workflow: uji
    title: { id: Uji coba, en: Trial }
    calendar: kantor
    reference: "UJI/{year}/{sequence:4}"
    subject: tentang
    data:
      tentang: { type: string, required: true }
      jumlah: { type: int }
    roles:
      pic: { position: pic, title: { id: Petugas penghubung, en: Liaison officer } }
      kabid: { position: kabid, title: { id: Kepala bidang, en: Head of division } }
    reminders:
      biasa: { at: [-2 wd, 0 wd, +1 wd], then: every 1 wd, most: 8 }
    initial: konsep
    states:
      konsep:
        title: { id: Menyusun konsep, en: Drafting }
        task: { for: pic, due: 5 wd, remind: biasa, escalate: { 3 wd: kabid } }
        on: { ajukan: { target: telaah, form: [jumlah?] } }
      telaah:
        title: { id: Menelaah, en: Reviewing }
        task: { for: kabid, due: 3 wd, not: [pic], approve: setuju, return: revisi }
        on:
          setuju: selesai
          revisi: { target: konsep, reason: required }
      selesai: { type: final }
    on:
      catat: { by: [pic, kabid], reason: required }

    """

  /// A timer after two days, which a step can cancel and set again; then one after three days.
  static let tunda = """
    workflow: tunda
    title: { id: Tunda }
    calendar: kantor
    reference: "TDA/{year}/{sequence:4}"
    roles:
      pic: { position: pic }
    initial: menunggu
    states:
      menunggu:
        task: { for: pic }
        on:
          jeda: jeda
          selesai: selesai
        after: { 2 d: lewat }
      jeda:
        task: { for: pic }
        on: { lanjut: menunggu }
      lewat:
        task: { for: pic }
        on: { selesai: selesai }
        after: { 3 d: terlambat }
      terlambat:
        task: { for: pic }
        on: { selesai: selesai }
      selesai: { type: final }

    """

  /// Two timers and the reminders of a task beside each other in one agreement.
  static let sejajar = """
    workflow: sejajar
    title: { id: Sejajar }
    calendar: kantor
    reference: "SJR/{year}/{sequence:4}"
    roles:
      pic: { position: pic }
      kabid: { position: kabid }
    reminders:
      biasa: { at: [-2 wd, 0 wd, +1 wd], then: every 1 wd, most: 8 }
    initial: berjalan
    states:
      berjalan:
        type: parallel
        onDone: selesai
        states:
          kerja:
            initial: susun
            states:
              susun:
                task: { for: pic, due: 5 wd, remind: biasa, escalate: { 3 wd: kabid } }
                on: { kirim: tuntas }
              tuntas: { type: final }
          pelan:
            initial: satu
            states:
              satu: { after: { 2 d: dua } }
              dua: { after: { 9 d: usai } }
              usai: { type: final }
          cepat:
            initial: pagi
            states:
              pagi: { after: { 1 d: siang } }
              siang: { after: { 36 h: malam } }
              malam: { type: final }
      selesai: { type: final }

    """

  /// A timer whose step starts a workflow that nobody has loaded.
  static let rusak = """
    workflow: rusak
    title: { id: Rusak }
    calendar: kantor
    reference: "RSK/{year}/{sequence:4}"
    roles:
      pic: { position: pic }
    initial: menunggu
    states:
      menunggu:
        task: { for: pic }
        on:
          selesai: selesai
          bagi: { start: tiada }
        after: { 1 d: { target: lewat, start: tiada } }
      lewat:
        task: { for: pic }
        on: { selesai: selesai }
      selesai: { type: final }

    """

  /// Starts `anak` on an event, and stays where it is.
  static let induk = """
    workflow: induk
    title: { id: Induk }
    calendar: kantor
    reference: "IND/{year}/{sequence:4}"
    subject: tentang
    data:
      tentang: { type: string, required: true }
      jumlah: { type: int }
      catatan: { type: string }
    roles:
      pic: { position: pic }
    initial: buka
    states:
      buka:
        task: { for: pic }
        on:
          bagi: { start: anak }
          tutup: tutup
      tutup: { type: final }

    """

  /// The child: shares `tentang` with its parent; its `jumlah` is of another type.
  static let anak = """
    workflow: anak
    title: { id: Anak }
    calendar: kantor
    reference: "ANK/{year}/{sequence:4}"
    subject: tentang
    data:
      tentang: { type: string, required: true }
      jumlah: { type: string }
    roles:
      kabid: { position: kabid }
    initial: kerja
    states:
      kerja:
        task: { for: kabid }
        on: { selesai: selesai }
        after: { 1 d: lewat }
      lewat:
        task: { for: kabid }
        on: { selesai: selesai }
      selesai: { type: final }

    """

  /// Starts a child by its very first state.
  static let lahir = """
    workflow: lahir
    title: { id: Lahir }
    calendar: kantor
    reference: "LHR/{year}/{sequence:4}"
    data:
      tentang: { type: string, required: true }
    roles:
      pic: { position: pic }
    initial: buka
    states:
      buka:
        entry: [{ start: anak }]
        task: { for: pic }
        on: { tutup: tutup }
      tutup: { type: final }

    """

  static let calendar = """
    calendar: kantor
    title: { id: Kantor }
    zone: Asia/Makassar
    week: { mon: "08:00-16:00", tue: "08:00-16:00", wed: "08:00-16:00", thu: "08:00-16:00", fri: "08:00-16:00" }
    sending: "08:00-15:00"
    stops: [libur]
    published: [2026, 2027, 2028, 2029, 2030]
    days:
      - { date: 2026-12-25, kind: libur, name: Natal, source: SKB, confidence: tinggi }

    """

  /// Made and Komang are liaison officers, Wayan heads the division, Nyoman did until the 3rd of May.
  static let directory = """
    directory: kantor
    organisations:
      - { id: dinas, name: Dinas }
    positions:
      - { id: pic, organisation: dinas, title: { id: Petugas penghubung, en: Liaison officer } }
      - { id: kabid, organisation: dinas, title: { id: Kepala bidang, en: Head of division } }
    people:
      - { id: i-made, name: I Made Contoh, unix: made }
      - { id: i-komang, name: I Komang Contoh, unix: komang }
      - { id: i-wayan, name: I Wayan Contoh, unix: wayan }
      - { id: i-nyoman, name: I Nyoman Contoh, unix: nyoman }
    holdings:
      - { person: i-made, position: pic, from: 2026-01-01, basis: "SK 1" }
      - { person: i-komang, position: pic, from: 2026-01-01, basis: "SK 2" }
      - { person: i-wayan, position: kabid, from: 2026-01-01, basis: "SK 3" }
      - { person: i-nyoman, position: kabid, from: 2025-01-01, until: 2026-05-03, basis: "SK 4" }

    """

  static func sources(_ definitions: [String]) -> LibrarySources {
    LibrarySources(
      workflows: definitions.enumerated().map {
        SourceText(name: "contoh\($0.offset).yaml", text: $0.element)
      }, calendars: [SourceText(name: "kantor.yaml", text: calendar)],
      directories: [SourceText(name: "orang.yaml", text: directory)])
  }
}
