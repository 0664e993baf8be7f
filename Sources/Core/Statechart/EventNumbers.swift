// Numbers for event names, so that whether a transition listens takes two comparisons.

/// The names that a chart's descriptors spell out, numbered so that a name and all that continue
/// it with a dot are a range.
///
/// `a` 1, `a.b` 2, `a.b.c` 3, `b` 4: the descriptor `a` listens to 1 through 3. An event gets the
/// number of the longest of these names that is its own or that it continues, and 0 when there is
/// none: then only `*` listens.
final class EventNumbers: Sendable {
  /// The numbers of the events that a descriptor matches.
  struct Range: Hashable, Sendable {
    let low: Int32
    let high: Int32

    func contains(_ number: Int32) -> Bool { low <= number && number <= high }
  }

  /// Every number.
  static let all = Range(low: 0, high: .max)

  /// The names by their numbers; that of 0 is none.
  private let names: ContiguousArray<String>
  /// The last number of the names that continue each name.
  private let lasts: ContiguousArray<Int32>
  /// A hash table of the numbers with 0 in free places, at least half of them. The dictionary of
  /// the standard library, made for keys that strangers choose, takes three times as long.
  private let places: ContiguousArray<Int32>
  /// Whether all descriptors are ASCII. Names outside it can be equal without having the same
  /// bytes, and have no number.
  private let isASCII: Bool

  init(_ descriptors: some Sequence<EventDescriptor>) {
    let prefixes = descriptors.filter { !$0.isWildcard }.map(\.prefix)
    isASCII = prefixes.allSatisfy(Self.isASCII)
    let sorted = isASCII ? Set(prefixes).sorted(by: Self.isBefore) : []
    names = [""] + sorted
    lasts =
      [.max]
      + sorted.indices.map { place in
        // The names that continue it come directly after it.
        let name = sorted[place]
        return Int32(
          sorted[place...].prefix { EventDescriptor.matches($0, prefix: name) }.endIndex)
      }
    var size = 2
    while size < 2 * names.count { size *= 2 }
    var places = ContiguousArray<Int32>(repeating: 0, count: size)
    for (place, name) in sorted.enumerated() {
      var free = Self.hash(name) & (size - 1)
      while places[free] != 0 { free = (free + 1) & (size - 1) }
      places[free] = Int32(place) + 1
    }
    self.places = places
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

  private static func hash(_ name: String) -> Int {
    var hash: UInt32 = 0
    let bytes = name.utf8.span
    for place in bytes.indices { hash = hash &* 31 &+ UInt32(bytes[place]) }
    // What differs in the last letters only would lie side by side: it is spread.
    hash = hash &* 0x9E37_79B1
    return Int(hash &>> 8)
  }

  /// The number of a name that some descriptor spells out; nil when none does.
  private func find(_ name: String) -> Int32? {
    var place = Self.hash(name) & (places.count - 1)
    while true {
      let number = places[place]
      if number == 0 { return nil }
      // Equal names can have other bytes, such as the sign for kelvin and K. They have more of
      // them: where a scalar outside ASCII is equal to one of ASCII, it is to one only.
      let known = names[Int(number)]
      if known == name, known.utf8.count == name.utf8.count { return number }
      place = (place + 1) & (places.count - 1)
    }
  }

  /// The number of an event; nil where only ``EventDescriptor/matches(_:)`` can tell.
  func number(of name: String) -> Int32? {
    guard isASCII else { return nil }
    return find(name) ?? numberOfContinued(name)
  }

  /// The number of the longest known name that this one continues.
  private func numberOfContinued(_ name: String) -> Int32? {
    guard Self.isASCII(name) else { return nil }
    var rest = name[...]
    while let dot = rest.utf8.lastIndex(of: UInt8(ascii: ".")) {
      rest = rest[..<dot]
      if let number = find(String(rest)) { return number }
    }
    return 0
  }

  /// The numbers of the events to which a descriptor of this chart listens.
  func range(of descriptor: EventDescriptor) -> Range {
    guard !descriptor.isWildcard, let number = find(descriptor.prefix) else { return Self.all }
    return Range(low: number, high: lasts[Int(number)])
  }
}
