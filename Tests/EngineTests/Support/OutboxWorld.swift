// The world of an outbox that is walked through: numbers from a seed, people, and channels with moods.

import Notify
import Synchronization
import WorkCalendar

/// Numbers that a seed gives, the same on every machine (SplitMix64).
struct SeededNumbers: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// True once in so many times.
  mutating func chance(_ one: Int) -> Bool { Int.random(in: 0..<one, using: &self) == 0 }
}

/// A person of the directory, and how to reach them.
struct SimulatedPerson {
  var name: String
  var position: String?
  var contacts: [(channel: String, address: String, language: String?)] = []
  var language: String?
  var wantsDigest: Bool?
  var quiet: [String] = []

  var id: String { "i-\(name)" }

  /// Contacts by chance: up to three, some of them shared with others or in other letters.
  mutating func draw(_ numbers: inout SeededNumbers) {
    var all: [(channel: String, address: String, language: String?)] = []
    for _ in 0..<(numbers.chance(8) ? 0 : Int.random(in: 1...3, using: &numbers)) {
      let isMail = Bool.random(using: &numbers)
      let shared = isMail ? ["bersama@dinas.id", "Bersama@Dinas.id"] : ["+6281200000"]
      let own = isMail ? "\(name)@dinas.id" : "+62813\(name.utf8.reduce(0) { $0 + Int($1) })"
      let address = numbers.chance(4) ? shared.randomElement(using: &numbers) ?? own : own
      let channel = isMail ? "email" : "whatsapp"
      if all.contains(where: { $0.channel == channel && $0.address == address }) { continue }
      all.append((channel, address, [nil, "id", "en"].randomElement(using: &numbers) ?? nil))
    }
    contacts = all
  }

  /// What the person likes.
  mutating func choose(_ numbers: inout SeededNumbers) {
    language = [nil, "id", "en"].randomElement(using: &numbers) ?? nil
    wantsDigest = [nil, false, true].randomElement(using: &numbers) ?? nil
    let days = ["mon", "tue", "wed", "thu", "fri"]
    quiet = numbers.chance(2) ? [] : days.filter { _ in numbers.chance(4) }
  }

  /// The entry of the directory file.
  var entry: String {
    var fields = ["id: \(id)", "name: I \(name)", "unix: \(name)"]
    if let language { fields.append("language: \(language)") }
    if let wantsDigest { fields.append("digest: \(wantsDigest)") }
    if !quiet.isEmpty { fields.append("quiet: [\(quiet.joined(separator: ", "))]") }
    // Without the field the contacts of before would stay.
    let ways = contacts.map { contact in
      let language = contact.language.map { ", language: \($0)" } ?? ""
      return "{ channel: \(contact.channel), address: \"\(contact.address)\"\(language) }"
    }
    fields.append("contacts: [\(ways.joined(separator: ", "))]")
    return "  - { \(fields.joined(separator: ", ")) }"
  }
}

/// One delivery that was begun.
struct SimulatedAttempt: Sendable {
  var channel: String
  var message: Message
  var at: Instant
  /// Which daemon it was.
  var engine: Int
  /// How often the clock had gone back.
  var era: Int
  /// True where the daemon died before it could settle it.
  var isLast: Bool
  /// True where the reader has it, whatever the daemon was told.
  var didArrive: Bool
  var error: DeliveryError?
}

/// A channel that does what its mood and a seed say for each key and attempt.
final class SimulatedChannel: Notifier {
  /// How it stands.
  enum Mood: CaseIterable, Sendable {
    case healthy, flaky, down, misconfigured, refusing
  }

  private struct State {
    var mood = Mood.healthy
    var attempts: [SimulatedAttempt] = []
    var tries: [String: Int] = [:]
    var running = 0
    var most = 0
    var engine = 0
    var era = 0
    var isLast = false
  }

  let name: String
  let isIdempotent: Bool
  let audience: Audience
  let pace: ChannelPace
  private let seed: UInt64
  private let clock: HandClock
  private let state = Mutex(State())

  init(
    _ name: String, serves contact: String?, isIdempotent: Bool, pace: ChannelPace, seed: UInt64,
    clock: HandClock
  ) {
    self.name = name
    self.isIdempotent = isIdempotent
    self.pace = pace
    self.seed = seed
    self.clock = clock
    audience = contact.map { .people(contact: $0) } ?? .office
  }

  var mood: Mood {
    get { state.withLock { $0.mood } }
    set { state.withLock { $0.mood = newValue } }
  }

  var attempts: [SimulatedAttempt] { state.withLock { $0.attempts } }

  /// Most deliveries that it saw at the same time.
  var most: Int { state.withLock { $0.most } }

  func note(engine: Int, era: Int, isLast: Bool = false) {
    state.withLock { state in
      state.engine = engine
      state.era = era
      state.isLast = isLast
    }
  }

  func deliver(_ message: Message) async throws(DeliveryError) -> Receipt {
    let (mood, number) = state.withLock { state in
      state.running += 1
      state.most = max(state.most, state.running)
      state.tries[message.key, default: 0] += 1
      return (state.mood, state.tries[message.key] ?? 0)
    }
    for _ in 0..<3 { await Task.yield() }
    let (didArrive, error) = outcome(mood, message.key, number)
    state.withLock { state in
      state.running -= 1
      state.attempts.append(
        SimulatedAttempt(
          channel: name, message: message, at: clock.now(), engine: state.engine, era: state.era,
          isLast: state.isLast, didArrive: didArrive, error: error))
    }
    if let error { throw error }
    return Receipt("diterima \(message.key)")
  }

  private func outcome(_ mood: Mood, _ key: String, _ number: Int) -> (Bool, DeliveryError?) {
    var numbers = SeededNumbers(
      seed: key.utf8.reduce(seed &+ UInt64(number)) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 })
    switch mood {
    case .healthy: return (true, nil)
    case .down: return (false, .retry("no route"))
    case .misconfigured: return (false, .misconfigured("535 password refused"))
    case .refusing: return (false, .giveUp("550 no such user"))
    case .flaky:
      switch Int.random(in: 0..<10, using: &numbers) {
      case 0..<5: return (true, nil)
      case 5: return (false, .retry("busy"))
      case 6:
        let wait = Int64.random(in: 0...7_200_000, using: &numbers)
        return (false, .retryAfter("later", milliseconds: wait))
      case 7: return (false, .giveUp("550 no such user"))
      case 8:
        let didArrive = Bool.random(using: &numbers)
        // Who may ask again with the same key does so.
        return (didArrive, isIdempotent ? .retry("no answer") : .unknown("no answer"))
      default: return (false, .misconfigured("535 password refused"))
      }
    }
  }
}
