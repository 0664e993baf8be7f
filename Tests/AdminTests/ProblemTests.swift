// Goal: every error of the engine has its place in the vocabulary. Method: one of each.

import AdminAPI
import Engine
import Testing
import WorkCalendar
import Workflow

@testable import AdminServer

@Suite struct ProblemTests {
  static let refusals: [(Refusal, Int)] = [
    (.finished(states: ["selesai"]), 409), (.unknownEvent("x", possible: ["y"]), 409),
    (.notNow(event: "x", states: ["a"], possible: []), 409),
    (.notPermitted(person: "p", event: "x", roles: ["r"]), 403),
    (.separation(person: "p", role: "r"), 403),
    (.strategic(person: "p", event: "e", capacity: .plh, role: "r", holder: "h"), 403),
    (.ambiguousTask(event: "x", tasks: ["t"]), 409),
    (.unknownTask("t", open: []), 409), (.noDecision(.approve, states: [], possible: []), 409),
    (.reasonMissing(event: "x"), 422), (.fieldsMissing(event: "x", fields: ["f"]), 422),
    (.fieldNotInForm(field: "f", event: "x", form: []), 422),
    (.unknownField("f", suggestion: nil), 422), (.field(.tooLong(field: "f", most: 1)), 422),
    (.conditionNotMet(event: "x", conditions: []), 409), (.timerGone("t"), 409),
    (.unknownState("x", suggestion: "y"), 422), (.notLegal(["x"], problem: "p"), 409),
    (.alreadyThere(["x"]), 409), (.fieldRequired("f"), 409), (.nothingToCorrect, 409),
    (.referenceInvalid("r", .taken), 422), (.startsAhead("2027-01-01"), 422),
    (.documentsMissing(event: "x", documents: ["d"], fields: []), 422),
    (.unknownDocument("d", known: []), 422), (.documentInvalid(.digest("x")), 422),
    (.documentUnchanged(kind: "d", version: 1), 409),
    (.outOfOrder(event: "x", role: "r", turn: ["s"], isPast: false), 409),
    (.alreadyMarked(person: "p", role: "r", event: "x"), 403),
    (.alreadySigned(party: "p", date: CivilDate(daysSince1970: 0)), 409),
    (
      .signatureInFuture(
        party: "p", date: CivilDate(daysSince1970: 1), today: CivilDate(daysSince1970: 0)), 422
    ),
  ]

  static let errors: [(EngineError, Int)] = [
    (.notFound(what: "agreement", name: "x", suggestion: nil), 404),
    (.unknownCaller(uid: 7, unixName: nil), 403), (.standInNotAllowed("p"), 403),
    (.notPermitted("no"), 403), (.unknownPerson("p", suggestion: nil), 422),
    (.idempotencyKeyReused("k"), 422), (.idempotencyKeyInvalid, 400), (.busy("x"), 409),
    (.definitionUnavailable("d"), 500), (.calendarUnavailable("c"), 500),
    (.unknownMessage(7), 404), (.store("s"), 500), (.stopping, 503),
    (.tooMany(what: "agreements", count: 2, most: 1), 422),
    (.copiesNotKept, 409), (.contentMissing("c"), 404), (.contentInvalid("c"), 422),
    (.contentDamaged("c"), 500), (.contentTooLarge(7), 413), (.archive("a"), 500),
    (.directoryMoved(expected: 1, actual: 2), 409), (.directoryFromFiles, 409),
    (.nobodyHolds(event: "e", positions: ["p"], since: nil), 403),
    (.notDelivered(channel: "email", reason: "r"), 502), (.messageSettled(7, state: "passed"), 409),
  ]

  @Test func `every error has a kind of its own row and its status`() {
    let all = Self.errors + Self.refusals.map { (EngineError.refused($0), $1) }
    for (error, status) in all {
      let problem = Problem(error, reference: "NKO/2026/0001")
      #expect(problem.kind == error.kind)
      #expect(problem.status == status, "\(error.kind)")
      #expect(problem.detail == error.description)
      #expect(problem.type == "urn:sinergi:problem:\(error.kind)")
    }
  }

  @Test func `a refusal about permission is of the family of permissions and others are not`() {
    for (refusal, _) in Self.refusals {
      let family = ProblemKind(rawValue: refusal.kind)?.family
      #expect((family == .permission) == refusal.isAboutPermission)
    }
  }

  @Test func `a refused act helps with the command that shows the agreement`() {
    let error = EngineError.refused(.notNow(event: "x", states: ["a"], possible: ["b"]))
    #expect(
      Problem(error, reference: "NKO/2026/0001").help == "sinergictl show NKO/2026/0001")
  }

  @Test func `only what passes by itself says when to try again`() {
    for kind in ProblemKind.allCases {
      let reply = Reply(Problem(kind, "x"))
      #expect((reply.headers["Retry-After"] != nil) == (kind == .busy || kind == .stopping))
      #expect(reply.mediaType == "application/problem+json")
    }
  }
}
