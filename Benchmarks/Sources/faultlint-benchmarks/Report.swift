import Foundation

/// A report of faultlint's, read back to see that what was measured did its job.
struct Report {
  let bytes: Data
  /// The rules found broken in each payload, in order; empty for most.
  let rules: [[String]]
  /// How many payloads have a finding at error level.
  let withErrors: Int
  /// How many payloads the summary counts.
  let payloads: Int

  /// Reads a report in NDJSON.
  init(at file: URL) throws {
    bytes = try Data(contentsOf: file)
    var rules: [[String]] = []
    var withErrors = 0
    var payloads: Int?
    for line in bytes.split(separator: UInt8(ascii: "\n")) {
      let object = try JSONSerialization.jsonObject(with: line) as? [String: Any] ?? [:]
      if object["summary"] != nil {
        payloads = Self.payloads(ofSummary: object)
      } else {
        let findings = object["findings"] as? [[String: Any]] ?? []
        rules.append(findings.compactMap { $0["rule"] as? String })
        withErrors += findings.contains { $0["level"] as? String == "error" } ? 1 : 0
      }
    }
    guard payloads == rules.count else {
      throw BenchmarkError("the report \(file.path) does not have the payloads it counts")
    }
    self.rules = rules
    self.withErrors = withErrors
    self.payloads = rules.count
  }

  /// How many payloads each rule is broken in, the commonest first.
  var census: [(rule: String, payloads: Int)] {
    var counts: [String: Int] = [:]
    for rule in rules.flatMap(Set.init) { counts[rule, default: 0] += 1 }
    return counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { ($0.key, $0.value) }
  }

  /// The payloads that the last line of a report counts.
  static func payloads(inLine line: String) -> Int? {
    let object = try? JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
    return object.flatMap(payloads(ofSummary:))
  }

  private static func payloads(ofSummary object: [String: Any]) -> Int? {
    (object["summary"] as? [String: Any])?["payloads"] as? Int
  }

  /// The payloads, by index, of which two reports say different things; what only follows from HTTP is left aside.
  func differences(from other: Report, aside: Set<String>) -> [Int] {
    zip(rules, other.rules).enumerated().filter { _, pair in
      pair.0.filter { !aside.contains($0) } != pair.1.filter { !aside.contains($0) }
    }.map(\.offset)
  }

  /// The rules that want facts a lone payload does not hold.
  static func rulesThatNeedFacts(_ faultlint: String) throws -> Set<String> {
    let list = try Command([faultlint, "rules", "--format", "json"]).text()
    let object = try JSONSerialization.jsonObject(with: Data(list.utf8)) as? [String: Any]
    guard let rules = object?["rules"] as? [[String: Any]] else {
      throw BenchmarkError("faultlint lists no rules")
    }
    let needing = rules.filter {
      ($0["needs"] as? [Any])?.isEmpty == false || $0["family"] as? String == "http"
    }
    return Set(needing.compactMap { $0["id"] as? String })
  }
}
