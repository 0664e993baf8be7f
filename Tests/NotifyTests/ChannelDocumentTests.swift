// Goal: the pages about channels tell the truth: each example is accepted, and sends what its service
// reads.
// Method: the pages themselves: their YAML goes through the reader, their requests to a server on
// loopback, their programs and recipes are run.

import Foundation
import Testing
import Workflow

@testable import Notify

@Suite(.timeLimit(.minutes(10))) struct ChannelDocumentTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "docs")

  private static func page(_ name: String) throws -> String {
    try String(contentsOf: folder.appending(path: name), encoding: .utf8)
  }

  /// The blocks of a page in one language.
  private static func blocks(_ page: String, _ language: String) throws -> [String] {
    try Self.page(page).components(separatedBy: "```\(language)\n").dropFirst().compactMap {
      $0.components(separatedBy: "\n```").first
    }
  }

  /// The examples of a page, in order.
  private static func examples(_ page: String) throws -> [String] {
    try blocks(page, "yaml").filter { $0.contains("channels:") }
  }

  static let pages = [
    "channels/whatsapp.md", "channels/telegram.md", "channels/ntfy.md", "channels/mattermost.md",
    "notifications-exec-webhook.md",
  ]

  /// The files that the examples name.
  private static func files(_ origin: String) -> [String: String] {
    let folder = "/etc/sinergi/secrets"
    return [
      "\(folder)/telegram-url":
        "\(origin)/status/200/bot123456:TOKEN/sendMessage?body=%7B%22ok%22:true%7D",
      "\(folder)/mattermost-url": "\(origin)/hooks/abc\n", "\(folder)/fonnte": "tok-fonnte\n",
      "\(folder)/wablas": "tok.wablas\n", "\(folder)/wa-gateway": "dXNlcjpwYXNzd29yZA==\n",
      "\(folder)/ntfy": "tk_abc\n", "\(folder)/token": "tok\n", "\(folder)/signing": "rahasia\n",
      "\(folder)/gateway": "s3cr3t\n",
    ]
  }

  @Test(arguments: pages) func `every example is accepted as it stands`(_ page: String) throws {
    let examples = try Self.examples(page)
    #expect(!examples.isEmpty)
    for example in examples {
      let read = try ReadChannels(example, files: Self.files("https://api.example"))
      #expect(read.problems.isEmpty, "\(page)\n\(example)\n\(read.problems)")
      let name = try #require(read.channels.keys.first)
      #expect(example.contains("notify: [journal, \(name)]"))
    }
  }

  @Test(arguments: ["notifications.md", "notifications-mail.md"])
  func `the examples of mail are accepted as they stand`(_ page: String) throws {
    let examples = try Self.examples(page)
    #expect(!examples.isEmpty)
    for example in examples {
      let read = try ReadChannels(
        example, files: ["/run/credentials/smtp-password": "rahasia\n"],
        credentials: "/run/credentials")
      #expect(read.problems.isEmpty, "\(page)\n\(example)\n\(read.problems)")
    }
  }

  @Test func `the overview names every type of channel and every kind of message`() throws {
    let page = try Self.page("notifications.md")
    for type in ChannelRegistry.types { #expect(page.contains("| `\(type.typeName)` |")) }
    let kinds = MessageKind.allCases.filter { ![.digest, .test].contains($0) }
    for kind in kinds { #expect(page.contains("`\(kind.rawValue)`"), "\(kind)") }
  }

  @Test(arguments: pages + ["notifications.md"])
  func `every contact of an example is one`(_ page: String) throws {
    for people in try Self.blocks(page, "yaml") where people.hasPrefix("people:") {
      let source = SourceText(name: "directory.yaml", text: "directory: kantor\n\(people)\n")
      let read = DirectoryReader.read(source)
      #expect(read.value != nil && read.diagnostics.isEmpty, "\(read.diagnostics)")
    }
  }

  /// What an example sends: the request that its service documents.
  struct Expected: Sendable, CustomTestStringConvertible {
    var page: String
    var index: Int
    /// The host in the example, and what the server on loopback answers.
    var host = "https://nowhere.example"
    var answer = "/status/200?body="
    var path: String?
    var type: String
    var body: String
    var headers: [String: String] = [:]

    var testDescription: String { "\(page) \(index)" }
  }

  static let requests = [
    Expected(
      page: "channels/whatsapp.md", index: 0, host: "https://api.fonnte.com/send",
      answer: #"/status/200?body={"status":true,"id":["8036"]}"#,
      type: "application/x-www-form-urlencoded",
      body: "target=6281234567890&message=Halo%2C%0A%22Ni%22+%F0%9F%91%8B",
      headers: ["Authorization": "tok-fonnte"]),
    Expected(
      page: "channels/whatsapp.md", index: 1, host: "https://jogja.wablas.com/api/send-message",
      answer: #"/status/200?body={"status":true}"#, type: "application/x-www-form-urlencoded",
      body: "phone=6281234567890&message=Halo%2C%0A%22Ni%22+%F0%9F%91%8B",
      headers: ["Authorization": "tok.wablas"]),
    Expected(
      page: "channels/whatsapp.md", index: 2, host: "http://127.0.0.1:3000/send/message",
      answer: #"/status/200?body={"code":"SUCCESS"}"#, type: "application/json",
      body: #"{"phone": "6281234567890@s.whatsapp.net", "message": "Halo,\n\"Ni\" 👋"}"#,
      headers: ["Authorization": "Basic dXNlcjpwYXNzd29yZA=="]),
    Expected(
      page: "channels/telegram.md", index: 0,
      path: "/status/200/bot123456:TOKEN/sendMessage", type: "application/json",
      body: #"{"chat_id": "+6281234567890", "text": "Tenggat besok\n\nHalo,\n\"Ni\" 👋"}"#),
    Expected(
      page: "channels/telegram.md", index: 1,
      path: "/status/200/bot123456:TOKEN/sendMessage", type: "application/json",
      body: #"{"chat_id": "-1001234567890", "text": "Tenggat besok\n\nHalo,\n\"Ni\" 👋"}"#),
    Expected(
      page: "channels/ntfy.md", index: 0, host: "https://ntfy.example.go.id/sinergi-k7wq2m",
      type: "text/plain; charset=utf-8", body: "Halo,\n\"Ni\" 👋",
      headers: [
        "Title": "Tenggat besok", "Priority": "default", "Tags": "reminder",
        "Authorization": "Bearer tk_abc",
      ]),
    Expected(
      page: "channels/ntfy.md", index: 1, host: "https://ntfy.example.go.id", answer: "",
      path: "/%2B6281234567890", type: "text/plain; charset=utf-8", body: "Halo,\n\"Ni\" 👋",
      headers: ["Title": "Tenggat besok", "Priority": "high"]),
    Expected(
      page: "channels/mattermost.md", index: 0, path: "/hooks/abc", type: "application/json",
      body: #"{"text": "**Tenggat besok**\n\nHalo,\n\"Ni\" 👋"}"#),
    Expected(
      page: "notifications-exec-webhook.md", index: 1,
      host: "https://gateway.example.go.id/send/{{address}}",
      answer: #"/status/200?body={"status":"sent"}"#, type: "application/json",
      body: #"{"to": "Ni Made", "text": "Halo,\n\"Ni\" 👋"}"#,
      headers: ["X-Reference": "NKO/2026/0001", "Authorization": "Bearer tok"]),
  ]

  @Test(arguments: requests) func `an example sends what its service reads`(_ expected: Expected)
    async throws
  {
    let server = try WebServer()
    let escaped = { (text: String) in
      text.replacing("{\"", with: "%7B%22").replacing("\"}", with: "%22%7D")
        .replacing("true}", with: "true%7D").replacing("\"", with: "%22")
        .replacing("[", with: "%5B").replacing("]", with: "%5D").replacing("}", with: "%7D")
    }
    let example = try Self.examples(expected.page)[expected.index]
      .replacing(expected.host, with: server.origin + escaped(expected.answer))
    let read = try ReadChannels(example, files: Self.files(server.origin))
    let notifier = try #require(read.channels.values.first, "\(read.problems)")
    #expect(await failure(notifier, .personal()) == nil)
    let request = try #require(try server.requests.first)
    if let path = expected.path {
      #expect(request.path == path || request.path.hasPrefix(path + "?"))
    }
    #expect(request.all("Content-Type") == [expected.type])
    #expect(request.body == expected.body)
    for (name, value) in expected.headers { #expect(request.all(name) == [value]) }
  }

  @Test func `the program of the page carries messages`() async throws {
    let scratch = try Scratch()
    let script = try #require(try Self.blocks("channels/whatsapp.md", "python").first)
    let path = "\(scratch.path)/kirim-wa"
    try script.write(toFile: path, atomically: true, encoding: .utf8)
    let server = try WebServer()
    let example = try Self.examples("channels/whatsapp.md")[3]
      .replacing("/usr/local/lib/sinergi/kirim-wa", with: path)
    let deaf = try DeafPort()
    for (url, expected) in [
      ("\(server.origin)/status/200", "delivered"),
      ("\(server.origin)/status/401", "misconfigured"),
      ("\(server.origin)/status/429", "retryAfter"), ("\(server.origin)/status/400", "giveUp"),
      ("\(server.origin)/status/500", "retry"), ("http://127.0.0.1:\(deaf.port)/", "retry"),
    ] {
      let read = try ReadChannels(
        example.replacing("https://gateway.example.go.id/send", with: url),
        files: Self.files(server.origin))
      let notifier = try #require(read.channels["whatsapp"], "\(read.problems)")
      #expect(kind(await failure(notifier, .personal())) == expected, "\(url)")
    }
    let request = try #require(try server.requests.first)
    #expect(request.json?["to"] as? String == "+6281234567890")
    #expect(request.json?["text"] as? String == "Halo,\n\"Ni\" 👋")
    #expect(request.all("Authorization") == ["Bearer dXNlcjpwYXNzd29yZA=="])
  }

  @Test func `the JSON of the page is the JSON that is sent`() throws {
    let text = try #require(try Self.blocks("notifications-exec-webhook.md", "json").first)
    #expect(text == MessageJSON.text(.personal(), to: .people(contact: "whatsapp")))
  }

  @Test func `the recipe of the page knows a genuine signature from others`() throws {
    let scratch = try Scratch()
    let recipe = try #require(try Self.blocks("notifications-exec-webhook.md", "python").first)
    let body = MessageJSON.text(.personal(), to: .people(contact: "whatsapp"))
    let header = WebhookNotifier.signature(Array(body.utf8), 1_795_311_000, "rahasia")
    let script = """
      \(recipe)
      import sys
      header, body = sys.argv[1], sys.argv[2].encode()
      assert is_genuine(header, body, b"rahasia")
      assert not is_genuine(header, body + b" ", b"rahasia")
      assert not is_genuine(header, body, b"lain")
      assert not is_genuine(header.replace("t=17", "t=18"), body, b"rahasia")
      """
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/python3")
    process.arguments = ["-I", "-c", script, header, body]
    process.currentDirectoryURL = URL(filePath: scratch.path)
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
  }

  @Test func `the tables of the page are those of the code`() throws {
    let page = try Self.page("notifications-exec-webhook.md")
    var statuses: Set<Int32> = []
    for line in page.split(separator: "\n") where line.wholeMatch(of: #/\| \d.*/#) != nil {
      let cells = line.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
      let isExec = cells.count == 5
      for number in cells[1].matches(of: #/\d+/#) {
        guard let status = Int32(number.output) else { continue }
        if isExec {
          let words = cells[3]
          statuses.insert(status)
          let expected: ProgramStatus.Verdict =
            words.contains("given up")
            ? .giveUp
            : words.contains("misconfigured") || words.contains("the same")
              ? .misconfigured
              : words.contains("unknown")
                ? .unknown : words.contains("delivered") ? .delivered : .retry
          #expect(ProgramStatus.verdict(status) == expected, "\(status)")
          if (64...78).contains(status), !words.hasPrefix(" tried again |"),
            let name = ProgramStatus.name(status), !cells[2].contains("others")
          {
            #expect(cells[2].contains(name), "\(status)")
          }
        } else if (400...599).contains(status) {
          let expected: WebhookAnswer.Verdict =
            cells[2].contains("misconfigured") ? .misconfigured : .retry
          #expect(WebhookAnswer.verdict(Int(status)) == expected, "\(status)")
        }
      }
    }
    // Every status of the system's list is in the table.
    #expect(statuses.isSuperset(of: Array(64...78)))
    for key in WebhookNotifier.keys + ExecNotifier.keys {
      #expect(page.contains("`\(key)`"), "\(key)")
    }
    for field in WebhookField.allCases { #expect(page.contains("`\(field.rawValue)`")) }
  }
}
