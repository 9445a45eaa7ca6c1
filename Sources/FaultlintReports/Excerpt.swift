package import Faultlint
internal import FaultlintEngine
package import FaultlintRuleDocs
internal import FaultlintRules
package import FaultlintText
internal import FaultlintXMLTree

/// The line of a finding with a mark under the spot. Of a long line only the part around the spot is shown.
package struct Excerpt {
  private let document: ParsedDocument
  private let finding: Finding
  /// What is not to be shown again.
  private let disclosed: [Range<Int>]
  /// The number to show for the line.
  private let line: Int
  private let width: Int
  private let style: Style

  /// The excerpt for a finding; nil if its line may not be shown, or was not read.
  ///
  /// - Parameters:
  ///   - finding: The finding.
  ///   - report: The report it is of.
  ///   - width: The columns a line may have.
  ///   - style: The colours.
  package init?(_ finding: Finding, in report: Report, width: Int, style: Style) {
    guard let document = report.document, finding.hasExcerpt else { return nil }
    self.document = document
    self.finding = finding
    disclosed = report.disclosed?.sourceRanges ?? []
    line = report.source.isVerbatim ? report.capturePlace(of: finding).line : finding.line
    self.width = width
    self.style = style
  }

  /// Writes two lines: that of the finding with its number, and the mark.
  package func write(_ output: inout Output) {
    let bytes = document.line(at: finding.sourceOffset)
    let spot = min(max(finding.sourceOffset, bytes.startIndex), bytes.endIndex)
    let number = String(line)
    let gutter = String(repeating: " ", count: max(0, 4 - number.count))
    let room = width - 4 - max(number.count - 4, 0) - 4
    // A line may be megabytes long; no more than what could be shown is decoded.
    let before = Cells(shown(bytes[max(bytes.startIndex, spot - room * 4)..<spot]))
    let after = Cells(shown(bytes[spot..<min(bytes.endIndex, spot + room * 4)]))
    let length = Cells(shown(bytes[spot..<min(bytes.endIndex, spot + finding.sourceLength)])).width

    let hasRoom = before.width + after.width <= room && before.width < room
    let left = hasRoom ? before : before.last(room / 3)
    let isCutLeft = left.width < before.width || spot - room * 4 > bytes.startIndex
    let right = after.first(room - left.width - (isCutLeft ? 1 : 0) - 1)
    let isCutRight = right.width < after.width
    output.write(
      "\(gutter)\(style.dim("\(number) |")) \(isCutLeft ? "…" : "")\(left.text)\(right.text)\(isCutRight ? "…" : "")\n"
    )
    let pad = String(repeating: " ", count: left.width + (isCutLeft ? 1 : 0))
    let marks = "^" + String(repeating: "~", count: max(0, min(length, right.width) - 1))
    let margin = String(repeating: " ", count: max(4, number.count))
    output.write("\(margin) \(style.dim("|")) \(pad)\(style.mark(marks, finding.level))\n")
  }

  /// Bytes of the line without what they disclose.
  private func shown(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> ArraySlice<UInt8> {
    var result: [UInt8] = []
    var position = bytes.startIndex
    for range in disclosed where range.upperBound > position && range.lowerBound < bytes.endIndex {
      let first = max(position, range.lowerBound)
      let next = min(range.upperBound, bytes.endIndex)
      result += bytes[position..<first]
      // Of one that began before, the beginning has been shown, or is on another line.
      result += Disclosed.mark
      position = next
    }
    return result.isEmpty ? ArraySlice(bytes) : (result + bytes[position...])[...]
  }

  /// Characters as a terminal shows them, with their widths.
  private struct Cells {
    private var scalars: [(scalar: Unicode.Scalar, width: Int)]
    var width: Int { scalars.reduce(0) { $0 + $1.width } }
    var text: String {
      var view = String.UnicodeScalarView()
      for cell in scalars { view.append(cell.scalar) }
      return String(view)
    }

    init(_ bytes: ArraySlice<UInt8>) {
      scalars = String(decoding: bytes, as: UTF8.self).unicodeScalars.map { scalar in
        if scalar == "\t" { return (" ", 1) }
        return ControlCharacters.contains(scalar) ? ("\u{FFFD}", 1) : (scalar, scalar.columns)
      }
    }

    private init(_ scalars: [(scalar: Unicode.Scalar, width: Int)]) { self.scalars = scalars }

    func first(_ room: Int) -> Cells {
      var used = 0
      return Cells(
        Array(
          scalars.prefix { cell in
            used += cell.width
            return used <= room
          }))
    }

    func last(_ room: Int) -> Cells {
      var used = 0
      return Cells(
        Array(
          scalars.reversed().prefix { cell in
            used += cell.width
            return used <= room
          }.reversed()))
    }
  }
}
