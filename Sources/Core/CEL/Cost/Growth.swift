// How large the results of functions may be, and what functions pay that count their own work.

/// How the size of a function's result follows from the sizes of its arguments.
enum Growth {
  /// Together at most as large as the arguments.
  case sum
  /// An element of an argument.
  case element
  /// Parts of an argument's text, in a list.
  case parts
  /// What one gets by writing each argument once for each byte of all: the most that any function of
  /// the library makes.
  case product

  /// The functions of the library whose results are small; all others may be products.
  private static let known: [String: Growth] = [
    "_+_": .sum, "dyn": .sum, "string": .sum, "bytes": .sum, "optional.of": .sum,
    "optional.ofNonZeroValue": .sum, "value": .sum, "optional.unwrap": .sum, "unwrapOpt": .sum,
    "first": .element, "last": .element, "substring": .sum, "charAt": .sum, "lowerAscii": .sum,
    "upperAscii": .sum, "trim": .sum, "reverse": .sum, "split": .parts, "base64.decode": .sum,
  ]

  static func of(_ function: String) -> Growth { known[function] ?? .product }

  /// The bytes of all arguments written once for each byte of all.
  static func product(_ arguments: [Extent]) -> Amount {
    let text = arguments.reduce(Amount(Extent.scalarText)) { $0 + $1.text }
    return text * text
  }

  func result(_ arguments: [Extent]) -> Extent {
    let bytes = arguments.reduce(Amount(0)) { $0 + $1.bytes }
    switch self {
    case .sum:
      return Extent(
        bytes: max(bytes, Amount(Extent.scalarText)),
        count: arguments.reduce(Amount(0)) { $0 + $1.count },
        element: Extent.join(arguments.map(\.element)))
    case .element: return Extent.join(arguments.map(\.element))
    case .parts: return Extent(count: bytes + Amount(1), element: Extent(bytes: bytes))
    case .product:
      let most = Self.product(arguments)
      let element = Extent.join(arguments.map(\.element)) | Extent(bytes: most)
      return Extent(bytes: most, count: most, element: element)
    }
  }
}

extension Overload {
  /// The size of the result.
  func result(_ arguments: [Extent], _ sizes: SizeAssumptions) -> Extent {
    switch result {
    case .null, .bool, .int, .uint, .double, .type, .timestamp, .duration, .opaque, .abstract:
      Extent()
    default: isHosts ? sizes.extent(of: result) : Growth.of(name).result(arguments)
    }
  }

  /// What a call pays, besides one for its node and what its arguments cost.
  func price(_ arguments: [Extent], _ nodes: [Node]) -> Amount {
    var price =
      switch cost {
      case .fixed(let cost): Amount(cost)
      case .bySize: arguments.reduce(Amount(0)) { $0 + $1.size }
      }
    if case .metered = implementation {
      price +=
        name == "matches"
        ? Self.priceOfMatching(arguments, nodes) : Growth.product(arguments)
    }
    return price
  }

  /// A regular expression is run over the text once, all of its instructions side by side.
  private static func priceOfMatching(_ arguments: [Extent], _ nodes: [Node]) -> Amount {
    guard arguments.count == 2 else { return .unbounded }
    var instructions = RegexLimits.instructions
    if case .constant(.string(let pattern)) = nodes[1] {
      instructions = (try? RegexProgram(pattern).instructions.count) ?? instructions
    }
    let run = (arguments[0].bytes + Amount(2)) * Amount(instructions)
    return Amount(instructions) + run / RegexLimits.stepsPerCost
  }
}
