// What the routes about tasks in hand do.

internal import AdminAPI
internal import Engine
internal import Workflow

extension Handlers {
  static let claim = move(.claim)
  static let release = move(.release)
  static let delegate = move(.delegate)
  static let giveBack = move(.giveBack)
  static let reassign = move(.reassign)

  /// The handler of one kind of move.
  private static func move(_ kind: TaskMove.Kind) -> @Sendable (Call) async throws -> Reply {
    { call in
      let request = try Body.read(TaskRequest.self, from: call.body)
      let result = try await call.engine.move(
        TaskCommand(
          reference: call.reference, kind: kind, task: request.task, to: request.to,
          basis: request.basis, text: request.reason),
        call.context(standIn: request.as))
      return try reply(result, call)
    }
  }

  static let comment: @Sendable (Call) async throws -> Reply = { call in
    let request = try Body.read(CommentRequest.self, from: call.body)
    let result = try await call.engine.move(
      TaskCommand(
        reference: call.reference, kind: .comment, task: request.task, text: request.text),
      call.context(standIn: request.as))
    return try reply(result, call)
  }
}
