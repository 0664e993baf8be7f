// What the tests of this room share: a sample environment, and a generator with a seed.

import CEL

/// An environment like that of a workflow's guards.
enum Sample {
  static let partner = RecordType(name: "organisation", fields: ["nama": .string])
  static let data = RecordType(
    name: "data",
    fields: [
      "judul": .string, "putaran": .int, "nilai": .double, "berakhir": .opaque("date"),
      "mitra": .record(partner), "tanda": .list(.string), "bobot": .map(.string, .int),
    ])

  static let environment = Environment(
    variables: ["data": .record(data), "bebas": .dyn, "x.y": .int],
    overloads: [
      Overload("months", parameters: [.int], result: .opaque("period")) {
        (arguments) throws(EvaluationError) in
        guard case .int(let count) = arguments[0] else { throw .noSuchOverload("months") }
        return .opaque(Opaque(type: "period", first: count))
      },
      Overload(
        "_-_", parameters: [.opaque("date"), .opaque("period")], result: .opaque("date")
      ) { (arguments) throws(EvaluationError) in
        guard case .opaque(let date) = arguments[0], case .opaque(let period) = arguments[1] else {
          throw .noSuchOverload("_-_")
        }
        let first = date.first - 30 * period.first
        return .opaque(Opaque(type: "date", first: first))
      },
      Overload(
        "_<_", parameters: [.opaque("date"), .opaque("date")], result: .bool
      ) { (arguments) throws(EvaluationError) in
        guard case .opaque(let a) = arguments[0], case .opaque(let b) = arguments[1] else {
          throw .noSuchOverload("_<_")
        }
        return .bool(a.first < b.first)
      },
    ],
    contextFunctions: [ContextFunction("In", parameters: [.string], result: .bool)])

  static let variables: [String: Value] = [
    "data": .map([
      .string("judul"): .string("Nota Kesepahaman"), .string("putaran"): .int(2),
      .string("nilai"): .double(1.5), .string("berakhir"): date(1000),
      .string("mitra"): .map([.string("nama"): .string("Universitas")]),
      .string("tanda"): .list([.string("a"), .string("b")]),
      .string("bobot"): .map([.string("a"): .int(1), .string("b"): .int(2)]),
    ]),
    "bebas": .int(7), "x.y": .int(5),
  ]

  static func date(_ day: Int64) -> Value { .opaque(Opaque(type: "date", first: day)) }
}

/// An activation in which the chart is in one state.
struct StateActivation: Activation {
  var state: String

  func value(of variable: String) -> Value? { Sample.variables[variable] }

  func call(
    _ contextFunction: String, _ arguments: [Value]
  ) throws(EvaluationError) -> Value {
    guard contextFunction == "In" else { throw .noSuchOverload(contextFunction) }
    return .bool(arguments == [.string(state)])
  }
}

/// What became of a source text.
enum Outcome: Equatable {
  case value(Value)
  case error(EvaluationError)
  case problems([Problem])
}

/// Compiles and evaluates in the sample environment.
func outcome(
  _ source: String, in environment: Environment = Sample.environment, costLimit: Int = 100_000,
  checking: Environment.Checking = .strict
) -> Outcome {
  let compilation = environment.compile(source, checking: checking)
  guard let program = compilation.program else { return .problems(compilation.problems) }
  do throws(EvaluationError) {
    return .value(try program.evaluate(StateActivation(state: "aktif"), costLimit: costLimit))
  } catch {
    return .error(error)
  }
}

/// Compiles and evaluates with variables of the test's own.
func outcome(
  _ source: String, in environment: Environment, _ variables: [String: Value],
  checking: Environment.Checking = .strict
) -> Outcome {
  let compilation = environment.compile(source, checking: checking)
  guard let program = compilation.program else { return .problems(compilation.problems) }
  do throws(EvaluationError) {
    return .value(try program.evaluate(VariablesActivation(variables), costLimit: 100_000))
  } catch {
    return .error(error)
  }
}

/// A generator that gives the same numbers for the same seed (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
