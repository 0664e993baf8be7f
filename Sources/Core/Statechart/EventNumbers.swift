// Numbers for event names, so that whether a transition listens takes two comparisons.

/// The names that a chart's descriptors spell out, numbered so that a name and all that continue
/// it with a dot are a range.
///
/// `a` 1, `a.b` 2, `a.b.c` 3, `b` 4: the descriptor `a` listens to 1 through 3. An event gets the
/// number of the longest of these names that is its own or that it continues, and 0 when there is
/// none: then only `*` listens.
struct EventNumbers: Sendable {
  /// The numbers of the events that a descriptor matches.
  struct Range: Hashable, Sendable {
    let low: Int32
    let high: Int32

    func contains(_ number: Int32) -> Bool { low <= number && number <= high }
  }

  /// Every number.
  static let all = Range(low: 0, high: .max)

  private let numbers: [String: Int32]
  /// The last number of the names that continue each name; 0 is no name.
  private var lasts: ContiguousArray<Int32> = [.max]
  /// How many bytes each name has.
  private var lengths: ContiguousArray<Int> = [0]
  /// Whether all descriptors are ASCII. Names outside it can be equal without having the same
  /// bytes, and have no number.
  private let isASCII: Bool

  init(_ descriptors: some Sequence<EventDescriptor>) {
    let names = descriptors.filter { !$0.isWildcard }.map(\.prefix)
    let isASCII = names.allSatisfy(Self.isASCII)
    self.isASCII = isASCII
    let sorted = isASCII ? Set(names).sorted(by: Self.isBefore) : []
    var numbers: [String: Int32] = [:]
    for (place, name) in sorted.enumerated() {
      numbers[name] = Int32(place) + 1
      lengths.append(name.utf8.count)
      // The names that continue it come directly after it.
      let range = sorted[place...].prefix { EventDescriptor.matches($0, prefix: name) }
      lasts.append(Int32(range.endIndex))
    }
    self.numbers = numbers
  }

  /// The order of the bytes, with the dot before all others: what continues a name with a dot
  /// comes before what continues it otherwise.
  private static func isBefore(_ left: String, _ right: String) -> Bool {
    let dot = UInt8(ascii: ".")
    return left.utf8.lexicographicallyPrecedes(right.utf8) { left, right in
      left != right && (left == dot || (right != dot && left < right))
    }
  }

  private static func isASCII(_ name: String) -> Bool { name.utf8.allSatisfy { $0 < 0x80 } }

  /// The number of an event; nil where only ``EventDescriptor/matches(_:)`` can tell.
  func number(of name: String) -> Int32? {
    guard isASCII else { return nil }
    if let number = numbers[name] {
      // A name may equal an ASCII one that has other bytes, such as the sign for kelvin and K. It
      // then has more of them: each of its scalars outside ASCII is equal to one of ASCII.
      return lengths[Int(number)] == name.utf8.count ? number : nil
    }
    return numberOfContinued(name)
  }

  /// The number of the longest known name that this one continues.
  private func numberOfContinued(_ name: String) -> Int32? {
    guard Self.isASCII(name) else { return nil }
    var rest = name[...]
    while let dot = rest.utf8.lastIndex(of: UInt8(ascii: ".")) {
      rest = rest[..<dot]
      if let number = numbers[String(rest)] { return number }
    }
    return 0
  }

  /// The numbers of the events to which a descriptor of this chart listens.
  func range(of descriptor: EventDescriptor) -> Range {
    guard !descriptor.isWildcard, let number = numbers[descriptor.prefix] else { return Self.all }
    return Range(low: number, high: lasts[Int(number)])
  }
}
