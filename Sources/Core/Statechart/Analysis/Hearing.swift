// Which transitions an innermost state asks, and which it never gets to ask.

/// The transitions that an active atomic state offers, in the order in which they are tried.
///
/// A transition without condition ends the search for every event that it listens to, so what
/// stands behind it is heard only for other events.
struct Hearing {
  /// A transition, and the classes of events for which it is asked at all.
  struct Offer {
    let transition: Int
    let classes: BitSet
  }

  /// Those that listen to events.
  let offers: [Offer]
  /// Those that need none.
  let eventless: [Int]
  /// By class of event: the transitions to ask.
  let byClass: [Int: [Int]]

  init(of atomic: Int, _ tables: ChartTables, _ alphabet: Alphabet) {
    var covered = BitSet(size: alphabet.classCount)
    var offers: [Offer] = []
    var byClass: [Int: [Int]] = [:]
    for index in tables.eventOrder[atomic] {
      var classes = alphabet.matched[index]
      classes.subtract(covered)
      if classes.isEmpty { continue }
      offers.append(Offer(transition: index, classes: classes))
      for eventClass in classes { byClass[eventClass, default: []].append(index) }
      if tables.transitions[index].condition == nil { covered.formUnion(classes) }
    }
    self.offers = offers
    self.byClass = byClass
    var eventless: [Int] = []
    for index in tables.eventlessOrder[atomic] {
      eventless.append(index)
      if tables.transitions[index].condition == nil { break }
    }
    self.eventless = eventless
  }
}
