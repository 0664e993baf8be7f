// A definition in which all features meet, its second version, two calendars, and offices by chance.

import Testing
import WorkCalendar

@testable import Workflow

/// The definitions, calendars and offices of the walks.
enum WholeWalkWorld {
  static let text = """
    workflow: besar
    title: Besar
    calendar: bali-pemprov
    reference: "B/{sequence}"
    cancelled: batal
    data:
      putaran: { type: int, default: 0 }
      berakhir: date
      catatan: string
      mitra: { type: organisation, required: true }
    roles:
      pic: { position: p-pic }
      a: { position: p-a }
      b: { position: p-b }
      c: { position: p-c }
      d: { position: p-d }
      kadis: { position: p-kadis }
      mitra_ttd: { of: mitra, role: signatory, recorded_by: pic }
    documents:
      draf: { by: [pic, a] }
      naskah: { by: [pic, kadis, mitra_ttd] }
    reminders:
      biasa: { at: [-2 wd, 0 wd, +1 wd], then: every 3 wd, most: 5 }
    initial: konsep
    states:
      konsep:
        task:
          for: pic
          due: 5 wd
          remind: biasa
          escalate: { 2 wd: kadis }
          needs: { documents: [draf] }
        on:
          ajukan: { target: proses, form: ["berakhir?", "mitra?"] }
        after: { 20 wd: macet }
      macet: { task: { for: kadis, due: 2 d, remind: [0 d] }, on: { lanjut: konsep } }
      proses:
        type: parallel
        states:
          telaah:
            states:
              paraf:
                approval:
                  chain:
                    - { by: a }
                    - { by: [b, c, d], quorum: 2 of 3, veto: [b] }
                    - { by: kadis, skip: data.putaran > 2 }
                  due: 3 wd each
                  remind: [-1 wd, +1 wd]
                  not: [pic]
                  approve: paraf
                  return: kembali
                  void: on document change
                on:
                  approved: disetujui
                  returned: { target: perbaiki, assign: { putaran: data.putaran + 1 } }
                  tarik: { target: perbaiki, by: pic }
              perbaiki: { task: { for: pic, due: 2 wd }, on: { ulangi: paraf } }
              disetujui: { type: final }
          teknis:
            states:
              kaji:
                task: { for: d, due: 4 wd, not: [a, kadis], remind: [0 wd] }
                on: { kaji: periksa }
              periksa:
                task:
                  for: a
                  due: documents.naskah.added + days(7)
                  remind: [-3 d, 0 d]
                  not: [d]
                  approve: setuju
                  return: tolak
                on: { setuju: beres, tolak: { target: kaji, reason: required } }
                at: { documents.draf.added + days(40): mandek }
              mandek: { task: { for: pic, due: 3 wd, not: [c] }, on: { urai: kaji } }
              beres: { type: final }
        onDone: teken
      teken:
        type: parallel
        void: { documents: [naskah], target: proses }
        states:
          satu:
            states:
              menunggu:
                task: { for: kadis, due: 10 wd }
                on: { teken: { target: sudah, signature: kesatu, strategic: true } }
              sudah: { type: final }
          dua:
            states:
              menunggu:
                task: { for: mitra_ttd, due: 10 wd }
                on: { teken: { target: sudah, signature: kedua } }
              sudah: { type: final }
        onDone: jalan
      jalan:
        type: parallel
        states:
          lapor:
            states:
              tunggu:
                entry: { start: laporan }
                task: { for: pic, due: data.berakhir - days(10), remind: [-7 d, 0 d] }
                on: { catat: { form: ["catatan?", "berakhir?"] } }
                at: { data.berakhir: habis }
                onDone: { target: susun, guard: data.putaran != 1 }
              susun:
                task: { for: a, due: signatures.kedua.tanggal + days(60) }
                on: { lagi: tunggu }
              habis: { task: { for: d }, on: { buka: tunggu } }
          tambah:
            states:
              normal:
                task: { for: kadis }
                on: { adendum: berjalan }
              berjalan:
                entry: { start: { workflow: adendum, most: 1 } }
                task: { for: b, due: 30 d }
                on: { sudahi: normal }
                onDone: usai
                always:
                  target: usai
                  guard: "children.exists(c, c.workflow == 'adendum' && 'berlaku' in c.tags)"
              usai: { task: { for: b }, on: { tutup: normal } }
        on:
          akhiri: { target: selesai, by: kadis, reason: required }
          perbarui: { target: konsep, by: pic }
        at: { data.berakhir + days(30): selesai }
      selesai: { type: final }
      batal: { type: final }
    """

  /// The second version: other names, another span, other people for a task, another duty kept apart.
  static let names = [
    "proses/telaah/paraf": "proses/telaah/persetujuan", "jalan": "berlaku",
    "teken": "penandatanganan", "proses/teknis/kaji": "proses/teknis/kajian",
  ]

  static var changed: String {
    var text = text
    for (old, new) in [
      ("paraf:\n", "persetujuan:\n"), ("ulangi: paraf", "ulangi: persetujuan"),
      ("\n  jalan:\n", "\n  berlaku:\n"), ("onDone: jalan", "onDone: berlaku"),
      ("\n  teken:\n", "\n  penandatanganan:\n"), ("onDone: teken", "onDone: penandatanganan"),
      ("kaji:\n", "kajian:\n"), ("target: kaji,", "target: kajian,"),
      ("urai: kaji ", "urai: kajian "), ("due: 4 wd, not: [a, kadis]", "due: 6 wd, not: [a, b]"),
      ("for: b, due: 30 d", "for: c, due: 30 d"),
      ("after: { 20 wd: macet }", "after: { 15 wd: macet }"),
    ] { text = text.replacing(old, with: new) }
    return text
  }

  static let workflows = Result {
    try [("v1", text), ("v2", changed)].map { digest, text in
      let source = SourceText(name: "\(digest).yaml", text: text)
      let reading = DefinitionCompiler.compile(source, digest: digest)
      return try #require(reading.value, "\(reading.diagnostics.map { $0.rendered(in: source) })")
    }
  }

  /// The calendar that is shipped, and one on which offices close earlier and on more days.
  static let calendars = Result {
    let file = try source("workflows/calendars/bali-pemprov.yaml")
    let shorter = file.text.replacing("fri: \"07:30-14:30\"", with: "fri: \"07:30-12:00\"")
      .replacing("cuti_bersama]", with: "cuti_bersama, dispensasi_bali]")
    return try [("k1", file.text), ("k2", shorter)].map { digest, text in
      try #require(
        CalendarReader.read(
          SourceText(name: digest, text: text), digest: digest, zone: zoneRules
        ).value)
    }
  }

  static let people = ["u-pic", "u-a", "u-b", "u-c", "u-d", "u-kadis", "u-m", "x1", "x2", "x3"]

  /// Who holds what: two people share a position, one holds two, and there are deputies.
  static func directory(_ numbers: inout SeededNumbers, around day: CivilDate) -> Directory {
    var directory = Directory()
    for person in people {
      directory.people[person] = Directory.Person(id: person, name: person, unix: person)
    }
    for name in ["pic", "a", "b", "c", "d", "kadis"] {
      directory.positions["p-\(name)"] = Directory.Position(
        id: "p-\(name)", organisation: "dinas", title: LocalizedText(id: name))
      if Int.random(in: 0..<12, using: &numbers) > 0 {
        directory.holdings.append(
          Directory.Holding(person: "u-\(name)", position: "p-\(name)"))
      }
    }
    for organisation in ["o1", "o2"] {
      directory.organisations[organisation] = Directory.Organisation(
        id: organisation, name: organisation)
      directory.positions["m-\(organisation)"] = Directory.Position(
        id: "m-\(organisation)", organisation: organisation, title: LocalizedText(id: "M"),
        role: .signatory)
    }
    if Bool.random(using: &numbers) {
      directory.holdings.append(Directory.Holding(person: "u-m", position: "m-o1"))
    }
    directory.holdings.append(Directory.Holding(person: "x1", position: "p-a"))
    if Bool.random(using: &numbers) {
      directory.holdings.append(Directory.Holding(person: "u-c", position: "p-d"))
    }
    for _ in 0..<Int.random(in: 0...4, using: &numbers) {
      let name = ["a", "b", "c", "d", "kadis"].randomElement(using: &numbers) ?? "a"
      let capacity = Directory.Deputy.Capacity.allCases.randomElement(using: &numbers) ?? .plh
      directory.deputies.append(
        Directory.Deputy(
          person: ["x1", "x2", "x3", "u-b"].randomElement(using: &numbers) ?? "x2",
          position: "p-\(name)", capacity: capacity, from: day,
          until: day.adding(days: Int.random(in: 0...60, using: &numbers)), basis: "SK",
          dated: day, giver: capacity == .plt ? nil : "u-\(name)"))
    }
    return directory
  }
}
