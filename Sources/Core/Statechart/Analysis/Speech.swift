// Which internal events content may raise, whatever its expressions give.

/// Events that a piece of content raises, in order.
struct Utterance: Hashable {
  var symbols: [Int] = []
  /// Whether it ends early because an expression fails.
  var isCut = false

  static let silence = Utterance()
}

/// Reads content for the events that it may raise.
struct Speech {
  private(set) var alphabet: Alphabet
  private(set) var boundsHit: Set<AnalysisLimits.Bound> = []
  private let limits: AnalysisLimits

  /// What a piece of content may raise when it runs to its end, and when it fails on the way.
  private struct Ways {
    var whole: [[Int]] = [[]]
    var cut: [[Int]] = []

    static let silent = Ways()
    static let silentOrFails = Ways(cut: [[]])
    static let fails = Ways(whole: [], cut: [[]])
  }

  init(_ alphabet: Alphabet, limits: AnalysisLimits) {
    self.alphabet = alphabet
    self.limits = limits
  }

  mutating func symbol(forRaised name: String) -> Int? { alphabet.symbol(forRaised: name) }

  /// What a block may raise. A block that raises nothing has silence as its only utterance.
  mutating func utterances(of block: [Content]) -> [Utterance] {
    let ways = ways(of: block)
    let whole = Set(ways.whole)
    return ways.whole.map { Utterance(symbols: $0) }
      + ways.cut.filter { !whole.contains($0) }.map { Utterance(symbols: $0, isCut: true) }
  }

  private mutating func ways(of block: [Content]) -> Ways {
    var result = Ways.silent
    for content in block {
      let next = ways(of: content)
      result.cut = distinct(result.cut + product(result.whole, next.cut))
      result.whole = distinct(product(result.whole, next.whole))
    }
    return result
  }

  private mutating func ways(of content: Content) -> Ways {
    switch content {
    case .raise(let name):
      return Ways(whole: [symbol(forRaised: name).map { [$0] } ?? []])
    case .log(_, let value): return value == nil ? .silent : .silentOrFails
    case .assign: return .silentOrFails
    case .cancel(let id, let expression):
      return expression != nil ? .silentOrFails : id == nil ? .fails : .silent
    case .start: return .silentOrFails
    case .conditional(let branches):
      // A condition that fails is false and ends nothing.
      var result = Ways(whole: branches.contains { $0.condition == nil } ? [] : [[]])
      for branch in branches {
        let ways = ways(of: branch.content)
        result.whole = distinct(result.whole + ways.whole)
        result.cut = distinct(result.cut + ways.cut)
      }
      return result
    case .forEach(_, _, _, let content): return turns(of: content)
    case .send(let specification): return ways(of: specification)
    }
  }

  private mutating func turns(of content: [Content]) -> Ways {
    let turn = ways(of: content)
    if turn.whole == [[]], turn.cut.allSatisfy(\.isEmpty) { return .silentOrFails }
    boundsHit.insert(.loopTurns)
    var result = Ways.silentOrFails
    var sofar: [[Int]] = [[]]
    for _ in 0..<limits.loopTurns {
      result.cut = distinct(result.cut + product(sofar, turn.cut))
      sofar = distinct(product(sofar, turn.whole))
      result.whole = distinct(result.whole + sofar)
      result.cut = distinct(result.cut + sofar)
    }
    return result
  }

  private mutating func ways(of send: SendSpecification) -> Ways {
    let canFail =
      send.eventExpression != nil || send.targetExpression != nil || send.typeExpression != nil
      || send.idLocation != nil || send.delayExpression != nil || !send.namelist.isEmpty
      || send.content != nil || send.type.map { !EventProcessor.types.contains($0) } == true
    let silent = canFail ? Ways.silentOrFails : Ways.silent
    guard send.typeExpression != nil || send.type.map(EventProcessor.types.contains) ?? true,
      send.targetExpression != nil || send.target == EventProcessor.internalTarget
    else { return silent }
    if let delay = send.delayMilliseconds, delay > 0, send.delayExpression == nil {
      return send.targetExpression == nil ? .fails : silent
    }
    var said: [[Int]] = []
    if send.eventExpression != nil {
      said = alphabet.heard.map { [$0] }
      said.append([])
    } else {
      said = [symbol(forRaised: send.event ?? "").map { [$0] } ?? []]
    }
    // It may go elsewhere, or never.
    if send.targetExpression != nil || send.typeExpression != nil || send.delayExpression != nil {
      said.append([])
    }
    return Ways(whole: distinct(said), cut: silent.cut)
  }

  // MARK: Sequences

  private func product(_ left: [[Int]], _ right: [[Int]]) -> [[Int]] {
    if right == [[]] { return left }
    return left.flatMap { head in right.map { head + $0 } }
  }

  private mutating func distinct(_ sequences: [[Int]]) -> [[Int]] {
    if sequences.count < 2 { return sequences }
    var seen: Set<[Int]> = []
    let result = sequences.filter { seen.insert($0).inserted }
    guard result.count > limits.outcomes else { return result }
    boundsHit.insert(.outcomes)
    return Array(result.prefix(limits.outcomes))
  }
}

extension Content {
  /// Whether it may change the data, and so what conditions say later.
  var changesData: Bool {
    switch self {
    case .assign, .forEach: true
    case .send(let specification): specification.idLocation != nil
    case .start(let specification): specification.idLocation != nil
    case .conditional(let branches): branches.contains { $0.content.contains(where: \.changesData) }
    case .raise, .log, .cancel: false
    }
  }
}
