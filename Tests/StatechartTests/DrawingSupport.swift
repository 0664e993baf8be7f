// What the tests of drawing share: a chart with one of everything, and a check of tags.

@testable import Statechart

/// Charts that the tests of drawing share.
enum DrawnCharts {
  /// Titles of what could break out of a format.
  static let hostile =
    "\"><script>alert(1)</script>\n]]>&amp; #35; \\N \\\" {x} %% -- : ; ' ` \u{202E}abc\u{7}"

  static let review = StateID("office/review")

  /// One of everything: nesting, regions, histories, ends, a timer, guards, an eventless way, a
  /// loop, transitions of the root and of parents, and one that leads nowhere.
  static func everything() throws -> Chart {
    var review = state(
      "office/review",
      on: [
        on("approve", if: ExpressionID(1), "sign"), on("return", "draft"),
        on("timer.0_review", "stalled"), on("note"),
      ], entry: [.raise("opened")])
    review.timers = [
      TimerSpecification(id: "review late", event: "timer.0_review", due: ExpressionID(9))
    ]
    review.tasks = [TaskSpecification(id: "office/review")]
    let office = state(
      "office", on: [on("skip", "sign")],
      [
        review, state("stalled", on: [on("again", "office/h")]),
        history("office/h", default: "office/review"),
      ])
    let sign = parallel(
      "sign", on: [on("done.state.sign", "done"), on("tear", "draft")],
      [region("one"), region("two")])
    return try Chart.of(
      [
        state(
          "draft",
          on: [on("submit", "office"), on("save", "draft"), always(if: ExpressionID(2), "done")]),
        office, sign, final("done"), final("cancelled"),
      ], on: [on("cancel", "cancelled", isInternal: true), on("remark", isInternal: true)])
  }

  private static func region(_ name: String) -> StateSpecification {
    state(
      StateID("sign/\(name)"),
      [
        state(StateID("sign/\(name)/waits"), on: [on("sign", StateID("sign/\(name)/signed"))]),
        final(StateID("sign/\(name)/signed")),
      ])
  }

  /// A way into the parallel state, through a return and a stall.
  static let trail = DrawingTrail(
    steps: [
      DrawingTrail.Step(label: "start", entered: ["draft"]),
      DrawingTrail.Step(
        label: "submit · Ni Luh", event: "submit", exited: ["draft"],
        entered: ["office", "office/review"]),
      DrawingTrail.Step(
        label: "return · I Made", event: "return", exited: ["office/review", "office"],
        entered: ["draft"]),
      DrawingTrail.Step(
        label: "submit · Ni Luh", event: "submit", exited: ["draft"],
        entered: ["office", "office/review"]),
      DrawingTrail.Step(
        label: "approve · I Made", event: "approve", exited: ["office/review", "office"],
        entered: ["sign", "sign/one", "sign/one/waits", "sign/two", "sign/two/waits"]),
      DrawingTrail.Step(label: "remark · I Made", event: "remark"),
    ],
    current: ["sign", "sign/one", "sign/one/waits", "sign/two", "sign/two/waits"])
}

/// How often a text occurs in another.
func occurrences(of part: String, in text: String) -> Int {
  let part = Array(part.utf8)
  let text = Array(text.utf8)
  guard let first = part.first, text.count >= part.count else { return 0 }
  return (0...(text.count - part.count)).count { start in
    text[start] == first && text[start..<(start + part.count)].elementsEqual(part)
  }
}

extension Collection where Element: Equatable {
  /// Where another collection first occurs in this one.
  func firstRange(of part: some Collection<Element>) -> Range<Index>? {
    var start = startIndex
    while start != endIndex {
      var (here, there) = (start, part.startIndex)
      while there != part.endIndex, here != endIndex, self[here] == part[there] {
        here = index(after: here)
        there = part.index(after: there)
      }
      if there == part.endIndex { return start..<here }
      start = index(after: start)
    }
    return nil
  }
}

/// A small reader of XML that knows tags, attributes and character names, and says what is wrong.
struct TagReader {
  private(set) var problems: [String] = []
  /// How often each element occurs.
  private(set) var elements: [String: Int] = [:]
  /// All text between tags, with character names resolved.
  private(set) var text = ""
  private var open: [String] = []

  init(_ document: String) {
    var rest = Array(document.unicodeScalars)[...]
    while let first = rest.first {
      if first == "<" {
        guard let end = rest.firstIndex(of: ">") else {
          problems.append("a tag without end")
          return
        }
        read(tag: String(String.UnicodeScalarView(rest[(rest.startIndex + 1)..<end])))
        rest = rest[(end + 1)...]
      } else {
        let end = rest.firstIndex(of: "<") ?? rest.endIndex
        let part = String(String.UnicodeScalarView(rest[..<end]))
        text += resolve(part)
        rest = rest[end...]
      }
    }
    if !open.isEmpty { problems.append("left open: \(open)") }
  }

  private mutating func read(tag: String) {
    if tag.hasPrefix("/") {
      let name = String(tag.dropFirst())
      if open.popLast() != name { problems.append("closes \(name), which is not open") }
      return
    }
    let isEmpty = tag.hasSuffix("/")
    let body = isEmpty ? tag.dropLast() : tag[...]
    let name = String(body.prefix { $0.isLetter })
    if name.isEmpty { problems.append("no name in <\(tag)>") }
    elements[name, default: 0] += 1
    var attributes = body.dropFirst(name.count)
    while let space = attributes.first, space == " " {
      attributes = attributes.dropFirst()
      let key = attributes.prefix { $0.isLetter || $0 == "-" }
      attributes = attributes.dropFirst(key.count)
      guard !key.isEmpty, attributes.hasPrefix("=\"") else {
        problems.append("a bad attribute in <\(tag)>")
        return
      }
      attributes = attributes.dropFirst(2)
      let value = attributes.prefix { $0 != "\"" }
      _ = resolve(String(value))
      if key.hasPrefix("on") || key == "href" { problems.append("an active attribute \(key)") }
      attributes = attributes.dropFirst(value.count + 1)
    }
    if !attributes.isEmpty { problems.append("left over in <\(tag)>") }
    if !isEmpty { open.append(name) }
  }

  private mutating func resolve(_ text: String) -> String {
    var result = ""
    var rest = text[...]
    while let first = rest.first {
      rest = rest.dropFirst()
      guard first == "&" else {
        if first.unicodeScalars.contains(where: { $0.value < 0x20 && $0 != "\n" }) {
          problems.append("a control character")
        }
        result.append(first)
        continue
      }
      let name = rest.prefix { $0 != ";" }
      let names = ["amp": "&", "lt": "<", "gt": ">", "quot": "\"", "#39": "'"]
      guard let character = names[String(name)] else {
        problems.append("the name &\(name);")
        return result
      }
      result += character
      rest = rest.dropFirst(name.count + 1)
    }
    return result
  }
}
