package import Faultlint
internal import FaultlintEngine
package import FaultlintRuleDocs
internal import FaultlintRules
package import FaultlintText
internal import FaultlintXMLTree

/// The line of a finding with a mark under the spot. Of a long line only the part around the spot is shown.
package enum Excerpt {
  /// Writes two lines: that of the finding with its number, and the mark. Nothing if its line may not be shown, or was
  /// not read.
  ///
  /// - Parameters:
  ///   - finding: The finding.
  ///   - report: The report it is of.
  ///   - width: The columns a line may have.
  ///   - style: The colours.
  ///   - output: Where to write.
  package static func write(
    _ finding: Finding, in report: Report, width: Int, style: Style, _ output: inout Output
  ) {
    guard finding.hasExcerpt, let document = report.document else { return }
    let line = report.source.isVerbatim ? report.capturePlace(of: finding).line : finding.line
    let digits = line.digits
    let room = width - 4 - max(digits - 4, 0) - 4
    // A line may be megabytes long; no more than what could be shown is looked at, and a byte that says whether it goes on.
    let reach = room * 4
    let bytes = document.line(at: finding.sourceOffset, reach: reach + 1)
    let spot = min(max(finding.sourceOffset, bytes.startIndex), bytes.endIndex)
    let end = min(bytes.endIndex, spot + reach)
    let disclosed = report.disclosed?.sourceRanges ?? []
    let before = cells(bytes[max(bytes.startIndex, spot - reach)..<spot], disclosed)
    let after = cells(bytes[spot..<end], disclosed)
    let length = cells(bytes[spot..<min(end, spot + finding.sourceLength)], disclosed).width

    let hasRoom = before.width + after.width <= room && before.width < room
    let left = hasRoom ? before : before.last(room / 3)
    let isCutLeft = left.width < before.width || spot - reach > bytes.startIndex
    let right = after.first(room - left.width - (isCutLeft ? 1 : 0) - 1)
    let isCutRight = right.width < after.width

    output.write(spaces: 4 - digits)
    style.write(.dim, &output) { output in
      output.write(line)
      output.write(" |")
    }
    output.write(" ")
    if isCutLeft { output.write("…") }
    left.write(&output)
    right.write(&output)
    if isCutRight { output.write("…") }
    output.write("\n")

    output.write(spaces: max(4, digits) + 1)
    style.write(.dim, &output) { $0.write("|") }
    output.write(spaces: 1 + left.width + (isCutLeft ? 1 : 0))
    style.write(.mark(finding.level), &output) { output in
      output.write("^")
      for _ in 1..<max(1, min(length, right.width)) { output.write("~") }
    }
    output.write("\n")
  }

  /// The cells of a part of the line, without what it discloses.
  private static func cells(_ bytes: Slice<UnsafeBufferPointer<UInt8>>, _ disclosed: [Range<Int>]) -> Cells {
    if disclosed.isEmpty, bytes.allSatisfy({ $0 >= 0x20 && $0 < 0x7F || $0 == 0x09 }) { return .plain(bytes) }
    let scalars = String(decoding: shown(bytes, without: disclosed), as: UTF8.self).unicodeScalars
    return .other(
      scalars.map { scalar in
        if scalar == "\t" { return (" ", 1) }
        return ControlCharacters.contains(scalar) ? ("\u{FFFD}", 1) : (scalar, scalar.columns)
      })
  }

  /// Bytes of the line without what they disclose.
  private static func shown(
    _ bytes: Slice<UnsafeBufferPointer<UInt8>>, without disclosed: [Range<Int>]
  ) -> ArraySlice<UInt8> {
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

  /// Characters as a terminal shows them.
  private enum Cells {
    /// Bytes that are a cell each, as nearly all are: printable ASCII, and tabs, which are shown as spaces.
    case plain(Slice<UnsafeBufferPointer<UInt8>>)
    /// Characters with their widths.
    case other([(scalar: Unicode.Scalar, width: Int)])

    var width: Int {
      switch self {
      case .plain(let bytes): bytes.count
      case .other(let scalars): scalars.reduce(0) { $0 + $1.width }
      }
    }

    func write(_ output: inout Output) {
      switch self {
      case .plain(let bytes): for byte in bytes { output.bytes.append(byte == 0x09 ? 0x20 : byte) }
      case .other(let scalars): for cell in scalars { output.bytes += cell.scalar.utf8 }
      }
    }

    func first(_ room: Int) -> Cells {
      switch self {
      case .plain(let bytes): .plain(bytes.prefix(max(0, room)))
      case .other(let scalars): .other(Self.first(room, of: scalars))
      }
    }

    func last(_ room: Int) -> Cells {
      switch self {
      case .plain(let bytes): .plain(bytes.suffix(max(0, room)))
      case .other(let scalars): .other(Self.first(room, of: scalars.reversed()).reversed())
      }
    }

    private static func first(
      _ room: Int, of scalars: some Sequence<(scalar: Unicode.Scalar, width: Int)>
    ) -> [(scalar: Unicode.Scalar, width: Int)] {
      var used = 0
      return scalars.prefix { cell in
        used += cell.width
        return used <= room
      }
    }
  }
}

extension Int {
  /// How many decimal digits a number that is not negative has.
  fileprivate var digits: Int {
    var (digits, rest) = (1, self)
    while rest >= 10 { (digits, rest) = (digits + 1, rest / 10) }
    return digits
  }
}
