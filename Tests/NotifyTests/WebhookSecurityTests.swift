// Goal: a webhook speaks only with the server that it means.
// Method: a TLS server with certificates that openssl makes: good, of another name, of nobody known.

import Foundation
import Testing

@testable import Notify

@Suite(.timeLimit(.minutes(10))) struct WebhookSecurityTests {
  /// An authority and a certificate for a name.
  private struct Authority {
    let scratch: Scratch
    let name: String

    init(for name: String) throws {
      scratch = try Scratch()
      self.name = name
      let folder = scratch.path
      try Self.openssl([
        "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
        "-keyout", "\(folder)/ca.key", "-out", "\(folder)/ca.pem", "-days", "2", "-subj",
        "/CN=Uji", "-addext", "basicConstraints=critical,CA:TRUE",
      ])
      try Self.openssl([
        "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout",
        "\(folder)/key.pem", "-out", "\(folder)/request.pem", "-subj", "/CN=\(name)",
      ])
      try "subjectAltName=DNS:\(name)\n".write(
        toFile: "\(folder)/names", atomically: true, encoding: .utf8)
      try Self.openssl([
        "x509", "-req", "-in", "\(folder)/request.pem", "-CA", "\(folder)/ca.pem", "-CAkey",
        "\(folder)/ca.key", "-CAcreateserial", "-out", "\(folder)/cert.pem", "-days", "2",
        "-extfile", "\(folder)/names",
      ])
    }

    func server() throws -> WebServer {
      try WebServer(certificate: "\(scratch.path)/cert.pem", key: "\(scratch.path)/key.pem")
    }

    var authority: String { get throws { try scratch.text("ca.pem") } }

    private static func openssl(_ arguments: [String]) throws {
      let process = Process()
      process.executableURL = URL(filePath: "/usr/bin/openssl")
      process.arguments = arguments
      process.standardError = FileHandle.nullDevice
      process.standardOutput = FileHandle.nullDevice
      try process.run()
      process.waitUntilExit()
      #expect(process.terminationStatus == 0)
    }
  }

  private func webhook(_ server: WebServer, _ authority: String?) throws -> any Channel {
    try channel(
      "webhook",
      ["url: 'https://localhost:\(server.port)/x'"] + (authority == nil ? [] : ["ca_file: /ca"]),
      files: ["/ca": authority ?? ""])
  }

  @Test func `a certificate of the named authority is good`() async throws {
    let authority = try Authority(for: "localhost")
    let server = try authority.server()
    let notifier = try webhook(server, try authority.authority)
    #expect(try await notifier.deliver(.sample()) == Receipt("HTTP 200 ok"))
    #expect(try server.requests.count == 1)
  }

  @Test func `an authority that nobody named is for the administrator, and nothing leaves`()
    async throws
  {
    let authority = try Authority(for: "localhost")
    let server = try authority.server()
    let other = try Authority(for: "localhost")
    for trusted in [nil, try other.authority] {
      let error = await failure(try webhook(server, trusted), .sample())
      #expect(
        error
          == .misconfigured(
            "https://localhost:\(server.port): its certificate is not from an authority that is"
              + " trusted, or has expired"))
    }
    #expect(try server.requests.isEmpty)
  }

  @Test func `a certificate for another name is for the administrator, and nothing leaves`()
    async throws
  {
    let authority = try Authority(for: "lain.example")
    let server = try authority.server()
    let error = await failure(try webhook(server, try authority.authority), .sample())
    #expect(
      error
        == .misconfigured(
          "https://localhost:\(server.port): its certificate is for another name"))
    #expect(try server.requests.isEmpty)
  }

  @Test func `a server without TLS where TLS is meant gets nothing`() async throws {
    let server = try WebServer()
    let notifier = try channel("webhook", ["url: 'https://127.0.0.1:\(server.port)/x'"])
    let error = try #require(await failure(notifier, .sample()))
    #expect(kind(error) == "misconfigured" || kind(error) == "retry", "\(error)")
    #expect(try server.requests.isEmpty)
  }
}
