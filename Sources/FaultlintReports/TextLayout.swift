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

  /// Adds the line that says what is wrong.
  func writeHead(_ level: Level, _ id: String, _ message: String, _ output: inout Output) {
    output.writeWrapped(
      message, behind: "\(style.level(level, "\(level.rawValue)[\(id)]")): ",
      columns: level.rawValue.count + id.columns + 4, indent: 2, width: width, style.bold)
  }

  /// Adds the line that says what a payload says.
  func writeHead(_ word: String, _ text: String, _ output: inout Output) {
    output.writeWrapped(
      text, behind: "\(style.bold(word)): ", columns: word.count + 2, indent: 2, width: width)
  }

  /// Adds the line of a group.
  func writeTitle(_ title: String, _ output: inout Output) {
    output.writeWrapped(title, behind: style.bold("# "), columns: 2, indent: 2, width: width, style.bold)
  }

  /// Adds the line of a place, which is never broken.
  func writePlace(_ place: String, _ output: inout Output) {
    output.write("   \(style.dim("-->")) \(place)\n")
  }

  /// Adds what a label says; nothing if that is nothing.
  func write(_ label: String, _ text: String?, _ output: inout Output) {
    guard let text else { return }
    let margin = String(repeating: " ", count: max(0, Self.indent - 2 - label.count))
    output.writeWrapped(
      text, behind: "\(margin)\(style.bold(label)): ", columns: Self.indent, indent: Self.indent, width: width
    )
  }
}

/// Where a finding is, in words.
struct TextPlace {
  /// In the form that editors know if the place is one of the capture's, and otherwise the line of the entry and then the
  /// place in its payload.
  let short: String
  /// The same with the entry and what the place is one of.
  let long: String

  init(_ finding: Finding, in result: Report) {
    let source = result.source
    let captured = result.capturePlace(of: finding)
    let line = "\(source.name.printable):\(captured.line)"
    if let column = captured.column {
      short = "\(line):\(column)"
      long = source.isWhole ? short : "\(short), \(Self.entry(source))"
    } else {
      let place = finding.isInHead ? "head" : "\(finding.line):\(finding.column)"
      short = "\(line): \(Self.entry(source)), \(place)"
      long =
        "\(line), \(Self.entry(source)), "
        + (finding.isInHead ? "in the head of the HTTP message" : "\(place) in the payload")
    }
  }

  /// Where a payload begins.
  init(of result: Report) {
    let source = result.source
    let place = source.name.printable
    short = place
    long = source.isWhole ? place : "\(place):\(source.line), \(Self.entry(source))"
  }

  /// The number of an entry, and its identifier if it has one.
  static func entry(_ source: Source) -> String {
    "entry \(source.entry)" + (source.id.map { " (\($0.printable.cut(to: 60)))" } ?? "")
  }
}

extension TextLayout {
  /// Adds the line of where something is.
  func writePlace(_ place: TextPlace, _ output: inout Output) { writePlace(place.long, &output) }
}
