internal import Faultlint
internal import FaultlintEngine
internal import FaultlintText

/// What makes a finding the same one after lines have moved: its rule, what it says, and the element it is at. The line, the
/// column and the bytes around it are left out.
struct Fingerprint {
  /// Sixteen hexadecimal digits.
  let text: String

  /// The fingerprint of a finding among those of its file.
  ///
  /// - Parameters:
  ///   - finding: The finding.
  ///   - report: The report it is of.
  init(_ finding: Finding, in report: Report) { self.init(finding, in: report, file: "") }

  /// The fingerprint of a finding among those of all files.
  ///
  /// - Parameters:
  ///   - finding: The finding.
  ///   - report: The report it is of.
  ///   - file: What tells its file from others.
  init(_ finding: Finding, in report: Report, file: String) {
    var hash = FNV1a()
    let source = report.source
    // An identifier stays with its payload when entries come and go; a number is all there is without.
    let entry = source.id ?? String(source.entry)
    hash.add(file)
    hash.add(source.member ?? "")
    hash.add(entry)
    hash.add(finding.rule.id)
    hash.add(finding.path)
    hash.add(finding.message)
    text = hash.digits
  }
}
