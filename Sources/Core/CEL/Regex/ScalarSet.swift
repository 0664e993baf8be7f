// A set of code points: what a character class stands for.

/// Code points by ranges and by general categories.
struct ScalarSet: Sendable {
  /// The ranges, in order, apart from each other once ``normalize()`` was called.
  private(set) var ranges: [ClosedRange<UInt32>] = []
  private var categories = Categories()
  /// Categories of which a code point has to have one in either case.
  private var foldedCategories = Categories()
  /// For each, the code points that have none of these categories in either case.
  private var foldedExclusions: [Categories] = []
  /// Whether the set is of all other code points.
  var isNegated = false

  /// All code points.
  static let all: ClosedRange<UInt32> = 0...0x10_FFFF

  /// General categories as bits; every code point has exactly one.
  struct Categories: Hashable, Sendable {
    var bits: UInt32 = 0

    /// All that there are.
    static let all = Categories(bits: (1 << 30) - 1)

    func contains(_ category: Unicode.GeneralCategory) -> Bool {
      bits & (1 << category.number) != 0
    }
  }

  init() {}

  init(_ ranges: [ClosedRange<UInt32>]) {
    self.ranges = ranges
    normalize()
  }

  /// Adds ranges, which for a negated class are those between the given ones.
  mutating func insert(
    _ added: [ClosedRange<UInt32>], isNegated: Bool = false, isFolded: Bool = false
  ) {
    guard isFolded || isNegated else {
      ranges += added
      return
    }
    var other = ScalarSet(added)
    if isFolded {
      other.ranges += CaseFolding.variants(of: other.ranges)
      other.normalize()
    }
    ranges += isNegated ? other.gaps : other.ranges
  }

  mutating func insert(_ added: Categories, isNegated: Bool, isFolded: Bool) {
    switch (isFolded, isNegated) {
    case (false, false): categories.bits |= added.bits
    case (false, true): categories.bits |= Categories.all.bits & ~added.bits
    case (true, false): foldedCategories.bits |= added.bits
    case (true, true):
      if !foldedExclusions.contains(added) { foldedExclusions.append(added) }
    }
  }

  /// Brings the ranges into the form that ``contains(_:)`` needs.
  mutating func normalize() {
    var merged: [ClosedRange<UInt32>] = []
    for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if let last = merged.last, range.lowerBound <= last.upperBound + 1 {
        merged[merged.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
      } else {
        merged.append(range)
      }
    }
    ranges = merged
  }

  /// The ranges between the ranges.
  private var gaps: [ClosedRange<UInt32>] {
    var gaps: [ClosedRange<UInt32>] = []
    var next = Self.all.lowerBound
    for range in ranges {
      if range.lowerBound > next { gaps.append(next...range.lowerBound - 1) }
      next = range.upperBound + 1
    }
    if next <= Self.all.upperBound { gaps.append(next...Self.all.upperBound) }
    return gaps
  }

  func contains(_ scalar: UInt32) -> Bool {
    (isInRanges(scalar) || isInCategories(scalar)) != isNegated
  }

  private func isInRanges(_ scalar: UInt32) -> Bool {
    var low = 0
    var high = ranges.count
    while low < high {
      let middle = (low + high) / 2
      if ranges[middle].upperBound < scalar { low = middle + 1 } else { high = middle }
    }
    return low < ranges.count && ranges[low].lowerBound <= scalar
  }

  private func isInCategories(_ scalar: UInt32) -> Bool {
    if categories.bits != 0, categories.hold(scalar) { return true }
    guard foldedCategories.bits != 0 || !foldedExclusions.isEmpty else { return false }
    let variants = CaseFolding.variants(of: scalar)
    func hasOne(of categories: Categories) -> Bool {
      categories.hold(scalar) || variants.contains(where: categories.hold)
    }
    if hasOne(of: foldedCategories) { return true }
    return foldedExclusions.contains { !hasOne(of: $0) }
  }
}

extension ScalarSet.Categories {
  fileprivate func hold(_ scalar: UInt32) -> Bool {
    Unicode.Scalar(scalar).map { contains($0.properties.generalCategory) } ?? false
  }

  /// The categories of a name such as `L` or `Lu`; nil for a name of none.
  init?(name: String) {
    let all = Unicode.GeneralCategory.named
    guard !name.isEmpty, name.count <= 2 else { return nil }
    let matching = all.filter { $0.name.hasPrefix(name) }
    guard !matching.isEmpty else { return nil }
    bits = matching.reduce(0) { $0 | 1 << $1.category.number }
  }
}

extension Unicode.GeneralCategory {
  /// The categories by the names that patterns use, in an order that gives each its bit.
  fileprivate static let named: [(name: String, category: Self)] = [
    ("Lu", .uppercaseLetter), ("Ll", .lowercaseLetter), ("Lt", .titlecaseLetter),
    ("Lm", .modifierLetter), ("Lo", .otherLetter), ("Mn", .nonspacingMark),
    ("Mc", .spacingMark), ("Me", .enclosingMark), ("Nd", .decimalNumber), ("Nl", .letterNumber),
    ("No", .otherNumber), ("Pc", .connectorPunctuation), ("Pd", .dashPunctuation),
    ("Ps", .openPunctuation), ("Pe", .closePunctuation), ("Pi", .initialPunctuation),
    ("Pf", .finalPunctuation), ("Po", .otherPunctuation), ("Sm", .mathSymbol),
    ("Sc", .currencySymbol), ("Sk", .modifierSymbol), ("So", .otherSymbol),
    ("Zs", .spaceSeparator), ("Zl", .lineSeparator), ("Zp", .paragraphSeparator),
    ("Cc", .control), ("Cf", .format), ("Cs", .surrogate), ("Co", .privateUse),
  ]

  /// The bit of the category; those without a name that patterns use share the last.
  fileprivate var number: UInt32 {
    switch self {
    case .uppercaseLetter: 0
    case .lowercaseLetter: 1
    case .titlecaseLetter: 2
    case .modifierLetter: 3
    case .otherLetter: 4
    case .nonspacingMark: 5
    case .spacingMark: 6
    case .enclosingMark: 7
    case .decimalNumber: 8
    case .letterNumber: 9
    case .otherNumber: 10
    case .connectorPunctuation: 11
    case .dashPunctuation: 12
    case .openPunctuation: 13
    case .closePunctuation: 14
    case .initialPunctuation: 15
    case .finalPunctuation: 16
    case .otherPunctuation: 17
    case .mathSymbol: 18
    case .currencySymbol: 19
    case .modifierSymbol: 20
    case .otherSymbol: 21
    case .spaceSeparator: 22
    case .lineSeparator: 23
    case .paragraphSeparator: 24
    case .control: 25
    case .format: 26
    case .surrogate: 27
    case .privateUse: 28
    case .unassigned: 29
    @unknown default: 29
    }
  }
}
