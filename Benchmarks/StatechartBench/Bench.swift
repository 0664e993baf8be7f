// The benchmark of the bare interpreter, part of `make bench`; nothing here is shipped.

import Foundation

/// Runs the cases and prints their figures.
@main
struct Bench {
  static func main() {
    do {
      let options = try Options(Array(CommandLine.arguments.dropFirst()))
      if options.wantsHelp { return say(Options.usage) }
      try run(options)
    } catch {
      FileHandle.standardError.write(Data("\(error)\n".utf8))
      exit(1)
    }
  }

  private static func run(_ options: Options) throws {
    let cases = try Case.all(only: options.only)
    say(
      "interpreter: \(cases.count) cases, \(options.rounds) rounds of \(options.seconds) s each")
    var baseline: [Double] = []
    var rates = [[Double]](repeating: [], count: cases.count)
    // The rounds go over all cases again and again, so that a slow moment of the machine meets
    // the baseline and the cases alike, and the medians leave it out.
    for _ in 0..<options.rounds {
      baseline.append(DictionaryMachine().rate(seconds: options.seconds))
      for (index, item) in cases.enumerated() {
        rates[index].append(try item.rate(seconds: options.seconds))
      }
    }
    let report = Report(
      baseline: baseline.median, figures: zip(cases, rates).map { Figure($0, $1.median) },
      analysis: options.only.isEmpty ? try AnalysisFigure.measure(rounds: options.rounds) : nil)
    say("\n\(report.table)")
    if let path = options.json { try report.json.write(to: URL(fileURLWithPath: path)) }
  }
}

/// Prints a line at once, also into a pipe: a run takes a minute.
func say(_ line: String) { FileHandle.standardOutput.write(Data("\(line)\n".utf8)) }

/// Why the benchmark cannot go on; its words are all there is to say.
struct BenchError: Error, CustomStringConvertible {
  var description: String

  init(_ description: String) { self.description = description }
}
