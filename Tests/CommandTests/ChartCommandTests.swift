// Goal: charts are checked, drawn and tried out by the real command, alone and for an agreement.
// Method: the program on files of its own, with and without Graphviz, and beside a daemon.

import Foundation
import Testing

@Suite(.serialized, .enabled(if: hasPrograms))
struct ChartCommandTests {
  private static let lamp = """
    <scxml xmlns="http://www.w3.org/2005/07/scxml" version="1.0" datamodel="cel" initial="mati">
      <datamodel><data id="kali" expr="0"/></datamodel>
      <state id="mati">
        <transition event="tekan" target="nyala"><assign location="kali" expr="kali + 1"/></transition>
        <transition event="cabut" target="lepas"/>
      </state>
      <state id="nyala">
        <onentry><send event="lelah" delay="5s"/></onentry>
        <transition event="lelah tekan" target="mati"/>
      </state>
      <final id="lepas"/>
    </scxml>
    """

  @Test func `a chart is checked and tried out without a daemon`() throws {
    try Office.opened(users: false) { office in
      let file = "\(office.folder)/lampu.scxml"
      try office.write(Self.lamp, to: file)
      let check = try office.control(["workflow", "check", file])
      #expect(check.code == 0 && check.output.contains("good"), "\(check)")
      let tried = try office.control([
        "workflow", "simulate", file, "tekan", "+5s", "apa", "cabut", "--data",
      ])
      #expect(tried.code == 0, "\(tried.errors)")
      let lines = tried.output.split(separator: "\n").map {
        $0.split(separator: "\t", omittingEmptySubsequences: false).prefix(5).joined(separator: " ")
      }
      #expect(
        lines == [
          "0 session (start) taken mati", "0 session tekan taken nyala",
          "5000 session lelah taken mati", "5000 session apa not taken mati",
          "5000 session cabut end lepas", #"data: {"kali":1}"#,
        ])
      let odd = try office.control(["workflow", "simulate", file, "+soon"])
      #expect(odd.code == 2 && odd.errors.contains("«+soon» is no span of time"), "\(odd)")
      let missing = try office.control(["workflow", "simulate", "\(office.folder)/tiada.scxml"])
      #expect(missing.code == 1 && missing.errors.contains("there is no such file"))
    }
  }

  @Test func `what is no chart is not drawn, and a faulty one is told its problems`() throws {
    try Office.opened(users: false) { office in
      let file = "\(office.folder)/salah.scxml"
      try office.write(
        Self.lamp.replacingOccurrences(of: "target=\"lepas\"", with: "target=\"lepa\""), to: file)
      let faulty = try office.control(["workflow", "draw", file])
      #expect(faulty.code == 1 && faulty.output.isEmpty)
      #expect(faulty.errors.contains("salah.scxml:5:") && faulty.errors.contains("«lepas»?"))
      let calendar = try office.control([
        "workflow", "draw", "\(workflowsFolder)/calendars/bali-pemprov.yaml",
      ])
      #expect(calendar.code == 1 && calendar.errors.contains("no definition and no chart"))
      let nothing = try office.control(["workflow", "draw"])
      #expect(nothing.code == 2 && nothing.errors.contains("--instance"))
    }
  }

  private var workflowsFolder: String { Places.workflows }

  @Test func `SVG comes from Graphviz where it is, and else from ourselves`() throws {
    try Office.opened(users: false) { office in
      let file = "\(workflowsFolder)/nota-kesepahaman-opd.yaml"
      let graphviz = try office.control(["workflow", "draw", file, "--layout", "graphviz"])
      let own = try office.control(["workflow", "draw", file, "--layout", "own"])
      for picture in [graphviz, own] {
        #expect(picture.code == 0 && picture.output.contains("</svg>"), "\(picture.errors)")
        #expect(picture.output.contains("Penatausahaan"))
      }
      #expect(graphviz.output != own.output)
      let target = "\(office.folder)/nota.svg"
      let written = try office.control(["workflow", "draw", file, "-o", target, "--layout", "own"])
      #expect(written.code == 0 && written.output.isEmpty)
      #expect(try String(contentsOfFile: target, encoding: .utf8) == own.output)
    }
  }

  @Test func `an agreement is drawn by the definition that it started with`() throws {
    try Office.opened(users: false) { office in
      try office.withDaemon { _ in
        let fields = Walk.set(["tentang=KKN", "mitra=univ-ganesha"])
        let started = try office.control(.pic, ["start", "nota-kesepahaman-opd"] + fields)
        #expect(started.code == 0, "\(started.errors)")
        let reference = try #require(try office.agreements().first).reference
        let good = try String(contentsOfFile: office.definition, encoding: .utf8)
        let other = good.replacingOccurrences(of: "Penyusunan konsep", with: "Menulis")
        try office.write(other, to: office.definition)
        #expect(try office.control(["reload"]).code == 0)
        let picture = try office.control(
          .pic,
          [
            "workflow", "draw", "--instance", reference, "--format", "mermaid",
          ])
        #expect(picture.code == 0, "\(picture.errors)")
        #expect(picture.output.contains("Penyusunan konsep"))
        #expect(picture.output.contains("class s1 current"))
        #expect(picture.output.contains("1. started"))
        let unknown = try office.control(.pic, ["workflow", "draw", "--instance", "NKO/2026/0999"])
        #expect(unknown.code == 1 && unknown.errors.contains("no agreement"), "\(unknown)")
      }
    }
  }

  @Test func `an expression is tried out on data, with the fields of a definition or without`()
    throws
  {
    try Office.opened(users: false) { office in
      let definition = "\(workflowsFolder)/nota-kesepahaman-opd.yaml"
      let data = "\(office.folder)/data.json"
      try office.write(#"{"berakhir": "2027-03-09", "rangkap": 2}"#, to: data)
      func eval(_ expression: String, _ more: String...) throws -> Outcome {
        try office.control(["eval", expression, "--today", "2026-11-25"] + more)
      }
      let typed = try eval(
        "data.berakhir - months(3) > today", "--data", data, "--definition", definition)
      #expect(typed.code == 0 && typed.output == "true\n", "\(typed)")
      let counted = try eval(
        "addWorkingDays(today, 3)", "--calendar", "\(workflowsFolder)/calendars/bali-pemprov.yaml",
        "--json")
      #expect(counted.output == #"{"type":"date","value":"2026-11-30"}"# + "\n", "\(counted)")
      let misspelt = try eval(
        "data.berakhr > today", "--data", data, "--definition", definition)
      #expect(misspelt.code == 1 && misspelt.output.isEmpty)
      #expect(misspelt.errors.contains("expression:1:6: error[expression-name]"))
      #expect(misspelt.errors.contains("did you mean «berakhir»?"))
      let missing = try eval("data.mulai > today", "--data", data, "--definition", definition)
      #expect(missing.code == 1 && missing.errors.contains("«mulai»"), "\(missing)")
      let absent = try eval("1", "--data", "\(office.folder)/tiada.json")
      #expect(absent.code == 1 && absent.errors.contains("there is no such file"))
    }
  }

  @Test func `entries of a calendar are computed and imported, and a calendar takes them`() throws {
    try Office.opened(users: false) { office in
      let ics = "\(office.folder)/libur.ics"
      try office.write(
        """
        BEGIN:VCALENDAR
        VERSION:2.0
        PRODID:-//uji//ID
        BEGIN:VEVENT
        UID:1
        DTSTAMP:20260101T000000Z
        DTSTART;VALUE=DATE:20200817
        RRULE:FREQ=YEARLY
        SUMMARY:Hari Kemerdekaan
        END:VEVENT
        END:VCALENDAR

        """, to: ics)
      let proposed = try office.control(["calendar", "propose", "2026"])
      let imported = try office.control([
        "calendar", "import", ics, "--from", "2026", "--to", "2027",
      ])
      #expect(proposed.output.contains("date: 2026-06-17, kind: dispensasi_bali, name: \"Galungan"))
      #expect(imported.output.split(separator: "\n").count == 2, "\(imported)")
      #expect(imported.output.contains("source: \"libur.ics\""))
      let calendar = "\(office.folder)/kalender.yaml"
      try office.write(
        """
        calendar: uji
        title: Uji
        zone: Asia/Makassar
        week: { mon: "07:30-16:30" }
        sending: "08:00-15:00"
        stops: [libur_nasional]
        published: [2026]
        days:

        """ + proposed.output + imported.output, to: calendar)
      let check = try office.control(["workflow", "check", calendar])
      #expect(check.code == 0 && check.output.contains("good"), "\(check)")
      let faulty = try office.control(["calendar", "import", calendar, "--from", "2026"])
      #expect(faulty.code == 1 && faulty.output.isEmpty && faulty.errors.contains("error["))
      #expect(try office.control(["calendar", "propose", "0"]).code == 2)
    }
  }
}
