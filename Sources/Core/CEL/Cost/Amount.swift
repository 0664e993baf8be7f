// Numbers that stay at the end of their range instead of overflowing.

/// A cost or a size that is at most so many units; beyond the range it is without bound.
struct Amount: Hashable, Comparable, Sendable {
  let units: Int

  init(_ units: Int) { self.units = max(0, units) }

  static let unbounded = Amount(.max)

  var isBounded: Bool { units < .max }

  static func < (left: Amount, right: Amount) -> Bool { left.units < right.units }

  static func + (left: Amount, right: Amount) -> Amount {
    let (sum, overflows) = left.units.addingReportingOverflow(right.units)
    return overflows ? .unbounded : Amount(sum)
  }

  static func * (left: Amount, right: Amount) -> Amount {
    let (product, overflows) = left.units.multipliedReportingOverflow(by: right.units)
    return overflows ? .unbounded : Amount(product)
  }

  static func / (left: Amount, right: Int) -> Amount {
    left.isBounded ? Amount(left.units / right) : left
  }

  static func += (left: inout Amount, right: Amount) { left = left + right }
}
