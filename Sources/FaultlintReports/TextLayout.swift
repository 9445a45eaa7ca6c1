internal import Faultlint
internal import FaultlintEngine
internal import FaultlintRuleDocs
internal import FaultlintText

/// The lines of the text report: labels end in one column, which is that of the bar beside an excerpt, and what they say
/// begins in another.
struct TextLayout {
  let width: Int
  let style: Style

  /// Where what labels say begins.
  private static let indent = 7

  /// What makes a line stand out; nil where there are no colours.
  private var bold: ((String) -> String)? { style.isOn ? { style.bold($0) } : nil }

  /// Adds the line that says what is wrong.
  func writeHead(_ level: Level, _ id: String, _ message: String, _ output: inout Output) {
    let word = level.rawValue
    output.writeWrapped(
      message, columns: word.utf8.count + id.columns + 4, indent: 2, width: width, bold,
      behind: { (output: inout Output) in
        style.write(.level(level), &output) { (output: inout Output) in
          output.write(word)
          output.write("[")
          output.write(id)
          output.write("]")
        }
        output.write(": ")
      })
  }

  /// Adds the line that says what a payload says.
  func writeHead(_ word: String, _ text: String, _ output: inout Output) {
    output.writeWrapped(
      text, behind: "\(style.bold(word)): ", columns: word.count + 2, indent: 2, width: width)
  }

  /// Adds the line of a group.
  func writeTitle(_ title: String, _ output: inout Output) {
    output.writeWrapped(title, behind: style.bold("# "), columns: 2, indent: 2, width: width, bold)
  }

  /// Adds the line of a place, which is never broken.
  func writePlace(_ output: inout Output, _ place: (inout Output) -> Void) {
    output.write("   ")
    style.write(.dim, &output) { $0.write("-->") }
    output.write(" ")
    place(&output)
    output.write("\n")
  }

  /// Adds what a label says; nothing if that is nothing.
  func write(_ label: StaticString, _ text: String?, _ output: inout Output) {
    guard let text else { return }
    output.writeWrapped(
      text, columns: Self.indent, indent: Self.indent, width: width, nil,
      behind: { (output: inout Output) in
        output.write(spaces: Self.indent - 2 - label.utf8CodeUnitCount)
        style.write(.bold, &output) { $0.write(label) }
        output.write(": ")
      })
  }

  /// What a label says.
  func line(_ label: StaticString, _ text: String) -> [UInt8] {
    var output = Output()
    write(label, text, &output)
    return output.bytes
  }
}

/// Where things are, in words.
extension Output {
  /// Adds the place of a finding: in the form that editors know if it is one of the capture's, and otherwise the line of
  /// the entry and then the place in its payload.
  mutating func writeShortPlace(of finding: Finding, in result: Report) {
    let captured = writeLine(of: finding, in: result)
    guard captured.column == nil else { return }
    write(": ")
    writeEntry(result.source)
    write(", ")
    if finding.isInHead { write("head") } else { writePosition(finding.line, finding.column) }
  }

  /// Adds the same with the entry and what the place is one of.
  mutating func writePlace(of finding: Finding, in result: Report) {
    let captured = writeLine(of: finding, in: result)
    guard captured.column == nil || !result.source.isWhole else { return }
    write(", ")
    writeEntry(result.source)
    guard captured.column == nil else { return }
    write(", ")
    if finding.isInHead { return write("in the head of the HTTP message") }
    writePosition(finding.line, finding.column)
    write(" in the payload")
  }

  /// Adds where a payload begins.
  mutating func writePlace(of result: Report) {
    let source = result.source
    write(source.name.printable)
    guard !source.isWhole else { return }
    write(":")
    write(source.line)
    write(", ")
    writeEntry(source)
  }

  /// Adds the number of an entry, and its identifier if it has one.
  mutating func writeEntry(_ source: Source) {
    write("entry ")
    write(source.entry)
    guard let id = source.id else { return }
    write(" (")
    write(id.printable.cut(to: 60))
    write(")")
  }

  /// Adds the file and the line of a finding, and its column if it is one of the capture's.
  private mutating func writeLine(of finding: Finding, in result: Report) -> CapturePlace {
    let place = result.capturePlace(of: finding)
    write(result.source.name.printable)
    write(":")
    write(place.line)
    if let column = place.column {
      write(":")
      write(column)
    }
    return place
  }

  private mutating func writePosition(_ line: Int, _ column: Int) {
    write(line)
    write(":")
    write(column)
  }
}

extension Source {
  /// The number of the entry, and its identifier if it has one.
  var entryInWords: String {
    var output = Output()
    output.writeEntry(self)
    return String(decoding: output.bytes, as: UTF8.self)
  }
}
