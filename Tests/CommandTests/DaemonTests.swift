// Goal: the daemon takes signals, files and a second start as an administrator expects.
// Method: the real program in a folder of its own; what it prints and what it leaves is looked at.

import Foundation
import Glibc
import Testing

@Suite(.serialized, .enabled(if: hasPrograms))
struct DaemonTests {
  private let start: [String] = ["start", "nota-kesepahaman-opd"]
  private let fields = Walk.set(["tentang=KKN", "mitra=univ-ganesha"])

  // MARK: SIGTERM

  @Test func `told to stop among commands, it keeps what it acknowledged`() throws {
    let seed = UInt64.random(in: 0...UInt64.max)
    print("DaemonTests: seed \(seed)")
    try Office.opened(users: false) { office in
      let ledger = Ledger()
      for round in 0..<4 {
        try office.withDaemon { daemon in
          for command in ledger.unclear { #expect(ledger.send(command, to: office.socket)) }
          let before = ledger.acknowledgedCount
          let load = Load(
            ledger, socket: office.socket, clients: 8, name: "t\(round)",
            seed: seed &+ UInt64(round))
          defer { load.stop() }
          try eventually("the load has begun") { ledger.acknowledgedCount > before + 5 }
          daemon.send(SIGTERM)
          #expect(daemon.wait(atMost: .seconds(10)) == 0, "seed \(seed): \(daemon.errors)")
          #expect(access(office.socket, F_OK) != 0, "the socket is left behind")
        }
      }
      try checkBook(office, ledger)
    }
  }

  @Test func `told to stop, it does not wait for those who only listen`() throws {
    try Office.opened(users: false) { office in
      try office.withDaemon { daemon in
        let idle = try #require(SocketClient.open(office.socket))
        defer { close(idle) }
        daemon.send(SIGTERM)
        #expect(daemon.wait(atMost: .seconds(10)) == 0, "\(daemon.errors)")
      }
    }
  }

  // MARK: SIGHUP

  @Test func `a bad definition is refused with its place, and the good one stays`() throws {
    try Office.opened(users: false) { office in
      try office.withDaemon { daemon in
        let good = try String(contentsOfFile: office.definition, encoding: .utf8)
        let digest = try digest(office)
        // A state that nobody declared.
        let bad = good.replacingOccurrences(
          of: "setuju: konsultasi_hukum", with: "setuju: konsultasi_hukm")
        try office.write(bad, to: office.definition)
        daemon.send(SIGHUP)
        let line = bad.components(separatedBy: "\n").firstIndex { $0.contains("konsultasi_hukm") }
        let place = "\(office.definition):\(try #require(line) + 1):15: error["
        try eventually("the journal names \(place): \(daemon.errors)") {
          daemon.errors.contains(place)
            && daemon.errors.contains("did you mean «konsultasi_hukum»?")
        }
        #expect(try self.digest(office) == digest)
        #expect(try office.control(.pic, start + fields).code == 0)
        let status = try office.get(StatusAnswer.self, "/v1/status")
        #expect(status.loadProblems.contains { $0.contains(place) }, "\(status)")
        let reload = try office.control(["reload"])
        #expect(reload.code == 1 && reload.errors.contains(place), "\(reload.errors)")

        try office.write(good + "# diubah\n", to: office.definition)
        daemon.send(SIGHUP)
        try eventually("the new definition is loaded") { try self.digest(office) != digest }
        let healed = try office.get(StatusAnswer.self, "/v1/status")
        #expect(healed.loadProblems.isEmpty, "\(healed)")
        try checkPins(office, old: digest)
      }
    }
  }

  private func digest(_ office: Office) throws -> String {
    try office.get(WorkflowAnswer.self, "/v1/workflows/nota-kesepahaman-opd").workflow.digest
  }

  /// What was started before stays with its definition, also in the daemon's next life.
  private func checkPins(_ office: Office, old: String) throws {
    let first = try #require(try office.agreements().last).reference
    let outcome = try office.control(.pic, start + fields + ["--json"])
    let second = try decode(CommandAnswer.self, outcome.output).reference
    #expect(try office.agreement(first).definition == old)
    let new = try digest(office)
    #expect(try office.agreement(second).definition == new)
    #expect(
      try office.control(.pic, ["do", first, "isi", "--set", "draf=D-2"]).code == 0)
    #expect(try office.history(first).map(\.payload.definition) == [old, old])
  }

  // MARK: Configuration

  private static let configurations: [(text: String, place: String, words: [String])] = [
    ("state: /tmp/x\nsoket: /tmp/y\n", ":2:1:", ["no key «soket»", "did you mean «socket»?"]),
    ("state: var/sinergi\n", ":1:8:", ["must be an absolute path"]),
    ("zone: Asia/Makasar\n", ":1:7:", ["no time zone «Asia/Makasar»"]),
    ("notify: [file, jurnal]\n", ":1:16:", ["no channel «jurnal»", "did you mean «journal»?"]),
    ("notify: [file, journal, file]\n", ":1:25:", ["«file» stands twice"]),
    (
      "channels: { email: { type: smtpp } }\nnotify: [email]\n", ":1:28:",
      ["no type of channel «smtpp»", "did you mean «smtp»?"]
    ),
    (
      "channels:\n  email: { type: smtp, from: a@b.id }\n", ":2:10:",
      ["needs the key «server»"]
    ),
    (
      "channels:\n  email: { type: smtp, server: h, from: a@b.id, prot: 25 }\n", ":2:49:",
      ["no key «prot»", "did you mean «port»?"]
    ),
    (
      "channels:\n  email: { type: smtp, server: h, from: a@b.id, user: u, password_file: /nowhere/p }\n",
      ":2:73:", ["cannot read /nowhere/p"]
    ),
    (
      "channels:\n  people: { type: file, folder: /tmp }\n", ":2:3:",
      ["cannot be called «people»"]
    ),
    (
      "channels:\n  email: { contact: email }\n", ":2:10:",
      ["the channel «email» needs the key «type»", "smtp"]
    ),
    (
      "channels:\n  email: { type: smtp, server: h, from: a@b.id, password: rahasia }\n", ":2:49:",
      ["no key «password»", "password: •••••••"]
    ),
    ("digest: perhaps\n", ":1:9:", ["digest"]),
    ("stand_ins: perhaps\n", ":1:12:", ["stand_ins"]),
    ("log_level: inform\n", ":1:12:", ["no log level «inform»"]),
    ("state: [/a\nsocket: /b\n", ":", ["error["]),
    ("- state\n", ":1:1:", ["must be a mapping"]),
    ("", ":1:1:", ["empty", "«state: "]),
    ("# nothing but words\n", ":1:1:", ["empty", "«state: "]),
    ("state: /a\nstate: /b\n", ":2:1:", ["state"]),
    ("\tstate: /a\n", ":1:1:", ["tab"]),
  ]

  @Test(arguments: [[], ["--check"]])
  func `a bad configuration is told with its place`(flags: [String]) throws {
    try Office.opened(users: false) { office in
      for row in Self.configurations {
        let path = "\(office.folder)/bad.yaml"
        try office.write(row.text, to: path)
        let outcome = try office.daemonOutcome(["--configuration", path] + flags)
        #expect(outcome.code != nil && outcome.code != 0, "\(row.text)")
        #expect(outcome.errors.contains("\(path)\(row.place)"), "\(row.text): \(outcome.errors)")
        for word in row.words {
          #expect(outcome.errors.contains(word), "\(row.text): \(outcome.errors)")
        }
        #expect(outcome.output.isEmpty, "\(outcome.output)")
      }
    }
  }

  @Test func `a configuration that is not there is told with what to do`() throws {
    try Office.opened(users: false) { office in
      let path = "\(office.folder)/none.yaml"
      let outcome = try office.daemonOutcome(["--configuration", path])
      #expect(outcome.code == 1)
      #expect(outcome.errors.contains("cannot read \(path): no such file"), "\(outcome.errors)")
      #expect(outcome.errors.contains("--development"), "\(outcome.errors)")
    }
  }

  @Test func `it can be asked to check only`() throws {
    try Office.opened(users: false) { office in
      let check = ["--configuration", office.configuration, "--check"]
      let good = try office.daemonOutcome(check)
      #expect(good.code == 0 && good.output.contains("good"), "\(good)")
      #expect(access(office.database, F_OK) != 0, "checking makes nothing")
      let text = try String(contentsOfFile: office.definition, encoding: .utf8)
      try office.write(text + "titel: x\n", to: office.definition)
      let bad = try office.daemonOutcome(check)
      let line = text.components(separatedBy: "\n").count
      #expect(bad.code == 1, "\(bad)")
      #expect(bad.errors.contains("\(office.definition):\(line):1: error["), "\(bad.errors)")
      #expect(bad.errors.contains("did you mean «title»?"), "\(bad.errors)")
    }
  }

  @Test func `it says its version and its options`() throws {
    try Office.opened(users: false) { office in
      let version = try office.daemonOutcome(["--version"])
      #expect(version.code == 0)
      #expect(version.output.wholeMatch(of: /\d+\.\d+\.\d+\n/) != nil, "\(version.output)")
      #expect(try office.control(["--version"]).output == version.output)
      let help = try office.daemonOutcome(["--help"])
      #expect(help.code == 0 && help.errors.isEmpty)
      for option in ["--configuration", "--development", "--workflows", "--check", "SIGHUP"] {
        #expect(help.output.contains(option), "\(option)")
      }
      let wrong = try office.daemonOutcome(["--chek"])
      #expect(wrong.code != 0 && wrong.errors.contains("--chek"), "\(wrong.errors)")
    }
  }

  // MARK: Two daemons, and what a dead one leaves

  @Test func `a second daemon on the same state is refused, and the first goes on`() throws {
    try Office.opened(users: false) { office in
      try office.withDaemon { _ in
        let second = try office.daemonOutcome(["--configuration", office.configuration])
        #expect(second.code == 1, "\(second)")
        #expect(second.errors.contains("cannot open \(office.database)"), "\(second.errors)")
        #expect(second.errors.contains("another process has it open"), "\(second.errors)")
        #expect(try office.control(.pic, start + fields).code == 0, "the first one answers")
      }
    }
  }

  @Test func `the socket that a killed daemon left is replaced`() throws {
    try Office.opened(users: false) { office in
      try office.withDaemon { daemon in
        daemon.end()
        #expect(access(office.socket, F_OK) == 0, "a killed daemon removes nothing")
        let outcome = try office.control(["status"])
        #expect(outcome.code == 5, "nobody answers: \(outcome.errors)")
      }
      try office.withDaemon { _ in
        let outcome = try office.control(["status"])
        #expect(outcome.code == 0, "\(outcome.errors)")
      }
    }
  }

  @Test func `a file in the socket's place is not touched`() throws {
    try Office.opened(users: false) { office in
      try office.write("mine", to: office.socket)
      let outcome = try office.daemonOutcome(["--configuration", office.configuration])
      #expect(outcome.code == 1 && outcome.errors.contains(office.socket), "\(outcome.errors)")
      #expect(try String(contentsOfFile: office.socket, encoding: .utf8) == "mine")
    }
  }

  // MARK: Development

  @Test func `a developer's daemon keeps everything below one folder`() throws {
    try Office.opened(users: false) { office in
      let home = "\(office.folder)/home"
      try FileManager.default.createDirectory(
        atPath: home, withIntermediateDirectories: false)
      let daemon = try office.start(
        ["--development", ".development", "--workflows", Places.workflows], folder: home)
      defer { daemon.end() }
      let socket = "\(home)/.development/sinergi.sock"
      try eventually("it answers: \(daemon.errors)") { SocketClient.isAnswering(socket) }
      // The command line finds it from the same folder; whoever runs it may stand in for others.
      let outcome = try office.control(
        start + fields + ["--as", "petugas-penghubung"], folder: home)
      #expect(outcome.code == 0, "\(outcome.errors)")
      #expect(mode(socket) == 0o600 && mode("\(home)/.development") == 0o700)
      #expect(mode("\(home)/.development/sinergi.sqlite") == 0o600)
      daemon.send(SIGTERM)
      #expect(daemon.wait() == 0)
      let files = try FileManager.default.subpathsOfDirectory(atPath: home)
      #expect(files.contains(".development/sinergi.sqlite"))
      #expect(files.allSatisfy { $0.hasPrefix(".development") }, "\(files)")
      #expect(daemon.output.contains("sinergictl start"), "it says what to type: \(daemon.output)")
    }
  }

  private func mode(_ path: String) -> UInt32 {
    var found = stat()
    return lstat(path, &found) == 0 ? found.st_mode & 0o777 : 0
  }
}
