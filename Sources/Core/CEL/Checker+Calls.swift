// The checker's part for calls and macros: which overload fits, which types a loop has.

extension Checker {
  mutating func check(_ call: Syntax.Call, at range: Range<Int>) -> Checked {
    var call = call
    let isReceiver = takeTarget(of: &call)
    if isReceiver, let namespace = call.target?.qualifiedName, isNamespace(namespace) {
      return undeclared(call, in: namespace.text)
    }
    return apply(
      call.function, isAbsolute: call.isAbsolute, isReceiver: isReceiver, arguments(of: call),
      at: call.isOperator ? range : call.function.range)
  }

  /// Makes the target of a call an argument or a part of the function's name; whether it is an
  /// argument.
  private func takeTarget(of call: inout Syntax.Call) -> Bool {
    guard let target = call.target else { return false }
    // `math.greatest(1, 2)` may be the function of that name, not a call on a variable `math`.
    if let namespace = target.qualifiedName, !isLocal(namespace),
      let function = declared(
        namespace.text + "." + call.function.text, isAbsolute: namespace.isAbsolute)
    {
      call.function.text = function
      return false
    }
    call.arguments.insert(target, at: 0)
    return true
  }

  private mutating func arguments(of call: Syntax.Call) -> [Checked] {
    var arguments: [Checked] = []
    for argument in call.arguments { arguments.append(check(argument)) }
    return arguments
  }

  private mutating func apply(
    _ name: Syntax.Name, isAbsolute: Bool, isReceiver: Bool, _ arguments: [Checked],
    at range: Range<Int>
  ) -> Checked {
    guard let function = declared(name.text, isAbsolute: isAbsolute) else {
      report(
        .undeclaredFunction(name.text), at: name.range,
        suggestion: Suggestion.for(
          name.text, among: environment.functions.keys.filter { !$0.isOperatorName }))
      return .failure(.noSuchOverload(name.text))
    }
    let overloads = environment.functions[function, default: []].filter {
      $0.isReceiver == isReceiver
    }
    if overloads.isEmpty {
      report(.wrongForm(function: function, isReceiver: isReceiver), at: name.range)
      return .failure(.noSuchOverload(function))
    }
    return resolve(function, overloads, arguments, at: range)
  }

  private func declared(_ function: String, isAbsolute: Bool) -> String? {
    candidates(for: function, isAbsolute: isAbsolute).first {
      environment.functions[$0] != nil
    }
  }

  /// Whether a dotted name is none of a variable, but what the names of functions begin with.
  private func isNamespace(_ name: (text: String, isAbsolute: Bool)) -> Bool {
    guard !isLocal(name) else { return false }
    let head = String(name.text.prefix { $0 != "." })
    let isVariable = environment.variables.keys.contains {
      $0 == head || $0.hasPrefix(head + ".") || $0.hasSuffix("." + head)
    }
    return !isVariable && environment.functions.keys.contains { $0.hasPrefix(name.text + ".") }
  }

  /// A function that a namespace does not have: `math.flor(1.5)`.
  private mutating func undeclared(_ call: Syntax.Call, in namespace: String) -> Checked {
    let name = namespace + "." + call.function.text
    let known = environment.functions.keys.filter { $0.hasPrefix(namespace + ".") }
    report(
      .undeclaredFunction(name), at: call.function.range,
      suggestion: Suggestion.for(name, among: Array(known)))
    for argument in call.arguments.dropFirst() { _ = check(argument) }
    return .failure(.noSuchOverload(name))
  }

  /// Collects the overloads that fit (specification, «Overloading»): several may, where an argument
  /// is `dyn`; the result is then of their common type, or `dyn`.
  private mutating func resolve(
    _ function: String, _ overloads: [Overload], _ arguments: [Checked], at range: Range<Int>,
    isAdapted: Bool = false
  ) -> Checked {
    let types = arguments.map(\.type)
    let open = types.contains { solver.resolve($0).isOpen }
    var matching: [Overload] = []
    var result: ValueType?
    for overload in overloads
    where overload.parameters.count == types.count && !overload.isDynamicOnly {
      let formal = solver.instantiate(overload.parameters + [overload.result])
      guard solver.assign(types, to: Array(formal.dropLast())) else { continue }
      matching.append(overload)
      let type = solver.resolve(formal[types.count])
      result = result.map { $0 == type ? type : .dyn } ?? type
    }
    let fitting = overloads.filter { $0.parameters.count == types.count }
    guard let result else {
      if !isAdapted, let adapted = adapted(arguments, to: overloads) {
        return resolve(function, overloads, adapted, at: range, isAdapted: true)
      }
      if !types.contains(.error) {
        report(
          .noMatchingOverload(
            function: function, arguments: types.map { solver.resolve($0, isFinal: true) },
            candidates: overloads.filter { !$0.isDynamicOnly }.map(\.parameters)), at: range)
      }
      // Without checking, the call may still find an overload when it is evaluated.
      let node = Node.call(function, fitting, arguments.map(\.node), isOpen: true)
      return Checked(type: .error, node: node)
    }
    let chosen = matching.count == 1 && !open ? matching : fitting
    let node = Node.call(
      function, chosen, arguments.map(\.node), isOpen: matching.count > 1 || open)
    let value = chosen.count == 1 ? known(chosen[0], arguments, at: range) : nil
    // What is known is not worked out again at each evaluation; it stays a call to literals that
    // would adapt, for only what is written down may change its type.
    let isKept = value.map { if case .int = $0 { true } else { false } } ?? true
    return Checked(
      type: result, node: isKept ? node : value.map(Node.constant) ?? node, known: value)
  }

  // MARK: Macros

  mutating func check(_ loop: Syntax.Comprehension) -> Checked {
    let subject = check(loop.subject)
    let types = variableTypes(of: subject.type, count: loop.second == nil ? 1 : 2, loop)
    let slot = declare(loop.variable.text, types[0])
    let secondSlot = loop.second.map { declare($0.text, types[1]) }
    let filter = loop.filter.map { predicate($0) }
    let body = check(loop.body)
    forgetLocals(loop.second == nil ? 1 : 2)
    if loop.kind.isPredicate { expectBool(body.type, at: loop.body.range) }
    let node = Node.Comprehension(
      kind: loop.kind, macro: loop.macro.text, place: loop.macro.range, subject: subject.node,
      slot: slot, secondSlot: secondSlot, filter: filter?.node, body: body.node)
    return Checked(
      type: resultType(of: loop, subject: subject.type, body: body.type),
      node: .comprehension(node))
  }

  private mutating func predicate(_ syntax: Syntax) -> Checked {
    let checked = check(syntax)
    expectBool(checked.type, at: syntax.range)
    return checked
  }

  private mutating func expectBool(_ type: ValueType, at range: Range<Int>) {
    if !solver.assign([type], to: [.bool]) {
      let found = solver.resolve(type, isFinal: true)
      report(.wrongResultType(expected: .bool, found: found), at: range)
    }
  }

  /// One variable is an element or a key; two are index and element, or key and value.
  private mutating func variableTypes(
    of subject: ValueType, count: Int, _ loop: Syntax.Comprehension
  ) -> [ValueType] {
    switch solver.resolve(subject) {
    case .list(let element): return count == 1 ? [element] : [.int, element]
    case .map(let key, let value): return [key, value]
    case .dyn, .parameter: return [.dyn, .dyn]
    case .error: break
    case let other:
      report(.notIterable(solver.resolve(other, isFinal: true)), at: loop.subject.range)
    }
    return [.error, .error]
  }

  private mutating func resultType(
    of loop: Syntax.Comprehension, subject: ValueType, body: ValueType
  ) -> ValueType {
    switch loop.kind {
    case .all, .exists, .existsOne: return .bool
    case .list: return .list(solver.resolve(body))
    case .map:
      switch solver.resolve(subject) {
      case .map(let key, _): return .map(key, body)
      case .list: return .map(.int, body)
      default: return .map(.dyn, body)
      }
    case .entries:
      let wanted = ValueType.map(solver.fresh(), solver.fresh())
      if !solver.assign([body], to: [wanted]) {
        let found = solver.resolve(body, isFinal: true)
        report(
          .wrongResultType(expected: .map(.dyn, .dyn), found: found), at: loop.body.range)
      }
      return solver.resolve(wanted)
    }
  }
}

extension Syntax.Comprehension.Kind {
  /// Whether the body is a condition.
  var isPredicate: Bool {
    switch self {
    case .all, .exists, .existsOne: true
    case .list, .map, .entries: false
    }
  }
}

extension Node {
  /// The node of a call: the implementation itself where one overload fits for certain.
  fileprivate static func call(
    _ function: String, _ overloads: [Overload], _ arguments: [Node], isOpen: Bool
  ) -> Node {
    let overloads = overloads.map { $0.prepared(for: arguments) }
    // A special form looks at the kinds of its arguments itself, and no other overload shares its
    // name unless a host adds one.
    if let first = overloads.first,
      first.isSpecial ? overloads.allSatisfy(\.isSpecial) : overloads.count == 1 && !isOpen
    {
      return .call(first, arguments)
    }
    return .dispatch(name: function, overloads, arguments)
  }
}

extension Overload {
  fileprivate var isSpecial: Bool {
    if case .special = implementation { true } else { false }
  }
}

extension String {
  /// Whether this is an operator's internal name, which no author writes.
  fileprivate var isOperatorName: Bool {
    Operators.shown(self) != self
  }
}
