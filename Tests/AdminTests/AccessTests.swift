// Goal: who may do what is what the table says. Method: every route as every kind of caller.

import AdminAPI
import Engine
import Testing

@testable import AdminServer

@Suite struct AccessTests {
  enum Kind: CaseIterable {
    case stranger, person, administrator

    var uid: UInt32 {
      switch self {
      case .stranger: Office.nobody
      case .person: Office.made
      case .administrator: Office.root
      }
    }

    func may(_ access: Access) -> Bool {
      switch access {
      case .anyone: true
      case .person: self != .stranger
      case .administrator: self == .administrator
      }
    }
  }

  @Test(arguments: RouteTable.routes.indices, Kind.allCases)
  func `a route answers those whom its rule names and nobody else`(index: Int, kind: Kind)
    async throws
  {
    let log = LogKeeper()
    let office = try await Office(logger: log.logger)
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
          == (kind == .stranger && route.access == .person
            ? .unknownCaller : .notPermitted))
      let line = log.lines.first { $0.metadata["message.id"] == "accessDenied" }
      #expect(line?.metadata["caller.uid"] == "\(kind.uid)")
      #expect(line?.metadata["http.route"] == route.name)
      let after = try await office.engine.status()
      #expect(after == before)
    }
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
