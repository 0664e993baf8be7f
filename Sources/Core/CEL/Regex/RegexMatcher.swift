// Runs a compiled regular expression over a text, in time proportional to both.

/// All places of a program at which a match may be, moved through the text in step (Thompson's
/// simulation of a nondeterministic automaton): each instruction is looked at once per code point at
/// most, whatever the pattern.
struct RegexMatcher {
  private let program: RegexProgram
  /// The instructions that read the next code point.
  private var readers: [Int] = []
  /// For each instruction, the last position at which it was reached.
  private var reached: [Int]
  private var open: [Int] = []
  private var steps = 0

  private init(_ program: RegexProgram) {
    self.program = program
    reached = Array(repeating: -1, count: program.instructions.count)
  }

  /// Whether the pattern matches anywhere in the text.
  static func matches(
    _ program: RegexProgram, _ text: String, _ meter: inout Meter
  ) throws(EvaluationError) -> Bool {
    // Setting up takes a place for each instruction.
    try meter.charge(program.instructions.count / RegexLimits.stepsPerCost)
    var matcher = RegexMatcher(program)
    return try matcher.search(text, &meter)
  }

  private mutating func search(
    _ text: String, _ meter: inout Meter
  ) throws(EvaluationError) -> Bool {
    var scalars = text.unicodeScalars.makeIterator()
    var place = Place(before: nil, after: scalars.next()?.value)
    var position = 0
    while true {
      if position == 0 || !program.isAnchored { open.append(0) }
      if open.isEmpty { return false }
      if close(at: position, place) { return true }
      guard let scalar = place.after else { return false }
      try pay(&meter)
      for reader in readers where reads(reader, scalar) { open.append(reader + 1) }
      place = Place(before: scalar, after: scalars.next()?.value)
      position += 1
    }
  }

  private mutating func pay(_ meter: inout Meter) throws(EvaluationError) {
    guard steps >= RegexLimits.stepsPerCost else { return }
    try meter.charge(steps / RegexLimits.stepsPerCost)
    steps %= RegexLimits.stepsPerCost
  }

  /// Follows all instructions that read nothing; whether the pattern matches here.
  private mutating func close(at position: Int, _ place: Place) -> Bool {
    readers.removeAll(keepingCapacity: true)
    while let index = open.popLast() {
      guard reached[index] != position else { continue }
      reached[index] = position
      steps += 1
      switch program.instructions[index] {
      case .scalar, .set, .any: readers.append(index)
      case .assertion(let assertion): if place.satisfies(assertion) { open.append(index + 1) }
      case .jump(let target): open.append(target)
      case .split(let first, let second):
        open.append(second)
        open.append(first)
      case .match: return true
      }
    }
    return false
  }

  private func reads(_ index: Int, _ scalar: UInt32) -> Bool {
    switch program.instructions[index] {
    case .scalar(let value): value == scalar
    case .set(let set): program.sets[set].contains(scalar)
    case .any: true
    case .assertion, .jump, .split, .match: false
    }
  }

  /// A place between two code points.
  private struct Place {
    var before: UInt32?
    var after: UInt32?

    func satisfies(_ assertion: Pattern.Assertion) -> Bool {
      switch assertion {
      case .textStart: before == nil
      case .textEnd: after == nil
      case .lineStart: before == nil || before == 0xA
      case .lineEnd: after == nil || after == 0xA
      case .wordBoundary: isWord(before) != isWord(after)
      case .noWordBoundary: isWord(before) == isWord(after)
      }
    }

    private func isWord(_ scalar: UInt32?) -> Bool {
      scalar.flatMap(Unicode.Scalar.init)?.isWordCharacter ?? false
    }
  }
}
