// What a program may cost at most, so that a host can refuse it before it ever runs.

/// How large the values of variables may be, for an estimate of the cost.
///
/// The host answers for it: an estimate holds for values within these sizes only. The limit of an
/// evaluation holds whatever the values are.
public struct SizeAssumptions: Hashable, Sendable {
  /// The most UTF-8 bytes of a string, and the most bytes of bytes.
  public var stringBytes: Int
  /// The most elements of a list, and the most entries of a map.
  public var elements: Int
  /// How many lists or maps may lie inside of each other where a type is `dyn`.
  public var levels: Int
  /// The most bytes or elements at the paths where less is known to be enough, such as
  /// `data.tanda`; a path is written as in ``Program/references``.
  public var sizes: [String: Int]

  /// Assumes these sizes; without any, those that suit the data of an agreement.
  public init(
    stringBytes: Int = Self.usualStringBytes, elements: Int = Self.usualElements,
    levels: Int = Self.usualLevels, sizes: [String: Int] = [:]
  ) {
    self.stringBytes = max(0, stringBytes)
    self.elements = max(0, elements)
    self.levels = max(0, min(levels, Limits.depth))
    self.sizes = sizes
  }

  /// The bytes of a string of some pages.
  public static let usualStringBytes = 10_000
  /// The elements of a long list.
  public static let usualElements = 1_000
  /// The levels of data that a person still oversees.
  public static let usualLevels = 3
}

/// The answer of ``Program/costEstimate(assuming:)``.
public struct CostEstimate: Hashable, Sendable {
  /// The most that an evaluation costs; nil where the number is beyond all bounds.
  public var most: Int?
  /// The loop that costs the most, by the UTF-8 offsets of its macro; nil where there is no loop.
  public var loop: Range<Int>?
}

extension Program {
  /// The most that an evaluation costs while the values of the variables are within these sizes.
  ///
  /// It may be far more than any evaluation really costs: it takes each loop to its end, both sides
  /// of each choice, and the largest value at each place.
  public func costEstimate(assuming sizes: SizeAssumptions = SizeAssumptions()) -> CostEstimate {
    var estimator = CostEstimator(variables: variables, sizes: sizes, localCount: localCount)
    let cost = estimator.estimate(tree).cost
    return CostEstimate(most: cost.isBounded ? cost.units : nil, loop: estimator.costliest?.place)
  }

  /// The problem of a program that may cost more than the limit; nil where it never does.
  public func problem(
    costLimit: Int, assuming sizes: SizeAssumptions = SizeAssumptions()
  ) -> Problem? {
    let estimate = costEstimate(assuming: sizes)
    if let most = estimate.most, most <= costLimit { return nil }
    return Problem(
      .tooCostly(most: estimate.most, limit: costLimit),
      at: estimate.loop ?? 0..<source.utf8.count)
  }
}
