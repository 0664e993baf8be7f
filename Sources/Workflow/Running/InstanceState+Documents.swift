// The documents that a mark or a signature is given on.

extension InstanceState {
  /// The newest version of each document that is on record.
  var documentStamps: [DocumentStamp] { [] }
}
