// What clients sent and what they were told: the other side of the daemon's book.

import Foundation
import Synchronization

/// A command of a client. Its key is also the reason, or the subject, that the history keeps.
struct SentCommand: Sendable {
  var key: String
  /// Path of the request.
  var target: String
  var body: String
  var event: String
}

/// What the daemon said was done.
struct Acknowledged: Sendable, Equatable {
  var reference: String
  var sequence: Int
  var event: String
}

/// Kept by all clients together.
final class Ledger: Sendable {
  private struct Pages {
    var acknowledged: [String: Acknowledged] = [:]
    var refused: Set<String> = []
    var unclear: [String: SentCommand] = [:]
    var sent: Set<String> = []
    /// Agreements in the order of their start, and where each was when it was last heard of.
    var references: [String] = []
    var states: [String: [String]] = [:]
    var faults: [String] = []
    /// Commands that had been done although their answer never came.
    var recovered = 0
  }
  private let pages = Mutex(Pages())

  var acknowledgedCount: Int { pages.withLock { $0.acknowledged.count } }
  var unclear: [SentCommand] {
    pages.withLock { Array($0.unclear.values).sorted { $0.key < $1.key } }
  }
  var summary: String {
    pages.withLock {
      "\($0.sent.count) sent, \($0.acknowledged.count) acknowledged, \($0.refused.count) refused, "
        + "\($0.unclear.count) unclear, \($0.recovered) done without an answer, "
        + "\($0.references.count) agreements"
    }
  }

  /// One of the younger agreements, so that several clients meet at the same one.
  func agreement(_ pick: (Int) -> Int) -> (reference: String, states: [String])? {
    pages.withLock { pages in
      let young = pages.references.suffix(6)
      guard !young.isEmpty else { return nil }
      let reference = young[young.startIndex + pick(young.count)]
      return (reference, pages.states[reference] ?? [])
    }
  }

  /// Sends a command and notes what came of it; false when the daemon is gone.
  func send(_ command: SentCommand, to socket: String) -> Bool {
    pages.withLock { _ = $0.sent.insert(command.key) }
    let answer = SocketClient.ask(
      socket, "POST", command.target, body: command.body, key: command.key)
    return pages.withLock { pages in
      guard let answer, answer.status != 503 else {
        pages.unclear[command.key] = command
        return false
      }
      let wasUnclear = pages.unclear.removeValue(forKey: command.key) != nil
      switch answer.status {
      case 200, 201:
        guard let done = try? decode(CommandAnswer.self, answer.body) else {
          pages.faults.append("no answer of a command: \(answer.body)")
          return true
        }
        if wasUnclear, done.replay { pages.recovered += 1 }
        let new = Acknowledged(
          reference: done.reference, sequence: done.sequence, event: done.event)
        if let old = pages.acknowledged[command.key], old != new {
          pages.faults.append("\(command.key) was \(old) and is \(new)")
        }
        pages.acknowledged[command.key] = new
        if pages.states[done.reference] == nil { pages.references.append(done.reference) }
        pages.states[done.reference] = done.states
      case 403, 409, 422: pages.refused.insert(command.key)
      default: pages.faults.append("\(command.event): \(answer.status) \(answer.body)")
      }
      return true
    }
  }

  /// Where the history differs from what clients were told.
  ///
  /// - Parameter histories: every agreement's entries, by reference.
  func problems(with histories: [String: [EntryAnswer]]) -> [String] {
    let pages = pages.withLock { $0 }
    var problems = pages.faults + pages.unclear.keys.map { "nobody knows what became of \($0)" }
    let places = Self.places(histories)
    for (key, answer) in pages.acknowledged where places[key] != [answer] {
      problems.append("\(key) was acknowledged as \(answer), is \(places[key] ?? [])")
    }
    for key in pages.refused where pages.acknowledged[key] == nil && places[key] != nil {
      problems.append("\(key) was refused, and done")
    }
    for (key, found) in places {
      if found.count != 1 { problems.append("\(key) was done more than once: \(found)") }
      if !pages.sent.contains(key) { problems.append("\(key) was never sent: \(found)") }
    }
    return problems
  }

  /// Where each key stands in the history.
  private static func places(_ histories: [String: [EntryAnswer]]) -> [String: [Acknowledged]] {
    var places: [String: [Acknowledged]] = [:]
    for (reference, entries) in histories {
      for entry in entries where entry.cause.hasPrefix("uid:") {
        let isStart = entry.kind == "started"
        let key = isStart ? entry.payload.data?["tentang"]?.text : entry.payload.reason
        places[key ?? "?", default: []].append(
          Acknowledged(
            reference: reference, sequence: entry.sequence,
            event: isStart ? "start" : entry.payload.event ?? "?"))
      }
    }
    return places
  }
}
