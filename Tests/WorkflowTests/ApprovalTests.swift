// Goal: a step of an approval is decided by its quorum, as early as it can be, and everyone concerned is told.
// Method: tables of quorum and marks; a model that only counts, over random groups and orders.

import CEL
import Statechart
import Testing
import WorkCalendar

@testable import Workflow

@Suite struct ApprovalTests {
  struct Case: CustomTestStringConvertible {
    var group: String
    var marks: String
    /// `done`, `returned`, or the roles that are still waited for.
    var outcome: String
    var testDescription: String { "\(group): \(marks)" }
  }

  static let cases: [Case] = [
    Case(group: "{ by: [a, b, c] }", marks: "a+ b+", outcome: "c"),
    Case(group: "{ by: [a, b, c] }", marks: "c+ a+ b+", outcome: "done"),
    Case(group: "{ by: [a, b, c], quorum: all }", marks: "b-", outcome: "returned"),
    Case(group: "{ by: [a, b, c], quorum: all }", marks: "a+ b+ c-", outcome: "returned"),
    Case(group: "{ by: [a, b, c], quorum: any }", marks: "c+", outcome: "done"),
    Case(group: "{ by: [a, b, c], quorum: any }", marks: "a- b-", outcome: "c"),
    Case(group: "{ by: [a, b, c], quorum: any }", marks: "a- b- c+", outcome: "done"),
    Case(group: "{ by: [a, b, c], quorum: any }", marks: "a- b- c-", outcome: "returned"),
    Case(group: "{ by: [a, b, c], quorum: any, veto: [b] }", marks: "a- b-", outcome: "returned"),
    Case(group: "{ by: [a, b, c], quorum: 2 of 3 }", marks: "a+", outcome: "b c"),
    Case(group: "{ by: [a, b, c], quorum: 2 of 3 }", marks: "a+ c+", outcome: "done"),
    Case(group: "{ by: [a, b, c], quorum: 2 of 3 }", marks: "b-", outcome: "a c"),
    Case(group: "{ by: [a, b, c], quorum: 2 of 3 }", marks: "b- a+ c+", outcome: "done"),
    Case(group: "{ by: [a, b, c], quorum: 2 of 3 }", marks: "b- a+ c-", outcome: "returned"),
    Case(group: "{ by: [a, b, c], quorum: 2 of 3 }", marks: "a- b-", outcome: "returned"),
    Case(
      group: "{ by: [a, b, c], quorum: 2 of 3, veto: [a] }", marks: "b+ a-", outcome: "returned"),
    Case(group: "{ by: [a, b, c], quorum: 2 of 3, veto: [a] }", marks: "b+ c+", outcome: "done"),
    Case(group: "{ by: [a, b, c], quorum: 3 of 3 }", marks: "a+ b-", outcome: "returned"),
    Case(group: "{ by: [a, b, c], quorum: 1 of 3 }", marks: "a- b+", outcome: "done"),
    Case(group: "{ by: { a: 2, b: 1, c: 1 }, quorum: { weight: 3 } }", marks: "a+", outcome: "b c"),
    Case(
      group: "{ by: { a: 2, b: 1, c: 1 }, quorum: { weight: 3 } }", marks: "a+ c+", outcome: "done"),
    Case(
      group: "{ by: { a: 2, b: 1, c: 1 }, quorum: { weight: 3 } }", marks: "b+ c+", outcome: "a"),
    Case(
      group: "{ by: { a: 2, b: 1, c: 1 }, quorum: { weight: 3 } }", marks: "a-", outcome: "returned"
    ),
    Case(
      group: "{ by: { a: 2, b: 1, c: 1 }, quorum: { weight: 3 } }", marks: "b- c-",
      outcome: "returned"),
    Case(group: "{ by: { a: 2, b: 1 }, quorum: { weight: 2 } }", marks: "b+", outcome: "a"),
    Case(group: "{ by: { a: 2, b: 1 }, quorum: { weight: 2 } }", marks: "a+", outcome: "done"),
    Case(group: "{ by: { a: 2, b: 1 }, quorum: { weight: 2 } }", marks: "b- a+", outcome: "done"),
    Case(group: "{ by: [a] }", marks: "a+", outcome: "done"),
  ]

  @Test(arguments: cases)
  func `a group is decided by its quorum and not later`(example: Case) throws {
    var rounds = try Rounds.submitted(approval("[\(example.group)]"))
    try rounds.marks(example.marks)
    switch example.outcome {
    case "done":
      #expect(rounds.states == ["teken"] && rounds.waiting == ["pic"])
      // What was given stays: on this text the agreement goes on.
      #expect(rounds.inForce.count == example.marks.split(separator: " ").count)
    case "returned":
      #expect(rounds.states == ["konsep"] && rounds.waiting == ["pic"])
      #expect(rounds.inForce.isEmpty)
      #expect(rounds.state.marks.allSatisfy { $0.voided?.cause == .returned })
      #expect(rounds.state.data["putaran"] == .int(1))
    default:
      #expect(rounds.waiting.joined(separator: " ") == example.outcome)
      #expect(rounds.last.messages.isEmpty)
      let progress = try #require(rounds.workflow.approval("paraf", in: rounds.state))
      #expect(progress.waitingFor.joined(separator: " ") == example.outcome)
      let given = progress.members.filter { $0.mark?.decision == .approved }.map(\.weight)
      #expect(progress.reached == given.reduce(0, +))
    }
    #expect(try rounds.replayed() == rounds.state)
  }

  @Test func `the steps follow one another, and each asks for its own`() throws {
    var rounds = try Rounds.submitted(
      approval(
        "[{ by: a, kind: hierarki }, { by: [b, c], kind: koordinasi, quorum: any }, { by: d }]"))
    #expect(rounds.waiting == ["a"])
    try rounds.marks("a+")
    #expect(rounds.waiting == ["b", "c"])
    #expect(rounds.told == ["assigned position:p-b", "assigned position:p-c"])
    #expect(
      rounds.workflow.approval("paraf", in: rounds.state).map { "\($0)" }
        == "0 of 1, waiting for b, c")
    try rounds.marks("c+")
    #expect(rounds.waiting == ["d"])
    // Whose task was closed is told that it is needed no more.
    #expect(rounds.told == ["assigned position:p-d", "not-needed position:p-b"])
    try rounds.marks("d+")
    #expect(rounds.states == ["teken"])
    #expect(
      rounds.state.marks.map { "\($0.step) \($0.kind?.rawValue ?? "-") \($0.actor.person)" } == [
        "paraf/1-a hierarki u-a", "paraf/2-serentak koordinasi u-c", "paraf/3-d - u-d",
      ])
    #expect(rounds.workflow.approvals(in: rounds.state).isEmpty)
    #expect(try rounds.replayed() == rounds.state)
  }

  @Test func `a return tells everyone who had acted on the approval, once, and by whom`() throws {
    var rounds = try Rounds.submitted(
      approval("[{ by: a }, { by: [b, c, d], quorum: 2 of 3 }, { by: e }]"))
    try rounds.marks("a+ b+ c-")
    #expect(rounds.last.messages.isEmpty, "a mark that decides nothing")
    try rounds.act(
      "kembali", "d", person: "u-x", capacity: .plh, giver: "u-d", reason: "pasal 3 keliru")
    #expect(
      rounds.told == [
        "returned position:pic", "returned position:p-a", "returned position:p-b",
        "returned position:p-c",
      ])
    for message in rounds.last.messages {
      #expect(message.reason == "pasal 3 keliru")
      #expect(message.by?.person == "u-x" && message.by?.capacity == .plh)
    }
  }

  @Test func `a return that decides closes the tasks of the others and says so`() throws {
    var rounds = try Rounds.submitted(approval("[{ by: [a, b, c] }]"))
    try rounds.marks("a-")
    #expect(
      rounds.told == [
        "returned position:pic", "not-needed position:p-b", "not-needed position:p-c",
      ])
  }

  @Test func `returning needs a reason whether it decides or counts`() throws {
    for quorum in ["all", "any"] {
      var rounds = try Rounds.submitted(approval("[{ by: [a, b], quorum: \(quorum) }]"))
      #expect(throws: Refusal.reasonMissing(event: "kembali")) { try rounds.act("kembali", "a") }
    }
  }

  @Test func `a step is passed over where its definition says so`() throws {
    let chain =
      "[{ by: a, skip: data.putaran == 0 }, { by: b, skip: data.putaran > 5 }, { by: [c, d], skip: data.putaran == 0 }]"
    var rounds = try Rounds.submitted(approval(chain))
    #expect(rounds.waiting == ["b"])
    #expect(rounds.told == ["assigned position:p-b"], "whoever is passed over is not asked")
    try rounds.marks("b-")
    try rounds.act("ajukan", "pic")
    #expect(rounds.waiting == ["a"])
    try rounds.marks("a+ b+")
    #expect(rounds.waiting == ["c", "d"])
    #expect(try rounds.replayed() == rounds.state)
  }

  // MARK: People

  @Test func `one person gives one mark in a step, in nobody's name a second`() throws {
    let text = approval("[{ by: [a, b, c], quorum: 2 of 3 }]")
    var rounds = try Rounds.submitted(text)
    try rounds.act("paraf", "a", person: "u-x", capacity: .plh, giver: "u-a")
    let again = Refusal.alreadyMarked(person: "u-x", role: "a", event: "paraf")
    #expect(throws: again) {
      try rounds.act("paraf", "b", person: "u-x", capacity: .plt)
    }
    // In whose name a deputy acted has had a voice too.
    #expect(throws: Refusal.alreadyMarked(person: "u-a", role: "a", event: "paraf")) {
      try rounds.act("paraf", "b", person: "u-a", capacity: .plt)
    }
    #expect(throws: Refusal.self) {
      try rounds.act("kembali", "b", person: "u-y", capacity: .plh, giver: "u-a", reason: "x")
    }
    #expect(rounds.waiting == ["b", "c"])
    try rounds.act("paraf", "b")
    #expect(rounds.states == ["teken"])
    #expect(again.isAboutPermission && "\(again)".contains("another person"))
    // In another step the same person may.
    var chain = try Rounds.submitted(approval("[{ by: a }, { by: [b, c] }]"))
    try chain.act("paraf", "a", person: "u-x")
    try chain.act("paraf", "b", person: "u-x")
    #expect(chain.waiting == ["c"])
  }

  @Test func `who records for others gives no mark`() throws {
    var rounds = try Rounds.submitted(approval("[{ by: [mitra, a, pic] }]"))
    try rounds.act("paraf", "mitra", person: "u-pic", capacity: .recorder)
    try rounds.act("paraf", "pic")
    #expect(rounds.waiting == ["a"])
  }

  @Test func `separation of duties binds each member, deputies too`() throws {
    var rounds = try Rounds.submitted(approval("[{ by: [a, b] }]", more: "not: [pic]"))
    #expect(throws: Refusal.separation(person: "u-pic", role: "pic", deputy: nil)) {
      try rounds.act("paraf", "b", person: "u-pic")
    }
    #expect(throws: Refusal.separation(person: "u-pic", role: "pic", deputy: "u-x")) {
      try rounds.act("paraf", "b", person: "u-x", capacity: .plh, giver: "u-pic")
    }
  }

  /// Everyone of the definition, as holder.
  private func directory() -> Directory {
    var directory = Directory()
    for role in ["pic", "p-a", "p-b", "p-c", "p-d", "p-e"] {
      directory.positions[role] = Directory.Position(
        id: role, organisation: "o", title: LocalizedText(id: role), role: nil)
      let person = role == "pic" ? "u-pic" : "u-" + role.dropFirst(2)
      directory.people[person] = Directory.Person(id: person, name: person, unix: nil)
      directory.holdings.append(
        Directory.Holding(person: person, position: role, from: nil, until: nil, basis: nil))
    }
    return directory
  }

  @Test func `who acts before the turn is refused and told whose turn it is`() throws {
    var rounds = try Rounds.submitted(approval("[{ by: a }, { by: [b, c] }, { by: d }]"))
    let directory = directory()
    func refusal(_ person: String, task: String? = nil, _ rounds: Rounds) -> Refusal? {
      do throws(Refusal) {
        _ = try rounds.workflow.permit(
          "paraf", task: task, by: person, in: rounds.state, directory: directory,
          on: CivilDate(daysSince1970: 20_000))
        return nil
      } catch { return error }
    }
    let early = Refusal.outOfOrder(event: "paraf", role: "d", turn: ["a"], isPast: false)
    #expect(refusal("u-d", rounds) == early)
    #expect(refusal("u-d", task: "paraf/3-d", rounds) == early)
    #expect(early.kind == "out-of-order" && !early.isAboutPermission)
    #expect("\(early)".contains("it is the turn of a"))
    #expect(refusal("u-e", rounds) == .notPermitted(person: "u-e", event: "paraf", roles: ["a"]))
    try rounds.marks("a+ b+")
    #expect(
      refusal("u-a", rounds)
        == .outOfOrder(event: "paraf", role: "a", turn: ["c"], isPast: true))
    #expect(refusal("u-b", rounds) == .alreadyMarked(person: "u-b", role: "b", event: "paraf"))
    #expect(refusal("u-c", rounds) == nil)
    // The short words say the same.
    #expect(throws: Refusal.outOfOrder(event: "paraf", role: "d", turn: ["c"], isPast: false)) {
      try rounds.workflow.decision(
        .approve, task: nil, by: "u-d", in: rounds.state, directory: directory,
        on: CivilDate(daysSince1970: 20_000))
    }
    // Not even an act that got past the door moves a step whose turn has not come.
    #expect(throws: Refusal.self) { try rounds.act("paraf", "d") }
  }

  // MARK: Void

  @Test func `a changed document voids all marks and begins again at the first step`() throws {
    var rounds = try Rounds.submitted(
      approval(
        "[{ by: a }, { by: [b, c, d], quorum: 2 of 3 }, { by: e }]",
        more: "void: on document change"))
    try rounds.marks("a+ b+")
    rounds.change("naskah")
    #expect(rounds.waiting == ["a"] && rounds.inForce.isEmpty)
    #expect(rounds.state.marks.map(\.voided?.cause) == [.document("naskah"), .document("naskah")])
    #expect(
      rounds.told == [
        "assigned position:p-a", "voided position:p-a", "voided position:p-b",
        "not-needed position:p-c", "not-needed position:p-d",
      ])
    #expect(
      rounds.last.messages.filter { $0.kind == .voided }.allSatisfy { $0.document == "naskah" })
    #expect(rounds.last.payload["voided"]?.items.count == 2)
    #expect(rounds.last.payload["entered"]?.strings == ["paraf/1-a"])
    // The marks of the second round count, and only they.
    try rounds.marks("a+ c+ d+ e+")
    #expect(rounds.states == ["teken"])
    #expect(rounds.inForce == ["a approved", "c approved", "d approved", "e approved"])
    // What is done is not begun again.
    let before = rounds.state
    rounds.change("naskah")
    #expect(rounds.state == before && rounds.last.messages.isEmpty)
  }

  @Test func `only the documents that are named void, and only where it is said`() throws {
    var named = try Rounds.submitted(
      approval("[{ by: a }, { by: b }]", more: "void: { documents: [naskah, rk] }"))
    try named.marks("a+")
    named.change("surat")
    #expect(named.waiting == ["b"] && named.inForce == ["a approved"])
    named.change("rk")
    #expect(named.waiting == ["a"] && named.inForce.isEmpty)
    // Where nobody has marked, nobody's deadline begins anew.
    let before = named.state
    named.change("rk")
    #expect(named.state == before && named.last.messages.isEmpty)
    var silent = try Rounds.submitted(approval("[{ by: a }, { by: b }]"))
    try silent.marks("a+")
    silent.change("naskah")
    #expect(silent.waiting == ["b"] && silent.inForce == ["a approved"])
  }

  @Test func `marks are void when the approval is left undone, or asked anew`() throws {
    var rounds = try Rounds.submitted(approval("[{ by: a }, { by: b }]"))
    try rounds.marks("a+")
    try rounds.act("tarik", "pic")
    #expect(rounds.state.marks.map(\.voided?.cause) == [.left])
    #expect(rounds.told == ["assigned position:pic", "voided position:p-a"])
    try rounds.act("ajukan", "pic")
    try rounds.marks("a+ b+")
    #expect(rounds.inForce == ["a approved", "b approved"])
    try rounds.act("ulang", "pic")
    #expect(rounds.state.marks.map(\.voided?.cause) == [.left, .again, .again])
    #expect(try rounds.replayed() == rounds.state)
    let text = rounds.state.json(in: rounds.workflow).text
    #expect(try InstanceState(stored: text, in: rounds.workflow) == rounds.state)
  }

  @Test func `a history from before marks were kept replays to what was stored then`() throws {
    var rounds = try Rounds.submitted(approval("[{ by: a }, { by: b }, { by: c }]"))
    try rounds.marks("a+")
    // As an entry and a state of that time are: nothing is said of marks.
    rounds.state.marks = []
    let last = rounds.entries.count - 1
    rounds.entries[last].payload = .object(
      rounds.entries[last].payload.members.filter { $0.name != "mark" })
    try rounds.marks("b+")
    #expect(rounds.inForce == ["b approved"])
    #expect(try rounds.replayed() == rounds.state)
  }

  // MARK: A model that only counts

  /// Who said what in one step, and what follows.
  private struct Model {
    var weights: [Int]
    var threshold: Int
    var vetoes: Set<Int>
    var approved: Set<Int> = []
    var returned: Set<Int> = []
    var voices: Set<String> = []

    mutating func say(_ member: Int, isReturn: Bool, _ people: [String]) -> Bool {
      guard voices.isDisjoint(with: people) else { return false }
      voices.formUnion(people)
      if isReturn { returned.insert(member) } else { approved.insert(member) }
      return true
    }

    private func weight(_ members: Set<Int>) -> Int { members.reduce(0) { $0 + weights[$1] } }
    var reached: Int { weight(approved) }
    var outcome: String {
      if weight(approved) >= threshold { return "teken" }
      let isVetoed = !returned.isDisjoint(with: vetoes)
      if isVetoed || weights.reduce(0, +) - weight(returned) < threshold { return "konsep" }
      return "paraf"
    }
  }

  @Test func `random groups come out as a model that only counts says`() throws {
    let seed = seed(20_261_125)
    var numbers = SeededNumbers(seed: seed)
    let roles = ["a", "b", "c", "d", "e"]
    var outcomes: [String: Int] = [:]
    for round in 0..<30 {
      let members = Array(
        roles.shuffled(using: &numbers).prefix(Int.random(in: 2...5, using: &numbers)))
      let isWeighted = Bool.random(using: &numbers)
      let weights = members.map { _ in isWeighted ? Int.random(in: 1...3, using: &numbers) : 1 }
      let threshold = Int.random(in: 1...weights.reduce(0, +), using: &numbers)
      let vetoes = Set(members.indices.filter { _ in Int.random(in: 0..<4, using: &numbers) == 0 })
      let by =
        isWeighted
        ? "{ \(zip(members, weights).map { "\($0): \($1)" }.joined(separator: ", ")) }"
        : "[\(members.joined(separator: ", "))]"
      let quorum = isWeighted ? "{ weight: \(threshold) }" : "\(threshold) of \(members.count)"
      let veto =
        vetoes.isEmpty
        ? "" : ", veto: [\(vetoes.sorted().map { members[$0] }.joined(separator: ", "))]"
      let text = approval("[{ by: \(by), quorum: \(quorum)\(veto) }]")
      for walk in 0..<4 {
        let place: Comment =
          "SINERGI_SEED=\(seed), round \(round), walk \(walk): \(by) \(quorum)\(veto)"
        var rounds = try Rounds.submitted(text)
        var model = Model(weights: weights, threshold: threshold, vetoes: vetoes)
        var left = members.indices.shuffled(using: &numbers)
        // Three people more than needed, some of whom stand in for several.
        while let member = left.popLast(), model.outcome == "paraf" {
          let isReturn = Int.random(in: 0..<3, using: &numbers) == 0
          let isDeputy = Int.random(in: 0..<3, using: &numbers) == 0
          let person =
            isDeputy ? "u-\(roles.randomElement(using: &numbers) ?? "a")" : "u-\(members[member])"
          let giver = isDeputy ? "u-\(members[member])" : nil
          let isSaid = model.say(member, isReturn: isReturn, [person] + (giver.map { [$0] } ?? []))
          do {
            try rounds.act(
              isReturn ? "kembali" : "paraf", members[member], person: person,
              capacity: isDeputy ? .plh : .definitive, giver: giver, reason: "x")
            #expect(isSaid, place)
          } catch let refusal as Refusal {
            #expect(!isSaid && refusal.kind == "already-marked", "\(refusal) \(place)")
          }
          let state = rounds.states.first.map { $0.split(separator: "/")[0] } ?? ""
          #expect(state == model.outcome, place)
          if model.outcome == "paraf" {
            let open = members.indices.filter {
              !model.approved.contains($0) && !model.returned.contains($0)
            }.map { members[$0] }
            #expect(rounds.waiting.sorted() == open.sorted(), place)
            #expect(
              rounds.workflow.approval("paraf", in: rounds.state)?.reached == model.reached, place)
          }
        }
        outcomes[model.outcome, default: 0] += 1
        #expect(try rounds.replayed() == rounds.state, place)
        let stored = rounds.state.json(in: rounds.workflow).text
        #expect(try InstanceState(stored: stored, in: rounds.workflow) == rounds.state, place)
      }
    }
    // Worth something only when every outcome comes up.
    #expect(outcomes.values.allSatisfy { $0 > 2 } && outcomes.count == 3, "\(outcomes)")
  }
}
