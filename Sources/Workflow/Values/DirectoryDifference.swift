// What differs between two directories, entry by entry and field by field.

public import WorkCalendar

/// One entry that is added, changed or removed.
///
/// Its description never tells an address: only that a contact of a channel changed.
public struct DirectoryChange: Hashable, Sendable, CustomStringConvertible {
  /// What happens to it.
  public enum Action: String, Sendable, CaseIterable {
    case added, changed, removed
  }

  /// A field that differs.
  public struct Field: Hashable, Sendable {
    /// Its key in a file; `contact email` for a contact.
    public var name: String
    /// What it was.
    public var before: String?
    /// What it becomes.
    public var after: String?
    /// True where the values are private: for the terminal of an administrator and nowhere else.
    public var isPrivate: Bool

    /// Creates a field.
    public init(name: String, before: String?, after: String?, isPrivate: Bool = false) {
      self.name = name
      self.before = before
      self.after = after
      self.isPrivate = isPrivate
    }
  }

  /// What the entry is.
  public var kind: DirectoryKind
  /// Its identity; of a holding or a deputy person, position and first day.
  public var id: String
  /// What happens to it.
  public var action: Action
  /// Fields that differ; for an entry that is added or removed, those that it has.
  public var fields: [Field]

  /// `people made: changed contact email`.
  public var description: String {
    let names = action == .changed ? " " + fields.map(\.name).joined(separator: ", ") : ""
    return "\(kind.rawValue) \(id): \(action.rawValue)\(names)"
  }
}

extension Directory {
  /// What must change for this directory to be another one, kind by kind in the order of identities.
  ///
  /// Empty when the two are equal in canonical order.
  public func difference(to other: Directory) -> [DirectoryChange] {
    let before = DirectoryRecords(self, withContacts: true)
    let after = DirectoryRecords(other, withContacts: true)
    return DirectoryKind.allCases.flatMap { kind -> [DirectoryChange] in
      let old = Dictionary(grouping: before.all(kind), by: \.key)
      let new = Dictionary(grouping: after.all(kind), by: \.key)
      return Set(old.keys).union(new.keys).sorted().flatMap { key -> [DirectoryChange] in
        let (left, right) = (old[key] ?? [], new[key] ?? [])
        return (0..<max(left.count, right.count)).compactMap { index in
          let from = index < left.count ? left[index] : nil
          let to = index < right.count ? right[index] : nil
          let fields = Self.fields(from, to)
          if from != nil, to != nil, fields.isEmpty { return nil }
          let action: DirectoryChange.Action =
            from == nil ? .added : to == nil ? .removed : .changed
          return DirectoryChange(kind: kind, id: key, action: action, fields: fields)
        }
      }
    }
  }

  private static func fields(
    _ before: DirectoryRecord?, _ after: DirectoryRecord?
  ) -> [DirectoryChange.Field] {
    var names: [String] = []
    for record in [before, after] {
      for field in record?.fields ?? [] where !names.contains(field.name) {
        names.append(field.name)
      }
    }
    return names.flatMap { name -> [DirectoryChange.Field] in
      let (old, new) = (before?[name], after?[name])
      if old == new { return [] }
      if name == "contacts" { return contacts(old, new) }
      return [
        DirectoryChange.Field(name: name, before: old.map(words), after: new.map(words))
      ]
    }
  }

  private static func contacts(
    _ before: DirectoryRecord.Value?, _ after: DirectoryRecord.Value?
  ) -> [DirectoryChange.Field] {
    func list(_ value: DirectoryRecord.Value?) -> [Contact] {
      if case .contacts(let contacts)? = value { return contacts }
      return []
    }
    func words(_ contacts: [Contact], _ channel: String) -> String? {
      let found = contacts.filter { $0.channel == channel }.map {
        $0.address + ($0.language.map { " (\($0.rawValue))" } ?? "")
      }
      return found.isEmpty ? nil : found.joined(separator: " ")
    }
    let (old, new) = (list(before), list(after))
    let channels = Set((old + new).map(\.channel)).sorted()
    let fields = channels.compactMap { channel -> DirectoryChange.Field? in
      let (left, right) = (words(old, channel), words(new, channel))
      if left == right { return nil }
      return DirectoryChange.Field(
        name: "contact \(channel)", before: left, after: right, isPrivate: true)
    }
    if !fields.isEmpty { return fields }
    // The same addresses in another order.
    return [
      DirectoryChange.Field(
        name: "contact order", before: old.map(\.channel).joined(separator: " "),
        after: new.map(\.channel).joined(separator: " "))
    ]
  }

  private static func words(_ value: DirectoryRecord.Value) -> String {
    switch value {
    case .text(let text), .plain(let text): text
    case .list(let items): items.joined(separator: " ")
    case .title(let title): title.id + (title.en.map { " / \($0)" } ?? "")
    case .contacts(let contacts): contacts.map(\.channel).joined(separator: " ")
    }
  }
}

// MARK: Nobody

extension Directory {
  /// True when a person or a deputy stands for an assignee on a date.
  public func hasSomebody(
    for assignee: Assignee, on date: CivilDate, in workflow: String? = nil
  ) -> Bool {
    !standings(for: assignee, on: date, in: workflow).isEmpty
  }

  /// The first day from which nobody stood for an assignee, up to a date on which nobody does; nil when
  /// nobody ever did before.
  public func vacantSince(_ assignee: Assignee, on date: CivilDate) -> CivilDate? {
    let ids = positionIDs(for: assignee)
    let ends =
      holdings.filter { ids.contains($0.position) && $0.from ?? date <= date }.compactMap(\.until)
      + deputies.filter { ids.contains($0.position) && $0.from <= date }.compactMap(\.until)
    return ends.filter { $0 < date }.max()?.adding(days: 1)
  }
}
