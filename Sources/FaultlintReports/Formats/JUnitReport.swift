public import Faultlint
internal import FaultlintEngine
public import FaultlintText

/// The XML of JUnit, as CI servers read it: a suite a file, a test case a payload. A payload with a finding at the level
/// that fails the run has failed; one that could not be had is an error.
public struct JUnitReport: ReportRenderer {
  static let format = ReportFormat("junit", "the XML of JUnit, for CI servers") { JUnitReport($0) }

  private let settings: ReportSettings
  private var files = FileGroups()

  /// A report.
  public init(_ settings: ReportSettings) { self.settings = settings }

  /// Whether somebody may read along.
  public var isForReadingAlong: Bool { false }

  /// What comes before the results.
  public func begin(_ output: inout Output) {
    output.write("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"faultlint\">\n")
  }

  /// Writes one result into a part of the report, on any thread.
  public func write(_ result: Report, to part: inout ReportPart) {
    part.summary.add(result)
    let file = part.text(of: result.source) { String($0.relativePath(from: settings.workingFolder)) }
    part.beginGroup(file)
    let group = part.groups.count - 1
    part.groups[group].payloads += 1
    let failing = result.findings.filter { finding in settings.threshold.map { finding.level >= $0 } ?? false
    }
    let passing = result.findings.filter { finding in settings.threshold.map { finding.level < $0 } ?? true }

    part.output.write("    <testcase")
    part.output.writeXML("name", Self.name(of: result))
    part.output.writeXML("classname", file.printable)
    part.output.writeXML("file", file.printable)
    part.output.writeXML("line", String(result.source.line))
    if result.error == nil, result.findings.isEmpty { return part.output.write("/>\n") }
    part.output.write(">\n")
    if let error = result.errorWithOption {
      part.groups[group].errors += 1
      writeElement("error", "unreadable", error, &part.output) { $0.writeText(error) }
    } else if let worst = failing.max(by: { $0.level < $1.level }) {
      part.groups[group].failures += 1
      writeElement("failure", worst.rule.id, worst.message, &part.output) { output in
        for (index, finding) in failing.enumerated() {
          if index > 0 { output.write("\n\n") }
          output.writeLine(finding, in: result)
          output.writeAdvice(finding)
        }
      }
    }
    if !passing.isEmpty {
      part.output.write("      <system-out>")
      for (index, finding) in passing.enumerated() {
        if index > 0 { part.output.write("\n") }
        part.output.writeLine(finding, in: result)
      }
      part.output.write("</system-out>\n")
    }
    part.output.write("    </testcase>\n")
  }

  /// The next part.
  public mutating func add(_ part: ReportPart, _ output: inout Output) {
    for file in files.add(part) { write(file, &output) }
  }

  /// What comes after the results.
  public func end(_ summary: Summary, _ output: inout Output) {
    if let file = files.last { write(file, &output) }
    if summary.isPartial {
      output.write("  <testsuite name=\"faultlint\" tests=\"1\" failures=\"0\" errors=\"1\" skipped=\"0\">\n")
      writeProperties(&output)
      output.write("    <testcase name=\"the whole input\" classname=\"faultlint\">\n")
      let text = "The run was ended before everything was checked"
      writeElement("error", "partial", text, &output) { $0.writeText(text) }
      output.write("    </testcase>\n  </testsuite>\n")
    }
    output.write("</testsuites>\n")
  }

  private func write(_ file: FileGroups.File, _ output: inout Output) {
    output.write("  <testsuite")
    output.writeXML("name", file.path.printable)
    output.write(
      " tests=\"\(file.payloads)\" failures=\"\(file.failures)\" errors=\"\(file.errors)\" skipped=\"0\">\n")
    writeProperties(&output)
    file.write(to: &output)
    output.write("  </testsuite>\n")
  }

  /// The programs that had a part in the report: a suite is where readers look for such.
  private func writeProperties(_ output: inout Output) {
    output.write("    <properties>\n")
    for (name, version) in [("faultlint", settings.version), ("libxml2", settings.library)] {
      guard let version else { continue }
      output.write("      <property")
      output.writeXML("name", name)
      output.writeXML("value", version)
      output.write("/>\n")
    }
    output.write("    </properties>\n")
  }

  private func writeElement(
    _ name: StaticString, _ type: String, _ message: String, _ output: inout Output,
    _ writeText: (inout Output) -> Void
  ) {
    output.write("      <")
    output.write(name)
    output.writeXML("message", message.printable)
    output.writeXML("type", type)
    output.write(">")
    writeText(&output)
    output.write("</")
    output.write(name)
    output.write(">\n")
  }

  private static func name(of report: Report) -> String {
    if report.source.isWhole, report.source.member == nil { return "payload" }
    return report.payloadName
  }
}

extension Output {
  /// Adds where a finding is and what is wrong.
  fileprivate mutating func writeLine(_ finding: Finding, in report: Report) {
    let place = FilePlace(finding, in: report)
    write("line ")
    write(place.line)
    if let column = place.column {
      write(":")
      write(column)
    }
    write(": ")
    write(finding.level.rawValue)
    write(": ")
    writeText(finding.message.printable)
    write(" [")
    writeText(finding.rule.id)
    write("]")
  }

  /// Adds why that matters, what to do about it, and where it is said.
  fileprivate mutating func writeAdvice(_ finding: Finding) {
    write("\nwhy: ")
    writeText(finding.rule.rationale)
    if !finding.rule.remedy.isEmpty {
      write("\nfix: ")
      writeText(finding.rule.remedy)
    }
    write("\nref: ")
    writeText(finding.reference.printable)
  }

  /// Adds character data in which ends of lines stay as they are.
  fileprivate mutating func writeText(_ text: String) { writeXML(text, keepsLines: true) }
}
