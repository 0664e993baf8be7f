// How lengths of time are written: as their seconds, such as `1.5s`.

extension Span: CustomStringConvertible {
  /// The length in seconds with as many decimals as it needs, such as `1.5s`.
  public var description: String {
    let sign = seconds < 0 || nanoseconds < 0 ? "-" : ""
    return sign + String(seconds.magnitude) + Self.decimals(of: nanoseconds.magnitude) + "s"
  }

  /// The decimals of a second after a point, without zeros at the end; nothing for none.
  static func decimals(of nanoseconds: UInt32) -> String {
    guard nanoseconds > 0 else { return "" }
    var digits = String(nanoseconds)
    digits = String(repeating: "0", count: 9 - digits.count) + digits
    while digits.hasSuffix("0") { digits.removeLast() }
    return "." + digits
  }
}
