// Goal: the API does what its document says, from start to end. Method: requests without a socket.

import AdminAPI
import Engine
import Testing

@testable import AdminServer

@Suite struct ResponderTests {
  @Test func `a start is answered with 201 and the place of the agreement`() async throws {
    let office = try await Office()
    let reply = await office.post("/v1/agreements", Office.startBody)
    let answer = try reply.value(CommandAnswer.self)
    #expect(reply.status == 201)
    #expect(reply.headers["Location"] == "/v1/agreements/UJI%2F2026%2F0001")
    #expect(answer.states == ["konsep"])
    #expect(answer.actor?.name == "I Made Contoh")
    #expect(answer.at.hasSuffix("+08:00") && answer.zone == "WITA")
    let found = await office.get(reply.headers["Location"] ?? "")
    #expect(try found.value(AgreementDetail.self).agreement.reference == "UJI/2026/0001")
  }

  @Test func `an agreement goes its way by events and decisions`() async throws {
    let office = try await Office()
    let path = try await office.startAgreement()
    let sent = await office.post(path + "/events", #"{"event": "ajukan"}"#)
    #expect(try sent.value(CommandAnswer.self).states == ["telaah"])
    let returned = await office.post(
      path + "/decisions", #"{"decision": "return", "reason": "belum"}"#, as: Office.wayan)
    #expect(try returned.value(CommandAnswer.self).states == ["konsep"])
    _ = await office.post(path + "/events", #"{"event": "ajukan"}"#)
    let approved = await office.post(
      path + "/decisions", #"{"decision": "approve"}"#, as: Office.wayan)
    #expect(approved.status == 200)
    let detail = try await office.get(path).value(AgreementDetail.self)
    #expect(detail.agreement.status == "finished" && detail.agreement.finishedAt != nil)
    let history = try await office.get(path + "/history").value(Page<HistoryItem>.self)
    #expect(history.items.map(\.sequence) == Array(1...5))
    let workflow = try await office.get(path + "/workflow").value(WorkflowDetail.self)
    #expect(workflow.workflow.digest == detail.definition && !workflow.source.isEmpty)
    #expect(history.items[2].payload["reason"] == "belum")
    #expect(try await office.get("/v1/audit", as: Office.root).value(AuditReport.self).intact)
  }

  @Test func `what the workflow refuses has its kind and status and changes nothing`() async throws
  {
    let office = try await Office()
    let path = try await office.startAgreement()
    let rows: [(String, String, UInt32, ProblemKind)] = [
      ("/events", #"{"event": "lompat"}"#, Office.made, .unknownEvent),
      ("/events", #"{"event": "setuju"}"#, Office.made, .notNow),
      ("/events", #"{"event": "ajukan"}"#, Office.wayan, .notPermitted),
      ("/events", #"{"event": "ajukan", "task": "telaah"}"#, Office.made, .unknownTask),
      ("/events", #"{"event": "ajukan", "data": {"jumlah": "dua"}}"#, Office.made, .fieldInvalid),
      ("/events", #"{"event": "ajukan", "data": {"jumla": 2}}"#, Office.made, .unknownField),
      ("/decisions", #"{"decision": "approve"}"#, Office.made, .noDecision),
      ("/decisions", #"{"decision": "reject"}"#, Office.made, .invalidBody),
    ]
    for (place, body, uid, kind) in rows {
      let reply = await office.post(path + place, body, as: uid)
      #expect(reply.problem?.known == kind, "\(body): \(reply.problem?.detail ?? "done")")
      #expect(reply.status == kind.status)
      #expect(reply.problem?.instance == path + place)
    }
    #expect(try await office.get(path).value(AgreementDetail.self).agreement.sequence == 1)
  }

  @Test func `a command under the same key is done once`() async throws {
    let office = try await Office()
    let headers = ["idempotency-key": "surat-17"]
    let first = await office.post("/v1/agreements", Office.startBody, headers: headers)
    let second = await office.post("/v1/agreements", Office.startBody, headers: headers)
    #expect(first.headers["Idempotent-Replay"] == nil)
    #expect(second.headers["Idempotent-Replay"] == "true")
    #expect(try second.value(CommandAnswer.self).replay)
    #expect(
      try first.value(CommandAnswer.self).reference == second.value(CommandAnswer.self).reference)
    #expect(try await office.engine.status().active == 1)
    let other = await office.post(
      "/v1/agreements", #"{"workflow": "uji", "data": {"tentang": "lain"}}"#, headers: headers)
    #expect(other.problem?.known == .idempotencyKeyReused)
    for key in ["", String(repeating: "x", count: 129), "a b"] {
      let reply = await office.post(
        "/v1/agreements", Office.startBody, headers: ["idempotency-key": key])
      #expect(reply.problem?.known == .idempotencyKeyInvalid, "«\(key)»")
    }
  }

  @Test func `pages follow each other without gap or repetition`() async throws {
    let office = try await Office()
    for _ in 0..<7 { _ = try await office.startAgreement() }
    var target = "/v1/agreements?limit=3"
    var references: [String] = []
    var pages = 0
    while pages < 10 {
      let page = try await office.get(target).value(Page<AgreementItem>.self)
      references += page.items.map(\.reference)
      pages += 1
      guard let next = page.next else { break }
      target = "/v1/agreements?limit=3&after=\(next)"
    }
    #expect(pages == 3)
    #expect(references.count == 7 && Set(references).count == 7)
  }

  @Test func `tasks are asked for by caller, person, role and agreement`() async throws {
    let office = try await Office()
    let path = try await office.startAgreement()
    _ = try await office.startAgreement()
    _ = await office.post(path + "/events", #"{"event": "ajukan"}"#)
    func count(_ query: String, as uid: UInt32 = Office.made) async throws -> Int {
      try await office.get("/v1/tasks" + query, as: uid).value(Page<TaskItem>.self).items.count
    }
    #expect(try await count("") == 2)
    #expect(try await count("?mine=true") == 1)
    #expect(try await count("?mine=true", as: Office.wayan) == 1)
    #expect(try await count("?person=i-wayan") == 1)
    #expect(try await count("?role=kabid") == 1)
    #expect(try await count("?reference=UJI/2026/0002") == 1)
    #expect(try await count("?overdue=true") == 0)
    let both = await office.get("/v1/tasks?mine=true&person=i-wayan")
    #expect(both.problem?.known == .invalidQuery)
    let admin = await office.get("/v1/tasks?mine=true", as: Office.root)
    #expect(admin.problem?.known == .unknownCaller)
  }

  @Test func `what is not there is 404 with what to do`() async throws {
    let office = try await Office()
    let rows = [
      "/v1/agreements/UJI%2F2026%2F0009", "/v1/agreements/UJI%2F2026%2F0009/history",
      "/v1/workflows/ujii", "/v1/nothing", "/v1/agreements/UJI/2026/0001",
    ]
    for target in rows {
      let reply = await office.get(target)
      #expect(reply.status == 404, "\(target)")
      #expect(reply.problem?.detail.isEmpty == false)
    }
    let retry = await office.post("/v1/messages/7/retry", as: Office.root)
    #expect(retry.status == 404)
    let unnumbered = await office.post("/v1/messages/tujuh/retry", as: Office.root)
    #expect(unnumbered.status == 404)
  }

  @Test func `HTTP itself is answered with problems too`() async throws {
    let office = try await Office()
    let method = await office.post("/v1/status")
    #expect(method.status == 405 && method.headers["Allow"] == "GET")
    let accept = await office.get("/v1/status", headers: ["accept": "text/html"])
    #expect(accept.status == 406)
    for accept in ["*/*", "application/*;q=0.5", "text/html, application/json", ""] {
      #expect(await office.get("/v1/status", headers: ["accept": accept]).status == 200)
    }
    let form = await office.post(
      "/v1/agreements", Office.startBody,
      headers: ["content-type": "application/x-www-form-urlencoded"])
    #expect(form.status == 415)
    let charset = await office.post(
      "/v1/agreements", Office.startBody,
      headers: ["content-type": "Application/JSON; charset=utf-8"])
    #expect(charset.status == 201)
    let stray = await office.post("/v1/reload", "{}", as: Office.root)
    #expect(stray.problem?.known == .invalidBody)
    let long = await office.get("/v1/tasks?role=" + String(repeating: "x", count: 10_000))
    #expect(long.status == 404)
    let large = await office.responder.answer(
      Inquiry(method: "POST", target: "/v1/agreements", body: nil, uid: Office.made))
    #expect(large.status == 413 && large.closesConnection)
  }

  @Test func `every envelope names the zone`() async throws {
    let office = try await Office()
    let path = try await office.startAgreement()
    let targets = [
      "/healthz", "/v1/status", "/v1/workflows", "/v1/workflows/uji", "/v1/agreements", path,
      path + "/history", path + "/workflow", "/v1/tasks", "/v1/messages", "/v1/audit",
    ]
    for target in targets {
      let reply = await office.get(target, as: Office.root)
      #expect(reply.status == 200, "\(target)")
      #expect(
        try WireCoding.decode(JSONValue.self, from: reply.body)["zone"] == "WITA", "\(target)")
    }
  }
}
