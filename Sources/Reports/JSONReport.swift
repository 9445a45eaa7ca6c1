internal import FaultRules

/// The JSON of reports: one document, or one object a line.
///
/// It is written by hand into a byte buffer, because an encoder costs more than all rules together.
public struct JSONReport: Sendable {
  /// Whether it is one object a line.
  public let isLines: Bool
  private let version: String
  private var isFirst = true

  /// A report of the given version of the program.
  ///
  /// - Parameters:
  ///   - version: The program's version.
  ///   - lines: Whether to write one result object a line and then the summary, instead of one document.
  public init(version: String, lines: Bool) {
    self.version = version
    isLines = lines
  }

  /// What comes before the results.
  public func begin(_ output: inout Output) {
    guard !isLines else { return }
    output.write("{")
    output.writeProgram(version)
    output.write(",\"results\":[")
  }

  /// One result.
  public mutating func add(_ result: PayloadResult, _ output: inout Output) {
    var part = ReportPart()
    write(result, to: &part)
    add(part, &output)
  }

  /// Writes one result into a part of the report, on any thread.
  public func write(_ result: PayloadResult, to part: inout ReportPart) {
    part.summary.add(result)
    if !isLines { part.output.write(",\n") }
    write(result, &part.output)
    if isLines { part.output.write("\n") }
  }

  /// Takes over one result as a report in this form has it, on any thread.
  ///
  /// - Parameters:
  ///   - result: The result, for the counts.
  ///   - line: Its JSON on a line, without the end of the line.
  ///   - part: What to write to.
  public func write(_ result: PayloadResult, as line: UnsafeBufferPointer<UInt8>, to part: inout ReportPart) {
    part.summary.add(result)
    if !isLines { part.output.write(",\n") }
    part.output.bytes.append(contentsOf: line)
    if isLines { part.output.write("\n") }
  }

  /// The next part.
  public mutating func add(_ part: ReportPart, _ output: inout Output) {
    guard !part.output.bytes.isEmpty else { return }
    // Every result has a comma before it, and the first is not to have one.
    output.bytes += isFirst && !isLines ? part.output.bytes[1...] : part.output.bytes[...]
    isFirst = false
  }

  /// What comes after the results.
  public func end(_ summary: Summary, _ output: inout Output) {
    if isLines {
      output.write("{")
      output.writeProgram(version)
      output.write(",\"summary\":")
      write(summary, &output)
      output.write("}\n")
    } else {
      output.write("\n],\"summary\":")
      write(summary, &output)
      output.write("}\n")
    }
  }

  private func write(_ summary: Summary, _ output: inout Output) {
    output.write("{")
    for (name, value) in summary.counts {
      output.writeJSON(name)
      output.write(":")
      output.write(value)
      output.write(",")
    }
    output.write("\"skipped\":")
    output.write(summary.skipped)
    if summary.isPartial { output.write(",\"partial\":true") }
    output.write("}")
  }

  private func write(_ source: Source, _ output: inout Output) {
    output.write("{\"path\":")
    output.writeJSON(source.path)
    if let member = source.member {
      output.write(",\"member\":")
      output.writeJSON(member)
    }
    output.write(",\"entry\":")
    output.write(source.entry)
    output.write(",\"line\":")
    output.write(source.line)
    if let id = source.id {
      output.write(",\"id\":")
      output.write(id)
    }
    output.write("}")
  }

  private func write(_ result: PayloadResult, _ output: inout Output) {
    output.write("{\"source\":")
    write(result.source, &output)
    output.write(",\"verdict\":")
    output.writeJSON(result.verdict.rawValue)
    if let trouble = result.trouble {
      output.write(",\"trouble\":")
      output.writeJSON(trouble)
    }
    output.write(",\"soap\":")
    output.writeJSON(result.soap)
    output.write(",\"profiles\":")
    output.writeJSON(result.profiles) { $0.writeJSON($1) }
    if let content = result.content {
      output.write(",\"content\":")
      output.writeJSON(content)
    }
    output.write(",\"fault\":")
    if let fault = result.fault { write(fault, &output) } else { output.write("null") }
    output.write(",\"findings\":")
    output.writeJSON(result.findings) { write($1, result, &$0) }
    if !result.notRun.list.isEmpty {
      output.write(",\"notRun\":")
      output.bytes += result.notRun.json
    }
    output.write("}")
  }

  private func write(_ fault: FaultSummary, _ output: inout Output) {
    output.write("{\"code\":")
    if let code = fault.code { write(code, &output) } else { output.write("null") }
    if !fault.subcodes.isEmpty {
      output.write(",\"subcodes\":")
      output.writeJSON(fault.subcodes) { write($1, &$0) }
    }
    output.write(",\"reason\":")
    output.writeJSON(fault.reasons) { output, reason in
      output.write("{\"text\":")
      output.writeJSON(reason.text)
      if let language = reason.language {
        output.write(",\"lang\":")
        output.writeJSON(language)
      }
      output.write("}")
    }
    output.write(",\"actor\":")
    output.writeJSON(fault.actor)
    if let role = fault.role {
      output.write(",\"role\":")
      output.writeJSON(role)
    }
    output.write(",\"detail\":")
    output.writeJSON(fault.detail) { $0.writeJSON($1) }
    output.write("}")
  }

  private func write(_ code: FaultSummary.Code, _ output: inout Output) {
    output.write("{\"namespace\":")
    output.writeJSON(code.namespace)
    output.write(",\"local\":")
    output.writeJSON(code.local)
    output.write(",\"text\":")
    output.writeJSON(code.text)
    output.write("}")
  }

  private func write(_ located: LocatedFinding, _ result: PayloadResult, _ output: inout Output) {
    output.write("{\"rule\":")
    output.writeJSON(located.finding.rule.id)
    output.write(",\"level\":")
    output.writeJSON(located.finding.level.rawValue)
    output.write(",\"message\":")
    output.writeJSON(located.finding.message)
    output.write(",\"line\":")
    output.write(located.line)
    output.write(",\"column\":")
    output.write(located.column)
    output.write(",\"offset\":")
    output.write(located.offset)
    if !result.source.isWhole {
      let place = result.capturePlace(of: located)
      output.write(",\"captureLine\":")
      output.write(place.line)
      if let column = place.column {
        output.write(",\"captureColumn\":")
        output.write(column)
      }
    }
    output.write(",\"path\":")
    output.writeJSON(located.path)
    output.write(",\"reference\":")
    output.writeJSON(located.finding.reference)
    output.write(",\"also\":")
    output.writeJSON(located.finding.also) { $0.writeJSON($1) }
    output.write("}")
  }
}

extension Output {
  /// Adds the member that says which program wrote the document, and in which version of its form.
  public mutating func writeProgram(_ version: String) {
    write("\"faultlint\":{\"version\":")
    writeJSON(version)
    write(",\"format\":1}")
  }

  /// Adds a string of JSON, or null.
  public mutating func writeJSON(_ text: String?) {
    guard let text else {
      write("null")
      return
    }
    bytes.append(UInt8(ascii: "\""))
    var contiguous = text
    contiguous.withUTF8 { text in
      var start = 0
      var index = 0
      while index < text.count {
        // Eight bytes at a time, as most texts have nothing to escape.
        if index + 8 <= text.count, let base = text.baseAddress,
          !Self.needsEscape(UnsafeRawPointer(base + index).loadUnaligned(as: UInt64.self))
        {
          index += 8
          continue
        }
        let end = min(index + 8, text.count)
        while index < end {
          if Self.needsEscape(text[index]) {
            bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[start..<index]))
            writeEscaped(text[index])
            start = index + 1
          }
          index += 1
        }
      }
      bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[start...]))
    }
    bytes.append(UInt8(ascii: "\""))
  }

  /// Whether one of eight bytes may need an escape: sometimes true where none does.
  ///
  /// Source: the test for a byte below a limit, or equal to one, of Bit Twiddling Hacks (S. E. Anderson).
  private static func needsEscape(_ word: UInt64) -> Bool {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let quote = word ^ (ones &* 0x22)
    let backslash = word ^ (ones &* 0x5C)
    let delete = word ^ (ones &* 0x7F)
    let isSmall = (word &- ones &* 0x20) & ~word
    let isSign = (quote &- ones) & ~quote | (backslash &- ones) & ~backslash | (delete &- ones) & ~delete
    return (isSmall | isSign) & (ones &* 0x80) != 0
  }

  private static func needsEscape(_ byte: UInt8) -> Bool {
    byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte == 0x7F
  }

  private mutating func writeEscaped(_ byte: UInt8) {
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"):
      bytes.append(UInt8(ascii: "\\"))
      bytes.append(byte)
    case 0x0A: write("\\n")
    case 0x0D: write("\\r")
    case 0x09: write("\\t")
    default:
      write("\\u00")
      bytes.append(Self.digits[Int(byte >> 4)])
      bytes.append(Self.digits[Int(byte & 15)])
    }
  }

  /// Adds an array of JSON, each element by a function.
  public mutating func writeJSON<Element>(_ list: [Element], _ write: (inout Output, Element) -> Void) {
    bytes.append(UInt8(ascii: "["))
    for (index, element) in list.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      write(&self, element)
    }
    bytes.append(UInt8(ascii: "]"))
  }

  private static let digits = Array("0123456789abcdef".utf8)
}
