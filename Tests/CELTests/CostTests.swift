// Goal: the estimate of a program's cost holds for every evaluation, and a host can refuse by it.
// Method: known estimates, growth by declared sizes, and random programs held to their estimates.

import CEL
import Testing

@Suite struct CostTests {
  @Test(arguments: [
    ("1", 1), ("1 + 2", 3), ("data.putaran", 2), ("data.putaran > 1", 4),
    ("true ? 1 : 1 + 2 + 3", 7), ("[1, 2].all(x, x > 0)", 14), ("cel.bind(x, 1, x + x)", 5),
  ])
  func `each node costs one, a loop as much as its longest run`(source: String, most: Int) throws {
    let program = try #require(Sample.environment.compile(source).program)
    #expect(program.costEstimate().most == most)
  }

  @Test func `sizes of variables are assumed or declared`() throws {
    let program = try #require(Sample.environment.compile("data.tanda.all(t, t != '')").program)
    let usual = try #require(program.costEstimate().most)
    #expect(usual > SizeAssumptions.usualElements)
    let declared = SizeAssumptions(sizes: ["data.tanda": 3])
    let few = try #require(program.costEstimate(assuming: declared).most)
    #expect(few < 40)
    #expect(program.problem(costLimit: few, assuming: declared) == nil)
    let problem = try #require(program.problem(costLimit: few - 1, assuming: declared))
    #expect(problem == Problem(.tooCostly(most: few, limit: few - 1), at: 11..<14))
    #expect(
      problem.description
        == "cannot allow an expression that may cost \(few): \(few - 1) is the most; avoid loops "
        + "inside of loops, or declare smaller sizes")
  }

  @Test func `a loop inside of a loop is the reason, and what has no bound says so`() throws {
    let nested = "bebas.all(a, bebas.all(b, bebas.all(c, a == b && b == c)))"
    let program = try #require(Sample.environment.compile(nested).program)
    #expect(program.costEstimate().loop == 6..<9)
    #expect(try #require(program.costEstimate().most) > 1_000_000_000)
    #expect(program.problem(costLimit: 100_000)?.range == 6..<9)
    let doubling =
      "cel.bind(a, 'x'" + String(repeating: ", cel.bind(a, a.replace('', a)", count: 40)
      + ", a" + String(repeating: ")", count: 41)
    let endless = try #require(Sample.environment.compile(doubling).program)
    #expect(endless.costEstimate().most == nil)
    #expect(endless.problem(costLimit: 1_000)?.kind == .tooCostly(most: nil, limit: 1_000))
  }

  @Test func `random programs are checked, and none costs more than its estimate`() throws {
    let seed = UInt64.random(in: .min ... .max)
    var writer = RandomExpression(seed: seed)
    let sizes = SizeAssumptions(stringBytes: 40, elements: 4, levels: 2)
    let activation = VariablesActivation(Sample.variables)
    var evaluated = 0
    for _ in 0..<4_000 {
      let source = writer.expression(depth: 5)
      for checking in [Environment.Checking.strict, .forAuthors, .none] {
        let compilation = Sample.environment.compile(source, checking: checking)
        guard let program = compilation.program else { continue }
        guard let most = program.costEstimate(assuming: sizes).most, most < 200_000 else {
          continue
        }
        evaluated += 1
        do throws(EvaluationError) {
          let value = try program.evaluate(activation, costLimit: most)
          let again = try program.evaluate(activation, costLimit: most)
          #expect(again == value, "seed \(seed): \(source)")
        } catch {
          if case .costLimitExceeded = error {
            Issue.record("seed \(seed): \(source) costs more than \(most)")
          }
        }
      }
    }
    #expect(evaluated > 2_000, "seed \(seed)")
  }

  @Test func `what is checked strictly has a value of its type or an error`() throws {
    let seed = UInt64.random(in: .min ... .max)
    var writer = RandomExpression(seed: seed)
    let activation = VariablesActivation(Sample.variables)
    for _ in 0..<4_000 {
      let source = writer.expression(depth: 4)
      for checking in [Environment.Checking.strict, .forAuthors] {
        guard let program = Sample.environment.compile(source, checking: checking).program,
          let value = try? program.evaluate(activation, costLimit: 20_000)
        else { continue }
        #expect(
          RandomExpression.holds(value, program.type), "seed \(seed): \(source) gave \(value)")
      }
    }
  }
}
