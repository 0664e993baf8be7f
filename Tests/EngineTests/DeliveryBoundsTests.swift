// Goal: what a channel is allowed by its configuration, the engine does not take away again.
// Method: the bounds of the two rooms beside each other, and a channel with many slow deliveries.

import Notify
import Testing

@testable import Engine

@Suite(.timeLimit(.minutes(10))) struct DeliveryBoundsTests {
  @Test func `a claim outlasts the longest delivery that a configuration may ask for`() {
    let longest = max(NotifyLimits.mailTimeoutMost, NotifyLimits.channelTimeoutMost)
    #expect(EngineLimits.standard.messageLease > Int64(longest) * 1_000)
  }

  @Test func `a channel delivers as many at once as its pace says`() async throws {
    let channel = HangingNotifier("lambat", pace: ChannelPace(atOnce: 20))
    let office = try await Office(Definitions.uji, notifiers: [channel])
    for _ in 0..<30 { try await office.start() }
    let turn = Task {
      try await office.engine.deliverDueMessages(
        at: office.clock.now(), policy: RetryPolicy())
    }
    while channel.begun < 20 { await Task.yield() }
    #expect(channel.begun == 20)
    channel.letGo()
    _ = try await turn.value
  }
}
