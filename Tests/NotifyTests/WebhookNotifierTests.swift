// Goal: any HTTP service can carry messages; each answer, and each way to have none, means one thing.
// Method: a real web server on loopback that answers, redirects, hangs, breaks off and floods.

import Foundation
import Testing
import WorkCalendar

@testable import Notify

@Suite(.timeLimit(.minutes(10))) struct WebhookNotifierTests {
  // MARK: What is sent

  @Test func `without a body the whole message is sent as JSON, with its key and its signature`()
    async throws
  {
    let server = try WebServer()
    let notifier = try server.webhook(
      "/x", ["secret_file: /s", "token_file: /t"], files: ["/s": "rahasia\n", "/t": "tok-123\n"])
    let receipt = try await notifier.deliver(.sample())
    #expect(receipt == Receipt("HTTP 200 ok"))
    let request = try #require(try server.requests.first)
    #expect(request.method == "POST" && request.path == "/x")
    #expect(request.body == MessageJSON.text(.sample(), to: .office))
    #expect(request.all("Content-Type") == ["application/json"])
    #expect(request.all("Idempotency-Key") == ["\"NKO/2026/0001#3.0\""])
    #expect(request.all("Authorization") == ["Bearer tok-123"])
    #expect(request.all("Content-Length") == ["\(request.body.utf8.count)"])
    #expect(request.all("Host") == ["127.0.0.1:\(server.port)"])
    // Computed by the hmac module of Python over what arrived.
    #expect(request.all("Sinergi-Signature") == ["t=0,v1=\(request.hmac)"])
  }

  @Test func `every attempt has the same key, body and signature`() async throws {
    let server = try WebServer()
    let notifier = try server.webhook(
      "/flaky/2", ["contact: whatsapp", "secret_file: /s"], files: ["/s": "rahasia"])
    #expect(kind(await failure(notifier, .personal())) == "retry")
    #expect(kind(await failure(notifier, .personal())) == "retry")
    #expect(await failure(notifier, .personal()) == nil)
    let requests = try server.requests
    #expect(requests.count == 3)
    for name in ["Idempotency-Key", "Sinergi-Signature"] {
      #expect(Set(requests.flatMap { $0.all(name) }).count == 1)
    }
    #expect(Set(requests.map(\.body)).count == 1)
    #expect(requests[0].all("Sinergi-Signature")[0].hasPrefix("t=1795311000,v1="))
    #expect(requests[0].all("Sinergi-Signature")[0].hasSuffix(requests[0].hmac))
  }

  @Test(arguments: [
    ("NKO/2026/0001#3.0", #""NKO/2026/0001#3.0""#), (#"a"b\c"#, #""a\"b\\c""#),
    ("100%", #""100%25""#), ("é\n", #""%C3%A9%0A""#), ("", #""""#),
  ]) func `a key is a string of structured fields`(_ key: String, _ text: String) {
    #expect(WebhookNotifier.structured(key) == text)
  }

  @Test func `an address stands percent-encoded in the path and the query, and only there`()
    async throws
  {
    let server = try WebServer()
    let notifier = try server.webhook(
      "/bot/{{address}}/send?to={{ address }}&x=1", ["contact: telegram", "method: PUT"])
    let address = "+62 8/../?&#%é\"@host"
    _ = try await notifier.deliver(.personal(address: address))
    let request = try #require(try server.requests.first)
    let encoded = "%2B62%208%2F..%2F%3F%26%23%25%C3%A9%22%40host"
    #expect(request.path == "/bot/\(encoded)/send?to=\(encoded)&x=1")
    #expect(request.method == "PUT")
    for step in [".", ".."] {
      #expect(kind(await failure(notifier, .personal(address: step))) == "giveUp")
    }
    #expect(try server.requests.count == 1)
  }

  @Test func `a token goes where the service wants it`() async throws {
    let server = try WebServer()
    for (lines, name, value) in [
      (["token_scheme: none"], "Authorization", "tok"),
      (["token_header: X-Api-Key"], "X-Api-Key", "tok"),
      (["token_scheme: Basic"], "Authorization", "Basic tok"),
    ] {
      let notifier = try server.webhook("/x", ["token_file: /t"] + lines, files: ["/t": "tok"])
      _ = try await notifier.deliver(.sample())
      #expect(try server.requests.last?.all(name) == [value])
    }
  }

  // MARK: Templates

  static let fields = """
    {"all": ["{{key}}", "{{reference}}", "{{kind}}", "{{{subject}}}", "{{&text}}", "{{html}}",\
     "{{calendar}}", "{{language}}", "{{sent_at}}", "{{recipient.name}}", "{{recipient.person}}",\
     "{{address}}", "{{address_digits}}"]{{#html}}, "html": true{{/html}}{{^calendar}}, "calendar": false{{/calendar}}}
    """

  @Test func `whatever is in a message, the body is JSON with the same values`() async throws {
    let seed = seed(2_026_112_202)
    var numbers = SeededNumbers(seed: seed)
    let template = try WebhookTemplate(Self.fields, .json)
    let pieces = [
      "\"", "\\", "\n", "\r\n", "\t", "\u{0}", "\u{1B}", "\u{2028}", "👩🏽‍💻", "ᬧᬺᬯ", "é", "{{text}}",
      "{{#html}}", "}}", "&amp;", "<b>", "'", "a", " ", "\\u0041", "\u{10FFFF}", "\",\"x\":\"",
    ]
    for _ in 0..<300 {
      func text() -> String {
        (0..<Int.random(in: 0..<12, using: &numbers))
          .map { _ in pieces.randomElement(using: &numbers) ?? "" }.joined()
      }
      var message = Message.personal(
        address: "+6-2a\"\\{{x}}", name: text(), subject: text(), body: text())
      message.html = Bool.random(using: &numbers) ? text() : nil
      let values = message.fields(to: message.recipients[0])
      let data = Data(template.render(values).utf8)
      let object = try #require(
        try JSONSerialization.jsonObject(with: data) as? [String: Any], "seed \(seed)")
      let all = try #require(object["all"] as? [String])
      #expect(
        all == [
          message.key, message.reference, message.kind, ChannelText.oneLine(message.subject),
          message.body, message.html ?? "", "", "id", "2026-11-22T01:30:00Z",
          ChannelText.oneLine(message.recipients[0].name), "ni-made", "+6-2a\"\\{{x}}", "62",
        ], "seed \(seed)")
      #expect((object["html"] != nil) == !(message.html ?? "").isEmpty)
      #expect(object["calendar"] as? Bool == false)
    }
  }

  @Test func `a form is encoded, a text is not`() async throws {
    let server = try WebServer()
    let form = try server.webhook(
      "/x",
      [
        "contact: whatsapp", "content_type: application/x-www-form-urlencoded", "body: |",
        "  target={{address}}&message={{text}}",
      ])
    let body = "A & B = C\n100% \"ya\" + é"
    _ = try await form.deliver(.personal(body: body))
    let sent = try #require(try server.requests.last)
    #expect(
      sent.body
        == "target=%2B6281234567890&message=A+%26+B+%3D+C%0A100%25+%22ya%22+%2B+%C3%A9")
    #expect(sent.all("Content-Type") == ["application/x-www-form-urlencoded"])
    let plain = try server.webhook(
      "/x", ["content_type: text/plain", "body: '{{subject}}: {{text}}'"])
    _ = try await plain.deliver(.personal(body: "<b> & \"é\""))
    #expect(try server.requests.last?.body == "Tenggat besok: <b> & \"é\"")
    #expect(try server.requests.last?.all("Content-Type") == ["text/plain; charset=utf-8"])
  }

  @Test(arguments: ["\n", "\r", "\r\n", "\u{0B}", "\u{0C}", "\u{85}", "\u{2028}", "\u{0}"])
  func `nothing in a message can add a header or a request`(_ newline: String) async throws {
    let server = try WebServer()
    let notifier = try server.webhook(
      "/x",
      [
        "contact: whatsapp",
        "headers: {Title: '{{subject}}', X-Key: '{{key}}', X-Name: '{{recipient.name}}', X-T: '{{text}}', X-R: '{{reference}}', X-K: '{{kind}}', X-L: '{{language}}', X-H: '{{html}}'}",
      ])
    let bad = "x\(newline)Evil: 1\(newline)\(newline)POST /evil HTTP/1.1\(newline)"
    var message = Message.personal(key: bad, name: bad, subject: bad, body: bad)
    message.reference = bad
    message.kind = bad
    message.language = bad
    message.html = bad
    message.recipients[0].person = bad
    _ = try await notifier.deliver(message)
    let requests = try server.requests
    #expect(requests.count == 1 && requests[0].path == "/x")
    #expect(requests[0].all("Evil").isEmpty)
    #expect(requests[0].all("Title").first?.hasPrefix("x") == true)
    message.recipients[0].address = bad
    #expect(kind(await failure(notifier, message)) == "giveUp")
  }

  @Test func `headers carry words of any language, cut to a bound; empty ones are left out`()
    async throws
  {
    let server = try WebServer()
    let notifier = try server.webhook("/x", ["headers: {Title: '{{subject}}', X-Html: '{{html}}'}"])
    _ = try await notifier.deliver(.personal(subject: "Tenggat ᬧᬺᬯ 👋"))
    #expect(try server.requests.last?.all("Title") == ["Tenggat ᬧᬺᬯ 👋"])
    #expect(try server.requests.last?.all("X-Html").isEmpty == true)
    _ = try await notifier.deliver(.personal(subject: String(repeating: "é", count: 50_000)))
    let long = try #require(try server.requests.last?.all("Title").first)
    #expect(long.utf8.count <= NotifyLimits.headerBytes && long.hasSuffix("é…"))
  }

  @Test func `fields of ten megabytes are given up and never sent`() async throws {
    let server = try WebServer()
    let notifier = try server.webhook("/x/{{address}}", ["contact: whatsapp"])
    let large = String(repeating: "é", count: 5_000_000)
    for message in [
      Message.personal(body: large), .personal(subject: large), .personal(name: large),
      .personal(key: large), .personal(address: large), .personal(address: nil),
      .personal(address: String(repeating: "a", count: 2_000)), .sample(),
    ] { #expect(kind(await failure(notifier, message)) == "giveUp") }
    #expect(try server.requests.isEmpty)
  }

  // MARK: What is answered

  static let statuses: [(Int, String)] = [
    (200, "delivered"), (201, "delivered"), (202, "delivered"), (204, "delivered"),
    (300, "misconfigured"), (301, "misconfigured"), (302, "misconfigured"),
    (304, "misconfigured"), (307, "misconfigured"), (400, "giveUp"), (401, "misconfigured"),
    (403, "misconfigured"), (404, "misconfigured"), (405, "misconfigured"),
    (407, "misconfigured"), (408, "retry"), (409, "giveUp"), (410, "misconfigured"),
    (413, "giveUp"), (422, "giveUp"), (425, "retry"), (429, "retry"), (451, "giveUp"),
    (500, "retry"), (501, "retry"), (502, "retry"), (503, "retry"), (504, "retry"),
    (599, "retry"),
  ]

  @Test func `each status means one thing`() async throws {
    let server = try WebServer()
    for (status, expected) in Self.statuses {
      let body = status == 204 || status == 304 ? "?body=" : ""
      let error = await failure(try server.webhook("/status/\(status)\(body)"), .sample())
      #expect(kind(error) == expected, "\(status) \(error?.reason ?? "")")
      #expect(error?.reason.contains("\(status)") ?? true)
    }
    #expect(try server.requests.count == Self.statuses.count)
  }

  static let waits: [(query: String, milliseconds: Int64?)] = [
    ("Retry_After=120", 120_000), ("Retry_After=0", nil), ("Retry_After=-5", nil),
    ("Retry_After=99999999999999999999999", 86_400_000), ("Retry_After=soon", nil),
    (
      "Retry_After=Sun,+06+Nov+1994+08:51:37+GMT&Date=Sun,+06+Nov+1994+08:49:37+GMT", 120_000
    ),
    (
      "Retry_After=Sunday,+06-Nov-94+08:51:37+GMT&Date=Sun+Nov++6+08:49:37+1994", 120_000
    ),
    ("Retry_After=Sun,+06+Nov+1994+08:49:37+GMT&Date=Sun,+06+Nov+1994+08:51:37+GMT", nil),
    // Without a date of the answer, the message's own time: 2026-11-22T01:30:00Z.
    ("Retry_After=Sun,+22+Nov+2026+01:31:00+GMT", 60_000),
    ("Retry_After=Sun,+32+Nov+2026+01:31:00+GMT", nil), ("", nil),
  ]

  @Test(arguments: [429, 503]) func `a server may say when to come again`(_ status: Int)
    async throws
  {
    let server = try WebServer()
    for (query, milliseconds) in Self.waits {
      let notifier = try server.webhook("/status/\(status)?\(query)", ["contact: whatsapp"])
      switch await failure(notifier, .personal()) {
      case .retryAfter(_, let found): #expect(found == milliseconds, "\(query)")
      case .retry: #expect(milliseconds == nil, "\(query)")
      case let other: Issue.record("\(query): \(String(describing: other))")
      }
    }
  }

  @Test(arguments: [
    ("ok", "HTTP 200 ok"), ("", "HTTP 200"), (#"{"id":"wamid.17"}"#, "HTTP 200 id=wamid.17"),
    (#"{"id":17}"#, "HTTP 200 id=17"),
    (#"{"id":["8036"]}"#, "HTTP 200 id=8036"), (#"{"id":[]}"#, "HTTP 200"),
    (#"{"status":true}"#, "HTTP 200"), ("<html>", "HTTP 200"),
    (#"{"id":"x+6281234567890"}"#, "HTTP 200 id=x…"), ("to 081234567890", "HTTP 200 to …"),
    ("a\u{1B}b\u{202E}\nc", "HTTP 200 ab"), (String(repeating: "kata ", count: 99), "HTTP 200"),
  ]) func `a receipt is short and without an address`(_ body: String, _ text: String) async throws {
    let server = try WebServer()
    let encoded = PercentEncoding.component(body)
    let notifier = try server.webhook("/status/200?body=\(encoded)", ["contact: whatsapp"])
    #expect(try await notifier.deliver(.personal()).text == text)
  }

  @Test func `words about a failure hold no address, no token and no secret URL`() async throws {
    let server = try WebServer()
    let body = PercentEncoding.component("no +6281234567890 by tok-12345 at bot999:SECRETTOKEN")
    for url in [
      "status/400/bot999:SECRETTOKEN?body=\(body)", "status/400?b=bot999:SECRETTOKEN&body=\(body)",
    ] {
      let notifier = try channel(
        "webhook", ["url_file: /u", "token_file: /t", "contact: telegram"],
        files: ["/u": "\(server.origin)/\(url)\n", "/t": "tok-12345"])
      #expect(
        await failure(notifier, .personal())
          == .giveUp("\(server.origin) answers 400: no … by … at …"))
    }
  }

  @Test func `an entry may tell single statuses otherwise`() async throws {
    let server = try WebServer()
    let lines = ["answers: {403: give-up, 409: delivered, 202: retry, 503: misconfigured}"]
    for (status, expected) in [
      (403, "giveUp"), (409, "delivered"), (202, "retry"), (503, "misconfigured"),
      (401, "misconfigured"),
    ] {
      let notifier = try server.webhook("/status/\(status)", lines)
      #expect(kind(await failure(notifier, .sample())) == expected, "\(status)")
    }
  }

  @Test func `an answer must say what the entry expects`() async throws {
    let server = try WebServer()
    let lines = ["expect: {status: true}"]
    for (body, expected) in [
      (#"{"status":true}"#, "delivered"), (#"{"status":false,"reason":"x"}"#, "retry"),
      (#"{"status":1}"#, "retry"), (#"{"status":"true"}"#, "delivered"), ("ok", "retry"),
    ] {
      let encoded = PercentEncoding.component(body)
      let notifier = try server.webhook("/status/200?body=\(encoded)", lines)
      #expect(kind(await failure(notifier, .sample())) == expected, "\(body)")
    }
  }

  @Test func `a redirect within the host is followed, at most three times`() async throws {
    let server = try WebServer()
    func hop(_ code: Int, _ to: String) -> String {
      "/redirect/\(code)?to=\(PercentEncoding.component(to))"
    }
    let notifier = try server.webhook(hop(308, hop(307, hop(307, "/end"))))
    _ = try await notifier.deliver(.sample())
    let requests = try server.requests
    #expect(requests.map(\.method) == ["POST", "POST", "POST", "POST"])
    #expect(requests.last?.path == "/end")
    #expect(Set(requests.map(\.body)).count == 1)
    let long = try server.webhook(hop(308, hop(307, hop(307, hop(308, "/end")))))
    #expect(kind(await failure(long, .sample())) == "misconfigured")
    #expect(try server.requests.last?.path != "/end")
  }

  @Test func `a redirect anywhere else is refused, and no request arrives there`() async throws {
    let server = try WebServer()
    let other = try WebServer()
    let targets = [
      "\(other.origin)/x", "http://localhost:\(server.port)/x", "//127.0.0.1:\(other.port)/x",
      "https://127.0.0.1:\(server.port)/x", "http://a:b@127.0.0.1:\(server.port)/x",
      "ftp://127.0.0.1:\(server.port)/x", "http://evil.example/x", "http://[::1", "",
    ]
    for code in [301, 302, 303, 307, 308] {
      for target in targets {
        let to = PercentEncoding.component(target)
        let notifier = try server.webhook(
          "/redirect/\(code)?to=\(to)&y=1", ["token_file: /t"], files: ["/t": "tok-12345"])
        let error = await failure(notifier, .sample())
        #expect(kind(error) == "misconfigured", "\(code) \(target)")
      }
    }
    #expect(try other.requests.isEmpty)
    let away = PercentEncoding.component("https://evil.example/?token=1")
    let error = await failure(try server.webhook("/redirect/308?to=\(away)"), .sample())
    #expect(
      error
        == .misconfigured(
          "\(server.origin) answers 308 and points to evil.example: write the new address in «url»"
        ))
  }

  // MARK: What is not answered

  @Test(arguments: ["/hang", "/close", "/half", "/garbage", "/slowhead"])
  func `a message without an answer is in doubt, unless twice does no harm`(_ path: String)
    async throws
  {
    let server = try WebServer()
    let error = await failure(try server.webhook(path, ["timeout: 2"]), .sample())
    #expect(kind(error) == "unknown", "\(error?.reason ?? "")")
    #expect(try await eventually { try server.requests.count == 1 })
    let harmless = try server.webhook(path, ["timeout: 2", "idempotent: true"])
    #expect(harmless.isIdempotent)
    #expect(kind(await failure(harmless, .sample())) == "retry")
  }

  @Test(arguments: [("/cut", 600), ("/big", 600), ("/slow", 5)])
  func `a good status counts, whatever becomes of the rest of the answer`(
    _ path: String, _ timeout: Int
  ) async throws {
    let server = try WebServer()
    let notifier = try server.webhook(path, ["timeout: \(timeout)"])
    #expect(await failure(notifier, .sample()) == nil)
    #expect(try server.requests.count == 1)
  }

  @Test(arguments: ["/hang", "/slowhead", "/slow", "/big"])
  func `what is no longer awaited is hung up on`(_ path: String) async throws {
    let server = try WebServer()
    _ = await failure(try server.webhook(path, ["timeout: 2"]), .sample())
    #expect(try await eventually { server.wasHungUpOn })
  }

  @Test func `a delivery that is cancelled ends soon`() async throws {
    let server = try WebServer()
    let notifier = try server.webhook("/hang", ["timeout: 600"])
    let delivery = Task { await failure(notifier, .sample()) }
    #expect(try await eventually { ((try? server.requests) ?? []).count == 1 })
    delivery.cancel()
    #expect(kind(await delivery.value) == "unknown")
  }

  @Test func `what never left is tried again`() async throws {
    let deaf = try DeafPort()
    let refused = try channel("webhook", ["url: 'http://127.0.0.1:\(deaf.port)/'", "timeout: 20"])
    #expect(
      await failure(refused, .sample())
        == .retry("http://127.0.0.1:\(deaf.port): connection refused"))
    let nameless = try channel("webhook", ["url: 'http://gateway.invalid/'", "timeout: 10"])
    let unknown = await failure(nameless, .sample())
    #expect(kind(unknown) == "retry", "\(unknown?.reason ?? "")")
  }

  @Test func `a server that never speaks got nothing if TLS was meant, and is in doubt if not`()
    async throws
  {
    let deaf = try DeafPort(isListening: true)
    for (scheme, expected) in [("https", "retry"), ("http", "unknown")] {
      let notifier = try channel(
        "webhook", ["url: '\(scheme)://127.0.0.1:\(deaf.port)/'", "timeout: 2"])
      let error = await failure(notifier, .sample())
      #expect(kind(error) == expected, "\(scheme): \(error?.reason ?? "")")
    }
  }

  @Test func `many at the same time all leave`() async throws {
    let server = try WebServer()
    let notifier = try server.webhook("/x")
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 0..<64 {
        group.addTask { _ = try await notifier.deliver(.sample(key: "A/\(number)#1.0")) }
      }
      try await group.waitForAll()
    }
    #expect(Set(try server.requests.flatMap { $0.all("Idempotency-Key") }).count == 64)
  }
}
