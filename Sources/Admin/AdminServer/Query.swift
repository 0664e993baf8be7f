// What stands after the «?»: only known names, each once, with values that fit.

internal import AdminAPI
internal import WorkCalendar

/// The parameters of a request, checked against what the route declares.
struct Query: Sendable {
  private var values: [String: String] = [:]

  init() {}

  /// Reads `a=b&c=d`.
  init(_ text: some StringProtocol, known: [Route.Parameter]) throws(Problem) {
    for pair in text.split(separator: "&") {
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard let name = PercentEncoding.decode(parts[0], plusIsSpace: true),
        let value = PercentEncoding.decode(parts.count > 1 ? parts[1] : "", plusIsSpace: true)
      else { throw Problem(.invalidQuery, "cannot decode «\(pair)» after the «?»") }
      guard let parameter = known.first(where: { $0.name == name }) else {
        throw Problem(.invalidQuery, Self.unknown(name, known.map(\.name)))
      }
      guard values[name] == nil else {
        throw Problem(.invalidQuery, "«\(name)» stands twice after the «?»; give it once")
      }
      if let problem = Self.problem(of: parameter, value) { throw problem }
      values[name] = value
    }
  }

  func text(_ name: String) -> String? { values[name] }

  func isTrue(_ name: String) -> Bool { values[name] == "true" }

  /// A civil date.
  func date(_ name: String) throws(Problem) -> CivilDate? {
    guard let text = values[name] else { return nil }
    if let date = CivilDate(text) { return date }
    throw Problem(.invalidQuery, "«\(name)» is «\(text)», must be a date such as 2027-03-09")
  }

  func count(_ name: String) -> Int? { values[name].flatMap { Int($0) } }

  /// The number of items that a page may have.
  func limit() throws(Problem) -> Int {
    let limit = count("limit") ?? AdminLimits.pageDefault
    guard (1...AdminLimits.pageMost).contains(limit) else {
      throw Problem(
        .invalidQuery, "«limit» is \(limit), must be 1 to \(AdminLimits.pageMost)")
    }
    return limit
  }

  private static func unknown(_ name: String, _ known: [String]) -> String {
    let near = NearestWord.to(name, in: known).map { "; did you mean «\($0)»?" }
    let list = known.isEmpty ? "; it takes none" : "; it takes \(known.joined(separator: ", "))"
    return "no parameter «\(name)»" + (near ?? list)
  }

  private static func problem(of parameter: Route.Parameter, _ value: String) -> Problem? {
    switch parameter.kind {
    case .text:
      value.isEmpty ? Problem(.invalidQuery, "«\(parameter.name)» has no value") : nil
    case .truth:
      ["true", "false"].contains(value)
        ? nil
        : Problem(.invalidQuery, "«\(parameter.name)» is «\(value)», must be true or false")
    case .count:
      (Int(value) ?? -1) >= 0
        ? nil
        : Problem(.invalidQuery, "«\(parameter.name)» is «\(value)», must be a whole number")
    }
  }
}
