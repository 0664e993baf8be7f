// Goal: expressions mean what the specification's own cases say, and mistakes are found statically.
// Method: every case of the folder `cel`, whatever its files are called, one outcome each.

import CEL
import Foundation
import Testing

@Suite struct CELConformance {
  /// Cases that ask for what the library has on purpose not, or for what they do not say.
  static let exclusions: [String: String] = [
    "core/parse.json bytes_literals triple_single_quoted_unescaped_punctuation": strayBackslash,
    "core/parse.json bytes_literals triple_double_quoted_unescaped_punctuation": strayBackslash,
    "checker/checking.json TestAllTypes{single_int32: 1, single_int in google.expr.proto3.test":
      literal,
    "checker/checking.json x.single_timestamp == google.protobuf.Ti": literal,
    "checker/checking.json x.single_bool_wrapper == google.protobuf": literal,
    "checker/checking.json x == google.protobuf.Any{ type_url:'type": literal,
    "checker/checking.json x == google.protobuf.Any{ type_url:'type #2": literal,
    "checker/checking.json TestAllTypes{}.repeated_nested_message in google.expr.proto2.test":
      literal,
    "checker/checking.json TestAllTypes{}.repeated_nested_message in google.expr.proto3.test":
      literal,
  ]
  private static let literal = "a literal of a protocol buffer message, which the library has not"
  private static let strayBackslash =
    "wants a backslash that its literal has not; the same literal as a string wants none"

  @Test func `every case of the specification and of the checker`() throws {
    guard let folder = PublicSuite.folder("cel", suite: "CELConformance") else { return }
    var tally = Tally("CELConformance", exclusions: Self.exclusions)
    var folders: [String: (passed: Int, total: Int)] = [:]
    for path in PublicSuite.files(below: folder, ending: ".json") {
      let data = try Data(contentsOf: folder.appending(path: path))
      let file = try JSONSerialization.jsonObject(with: data) as? [String: Any] ?? [:]
      let before = tally.passed
      var total = 0
      for (name, problem) in Self.evaluationCases(file) + Self.checkerCases(file) {
        total += 1
        tally.note("\(path) \(name)", problem)
      }
      let passed = tally.passed - before
      print("  \(path): \(passed) of \(total)")
      let top = path.split(separator: "/").dropLast().joined(separator: "/")
      let sum = folders[top] ?? (0, 0)
      folders[top] = (sum.passed + passed, sum.total + total)
    }
    for (name, sum) in folders.sorted(by: { $0.key < $1.key }) {
      print("  \(name): \(sum.passed) of \(sum.total)")
    }
    tally.close()
  }

  // MARK: The specification's cases

  /// The cases of a `SimpleTestFile`: each with nil, or with what is wrong.
  private static func evaluationCases(_ file: [String: Any]) -> [(name: String, problem: String?)] {
    var names = Names()
    return (file["section"] as? [[String: Any]] ?? []).flatMap { section in
      (section["test"] as? [[String: Any]] ?? []).map { test in
        let name = names.unique("\(section["name"] ?? "") \(test["name"] ?? "")")
        return (name, evaluationProblem(test))
      }
    }
  }

  private static func evaluationProblem(_ test: [String: Any]) -> String? {
    guard let source = test["expr"] as? String else { return "no expression" }
    var declarations = CELDeclarations(test["typeEnv"])
    var values: [String: Value] = [:]
    for (name, binding) in test["bindings"] as? [String: [String: Any]] ?? [:] {
      guard let value = CELJSON.value(binding["value"]) else { return "binding \(name) unread" }
      values[name] = value
      if declarations.variables[name] == nil { declarations.variables[name] = .dyn }
    }
    if let unread = declarations.unread { return "type \(unread) unread" }
    let environment = declarations.environment(container: test["container"] as? String ?? "")
    let isUnchecked = test["disableCheck"] as? Bool ?? false
    let compilation = environment.compile(source, checking: isUnchecked ? .none : .strict)
    guard let program = compilation.program else {
      return "«\(source)» is refused: \(compilation.problems.map(\.description))"
    }
    var expected = test["value"] ?? ["boolValue": true]
    if let typed = test["typedResult"] as? [String: Any] {
      guard let type = CELJSON.type(typed["deducedType"]) else { return "deduced type unread" }
      guard program.type == type else {
        return "«\(source)» has the type \(program.type), not \(type)"
      }
      if test["checkOnly"] as? Bool == true { return nil }
      guard let result = typed["result"] else { return nil }
      expected = result
    }
    guard test["unknown"] == nil else { return "the library knows no unknown values" }
    let wantsError = test["evalError"] != nil
    do throws(EvaluationError) {
      let value = try program.evaluate(VariablesActivation(values), costLimit: 1_000_000)
      if wantsError { return "«\(source)» gives \(value), not an error" }
      if CELJSON.isSame(value, as: expected) { return nil }
      return "«\(source)» gives \(value), not \(expected)"
    } catch {
      return wantsError ? nil : "«\(source)» fails: \(error)"
    }
  }

  // MARK: The checker's cases

  private static func checkerCases(_ file: [String: Any]) -> [(name: String, problem: String?)] {
    var names = Names()
    return (file["tests"] as? [[String: Any]] ?? []).map { test in
      let original = test["original"] as? [String: Any] ?? [:]
      let source = original["expr"] as? String ?? ""
      let start = source.split(whereSeparator: \.isWhitespace).joined(separator: " ").prefix(40)
      let container = (original["container"] as? String).map { " in " + $0 } ?? ""
      return (names.unique(start + container), checkerProblem(test, original, source))
    }
  }

  /// Names of cases, the second of a name with a number.
  private struct Names {
    private var counts: [String: Int] = [:]

    mutating func unique(_ name: String) -> String {
      let count = counts[name, default: 0] + 1
      counts[name] = count
      return count > 1 ? "\(name) #\(count)" : name
    }
  }

  /// An expression with an error must be refused, another must have the type that is given.
  private static func checkerProblem(
    _ test: [String: Any], _ original: [String: Any], _ source: String
  ) -> String? {
    let declarations = CELDeclarations(original["typeEnv"], isChecker: true)
    // The data was made without the extensions, and with a bound of 32 levels.
    let environment = declarations.environment(
      container: original["container"] as? String ?? "", extensions: [], depth: 32)
    let compilation = environment.compile(source)
    if test["error"] != nil {
      return compilation.program == nil ? nil : "«\(source)» must be refused"
    }
    if let unread = declarations.unread { return "type \(unread) unread" }
    guard let program = compilation.program else {
      return "«\(source)» is refused: \(compilation.problems.map(\.description))"
    }
    let type = test["type"] as? String ?? ""
    return program.type.description == type
      ? nil : "«\(source)» has the type \(program.type), not \(type)"
  }
}
