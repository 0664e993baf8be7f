// Goal: the examples of the documentation run and give what is said there.
// Method: each stands here, white space aside; ArchitectureTests compares.

import CEL
import Testing

@Suite struct ExampleTests {
  @Test func `a text becomes a program, and mistakes are told`() throws {
    let environment = Environment(variables: [
      "agreement": .record(
        RecordType(name: "agreement", fields: ["copies": .int, "partner": .string]))
    ])
    let compilation = environment.compile(
      "agreement.copies >= 2 && agreement.partner.startsWith('univ')", expecting: .bool)
    let program = try #require(compilation.program)
    let activation = VariablesActivation([
      "agreement": .map([.string("copies"): .int(2), .string("partner"): .string("univ-ganesha")])
    ])
    let value = try program.evaluate(activation, costLimit: 1_000)
    #expect(value == .bool(true))
    let misspelt = environment.compile("agreement.copis >= 2").problems
    let mixed = environment.compile("agreement.copies + 'x'").problems
    #expect(misspelt.first?.suggestion == "copies")
    #expect(mixed.first?.range.isEmpty == false)
  }

  @Test func `a host's types are checked like those of the language`() throws {
    let money = ValueType.opaque("money")
    let rupiah = Overload("rupiah", parameters: [.int], result: money) {
      arguments throws(EvaluationError) in
      guard case .int(let amount) = arguments[0] else { throw .noSuchOverload("rupiah") }
      return .opaque(Opaque(type: "money", first: amount))
    }
    let isLess = Overload("_<_", parameters: [money, money], result: .bool) {
      arguments throws(EvaluationError) in
      guard case .opaque(let left) = arguments[0], case .opaque(let right) = arguments[1] else {
        throw .noSuchOverload("_<_")
      }
      return .bool(left.first < right.first)
    }
    let market = Environment(variables: ["price": money], overloads: [rupiah, isLess])
    let program = try #require(market.compile("price < rupiah(500)", expecting: .bool).program)
    let cheap = VariablesActivation(["price": .opaque(Opaque(type: "money", first: 400))])
    #expect(try program.evaluate(cheap, costLimit: 100) == .bool(true))
    #expect(!market.compile("price < 500").problems.isEmpty)
  }
}
