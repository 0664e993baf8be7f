// The macros (specification, «Macros»), expanded in this one place.

/// Replaces calls that are macros by what they stand for.
enum Macros {
  /// What a call expands to, or nil where it is no macro: another name, or another number of
  /// arguments.
  static func expand(
    _ call: Syntax.Call, _ extensions: Set<Extension>
  ) throws(Problem) -> Syntax.Kind? {
    guard let target = call.target else {
      return call.function.text == "has" && call.arguments.count == 1
        ? try has(call) : nil
    }
    if extensions.contains(.bindings), call.function.text == "bind", call.arguments.count == 3,
      case .identifier("cel", _) = target.kind
    {
      return .bind(
        try variable(call, 0), call.arguments[1], body: call.arguments[2])
    }
    if extensions.contains(.optionals), call.arguments.count == 2,
      ["optMap", "optFlatMap"].contains(call.function.text)
    {
      return .optionalMap(
        try variable(call, 0), target, body: call.arguments[1],
        isFlat: call.function.text == "optFlatMap")
    }
    if extensions.contains(.math), let listed = listed(call) { return listed }
    if let loop = try loop(call, over: target) { return .comprehension(loop) }
    guard extensions.contains(.comprehensions) else { return nil }
    return try loopOfTwo(call, over: target).map { .comprehension($0) }
  }

  /// `has(e.f)`: whether the field is set.
  private static func has(_ call: Syntax.Call) throws(Problem) -> Syntax.Kind {
    guard case .select(let operand, let field) = call.arguments[0].kind else {
      throw Problem(
        .macroArgument(macro: "has", expected: "a field, as in has(a.b)"),
        at: call.arguments[0].range)
    }
    return .has(operand, field: field)
  }

  /// The macros of one variable.
  private static func loop(
    _ call: Syntax.Call, over target: Syntax
  ) throws(Problem) -> Syntax.Comprehension? {
    let arguments = call.arguments
    switch (call.function.text, arguments.count) {
    case ("all", 2): return try loop(.all, call, target)
    case ("exists", 2): return try loop(.exists, call, target)
    case ("exists_one", 2), ("existsOne", 2): return try loop(.existsOne, call, target)
    case ("map", 2): return try loop(.list, call, target)
    case ("map", 3): return try loop(.list, call, target, isFiltered: true)
    case ("filter", 2):
      var filtering = try loop(.list, call, target)
      filtering.filter = filtering.body
      filtering.body = Syntax(
        .identifier(filtering.variable.text, isAbsolute: false), at: filtering.variable.range)
      return filtering
    default: return nil
    }
  }

  /// The macros of two variables: index and element, or key and value.
  private static func loopOfTwo(
    _ call: Syntax.Call, over target: Syntax
  ) throws(Problem) -> Syntax.Comprehension? {
    switch (call.function.text, call.arguments.count) {
    case ("all", 3): return try loop(.all, call, target, variables: 2)
    case ("exists", 3): return try loop(.exists, call, target, variables: 2)
    case ("exists_one", 3), ("existsOne", 3):
      return try loop(.existsOne, call, target, variables: 2)
    case ("transformList", 3): return try loop(.list, call, target, variables: 2)
    case ("transformList", 4):
      return try loop(.list, call, target, variables: 2, isFiltered: true)
    case ("transformMap", 3): return try loop(.map, call, target, variables: 2)
    case ("transformMap", 4): return try loop(.map, call, target, variables: 2, isFiltered: true)
    case ("transformMapEntry", 3): return try loop(.entries, call, target, variables: 2)
    case ("transformMapEntry", 4):
      return try loop(.entries, call, target, variables: 2, isFiltered: true)
    default: return nil
    }
  }

  /// The variables come first, then the filter if there is one, then the body.
  private static func loop(
    _ kind: Syntax.Comprehension.Kind, _ call: Syntax.Call, _ target: Syntax, variables: Int = 1,
    isFiltered: Bool = false
  ) throws(Problem) -> Syntax.Comprehension {
    let first = try variable(call, 0)
    let second = variables == 2 ? try variable(call, 1) : nil
    if let second, second.text == first.text {
      throw Problem(
        .macroArgument(macro: call.function.text, expected: "two different variables"),
        at: second.range)
    }
    return Syntax.Comprehension(
      kind: kind, macro: call.function, subject: target, variable: first, second: second,
      filter: isFiltered ? call.arguments[variables] : nil,
      body: call.arguments[call.arguments.count - 1])
  }

  private static func variable(
    _ call: Syntax.Call, _ index: Int
  ) throws(Problem) -> Syntax.Name {
    let argument = call.arguments[index]
    guard case .identifier(let name, isAbsolute: false) = argument.kind else {
      throw Problem(
        .macroArgument(macro: call.function.text, expected: "the name of a variable"),
        at: argument.range)
    }
    // The specification's expansions keep their result under this name.
    guard name != "__result__" else { throw Problem(.reservedWord(name), at: argument.range) }
    return Syntax.Name(text: name, range: argument.range)
  }
}
