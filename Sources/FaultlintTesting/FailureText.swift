internal import Faultlint
internal import FaultlintReports
internal import FaultlintRuleDocs
internal import FaultlintText

/// The text of a failure: a line that says what was expected and what came, then what is wrong, finding by finding.
struct FailureText {
  private var output = Output()
  private var explained: Set<String> = []
  private static let width = 96
  /// How many findings are shown with their excerpts, and how many at all.
  private static let mostInFull = 10
  private static let most = 50

  /// A text that begins with this verdict.
  init(_ verdict: String) { output.write(verdict + "\n") }

  /// The text, without an end of line.
  var text: String {
    var text = String(decoding: output.bytes, as: UTF8.self)
    while text.last == "\n" { text.removeLast() }
    return text
  }

  /// Adds what came in.
  mutating func add(received payload: CheckedPayload) { output.write(payload.receivedLine) }

  /// Adds lines as they are.
  mutating func add(_ text: String) { output.write(text.hasSuffix("\n") ? text : text + "\n") }

  /// Adds findings, each with its place, the spot in its line, why it matters and what to do.
  mutating func add(_ findings: [Finding], of payload: CheckedPayload) {
    for finding in findings.prefix(Self.mostInFull) { addInFull(finding, of: payload) }
    if findings.count > Self.mostInFull { output.write("\n") }
    for finding in findings.prefix(Self.most).dropFirst(Self.mostInFull) { add(inOneLine: finding) }
    if findings.count > Self.most { output.write("… and \(findings.count - Self.most) more\n") }
  }

  /// Adds findings that do not fail the assertion, a line each, under a heading.
  mutating func add(inBrief findings: [Finding], _ heading: String) {
    guard !findings.isEmpty else { return }
    output.write("\n\(heading):\n")
    for finding in findings.prefix(Self.mostInFull) {
      output.write("  ")
      add(inOneLine: finding)
    }
    if findings.count > Self.mostInFull { output.write("  … and \(findings.count - Self.mostInFull) more\n") }
  }

  private mutating func add(inOneLine finding: Finding) {
    output.write("\(Self.place(finding)): \(Self.headline(finding))\n")
  }

  private mutating func addInFull(_ finding: Finding, of payload: CheckedPayload) {
    output.write("\n\(Self.headline(finding))\n")
    output.write("  at \(Self.place(finding))")
    let detail = finding.isInHead ? payload.headLine(of: finding) : finding.path
    output.write(detail.isEmpty ? "\n" : ", \(detail.printable.cut(to: 200))\n")
    if !payload.received.bytes.isEmpty {
      Excerpt.write(
        finding, in: payload.report, width: Self.width, style: Style(isOn: false), &output)
    }
    if explained.insert(finding.rule.id).inserted {
      write("why", finding.rule.rationale)
      write("fix", finding.rule.remedy)
    }
    let also = finding.also.isEmpty ? "" : "; also \(finding.also.joined(separator: ", "))"
    write("reference", finding.reference + also)
    write("more", "faultlint explain \(finding.rule.id)")
  }

  /// Writes prose behind a word.
  private mutating func write(_ word: String, _ prose: String) {
    guard !prose.isEmpty else { return }
    var lines = Output()
    lines.writeWrapped("\(word): \(prose.printable)", indent: 2, width: Self.width)
    output.bytes += lines.bytes
  }

  private static func headline(_ finding: Finding) -> String {
    "\(finding.level.rawValue): \(finding.message.printable) [\(finding.rule.id)]"
  }

  private static func place(_ finding: Finding) -> String {
    finding.isInHead ? "the HTTP head" : "\(finding.line):\(finding.column)"
  }
}
