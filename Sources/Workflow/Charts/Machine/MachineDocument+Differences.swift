// Where the same text means something else in XState: the standard holds, and a warning says so.

internal import Statechart

extension MachineDocument {
  /// XState 5 does not leave a state for a transition to itself; under SCXML it is left and entered.
  mutating func warnOfReentry(_ state: StateSpecification, at path: [String]) {
    let isNoticed =
      !state.entry.isEmpty || !state.exit.isEmpty || !state.timers.isEmpty
      || !state.invocations.isEmpty
    guard isNoticed, !path.isEmpty else { return }
    for transition in state.transitions
    where transition.isInternal && transition.targets == [state.id] {
      reader.problems.add(
        .xstateDifference,
        "this leaves and enters «\(state.id)»: its exit, entry, delays and invocations run again",
        at: transition.origin.map { ranges[$0] } ?? SourceRange(line: 1, column: 1),
        help: "XState 5 needs «reenter: true» for that; write it, or leave the target out",
        severity: .warning)
    }
  }

  /// XState takes the most specific descriptor; under SCXML the first in the document wins.
  mutating func warnOfWildcardOrder(_ entries: [YAMLNode.Entry]) {
    for (index, entry) in entries.enumerated() where entry.key.hasSuffix("*") {
      let wide = EventDescriptor(entry.key)
      guard
        let hidden = entries[(index + 1)...].first(where: {
          !$0.key.isEmpty && $0.key != entry.key
            && wide.matches($0.key.hasSuffix(".*") ? String($0.key.dropLast(2)) : $0.key)
        })
      else { continue }
      reader.problems.add(
        .xstateDifference,
        "«\(entry.key)» comes first and takes «\(hidden.key)», too", at: entry.keyRange,
        help: "XState takes the most specific; put «\(entry.key)» last", severity: .warning)
    }
  }

  /// XState compares whole names; under SCXML a name also answers for all that go on with a dot.
  mutating func warnOfDottedNames() {
    var told: Set<String> = []
    for (text, range) in descriptors where !text.hasSuffix("*") && !text.hasPrefix("done.") {
      guard !told.contains(text),
        let longer = descriptors.first(where: { $0.text.hasPrefix(text + ".") })
      else { continue }
      told.insert(text)
      reader.problems.add(
        .xstateDifference, "«\(text)» answers for «\(longer.text)», too", at: range,
        help: "XState compares whole names; give one of the events another name",
        severity: .warning)
    }
  }
}
