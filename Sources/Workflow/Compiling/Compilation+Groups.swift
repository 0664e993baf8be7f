// Steps of an approval in which several act side by side: quorum, weights, veto.

internal import CEL
internal import Statechart

extension Compilation {
  /// One step as it was read.
  struct Link {
    struct Member {
      var role: String
      var weight: Int
      var hasVeto: Bool
    }

    var number: Int
    var members: [Member]
    var kind: ParafKind?
    var title: LocalizedText?
    var skip: Program?
    /// How much weight is enough; the number of members where no weights are given.
    var threshold: Int
    var quorum: String
    var range: SourceRange

    var isGroup: Bool { members.count > 1 }
    var total: Int { members.reduce(0) { $0 + $1.weight } }
    /// `1-kabid`; a group has no one role to be named by.
    var name: String { isGroup ? "\(number)-serentak" : "\(number)-\(members[0].role)" }
    /// The state that is entered when its turn comes.
    var entryName: String { skip == nil ? name : "\(number)-giliran" }
  }

  // MARK: Reading

  mutating func readLink(_ node: YAMLNode, number: Int) -> Link? {
    let found = reader.mapping(
      node, of: "a link of the chain", keys: DefinitionKeys.approvalStep, required: ["by"])
    var kind: ParafKind?
    if let entry = found["kind"], let text = reader.string(entry.value, "kind") {
      kind = ParafKind(rawValue: text)
      if kind == nil {
        reader.problems.add(
          .invalidValue, "no kind of paraf «\(text)»", at: entry.value.range,
          help: "hierarki or koordinasi")
      }
    }
    let skip = found["skip"].flatMap { program($0.value, expecting: .bool) }
    guard let by = found["by"], let group = readMembers(by) else { return nil }
    var link = Link(
      number: number, members: group.members, kind: kind,
      title: found["title"].map { reader.localized($0.value, "title") }, skip: skip,
      threshold: group.members.count, quorum: "all", range: node.range)
    if link.isGroup {
      readQuorum(found["quorum"], of: &link, hasWeights: group.hasWeights, by: by)
      if let entry = found["veto"] { readVeto(entry, of: &link) }
    } else {
      link.members[0].weight = 1
      for key in ["quorum", "veto"] {
        if let stray = found[key] {
          reader.problems.add(
            .conflictingKeys, "one role has no «\(key)»", at: stray.keyRange,
            help: "name several: by: [biro_hukum, biro_ks]")
        }
      }
    }
    return link
  }

  /// `by`: a role, a list of roles, or roles with their weights.
  private mutating func readMembers(_ by: YAMLNode.Entry)
    -> (members: [Link.Member], hasWeights: Bool)?
  {
    var members: [Link.Member] = []
    var isSound = true
    func add(_ name: String, _ weight: Int, _ range: SourceRange, to reading: inout Compilation) {
      guard let role = reading.knownRole(name, at: range) else {
        isSound = false
        return
      }
      if members.contains(where: { $0.role == role }) {
        reading.reader.problems.add(
          .approvalGroup, "«\(role)» stands twice in this group", at: range,
          help: "a role gives one mark; give it more weight with by: { \(role): 2 }")
        isSound = false
        return
      }
      members.append(Link.Member(role: role, weight: weight, hasVeto: false))
    }
    var hasWeights = false
    switch by.value.content {
    case .mapping:
      hasWeights = true
      for entry in reader.entries(by.value, of: "by") {
        let weight = reader.int(entry.value, "a weight", in: 1...WorkflowLimits.approvalWeight)
        if weight == nil { isSound = false }
        add(entry.key, weight ?? 1, entry.keyRange, to: &self)
      }
    case .sequence(let items):
      for item in items {
        guard let name = reader.nameValue(item, "a role") else {
          isSound = false
          continue
        }
        add(name, 1, item.range, to: &self)
      }
    case .scalar:
      guard let name = reader.nameValue(by.value, "a role") else { return nil }
      add(name, 1, by.value.range, to: &self)
    }
    if members.isEmpty {
      if isSound {
        reader.problems.add(.approvalGroup, "«by» names nobody", at: by.keyRange)
      }
      return nil
    }
    if members.count > WorkflowLimits.approvalMembers {
      reader.problems.add(
        .approvalGroup,
        "a group has at most \(WorkflowLimits.approvalMembers) members, these are \(members.count)",
        at: by.keyRange, help: "make two steps of it")
      return nil
    }
    // What is wrong was said; the quorum is not held against a part of the group.
    return isSound ? (members, hasWeights) : nil
  }

  /// `quorum: all | any | "2 of 3" | { weight: 3 }`.
  private mutating func readQuorum(
    _ entry: YAMLNode.Entry?, of link: inout Link, hasWeights: Bool, by: YAMLNode.Entry
  ) {
    let count = link.members.count
    if case .mapping? = entry?.value.content, let node = entry?.value {
      let found = reader.mapping(
        node, of: "a quorum", keys: DefinitionKeys.quorum, required: ["weight"])
      guard let weight = found["weight"],
        let enough = reader.int(weight.value, "a weight", in: 1...Int(Int32.max))
      else { return }
      if !hasWeights {
        reader.problems.add(
          .missingKey, "«weight» needs the weights of the members", at: weight.keyRange,
          help: "by: { \(link.members[0].role): 2, \(link.members[1].role): 1 }")
      } else if enough > link.total {
        reader.problems.add(
          .quorum, "the weights add up to \(link.total), so that \(enough) can never be reached",
          at: weight.value.range)
      } else {
        link.threshold = enough
        link.quorum = "weight \(enough)"
      }
      return
    }
    if hasWeights {
      reader.problems.add(
        .missingKey, "members with weights need «quorum: { weight: … }»",
        at: entry?.keyRange ?? by.keyRange,
        help: "the weights add up to \(link.total); say how much is enough")
      for index in link.members.indices { link.members[index].weight = 1 }
      return
    }
    guard let entry, let text = reader.string(entry.value, "quorum") else { return }
    switch text {
    case "all": return
    case "any": link.threshold = 1
    default:
      let words = text.split(separator: " ")
      guard words.count == 3, words[1] == "of", let enough = Int(words[0]),
        let all = Int(words[2])
      else {
        reader.problems.add(
          .invalidValue, "no quorum «\(text)»", at: entry.value.range,
          help: "all, any, \"2 of 3\", or { weight: 3 }")
        return
      }
      if all != count {
        reader.problems.add(
          .quorum, "the group has \(count) members, not \(all)", at: entry.value.range,
          help: "\(min(max(enough, 1), count)) of \(count)")
        return
      }
      if enough > count || enough < 1 {
        reader.problems.add(
          .quorum,
          enough < 1
            ? "«\(text)» asks for nobody" : "«\(text)» can never be reached",
          at: entry.value.range, help: "from 1 to \(count)")
        return
      }
      link.threshold = enough
    }
    link.quorum = text
  }

  private mutating func readVeto(_ entry: YAMLNode.Entry, of link: inout Link) {
    let roles = link.members.map(\.role)
    for item in reader.names(entry.value, "a role") {
      guard let index = roles.firstIndex(of: item.name) else {
        reader.problems.add(
          .approvalGroup, "«\(item.name)» is no member of the group, so that it has no veto",
          at: item.range, help: Suggestion.help(for: item.name, in: roles))
        continue
      }
      link.members[index].hasVeto = true
    }
    if link.threshold == link.total {
      reader.problems.add(
        .conflictingKeys, "where all must initial, every return decides: «veto» adds nothing",
        at: entry.keyRange, severity: .warning)
    }
  }

  // MARK: Compiling

  /// A parallel state with a region for each member. Whether a mark decides the step hangs on which
  /// regions have said what, so that the quorum is counted in the chart and nowhere else.
  mutating func compileGroup(_ link: Link, path: Path, next: StateID, _ shared: ApprovalTerms)
    -> (state: StateSpecification, step: ApprovalDefinition.Step)
  {
    let members = link.members.map { member in
      let region = path + [member.role]
      // A mark that decides whatever the others say leaves the step: nothing is to be remembered.
      let approvalDecides = member.weight >= link.threshold
      let returnDecides = member.hasVeto || link.total - member.weight < link.threshold
      return ApprovalDefinition.Member(
        role: member.role, weight: member.weight, hasVeto: member.hasVeto,
        task: Self.id(region + ["menunggu"]).rawValue,
        approvedState: approvalDecides ? nil : Self.id(region + ["diparaf"]).rawValue,
        returnedState: returnDecides ? nil : Self.id(region + ["dikembalikan"]).rawValue)
    }
    let step = step(link, at: path, members)
    if members.contains(where: { $0.returnedState != nil }) { checkCountedReturns(link, shared) }
    let id = Self.id(path)
    states[id] = StateInfo(title: link.title, description: nil, tags: [])
    var state = StateSpecification(id, kind: .parallel, origin: origin(link.range))
    // A member whose every mark decides never comes to an end inside the step; nor then does the step.
    let hasEnd = members.allSatisfy { $0.approvedState != nil || $0.returnedState != nil }
    for (index, member) in members.enumerated() {
      state.children.append(
        compileMember(
          member, index, of: step, link, path: path + [member.role], next: next,
          said: hasEnd ? .final : .state, shared))
    }
    let isUnanimous = link.threshold == link.total
    if hasEnd {
      // Where not all are needed the last mark decides at the latest, and this is never taken; should
      // it ever be, nothing is decided: the step is asked again.
      state.transitions = [
        TransitionSpecification(
          events: [EventDescriptor("done.state.\(id.rawValue)")],
          targets: [isUnanimous ? next : id], origin: origin(link.range))
      ]
    }
    return (state, step)
  }

  private mutating func compileMember(
    _ member: ApprovalDefinition.Member, _ index: Int, of step: ApprovalDefinition.Step,
    _ link: Link, path: Path, next: StateID, said: StateSpecification.Kind,
    _ shared: ApprovalTerms
  ) -> StateSpecification {
    let range = link.range
    let words = "quorum \(link.quorum)"
    let task = memberTask(member.role, id: StateID(member.task), title: link.title, shared)
    var waiting = StateSpecification(StateID(member.task), origin: origin(range))
    waiting.tasks = [TaskSpecification(id: task.id, origin: origin(range))]

    if let approved = member.approvedState {
      if link.threshold < link.total {
        let reached = quorumProgram(step.reached(withApprovalOf: index), at: range)
        waiting.transitions.append(
          approval(by: task, targets: [next], if: reached, words: words, shared, at: range))
      }
      waiting.transitions.append(
        approval(by: task, targets: [StateID(approved)], if: nil, words: nil, shared, at: range))
    } else {
      waiting.transitions.append(
        approval(by: task, targets: [next], if: nil, words: nil, shared, at: range))
    }

    if let returned = member.returnedState {
      let failed = step.failed(withReturnOf: index)
      waiting.transitions += returns(by: task, if: failed, words: words, shared, at: range)
      waiting.transitions.append(
        mark(
          shared.back, by: task, targets: [StateID(returned)], reason: .required,
          if: quorumProgram("!(\(failed))", at: range), words: words, at: range))
    } else {
      waiting.transitions += returns(by: task, if: nil, words: nil, shared, at: range)
    }

    let id = Self.id(path)
    states[id] = StateInfo(title: link.title, description: nil, tags: [])
    var region = StateSpecification(id, origin: origin(range))
    region.children = [waiting]
    for state in [member.approvedState, member.returnedState].compactMap({ $0 }) {
      states[StateID(state)] = StateInfo(tags: [])
      region.children.append(StateSpecification(StateID(state), kind: said))
    }
    return region
  }

  /// A return that only counts against takes no transition of the author: it can carry nothing.
  private mutating func checkCountedReturns(_ link: Link, _ shared: ApprovalTerms) {
    guard let returned = shared.returned else { return }
    for item in alternatives(returned) {
      guard case .mapping(let entries) = item.content else { continue }
      for entry in entries where ["form", "needs", "by", "signature"].contains(entry.key) {
        reader.problems.add(
          .conflictingKeys,
          "with «quorum: \(link.quorum)» a return may only count against: «returned» has no «\(entry.key)»",
          at: entry.keyRange, help: "ask for it in the state that «returned» leads to")
      }
    }
  }
}

extension ApprovalDefinition.Step {
  /// Whether a member's paraf is the one that is enough.
  func reached(withApprovalOf index: Int) -> String {
    let others = members.enumerated().filter { $0.offset != index }.compactMap { other in
      other.element.approvedState.map { "(In('\($0)') ? \(other.element.weight) : 0)" }
    }
    return ([String(members[index].weight)] + others).joined(separator: " + ")
      + " >= \(threshold)"
  }

  /// Whether the quorum is out of reach once a member sends back.
  func failed(withReturnOf index: Int) -> String {
    let others = members.enumerated().filter { $0.offset != index }.compactMap { other in
      other.element.returnedState.map { "(In('\($0)') ? \(other.element.weight) : 0)" }
    }
    return ([String(total - members[index].weight)] + others).joined(separator: " - ")
      + " < \(threshold)"
  }
}
