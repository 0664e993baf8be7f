// The data-model-agnostic tests of the W3C, put into words of the CEL data model.

import Foundation

/// What the `conf:` attributes and elements of the W3C's tests mean in this data model.
struct ConformanceMapping {
  /// `null` or `cel`.
  var model = "cel"

  /// The test as an SCXML file; nil names the first construct that has no meaning here.
  func scxml(_ text: String) -> (text: String, unknown: String?) {
    var unknown: String?
    var out = replace(text, /<conf:(\w+)((?:\s+\w+\s*=\s*"[^"]*")*)\s*\/>/) { match in
      var attributes: [String: String] = [:]
      for pair in match.2.matches(of: /(\w+)\s*=\s*"([^"]*)"/) {
        attributes[String(pair.1)] = String(pair.2)
      }
      guard let element = Self.element(String(match.1), attributes) else {
        unknown = unknown ?? "<conf:\(match.1)>"
        return ""
      }
      return element
    }
    out = replace(out, /conf:(\w+)\s*=\s*"([^"]*)"/) { match in
      let attribute = attribute(String(match.1), String(match.2))
      if attribute == nil { unknown = unknown ?? "conf:\(match.1)" }
      return attribute ?? ""
    }
    return (out, unknown)
  }

  private func replace<Output>(
    _ text: String, _ regex: Regex<Output>, by replacement: (Regex<Output>.Match) -> String
  ) -> String {
    var out = ""
    var start = text.startIndex
    for match in text.matches(of: regex) {
      out += text[start..<match.range.lowerBound] + replacement(match)
      start = match.range.upperBound
    }
    return out + text[start...]
  }

  private static func element(_ name: String, _ attributes: [String: String]) -> String? {
    func variable(_ key: String) -> String { "Var\(attributes[key] ?? "")" }
    func sum() -> String {
      "<assign location=\"\(variable("id1"))\" expr=\"\(variable("id1")) + \(variable("id2"))\"/>"
    }
    switch name {
    case "pass": return "<final id=\"pass\"/>"
    case "fail": return "<final id=\"fail\"/>"
    case "incrementID":
      return "<assign location=\"\(variable("id"))\" expr=\"\(variable("id")) + 1\"/>"
    case "array123": return "[1, 2, 3]"
    case "extendArray":
      return "<assign location=\"\(variable("id"))\" expr=\"\(variable("id")) + [4]\"/>"
    case "sumVars", "concatVars": return sum()
    case "someInlineVal": return "123"
    case "contentFoo": return "<content expr=\"'foo'\"/>"
    case "sendToSender":
      return "<send event=\"\(attributes["name"] ?? "")\" targetexpr=\"_event.origin\""
        + " typeexpr=\"_event.origintype\"/>"
    default: return nil
    }
  }

  private func attribute(_ name: String, _ value: String) -> String? {
    condition(name, value).map { "cond=\"\($0)\"" } ?? Self.expression(name, value)
      ?? Self.name(name, value) ?? Self.fixed[name]
      ?? (name == "datamodel" ? "datamodel=\"\(model)\"" : nil)
  }

  private func condition(_ name: String, _ value: String) -> String? {
    let pair = value.split(separator: "=", maxSplits: 1).map { String($0) }
    let words = value.split(separator: " ").map { "Var\($0)" }
    switch name {
    case "true": return "true"
    case "false": return "false"
    case "nonBoolean": return "dyn('neither')"
    case "idVal", "namelistIdVal": return "Var\(pair[0]) == \(pair[1])"
    case "idQuoteVal": return "Var\(pair[0]) == '\(pair[1])'"
    case "idSystemVarVal": return "Var\(pair[0]) == \(pair[1])"
    case "eventvarVal": return "_event.data.Var\(pair[0]) == \(pair[1])"
    case "isBound", "idSomeVal": return "Var\(value) != null"
    case "noValue": return "Var\(value) == null"
    case "VarEqVar", "VarEqVarStruct": return "\(words[0]) == \(words[1])"
    case "varPrefix": return "\(words[1]).startsWith(\(words[0]))"
    case "inState": return "In('\(value)')"
    case "eventdataVal": return "_event.data == \(value)"
    case "eventNameVal": return "_event.name == '\(value)'"
    case "nameVarVal": return "_name == '\(value)'"
    case "originTypeEq": return "_event.origintype == '\(value)'"
    case "emptyEventData": return "_event.data == null"
    case "eventFieldHasNoValue": return "_event.\(value) == null"
    case "eventFieldsAreBound":
      return ["name", "type", "sendid", "origin", "origintype", "invokeid", "data"]
        .map { "has(_event.\($0))" }.joined(separator: " &amp;&amp; ")
    default: return nil
    }
  }

  private static func expression(_ name: String, _ value: String) -> String? {
    switch name {
    case "expr": "expr=\"\(value)\""
    case "quoteExpr": "expr=\"'\(value)'\""
    case "varExpr", "varChildExpr": "expr=\"Var\(value)\""
    case "systemVarExpr": "expr=\"\(value)\""
    case "eventField": "expr=\"_event.\(value)\""
    case "eventDataFieldValue": "expr=\"_event.data.\(value)\""
    case "eventExpr": "eventexpr=\"Var\(value)\""
    case "targetExpr", "targetVar": "targetexpr=\"Var\(value)\""
    case "typeExpr": "typeexpr=\"Var\(value)\""
    case "srcExpr": "srcexpr=\"Var\(value)\""
    case "sendIDExpr": "sendidexpr=\"Var\(value)\""
    default: nil
    }
  }

  private static func name(_ name: String, _ value: String) -> String? {
    switch name {
    case "id", "location", "item", "index", "idlocation", "name", "namelist":
      "\(name)=\"Var\(value)\""
    case "arrayVar", "arrayTextVar": "array=\"Var\(value)\""
    case "systemVarLocation": "location=\"\(value)\""
    case "delay": "delay=\"\(value)s\""
    default: nil
    }
  }

  private static let fixed = [
    "targetpass": "target=\"pass\"", "targetfail": "target=\"fail\"",
    "eventName": "expr=\"_event.name\"", "eventType": "expr=\"_event.type\"",
    "eventSendid": "expr=\"_event.sendid\"",
    // What the checker cannot see, and only fails when it is evaluated.
    "illegalExpr": "expr=\"1 / 0\"", "illegalArray": "expr=\"7\"",
    "invalidNamelist": "namelist=\"_event.data.nothing\"",
    "illegalItem": "item=\"_name\"",
    "invalidLocation": "location=\"_event.data.nothing\"",
    "illegalTarget": "target=\"nowhere\"", "unreachableTarget": "target=\"#_nobody\"",
    "invalidSessionID": "expr=\"'#_scxml_nobody'\"",
    "scxmlEventIOLocation": "expr=\"_ioprocessors['scxml'].location\"",
  ]
}
