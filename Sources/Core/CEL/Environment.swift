// The door of the room: declare an environment, compile a source text, get a program or problems.

/// What an expression may use: variables with their types, and functions.
///
/// Making one merges the host's overloads into the standard library's table; make it once and
/// compile many sources with it.
public struct Environment: Sendable {
  /// The type of each variable. A name may be qualified: `x.y`.
  public let variables: [String: ValueType]
  /// The namespace in which names are resolved first, such as `com.example`; empty for none.
  public let container: String
  /// The parts of the language beyond its core that it has.
  public let extensions: Set<Extension>
  /// The most levels that a source text may be nested.
  public let depth: Int
  let functions: [String: [Overload]]

  /// Declares an environment: the standard library, and what the host adds to it.
  ///
  /// - Parameters:
  ///   - variables: The type of each variable.
  ///   - overloads: The functions and operators of the host.
  ///   - contextFunctions: The functions whose answers come from the activation.
  ///   - container: The namespace in which names are resolved first.
  ///   - extensions: The parts of the language beyond its core; all, unless the host chooses.
  ///   - depth: The most levels of nesting; at most 50, which is also what nil means.
  ///   - zones: The rules of named time zones; without them only `UTC` and fixed offsets are known.
  public init(
    variables: [String: ValueType], overloads: [Overload] = [],
    contextFunctions: [ContextFunction] = [], container: String = "",
    extensions: Set<Extension> = Set(Extension.allCases), depth: Int? = nil,
    zones: ZoneOffsets = .fixedOnly
  ) {
    self.extensions = extensions
    self.depth = max(1, min(depth ?? Limits.depth, Limits.depth))
    self.variables = variables
    self.container = container
    var functions =
      extensions.count == Extension.allCases.count
      ? StandardLibrary.functions : StandardLibrary.functions(with: extensions)
    let added = StandardLibrary.accessors(in: zones) + overloads
    for overload in added + contextFunctions.map(\.overload) {
      functions[overload.name, default: []].append(overload)
    }
    self.functions = functions
  }

  /// How much a compilation asks of the types.
  public enum Checking: Hashable, Sendable {
    /// Every type error is a problem.
    case strict
    /// As ``strict``, with two differences that suit the authors of definitions.
    ///
    /// An integer literal stands for a double or an unsigned integer where only that fits and
    /// holds it exactly, so that `data.nilai > 10` is right for a double; nothing but a literal
    /// ever changes its type. And what is made of literals only, such as `date('2027-02-30')`, is
    /// tried: if it always fails, that is a problem. The functions of the host are called for it.
    case forAuthors
    /// Syntax only: what the types refuse becomes an error of evaluation, where it is reached.
    case none
  }

  /// Parses and checks a source text.
  ///
  /// Never fails otherwise than by reporting problems, whatever the text is. A lexical or
  /// syntactic problem hides the problems of types.
  ///
  /// - Parameters:
  ///   - source: The expression, at most 10,000 bytes of UTF-8.
  ///   - expecting: The type that the caller needs; another type is a problem.
  ///   - checking: Whether types are checked, as they should be.
  public func compile(
    _ source: String, expecting: ValueType? = nil, checking: Checking = .strict
  ) -> Compilation {
    let parsed = Parser.parse(source, extensions: extensions, depth: depth)
    guard let syntax = parsed.syntax else {
      return Compilation(program: nil, problems: parsed.problems)
    }
    var checker = Checker(environment: self, checking: checking)
    let checked = checker.checkRoot(syntax, expecting: expecting)
    if checking != .none, !checker.problems.isEmpty {
      return Compilation(program: nil, problems: Array(checker.problems.prefix(Limits.problems)))
    }
    return Compilation(
      program: Program(
        source: source, type: checked.type, references: checker.references, tree: checked.node,
        localCount: checker.localCount, variables: variables),
      problems: [])
  }
}

/// The answer of ``Environment/compile(_:expecting:checking:)``.
public struct Compilation: Sendable {
  /// The program; nil when there is any problem.
  public var program: Program?
  /// Every problem that was found, in the order of the source text.
  public var problems: [Problem]

  init(program: Program?, problems: [Problem]) {
    self.program = program
    self.problems = problems.sorted { $0.range.lowerBound < $1.range.lowerBound }
  }
}

/// A checked expression, ready to be evaluated any number of times, on any thread.
public struct Program: Sendable {
  /// The text that it was compiled from.
  public let source: String
  /// The type of its value.
  public let type: ValueType
  /// The paths of variables that it reads, such as `data.berakhir`; the longest path of each read.
  public let references: Set<String>
  let tree: Node
  let variables: [String: ValueType]
  private let root: Step
  let localCount: Int

  init(
    source: String, type: ValueType, references: Set<String>, tree: Node, localCount: Int,
    variables: [String: ValueType]
  ) {
    self.source = source
    self.type = type
    self.references = references
    self.tree = tree
    self.localCount = localCount
    self.variables = variables
    root = tree.step()
  }

  /// Evaluates the program.
  ///
  /// Every node that is evaluated costs one, and a function adds what it declares, so that the
  /// limit bounds time and memory.
  ///
  /// - Parameters:
  ///   - activation: The values of the variables.
  ///   - costLimit: The most that the evaluation may cost.
  /// - Throws: The error that the expression yields, or ``EvaluationError/costLimitExceeded(_:)``.
  public func evaluate(
    _ activation: some Activation, costLimit: Int
  ) throws(EvaluationError) -> Value {
    var evaluator = Evaluator(
      activation: activation, localCount: localCount, costLimit: costLimit)
    return try root(&evaluator)
  }
}
