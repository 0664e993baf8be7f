// What an HTTP answer means for a message.

internal import Foundation
internal import Glibc
internal import WorkCalendar

/// An answer, as much of it as was read.
struct WebhookAnswer: Hashable, Sendable {
  var status: Int
  var retryAfter: String?
  var date: String?
  var location: String?
  /// Its beginning, at most ``NotifyLimits/answerBytes``.
  var body: [UInt8] = []

  /// What happens to the message.
  enum Verdict: String, CaseIterable, Hashable, Sendable {
    case delivered, retry, misconfigured
    case giveUp = "give-up"
  }

  /// The meaning of each status (RFC 9110 §15).
  static func verdict(_ status: Int) -> Verdict {
    switch status {
    case 200...299: .delivered
    case 300...399, 401, 403, 404, 405, 407, 410: .misconfigured
    case 408, 425, 429, 500...599: .retry
    case 400...499: .giveUp
    default: .misconfigured
    }
  }

  /// The receipt, or why there is none.
  func receipt(
    from origin: String, meaning answers: [Int: Verdict], expecting expected: [WebhookCondition],
    sentAt: Instant,
    hiding hidden: [String]
  ) throws(DeliveryError) -> Receipt {
    let words = ChannelText.excerpt(body, hiding: hidden)
    let reason = "\(origin) answers \(status)" + (words.isEmpty ? "" : ": \(words)")
    switch answers[status] ?? Self.verdict(status) {
    case .delivered:
      for condition in expected where condition.value != text(condition.name) {
        throw .retry(
          "\(origin) answers \(status), but «\(condition.name)» is not «\(condition.value)»"
            + (words.isEmpty ? "" : ": \(words)"))
      }
      return Receipt("HTTP \(status)" + note(words, hidden))
    case .retry:
      guard let delay = delay(sentAt) else { throw .retry(reason) }
      throw .retryAfter(reason, milliseconds: delay)
    case .misconfigured:
      if (300...399).contains(status) {
        throw .misconfigured(
          "\(origin) answers \(status) and points to \(location.map(WebhookAddress.host) ?? "nothing")"
            + ": write the new address in «url»")
      }
      throw .misconfigured(reason)
    case .giveUp: throw .giveUp(reason)
    }
  }

  /// An `id` of a JSON answer, or a short answer itself.
  private func note(_ words: String, _ hidden: [String]) -> String {
    for name in ["id", "message_id"] {
      if let id = text(name) {
        return " id="
          + ChannelText.cut(ChannelText.hiding(hidden, in: ChannelText.oneLine(id)), 100)
      }
    }
    let isObject = body.first(where: { $0 > 0x20 }).map { [0x3C, 0x5B, 0x7B].contains($0) } ?? true
    return isObject || words.utf8.count > 80 ? "" : " \(words)"
  }

  /// A value at the top of a JSON answer, as text: `true`, `17`, `sent`; of a list, the first.
  private func text(_ name: String) -> String? {
    guard let object = (try? JSONSerialization.jsonObject(with: Data(body))) as? [String: Any],
      let found = object[name], let value = (found as? [Any])?.first ?? found as Any?
    else { return nil }
    if let text = value as? String { return text }
    guard let number = value as? NSNumber else { return nil }
    if isBoolean(number) { return number.boolValue ? "true" : "false" }
    return number.stringValue
  }

  private func isBoolean(_ number: NSNumber) -> Bool {
    String(cString: number.objCType) == "c"
  }

  /// How long the server asks to wait (RFC 9110 §10.2.3): seconds, or a date that is held against the
  /// answer's own clock; where it has none, against the time of the message.
  private func delay(_ sentAt: Instant) -> Int64? {
    guard let text = retryAfter?.trimmed else { return nil }
    if !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) {
      // More digits than a number holds are a very long time.
      let seconds = Double(text) ?? .infinity
      return seconds > 0 ? NotifyLimits.requestedDelay(seconds: seconds) : nil
    }
    guard let until = HTTPDate.seconds(text) else { return nil }
    let now = date.flatMap { HTTPDate.seconds($0.trimmed) } ?? MessageJSON.seconds(sentAt)
    return until > now ? NotifyLimits.requestedDelay(seconds: Double(until - now)) : nil
  }
}

/// What the JSON of an answer must say besides its status.
struct WebhookCondition: Hashable, Sendable {
  var name: String
  var value: String
}

/// Dates of HTTP, in their three forms (RFC 9110 §5.6.7).
enum HTTPDate {
  /// Seconds since 1970; nil when it is no such date.
  static func seconds(_ text: String) -> Int64? {
    let fixed = #/[A-Za-z]{3}, (\d{2}) ([A-Za-z]{3}) (\d{4}) (\d{2}):(\d{2}):(\d{2}) GMT/#
    let old = #/[A-Za-z]{6,9}, (\d{2})-([A-Za-z]{3})-(\d{2}) (\d{2}):(\d{2}):(\d{2}) GMT/#
    let asctime = #/[A-Za-z]{3} ([A-Za-z]{3}) +(\d{1,2}) (\d{2}):(\d{2}):(\d{2}) (\d{4})/#
    if let found = text.wholeMatch(of: fixed) {
      return seconds(found.3, found.2, found.1, found.4, found.5, found.6)
    }
    if let found = text.wholeMatch(of: old), let year = Int(found.3) {
      // RFC 850 leaves the century out; this software is younger than 1970.
      return seconds(
        "\(year < 70 ? 2_000 + year : 1_900 + year)", found.2, found.1, found.4,
        found.5, found.6)
    }
    if let found = text.wholeMatch(of: asctime) {
      return seconds(found.6, found.1, found.2, found.3, found.4, found.5)
    }
    return nil
  }

  private static func seconds(
    _ year: some StringProtocol, _ month: Substring, _ day: Substring, _ hour: Substring,
    _ minute: Substring, _ second: Substring
  ) -> Int64? {
    let months = [
      "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ]
    guard let year = Int32(year), let month = months.firstIndex(of: month.lowercased()),
      let day = Int32(day), let hour = Int32(hour), let minute = Int32(minute),
      let second = Int32(second), (1...31).contains(day), hour < 24, minute < 60, second <= 60
    else { return nil }
    var parts = tm()
    parts.tm_year = year - 1_900
    parts.tm_mon = Int32(month)
    parts.tm_mday = day
    parts.tm_hour = hour
    parts.tm_min = minute
    parts.tm_sec = second
    return Int64(timegm(&parts))
  }
}
