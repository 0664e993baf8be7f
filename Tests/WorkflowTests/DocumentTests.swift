// Goal: the pages and the schema describe the language that the reader reads, key by key.
// Method: the key tables of the pages and the schema against the lists of keys in the code.

import Testing

@testable import Workflow

@Suite struct DocumentTests {
  private static let mappings: [(schema: String, heading: String, keys: [String])] = [
    ("definition", "## The definition", DefinitionKeys.definition),
    ("field", "## A data field", DefinitionKeys.field),
    ("role", "## A role", DefinitionKeys.role),
    ("reminder", "## A reminder ladder", DefinitionKeys.reminder),
    ("state", "## A state", DefinitionKeys.state),
    ("transition", "## A transition", DefinitionKeys.transition),
    ("task", "## A task", DefinitionKeys.task),
    ("approval", "## An approval", DefinitionKeys.approval),
    ("approvalStep", "## A link of the chain", DefinitionKeys.approvalStep),
    ("action", "## An action", DefinitionKeys.action),
    ("start", "## A child", DefinitionKeys.start),
    ("quorum", "### A quorum of weight", DefinitionKeys.quorum),
    ("voidRule", "### What voids", DefinitionKeys.void),
    ("needs", "## Needs", DefinitionKeys.needs),
    ("document", "## A document", DefinitionKeys.document),
    ("register", "## The register", DefinitionKeys.register),
  ]

  private static let otherFiles: [(heading: String, keys: [String])] = [
    ("## A calendar", CalendarReader.keys), ("### A day", CalendarReader.dayKeys),
    ("### The file", DirectoryReader.keys),
    ("### A week for a period", CalendarReader.periodKeys + ["mon"]),
    ("### An included file", CalendarIncludes.keys),
    ("### An organisation", DirectoryReader.organisationKeys),
    ("### A position", DirectoryReader.positionKeys), ("### A person", DirectoryReader.personKeys),
    ("### A contact", DirectoryReader.contactKeys),
    ("### A holding", DirectoryReader.holdingKeys), ("### A deputy", DeputyReader.keys),
  ]

  /// The keys of the first table below a heading: rows that begin with a word in backquotes.
  private func table(below heading: String, of page: String) -> [String] {
    let lines = page.split(separator: "\n", omittingEmptySubsequences: false)
    guard let start = lines.firstIndex(where: { $0 == heading }) else { return [] }
    let section = lines[(start + 1)...].prefix { !$0.hasPrefix("#") }
    return section.compactMap { line in
      line.hasPrefix("| `") ? line.dropFirst(3).split(separator: "`").first.map { String($0) } : nil
    }
  }

  @Test func `the language's page has every key of every mapping, in the code's order`() throws {
    let page = try source("docs/definition-language.md").text
    for mapping in Self.mappings {
      #expect(table(below: mapping.heading, of: page) == mapping.keys, "\(mapping.heading)")
    }
  }

  @Test func `the page of calendars and directories has every key`() throws {
    let page = try source("docs/calendar-and-directory.md").text
    for mapping in Self.otherFiles {
      #expect(table(below: mapping.heading, of: page) == mapping.keys, "\(mapping.heading)")
    }
  }

  @Test func `the schema has exactly the keys that the reader takes`() throws {
    let schema = try JSON(parsing: try source("docs/definition.schema.json").text)
    #expect(schema["$schema"]?.string == "https://json-schema.org/draft/2020-12/schema")
    for mapping in Self.mappings {
      let found = mapping.schema == "definition" ? schema : schema["$defs"]?[mapping.schema]
      let properties = found?["properties"]?.members.map(\.name) ?? []
      #expect(properties.sorted() == mapping.keys.sorted(), "\(mapping.schema)")
      #expect(found?["additionalProperties"]?.bool == false, "\(mapping.schema)")
    }
  }

  @Test func `every reference of the schema leads somewhere, and every part is used`() throws {
    let schema = try JSON(parsing: try source("docs/definition.schema.json").text)
    var used: Set<String> = []
    func collect(_ json: JSON) {
      if let reference = json["$ref"]?.string { used.insert(reference) }
      for member in json.members { collect(member.value) }
      for item in json.items { collect(item) }
    }
    collect(schema)
    let parts = Set((schema["$defs"]?.members ?? []).map { "#/$defs/\($0.name)" })
    #expect(used == parts)
  }

  @Test func `the examples of the pages are what they say`() throws {
    let page = try source("docs/calendar-and-directory.md").text
    let blocks = page.matches(of: /(?s)```yaml\n(.*?)```/).map { String($0.1) }
    let calendar = try #require(blocks.first { $0.hasPrefix("calendar:") })
    let reading = CalendarReader.read(
      SourceText(name: "contoh", text: calendar), digest: "d", zone: zoneRules)
    #expect(reading.diagnostics.isEmpty && reading.value != nil, "\(reading.diagnostics)")
    let directory = try #require(blocks.first { $0.hasPrefix("directory:") })
    let base = try Shipped.load().directory
    let problems = DirectoryReader.read(SourceText(name: "contoh", text: directory), onto: base)
      .diagnostics
    // The names are those of the shipped files, so they stand twice here; nothing else is wrong.
    #expect(problems.allSatisfy { $0.code == .duplicateName }, "\(problems)")
  }

  @Test func `the terms of closed lists stand in the schema as in the code`() throws {
    let schema = try JSON(parsing: try source("docs/definition.schema.json").text)
    let types = schema["$defs"]?["fieldType"]?["enum"]?.strings
    #expect(types == FieldType.allCases.map(\.rawValue))
    let roles = schema["$defs"]?["role"]?["properties"]?["role"]?["enum"]?.strings
    #expect(roles == Directory.PartnerRole.allCases.map(\.rawValue))
  }
}
