// Goal: an office's agreements go through every state of the shipped definition by the real programs.
// Method: one daemon, and `sinergictl` run by each official as a Unix user of their own.

import Foundation
import Testing

@Suite(.serialized, .enabled(if: hasPrograms))
struct AgreementWalkTests {
  @Test func `an agreement comes into force by the hands of its own people`() throws {
    try Office.opened(users: true) { office in
      try office.withDaemon { _ in
        var walk = try Walk(office)
        try drafting(&walk)
        try revisions(&walk)
        try initials(&walk)
        try recording(&walk)
        try walk.refused(
          .kabid, ["do", "{}", "akhiri", "--reason", "x"], code: 4, saying: "is for the role")
        try walk.checkHistory()
        try walk.checkMessages()
        try checkPapers(walk)
        try checkWhole(office)
      }
    }
  }

  private func drafting(_ walk: inout Walk) throws {
    try walk.act(
      .pic, "isi", role: "pic", set: ["ruang_lingkup=Literasi desa"], to: ["konsep"])
    try walk.refused(.kabid, ["do", "{}", "ajukan"], code: 4, saying: "it is for the role pic")
    try walk.refused(.pic, ["approve", "{}"], code: 3, saying: "nothing to approve in «konsep»")
    try walk.refused(.pic, ["do", "{}", "setuju"], code: 3, saying: "not possible in «konsep»")
    try walk.refused(.pic, ["do", "{}", "ajuken"], code: 3, saying: "did you mean «ajukan»?")
    try walk.refused(
      .pic, ["do", "{}", "ajukan"], code: 3, saying: "kegiatan, pic_mitra, komitmen")
    try walk.refused(
      .pic, ["do", "{}", "isi", "--set", "tentang=x"], code: 3, saying: "does not carry «tentang»")
    try walk.refused(
      .pic, ["do", "{}", "ajukan", "--task", "telaah"], code: 3, saying: "no open task «telaah»")
    try walk.refused(.kadis, ["do", "{}", "catat"], code: 3, saying: "needs a reason")
    try walk.refused(.pic, ["do", "NKO/1999/0001", "isi"], code: 1, saying: "no agreement")
  }

  private func revisions(_ walk: inout Walk) throws {
    try walk.act(.pic, "ajukan", role: "pic", set: Walk.papers, to: ["telaah"])
    try walk.refused(.pic, ["approve", "{}"], code: 4, saying: "it is for the role kabid")
    try walk.refused(.kabid, ["return", "{}"], code: 3, saying: "needs a reason")
    try walk.sendBack(.kabid, "revisi", role: "kabid", reason: "lampiran kurang")
    try walk.act(.pic, "ajukan", role: "pic", to: ["telaah"])
    try walk.approve(.kabid, "setuju", role: "kabid", to: ["konsultasi_hukum"])
    try walk.sendBack(.biroHukum, "revisi", role: "biro_hukum", reason: "pasal 3")
    try walk.toInitials(papers: ["draf=D-3"])
  }

  private func initials(_ walk: inout Walk) throws {
    try walk.refused(.sekdis, ["approve", "{}"], code: 3, saying: "it is the turn of kabid")
    try walk.approve(.kabid, "paraf", role: "kabid", to: ["paraf/2-sekdis"])
    try walk.sendBack(.sekdis, "kembalikan", role: "sekdis", reason: "salah ketik")
    // The first initials do not count any more: the chain begins anew.
    try walk.toInitials(papers: ["draf=D-4"])
    try walk.refused(.sekdis, ["approve", "{}"], code: 3, saying: "it is the turn of kabid")
    try walk.initials()
  }

  private func recording(_ walk: inout Walk) throws {
    try walk.refused(
      .kadis,
      ["do", "{}", "tandatangan", "--set", "cara=tte", "--set", "tempat=Denpasar"]
        + ["--set", "tanggal=2026-02-30"], code: 3, saying: "a date such as")
    try walk.refused(.arsiparis, ["do", "{}", "tandatangan"], code: 4, saying: "is for the role")
    try walk.signatures()
    let end = Day.after(700)
    func tercatat(_ copies: Int, _ end: String) -> [String] {
      ["do", "{}", "tercatat"] + Walk.set(Walk.record(from: Day.today, until: end, copies: copies))
    }
    try walk.refused(.sekdis, tercatat(2, end), code: 4, saying: "it is for the role arsiparis")
    try walk.refused(.arsiparis, tercatat(1, end), code: 3, saying: "condition")
    try walk.refused(.arsiparis, tercatat(2, Day.after(2_200)), code: 3, saying: "condition")
    try walk.act(
      .arsiparis, "tercatat", role: "arsiparis", set: Walk.record(from: Day.today, until: end),
      to: ["aktif"])
  }

  private func checkPapers(_ walk: Walk) throws {
    let outcome = try walk.office.control(.kadis, ["show", walk.reference, "--json"])
    try #require(outcome.code == 0, "\(outcome.errors)")
    let agreement = try decode(AgreementAnswer.self, outcome.output)
    #expect(agreement.value("putaran") == "3")
    #expect(agreement.value("draf") == "D-4")
    #expect(agreement.records?.last?.manner == "tte")
    #expect(agreement.records?.filter { $0.kind == "signature" }.count == 2)
    #expect(agreement.value("berakhir") == Day.after(700))
    #expect(agreement.tasks.isEmpty)
    #expect(agreement.timers.count == 1, "\(agreement.timers)")
    let office = walk.office
    let messages = try FileManager.default.contentsOfDirectory(atPath: office.spool).map {
      String(
        decoding: FileManager.default.contents(atPath: "\(office.spool)/\($0)") ?? Data(),
        as: UTF8.self)
    }
    for person in [Person.pic, .kabid, .sekdis, .kadis, .arsiparis, .biroHukum] {
      #expect(messages.contains { $0.contains("<\(person.id)>") }, "no message to \(person)")
    }
    // The partner has no account, and is told all the same.
    #expect(messages.contains { $0.contains("<contoh-kontak-univ-ganesha>") })
    #expect(messages.allSatisfy { $0.contains("Agreement: \(walk.reference)\n") })
  }

  private func checkWhole(_ office: Office) throws {
    let audit = try office.control(["audit", "verify"])
    #expect(audit.code == 0, "\(audit.errors)")
    #expect(audit.output.contains("intact"), "\(audit.output)")
    // What time brought waits for the sending window, whenever this test runs; the rest is out.
    try eventually("all messages are delivered that may leave") {
      try office.get(MessagesAnswer.self, "/v1/messages?state=pending&limit=200").items
        .allSatisfy { $0.attempts == 0 && $0.nextAt.map { $0 > Date.now } ?? false }
    }
    let status = try office.get(StatusAnswer.self, "/v1/status")
    #expect(status.messagesDead == 0 && status.messagesUnknown == 0)
    #expect(status.loadProblems.isEmpty, "\(status.loadProblems)")
  }

  @Test func `every other end is reached too`() throws {
    try Office.opened(users: true) { office in
      try office.withDaemon { _ in
        try anotherRoute(office)
        try cancelled(office)
        try terminated(office)
        try renewed(office)
        try expired(office)
        try checkWhole(office)
      }
    }
  }

  private func anotherRoute(_ office: Office) throws {
    var walk = try Walk(office)
    try walk.act(.pic, "ajukan", role: "pic", set: Walk.papers, to: ["telaah"])
    try walk.approve(.kabid, "setuju", role: "kabid", to: ["konsultasi_hukum"])
    let move = ["do", "{}", "alih_jalur", "--reason", "mitra swasta"]
    try walk.refused(.biroHukum, move, code: 3, saying: "jalur_baru")
    try walk.refused(
      .biroHukum, move + ["--set", "jalur_baru=ksd"], code: 3, saying: "sinergi, ksdd, ksdpk")
    try walk.act(
      .biroHukum, "alih_jalur", role: "biro_hukum", set: ["jalur_baru=ksdpk"],
      reason: "mitra swasta", to: ["dialihkan"])
    try walk.refused(
      .pic, ["do", "{}", "catat", "--reason", "x"], code: 3, saying: "has ended in «dialihkan»")
    try walk.checkHistory()
  }

  private func cancelled(_ office: Office) throws {
    var walk = try Walk(office)
    let cancel = ["do", "{}", "batalkan", "--reason", "anggaran"]
    try walk.refused(.pic, cancel, code: 4, saying: "it is for the role kadis")
    try walk.act(.kadis, "batalkan", role: "kadis", reason: "anggaran", to: ["dibatalkan"])
    try walk.refused(.kadis, cancel, code: 3, saying: "has ended")
    let agreement = try office.agreement(walk.reference)
    #expect(agreement.agreement.status == "finished")
    #expect(agreement.tasks.isEmpty && agreement.timers.isEmpty)
    try walk.checkHistory()
  }

  private func terminated(_ office: Office) throws {
    var walk = try Walk(office)
    try walk.toForce(from: Day.today, until: Day.after(700))
    try walk.act(.pic, "akhiri", role: "pic", reason: "kebijakan", to: ["pengakhiran"])
    try walk.act(.kadis, "batal_akhiri", role: "kadis", reason: "lanjut", to: ["aktif"])
    try walk.act(.kadis, "akhiri", role: "kadis", reason: "kebijakan", to: ["pengakhiran"])
    try walk.act(
      .kadis, "sepakat_akhir", role: "kadis",
      set: [
        "alasan_akhir=kesepakatan_para_pihak", "surat_pengakhiran=S-1",
        "tanggal_pemberitahuan=\(Day.today)",
      ], reason: "sepakat", to: ["diakhiri"])
    try walk.checkHistory()
  }

  private func renewed(_ office: Office) throws {
    var walk = try Walk(office)
    // Three months before the end are past already: the timer is due as soon as it is set.
    try walk.toForce(from: Day.after(-700), until: Day.after(75))
    try walk.timerFired(to: ["akan_berakhir"])
    try walk.act(.kabid, "perpanjang", role: "kabid", to: ["akan_berakhir"])
    // The renewal is an agreement of its own, with its first task, and there is one at a time.
    let renewal = "PPJ/\(Day.today.prefix(4))/0001"
    try walk.heard(of: renewal)
    #expect(
      try office.agreement(renewal).value("mitra")
        == office.agreement(walk.reference).value("mitra"))
    #expect(try office.agreement(renewal).tasks.map(\.task) == ["evaluasi"])
    try walk.refused(.kabid, ["do", "{}", "perpanjang"], code: 3, saying: renewal)
    try walk.act(
      .arsiparis, "digantikan", role: "arsiparis", set: ["pengganti=NKO/2028/0002"],
      to: ["diperpanjang"])
    #expect(try office.agreement(walk.reference).value("keputusan_akhir") == "perpanjang")
    try walk.checkHistory()
  }

  private func expired(_ office: Office) throws {
    var walk = try Walk(office)
    try walk.toForce(from: Day.after(-700), until: Day.after(-1))
    try walk.timerFired(to: ["berakhir"])
    #expect(walk.expected.suffix(2).map(\.states) == [["akan_berakhir"], ["berakhir"]])
    #expect(try office.agreement(walk.reference).agreement.status == "finished")
    try walk.checkHistory()
  }

  @Test func `who drafted does not review, whatever else they hold`() throws {
    try Office.opened(users: true) { office in
      try office.withDaemon { _ in
        var walk = try Walk(office, by: .rangkap)
        try walk.act(.rangkap, "ajukan", role: "pic", set: Walk.papers, to: ["telaah"])
        try walk.refused(.rangkap, ["approve", "{}"], code: 4, saying: "another person must")
        try walk.approve(.kabid, "setuju", role: "kabid", to: ["konsultasi_hukum"])
        try walk.checkHistory()
      }
    }
  }

  @Test func `who may not act is told so, and nothing is started`() throws {
    try Office.opened(users: true) { office in
      try office.withDaemon { _ in
        let start = ["start", "nota-kesepahaman-opd"]
        let fields = Walk.set(["tentang=KKN", "mitra=univ-ganesha"])
        var table: [(Person, [String], code: Int32, words: String)] = [
          (.kabid, start + fields, 4, "it is for the role pic"),
          (.pic, start + Walk.set(["tentang=KKN"]), 3, "«start» needs mitra"),
          (.pic, start + fields + Walk.set(["tentng=x"]), 3, "did you mean «tentang»?"),
          (.pic, start + Walk.set(["tentang=KKN", "mitra=univ-ganesa"]), 3, "«univ-ganesha»"),
          (.pic, ["start", "nota-kesepahaman"] + fields, 1, "no workflow"),
          (.pic, ["show", "NKO/2026/0001"], 1, "no agreement"),
        ]
        if office.hasUsers {
          table += [
            (.stranger, start + fields, 4, "is no person of the directory"),
            (.stranger, ["list"], 4, "is no person of the directory"),
            (.pic, start + fields + ["--as", "sinergi-kadis"], 4, "cannot act as"),
            (.pic, ["audit", "verify"], 4, "for auditors and administrators"),
            (.pic, ["reload"], 4, "for administrators"),
            (.pic, ["message", "list"], 4, "for auditors and administrators"),
          ]
          let root = try office.control(start + fields)
          #expect(root.code == 4, "administrators do not act: \(root.errors)")
        }
        for row in table {
          let outcome = try office.control(row.0, row.1)
          #expect(outcome.code == row.code, "\(row.0) \(row.1): \(outcome.errors)")
          #expect(outcome.errors.contains(row.words), "\(row.1): \(outcome.errors)")
          #expect(outcome.output.isEmpty, "\(outcome.output)")
        }
        #expect(try office.agreements().isEmpty)
      }
    }
  }

  @Test func `a command under the same key is done once`() throws {
    try Office.opened(users: true) { office in
      try office.withDaemon { _ in
        let start =
          ["start", "nota-kesepahaman-opd", "--json", "--key", "K0"]
          + Walk.set(["tentang=KKN", "mitra=univ-ganesha"])
        let reference = try once(office, start)
        _ = try once(
          office, ["do", reference, "isi", "--set", "draf=D-7", "--json", "--key", "K1"])
        #expect(try office.agreements().count == 1)
        #expect(try office.history(reference).count == 2)
        let other = try office.control(
          .pic, ["do", reference, "isi", "--set", "draf=D-8", "--key", "K1"])
        #expect(other.code == 1 && other.errors.contains("«K1»"), "\(other.errors)")
        // Keys belong to their user: the same word of somebody else is another key.
        let note = ["do", reference, "catat", "--reason", "r", "--key", "K1"]
        #expect(try office.control(.kabid, note).code == 0)
        #expect(try office.history(reference).count == 3)
      }
    }
  }

  /// Sends a command twice and returns its reference.
  private func once(_ office: Office, _ arguments: [String]) throws -> String {
    let first = try office.control(.pic, arguments)
    try #require(first.code == 0, "\(first.errors)")
    let second = try office.control(.pic, arguments)
    try #require(second.code == 0, "\(second.errors)")
    var answer = try decode(CommandAnswer.self, first.output)
    let again = try decode(CommandAnswer.self, second.output)
    #expect(!answer.replay && again.replay)
    answer.replay = true
    #expect(answer == again)
    return answer.reference
  }
}
