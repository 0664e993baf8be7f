// Goal: a chain of single links compiles to what released agreements are pinned to, and groups to what can be searched.
// Method: the states, transitions and tasks of an approval written out as text and compared.

import CEL
import Statechart
import Testing

@testable import Workflow

/// A part of a chart as text: what is frozen of its compiled form.
func form(of root: String, in workflow: Workflow) -> String {
  let chart = workflow.chart
  var lines: [String] = []
  for state in chart.states {
    let id = state.id.rawValue
    guard id == root || id.hasPrefix(root + "/") else { continue }
    let begins = state.initial.map { " begins \($0.targets.map { chart.states[$0].id.rawValue })" }
    lines.append("\(id) \(state.kind)\(state.children.isEmpty ? "" : begins ?? "")")
    for task in state.tasks {
      let definition = workflow.tasks[task.id]
      lines.append(
        "  task \(task.id) \(definition?.role ?? "?") \(definition?.approveEvent ?? "-") "
          + "\(definition?.returnEvent ?? "-") not \(definition?.excludedRoles ?? [])")
    }
    for index in state.transitions {
      let transition = chart.transitions[index]
      let rule = transition.condition.flatMap { workflow.rules[$0] }
      var line = "  \(transition.events.map(\.text)) -> "
      line += "\(transition.targets.map { chart.states[$0].id.rawValue })"
      if transition.isInternal { line += " internal" }
      if let rule {
        line += " \(rule.event) \(rule.roles) \(rule.task ?? "-") reason \(rule.reason.rawValue)"
      }
      switch transition.condition.map({ workflow.formulas[$0.rawValue] }) {
      case .gate(let program?): line += " if \(program.source)"
      case .program(let program): line += " when \(program.source)"
      default: break
      }
      if !transition.content.isEmpty { line += " content \(transition.content.count)" }
      lines.append(line)
    }
  }
  return lines.joined(separator: "\n")
}

@Suite struct ApprovalFormTests {
  @Test func `a chain of single links compiles to what it always did`() throws {
    // As it was before anything voided it.
    let text = try source("workflows/nota-kesepahaman-opd.yaml").text
      .replacing("      void: { documents: [draf] }\n", with: "")
    let workflow = try #require(
      DefinitionCompiler.compile(SourceText(name: "dulu.yaml", text: text), digest: "d").value)
    #expect(
      form(of: "paraf", in: workflow) == """
        paraf compound begins ["paraf/1-kabid"]
          ["done.state.paraf"] -> ["penandatanganan"]
        paraf/1-kabid atomic
          task paraf/1-kabid kabid paraf kembalikan not ["pic"]
          ["paraf"] -> ["paraf/2-sekdis"] paraf ["kabid"] paraf/1-kabid reason optional
          ["kembalikan"] -> ["konsep"] kembalikan ["kabid"] paraf/1-kabid reason required content 1
        paraf/2-sekdis atomic
          task paraf/2-sekdis sekdis paraf kembalikan not ["pic"]
          ["paraf"] -> ["paraf/selesai"] paraf ["sekdis"] paraf/2-sekdis reason optional
          ["kembalikan"] -> ["konsep"] kembalikan ["sekdis"] paraf/2-sekdis reason required content 1
        paraf/selesai final
        """)
  }

  @Test func `a group is a parallel state in which the chart counts the quorum`() throws {
    let workflow = try workflow(
      approval("[{ by: a }, { by: [b, c, d], quorum: 2 of 3, veto: [d] }]"))
    let text = form(of: "paraf/2-serentak", in: workflow)
    let region = "paraf/2-serentak/b"
    for line in [
      "paraf/2-serentak parallel",
      "  [\"done.state.paraf/2-serentak\"] -> [\"paraf/2-serentak\"]",
      "  task \(region)/menunggu b paraf kembali not []",
      "  [\"paraf\"] -> [\"paraf/selesai\"] paraf [\"b\"] \(region)/menunggu reason optional if "
        + "1 + (In('paraf/2-serentak/c/diparaf') ? 1 : 0) + (In('paraf/2-serentak/d/diparaf') ? 1 : 0) >= 2",
      "  [\"paraf\"] -> [\"\(region)/diparaf\"] paraf [\"b\"] \(region)/menunggu reason optional",
      "  [\"kembali\"] -> [\"konsep\"] kembali [\"b\"] \(region)/menunggu reason required if "
        + "2 - (In('paraf/2-serentak/c/dikembalikan') ? 1 : 0) < 2 content 1",
      "  [\"kembali\"] -> [\"konsep\"] kembali [\"d\"] paraf/2-serentak/d/menunggu reason required content 1",
    ] {
      #expect(text.contains(line), "\(line)\n\(text)")
    }
    #expect(!text.contains("paraf/2-serentak/d/dikembalikan"), "a veto decides at once")
  }

  static let sound = [
    "[{ by: [a, b] }]", "[{ by: [a, b], quorum: any }]", "[{ by: [a, b, c], quorum: 2 of 3 }]",
    "[{ by: [a, b, c], quorum: any, veto: [a] }, { by: d }]",
    "[{ by: { a: 2, b: 1 }, quorum: { weight: 2 } }]",
    "[{ by: { a: 3, b: 1, c: 1 }, quorum: { weight: 2 } }, { by: [d, e] }]",
    "[{ by: a, skip: data.putaran > 0 }, { by: [b, c], skip: data.putaran > 1 }]",
    "[{ by: [a, b, c, d, e], quorum: 3 of 5 }]",
  ]

  @Test(arguments: sound)
  func `the search finds nothing wrong with a group that is right`(chain: String) {
    for more in ["", "void: on document change"] {
      let reading = compiled(approval(chain, more: more))
      #expect(reading.diagnostics.isEmpty, "\(reading.diagnostics.map(\.message))")
    }
  }

  /// An approval of one group of so many.
  private func large(_ count: Int, quorum: String) -> String {
    let roles = (1...count).map { "r\($0)" }
    let declared = roles.map { "  \($0): { position: \($0) }\n" }.joined()
    return approval("[{ by: [\(roles.joined(separator: ", "))], quorum: \(quorum) }]")
      .replacing("roles:\n", with: "roles:\n" + declared)
  }

  @Test func `a large group is searched whole where all must initial, else as far as the bound`() {
    #expect(compiled(large(8, quorum: "all")).diagnostics.isEmpty)
    let most = WorkflowLimits.approvalMembers
    let counted = compiled(large(most, quorum: "\(most / 2) of \(most)"))
    #expect(counted.value != nil && counted.diagnostics.map(\.code) == [.searchBound])
    let more = compiled(large(most + 1, quorum: "any"))
    #expect(more.diagnostics.contains { $0.code == .approvalGroup })
  }

  @Test func `a timer may not lead where the last of a group leads`() {
    for group in ["[b, c]", "[b, c], quorum: any"] {
      let text = approval("[{ by: a }, { by: \(group) }]").replacing(
        "    on:\n      approved: teken",
        with: "    after: { 5 wd: teken }\n    on:\n      approved: teken")
      #expect(compiled(text).diagnostics.contains { $0.code == .timerDecides }, "\(group)")
    }
  }

  @Test(arguments: ChartPicture.Format.allCases)
  func `a group is drawn with its members, and its quorum in short`(format: ChartPicture.Format)
    throws
  {
    let workflow = try workflow(
      approval("[{ by: [a, b, c], quorum: 2 of 3 }]", more: "void: { documents: [naskah] }"))
    let text = ChartPicture(workflow).text(format).replacing("\u{A0}", with: " ")
    for word in ["quorum", "dokumen", "naskah"] { #expect(text.contains(word), "\(word)") }
    #expect(!text.contains("In("))
  }

  @Test func `what lies ahead is told for a group`() throws {
    let rounds = try Rounds.submitted(approval("[{ by: [a, b, c], quorum: 2 of 3 }, { by: d }]"))
    let forecast = rounds.workflow.forecast(
      rounds.state, from: rounds.now, until: nil, calendar: rounds.calendar)
    let courses = forecast.courses.map { "\($0.events.joined(separator: " ")): \($0.end)" }
    // Two initials are enough, whoever is third; two returns lead back.
    #expect(courses.contains { $0.hasPrefix("paraf paraf paraf:") }, "\(courses)")
    #expect(courses.contains { $0.hasPrefix("kembali kembali:") }, "\(courses)")
    #expect(courses.contains { $0.hasPrefix("kembali paraf paraf paraf:") }, "\(courses)")
  }
}
