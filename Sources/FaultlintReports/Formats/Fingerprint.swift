internal import Faultlint
internal import FaultlintEngine

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
    for part in [file, source.member ?? "", entry, finding.rule.id, finding.path, finding.message] {
      hash.add(part)
    }
    let digits = String(hash.value, radix: 16)
    text = String(repeating: "0", count: 16 - digits.count) + digits
  }
}

/// The hash of Fowler, Noll and Vo with 64 bits: the same for the same text on every machine and in every version, which
/// the hashes of Swift are not meant to be.
private struct FNV1a {
  private(set) var value: UInt64 = 0xcbf2_9ce4_8422_2325

  /// Adds a text and its end.
  mutating func add(_ text: String) {
    for byte in text.utf8 { add(byte) }
    add(0)
  }

  private mutating func add(_ byte: UInt8) { value = (value ^ UInt64(byte)) &* 0x100_0000_01b3 }
}
