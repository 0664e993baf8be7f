// Writes doubles with a given number of decimals, rounded from their exact value.

/// The exact decimal digits of a finite double.
struct ExactDecimal {
  private let isNegative: Bool
  /// The digits, most significant first, without a zero at the start; empty for zero.
  private let digits: [UInt8]
  /// How many of the digits are decimals.
  private let scale: Int

  /// The exact value of a finite double.
  init(_ value: Double) {
    isNegative = value.sign == .minus
    guard value != 0 else {
      (digits, scale) = ([], 0)
      return
    }
    // |value| = significand · 2^exponent, with the significand odd.
    let significand = value.significand * 0x1p52
    var number = UInt64(significand)
    var exponent = Int(value.exponent) - 52
    let zeros = number.trailingZeroBitCount
    number >>= UInt64(zeros)
    exponent += zeros
    var whole = BigNumber(number)
    if exponent >= 0 {
      whole.multiply(by: 2, power: exponent)
      scale = 0
    } else {
      // Dividing by a power of two is multiplying by that of five and moving the point.
      whole.multiply(by: 5, power: -exponent)
      scale = -exponent
    }
    digits = whole.digits
  }

  /// With `precision` decimals, such as `-1.20`.
  func fixed(_ precision: Int) -> String {
    var shown = rounded(dropping: scale - precision)
    if scale < precision {
      shown += Array(repeating: 0, count: precision - scale)
    }
    if shown.count <= precision {
      shown = Array(repeating: 0, count: precision + 1 - shown.count) + shown
    }
    let point = shown.count - precision
    return text(shown[..<point], shown[point...])
  }

  /// With one digit before `precision` decimals and an exponent, such as `1.20e+00`.
  func scientific(_ precision: Int) -> String {
    guard !digits.isEmpty else {
      return text([0], ArraySlice(Array(repeating: 0, count: precision))) + "e+00"
    }
    var exponent = digits.count - 1 - scale
    var shown = rounded(dropping: digits.count - 1 - precision)
    if shown.count > precision + 1, shown.count > min(digits.count, precision + 1) {
      // Rounding up made one digit more, of which the last is zero.
      shown.removeLast()
      exponent += 1
    }
    shown += Array(repeating: 0, count: max(0, precision + 1 - shown.count))
    let power = String(exponent.magnitude)
    return text(shown[..<1], shown[1...]) + (exponent < 0 ? "e-" : "e+")
      + (power.count < 2 ? "0" : "") + power
  }

  private func text(_ whole: ArraySlice<UInt8>, _ decimals: ArraySlice<UInt8>) -> String {
    let sign = isNegative ? [Byte.minus] : []
    let point = decimals.isEmpty ? [] : [Byte.dot]
    let ascii = sign + whole.map { $0 + Byte.zero } + point + decimals.map { $0 + Byte.zero }
    return String(decoding: ascii, as: UTF8.self)
  }

  /// The digits without the last `count`, rounded to the nearest, halves to the even digit.
  private func rounded(dropping count: Int) -> [UInt8] {
    guard count > 0 else { return digits }
    guard count <= digits.count else { return [] }
    var kept = Array(digits.dropLast(count))
    let dropped = digits.suffix(count)
    let isHalf = dropped.first == 5 && dropped.dropFirst().allSatisfy { $0 == 0 }
    let isMore = (dropped.first ?? 0) >= 5 && !isHalf
    let isOdd = (kept.last ?? 0) % 2 == 1
    guard isMore || (isHalf && isOdd) else { return kept }
    var index = kept.count - 1
    while index >= 0, kept[index] == 9 {
      kept[index] = 0
      index -= 1
    }
    if index >= 0 { kept[index] += 1 } else { kept.insert(1, at: 0) }
    return kept
  }
}

/// A whole number of any size, in groups of nine decimal digits, the least significant first.
private struct BigNumber {
  private var groups: [UInt64] = []
  private static let group: UInt64 = 1_000_000_000

  init(_ value: UInt64) {
    var rest = value
    while rest > 0 {
      groups.append(rest % Self.group)
      rest /= Self.group
    }
  }

  mutating func multiply(by base: UInt64, power: Int) {
    var left = power
    while left > 0 {
      // As many factors at once as fit a group: 5^12 and 2^12 do.
      let count = min(left, 12)
      multiply(by: (0..<count).reduce(1) { product, _ in product * base })
      left -= count
    }
  }

  private mutating func multiply(by factor: UInt64) {
    var carry: UInt64 = 0
    for index in groups.indices {
      let product = groups[index] * factor + carry
      groups[index] = product % Self.group
      carry = product / Self.group
    }
    if carry > 0 { groups.append(carry) }
  }

  var digits: [UInt8] {
    var digits: [UInt8] = []
    for group in groups {
      var rest = group
      for _ in 0..<9 {
        digits.append(UInt8(rest % 10))
        rest /= 10
      }
    }
    while digits.last == 0 { digits.removeLast() }
    return digits.reversed()
  }
}

extension Double {
  /// The shortest decimal digits that read back as the same double, without an exponent.
  var plainText: String {
    if isNaN { return "NaN" }
    if isInfinite { return self < 0 ? "-Infinity" : "Infinity" }
    let text = magnitude.description
    let parts = text.split(separator: "e")
    let halves = parts[0].split(separator: ".")
    let whole = String(halves[0])
    let decimals = halves.count > 1 && halves[1] != "0" ? String(halves[1]) : ""
    let exponent = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
    let digits = whole + decimals
    let point = whole.utf8.count + exponent
    let sign = self.sign == .minus ? "-" : ""
    if point <= 0 { return sign + "0." + String(repeating: "0", count: -point) + digits }
    if point >= digits.utf8.count {
      return sign + digits + String(repeating: "0", count: point - digits.utf8.count)
    }
    return sign + digits.prefix(point) + "." + digits.dropFirst(point)
  }
}
