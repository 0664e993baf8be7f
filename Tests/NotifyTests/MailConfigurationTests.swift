// Goal: an entry of a mail channel is read as it says, and what is wrong with it is told at its place.
// Method: entries as YAML through the registry; a table of mistakes.

import Testing
import Workflow

@testable import Notify

@Suite(.timeLimit(.minutes(10))) struct MailConfigurationTests {
  private func read(_ entry: String) -> (channel: (any Channel)?, problems: [String]) {
    var reader = TreeReader()
    let source = SourceText(name: "test", text: "surat:\n" + entry)
    guard let node = YAMLTree.read(source, into: &reader.problems) else {
      return (nil, ["no YAML"])
    }
    let surroundings = ChannelSurroundings(
      journal: { _ in }, spool: "",
      read: { path in
        path.hasSuffix("/rahasia") ? .success("rahasia\n") : .failure(UnreadableFile("not there"))
      }, credentials: "/run/credentials", host: "sinergi")
    let channels = ChannelRegistry.read(node, &reader, surroundings)
    return (
      channels["surat"], reader.problems.sorted.map { "\($0.range.line): \($0.message)" }
    )
  }

  @Test func `the least that a channel needs is a server and a sender`() throws {
    let (channel, problems) = read("  { type: smtp, server: mail.example.org, from: a@b.c }\n")
    #expect(problems == [])
    let smtp = try #require(channel as? SMTPNotifier)
    #expect(
      smtp.audience == .people(contact: "email") && !smtp.isIdempotent && smtp.name == "surat")
    let (other, none) = read("  { type: sendmail, from: a@b.c }\n")
    #expect(none == [] && other is SendmailNotifier)
  }

  @Test func `ports follow from security`() {
    let ports = SMTPSettings.Security.allCases.map { SMTPSettings(server: "a", security: $0).url }
    #expect(
      ports == ["smtp://a:587/localhost", "smtps://a:465/localhost", "smtp://a:25/localhost"])
    #expect(SMTPSettings(server: "::1", port: 9, hello: "x").url == "smtp://[::1]:9/x")
  }

  @Test func `everything can be said`() throws {
    let (channel, problems) = read(
      """
        type: smtp
        contact: surel
        at_once: 8
        per_minute: 600
        idempotent: true
        server: 2001:db8::1
        port: 2525
        security: tls
        user: sinergi@example.org
        password_credential: rahasia
        from: "Dinas Pérpustakaan <sinergi@example.org>"
        reply_to: ks@example.org
        ca_file: /etc/ssl/certs/ca.pem
        timeout: 90
        hello: sinergi.example.org

      """)
    #expect(problems == [])
    let smtp = try #require(channel)
    #expect(smtp.audience == .people(contact: "surel") && smtp.isIdempotent)
    #expect(smtp.pace == ChannelPace(atOnce: 8, perMinute: 600))
  }

  static let mistakes: [(entry: String, words: String)] = [
    ("  type: smtp\n  from: a@b.c\n", "needs the key «server»"),
    ("  type: smtp\n  server: a\n", "needs the key «from»"),
    ("  type: smtp\n  server: a b\n  from: a@b.c\n", "3: «server» is no name"),
    ("  type: smtp\n  server: \"a/b\"\n  from: a@b.c\n", "3: «server» is no name"),
    ("  type: smtp\n  server: user@a\n  from: a@b.c\n", "3: «server» is no name"),
    ("  type: smtp\n  server: a\n  from: a@b@c\n", "4: «from» holds no good address"),
    ("  type: smtp\n  server: a\n  from: a@b.c\n  reply_to: x\n", "5: «reply_to» holds no good"),
    ("  type: smtp\n  server: a\n  from: a@b.c\n  security: ssl\n", "5: no «ssl» for «security»"),
    ("  type: smtp\n  server: a\n  from: a@b.c\n  port: 0\n", "5: "),
    ("  type: smtp\n  server: a\n  from: a@b.c\n  timeout: 601\n", "5: "),
    ("  type: smtp\n  server: a\n  from: a@b.c\n  user: x\n", "5: «user» and a password"),
    (
      "  type: smtp\n  server: a\n  from: a@b.c\n  password_file: /rahasia\n",
      "«user» and a password"
    ),
    (
      "  type: smtp\n  server: a\n  from: a@b.c\n  user: x\n  password_file: /x\n",
      "6: cannot read /x"
    ),
    ("  type: smtp\n  server: a\n  from: a@b.c\n  password: x\n", "no key «password»"),
    (
      "  type: smtp\n  server: a\n  from: a@b.c\n  user: x\n  password_file: /rahasia\n"
        + "  security: none\n", "7: a password would cross"
    ),
    ("  type: smtp\n  server: a\n  from: a@b.c\n  ca_file: ca.pem\n", "5: «ca_file» must be"),
    ("  type: smtp\n  server: a\n  from: a@b.c\n  hello: a b\n", "5: «hello» must be"),
    ("  type: sendmail\n", "needs the key «from»"),
    ("  type: sendmail\n  from: a@b.c\n  command: sendmail\n", "4: «command» must be"),
    ("  type: sendmail\n  from: a@b.c\n  server: x\n", "no key «server»"),
  ]

  @Test(arguments: mistakes.indices) func `each mistake is told at its place`(_ row: Int) {
    let (entry, words) = Self.mistakes[row]
    let (channel, problems) = read(entry)
    // A key too many is a problem of the file, not of the channel.
    #expect(channel == nil || words.hasPrefix("no key"))
    #expect(problems.contains { $0.contains(words) }, "\(entry): \(problems)")
    #expect(!problems.contains { $0.contains("rahasia\n") })
  }

  @Test func `a password may go to this machine in the clear`() {
    for server in ["localhost", "127.0.0.1", "::1"] {
      let entry =
        "  type: smtp\n  server: \"\(server)\"\n  from: a@b.c\n  user: x\n"
        + "  password_file: /rahasia\n  security: none\n"
      #expect(read(entry).problems == [])
    }
  }
}
