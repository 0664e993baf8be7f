// Walks the tree of a program and adds up what each node may cost.

/// One estimate: each node has a cost and a size that no evaluation exceeds.
struct CostEstimator {
  let variables: [String: ValueType]
  let sizes: SizeAssumptions
  /// The sizes of the macros' variables, by slot.
  private var locals: [Extent]
  /// The loop that costs the most, with what is inside of it.
  private(set) var costliest: (cost: Amount, place: Range<Int>)?

  init(variables: [String: ValueType], sizes: SizeAssumptions, localCount: Int) {
    self.variables = variables
    self.sizes = sizes
    locals = Array(repeating: Extent(), count: localCount)
  }

  struct Estimate {
    var cost: Amount
    var extent: Extent

    init(_ cost: Amount, _ extent: Extent = Extent()) {
      self.cost = cost
      self.extent = extent
    }
  }

  /// The cost and the size of a node; its own cost is one.
  mutating func estimate(_ node: Node) -> Estimate {
    let one = Amount(1)
    switch node {
    case .constant(let value): return Estimate(one, Extent(of: value))
    case .local(let slot): return Estimate(one, locals[slot])
    case .fail: return Estimate(one)
    case .variable(let name):
      return Estimate(one, sizes.extent(of: variables[name] ?? .dyn, at: name))
    case .field(let operand, _), .optionalField(let operand, _):
      let inner = estimate(operand)
      if let (type, path) = declaration(of: node) {
        return Estimate(one + inner.cost, sizes.extent(of: type, at: path))
      }
      return Estimate(one + inner.cost, inner.extent.element)
    case .hasField(let operand, _): return Estimate(one + estimate(operand).cost)
    case .list(let elements): return list(elements)
    case .optionalList(let elements): return list(elements.map(\.node))
    case .map(let entries):
      let inner = list(entries.flatMap { [$0.key, $0.value] })
      return Estimate(
        inner.cost, Extent(count: Amount(entries.count), element: inner.extent.element))
    case .call(let overload, let arguments): return call([overload], arguments)
    case .dispatch(_, let overloads, let arguments):
      let call = call(overloads, arguments)
      // A form that is found at run time is evaluated as a node of constants.
      return Estimate(call.cost + Amount(1 + arguments.count), call.extent)
    case .comprehension(let loop): return estimate(loop)
    case .bind(let slot, let value, let body): return bound(slot, value, body)
    case .optionalMap(let slot, let value, let body, _): return bound(slot, value, body)
    }
  }

  private mutating func list(_ elements: [Node]) -> Estimate {
    let inner = elements.map { estimate($0) }
    return Estimate(
      Amount(1) + inner.reduce(Amount(0)) { $0 + $1.cost },
      Extent(count: Amount(elements.count), element: Extent.join(inner.map(\.extent))))
  }

  private mutating func bound(_ slot: Int, _ value: Node, _ body: Node) -> Estimate {
    let value = estimate(value)
    locals[slot] = value.extent
    let body = estimate(body)
    return Estimate(Amount(1) + value.cost + body.cost, body.extent)
  }

  /// The declared type of a field of records, and its path.
  private func declaration(of node: Node) -> (type: ValueType, path: String)? {
    switch node {
    case .variable(let name): return variables[name].map { ($0, name) }
    case .field(let operand, .string(let field)), .optionalField(let operand, .string(let field)):
      guard let (type, path) = declaration(of: operand) else { return nil }
      return type.fields?[field].map { ($0, path + "." + field) }
    default: return nil
    }
  }

  // MARK: Calls

  /// The costliest of the overloads that run time may choose.
  private mutating func call(_ overloads: [Overload], _ arguments: [Node]) -> Estimate {
    let inner = arguments.map { estimate($0) }
    let extents = inner.map(\.extent)
    if overloads.count == 1, case .special(.conditional) = overloads[0].implementation,
      inner.count == 3
    {
      return Estimate(
        Amount(1) + inner[0].cost + max(inner[1].cost, inner[2].cost), extents[1] | extents[2])
    }
    var price = Amount(0)
    var extent = Extent()
    for overload in overloads {
      if case .special(let form) = overload.implementation {
        price = max(price, Self.price(form, extents))
        extent = extent | Self.result(form, extents)
      } else {
        price = max(price, overload.price(extents, arguments))
        extent = extent | overload.result(extents, sizes)
      }
    }
    return Estimate(Amount(1) + inner.reduce(price) { $0 + $1.cost }, extent)
  }

  private static func price(_ form: SpecialForm, _ arguments: [Extent]) -> Amount {
    guard arguments.count > 1 else { return Amount(0) }
    let (first, second) = (arguments[0], arguments[1])
    switch form {
    case .equal, .notEqual: return min(first.comparison, second.comparison)
    case .contained:
      return max(first.size, second.count * min(first.comparison, second.element.comparison))
    case .index, .optionalIndex: return second.size
    case .and, .or, .conditional, .optionalOr, .optionalOrValue: return Amount(0)
    }
  }

  private static func result(_ form: SpecialForm, _ arguments: [Extent]) -> Extent {
    switch form {
    case .equal, .notEqual, .contained, .and, .or: Extent()
    case .index, .optionalIndex: arguments.first?.element ?? Extent()
    case .conditional: Extent.join(arguments.dropFirst())
    case .optionalOr, .optionalOrValue: Extent.join(arguments)
    }
  }

  // MARK: Loops

  private mutating func estimate(_ loop: Node.Comprehension) -> Estimate {
    let subject = estimate(loop.subject)
    let count = subject.extent.count
    locals[loop.slot] = subject.extent.element
    if let slot = loop.secondSlot { locals[slot] = subject.extent.element }
    var round = Amount(1)
    if let filter = loop.filter { round += estimate(filter).cost }
    let body = estimate(loop.body)
    round += body.cost
    if loop.kind == .entries { round += body.extent.count }
    // A map pays for each entry before it is walked.
    let cost = Amount(1) + subject.cost + count + count * round
    if cost > costliest?.cost ?? Amount(0) { costliest = (cost, loop.place) }
    let extent =
      switch loop.kind {
      case .all, .exists, .existsOne: Extent()
      case .list: Extent(count: count, element: body.extent)
      case .map: Extent(count: count, element: subject.extent.element | body.extent)
      case .entries: Extent(count: count * body.extent.count, element: body.extent.element)
      }
    return Estimate(cost, extent)
  }
}

extension ValueType {
  /// The fields of a record, which may be null or absent.
  fileprivate var fields: [String: ValueType]? {
    switch self {
    case .record(let record): record.fields
    case .optional(let inner), .nullable(let inner): inner.fields
    default: nil
    }
  }
}
