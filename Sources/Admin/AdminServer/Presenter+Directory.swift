// The directory on the wire; addresses only for administrators and for the person whom they belong to.

internal import AdminAPI
internal import Engine
internal import WorkCalendar
internal import Workflow

extension Presenter {
  func actorItem(_ actor: Actor, _ directory: Directory) -> ActorItem {
    ActorItem(
      person: actor.person, name: directory.people[actor.person]?.name, role: actor.role,
      capacity: actor.capacity.rawValue, basis: actor.basis, position: actor.position,
      for: actor.giver, forName: actor.giver.flatMap { directory.people[$0]?.name })
  }

  func directory(_ view: DirectoryView, for caller: Caller) -> DirectoryAnswer {
    let directory = view.directory
    let holdings = directory.holdings.map {
      HoldingItem(
        person: $0.person, position: $0.position, from: $0.from.map { "\($0)" },
        until: $0.until.map { "\($0)" }, basis: $0.basis)
    }
    let deputies = directory.deputies.map {
      DeputyItem(
        person: $0.person, position: $0.position, capacity: $0.capacity.rawValue,
        from: "\($0.from)", until: $0.until.map { "\($0)" }, basis: $0.basis,
        dated: "\($0.dated)", scope: $0.scope, for: $0.giver)
    }
    return DirectoryAnswer(
      version: view.version, digest: view.digest, since: view.since.map(stamp), on: "\(view.date)",
      organisations: directory.organisations.values.sorted { $0.id < $1.id }.map {
        OrganisationItem(id: $0.id, name: $0.name, class: $0.class, route: $0.route)
      },
      positions: directory.positions.values.sorted { $0.id < $1.id }.map {
        position($0, directory, view.date)
      },
      people: directory.people.values.sorted { $0.id < $1.id }.map {
        person($0, view, isOpen: caller.isAdministrator || caller.person?.id == $0.id)
      },
      holdings: holdings, deputies: deputies, zone: zoneName)
  }

  private func position(
    _ position: Directory.Position, _ directory: Directory, _ date: CivilDate
  ) -> PositionItem {
    let assignee = Assignee.position(position.id)
    let holders = directory.standings(for: assignee, on: date).map { standing in
      HolderItem(
        person: standing.person, name: directory.people[standing.person]?.name ?? standing.person,
        capacity: standing.capacity.rawValue, basis: standing.basis, for: standing.giver)
    }
    return PositionItem(
      id: position.id, title: TextItem(id: position.title.id, en: position.title.en),
      organisation: position.organisation, role: position.role?.rawValue, holders: holders,
      vacantSince: holders.isEmpty
        ? directory.vacantSince(assignee, on: date).map { "\($0)" } : nil)
  }

  private func person(
    _ person: Directory.Person, _ view: DirectoryView, isOpen: Bool
  ) -> PersonItem {
    let directory = view.directory
    let contacts = (directory.contacts[person.id] ?? []).map {
      ContactItem(channel: $0.channel, address: $0.address, language: $0.language?.rawValue)
    }
    let positions = directory.assignees(of: person.id, on: view.date).compactMap { assignee in
      if case .position(let id) = assignee { id } else { nil }
    }
    return PersonItem(
      id: person.id, name: person.name, unix: person.unix, language: person.language?.rawValue,
      digest: person.wantsDigest, quiet: person.quiet.map { "\($0)" }, positions: positions,
      contacts: isOpen ? contacts : nil)
  }

  func report(_ report: DirectoryReport) -> DirectoryReportItem {
    DirectoryReportItem(
      version: report.version, digest: report.digest, applied: report.isApplied,
      changes: report.changes.map { change in
        DirectoryChangeItem(
          kind: change.kind.rawValue, id: change.id, action: change.action.rawValue,
          fields: change.fields.map {
            DirectoryFieldItem(
              name: $0.name, before: $0.before, after: $0.after, private: $0.isPrivate)
          })
      },
      zone: zoneName)
  }
}
