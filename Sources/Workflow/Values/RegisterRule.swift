// What an agreement tells the register, and how it stands in the register's own words.

internal import CEL
internal import Statechart
public import WorkCalendar

/// Where a definition keeps what a register of agreements asks for.
public struct RegisterRule: Hashable, Sendable {
  /// Field of the office's own number.
  public var number: String?
  /// Field of the partner's number.
  public var partnerNumber: String?
  /// Fields of the dates of signing; the last of them counts.
  public var signed: [String] = []
  /// Field of the first day in force.
  public var from: String?
  /// Field of the last day in force.
  public var until: String?
  /// Field of the successor's reference.
  public var successor: String?
  /// Tags of the states in which it is in force.
  public var inForce: [String] = []
  /// Tags of the states in which it is about to end.
  public var ending: [String] = []
  /// Workflows whose agreements below it count as its commitments; empty: all.
  public var commitments: [String] = []
  /// The legal route; nil: the partner organisation's.
  public var route: Route?

  /// True for a workflow whose agreements count as commitments.
  public func counts(_ workflow: String) -> Bool {
    commitments.isEmpty || commitments.contains(workflow)
  }

  /// Where the route is told.
  public enum Route: Hashable, Sendable {
    case text(String)
    case field(String)
  }
}

/// What a register tells of one agreement by itself, without the directory.
public struct RegisterFacts: Hashable, Sendable {
  /// The office's own number.
  public var number: String?
  /// The partner's number.
  public var partnerNumber: String?
  /// When the last party signed.
  public var signed: CivilDate?
  /// First day in force.
  public var from: CivilDate?
  /// Last day in force.
  public var until: CivilDate?
  /// Reference of the successor.
  public var successor: String?
  /// The route that the definition tells.
  public var route: String?
  /// How it stands: a code of ``RegisterStatus``, or the name of the state in which it ended.
  public var status: String
  /// The same in Indonesian.
  public var statusWords: String
}

/// How an agreement stands as long as it has not ended.
public enum RegisterStatus: String, Sendable, CaseIterable {
  case process = "proses"
  case upcoming = "akan-berlaku"
  case inForce = "berlaku"
  case ending = "akan-berakhir"
  case suspended = "ditangguhkan"

  /// What stands for every way in which an agreement has ended, in filters.
  public static let ended = "selesai"

  /// In Indonesian.
  public var words: String {
    switch self {
    case .process: "Proses"
    case .upcoming: "Akan berlaku"
    case .inForce: "Berlaku"
    case .ending: "Akan berakhir"
    case .suspended: "Ditangguhkan"
    }
  }
}

extension Workflow {
  /// The names of the states in which agreements end, as a register's status tells them.
  public var endNames: [String] {
    chart.states.dropFirst().filter { state in
      state.kind == .final && state.parent == 0
    }.map(\.id.rawValue)
  }

  /// What a register tells of an agreement that stands so on a day.
  public func registerFacts(of state: InstanceState, on today: CivilDate) -> RegisterFacts {
    func text(_ field: String?) -> String? {
      field.flatMap { state.data[$0] }.map { DataField.text($0) }.flatMap { $0.isEmpty ? nil : $0 }
    }
    func date(_ field: String?) -> CivilDate? {
      field.flatMap { state.data[$0] }.flatMap { DateLibrary.civilDate($0) }
    }
    // Where no field holds a number, the last document that has one tells it.
    let papers = documents.compactMap { state.documents[$0.name]?.latest }
    let from = date(register.from)
    let status = status(of: state, from: from, on: today)
    return RegisterFacts(
      number: text(register.number) ?? papers.last { $0.number != nil }?.number,
      partnerNumber: text(register.partnerNumber)
        ?? papers.last { $0.partnerNumber != nil }?.partnerNumber,
      signed: register.signed.compactMap { date($0) }.max()
        ?? state.signatures.filter(\.isInForce).map(\.date).max(), from: from,
      until: date(register.until), successor: text(register.successor),
      route: route(in: state), status: status.code, statusWords: status.words)
  }

  private func route(in state: InstanceState) -> String? {
    switch register.route {
    case .text(let text): text
    case .field(let name): state.data[name].map { DataField.text($0) }
    case nil: nil
    }
  }

  private func status(of state: InstanceState, from: CivilDate?, on today: CivilDate)
    -> (code: String, words: String)
  {
    func word(_ status: RegisterStatus) -> (String, String) { (status.rawValue, status.words) }
    if state.isFinished {
      let end = activeStates(of: state).last ?? RegisterStatus.ended
      return (end, title(ofState: end).id)
    }
    if state.suspension != nil { return word(.suspended) }
    let tags = Set(
      state.snapshot.configuration(in: chart).flatMap { states[$0]?.tags ?? [] })
    if !tags.isDisjoint(with: register.ending) { return word(.ending) }
    guard !tags.isDisjoint(with: register.inForce) else { return word(.process) }
    return word(from.map { $0 > today } ?? false ? .upcoming : .inForce)
  }
}
