// XML as the readers see it: a bounded tree in which every element and attribute knows its place.

/// A node of an XML file; comments and processing instructions are left out.
enum XMLNode: Sendable {
  case element(XMLElement)
  case text(String, SourceRange)
}

/// An element of an XML file.
struct XMLElement: Sendable {
  /// The name without its prefix.
  var name: String
  /// The namespace; empty for none.
  var namespace: String
  var attributes: [XMLAttribute]
  var children: [XMLNode] = []
  /// Where the name stands in the start tag.
  var range: SourceRange

  /// The elements inside, in document order.
  var elements: [XMLElement] {
    children.compactMap { if case .element(let element) = $0 { element } else { nil } }
  }

  /// All text directly inside.
  var text: String {
    children.map { if case .text(let text, _) = $0 { text } else { "" } }.joined()
  }

  /// The attribute of a name that has no namespace.
  func attribute(_ name: String) -> XMLAttribute? {
    attributes.first { $0.namespace.isEmpty && $0.name == name }
  }
}

/// An attribute of an element.
struct XMLAttribute: Sendable {
  var name: String
  /// The namespace; empty for none.
  var namespace: String
  var value: String
  /// Where the name stands.
  var nameRange: SourceRange
  /// Where the value stands, without its quotes.
  var range: SourceRange
  /// Whether the value stands in the file letter by letter, without references to characters.
  var isVerbatim: Bool
}

extension XMLElement {
  /// The element as XML text of its own, its namespace declared.
  var serialized: String {
    var text = ""
    write(into: &text, below: "")
    return text
  }

  private func write(into text: inout String, below outer: String) {
    text += "<\(name)"
    if namespace != outer { text += " xmlns=\"\(Self.escaped(namespace))\"" }
    for (index, attribute) in attributes.enumerated() {
      if attribute.namespace.isEmpty {
        text += " \(attribute.name)=\"\(Self.escaped(attribute.value))\""
      } else {
        text += " xmlns:n\(index)=\"\(Self.escaped(attribute.namespace))\""
        text += " n\(index):\(attribute.name)=\"\(Self.escaped(attribute.value))\""
      }
    }
    if children.isEmpty { return text += "/>" }
    text += ">"
    for child in children {
      switch child {
      case .element(let element): element.write(into: &text, below: namespace)
      case .text(let part, _): text += Self.escaped(part)
      }
    }
    text += "</\(name)>"
  }

  private static func escaped(_ text: String) -> String {
    var out = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": out += "&amp;"
      case "<": out += "&lt;"
      case ">": out += "&gt;"
      case "\"": out += "&quot;"
      case "\n", "\r", "\t": out += "&#\(scalar.value);"
      default: out.unicodeScalars.append(scalar)
      }
    }
    return out
  }
}
