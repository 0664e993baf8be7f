// An office for a test: its folder, its people as Unix users, its daemon.

import Foundation
import Glibc
import Testing

/// The people who act. Where the test is root, each is a Unix user that every Debian has.
enum Person: String, CaseIterable {
  case pic = "sinergi-pic"
  case kabid = "sinergi-kabid"
  case sekdis = "sinergi-sekdis"
  case kadis = "sinergi-kadis"
  case arsiparis = "sinergi-arsiparis"
  case biroHukum = "sinergi-birohukum"
  /// Holds two positions: liaison officer and head of division.
  case rangkap = "sinergi-rangkap"
  /// Has an account on the machine and no place in the directory.
  case stranger = "sinergi-stranger"

  /// An account of Debian's base-passwd; /etc stays as it is.
  var account: String {
    switch self {
    case .pic: "daemon"
    case .kabid: "bin"
    case .sekdis: "sys"
    case .kadis: "games"
    case .arsiparis: "man"
    case .biroHukum: "lp"
    case .rangkap: "mail"
    case .stranger: "news"
    }
  }

  /// Identity in the directory.
  var id: String {
    switch self {
    case .pic: "ni-made-wirati"
    case .kabid: "i-wayan-sudarma"
    case .sekdis: "i-nyoman-artawan"
    case .kadis: "ni-luh-suastini"
    case .arsiparis: "i-ketut-mardana"
    case .biroHukum: "i-made-sugiarta"
    case .rangkap: "i-rangkap-contoh"
    case .stranger: "nobody"
    }
  }
}

/// The number of an account, and of its group.
func accountNumbers(_ name: String) -> (uid: uid_t, gid: gid_t)? {
  guard let entry = getpwnam(name) else { return nil }
  return (entry.pointee.pw_uid, entry.pointee.pw_gid)
}

/// Who runs this test.
let currentAccount = getpwuid(getuid()).map { String(cString: $0.pointee.pw_name) } ?? "root"

/// A folder with everything that a daemon needs.
final class Office {
  let folder: String
  /// True when everybody acts as a Unix user of their own; false: one user stands in for all.
  private(set) var hasUsers = false
  private var control = ""
  private var runs = 0

  var socket: String { "\(folder)/sinergi.sock" }
  var spool: String { "\(folder)/messages" }
  var database: String { "\(folder)/state/sinergi.sqlite" }
  var configuration: String { "\(folder)/sinergid.yaml" }
  var definition: String { "\(folder)/workflows/nota-kesepahaman-opd.yaml" }

  /// - Parameter users: whether the people should be Unix users; where this machine does not
  ///   allow it, the reason is printed and one user stands in for all.
  static func opened<Result>(users: Bool, _ body: (Office) throws -> Result) throws -> Result {
    try withTemporaryFolder { try body(try Office($0, users: users)) }
  }

  private init(_ folder: String, users: Bool) throws {
    self.folder = folder
    let programs = try #require(Places.programs)
    control = "\(programs)/sinergictl"
    try FileManager.default.createDirectory(
      atPath: "\(folder)/log", withIntermediateDirectories: false)
    if users {
      let obstacle = try obstacleToUsers()
      hasUsers = obstacle == nil
      if let obstacle { print("one user stands in for all: \(obstacle)") }
    }
    try writeFiles()
  }

  /// Why the people cannot be Unix users here; nil when they can.
  private func obstacleToUsers() throws -> String? {
    guard geteuid() == 0 else { return "the test is not run by root" }
    for person in Person.allCases where accountNumbers(person.account) == nil {
      return "there is no account «\(person.account)»"
    }
    if try run(as: .stranger, ["--version"]).code == 0 { return nil }
    // Their folder may be closed to others; a copy lies where everybody may pass.
    let copy = "\(folder)/sinergictl"
    try FileManager.default.copyItem(atPath: control, toPath: copy)
    control = copy
    let outcome = try run(as: .stranger, ["--version"])
    return outcome.code == 0 ? nil : "other users cannot run sinergictl: \(outcome.errors)"
  }

  private func writeFiles() throws {
    try copyWorkflows()
    var people = try String(
      contentsOfFile: "\(Places.workflows)/directory/pengembangan.yaml", encoding: .utf8)
    if hasUsers {
      for person in Person.allCases {
        people = people.replacingOccurrences(
          of: "unix: \(person.rawValue) }", with: "unix: \(person.account) }")
      }
    }
    let account = hasUsers ? Person.rangkap.account : Person.rangkap.rawValue
    let id = Person.rangkap.id
    let basis = "from: 2026-01-01, basis: \"SK 002/CONTOH/2026 (contoh)\""
    people = people.replacingOccurrences(
      of: "\npeople:\n", with: "\npeople:\n  - { id: \(id), name: \"Rangkap\", unix: \(account) }\n"
    )
    people = people.replacingOccurrences(
      of: "\nholdings:\n",
      with: """

        holdings:
          - { person: \(id), position: petugas-penghubung, \(basis) }
          - { person: \(id), position: kabid-p3, \(basis) }

        """)
    try write(people, to: "\(folder)/people.yaml")
    try write(
      """
      state: \(folder)/state
      socket: \(socket)
      workflows: [\(folder)/workflows]
      directory: [\(folder)/workflows/directory/bali.yaml, \(folder)/people.yaml]
      zone: Asia/Makassar
      notify: [file]
      spool: \(spool)
      administrators: [\(currentAccount)]
      stand_ins: \(!hasUsers)

      """, to: configuration)
  }

  /// By content: copying owner and times as well is not for everybody.
  private func copyWorkflows() throws {
    let files = FileManager.default
    let target = "\(folder)/workflows"
    for name in try files.subpathsOfDirectory(atPath: Places.workflows)
    where name.hasSuffix(".yaml") || name.hasSuffix(".mustache") {
      let path = "\(target)/\(name)"
      try files.createDirectory(
        at: URL(filePath: path).deletingLastPathComponent(), withIntermediateDirectories: true)
      try write(String(contentsOfFile: "\(Places.workflows)/\(name)", encoding: .utf8), to: path)
    }
  }

  func write(_ text: String, to path: String) throws {
    try text.write(toFile: path, atomically: true, encoding: .utf8)
  }

  // MARK: The daemon

  /// Starts the daemon and returns when it answers. Whoever calls ends it.
  func startDaemon(environment: [String: String] = [:]) throws -> Running {
    let running = try start(["--configuration", configuration], environment: environment)
    do {
      try eventually("the daemon answers: \(running.errors)") {
        if !running.isRunning {
          Issue.record("the daemon ended: \(running.errors)")
          throw Patience(what: "the daemon answers")
        }
        return SocketClient.isAnswering(socket)
      }
    } catch {
      running.end()
      throw error
    }
    return running
  }

  /// Starts the daemon's program with other arguments, which may end at once.
  func start(
    _ arguments: [String], environment: [String: String] = [:], folder other: String? = nil
  ) throws -> Running {
    try Running(
      "\(try #require(Places.programs))/sinergid", arguments, environment: environment,
      log: nextLog(), folder: other ?? folder)
  }

  /// The daemon's program run to its end.
  func daemonOutcome(_ arguments: [String]) throws -> Outcome {
    let running = try start(arguments)
    defer { running.end() }
    let code = running.wait()
    return Outcome(code: code, output: running.output, errors: running.errors)
  }

  /// Runs `body` beside a daemon, which is ended whatever happens.
  func withDaemon<Result>(_ body: (Running) throws -> Result) throws -> Result {
    let daemon = try startDaemon()
    defer { daemon.end() }
    return try body(daemon)
  }

  // MARK: The command line

  /// `sinergictl` as one of the people.
  func control(_ person: Person, _ arguments: [String]) throws -> Outcome {
    if hasUsers { return try run(as: person, arguments) }
    let acts = ["start", "do", "approve", "return"].contains(arguments.first ?? "")
    return try control(arguments + (acts ? ["--as", person.rawValue] : []))
  }

  /// `sinergictl` as the administrator: whoever runs the test.
  func control(_ arguments: [String], folder other: String? = nil) throws -> Outcome {
    try CommandTests.run(
      control, arguments, environment: other == nil ? ["SINERGI_SOCKET": socket] : [:],
      log: nextLog(), folder: other ?? folder)
  }

  private func run(as person: Person, _ arguments: [String]) throws -> Outcome {
    let numbers = try #require(accountNumbers(person.account))
    return try CommandTests.run(
      "/usr/bin/setpriv",
      ["--reuid=\(numbers.uid)", "--regid=\(numbers.gid)", "--clear-groups", "--", control]
        + arguments, environment: ["SINERGI_SOCKET": socket], log: nextLog(), folder: folder)
  }

  private func nextLog() -> String {
    runs += 1
    return "\(folder)/log/\(runs)"
  }

  /// The Unix user from whom the daemon sees a person's commands come.
  func cause(of person: Person) -> String {
    guard hasUsers, let numbers = accountNumbers(person.account) else {
      return "uid:\(getuid()) (stand-in)"
    }
    return "uid:\(numbers.uid)"
  }

  // MARK: Questions over the socket

  /// `GET`, which must succeed.
  func get<Value: Decodable>(_ type: Value.Type, _ target: String) throws -> Value {
    let answer = try #require(SocketClient.ask(socket, "GET", target), "no answer: \(target)")
    try #require(answer.status == 200, "\(target): \(answer.body)")
    return try decode(type, answer.body)
  }

  /// Every entry of an agreement's history.
  func history(_ reference: String) throws -> [EntryAnswer] {
    var entries: [EntryAnswer] = []
    var after: String?
    repeat {
      let page = try get(
        PageAnswer<EntryAnswer>.self,
        "/v1/agreements/\(escaped(reference))/history?limit=200"
          + (after.map { "&after=\($0)" } ?? ""))
      entries += page.items
      after = page.next
    } while after != nil
    return entries
  }

  /// One agreement.
  func agreement(_ reference: String) throws -> AgreementAnswer {
    try get(AgreementAnswer.self, "/v1/agreements/\(escaped(reference))")
  }

  /// Every agreement.
  func agreements() throws -> [AgreementAnswer.Head] {
    var all: [AgreementAnswer.Head] = []
    var after: String?
    repeat {
      let page = try get(
        PageAnswer<AgreementAnswer.Head>.self,
        "/v1/agreements?limit=200" + (after.map { "&after=\($0)" } ?? ""))
      all += page.items
      after = page.next
    } while after != nil
    return all
  }
}

/// A reference within a path.
func escaped(_ reference: String) -> String {
  reference.replacingOccurrences(of: "/", with: "%2F")
}
