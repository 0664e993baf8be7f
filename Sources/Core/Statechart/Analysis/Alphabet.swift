// The events that a chart can tell apart: one name stands for all that it treats alike.

/// Events as numbers, called symbols.
///
/// Two names are of one class when the same descriptors match them, so that the class of a name
/// is decided by the longest descriptor that matches it, and that descriptor, read as a name, can
/// stand for the class. The last class is that of names which only `*` matches.
struct Alphabet {
  let classCount: Int
  /// For each transition the classes that it listens to.
  let matched: ContiguousArray<BitSet>
  /// The classes that some transition listens to.
  let heard: BitSet
  /// The classes that the world may send at any moment.
  private(set) var external: BitSet
  /// For classes that only a timer sends: the states that own such timers.
  private(set) var timerOwners: [Int: [Int]] = [:]

  /// By symbol; those below `classCount` are the classes themselves.
  private var names: [String]
  private var classes: [Int]
  private var symbols: [String: Int]

  init(_ tables: ChartTables) {
    var names: [String] = []
    var symbols: [String: Int] = [:]
    for transition in tables.transitions {
      for descriptor in transition.events where !descriptor.isWildcard {
        if symbols[descriptor.prefix] == nil {
          symbols[descriptor.prefix] = names.count
          names.append(descriptor.prefix)
        }
      }
    }
    var other = "anything"
    while symbols[other] != nil { other += "_" }
    symbols[other] = names.count
    names.append(other)
    classCount = names.count
    classes = Array(names.indices)
    self.names = names
    self.symbols = symbols
    matched = Self.matches(tables, names, symbols)
    var heard = BitSet(size: names.count)
    for set in matched { heard.formUnion(set) }
    self.heard = heard
    external = BitSet(size: names.count)
    sortByOrigin(tables)
  }

  private static func matches(
    _ tables: ChartTables, _ names: [String], _ symbols: [String: Int]
  ) -> ContiguousArray<BitSet> {
    // A name is matched by itself and by every part of it that ends before a dot.
    let none = BitSet(size: names.count)
    var byDescriptor = ContiguousArray(repeating: none, count: names.count)
    for (symbol, name) in names.enumerated() {
      var prefix: Substring? = name[...]
      while let part = prefix {
        if let descriptor = symbols[String(part)] { byDescriptor[descriptor].insert(symbol) }
        prefix = part.lastIndex(of: ".").map { part[..<$0] }
      }
    }
    return ContiguousArray(
      tables.transitions.map { transition in
        var set = none
        for descriptor in transition.events {
          if descriptor.isWildcard {
            for symbol in names.indices { set.insert(symbol) }
          } else if let symbol = symbols[descriptor.prefix] {
            set.formUnion(byDescriptor[symbol])
          }
        }
        return set
      })
  }

  /// Who can send the events of each class.
  private mutating func sortByOrigin(_ tables: ChartTables) {
    let sent = tables.sentNames
    var owners: [String: [Int]] = [:]
    for state in tables.states {
      for timer in state.timers { owners[timer.event, default: []].append(state.index) }
    }
    for (symbol, name) in names.enumerated() {
      // `done.state.ID` comes from the interpreter alone.
      if name + "." == EventName.doneState || name.hasPrefix(EventName.doneState) { continue }
      if let states = owners[name], let sent, !sent.contains(name) {
        timerOwners[symbol] = states
      } else {
        external.insert(symbol)
      }
    }
  }

  /// Whether the world may send events of this class while these states are active.
  func canArrive(_ eventClass: Int, in active: BitSet) -> Bool {
    if external.contains(eventClass) { return true }
    return timerOwners[eventClass]?.contains(where: active.contains) ?? false
  }

  func name(of symbol: Int) -> String { names[symbol] }

  func eventClass(of symbol: Int) -> Int { classes[symbol] }

  func eventClass(ofName name: String) -> Int {
    var prefix: Substring? = name[...]
    while let part = prefix {
      if let symbol = symbols[String(part)], symbol < classCount { return symbol }
      prefix = part.lastIndex(of: ".").map { part[..<$0] }
    }
    return classCount - 1
  }

  /// The symbol of an event that the chart raises; nil when no transition listens to it, for
  /// then it comes and goes without a trace.
  mutating func symbol(forRaised name: String) -> Int? {
    let eventClass = eventClass(ofName: name)
    guard heard.contains(eventClass) else { return nil }
    if let symbol = symbols[name], classes[symbol] == eventClass { return symbol }
    symbols[name] = names.count
    names.append(name)
    classes.append(eventClass)
    return names.count - 1
  }
}

extension ChartTables {
  /// Every block of content of the chart.
  var blocks: [[Content]] {
    var blocks = globalInit.map { [$0] }
    for state in states {
      blocks += state.entry
      blocks += state.exit
      blocks += state.dataInit
      if let initial = state.initial { blocks.append(initial.content) }
      blocks += state.invocations.map(\.finalize)
    }
    return blocks + transitions.map(\.content)
  }

  /// The names that the chart sends, to whomever; nil when it sends names that it works out.
  fileprivate var sentNames: Set<String>? {
    var names: Set<String> = []
    var rest = blocks
    while let block = rest.popLast() {
      for content in block {
        switch content {
        case .send(let specification):
          if specification.eventExpression != nil { return nil }
          if let event = specification.event { names.insert(event) }
        case .conditional(let branches): rest += branches.map(\.content)
        case .forEach(_, _, _, let inner): rest.append(inner)
        case .raise, .assign, .log, .cancel, .start: break
        }
      }
    }
    return names
  }
}
