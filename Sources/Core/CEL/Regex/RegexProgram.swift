// Compiles a regular expression to the instructions of a nondeterministic automaton.

/// A compiled regular expression.
struct RegexProgram: Sendable {
  let instructions: [Instruction]
  let sets: [ScalarSet]
  /// Whether it can match at the start of the text only.
  let isAnchored: Bool

  /// One step. What reads a code point goes on to the next instruction.
  enum Instruction: Sendable {
    case scalar(UInt32)
    /// A set by its index.
    case set(Int)
    case any
    case assertion(Pattern.Assertion)
    case jump(Int)
    /// Goes on at both.
    case split(Int, Int)
    case match
  }

  /// - Throws: What is wrong with the pattern.
  init(_ pattern: String) throws(PatternProblem) {
    let tree = try PatternParser.parse(pattern)
    var compiler = Compiler()
    try compiler.emit(tree)
    try compiler.append(.match)
    instructions = compiler.instructions
    sets = compiler.sets
    isAnchored = tree.startsAtTextStart
  }

  private struct Compiler {
    var instructions: [Instruction] = []
    var sets: [ScalarSet] = []

    mutating func append(_ instruction: Instruction) throws(PatternProblem) {
      guard instructions.count < RegexLimits.instructions else {
        throw PatternProblem(.tooLarge(most: RegexLimits.instructions), at: 0)
      }
      instructions.append(instruction)
    }

    mutating func emit(_ pattern: Pattern) throws(PatternProblem) {
      switch pattern {
      case .empty: break
      case .scalar(let value): try append(.scalar(value))
      case .set(let set):
        try append(.set(sets.count))
        sets.append(set)
      case .any: try append(.any)
      case .assertion(let assertion): try append(.assertion(assertion))
      case .sequence(let parts): for part in parts { try emit(part) }
      case .choice(let branches): try emit(choice: branches)
      case .repetition(let part, let least, let most): try emit(part, least, most)
      }
    }

    /// Each branch but the last begins with a split and ends with a jump behind them all.
    private mutating func emit(choice branches: [Pattern]) throws(PatternProblem) {
      var jumps: [Int] = []
      for (index, branch) in branches.enumerated() {
        let start = instructions.count
        let isLast = index == branches.count - 1
        if !isLast { try append(.split(start + 1, 0)) }
        try emit(branch)
        if !isLast {
          jumps.append(instructions.count)
          try append(.jump(0))
          instructions[start] = .split(start + 1, instructions.count)
        }
      }
      for jump in jumps { instructions[jump] = .jump(instructions.count) }
    }

    private mutating func emit(
      _ part: Pattern, _ least: Int, _ most: Int?
    ) throws(PatternProblem) {
      guard let most else { return try emitLoop(part, least) }
      for _ in 0..<least { try emit(part) }
      var splits: [Int] = []
      for _ in least..<most {
        splits.append(instructions.count)
        try append(.split(instructions.count + 1, 0))
        try emit(part)
      }
      for split in splits { instructions[split] = .split(split + 1, instructions.count) }
    }

    /// An unbounded repetition: the last copy that must match is the one that repeats.
    private mutating func emitLoop(_ part: Pattern, _ least: Int) throws(PatternProblem) {
      for _ in 0..<max(0, least - 1) { try emit(part) }
      let start = instructions.count
      if least == 0 { try append(.split(start + 1, 0)) }
      try emit(part)
      if least == 0 {
        try append(.jump(start))
        instructions[start] = .split(start + 1, instructions.count)
      } else {
        try append(.split(start, instructions.count + 1))
      }
    }
  }
}

extension Pattern {
  fileprivate var startsAtTextStart: Bool {
    switch self {
    case .assertion(.textStart): true
    case .sequence(let parts): parts.first?.startsAtTextStart ?? false
    case .choice(let branches): branches.allSatisfy(\.startsAtTextStart)
    default: false
    }
  }
}
