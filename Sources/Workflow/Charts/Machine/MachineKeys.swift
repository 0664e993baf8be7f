// The keys of an XState machine config that mean the same under SCXML, in one place.

/// Keys by the kind of mapping that they stand in (XState 5, and what differs in 4).
enum MachineKeys {
  static let state = [
    "id", "key", "type", "initial", "states", "on", "always", "after", "entry", "exit", "onDone",
    "invoke", "history", "target", "tags", "meta", "description", "output", "data",
  ]
  static let machine =
    state + [
      "context", "version", "types", "schema", "schemas", "predictableActionArguments", "strict",
      "preserveActionOrder", "$schema", "tsTypes",
    ]
  static let transition = [
    "target", "guard", "cond", "actions", "reenter", "internal", "description", "meta",
  ]
  static let invocation = [
    "id", "src", "input", "onDone", "onError", "description", "systemId", "autoForward",
  ]
  static let initial = ["target", "actions"]
}
