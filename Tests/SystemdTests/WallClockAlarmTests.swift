// Goal: no wake is lost and none comes early, whatever happens between two waits.
// Method: the real clock and a real timer; order is forced by the calls, not by sleeping.

import Foundation
import Testing

@testable import Systemd

@Suite(.serialized)
struct WallClockAlarmTests {
  let alarm: WallClockAlarm

  init() throws {
    alarm = try WallClockAlarm()
  }

  @Test(arguments: [0, 1, -1, Int64.min, 1_000_000_000_000])
  func `what is past is due at once`(instant: Int64) async {
    #expect(await wake(alarm, instant) == .due)
  }

  @Test func `an alarm is never early`() async {
    for delay in [1, 2, 5, 13, 20] as [Int64] {
      let instant = alarm.now() + delay
      #expect(await wake(alarm, instant) == .due)
      #expect(alarm.now() >= instant)
    }
  }

  @Test func `an interrupt before the wait ends the wait, once`() async {
    alarm.interrupt()
    alarm.interrupt()
    #expect(await wake(alarm, nil) == .rearmed)
    #expect(await wake(alarm, alarm.now()) == .due)
  }

  @Test func `an interrupt comes before what is due`() async {
    alarm.interrupt()
    #expect(await wake(alarm, 0) == .rearmed)
    #expect(await wake(alarm, 0) == .due)
  }

  @Test(arguments: [nil, Int64.max])
  func `an interrupt ends a wait that has begun`(instant: Int64?) async {
    let alarm = alarm
    async let woken = wake(alarm, instant)
    // Before or after the wait begins: both must end it.
    alarm.interrupt()
    #expect(await woken == .rearmed)
  }

  @Test func `a cancelled task stops waiting, and the next wait is whole`() async {
    let alarm = alarm
    let task = Task { await wake(alarm, nil) }
    task.cancel()
    #expect(await task.value == .cancelled)
    let begun = Task { await wake(alarm, .max) }
    await Task.yield()
    begun.cancel()
    #expect(await begun.value == .cancelled)
    #expect(await wake(alarm, 0) == .due)
  }

  @Test func `a second wait takes over from the first`() async {
    let alarm = alarm
    await withTaskGroup(of: WallClockAlarm.Wake.self) { group in
      group.addTask { await wake(alarm, nil) }
      group.addTask { await wake(alarm, nil) }
      // Whichever waited first is woken by the other; the other needs the interrupt.
      #expect(await group.next() == .rearmed)
      alarm.interrupt()
      #expect(await group.next() == .rearmed)
    }
  }

  @Test func `interrupts from many tasks never leave a waiter asleep`() async {
    let alarm = alarm
    for _ in 0..<200 {
      await withTaskGroup(of: Void.self) { group in
        group.addTask { #expect(await wake(alarm, nil) == .rearmed) }
        group.addTask { alarm.interrupt() }
      }
    }
  }

  @Test func `the alarm's clock is the wall clock`() {
    var before = timespec()
    clock_gettime(CLOCK_REALTIME, &before)
    let now = alarm.now()
    #expect(now >= Int64(before.tv_sec) * 1000 + Int64(before.tv_nsec) / 1_000_000)
    #expect(now < 4_102_444_800_000)  // before 2100, so the unit is milliseconds
  }

  @Test func `setting the clock wakes the waiter, and one who waits only later`() async {
    let alarm = alarm
    guard setClockToItself() else {
      print("skipped: setting the clock to itself is not permitted here")
      return
    }
    // Set while nobody waited; the news may arrive on the fd or at the next arming.
    #expect(await alarm.wait(until: nil) == .clockWasSet)
    async let wake = alarm.wait(until: nil)
    await Task.yield()
    #expect(setClockToItself())
    #expect(await wake == .clockWasSet)
    #expect(await self.wake(alarm, 0) == .due)
  }

  /// Waits, and waits again where somebody on this machine set the clock meanwhile.
  private func wake(_ alarm: WallClockAlarm, _ instant: Int64?) async -> WallClockAlarm.Wake {
    while true {
      let wake = await alarm.wait(until: instant)
      if wake != .clockWasSet { return wake }
    }
  }

  /// Sets CLOCK_REALTIME to what it already is: no jump, but every watcher is told.
  private func setClockToItself() -> Bool {
    var now = timespec()
    clock_gettime(CLOCK_REALTIME, &now)
    return clock_settime(CLOCK_REALTIME, &now) == 0
  }
}
