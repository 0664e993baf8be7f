// The documents that a mark or a signature is given on.

extension InstanceState {
  /// The newest version of each document that is on record.
  var documentStamps: [DocumentStamp] {
    documents.sorted { $0.key < $1.key }.map { kind, document in
      DocumentStamp(
        kind: kind, version: document.latest.version, sha256: document.latest.sha256)
    }
  }
}
