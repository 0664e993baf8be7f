// Looks on after a bound was hit, only for what nobody has seen yet.

extension Exploration {
  /// Follows only moments that show a state or a transition for the first time, and drives the
  /// regions of parallel states to their ends one after the other. All that is found is real,
  /// though not everything is found, and not always by the shortest way.
  mutating func scout() {
    makeRoom()
    var tried = BitSet(size: tables.size)
    var visited: Set<Int> = []
    var seeds = Set(firstRest.values).sorted()
    repeat {
      wander(from: seeds, &visited)
      seeds = []
      for state in tables.states where state.kind == .parallel && !tried.contains(state.index) {
        guard let first = firstRest[state.index], !isGoalReached else { continue }
        tried.insert(state.index)
        if !done.contains(state.index) { seeds += drive(state.index, from: first) }
      }
      seeds += Set(firstRest.values).sorted()
      seeds.removeAll(where: visited.contains)
    } while !seeds.isEmpty && hasRoom && !isGoalReached
  }

  /// Sends every event at every moment of a list that grows by what shows something new.
  private mutating func wander(from seeds: [Int], _ visited: inout Set<Int>) {
    var list = seeds
    var place = 0
    var seen = graph.entered
    while place < list.count, hasRoom, !isGoalReached {
      visited.insert(list[place])
      for eventClass in moves.arrivals(at: graph.moments[list[place]]) {
        let fired = graph.fired
        let level = outcomes(at: list[place], of: eventClass)
        let hasFired = graph.fired != fired
        for number in level where graph.rests[number] {
          let active = graph.moments[number].active
          guard hasFired || !active.isSubset(of: seen) else { continue }
          seen.formUnion(active)
          list.append(number)
        }
      }
      place += 1
    }
  }

  /// All moments after one event, up to where the chart waits again. Those that are known are
  /// looked at once more, for their ways on may not have been.
  private mutating func outcomes(at number: Int, of eventClass: Int) -> [Int] {
    var level: [Int] = []
    var seen: Set<Int> = []
    send(eventClass, at: number) { reached, _ in
      if seen.insert(reached).inserted { level.append(reached) }
    }
    var place = 0
    while place < level.count, hasRoom {
      expand(level[place]) { reached, _ in
        if seen.insert(reached).inserted { level.append(reached) }
      }
      place += 1
    }
    return level
  }

  /// Brings the regions of a parallel state into a final state, one after the other.
  ///
  /// - Returns: the moments in which the chart waits after that.
  private mutating func drive(_ parallel: Int, from first: Int) -> [Int] {
    var number = first
    var finished: [Int] = []
    for region in tables.states[parallel].children {
      if !moves.isInFinalState(region, in: graph.moments[number]) {
        guard
          let next = lead(region, from: number, keeping: finished, of: parallel)
        else { return [] }
        if done.contains(parallel) { return next }
        guard let one = next.first else { return [] }
        number = one
      }
      finished.append(region)
    }
    return []
  }

  /// Looks for moments in which a region is in a final state and those before it still are.
  /// Moments count as one when they are alike inside the region.
  private mutating func lead(
    _ region: Int, from first: Int, keeping finished: [Int], of parallel: Int
  ) -> [Int]? {
    let last = tables.lastDescendants[region]
    var seen: Set<BitSet> = []
    var list = [first]
    var place = 0
    while place < list.count, hasRoom {
      for eventClass in moves.arrivals(at: graph.moments[list[place]]) {
        let level = outcomes(at: list[place], of: eventClass)
        if done.contains(parallel) { return level.filter { graph.rests[$0] } }
        for number in level where graph.rests[number] {
          let moment = graph.moments[number]
          guard moment.active.contains(parallel),
            finished.allSatisfy({ moves.isInFinalState($0, in: moment) })
          else { continue }
          if moves.isInFinalState(region, in: moment) { return [number] }
          if seen.insert(moment.active.members(from: region, through: last)).inserted {
            list.append(number)
          }
        }
      }
      place += 1
    }
    return nil
  }
}
