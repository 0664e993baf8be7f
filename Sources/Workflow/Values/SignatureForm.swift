// What an event that records a signature carries beside its form; no field of the definition.

internal import CEL
internal import WorkCalendar

/// The fields of a signature: what `signature: PARTY` adds to the form of an event.
public enum SignatureForm {
  /// How a signature may be given (domain §2.2).
  public static let manners = ["basah", "tte", "campuran"]

  static let date = "tanggal"
  static let place = "tempat"
  static let manner = "cara"
  static let reference = "rujukan"

  /// The fields, typed.
  public static let fields: [DataField] = [
    field(
      date, .date, isRequired: true,
      LocalizedText(id: "Tanggal tanda tangan", en: "Date of signature")),
    field(
      place, .string, isRequired: true,
      LocalizedText(id: "Tempat tanda tangan", en: "Place of signature")),
    field(
      manner, .string, isRequired: true, LocalizedText(id: "Cara tanda tangan", en: "Manner"),
      allowed: manners),
    field(
      reference, .string, isRequired: false,
      LocalizedText(id: "Rujukan (SRIKANDI, TTE)", en: "Reference (SRIKANDI, e-signature)")),
  ]

  static let form = fields.map {
    TransitionRule.FormField(name: $0.name, isRequired: $0.isRequired)
  }

  static func isField(_ name: String) -> Bool { fields.contains { $0.name == name } }

  private static func field(
    _ name: String, _ type: FieldType, isRequired: Bool, _ title: LocalizedText,
    allowed: [String] = []
  ) -> DataField {
    DataField(
      name: name, type: type, isRequired: isRequired, defaultValue: nil, title: title,
      allowedValues: allowed)
  }
}

extension TransitionRule {
  /// Everything that the event may carry: its form, and the fields of a signature.
  var carried: [FormField] { form + (signature == nil ? [] : SignatureForm.form) }
}

extension Workflow {
  /// The field that a value of an event's form is read by: one of the data, or of a signature where
  /// the workflow records any.
  public func inputField(_ name: String) -> DataField? {
    if let field = field(name) { return field }
    guard !parties.isEmpty else { return nil }
    return SignatureForm.fields.first { $0.name == name }
  }

  /// The names that the form of some event may carry.
  public var inputFieldNames: [String] {
    fields.map(\.name) + (parties.isEmpty ? [] : SignatureForm.fields.map(\.name))
  }
}
