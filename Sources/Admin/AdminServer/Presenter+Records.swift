// Initials, signatures and approvals on the wire.

internal import AdminAPI
internal import Engine
internal import WorkCalendar
internal import Workflow

extension Presenter {
  func approval(_ progress: ApprovalProgress) -> ApprovalItem {
    ApprovalItem(
      approval: progress.approval, step: progress.step, steps: progress.steps,
      quorum: progress.quorum, reached: progress.reached, needed: progress.needed,
      waiting: progress.waitingFor)
  }

  /// Initials and signatures together, in the order in which they were given.
  func records(_ view: AgreementView, _ directory: Directory) -> [RecordItem] {
    let marks = view.marks.map { mark in
      (
        mark.at,
        RecordItem(
          kind: "mark", subject: mark.step, decision: mark.decision.rawValue,
          actor: actorItem(mark.actor, directory), at: stamp(mark.at), reason: mark.reason,
          documents: mark.documents.map(document), voidedAt: mark.voided.map { stamp($0.at) },
          voidedBy: mark.voided.map { words($0.cause) })
      )
    }
    let signatures = view.signatures.map { signature in
      (
        signature.at,
        RecordItem(
          kind: "signature", subject: signature.party, decision: "signed",
          actor: actorItem(signature.actor, directory), at: stamp(signature.at),
          date: "\(signature.date)", place: signature.place, manner: signature.manner,
          reference: signature.reference, documents: signature.documents.map(document),
          voidedAt: signature.voided.map { stamp($0.at) },
          voidedBy: signature.voided.map { words($0.cause) })
      )
    }
    return (marks + signatures).sorted { $0.0 < $1.0 }.map(\.1)
  }

  private func document(_ stamp: DocumentStamp) -> DocumentStampItem {
    DocumentStampItem(kind: stamp.kind, version: stamp.version, sha256: stamp.sha256)
  }

  private func words(_ cause: Voiding.Cause) -> String {
    switch cause {
    case .returned: "returned"
    case .left: "left"
    case .again: "again"
    case .document(let kind): "document \(kind)"
    }
  }
}
