// Goal: any program can carry messages, and whatever it does, the daemon knows what to make of it.
// Method: real programs, written by the tests: they answer, fail, hang, shout, and leave children.

import Foundation
import Glibc
import Testing
import WorkCalendar

@testable import Notify

@Suite(.timeLimit(.minutes(10))) struct ExecNotifierTests {
  /// A channel that runs a script of the shell.
  private func shell(_ script: String, _ scratch: Scratch, _ lines: [String] = []) throws
    -> any Channel
  {
    let path = "\(scratch.path)/program"
    try script.write(toFile: path, atomically: true, encoding: .utf8)
    return try channel(
      "exec", ["command: [/bin/sh, \(quoted(path))]", "environment: {T: \(scratch.path)}"] + lines)
  }

  private func isAlive(_ process: Int) -> Bool {
    guard let line = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8) else {
      return false
    }
    // A zombie lives no more; its parent has only not looked.
    return !(line.split(separator: ")").last ?? "").hasPrefix(" Z")
  }

  // MARK: What it is told

  @Test func `a program reads the message as JSON of version 1`() async throws {
    let scratch = try Scratch()
    let office = try shell("cat > $T/read; echo diterima", scratch)
    var message = Message.sample(body: "Baris satu\n\"dua\"\t\\ 👋")
    message.sentAt = Instant(millisecondsSince1970: 1_795_311_000_999)
    let receipt = try await office.deliver(message)
    #expect(receipt == Receipt("diterima"))
    // This text is a promise: a change of it is version 2.
    #expect(
      try scratch.text("read") == #"""
        {"version":1,"key":"NKO/2026/0001#3.0","reference":"NKO/2026/0001","kind":"assigned",\#
        "recipients":[{"person":"ni-made","name":"Ni Made","address":null},\#
        {"person":null,"name":"Sekretaris","address":null}],\#
        "subject":"[NKO/2026/0001] Tugas baru: Literasi",\#
        "text":"Baris satu\n\"dua\"\t\\ 👋","html":null,"calendar":null,"language":null,\#
        "sent_at":"2026-11-22T01:30:00Z"}

        """#)
    let people = try shell("cat > $T/read", scratch, ["contact: whatsapp"])
    #expect(try await people.deliver(.personal()) == Receipt("exit 0"))
    #expect(
      try scratch.text("read") == #"""
        {"version":1,"key":"NKO/2026/0001#3.0","reference":"NKO/2026/0001","kind":"reminder",\#
        "recipient":{"person":"ni-made","name":"Ni Made","address":"+6281234567890"},\#
        "subject":"Tenggat besok","text":"Halo,\n\"Ni\" 👋","html":null,"calendar":null,\#
        "language":"id","sent_at":"2026-11-22T01:30:00Z"}

        """#)
  }

  @Test func `whatever is in a message, a parser reads the same`() throws {
    let seed = seed(2_026_112_201)
    var numbers = SeededNumbers(seed: seed)
    let pieces = [
      "\"", "\\", "\n", "\r", "\t", "\u{0}", "\u{1B}", "\u{7F}", "\u{2028}", "👩🏽‍💻", "ᬧᬺᬯ", "\u{202E}",
      "</script>", "{{text}}", "é", "a", " ", "\\u0041", "\u{FFFF}", "\u{10FFFF}",
    ]
    for _ in 0..<300 {
      let text = (0..<Int.random(in: 0..<20, using: &numbers))
        .map { _ in pieces.randomElement(using: &numbers) ?? "" }.joined()
      var message = Message.personal(body: text)
      message.html = text
      message.subject = text
      let json = MessageJSON.text(message, to: .people(contact: "whatsapp"))
      let object =
        try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any]
      #expect(object?["text"] as? String == text, "seed \(seed)")
      #expect(object?["html"] as? String == text, "seed \(seed)")
      let subject = try #require(object?["subject"] as? String)
      #expect(subject.unicodeScalars.allSatisfy { $0.value >= 32 && $0.value != 0x202E })
    }
  }

  @Test(arguments: [
    (Int64(0), "1970-01-01T00:00:00Z"), (-1, "1969-12-31T23:59:59Z"),
    (951_782_400_000, "2000-02-29T00:00:00Z"), (.max, "9999-12-31T23:59:59Z"),
    (.min, "0000-01-01T00:00:00Z"),
  ]) func `times are those of RFC 3339`(_ milliseconds: Int64, _ text: String) {
    #expect(MessageJSON.time(Instant(millisecondsSince1970: milliseconds)) == text)
  }

  @Test func `a program sees its variables, its secret and its folder, and nothing else`()
    async throws
  {
    setenv("SINERGI_TEST_LEAK", "rahasia-daemon", 1)
    let scratch = try Scratch()
    let notifier = try channel(
      "exec",
      [
        "command: [/usr/bin/env]", "environment: {GATEWAY: 'http://gw', LANG: id_ID.UTF-8}",
        "secret_file: /s",
      ], files: ["/s": "s3cr3t\n"])
    _ = try await notifier.deliver(.sample())
    let path = scratch.path
    let full = try shell(
      "/usr/bin/env | /usr/bin/sort > $T/env; pwd > $T/pwd; ls /proc/self/fd > $T/fds", scratch,
      ["directory: \(path)"])
    _ = try await full.deliver(.sample())
    let variables = try scratch.text("env").split(separator: "\n")
      .filter { !$0.hasPrefix("_=") && !$0.hasPrefix("PWD=") && !$0.hasPrefix("SHLVL=") }
    #expect(variables == ["LANG=C.UTF-8", "PATH=/usr/bin:/bin", "T=\(path)"])
    #expect(try scratch.text("pwd").trimmed == path)
    // 0, 1, 2 and the folder that ls itself looks at.
    #expect(try scratch.text("fds").split(separator: "\n").count == 4)
    let secret = try channel(
      "exec", ["command: [/bin/sh, -c, 'test \"$SINERGI_SECRET\" = s3cr3t']", "secret_file: /s"],
      files: ["/s": "s3cr3t\n"])
    #expect(await failure(secret, .sample()) == nil)
  }

  @Test func `a program starts with no signal blocked and none ignored`() async throws {
    let scratch = try Scratch()
    let notifier = try shell("grep -E '^Sig(Blk|Ign)' /proc/self/status > $T/signals", scratch)
    _ = try await notifier.deliver(.sample())
    // The first 31; two of the others are the C library's own.
    let signals = try scratch.text("signals").split(separator: "\n").map {
      UInt64($0.suffix(16), radix: 16).map { $0 & 0x7FFF_FFFF }
    }
    #expect(signals == [0, 0])
  }

  @Test func `the message never stands among the arguments or the variables`() async throws {
    let scratch = try Scratch()
    let notifier = try shell(
      "tr '\\0' ' ' < /proc/self/cmdline > $T/a; env >> $T/a; cat /proc/$$/cmdline >> $T/a",
      scratch, ["contact: whatsapp"])
    _ = try await notifier.deliver(.personal(body: "isi-surat"))
    let seen = try scratch.text("a")
    #expect(!seen.contains("6281234567890") && !seen.contains("isi-surat"))
  }

  // MARK: What it answers

  static let statuses: [(Int, String)] = [
    (0, "delivered"), (1, "retry"), (2, "retry"), (63, "retry"), (64, "misconfigured"),
    (65, "giveUp"), (66, "misconfigured"), (67, "giveUp"), (68, "giveUp"), (69, "retry"),
    (70, "retry"), (71, "retry"), (72, "misconfigured"), (73, "retry"), (74, "retry"),
    (75, "retry"), (76, "retry"), (77, "misconfigured"), (78, "misconfigured"), (79, "retry"),
    (100, "giveUp"), (111, "retry"), (126, "misconfigured"), (127, "misconfigured"),
    (128, "retry"), (137, "unknown"), (143, "unknown"), (255, "retry"),
  ]

  @Test func `each exit status means one thing`() async throws {
    for (status, expected) in Self.statuses {
      let notifier = try channel(
        "exec", ["command: [/bin/sh, -c, 'echo kata >&2; exit \(status)']"])
      let error = await failure(notifier, .sample())
      #expect(kind(error) == expected, "\(status)")
      if let error, expected != "unknown" {
        #expect(error.reason.contains("\(status)") && error.reason.hasSuffix(": kata"))
      }
    }
  }

  @Test func `a signal leaves a doubt, unless twice does no harm`() async throws {
    let killed = ["command: [/bin/sh, -c, 'kill -9 $$']"]
    #expect(kind(await failure(try channel("exec", killed), .sample())) == "unknown")
    let harmless = try channel("exec", killed + ["idempotent: true"])
    #expect(kind(await failure(harmless, .sample())) == "retry")
  }

  @Test(arguments: [
    (#"{"retry_after": 60}"#, 75, Int64(60_000)), (#"{"retry_after": 0.5}"#, 75, 1_000),
    (#"{"retry_after": 1e30}"#, 75, 86_400_000), (#"{"retry_after": -1}"#, 75, nil),
    (#"{"retry_after": "60"}"#, 75, nil), (#"{"retry_after": 60}"#, 69, nil), ("60", 75, nil),
    (#"{"retry_after": 60"#, 75, nil),
  ]) func `a program may say when to come again`(
    _ answer: String, _ status: Int, _ milliseconds: Int64?
  ) async throws {
    let notifier = try channel(
      "exec", ["command: [/bin/sh, -c, 'echo \"$0\"; exit \(status)', \(quoted(answer))]"])
    switch await failure(notifier, .sample()) {
    case .retryAfter(_, let found): #expect(found == milliseconds)
    case .retry: #expect(milliseconds == nil)
    case let other: Issue.record("\(String(describing: other))")
    }
  }

  @Test(arguments: [
    ("id 17", "id 17"), ("\n\n  satu  \ndua", "satu"), ("", "exit 0"),
    (#"{"receipt": "wamid.1"}"#, "wamid.1"), (#"{"receipt": 5}"#, "exit 0"),
    ("a\u{1B}[31mb\u{202E}c\u{0}", "a[31mbc"), ("\u{FF}", "\u{FF}"),
    ("ke +6281234567890 dan 0812-3456-7890 oleh made@example.id", "ke … dan … oleh …"),
    (#"{"receipt": "untuk +6281234567890"}"#, "untuk …"),
    (String(repeating: "ᬧ", count: 1_000), String(repeating: "ᬧ", count: 65) + "…"),
  ]) func `a receipt is one short line without an address`(_ said: String, _ text: String)
    async throws
  {
    let scratch = try Scratch()
    try said.write(toFile: "\(scratch.path)/said", atomically: true, encoding: .utf8)
    let notifier = try shell("cat $T/said", scratch, ["contact: whatsapp"])
    #expect(try await notifier.deliver(.personal()).text == text)
  }

  @Test func `words about a failure hold no address and no secret`() async throws {
    let notifier = try channel(
      "exec",
      [
        "command: [/bin/sh, -c, 'echo \"token $SINERGI_SECRET to +6281234567890\" >&2; exit 1']",
        "secret_file: /s", "contact: whatsapp",
      ], files: ["/s": "s3cr3t"])
    let error = try #require(await failure(notifier, .personal()))
    #expect(error.reason == "/bin/sh ended with 1: token … to …")
  }

  @Test func `words about a failure do not repeat the message`() async throws {
    let notifier = try channel("exec", ["command: [/bin/sh, -c, 'cat >&2; exit 1']"])
    let error = try #require(await failure(notifier, .personal(body: "Rahasia kantor ini")))
    #expect(!error.reason.contains("Rahasia") && !error.reason.contains("Tenggat besok"))
  }

  @Test(arguments: [
    "/nonexistent/program", "/etc/passwd", "/tmp",
  ]) func `what cannot be run is for the administrator`(_ path: String) async throws {
    let error = await failure(try channel("exec", ["command: [\(path)]"]), .sample())
    #expect(kind(error) == "misconfigured")
    #expect(error?.reason.contains(path) == true)
  }

  @Test func `a folder or an interpreter that is missing is for the administrator`() async throws {
    let folder = try channel("exec", ["command: [/bin/true]", "directory: /nonexistent"])
    #expect(kind(await failure(folder, .sample())) == "misconfigured")
    let scratch = try Scratch()
    let path = "\(scratch.path)/program"
    try "#!/nonexistent/python\n".write(toFile: path, atomically: true, encoding: .utf8)
    chmod(path, 0o755)
    let script = try channel("exec", ["command: [\(path)]"])
    // Another test's child can hold the file open for writing at this moment; that passes.
    var found = kind(await failure(script, .sample()))
    for _ in 0..<50 where found == "retry" { found = kind(await failure(script, .sample())) }
    #expect(found == "misconfigured")
  }

  // MARK: What it does wrong

  @Test func `a program that hangs is ended with all of its group, whoever ignores SIGTERM`()
    async throws
  {
    let scratch = try Scratch()
    let notifier = try shell(
      """
      sh -c 'trap "" TERM; echo $$ > $T/one; exec sleep 1000' &
      trap "" TERM
      echo $$ > $T/two
      sleep 1000
      """, scratch, ["timeout: 2"])
    let error = try #require(await failure(notifier, .sample()))
    #expect(kind(error) == "unknown")
    #expect(error.reason.contains("within 2 s"))
    for name in ["one", "two"] {
      let process = try #require(Int(try scratch.text(name).trimmed))
      #expect(try await eventually { !isAlive(process) }, "\(name)")
    }
  }

  @Test func `a grandchild that outlives SIGTERM and its parent is ended too`() async throws {
    let scratch = try Scratch()
    let notifier = try shell(
      """
      sh -c 'trap "" TERM; echo $$ > $T/one; exec sleep 1000' &
      exec sleep 1000
      """, scratch, ["timeout: 2", "idempotent: true"])
    #expect(kind(await failure(notifier, .sample())) == "retry")
    let process = try #require(Int(try scratch.text("one").trimmed))
    #expect(try await eventually { !isAlive(process) })
  }

  @Test func `a child left behind that holds the output neither delays nor outlives the delivery`()
    async throws
  {
    let scratch = try Scratch()
    let notifier = try shell(
      """
      sh -c 'trap "" TERM HUP; echo $$ > $T/one; exec sleep 1000' &
      while ! test -s $T/one; do :; done
      echo terkirim
      """, scratch, ["timeout: 600"])
    #expect(try await notifier.deliver(.sample()) == Receipt("terkirim"))
    let process = try #require(Int(try scratch.text("one").trimmed))
    #expect(try await eventually { !isAlive(process) })
  }

  @Test func `a program may ignore its input, and shout`() async throws {
    let big = Message.sample(body: String(repeating: "x", count: 200_000))
    let deaf = try channel("exec", ["command: [/bin/sh, -c, 'exec 0<&-; echo ok']"])
    for _ in 0..<20 { #expect(try await deaf.deliver(big) == Receipt("ok")) }
    let loud = try channel(
      "exec",
      [
        "command: [/bin/sh, -c, 'echo awal; head -c 10000000 /dev/zero; head -c 10000000 /dev/zero >&2']"
      ])
    #expect(try await loud.deliver(big) == Receipt("awal"))
  }

  @Test func `a delivery that is cancelled ends its program`() async throws {
    let scratch = try Scratch()
    let notifier = try shell("echo $$ > $T/one; exec sleep 1000", scratch, ["timeout: 600"])
    let delivery = Task { await failure(notifier, .sample()) }
    #expect(try await eventually { (try? scratch.text("one").hasSuffix("\n")) == true })
    delivery.cancel()
    #expect(kind(await delivery.value) == "unknown")
    let process = try #require(Int(try scratch.text("one").trimmed))
    #expect(try await eventually { !isAlive(process) })
  }

  @Test func `a message too large or without an address is given up before anything runs`()
    async throws
  {
    let scratch = try Scratch()
    let notifier = try shell("touch $T/ran", scratch, ["contact: whatsapp"])
    let large = String(repeating: "x", count: 10_000_000)
    for message in [
      Message.personal(body: large), .personal(subject: large), .personal(name: large),
      .personal(key: large), .personal(address: nil), .personal(address: ""),
      .personal(address: "+62\n1"), .sample(),
    ] { #expect(kind(await failure(notifier, message)) == "giveUp") }
    #expect(try scratch.names == ["program"])
  }

  @Test func `nothing is left open by programs that cannot start`() async throws {
    let notifier = try channel("exec", ["command: [/nonexistent/program]"])
    for _ in 0..<50 { _ = await failure(notifier, .sample()) }
    func held() throws -> Int {
      try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").filter { name in
        let target = try? FileManager.default.destinationOfSymbolicLink(
          atPath: "/proc/self/fd/\(name)")
        return target?.contains("sinergi-\(getpid())") == true
      }.count
    }
    #expect(try await eventually { try held() < 40 })
  }

  // MARK: What it is made of

  static let mistakes: [(lines: [String], problem: String)] = [
    ([], "2:3: this channel needs the key «command»"),
    (["command: []"], "4:14: «command» begins with the absolute path of a program"),
    (["command: kirim-wa"], "4:14: «command» begins with the absolute path of a program"),
    (["command: 'cat; rm -rf /'"], "4:14: «command» begins with the absolute path of a program"),
    (["command: /bin/true --now"], "4:14: «command» is one word with a blank in it"),
    (["command: [/bin/true]", "timeout: 0"], "5:14: timeout must lie between 1 and 600"),
    (["command: [/bin/true]", "timeout: 30 s"], "5:14: timeout must be a whole number"),
    (["command: [/bin/true]", "directory: tmp"], "5:16: «directory» must be an absolute path"),
    (
      ["command: [/bin/true]", "environment: {1A: x}"],
      "5:18: «1A» cannot be a variable of the environment"
    ),
    (
      ["command: [/bin/true]", "environment: {SINERGI_SECRET: x}"],
      "5:18: «SINERGI_SECRET» is for the secret"
    ),
    (
      ["command: [/bin/true]", "secret_file: /no"],
      "5:18: cannot read /no: No such file or directory"
    ),
  ]

  @Test(arguments: mistakes) func `a mistake is told where it stands`(
    _ mistake: (lines: [String], problem: String)
  ) throws {
    let yaml = (["channels:", "  x:", "    type: exec"] + mistake.lines.map { "    \($0)" })
      .joined(separator: "\n")
    let read = try ReadChannels(yaml)
    #expect(read.channels.isEmpty)
    #expect(read.problems.count == 1)
    #expect(read.problems.first?.hasSuffix(String(mistake.problem.drop { $0 != " " })) == true)
    #expect(read.problems.first == mistake.problem || mistake.lines.isEmpty, "\(read.problems)")
  }
}
