// The elements of SCXML and what may stand in them, in one place.

/// Attributes and children by element (SCXML 3 to 6).
enum SCXMLKeys {
  /// One element of the language.
  struct Element {
    var attributes: [String]
    var children: [String]

    init(_ attributes: [String] = [], _ children: [String] = []) {
      self.attributes = attributes
      self.children = children
    }
  }

  /// Executable content (SCXML 4, 6.2, 6.3).
  static let content = [
    "raise", "if", "foreach", "log", "assign", "send", "cancel", "script",
  ]

  // Final states and history states take what they must not have, too: the chart's own checks
  // say better what is wrong then.
  private static let inStates = [
    "state", "parallel", "final", "history", "transition", "onentry", "onexit", "datamodel",
    "invoke", "initial",
  ]

  /// All elements.
  static let elements: [String: Element] = [
    "scxml": Element(
      ["initial", "name", "version", "datamodel", "binding", "exmode"],
      ["state", "parallel", "final", "datamodel", "script", "initial"]),
    "state": Element(["id", "initial"], inStates),
    "parallel": Element(["id"], inStates),
    "final": Element(["id"], inStates + ["donedata"]),
    "history": Element(["id", "type"], inStates),
    "transition": Element(["event", "cond", "target", "type"], content),
    "initial": Element([], ["transition"]),
    "onentry": Element([], content), "onexit": Element([], content),
    "datamodel": Element([], ["data"]), "data": Element(["id", "src", "expr"]),
    "donedata": Element([], ["content", "param"]),
    "content": Element(["expr"]), "param": Element(["name", "expr", "location"]),
    "invoke": Element(
      [
        "type", "typeexpr", "src", "srcexpr", "id", "idlocation", "namelist", "autoforward",
      ], ["param", "finalize", "content"]),
    "finalize": Element([], content),
    "raise": Element(["event"]), "if": Element(["cond"], content + ["elseif", "else"]),
    "elseif": Element(["cond"]), "else": Element(),
    "foreach": Element(["array", "item", "index"], content), "log": Element(["label", "expr"]),
    "assign": Element(["location", "expr"]),
    "send": Element(
      [
        "event", "eventexpr", "target", "targetexpr", "type", "typeexpr", "id", "idlocation",
        "delay", "delayexpr", "namelist",
      ], ["param", "content"]),
    "cancel": Element(["sendid", "sendidexpr"]), "script": Element(["src"]),
  ]

  /// Elements whose inside is data, not SCXML.
  static let opaque: Set<String> = ["data", "content", "assign", "script"]
}

extension SCXMLDocument {
  /// Reports attributes and children that the language does not have where they stand.
  mutating func check(_ element: XMLElement) {
    guard let keys = SCXMLKeys.elements[element.name] else { return }
    for attribute in element.attributes
    where attribute.namespace.isEmpty && !keys.attributes.contains(attribute.name) {
      problems.add(
        .unknownKey, "<\(element.name)> has no attribute «\(attribute.name)»",
        at: attribute.nameRange, help: Suggestion.help(for: attribute.name, in: keys.attributes))
    }
    if SCXMLKeys.opaque.contains(element.name) { return }
    for child in element.children {
      switch child {
      case .text(let text, let range):
        let word = text.split(whereSeparator: \.isWhitespace).first
        if let word {
          problems.add(
            .wrongType, "<\(element.name)> holds no text such as «\(word)»", at: range)
        }
      case .element(let child): check(child, in: element, keys)
      }
    }
  }

  private mutating func check(
    _ child: XMLElement, in element: XMLElement, _ keys: SCXMLKeys.Element
  ) {
    if !Self.isOurs(child) {
      // Other tools leave notes of their own in a file; but content that is not run would be
      // missed.
      if keys.children.contains("raise") {
        problems.add(
          .unsupported, "<\(child.name)> of «\(child.namespace)» is content that cannot be run",
          at: child.range, help: "remove it, or say the same in SCXML")
      }
      return
    }
    guard keys.children.contains(child.name) else {
      let isKnown = SCXMLKeys.elements[child.name] != nil
      problems.add(
        .unknownKey,
        isKnown
          ? "<\(child.name)> cannot stand in <\(element.name)>" : "there is no <\(child.name)>",
        at: child.range, help: Suggestion.help(for: child.name, in: keys.children))
      return
    }
    check(child)
  }
}
