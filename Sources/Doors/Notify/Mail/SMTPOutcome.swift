// What became of a mail, judged by what the server said and how far libcurl came: pure.

internal import CCurl

/// A receipt, or why there is none.
typealias SMTPVerdict = Result<Receipt, DeliveryError>

/// The replies of a server (RFC 5321 §4.2) during one mail.
struct SMTPReplies: Hashable, Sendable {
  /// A whole reply.
  struct Reply: Hashable, Sendable {
    var code: Int
    /// Its lines without their codes, joined, as they came.
    var bytes: [UInt8]

    /// The same as words.
    var text: String { MailField.clean(String(decoding: bytes, as: UTF8.self)) }
    var isLasting: Bool { code / 100 == 5 }
    var isPassing: Bool { code / 100 == 4 }
  }

  /// The last whole reply before the mail was asked for; nil: none.
  private(set) var last: Reply?
  /// True when the server has asked for the mail (354).
  private(set) var wantsMail = false
  /// What it said after the mail; nil: nothing yet.
  private(set) var answer: Reply?
  private var bytes: [UInt8] = []

  init() {}

  /// Takes a line of a reply, with its line end.
  mutating func add(line: some Collection<UInt8>) {
    let digits = line.prefix(3)
    guard digits.count == 3, digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return }
    let code = digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    if bytes.count < NotifyLimits.mailReplyBytes {
      if !bytes.isEmpty { bytes.append(0x20) }
      bytes += line.dropFirst(4).prefix(NotifyLimits.mailReplyBytes)
    }
    if line.dropFirst(3).first == UInt8(ascii: "-") { return }
    // The answer to a goodbye is about nothing.
    if code != 221 { end(Reply(code: code, bytes: bytes)) }
    bytes = []
  }

  private mutating func end(_ reply: Reply) {
    if wantsMail {
      answer = answer ?? reply
    } else if reply.code == 354 {
      wantsMail = true
    } else {
      last = reply
    }
  }
}

/// How a transfer ended.
struct SMTPOutcome {
  var code: CURLcode
  /// libcurl's words; no address is in them.
  var detail: String
  var replies: SMTPReplies
  /// Bytes of the mail that the connection has taken.
  var uploaded: Int
  /// Bytes of the mail.
  var size: Int
  /// True when it went by a connection that was kept from an earlier mail.
  var isReused: Bool
  var isCancelled: Bool
  /// True when the time is over.
  var isLate: Bool

  /// True when the connection went away before the server asked for the mail.
  var isLostBeforeMail: Bool {
    guard code != CURLE_OK, !replies.wantsMail, !isCancelled, !isLate else { return false }
    return replies.last == nil && code != CURLE_OPERATION_TIMEDOUT || replies.last?.code == 421
      || code == CURLE_RECV_ERROR || code == CURLE_GOT_NOTHING
  }

  /// The verdict, in words for administrators.
  func verdict(for recipient: MailAddress) -> SMTPVerdict {
    func words(_ reply: SMTPReplies.Reply) -> String {
      MailWords.discreet("\(reply.code) \(reply.text)", hiding: recipient)
    }
    if replies.wantsMail {
      return verdictOnMail(words)
    }
    if code == CURLE_OK {
      // libcurl is content only after an answer to the mail.
      return .failure(.unknown("the server took the mail without having asked for it"))
    }
    return .failure(failureBeforeMail(words))
  }

  // MARK: After the server has asked for the mail

  private func verdictOnMail(_ words: (SMTPReplies.Reply) -> String) -> SMTPVerdict {
    if let answer = replies.answer {
      switch answer.code {
      case 200...299: return .success(Receipt(words(answer)))
      // The server goes away, and does not say that the mail is bad (RFC 5321 §3.8).
      case 400...499: return .failure(.retry("the mail server put the mail off: \(words(answer))"))
      case 500...599:
        return .failure(.giveUp("the mail server refused the mail: \(words(answer))"))
      default:
        return .failure(.unknown("the mail server's answer is none: \(words(answer))"))
      }
    }
    let why = isCancelled ? "the delivery was stopped" : isLate ? "the time was over" : lost
    if uploaded < size {
      return .failure(.retry("\(why) in the middle of the mail"))
    }
    return .failure(
      .unknown(
        "\(why) before the mail server answered; the mail may have arrived: look whether it did"))
  }

  private var lost: String {
    code == CURLE_OPERATION_TIMEDOUT ? "the time was over" : "the connection was lost"
  }

  // MARK: Before that

  private func failureBeforeMail(_ words: (SMTPReplies.Reply) -> String) -> DeliveryError {
    if isCancelled { return .retry("stopped before the mail was sent") }
    switch code {
    case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_ISSUER_ERROR:
      return .misconfigured(
        "the mail server's certificate does not fit: \(detail); check «server» and «ca_file»")
    case CURLE_SSL_CACERT_BADFILE, CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER:
      return .misconfigured("TLS cannot begin: \(detail); check «ca_file»")
    case CURLE_SSL_CONNECT_ERROR:
      // With an error of TLS itself it is the wrong port or an old version; else the line was cut.
      return detail.contains("error:")
        ? .misconfigured("TLS cannot begin: \(detail); check «security» and «port»")
        : .retry("the connection was lost while TLS began: \(detail)")
    case CURLE_USE_SSL_FAILED where replies.last?.isPassing != true:
      return .misconfigured(
        "the mail server offers no STARTTLS\(said(words)); check «security» and «port»")
    case CURLE_UNSUPPORTED_PROTOCOL, CURLE_NOT_BUILT_IN, CURLE_URL_MALFORMAT:
      return .misconfigured("libcurl cannot do this: \(detail)")
    case CURLE_LOGIN_DENIED where replies.last?.isPassing != true:
      return .misconfigured(
        "the mail server refused the user or the password\(said(words)); check «user» and its secret"
      )
    case CURLE_OPERATION_TIMEDOUT: return .retry("no answer from the mail server in time")
    default: break
    }
    if let reply = replies.last, let failure = failure(reply, words(reply)) { return failure }
    return isLate
      ? .retry("no answer from the mail server in time")
      : .retry("the mail server cannot be reached: \(detail)")
  }

  private func said(_ words: (SMTPReplies.Reply) -> String) -> String {
    replies.last.map { $0.isLasting ? " (\(words($0)))" : "" } ?? ""
  }

  /// By the reply that ended it; nil: none did.
  private func failure(_ reply: SMTPReplies.Reply, _ words: String) -> DeliveryError? {
    if reply.isPassing { return .retry("the mail server said «later»: \(words)") }
    guard reply.isLasting else { return nil }
    if Self.authenticationCodes.contains(reply.code) {
      return .misconfigured("the mail server wants another login: \(words); check «user»")
    }
    if detail.hasPrefix("RCPT") {
      return .giveUp("the mail server refused the recipient: \(words)")
    }
    if detail.hasPrefix("DATA") || reply.code == Self.tooLarge {
      return .giveUp("the mail server refused the mail: \(words)")
    }
    if detail.hasPrefix("MAIL") {
      // The sender is the same for every mail.
      return .misconfigured("the mail server refused the sender: \(words); check «from»")
    }
    return .misconfigured("the mail server refused us: \(words)")
  }

  /// Of RFC 4954 §6 and §4: authentication required, too weak, refused, only encrypted.
  private static let authenticationCodes: Set<Int> = [530, 534, 535, 538]
  /// More than the server's `SIZE` (RFC 1870 §6.1), said to `MAIL`.
  private static let tooLarge = 552
}
