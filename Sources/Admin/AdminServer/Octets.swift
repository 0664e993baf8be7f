// Bodies that are files: they come and go part by part, and never lie in memory whole.

internal import AdminAPI
internal import Synchronization

/// The body of a request that carries a file.
final class Octets: Sendable {
  typealias Take = @Sendable (UnsafeRawBufferPointer) throws -> Void

  /// Size that the sender says it has, in bytes.
  let length: Int64?
  private let source: @Sendable (Take) async throws -> Void
  private let isDone = Mutex(false)

  init(length: Int64?, _ source: @escaping @Sendable (Take) async throws -> Void) {
    self.length = length
    self.source = source
  }

  /// A body that is there already.
  convenience init(_ bytes: [UInt8]) {
    self.init(length: Int64(bytes.count)) { take in try bytes.withUnsafeBytes { try take($0) } }
  }

  /// Hands every part over, once.
  func feed(_ take: Take) async throws {
    try await source(take)
    isDone.withLock { $0 = true }
  }

  /// True once the last part was handed over.
  var isReadWhole: Bool { isDone.withLock { $0 } }
}

/// A file that is sent.
struct FileReply: Sendable, Equatable {
  /// SHA-256: what makes two the same.
  var digest: String
  /// Size in bytes.
  var size: Int64
  /// The next part; nil at the end.
  var next: @Sendable () throws -> [UInt8]?

  static func == (a: FileReply, b: FileReply) -> Bool { a.digest == b.digest && a.size == b.size }
}

extension Inquiry {
  /// True when the request goes to a route that takes a file.
  var takesOctets: Bool {
    guard
      case .route(let route, _) = RouteTable.match(
        method: method, path: target.prefix { $0 != "?" })
    else { return false }
    return route.takesOctets
  }
}

/// A few at a time; who comes when all places are taken is told to try again.
final class Turnstile: Sendable {
  private let places: Mutex<Int>

  init(_ places: Int) { self.places = Mutex(places) }

  /// Does the work when there is a place; nil when there is none.
  func pass<Answer>(_ work: () async throws -> Answer) async throws -> Answer? {
    let isFree = places.withLock { left in
      guard left > 0 else { return false }
      left -= 1
      return true
    }
    guard isFree else { return nil }
    defer { places.withLock { $0 += 1 } }
    return try await work()
  }
}
