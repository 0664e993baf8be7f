// Goal: who may do what is what the table says. Method: every route as every kind of caller.

import AdminAPI
import Engine
import Testing

@testable import AdminServer

@Suite struct AccessTests {
  enum Kind: CaseIterable {
    case stranger, officer, approver, auditor, administrator

    var uid: UInt32 {
      switch self {
      case .stranger: Office.nobody
      case .officer: Office.made
      case .approver: Office.wayan
      case .auditor: Office.oka
      case .administrator: Office.root
      }
    }

    func may(_ access: Access) -> Bool {
      switch access {
      case .anyone: true
      case .person: self != .stranger
      // Administrators come as far as the engine, which refuses them in its own words.
      case .actor: self == .officer || self == .approver || self == .administrator
      case .auditor: self == .auditor || self == .administrator
      case .administrator: self == .administrator
      }
    }
  }

  @Test(arguments: RouteTable.routes.indices, Kind.allCases)
  func `a route answers those whom its rule names and nobody else`(index: Int, kind: Kind)
    async throws
  {
    let log = LogKeeper()
    let office = try await Office(access: Office.divided, logger: log.logger)
    let route = RouteTable.routes[index]
    let before = try await office.engine.status()
    let target = route.path.split(separator: "/").map { $0.hasPrefix("{") ? "1" : String($0) }
    let reply = await office.responder.answer(
      Inquiry(
        method: route.method.rawValue, target: "/" + target.joined(separator: "/"),
        body: [], uid: kind.uid))
    let isDenied = log.lines.contains { $0.metadata["message.id"] == "accessDenied" }
    #expect(isDenied == !kind.may(route.access))
    if !kind.may(route.access) {
      #expect(reply.status == 403)
      #expect(
        reply.problem?.known
          == (kind == .stranger && [.person, .actor].contains(route.access)
            ? .unknownCaller : .notPermitted))
      let line = log.lines.first { $0.metadata["message.id"] == "accessDenied" }
      #expect(line?.metadata["caller.uid"] == "\(kind.uid)")
      #expect(line?.metadata["http.route"] == route.name)
      let after = try await office.engine.status()
      #expect(after == before)
    }
  }

  /// What each part of the service may do to an agreement, and that a denial changes nothing.
  @Test(arguments: Kind.allCases) func `officers work, approvers decide, the others do neither`(
    kind: Kind
  ) async throws {
    let log = LogKeeper()
    let office = try await Office(access: Office.divided, engineLogger: log.logger)
    _ = await office.post("/v1/agreements", Office.startBody, as: Office.made)
    let path = "/v1/agreements/UJI%2F2026%2F0001"
    _ = await office.post(path + "/events", #"{"event": "ajukan"}"#, as: Office.made)
    let before = try await office.engine.status()
    #expect(before.historyPosition > 2, "submitted")
    let decided = await office.post(
      path + "/decisions", #"{"decision": "approve"}"#, as: kind.uid)
    let sent = await office.post(path + "/events", #"{"event": "setuju"}"#, as: kind.uid)
    if kind == .approver {
      #expect(decided.status == 200 && sent.status == 409)
      return
    }
    #expect(decided.status == 403 && sent.status == 403)
    #expect(try await office.engine.status() == before)
    let started = await office.post("/v1/agreements", Office.startBody, as: kind.uid)
    #expect(started.status == (kind == .officer ? 201 : 403))
  }

  /// An account with every part in the directory and in the configuration.
  @Test func `whoever operates the service approves nothing, whatever else the account is`()
    async throws
  {
    let log = LogKeeper()
    var access = AccessRules()
    access.members[.admin] = .init(users: ["wayan"])
    access.members[.approver] = .init(users: ["wayan"])
    let office = try await Office(access: access, engineLogger: log.logger)
    _ = await office.post("/v1/agreements", Office.startBody, as: Office.made)
    let path = "/v1/agreements/UJI%2F2026%2F0001"
    _ = await office.post(path + "/events", #"{"event": "ajukan"}"#, as: Office.made)
    let before = try await office.engine.status()
    let reply = await office.post(
      path + "/decisions", #"{"decision": "approve"}"#, as: Office.wayan)
    #expect(reply.status == 403 && reply.problem?.known == .notPermitted)
    #expect(reply.problem?.detail.contains("«access»") == true)
    #expect(try await office.engine.status() == before)
    #expect(log.lines.contains { $0.metadata["message.id"] == "accessDenied" })
  }

  @Test func `an administrator is no official`() async throws {
    let office = try await Office()
    let reply = await office.post("/v1/agreements", Office.startBody, as: Office.root)
    #expect(reply.problem?.known == .notPermitted)
    let asMade = #"{"workflow": "uji", "data": {"tentang": "x"}, "as": "i-made"}"#
    let standIn = await office.post("/v1/agreements", asMade, as: Office.root)
    #expect(standIn.problem?.known == .standInNotAllowed)
    #expect(try await office.engine.status().active == 0)
  }

  @Test func `in development an administrator stands in and nobody else does`() async throws {
    let office = try await Office(allowsStandIns: true)
    let asMade = #"{"workflow": "uji", "data": {"tentang": "x"}, "as": "i-made"}"#
    let done = await office.post("/v1/agreements", asMade, as: Office.root)
    #expect(done.status == 201)
    #expect(try done.value(CommandAnswer.self).actor?.person == "i-made")
    let other = await office.post("/v1/agreements", asMade, as: Office.wayan)
    #expect(other.problem?.known == .standInNotAllowed)
  }
}
