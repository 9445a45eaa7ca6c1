package import Faultlint
internal import FaultlintEngine
internal import FaultlintModel
internal import FaultlintText
internal import FaultlintXMLTree

/// The findings that a project knows, by file: what a `.faultlint-baseline.json` says.
package struct Baseline: Sendable, Equatable {
  /// How often each defect is in each file. Files are named from the folder of the baseline.
  package var files: [String: [Defect: Int]]

  /// A baseline of these findings.
  package init(_ files: [String: [Defect: Int]] = [:]) { self.files = files.filter { !$0.value.isEmpty } }

  /// What makes a defect of a file the same one when lines have moved and other defects have come: the rule, the element,
  /// and what is written there.
  package struct Defect: Sendable, Hashable, Comparable {
    /// The path inside the archive that the file is; empty if it is not one.
    package let member: String
    /// The id of the rule.
    package let rule: String
    /// The path of the element, without positions.
    package let element: String
    /// The hash of what is written there.
    package let text: String

    /// A defect with every part given.
    package init(member: String = "", rule: String, element: String, text: String) {
      self.member = member
      self.rule = rule
      self.element = element
      self.text = text
    }

    /// The defect that a finding of a report is of.
    package init(_ finding: Finding, in report: Report) {
      var hash = FNV1a()
      hash.add(Self.writing(of: finding, in: report))
      self.init(
        member: report.source.member ?? "", rule: finding.rule.id, element: finding.path.withoutPositions,
        text: hash.digits)
    }

    /// What is written where a finding is: the tag with the text behind it, white space as one space. In a head it is what
    /// the finding says, which quotes the field; of what must not be shown again it is nothing.
    private static func writing(of finding: Finding, in report: Report) -> String {
      if finding.rule.isDisclosure { return "" }
      guard !finding.isInHead, let document = report.document else { return finding.message }
      let source = document.source
      let start = min(max(finding.sourceOffset, 0), source.count)
      var text: [UInt8] = []
      var isBlank = false
      for index in start..<min(start + longest, source.count) {
        let byte = source[index]
        if byte == UInt8(ascii: "<"), index > start { break }
        if byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D {
          isBlank = true
          continue
        }
        if isBlank, !text.isEmpty { text.append(0x20) }
        isBlank = false
        text.append(byte)
      }
      return String(decoding: text, as: UTF8.self)
    }

    /// As many bytes tell what is written somewhere from what is written elsewhere.
    private static let longest = 4096

    package static func < (left: Defect, right: Defect) -> Bool {
      (left.member, left.rule, left.element, left.text)
        < (right.member, right.rule, right.element, right.text)
    }
  }

  /// How many findings it has.
  package var count: Int { files.values.reduce(0) { $0 + $1.values.reduce(0, +) } }

  /// How many findings it has of each rule.
  package var rules: [(id: String, count: Int)] {
    var counts: [String: Int] = [:]
    for defects in files.values {
      for (defect, count) in defects { counts[defect.rule, default: 0] += count }
    }
    return counts.sorted { $0.key < $1.key }.map { (id: $0.key, count: $0.value) }
  }

  // MARK: What a run changes

  /// It with what a run found in the files that it saw, in place of what it has of them.
  ///
  /// - Parameters:
  ///   - found: What the run found.
  ///   - seen: The files that were checked.
  ///   - exists: Whether a file is still there.
  /// - Returns: The new baseline.
  package func updated(with found: Baseline, seen: Set<String>, exists: (String) -> Bool) -> Baseline {
    var result = files.filter { !seen.contains($0.key) && exists($0.key) }
    result.merge(found.files) { $1 }
    return Baseline(result)
  }

  /// It without what is no longer there.
  ///
  /// - Parameters:
  ///   - found: What a run found.
  ///   - seen: The files that were checked.
  ///   - exists: Whether a file is still there.
  /// - Returns: The new baseline.
  package func pruned(by found: Baseline, seen: Set<String>, exists: (String) -> Bool) -> Baseline {
    var result = files.filter { seen.contains($0.key) || exists($0.key) }
    for file in seen {
      guard let known = result[file] else { continue }
      let left = known.map { ($0.key, min($0.value, found.files[file]?[$0.key] ?? 0)) }
      result[file] = Dictionary(uniqueKeysWithValues: left.filter { $0.1 > 0 })
    }
    return Baseline(result)
  }
}

extension String {
  /// The path of an element without the positions that tell siblings apart.
  fileprivate var withoutPositions: String {
    guard utf8.contains(UInt8(ascii: "[")) else { return self }
    var result = ""
    var isInside = false
    for scalar in unicodeScalars {
      if scalar == "[" { isInside = true }
      if !isInside { result.unicodeScalars.append(scalar) }
      if scalar == "]" { isInside = false }
    }
    return result
  }
}
