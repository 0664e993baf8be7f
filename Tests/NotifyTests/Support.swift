// What the suites of this room share: folders that go away, messages, numbers from a seed.

import Foundation
import Notify
import Testing

/// A folder that is gone after the test.
final class Scratch: Sendable {
  let path: String

  init() throws {
    let url = FileManager.default.temporaryDirectory
      .appending(path: "notify-tests-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    path = url.path
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Names of what is in it, in order.
  var names: [String] {
    get throws { try FileManager.default.contentsOfDirectory(atPath: path).sorted() }
  }

  func text(_ name: String) throws -> String {
    String(decoding: try Data(contentsOf: URL(filePath: "\(path)/\(name)")), as: UTF8.self)
  }
}

extension Message {
  /// A message for an audience: to two recipients, or to one person with an address.
  static func sample(
    key: String = "NKO/2026/0001#3.0", body: String = "Tenggat: besok",
    for audience: Audience = .office
  ) -> Message {
    let recipients: [Recipient] =
      switch audience {
      case .office:
        [.init(person: "ni-made", name: "Ni Made"), .init(person: nil, name: "Sekretaris")]
      case .people("email"):
        [.init(person: "ni-made", name: "Ni Made", address: "ni.made@example.org")]
      case .people: [.init(person: "ni-made", name: "Ni Made", address: "+6281200000000")]
      }
    return Message(
      key: key, reference: "NKO/2026/0001", kind: "assigned", recipients: recipients,
      subject: "[NKO/2026/0001] Tugas baru: Literasi", body: body)
  }
}

/// Why a delivery failed; nil when it did not.
func failure(_ notifier: some Notifier, _ message: Message) async -> DeliveryError? {
  do {
    _ = try await notifier.deliver(message)
    return nil
  } catch { return error }
}

/// Numbers that follow from a seed, so that a failure can be run again (SplitMix64).
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
}

/// The seed of a run: from the environment when a failure is run again, otherwise the given one.
func seed(_ fallback: UInt64) -> UInt64 {
  ProcessInfo.processInfo.environment["SINERGI_SEED"].flatMap { UInt64($0) } ?? fallback
}
