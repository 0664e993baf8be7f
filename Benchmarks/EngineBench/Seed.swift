// The database that every run starts from: agreements that were just started, and the rows of steps.

import Engine
import Foundation
import Store

/// A closed database with agreements in their first state, and what a turn of steps writes.
struct Seed {
  let path: String
  let references: [String]
  let turns: [StepRows]

  /// Starts `count` agreements with the engine, and lets one of them go round once.
  init(_ office: Office, in folder: String, count: Int) async throws {
    path = "\(folder)/seed.sqlite"
    let store = try Store(.file(path: path))
    let engine = try await office.engine(on: store)
    let context = Agreement.Turn.submit.context(in: engine)
    references = try await withThrowingTaskGroup(of: String.self) { group in
      for _ in 0...count {
        group.addTask { try await engine.start(Agreement.start, context).reference }
      }
      var all: [String] = []
      for try await reference in group { all.append(reference) }
      return all.sorted()
    }
    turns = try await Self.turns(of: references[count], engine, path)
    try store.close()
  }

  private static func turns(
    of reference: String, _ engine: Engine, _ path: String
  ) async throws -> [StepRows] {
    let connection = try Connection(path)
    let row = try connection.rows("SELECT id FROM instance WHERE reference = '\(reference)'")
    guard let id = Int64(row[0][0]) else { throw BenchError("cannot find \(reference)") }
    var turns: [StepRows] = []
    for turn in Agreement.Turn.allCases {
      let before = try OpenRows(connection, instance: id)
      _ = try await engine.act(turn.command(reference), turn.context(in: engine))
      turns.append(try StepRows(connection, instance: id, before: before))
    }
    return turns
  }

  /// A fresh copy for one run.
  func copy(_ name: String) throws -> String {
    let copy = "\((path as NSString).deletingLastPathComponent)/\(name).sqlite"
    Self.remove(copy)
    // The log too, should the last connection have left one.
    for end in ["", "-wal"] where FileManager.default.fileExists(atPath: path + end) {
      try FileManager.default.copyItem(atPath: path + end, toPath: copy + end)
    }
    return copy
  }

  static func remove(_ path: String) {
    for end in ["", "-wal", "-shm", ".lock"] {
      try? FileManager.default.removeItem(atPath: path + end)
    }
  }
}
