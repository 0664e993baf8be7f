// Goal: a wrong entry is told when it is read, where it stands, not when the first message fails.
// Method: a table of mistakes with the line, the column and the words of each.

import Foundation
import Testing

@testable import Notify

@Suite(.timeLimit(.minutes(10))) struct WebhookEntryTests {
  static let mistakes: [(lines: [String], problem: String)] = [
    (["method: POST"], "4:5: this channel needs the key «url»"),
    (["url: gateway.example/x"], "4:10: the URL must begin with https:// or http://"),
    (["url: 'ftp://gateway.example/x'"], "4:10: the URL must begin with https:// or http://"),
    (["url: 'file:///etc/passwd'"], "4:10: the URL must begin with https:// or http://"),
    (["url: 'https:///x'"], "4:10: not a URL: "),
    (["url: 'https://gateway.example/a b'"], "4:10: not a URL: "),
    (["url: 'https://gateway.example/#x'"], "4:10: not a URL: "),
    (["url: 'https://gåteway.example/'"], "4:10: not a URL: "),
    (["url: 'https://a:b@gateway.example/'"], "4:10: the URL has a user or a password in it"),
    (
      ["url: 'https://{{address}}.example/'", "contact: wa"],
      "4:10: {{address}} stands in the host"
    ),
    (["url: 'https://{{address}}'", "contact: wa"], "4:10: {{address}} stands in the host"),
    (
      ["url: 'https://gateway.example@{{address}}/'", "contact: wa"], "4:10: "
    ),
    (
      ["url: 'https://gateway.example:{{address}}/'", "contact: wa"], "4:10: "
    ),
    (["url: 'https://gateway.example/{{text}}'"], "4:10: the URL has a placeholder other than"),
    (
      ["url: 'https://gateway.example/{{address}}'"],
      "4:10: {{address}} in the URL of a channel for the office"
    ),
    (["url: &u 'http://x/'", "url_file: /u"], "4:10: «url» and «url_file» stand side by side"),
    (["url_file: /nein"], "4:15: cannot read /nein: No such file or directory"),
    (["url: 'http://x/'", "method: GET"], "5:13: no «GET» for «method»"),
    (["url: 'http://x/'", "content_type: text/html"], "5:19: no «text/html» for «content_type»"),
    (["url: 'http://x/'", "content_type: text/plain"], "5:19: «text/plain» needs a «body»"),
    (["url: 'http://x/'", "timeout: 601"], "5:14: timeout must lie between 1 and 600"),
    (["url: 'http://x/'", "body: ' '"], "5:11: «body» is empty"),
    (["url: 'http://x/'", "body: '{\"a\": \"{{txet}}\"}'"], "5:11: no variable «txet»"),
    (["url: 'http://x/'", "body: '{\"a\": {{text}}}'"], "5:11: the body is not JSON: "),
    (["url: 'http://x/'", "body: '{\"a\": \"\\{{text}}\"}'"], "5:11: the body is not JSON: "),
    (["url: 'http://x/'", "body: 'text={{text}}'"], "5:11: the body is not JSON: "),
    (
      ["url: 'http://x/'", "body: '{\"a\": 1 {{#html}}, \"h\": 1{{/html}}{{^html}},{{/html}}}'"],
      "5:11: the body of a message without values is not JSON: "
    ),
    (
      ["url: 'http://x/'", "body: '{\"a\": 1{{#html}}{{^calendar}},{{/calendar}}{{/html}}}'"],
      "5:11: the body is not JSON: "
    ),
    (["url: 'http://x/'", "body: '\"{{#html}}\"'"], "5:11: «{{#html}}» is never closed"),
    (["url: 'http://x/'", "body: '\"{{/html}}\"'"], "5:11: «{{/html}}» closes what is not open"),
    (["url: 'http://x/'", "body: '\"{{html\"'"], "5:11: «{{» without «}}»"),
    (["url: 'http://x/'", "body: '\"{{>x}}\"'"], "5:11: «{{>x}}» is not for webhooks"),
    (["url: 'http://x/'", "body: '\"{{=<% %>=}}\"'"], "5:11: «{{=<% %>=}}» is not for webhooks"),
    (["url: 'http://x/'", "body: '\"{{uppercased(text)}}\"'"], "5:11: no variable «upper"),
    (
      ["url: 'http://x/'", "body: '\"{{address}}\"'"],
      "5:11: {{address}} in a channel for the office"
    ),
    (
      [
        "url: 'http://x/'", "content_type: application/x-www-form-urlencoded",
        "body: 'a={{text}} b'",
      ],
      "6:11: a form has no blanks and line ends"
    ),
    (["url: 'http://x/'", "headers: {'Bad Name': x}"], "5:14: «Bad Name» cannot be the name"),
    (["url: 'http://x/'", "headers: {\"A\\r\\nB\": x}"], "5:14: «A"),
    (["url: 'http://x/'", "headers: {A: \"x\\r\\nB: y\"}"], "5:14: the header «A» has a line end"),
    (
      ["url: 'http://x/'", "headers: {host: x}"],
      "5:14: the header «host» is written by the channel"
    ),
    (["url: 'http://x/'", "headers: {A: x, a: y}"], "5:14: the header «a» stands twice"),
    (["url: 'http://x/'", "headers: {A: '{{nope}}'}"], "5:14: no variable «nope»"),
    (["url: 'http://x/'", "token_header: X-Key"], "5:19: «token_header» without a token"),
    (["url: 'http://x/'", "token_file: /two"], "5:17: the token is not one line of ASCII"),
    (["url: 'http://x/'", "token_file: /empty"], "5:17: /empty is empty"),
    (
      ["url: 'http://x/'", "token_file: /tok", "headers: {authorization: x}"],
      "6:14: the header «authorization» is that of the token"
    ),
    (["url: 'http://x/'", "token_file: /tok", "token_header: Host"], "6:19: «Host» cannot be"),
    (["url: 'http://x/'", "token_file: /tok", "token_scheme: 'a b'"], "6:19: «a b» cannot be"),
    (["url: 'http://x/'", "ca_file: /tok"], "5:14: cannot use /tok: no certificates in PEM"),
    (["url: 'http://x/'", "ca_file: /nein"], "5:14: cannot use /nein: No such file"),
    (["url: 'http://x/'", "secret_credential: wa"], "5:24: there are no credentials"),
    (["url: 'http://x/'", "answers: {301: retry}"], "5:14: «301» is no status that can be told"),
    (["url: 'http://x/'", "answers: {403: giveup}"], "5:14: no «giveup» for 403"),
    (["url: 'http://x/'", "body: '\"{{address_digits}}\"'"], "5:11: {{address}} in a channel"),
    (["url: 'http://x/'", "boddy: x"], "5:5: "),
  ]

  @Test(arguments: mistakes) func `a mistake is told where it stands`(
    _ mistake: (lines: [String], problem: String)
  ) throws {
    let yaml = (["channels:", "  x:", "    type: webhook"] + mistake.lines.map { "    \($0)" })
      .joined(separator: "\n")
    let read = try ReadChannels(
      yaml, files: ["/two": "a\nb", "/empty": "\n", "/tok": "tok"])
    // A key that nobody knows is a problem of the file, not of the channel.
    #expect(read.channels.isEmpty || mistake.lines.last == "boddy: x")
    #expect(read.problems.count == 1, "\(read.problems)")
    let problem = try #require(read.problems.first)
    // A key that is missing has the place of the entry.
    let isPlaced = !mistake.problem.contains("needs the key")
    let expected = isPlaced ? mistake.problem : String(mistake.problem.drop { $0 != " " })
    #expect(isPlaced ? problem.hasPrefix(expected) : problem.contains(expected), "\(problem)")
  }

  @Test(arguments: [
    ("{}", true), (" [1, -0.5e+3, \"\\u00e9\\n\", null, true, {\"a\": []}] ", true),
    ("\"x\"", true),
    ("", false), ("{\"a\":1,}", false), ("[1,]", false), ("{a:1}", false), ("01", false),
    ("1.", false), ("\"\n\"", false), ("\"\\x\"", false), ("\"\\u12g4\"", false), ("{} {}", false),
    ("[", false), ("{\"a\"}", false), ("NaN", false), ("'a'", false), ("[1 2]", false),
    (String(repeating: "[", count: 100_000), false),
  ]) func `JSON is told from what is almost JSON`(_ text: String, _ isValid: Bool) {
    #expect(JSONSyntax.isValid(text) == isValid)
  }

  @Test func `whoever prints a channel sees no secret`() throws {
    let files = ["/t": "tok-12345", "/s": "s3cr3t", "/u": "https://api.example/bot1:SECRET/send"]
    let hook = try channel(
      "webhook", ["url_file: /u", "token_file: /t", "secret_file: /s"], files: files)
    let program = try channel("exec", ["command: [/bin/true]", "secret_file: /s"], files: files)
    for notifier in [hook, program] {
      var dumped = ""
      dump(notifier, to: &dumped)
      for text in ["\(notifier)", String(reflecting: notifier), dumped] {
        #expect(!text.contains("12345") && !text.contains("s3cr3t") && !text.contains("SECRET"))
      }
    }
  }

  static let redirects: [(from: String, to: String, followed: String?)] = [
    ("http://a.example/x", "/y", "http://a.example/y"),
    ("http://a.example/x", "https://a.example/y", "https://a.example/y"),
    ("http://a.example:80/x", "https://A.example:443/y", "https://A.example:443/y"),
    ("http://a.example:8080/x", "https://a.example/y", nil),
    ("https://a.example/x", "http://a.example/y", nil),
    ("https://a.example/x", "https://a.example:8443/y", nil),
    ("https://a.example/x", "https://a.example.evil.example/y", nil),
    ("https://a.example/x", "//b.example/y", nil),
    ("https://a.example/x", "https://u@a.example/y", nil),
    ("https://a.example/x", "/y#z", "https://a.example/y"),
    ("https://a.example/x", "javascript:alert(1)", nil),
  ]

  @Test(arguments: redirects) func `a redirect stays where it was, or gets TLS`(
    _ redirect: (from: String, to: String, followed: String?)
  ) {
    #expect(WebhookAddress.redirected(from: redirect.from, to: redirect.to) == redirect.followed)
  }

  @Test func `a secret comes from a credential too, and the words do not show the URL`() throws {
    let lines = ["channels:", "  x:", "    type: webhook", "    url_credential: tele"]
    let yaml = lines.joined(separator: "\n")
    let good = try ReadChannels(
      yaml, files: ["/c/tele": "https://api.example/bot1:SECRET/send\n"], credentials: "/c")
    #expect(good.problems.isEmpty && good.channels["x"] != nil)
    let bad = try ReadChannels(
      yaml, files: ["/c/tele": "https://api.example/bot1:SECRET/a b"], credentials: "/c")
    #expect(bad.problems.count == 1 && !bad.problems[0].contains("SECRET"))
    #expect(bad.problems[0].hasPrefix("4:21: not a URL"))
  }
}
