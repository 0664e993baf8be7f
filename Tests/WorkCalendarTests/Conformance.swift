// Goal: the public working-day vectors hold, every one of them.
// Method: vectors.json over the holidays.csv beside it, read in place from SINERGI_CONFORMANCE.

import Foundation
import Testing
import WorkCalendar

private struct Vectors: Decodable {
  struct Offset: Decodable {
    let week: String
    let closed: [String]
    let start: String
    let add: Int
    let result: String
  }
  struct Count: Decodable {
    let week: String
    let closed: [String]
    let from: String
    let to: String
    let count: Int
  }
  let offset: [Offset]
  let count: [Count]
}

private let folder: URL = {
  let given = ProcessInfo.processInfo.environment["SINERGI_CONFORMANCE"]
  // Tests/WorkCalendarTests/Conformance.swift: the package's root is three levels up.
  let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
  let base =
    given.map { URL(fileURLWithPath: $0, relativeTo: root) }
    ?? root.appendingPathComponent("../shared/conformance")
  return base.appendingPathComponent("workcalendar")
}()

@Suite struct WorkCalendarConformance {
  private let names = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]

  @Test func `every vector has the date or the count that it names`() throws {
    guard FileManager.default.fileExists(atPath: folder.path) else {
      print("WorkCalendarConformance: skipped, there is no folder \(folder.standardized.path)")
      return
    }
    let vectors = try JSONDecoder().decode(
      Vectors.self, from: Data(contentsOf: folder.appendingPathComponent("vectors.json")))
    let days = try holidays()
    var calendars: [String: BusinessCalendar] = [:]
    func calendar(_ week: String, _ closed: [String]) throws -> BusinessCalendar {
      let key = week + closed.joined(separator: ",")
      if let known = calendars[key] { return known }
      let made = try BusinessCalendar(
        id: key, zone: makassar, week: hours(of: week), days: days, stopping: Set(closed),
        publishedYears: [2024, 2025, 2026, 2027])
      calendars[key] = made
      return made
    }
    var passed = 0
    for vector in vectors.offset {
      let result = try calendar(vector.week, vector.closed)
        .adding(workingDays: vector.add, to: date(vector.start)).date
      #expect(result.description == vector.result, "\(vector)")
      passed += result.description == vector.result ? 1 : 0
    }
    for vector in vectors.count {
      let result = try calendar(vector.week, vector.closed)
        .workingDays(from: date(vector.from), to: date(vector.to))
      #expect(result == vector.count, "\(vector)")
      passed += result == vector.count ? 1 : 0
    }
    let total = vectors.offset.count + vectors.count.count
    #expect(total > 0)
    print("WorkCalendarConformance: \(passed) of \(total) passed, 0 excluded")
  }

  private func hours(of week: String) throws -> [Weekday: WorkingHours] {
    let ends = week.split(separator: "-").compactMap { names.firstIndex(of: String($0)) }
    try #require(ends.count == 2, "a week is written Mon-Fri, not \(week)")
    let hours = try #require(WorkingHours("08:00-16:00"))
    var result: [Weekday: WorkingHours] = [:]
    var index = ends[0]
    while true {
      result[try #require(Weekday(rawValue: index + 1))] = hours
      if index == ends[1] { return result }
      index = (index + 1) % 7
    }
  }

  private func holidays() throws -> [ClosedDay] {
    let text = try String(
      contentsOf: folder.appendingPathComponent("holidays.csv"), encoding: .utf8)
    let lines = text.split(whereSeparator: \.isNewline).dropFirst()
    return try lines.map { line in
      let fields = self.fields(of: line)
      try #require(fields.count >= 4, "a line has date, weekday, kind and name: \(line)")
      let date = try date(fields[0])
      try #require(names[date.weekday.rawValue - 1] == fields[1], "the weekday of \(line)")
      return ClosedDay(
        date: date, kind: fields[2], name: fields[3], source: fields.count > 4 ? fields[4] : "",
        confidence: fields.count > 5 ? fields[5] : "")
    }
  }

  /// The fields of a line of comma-separated values (RFC 4180, without line breaks in fields).
  private func fields(of line: Substring) -> [String] {
    var fields = [""]
    var isQuoted = false
    for character in line {
      switch character {
      case "\"": isQuoted.toggle()
      case "," where !isQuoted: fields.append("")
      default: fields[fields.count - 1].append(character)
      }
    }
    return fields
  }
}
