// Which code points differ in case only.

/// Simple case folding, from the mappings that Unicode gives each code point.
enum CaseFolding {
  /// The other code points that differ from this one in case only.
  static func variants(of scalar: UInt32) -> [UInt32] {
    guard scalar > 0x7F || (0x41...0x5A).contains(scalar & ~0x20) else { return [] }
    return table[scalar] ?? []
  }

  /// What the code points in these ranges differ from in case only, as ranges of one each.
  static func variants(of ranges: [ClosedRange<UInt32>]) -> [ClosedRange<UInt32>] {
    var found: [ClosedRange<UInt32>] = []
    for range in ranges {
      var index = firstIndex(notBefore: range.lowerBound)
      while index < cased.count, cased[index].scalar <= range.upperBound {
        for variant in cased[index].variants where !range.contains(variant) {
          found.append(variant...variant)
        }
        index += 1
      }
    }
    return found
  }

  /// The last code points that have a case are those of Adlam.
  private static let last: UInt32 = 0x1_E943

  private static let table: [UInt32: [UInt32]] = {
    var orbits: [UInt32: [UInt32]] = [:]
    for value in 0...last {
      guard let scalar = Unicode.Scalar(value), scalar.properties.changesWhenCaseMapped else {
        continue
      }
      orbits[folded(scalar), default: []].append(value)
    }
    var table: [UInt32: [UInt32]] = [:]
    for orbit in orbits.values where orbit.count > 1 {
      for member in orbit { table[member] = orbit.filter { $0 != member } }
    }
    return table
  }()

  /// The same in the order of the code points.
  private static let cased: [(scalar: UInt32, variants: [UInt32])] =
    table.map { ($0.key, $0.value) }.sorted { $0.0 < $1.0 }

  private static func firstIndex(notBefore scalar: UInt32) -> Int {
    var low = 0
    var high = cased.count
    while low < high {
      let middle = (low + high) / 2
      if cased[middle].scalar < scalar { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// The same code point for all that differ in case only.
  private static func folded(_ scalar: Unicode.Scalar) -> UInt32 {
    // The dotless i has the upper case of the i, but only some languages take one for the other.
    if scalar == "\u{131}" { return scalar.value }
    let upper = single(scalar.properties.uppercaseMapping) ?? scalar
    return (single(upper.properties.lowercaseMapping) ?? upper).value
  }

  private static func single(_ mapping: String) -> Unicode.Scalar? {
    let scalars = mapping.unicodeScalars
    return scalars.count == 1 ? scalars.first : nil
  }
}
