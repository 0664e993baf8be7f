// What a chart can do at one moment: the interpreter's own steps, with every condition free.

/// All that decides what a chart can do next: see ``AnalysisLimits``.
struct Moment: Hashable {
  var active: BitSet
  var history: [Int: BitSet]
  /// Symbols of the internal events that wait.
  var pending: [Int]
}

/// Where one microstep can lead.
struct Outcome {
  var moment: Moment
  /// Whether it leads there only because an expression fails.
  var isFailure: Bool
  /// Whether no content ran that could change what conditions say.
  var isPure: Bool
}

/// Makes microsteps. Exit sets, entry sets and conflicts are the interpreter's.
struct Moves {
  let tables: ChartTables
  let limits: AnalysisLimits
  private(set) var alphabet: Alphabet
  private(set) var boundsHit: Set<AnalysisLimits.Bound> = []
  /// The final children of the root.
  let endings: BitSet
  /// The classes of events that content may raise, errors among them.
  private(set) var sayable: BitSet
  /// The symbols of error events that some transition listens to, where something can fail.
  private(set) var errors: [Int] = []
  /// By state: the class of its `done.state` event, where some transition listens to it.
  private(set) var doneClasses: [Int: Int] = [:]

  /// Where the microstep that is being made stands.
  private var active: BitSet
  private var history: [Int: BitSet] = [:]
  private var hearings: ContiguousArray<Hearing?>
  /// What states and transitions say; those that say nothing are left out.
  private var onEntry: [Int: [[Utterance]]] = [:]
  private var onDefaultEntry: [Int: [Utterance]] = [:]
  private var onExit: [Int: [[Utterance]]] = [:]
  private var onTransition: [Int: [Utterance]] = [:]
  private(set) var onFinalize: [Int: [Utterance]] = [:]
  private var onStart: [[Utterance]] = []
  private var doneSymbols: [Int: Int] = [:]
  private var finals: BitSet
  private var changing: BitSet
  private var changingTransitions: BitSet

  init(_ chart: Chart, limits: AnalysisLimits) {
    tables = chart.tables
    self.limits = limits
    alphabet = Alphabet(tables)
    active = BitSet(size: tables.size)
    hearings = ContiguousArray(repeating: nil, count: tables.size)
    let none = BitSet(size: tables.size)
    (endings, finals, changing) = Self.sets(tables, none)
    changingTransitions = BitSet(size: tables.transitions.count)
    sayable = BitSet(size: alphabet.classCount)
    listen()
  }

  private static func sets(
    _ tables: ChartTables, _ none: BitSet
  ) -> (endings: BitSet, finals: BitSet, changing: BitSet) {
    var (endings, finals, changing) = (none, none, none)
    for state in tables.states {
      if state.kind == .final {
        finals.insert(state.index)
        if state.parent == ChartTables.root { endings.insert(state.index) }
      }
      let blocks = state.entry + state.exit + state.dataInit + [state.initial?.content ?? []]
      if blocks.contains(where: { $0.contains(where: \.changesData) }) {
        changing.insert(state.index)
      }
    }
    return (endings, finals, changing)
  }

  /// Reads once what all content may raise.
  private mutating func listen() {
    var speech = Speech(alphabet, limits: limits)
    let silence = [Utterance.silence]
    for state in tables.states {
      // Late-bound data is set up once; whether it was is not kept, so both are possible.
      let data = state.dataInit.map { speech.utterances(of: $0) }
        .filter { $0 != silence }.map { Self.optional($0) }
      let entry = (data + state.entry.map { speech.utterances(of: $0) }).filter { $0 != silence }
      let exit = state.exit.map { speech.utterances(of: $0) }.filter { $0 != silence }
      if !entry.isEmpty { onEntry[state.index] = entry }
      if !exit.isEmpty { onExit[state.index] = exit }
      let initial = speech.utterances(of: state.initial?.content ?? [])
      if initial != silence { onDefaultEntry[state.index] = initial }
      let finalize = state.invocations.flatMap { speech.utterances(of: $0.finalize) }
        .filter { !$0.symbols.isEmpty }
      if !finalize.isEmpty { onFinalize[state.index] = finalize }
      if let symbol = speech.symbol(forRaised: EventName.doneState + state.id.rawValue) {
        doneSymbols[state.index] = symbol
        doneClasses[state.index] = speech.alphabet.eventClass(of: symbol)
      }
    }
    for transition in tables.transitions {
      let said = speech.utterances(of: transition.content)
      if said != silence { onTransition[transition.index] = said }
      if transition.content.contains(where: \.changesData) {
        changingTransitions.insert(transition.index)
      }
    }
    onStart = tables.globalInit.map { speech.utterances(of: [$0]) }.filter { $0 != silence }
    alphabet = speech.alphabet
    boundsHit = speech.boundsHit
    collectSayable()
    let errors = [EventName.executionError, EventName.communicationError]
    for symbol in isFallible ? errors.compactMap({ speech.symbol(forRaised: $0) }) : [] {
      let eventClass = speech.alphabet.eventClass(of: symbol)
      sayable.insert(eventClass)
      // Errors of one class lead the same ways.
      if !self.errors.contains(where: { speech.alphabet.eventClass(of: $0) == eventClass }) {
        self.errors.append(symbol)
      }
    }
    alphabet = speech.alphabet
  }

  private static func optional(_ utterances: [Utterance]) -> [Utterance] {
    utterances.contains(.silence) ? utterances : utterances + [.silence]
  }

  private mutating func collectSayable() {
    let all =
      onEntry.values.flatMap { $0 } + onExit.values.flatMap { $0 } + onDefaultEntry.values
      + onTransition.values + onFinalize.values + onStart
    for symbol in all.lazy.joined().flatMap(\.symbols) {
      sayable.insert(alphabet.eventClass(of: symbol))
    }
  }

  /// Whether any expression is there to fail.
  private var isFallible: Bool {
    tables.transitions.contains { $0.condition != nil || !$0.content.isEmpty }
      || tables.states.contains {
        $0.isBusyOnEntry && $0.kind != .final || $0.doneData != nil || !$0.exit.isEmpty
      }
  }

  mutating func hearing(of atomic: Int) -> Hearing {
    if let hearing = hearings[atomic] { return hearing }
    let hearing = Hearing(of: atomic, tables, alphabet)
    hearings[atomic] = hearing
    return hearing
  }

  /// isInFinalState(s)
  func isInFinalState(_ state: Int, in moment: Moment) -> Bool {
    tables.isInFinalState(state, moment.active)
  }
}

// MARK: selectTransitions, with every condition free

extension Moves {
  /// The classes of events that the active states listen to and the world may send now.
  mutating func arrivals(at moment: Moment) -> BitSet {
    var classes = BitSet(size: alphabet.classCount)
    for atomic in moment.active.intersection(tables.atomics) {
      for offer in hearing(of: atomic).offers { classes.formUnion(offer.classes) }
    }
    for eventClass in classes where !alphabet.canArrive(eventClass, in: moment.active) {
      classes.remove(eventClass)
    }
    return classes
  }

  /// Every set of transitions that an event of a class can enable together, or, without one,
  /// that can be enabled on their own; the empty set where conditions may refuse.
  mutating func selections(at moment: Moment, on eventClass: Int?) -> [[Int]] {
    if eventClass == nil, !tables.hasEventless { return [[]] }
    let enabled = enabledSets(at: moment, on: eventClass)
    if enabled.count == 1, enabled[0].count < 2 { return enabled }
    var seen: Set<[Int]> = []
    var result: [[Int]] = []
    for set in enabled {
      let filtered = set.count < 2 ? set : tables.removeConflictingTransitions(set, moment.history)
      if seen.insert(filtered).inserted { result.append(filtered) }
    }
    return result
  }

  /// As ``selections(at:on:)``, before conflicts are removed.
  mutating func enabledSets(at moment: Moment, on eventClass: Int?) -> [[Int]] {
    var lists: [[Int]] = []
    for atomic in moment.active.intersection(tables.atomics) {
      let hearing = hearing(of: atomic)
      let list = eventClass.map { hearing.byClass[$0] ?? [] } ?? hearing.eventless
      if !list.isEmpty { lists.append(list) }
    }
    var sets: [(enabled: [Int], refused: [Int])] = [([], [])]
    for list in lists {
      sets = sets.flatMap { choices(in: list, after: $0) }
      if sets.count > limits.outcomes {
        boundsHit.insert(.outcomes)
        sets = Array(sets.prefix(limits.outcomes))
      }
    }
    return sets.map(\.enabled)
  }

  /// The transitions that are taken where this one is enabled but not taken, and that would leave
  /// the same states.
  mutating func winners(over index: Int, at moment: Moment, on eventClass: Int?) -> [Int] {
    let sets = enabledSets(at: moment, on: eventClass).filter { $0.contains(index) }
    if sets.isEmpty { return [] }
    active = moment.active
    history = moment.history
    let exits = computeExitSet([index])
    return sets.map { tables.removeConflictingTransitions($0, moment.history) }
      .filter { !$0.contains(index) }
      .joined().filter { computeExitSet([$0]).intersects(exits) }
  }

  /// What one atomic state can choose, others having chosen before it.
  private func choices(
    in list: [Int], after before: (enabled: [Int], refused: [Int])
  ) -> [(enabled: [Int], refused: [Int])] {
    var (enabled, refused) = before
    var result: [(enabled: [Int], refused: [Int])] = []
    for index in list {
      if enabled.contains(index) {
        result.append((enabled, refused))
        return result
      }
      // Two regions can ask the same ancestor's transition: its condition is evaluated once.
      if refused.contains(index) { continue }
      result.append((enabled + [index], refused))
      if tables.transitions[index].condition == nil { return result }
      refused.append(index)
    }
    enabled = before.enabled
    result.append((enabled, refused))
    return result
  }
}

// MARK: microstep

extension Moves {
  /// The moments in which the chart can be when it has started.
  mutating func start() -> [Outcome] {
    let empty = Moment(active: BitSet(size: tables.size), history: [:], pending: [])
    return step(from: empty, cause: .initial, enabled: [], saying: onStart)
  }

  /// microstep(enabledTransitions)
  mutating func microstep(from moment: Moment, _ enabled: [Int]) -> [Outcome] {
    step(from: moment, cause: .transitions(enabled), enabled: enabled, saying: [])
  }

  private mutating func step(
    from moment: Moment, cause: EntryCause, enabled: [Int], saying start: [[Utterance]]
  ) -> [Outcome] {
    active = moment.active
    history = moment.history
    var said = start
    var isPure = true
    exit(enabled, &said, &isPure)
    for index in enabled where tables.busyTransitions.contains(index) {
      if let utterances = onTransition[index] { said.append(utterances) }
      if changingTransitions.contains(index) { isPure = false }
    }
    enter(cause, &said, &isPure)
    let next = Moment(
      active: active, history: history, pending: moment.pending)
    if said.isEmpty { return [Outcome(moment: next, isFailure: false, isPure: isPure)] }
    return together(said).map { utterance in
      var outcome = Outcome(moment: next, isFailure: utterance.isCut, isPure: isPure)
      outcome.moment.pending += utterance.symbols
      return outcome
    }
  }

  private mutating func exit(
    _ enabled: [Int], _ said: inout [[Utterance]], _ isPure: inout Bool
  ) {
    var statesToExit = computeExitSet(enabled)
    if statesToExit.isEmpty { return }
    if statesToExit.intersects(tables.busyOnExit) {
      let before = history
      for range in enabled.compactMap({ tables.exitRange(of: $0, before) }) {
        tables.recordHistory(range, active, in: &history)
      }
    }
    active.subtract(statesToExit)
    if statesToExit.intersects(changing) { isPure = false }
    if onExit.isEmpty { return }
    while let state = statesToExit.popLast() {
      if let utterances = onExit[state] { said += utterances }
    }
  }

  private mutating func enter(
    _ cause: EntryCause, _ said: inout [[Utterance]], _ isPure: inout Bool
  ) {
    if case .transitions(let enabled) = cause,
      enabled.allSatisfy({ tables.domains[$0] == ChartTables.none })
    {
      return
    }
    let set = tables.computeEntrySet(cause, history)
    if set.statesToEnter.intersects(changing) { isPure = false }
    let speaks = !onEntry.isEmpty || !onDefaultEntry.isEmpty || !onTransition.isEmpty
    var statesToEnter = set.statesToEnter
    while let state = statesToEnter.popFirst() {
      if state != ChartTables.root { active.insert(state) }
      if speaks {
        if let utterances = onEntry[state] { said += utterances }
        if set.statesForDefaultEntry.contains(state), let utterances = onDefaultEntry[state] {
          said.append(utterances)
        }
      }
      if let transition = set.defaultHistoryContent[state] {
        if let utterances = onTransition[transition] { said.append(utterances) }
        if changingTransitions.contains(transition) { isPure = false }
      }
      if finals.contains(state) { enterFinal(state, &said) }
    }
  }

  /// "internalQueue.enqueue(new Event('done.state.' + id, donedata))", upwards.
  private func enterFinal(_ state: Int, _ said: inout [[Utterance]]) {
    let parent = tables.parents[state]
    if parent == ChartTables.root { return }
    raiseDone(parent, &said)
    var ancestor = tables.parents[parent]
    while ancestor > ChartTables.root, tables.kinds[ancestor] == .parallel,
      tables.isInFinalState(ancestor, active)
    {
      raiseDone(ancestor, &said)
      ancestor = tables.parents[ancestor]
    }
  }

  private func raiseDone(_ state: Int, _ said: inout [[Utterance]]) {
    if let symbol = doneSymbols[state] { said.append([Utterance(symbols: [symbol])]) }
  }

  /// What blocks may raise one after the other.
  private mutating func together(_ blocks: [[Utterance]]) -> [Utterance] {
    var result = [Utterance.silence]
    for block in blocks {
      var next: [[Int]: Bool] = [:]
      var order: [[Int]] = []
      for head in result {
        for tail in block {
          let symbols = head.symbols + tail.symbols
          let isCut = head.isCut || tail.isCut
          if let known = next[symbols] {
            next[symbols] = known && isCut
          } else {
            next[symbols] = isCut
            order.append(symbols)
          }
        }
      }
      result = order.map { Utterance(symbols: $0, isCut: next[$0] ?? false) }
      if result.count > limits.outcomes {
        boundsHit.insert(.outcomes)
        result = Array(result.prefix(limits.outcomes))
      }
    }
    return result
  }
}

extension Moves {
  /// computeExitSet(transitions): "all active descendants of each transition's domain".
  private func computeExitSet(_ transitions: [Int]) -> BitSet {
    var statesToExit = BitSet(size: tables.size)
    for range in transitions.compactMap({ tables.exitRange(of: $0, history) }) {
      statesToExit.formUnion(active.members(from: range.lowerBound, through: range.upperBound))
    }
    return statesToExit
  }
}
