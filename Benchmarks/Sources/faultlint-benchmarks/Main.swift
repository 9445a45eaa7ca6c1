import Foundation

/// Measures faultlint against its peers on a made-up corpus, and itself stage by stage. `script/bench` builds and
/// runs it.
@main
enum Main {
  static let usage = """
    usage: faultlint-benchmarks run --linked PROGRAM --schemas FOLDER --peers FOLDER --scratch FOLDER
                                    [--files N] [--lines N] [--rounds N] [--starts N] [--seed N] [--json FILE]
                                    [--released PROGRAM] [--dynamic PROGRAM]
           faultlint-benchmarks gate --program COPY --schemas FOLDER --scratch FOLDER --thresholds FILE
                                     [--update yes]
           faultlint-benchmarks generate --corpus FOLDER [--files N] [--seed N]
           faultlint-benchmarks chart --json FILE --svg FILE
           faultlint-benchmarks stage parse|schema|message|demand|lint|report --schemas FOLDER
                                      --corpus FOLDER [--rounds N]

    run       measures everything and prints tables; peers that are not set up are left out
    gate      counts instructions with valgrind and holds them against those that are checked in
    generate  writes the corpus only
    chart     draws what a run wrote as JSON
    stage     takes a corpus that was generated through one stage, for a profiler: once to get warm, then N times
              in a function called runWatched
    """

  static func main() {
    do {
      var arguments = Array(CommandLine.arguments.dropFirst())
      guard !arguments.isEmpty else { throw BenchmarkError(usage) }
      switch arguments.removeFirst() {
      case "run": exit(try Run(Options(arguments)).run() ? 0 : 1)
      case "gate": exit(try Gate(Options(arguments)).run() ? 0 : 1)
      case "generate":
        let options = try Options(arguments)
        _ = try Corpus(writing: options.payloads(), into: options.place("corpus"))
      case "chart":
        let options = try Options(arguments)
        try Data(Chart(reading: options.place("json")).svg.utf8).write(to: options.place("svg"))
      case "stage":
        guard let stage = arguments.first.flatMap(Documents.Stage.init) else { throw BenchmarkError(usage) }
        let options = try Options(Array(arguments.dropFirst()))
        let documents = try Documents(
          try Corpus(in: options.place("corpus")), schemas: try options.place("schemas"))
        documents.run(stage)
        for _ in 0..<(try options.number("rounds", 1)) { documents.runWatched(stage) }
      default: throw BenchmarkError(usage)
      }
    } catch let error as BenchmarkError {
      complain(error.message)
      exit(2)
    } catch {
      complain("\(error)")
      exit(2)
    }
  }

  /// Says something to whoever waits.
  static func complain(_ text: String) { FileHandle.standardError.write(Data((text + "\n").utf8)) }

  static func show(_ text: String) { FileHandle.standardOutput.write(Data(text.utf8)) }
}
