// The routes of channels and of messages with their words.

internal import AdminAPI

extension RouteTable {
  static let notify: [Route] = [
    Route(
      method: .get, path: "/v1/channels", access: .auditor,
      summary: "Channels that are switched on, and how their messages stand",
      response: Page<ChannelItem>.schema, handler: Handlers.channels),
    Route(
      method: .post, path: "/v1/channels/{name}/test", access: .administrator,
      summary: "Sends one test message by a channel, now", request: ChannelTestRequest.schema,
      response: ChannelTestAnswer.schema, handler: Handlers.testChannel),
    Route(
      method: .get, path: "/v1/messages/{id}", access: .auditor,
      summary: "A message of the outbox, with the words that it would have now",
      response: MessageDetailItem.schema, handler: Handlers.message),
    Route(
      method: .get, path: "/v1/agreements/{reference}/preview", access: .person,
      summary: "A message exactly as it would go out, for each reader",
      query: [
        .text("notice", "A notice of the ladder (H-2, -2 wd) or a kind of message (assigned)."),
        .text("task", "The task; without: the first that fits."),
      ], response: Page<PreviewItem>.schema, handler: Handlers.preview),
  ]
}
