// Deputies: who acts for a position without holding it, in which capacity, on which document.

public import WorkCalendar

extension Directory {
  /// Someone who may do the acts of a position from one day to another.
  ///
  /// A deputy has the acts of the position, never the position itself: nobody can be a deputy's
  /// deputy (UU 30/2014 art. 13(3), domain §2.4).
  public struct Deputy: Hashable, Sendable {
    /// In which way a deputy acts, as directory files write it.
    public enum Capacity: String, Sendable, CaseIterable {
      /// Pelaksana tugas: nobody holds the position.
      case plt
      /// Pelaksana harian: the holder is absent for a time.
      case plh
      /// Atas nama: in the name of the holder.
      case atasNama = "a.n."
      /// By a letter of authority of the holder.
      case kuasa

      /// True for those who stand in the place of the holder as a whole; one at a time.
      var isActing: Bool { self == .plt || self == .plh }
    }

    /// Who acts.
    public var person: String
    /// Whose acts.
    public var position: String
    /// In which way.
    public var capacity: Capacity
    /// First day.
    public var from: CivilDate
    /// Last day; nil: until it is ended.
    public var until: CivilDate?
    /// Number of the document that it rests on.
    public var basis: String
    /// Date of that document.
    public var dated: CivilDate
    /// Workflows that it is for; empty: all.
    public var scope: [String]
    /// The holder in whose name the deputy acts; nil for a Plt., whose position nobody holds.
    public var giver: String?

    /// Creates an entry; what ``DirectoryReader`` checks is not checked here.
    public init(
      person: String, position: String, capacity: Capacity, from: CivilDate,
      until: CivilDate? = nil, basis: String, dated: CivilDate, scope: [String] = [],
      giver: String? = nil
    ) {
      self.person = person
      self.position = position
      self.capacity = capacity
      self.from = from
      self.until = until
      self.basis = basis
      self.dated = dated
      self.scope = scope
      self.giver = giver
    }

    /// Number and date of the document, as the history of an act names it.
    public var document: String { "\(basis) tanggal \(dated)" }

    /// True on its days, for its workflows.
    ///
    /// - Parameter workflow: nil asks for any workflow at all.
    public func covers(_ date: CivilDate, in workflow: String?) -> Bool {
      from <= date && (until.map { date <= $0 } ?? true)
        && (workflow.map { scope.isEmpty || scope.contains($0) } ?? true)
    }
  }

  /// In which way a person stands for an assignee on a date.
  public struct Standing: Hashable, Sendable {
    /// Who.
    public var person: String
    /// By which position.
    public var position: String
    /// As its holder, or as a deputy.
    public var capacity: Actor.Capacity
    /// The document that it rests on.
    public var basis: String?
    /// The holder in whose name a deputy acts.
    public var giver: String?

    init(_ holding: Holding) {
      person = holding.person
      position = holding.position
      capacity = .definitive
      basis = holding.basis
    }

    init(_ deputy: Deputy) {
      person = deputy.person
      position = deputy.position
      capacity = Actor.Capacity(deputy.capacity)
      basis = deputy.document
      giver = deputy.giver
    }
  }

  /// Everyone who stands for an assignee on a date: holders, then deputies in the order of the files.
  ///
  /// - Parameter workflow: leaves out deputies whose scope is others; nil: whatever their scope.
  public func standings(
    for assignee: Assignee, on date: CivilDate, in workflow: String? = nil
  ) -> [Standing] {
    let ids = positionIDs(for: assignee)
    return holdings.filter { ids.contains($0.position) && $0.covers(date) }.map(Standing.init)
      + deputies.filter { ids.contains($0.position) && $0.covers(date, in: workflow) }
      .map(Standing.init)
  }

  /// In which way a person stands for an assignee on a date: as holder before as deputy.
  public func standing(
    of person: String, for assignee: Assignee, on date: CivilDate, in workflow: String? = nil
  ) -> Standing? {
    if let holding = holding(of: person, for: assignee, on: date) { return Standing(holding) }
    guard deputies.contains(where: { $0.person == person }) else { return nil }
    let ids = positionIDs(for: assignee)
    return deputies.first {
      $0.person == person && ids.contains($0.position) && $0.covers(date, in: workflow)
    }.map(Standing.init)
  }
}

extension Actor.Capacity {
  /// The recorded form of a deputy's capacity.
  public init(_ capacity: Directory.Deputy.Capacity) {
    switch capacity {
    case .plt: self = .plt
    case .plh: self = .plh
    case .atasNama: self = .atasNama
    case .kuasa: self = .kuasa
    }
  }

  /// True for those who act on a mandate and not of their own right (UU 30/2014 art. 14).
  public var isDeputy: Bool {
    switch self {
    case .definitive, .recorder: false
    case .plt, .plh, .atasNama, .kuasa: true
    }
  }

  /// As it stands before a name on paper.
  public var words: String {
    switch self {
    case .definitive: "pejabat definitif"
    case .recorder: "pencatat"
    case .plt: "Plt."
    case .plh: "Plh."
    case .atasNama: "a.n."
    case .kuasa: "kuasa"
    }
  }
}
