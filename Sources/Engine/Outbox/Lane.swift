// A lane of the outbox: the messages of one channel, which wait for no other channel.

internal import Notify
internal import Store
internal import Synchronization
internal import WorkCalendar

/// One lane: a channel, or the house's own work on messages.
final class Lane: Sendable {
  /// What is done in it.
  enum Work: Sendable {
    /// Messages leave by a channel.
    case channel(any Notifier)
    /// Messages are passed on to their readers, and put together into digests.
    case own
  }

  let work: Work
  let alarm: any EngineAlarm
  private let pace: Mutex<PaceKeeper>

  init(_ work: Work, alarm: any EngineAlarm) {
    self.work = work
    self.alarm = alarm
    switch work {
    case .channel(let notifier): pace = Mutex(PaceKeeper(notifier.pace))
    case .own: pace = Mutex(PaceKeeper(ChannelPace()))
    }
  }

  /// Names of the notifiers whose messages it carries, as the outbox has them.
  var notifiers: [String] {
    switch work {
    case .channel(let notifier): [notifier.name]
    case .own: [OwnLane.people, OwnLane.digest]
    }
  }

  /// How many deliveries may begin at `now`, of `wanted`; they count as begun.
  func take(_ wanted: Int, at now: Instant) -> Int {
    pace.withLock { $0.take(wanted, at: now.millisecondsSince1970) }
  }

  /// Gives back what was taken and not used.
  func giveBack(_ count: Int) { pace.withLock { $0.giveBack(count) } }

  /// When the next delivery may begin; nil: at once.
  func restsUntil(_ now: Instant) -> Instant? {
    pace.withLock { $0.restsUntil(now.millisecondsSince1970) }
      .map { Instant(millisecondsSince1970: $0) }
  }
}

/// The notifiers in name only, by which messages wait for the house itself.
enum OwnLane {
  /// Messages that are to be passed on to the people they are for.
  static let people = "people"
  /// Messages that wait for the digest of their reader.
  static let digest = "digest"
}

/// Keeps deliveries at a rate: a generic cell rate algorithm (ITU-T I.371 §A.1), in milliseconds.
struct PaceKeeper: Sendable {
  private let interval: Double?
  private let burst: Int
  /// When the next one would come at an even pace.
  private var due = 0.0

  init(_ pace: ChannelPace) {
    // Some at once, the others evenly: together no more than the bound in any minute.
    burst = min(pace.atOnce, max(1, (pace.perMinute ?? .max) / 4))
    interval = pace.perMinute.map { [burst] in 60_000 / Double($0 - burst + 1) }
  }

  mutating func take(_ wanted: Int, at now: Int64) -> Int {
    guard let interval else { return wanted }
    let now = Double(now)
    // A clock that went back: nobody waits for longer than a full burst takes.
    due = min(due, now + interval * Double(burst))
    var taken = 0
    while taken < wanted, due <= now + interval * Double(burst - 1) {
      due = max(due, now) + interval
      taken += 1
    }
    return taken
  }

  mutating func giveBack(_ count: Int) {
    if let interval { due -= interval * Double(count) }
  }

  func restsUntil(_ now: Int64) -> Int64? {
    guard let interval else { return nil }
    let free = due - interval * Double(burst - 1)
    return free <= Double(now) ? nil : Int64(free.rounded(.up))
  }
}
