// What the routes of channels and messages do.

internal import AdminAPI
internal import Engine

extension Handlers {
  static let channels: @Sendable (Call) async throws -> Reply = { call in
    let found = try await call.engine.channels()
    return try Reply(
      Page(items: found.map(call.presenter.channel), zone: call.presenter.zoneName))
  }

  static let testChannel: @Sendable (Call) async throws -> Reply = { call in
    let request = try Body.read(ChannelTestRequest.self, from: call.body)
    let channel = call.path["name"] ?? ""
    let receipt = try await call.engine.testChannel(channel, to: request.person, call.caller)
    return try Reply(
      ChannelTestAnswer(channel: channel, receipt: receipt, zone: call.presenter.zoneName))
  }

  static let message: @Sendable (Call) async throws -> Reply = { call in
    let text = call.path["id"] ?? ""
    guard let id = Int64(text) else {
      throw Problem(.notFound, "no message «\(text)»; messages have whole numbers")
    }
    let detail = try await call.engine.message(id)
    return try Reply(
      MessageDetailItem(
        message: call.presenter.message(detail.message), reference: detail.reference,
        words: detail.words.map(call.presenter.preview), zone: call.presenter.zoneName))
  }

  static let preview: @Sendable (Call) async throws -> Reply = { call in
    guard let notice = call.query.text("notice") else {
      throw Problem(
        .invalidQuery, "«notice» is missing: a notice of the ladder (H-2) or a kind (reminder)")
    }
    let found = try await call.engine.preview(
      PreviewQuery(reference: call.reference, notice: notice, task: call.query.text("task")))
    return try Reply(
      Page(items: found.map(call.presenter.preview), zone: call.presenter.zoneName))
  }
}

extension Presenter {
  func channel(_ view: ChannelView) -> ChannelItem {
    ChannelItem(
      name: view.name, contact: view.contact, idempotent: view.isIdempotent, atOnce: view.atOnce,
      perMinute: view.perMinute, people: view.people, waiting: view.waiting, dead: view.dead,
      unknown: view.unknown, lastDelivery: view.lastDelivery.map(stamp), lastError: view.lastError)
  }

  func preview(_ view: PreviewView) -> PreviewItem {
    PreviewItem(
      kind: view.kind, at: stamp(view.at), how: view.how.rawValue, channel: view.channel,
      person: view.person, readers: view.readers, language: view.language, subject: view.subject,
      text: view.text, html: view.html, calendar: view.calendar, note: view.note)
  }
}
