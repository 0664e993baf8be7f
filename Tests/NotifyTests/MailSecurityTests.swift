// Goal: a mail and a password go by TLS to the right server only, and what is wrong is told as such.
// Method: a real server with certificates made here; wrong names, wrong authorities, wrong passwords.

import Foundation
import Testing

@testable import Notify

@Suite(.timeLimit(.minutes(10))) struct MailSecurityTests {
  /// An authority, a certificate for localhost, and another name's.
  struct Certificates {
    let scratch: Scratch

    init() throws {
      scratch = try Scratch()
      for authority in ["authority", "stranger"] {
        try openssl(
          "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
          "-days", "2", "-subj", "/CN=\(authority)", "-keyout", path("\(authority).key"), "-out",
          path("\(authority).pem"))
      }
      for name in ["localhost", "other.example.org"] {
        try openssl(
          "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
          "-days", "2", "-subj", "/CN=\(name)", "-addext", "subjectAltName=DNS:\(name)",
          "-addext", "basicConstraints=critical,CA:FALSE", "-CA", path("authority.pem"), "-CAkey",
          path("authority.key"), "-keyout", path("\(name).key"), "-out", path("\(name).pem"))
      }
    }

    func path(_ name: String) -> String { "\(scratch.path)/\(name)" }

    private func openssl(_ arguments: String...) throws {
      let process = Process()
      process.executableURL = URL(filePath: "/usr/bin/openssl")
      process.arguments = arguments
      process.standardError = FileHandle.nullDevice
      process.standardInput = FileHandle.nullDevice
      try process.run()
      process.waitUntilExit()
      #expect(process.terminationStatus == 0, "openssl \(arguments)")
    }

    func server(_ security: String, name: String = "localhost") throws -> MailServer {
      try MailServer([
        "--security", security, "--certificate", path("\(name).pem"), "--key",
        path("\(name).key"), "--user", "sinergi@example.org", "--password", "rahasia sekali",
      ])
    }
  }

  private func notifier(
    _ server: MailServer, _ certificates: Certificates, _ security: SMTPSettings.Security,
    change: (inout SMTPSettings) -> Void = { _ in }
  ) -> SMTPNotifier {
    server.notifier(timeout: 20_000) { settings in
      settings.server = "localhost"
      settings.security = security
      settings.user = "sinergi@example.org"
      settings.password = "rahasia sekali"
      settings.caFile = certificates.path("authority.pem")
      change(&settings)
    }
  }

  @Test func `with the right certificate and password a mail arrives, over TLS`() async throws {
    let certificates = try Certificates()
    for security in [SMTPSettings.Security.starttls, .tls] {
      let server = try certificates.server(security.rawValue)
      let notifier = notifier(server, certificates, security)
      for number in 0..<3 { _ = try await notifier.deliver(.mail(key: "A#\(number)")) }
      let mails = try server.mails
      #expect(mails.count == 3)
      #expect(mails.allSatisfy { $0.tls && $0.login == "sinergi@example.org" })
      #expect(Set(mails.map(\.connection)).count == 1)
    }
  }

  @Test func `what does not fit is a thing to mend, and nothing leaves`() async throws {
    let certificates = try Certificates()
    let starttls = try certificates.server("starttls")
    let tls = try certificates.server("tls")
    let other = try certificates.server("tls", name: "other.example.org")
    let plain = try MailServer()
    var errors: [(String, DeliveryError?)] = []
    for (name, server, security) in [
      ("starttls", starttls, SMTPSettings.Security.starttls), ("tls", tls, .tls),
    ] {
      errors += [
        (
          "\(name): wrong password",
          await failure(
            notifier(server, certificates, security) { $0.password = "tebakan" }, .mail())
        ),
        (
          "\(name): no password",
          await failure(
            notifier(server, certificates, security) {
              $0.user = nil
              $0.password = nil
            }, .mail())
        ),
        (
          "\(name): unknown authority",
          await failure(
            notifier(server, certificates, security) {
              $0.caFile = certificates.path("stranger.pem")
            }, .mail())
        ),
        (
          "\(name): the system's authorities",
          await failure(notifier(server, certificates, security) { $0.caFile = nil }, .mail())
        ),
        (
          "\(name): the address instead of the name",
          await failure(
            notifier(server, certificates, security) { $0.server = "127.0.0.1" }, .mail())
        ),
        (
          "\(name): no file of authorities",
          await failure(
            notifier(server, certificates, security) { $0.caFile = "/nonexistent.pem" }, .mail())
        ),
      ]
    }
    errors += [
      ("wrong name", await failure(notifier(other, certificates, .tls), .mail())),
      ("no STARTTLS", await failure(notifier(plain, certificates, .starttls), .mail())),
      ("no TLS", await failure(notifier(plain, certificates, .tls), .mail())),
    ]
    for (what, error) in errors {
      #expect(error?.verdict == "misconfigured", "\(what): \(String(describing: error))")
      let words = error?.reason ?? ""
      #expect(!words.contains("rahasia") && !words.contains("tebakan"), "\(what): \(words)")
      #expect(!words.contains("@"), "\(what): \(words)")
    }
    for server in [starttls, tls, other, plain] { #expect(try server.mails.isEmpty) }
  }
}
