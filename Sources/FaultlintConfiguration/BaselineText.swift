internal import FaultlintText

/// Why a text is not a baseline.
package struct BaselineError: Error {
  /// What is wrong, in a sentence without a full stop.
  package let message: String
  /// The line that it is in, from 1; nil if it is about the whole.
  package let line: Int?
}

extension Baseline {
  /// The version of the format.
  private static let format = 1

  /// Its text: a defect a line, in an order that does not depend on the run, so that what changes shows in a diff.
  package var text: [UInt8] {
    var output = Output()
    output.write("{\n  \"faultlintBaseline\": \(Self.format),\n  \"rules\": {")
    for (index, rule) in rules.enumerated() {
      output.write(index == 0 ? "\n    " : ",\n    ")
      output.writeJSON(rule.id)
      output.write(": \(rule.count)")
    }
    output.write(rules.isEmpty ? "},\n  \"files\": {" : "\n  },\n  \"files\": {")
    for (index, file) in files.keys.sorted(by: Self.isBefore).enumerated() {
      output.write(index == 0 ? "\n    " : ",\n    ")
      output.writeJSON(file)
      output.write(": [")
      for (index, (defect, count)) in (files[file] ?? [:]).sorted(by: { $0.key < $1.key }).enumerated() {
        output.write(index == 0 ? "\n      {" : ",\n      {")
        if !defect.member.isEmpty {
          output.write("\"member\": ")
          output.writeJSON(defect.member)
          output.write(", ")
        }
        output.write("\"rule\": ")
        output.writeJSON(defect.rule)
        output.write(", \"element\": ")
        output.writeJSON(defect.element)
        output.write(", \"text\": ")
        output.writeJSON(defect.text)
        output.write(", \"count\": \(count)}")
      }
      output.write("\n    ]")
    }
    output.write(files.isEmpty ? "}\n}\n" : "\n  }\n}\n")
    return output.bytes
  }

  private static func isBefore(_ left: String, _ right: String) -> Bool {
    left.utf8.lexicographicallyPrecedes(right.utf8)
  }

  /// Reads a text that was written so.
  ///
  /// - Throws: Why it is none.
  package init(reading text: UnsafeBufferPointer<UInt8>) throws(BaselineError) {
    var format: Int?
    try Self.member("faultlintBaseline", of: text) { scanner throws(JSONError) in
      format = try scanner.integer()
    }
    guard let format else {
      throw BaselineError(
        message: "this is not a baseline: it does not say its format in 'faultlintBaseline'", line: nil)
    }
    // What a later format has besides is not looked at.
    guard format <= Self.format else {
      throw BaselineError(
        message:
          "it is of format \(format), which a newer faultlint has written, and this one knows format \(Self.format): update faultlint, or make the baseline anew with faultlint baseline create --force",
        line: nil)
    }
    var files: [String: [Defect: Int]]?
    try Self.member("files", of: text) { scanner throws(JSONError) in files = try Self.files(&scanner) }
    guard let files else {
      throw BaselineError(message: "this is not a baseline: it has no 'files'", line: nil)
    }
    self.init(files)
  }

  /// Goes to a member of the object that a text is, and reads the text to its end.
  private static func member(
    _ wanted: String, of text: UnsafeBufferPointer<UInt8>,
    _ body: (inout JSONScanner) throws(JSONError) -> Void
  ) throws(BaselineError) {
    do throws(JSONError) {
      var scanner = JSONScanner(text)
      try scanner.enterObject()
      while let token = try scanner.nextMember() {
        if try name(token, scanner) == wanted { try body(&scanner) } else { try scanner.skip() }
      }
      try scanner.finish()
    } catch {
      let line = 1 + text[..<min(error.offset, text.count)].count { $0 == 0x0A }
      throw BaselineError(message: error.message, line: line)
    }
  }

  /// A name that may mean something: none of those has other characters than ASCII.
  private static func name(_ token: JSONToken, _ scanner: JSONScanner) throws(JSONError) -> String {
    let name = try scanner.text(token)
    return name.isASCII ? name : ""
  }

  private static func files(_ scanner: inout JSONScanner) throws(JSONError) -> [String: [Defect: Int]] {
    var files: [String: [Defect: Int]] = [:]
    try scanner.enterObject()
    while let token = try scanner.nextMember() {
      let file = try scanner.text(token)
      var defects: [Defect: Int] = files[file] ?? [:]
      try scanner.enterArray()
      while try scanner.nextElement() {
        let (defect, count) = try self.defect(&scanner)
        // Two lines of one defect are what a merge of two branches leaves.
        defects[defect] = max(defects[defect] ?? 0, count)
      }
      files[file] = defects
    }
    return files
  }

  private static func defect(_ scanner: inout JSONScanner) throws(JSONError) -> (Defect, Int) {
    var texts: [String: String] = [:]
    var count = 1
    let start = scanner.offset
    try scanner.enterObject()
    while let token = try scanner.nextMember() {
      let name = try name(token, scanner)
      switch name {
      case "member", "rule", "element", "text": texts[name] = try scanner.text(try scanner.string())
      case "count":
        guard let number = try scanner.integer(), number > 0 else {
          throw JSONError("a count is a whole number from 1", at: scanner.offset)
        }
        // No file has more, and sums of these still fit.
        count = min(number, 1 << 40)
      default: try scanner.skip()
      }
    }
    guard let rule = texts["rule"], let element = texts["element"], let text = texts["text"] else {
      throw JSONError("a finding needs 'rule', 'element' and 'text'", at: start)
    }
    return (Defect(member: texts["member"] ?? "", rule: rule, element: element, text: text), count)
  }
}
