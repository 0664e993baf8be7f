// How far a rehearsal is, on a terminal, when it takes long.

internal import Glibc
internal import Rehearsal
internal import Synchronization
internal import WorkCalendar

/// One line on standard error that is written over, and gone at the end.
final class ProgressLine: Sendable {
  private static let patience = Duration.seconds(1)
  private static let pause = Duration.milliseconds(200)

  private let isShown: Bool
  private let begin = ContinuousClock.now
  private let last = Mutex<ContinuousClock.Instant?>(nil)

  init(_ console: Console) { isShown = console.messageAppearance.isTerminal }

  /// Tells the steps so far and the virtual year.
  func tell(_ steps: Int, at year: Int) {
    let now = ContinuousClock.now
    guard isShown, now - begin > Self.patience else { return }
    let isTime = last.withLock { last in
      if let last, now - last < Self.pause { return false }
      last = now
      return true
    }
    if isTime { Console.write("\r\u{1B}[K… \(year), \(steps) steps", to: STDERR_FILENO) }
  }

  /// Takes the line away.
  func end() {
    if last.withLock({ $0 != nil }) { Console.write("\r\u{1B}[K", to: STDERR_FILENO) }
  }
}
