// Goal: a program gets a whole mail and the right arguments, and each of its ends has its verdict.
// Method: small scripts in place of sendmail that take, refuse, hang, flood and die.

import Foundation
import Testing

@testable import Notify

@Suite(.timeLimit(.minutes(10))) struct MailSendmailTests {
  @Test func `the program gets sender, recipient and the whole mail`() async throws {
    let program = try SendmailProgram()
    let message = Message.mail(body: "Satu\n.\n..dua\nFrom sini\n")
    let receipt = try await program.notifier().deliver(message)
    #expect(receipt == Receipt("taken by \(program.command)"))
    let mail = try #require(try program.mails.first)
    #expect(
      mail.arguments == ["-i", "-f", "sinergi@example.org", "--", "budi.santoso@example.org"])
    let composed = try MailComposer.sample().compose(message)
    #expect(mail.text == String(decoding: composed.text.filter { $0 != 13 }, as: UTF8.self))
  }

  @Test func `nothing of the daemon's environment reaches the program`() async throws {
    let program = try SendmailProgram("env > \"${0%/*}/environment\"; cat > /dev/null")
    _ = try await program.notifier().deliver(.mail())
    let names = try program.scratch.text("environment").split(separator: "\n")
      .compactMap { $0.split(separator: "=").first.map(String.init) }
    #expect(Set(names).subtracting(["PATH", "LANG", "PWD", "SHLVL", "_", "OLDPWD"]).isEmpty)
  }

  static let codes: [(code: Int, verdict: String)] = [
    (1, "retry"), (64, "giveUp"), (65, "giveUp"), (67, "giveUp"), (68, "giveUp"), (69, "retry"),
    (70, "retry"), (71, "retry"), (74, "retry"), (75, "retry"), (77, "misconfigured"),
    (78, "misconfigured"), (126, "misconfigured"), (127, "misconfigured"), (255, "retry"),
  ]

  @Test(arguments: codes.indices) func `each exit code has its verdict`(_ row: Int) async throws {
    let (code, verdict) = Self.codes[row]
    let program = try SendmailProgram(
      "echo 'fatal: <budi.santoso@example.org>: budi.santoso is gone' >&2; exit \(code)")
    let error = await failure(program.notifier(), .mail())
    #expect(error?.verdict == verdict)
    let words = error?.reason ?? ""
    #expect(words.contains("fatal: … … is gone") && words.contains("code \(code)"), "\(words)")
  }

  @Test func `a program that dies may have taken the mail`() async throws {
    let program = try SendmailProgram("cat > /dev/null; kill -SEGV $$")
    #expect(await failure(program.notifier(), .mail())?.verdict == "unknown")
  }

  @Test func `a program that is not there, or may not be run, is a thing to mend`() async throws {
    let scratch = try Scratch()
    _ = FileManager.default.createFile(
      atPath: "\(scratch.path)/file", contents: Data(), attributes: [.posixPermissions: 0o644])
    for name in ["nothing", "file", ""] {
      let notifier = SendmailNotifier(
        .mail("sendmail"), command: "\(scratch.path)/\(name)", .sample())
      let error = await failure(notifier, .mail())
      #expect(error?.verdict == "misconfigured", "\(name): \(String(describing: error))")
    }
  }

  @Test func `a program that hangs is ended with all its children, and may have taken the mail`()
    async throws
  {
    let program = try SendmailProgram(
      "trap '' TERM; sleep 600 & echo $! > \"${0%/*}/child\"; sleep 600")
    #expect(await failure(program.notifier(timeout: 1_000), .mail())?.verdict == "unknown")
    let child = try #require(
      Int32(try program.scratch.text("child").trimmingCharacters(in: .whitespacesAndNewlines)))
    #expect(await comesTrue { isGone(child) })
  }

  @Test func `a delivery that is stopped ends the program`() async throws {
    let program = try SendmailProgram("echo $$ > \"${0%/*}/self\"; exec sleep 600")
    let notifier = program.notifier(timeout: 600_000)
    let running = Task { await failure(notifier, .mail()) }
    #expect(await comesTrue { (try? program.scratch.text("self"))?.hasSuffix("\n") == true })
    running.cancel()
    #expect(await running.value?.verdict == "unknown")
  }

  @Test func `a program that leaves a process behind is not waited for`() async throws {
    let program = try SendmailProgram(
      "cat > /dev/null; sleep 600 & echo $! > \"${0%/*}/child\"; exit 0")
    _ = try await program.notifier().deliver(.mail())
    let child = try #require(
      Int32(try program.scratch.text("child").trimmingCharacters(in: .whitespacesAndNewlines)))
    #expect(!isGone(child))
    kill(child, SIGKILL)
  }

  @Test func `a program that reads nothing, or writes without an end, does no harm`() async throws {
    let deaf = try SendmailProgram("exit 0")
    _ = try await deaf.notifier().deliver(.mail(body: String(repeating: "x\n", count: 100_000)))
    let loud = try SendmailProgram("cat > /dev/null; exec yes keluhan >&2")
    let error = await failure(loud.notifier(), .mail())
    #expect(error?.verdict == "unknown")
    #expect((error?.reason.count ?? 0) < 400)
  }

  /// True when the process is there no more, or only its entry is.
  private func isGone(_ process: Int32) -> Bool {
    guard let status = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8) else {
      return true
    }
    return status.contains(") Z ")
  }
}
