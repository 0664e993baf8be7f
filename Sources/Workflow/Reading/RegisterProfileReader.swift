// Reads a profile of the register from YAML.

internal import WorkCalendar

/// Reads profiles.
public enum RegisterProfileReader {
  private static let keys = ["register", "title", "heading", "columns", "filter"]

  /// Reads a profile; every problem is reported with its place.
  public static func read(_ source: SourceText) -> Reading<RegisterProfile> {
    var reader = TreeReader()
    guard let root = YAMLTree.read(source, into: &reader.problems) else {
      return Reading(nil, reader.problems)
    }
    let found = reader.mapping(
      root, of: "a profile of the register", keys: keys, required: ["register", "title", "columns"])
    let name = found["register"].flatMap { reader.nameValue($0.value, "a profile") }
    let title = found["title"].flatMap { reader.string($0.value, "title") }
    var heading: [String] = []
    if let entry = found["heading"] {
      heading = reader.list(entry.value).compactMap { reader.string($0, "a line of the heading") }
    }
    let columns = found["columns"].map { readColumns($0, &reader) } ?? []
    let filter = found["filter"].map { readFilter($0.value, &reader) } ?? [:]
    guard let name, let title else { return Reading(nil, reader.problems) }
    return Reading(
      RegisterProfile(name: name, title: title, heading: heading, columns: columns, filter: filter),
      reader.problems)
  }

  /// `columns: [reference, { number: Nomor }]`.
  private static func readColumns(_ entry: YAMLNode.Entry, _ reader: inout TreeReader)
    -> [RegisterProfile.Column]
  {
    let items = reader.list(entry.value)
    if items.isEmpty {
      reader.problems.add(.invalidValue, "a register without columns", at: entry.keyRange)
    }
    return items.compactMap { item in
      if case .mapping(let pairs) = item.content {
        guard pairs.count == 1, let pair = pairs.first else {
          reader.problems.add(
            .invalidValue, "a column is a name, or one name with its header", at: item.range,
            help: "- number: Nomor kami")
          return nil
        }
        guard let column = column(pair.key, at: pair.keyRange, &reader) else { return nil }
        return .init(column: column, title: reader.string(pair.value, "a header"))
      }
      guard let text = reader.string(item, "a column"),
        let column = column(text, at: item.range, &reader)
      else { return nil }
      return .init(column: column, title: nil)
    }
  }

  private static func column(
    _ name: String, at range: SourceRange, _ reader: inout TreeReader
  ) -> RegisterColumn? {
    if let column = RegisterColumn(rawValue: name) { return column }
    reader.problems.add(
      .invalidValue, "the register has no column «\(name)»", at: range,
      help: Suggestion.help(for: name, in: RegisterColumn.allCases.map(\.rawValue)))
    return nil
  }

  private static func readFilter(_ node: YAMLNode, _ reader: inout TreeReader) -> [String: String] {
    var filter: [String: String] = [:]
    for (key, entry) in reader.mapping(node, of: "filter", keys: RegisterProfile.filters) {
      let words = reader.list(entry.value).compactMap { reader.string($0, key) }
      if words.count > 1, key != "status" {
        reader.problems.add(.wrongType, "«\(key)» takes one value", at: entry.value.range)
      }
      for word in words {
        if ["in_force_in", "signed_in"].contains(key), Int(word) == nil {
          reader.problems.add(.invalidValue, "«\(word)» is no year", at: entry.value.range)
        }
        if key == "ending_before", CivilDate(word) == nil {
          reader.problems.add(
            .invalidValue, "«\(word)» is no date", at: entry.value.range, help: "2027-03-09")
        }
      }
      filter[key] = words.joined(separator: ",")
    }
    return filter
  }
}
