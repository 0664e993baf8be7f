// The OpenAPI 3.1 document, made from the route table and the shapes beside the wire types.

internal import AdminAPI

/// Describes the API to tools.
enum OpenAPIDocument {
  /// The document as it is served, and as it stands in `docs/openapi.json`.
  static let bytes: [UInt8] =
    ((try? WireCoding.encode(document, pretty: true)) ?? []) + [UInt8(ascii: "\n")]

  static var document: JSONValue {
    [
      "openapi": "3.1.0",
      "info": [
        "title": "Sinergi", "version": "1",
        "description":
          "The daemon's interface on its Unix socket. Callers are known by the kernel (SO_PEERCRED). Times carry the office's offset; fields are only ever added.",
      ],
      "servers": [["url": "http://localhost", "description": "Over the socket."]],
      "paths": .object(paths), "components": ["schemas": .object(schemas)],
    ]
  }

  private static var paths: [String: JSONValue] {
    Dictionary(grouping: RouteTable.routes, by: \.path).mapValues { routes in
      .object(
        Dictionary(
          uniqueKeysWithValues: routes.map { ($0.method.rawValue.lowercased(), operation($0)) }))
    }
  }

  private static func operation(_ route: Route) -> JSONValue {
    var operation: [String: JSONValue] = [
      "summary": .string(route.summary),
      "description": .string("Access: \(route.access.explanation)"),
      "x-access": .string(route.access.rawValue),
      "responses": [
        String(route.status): [
          "description": .string("Done."),
          "content": [route.mediaType: content(route.response)],
        ],
        "default": [
          "description": "Not done; the problem says why.",
          "content": ["application/problem+json": content(Problem.schema)],
        ],
      ],
    ]
    let parameters = parameters(route)
    if !parameters.isEmpty { operation["parameters"] = .array(parameters) }
    if let request = route.request {
      operation["requestBody"] = [
        "required": true, "content": ["application/json": content(request)],
      ]
    }
    if route.takesOctets {
      operation["requestBody"] = ["required": true, "content": ["application/octet-stream": [:]]]
    }
    return .object(operation)
  }

  private static func content(_ schema: Schema?) -> JSONValue {
    schema.map { ["schema": reference(to: $0)] } ?? [:]
  }

  private static func parameters(_ route: Route) -> [JSONValue] {
    let places = route.path.split(separator: "/").filter { $0.hasPrefix("{") }.map { place in
      parameter(
        String(place.dropFirst().dropLast()), in: "path", ["type": "string"],
        "Percent-encoded as one segment.", isRequired: true)
    }
    let query = route.query.map { parameter -> JSONValue in
      let schema: JSONValue =
        switch parameter.kind {
        case .text: ["type": "string"]
        case .truth: ["type": "boolean"]
        case .count: ["type": "integer", "minimum": 0]
        }
      return self.parameter(parameter.name, in: "query", schema, parameter.summary)
    }
    let key = parameter(
      "Idempotency-Key", in: "header", ["type": "string", "maxLength": 128],
      "The caller's own name for the command: sent twice, it acts once, and the second answer carries `Idempotent-Replay: true`."
    )
    return places + query + (route.isCommand ? [key] : [])
  }

  private static func parameter(
    _ name: String, in place: String, _ schema: JSONValue, _ summary: String,
    isRequired: Bool = false
  ) -> JSONValue {
    [
      "name": .string(name), "in": .string(place), "required": .bool(isRequired),
      "schema": schema, "description": .string(summary),
    ]
  }

  // MARK: Shapes

  /// Every shape that a route or another shape names.
  static var namedSchemas: [Schema] {
    var found: [Schema] = []
    var waiting = RouteTable.routes.flatMap { [$0.request, $0.response].compactMap { $0 } }
    waiting.append(Problem.schema)
    while let schema = waiting.popLast() {
      guard !found.contains(where: { $0.name == schema.name }) else { continue }
      found.append(schema)
      waiting.append(contentsOf: schema.properties.compactMap { named(in: $0.kind) })
    }
    return found
  }

  private static func named(in kind: Schema.Kind) -> Schema? {
    switch kind {
    case .object(let schema): schema
    case .list(let item), .map(let item): named(in: item)
    default: nil
    }
  }

  private static var schemas: [String: JSONValue] {
    Dictionary(uniqueKeysWithValues: namedSchemas.map { ($0.name, object($0)) })
  }

  private static func reference(to schema: Schema) -> JSONValue {
    ["$ref": .string("#/components/schemas/\(schema.name)")]
  }

  private static func object(_ schema: Schema) -> JSONValue {
    let properties = schema.properties.map { property in
      (property.name, described(property.kind, property.summary))
    }
    return [
      "type": "object", "description": .string(schema.summary),
      "properties": .object(Dictionary(uniqueKeysWithValues: properties)),
      "required": .array(
        schema.properties.filter(\.isRequired).map { .string($0.name) }),
    ]
  }

  private static func described(_ kind: Schema.Kind, _ summary: String) -> JSONValue {
    guard case .object(var members) = self.kind(kind) else { return self.kind(kind) }
    members["description"] = .string(summary)
    return .object(members)
  }

  private static func kind(_ kind: Schema.Kind) -> JSONValue {
    switch kind {
    case .string: ["type": "string"]
    case .integer: ["type": "integer"]
    case .boolean: ["type": "boolean"]
    case .timestamp: ["type": "string", "format": "date-time"]
    case .oneOf(let words):
      ["type": "string", "enum": .array(words.map { .string($0) })]
    case .any: [:]
    case .map(let value): ["type": "object", "additionalProperties": self.kind(value)]
    case .list(let item): ["type": "array", "items": self.kind(item)]
    case .object(let schema): reference(to: schema)
    }
  }
}
