internal import Faultlint
internal import FaultlintEngine
internal import FaultlintRules
internal import FaultlintText
internal import FaultlintXMLTree

/// The text of a payload and the places of its findings, as a page shows them: whole if it is not long, and otherwise
/// its beginning and what is around the findings.
struct PayloadText {
  private let document: ParsedDocument
  private let findings: [Finding]
  /// What is not to be shown again.
  private let disclosed: [Range<Int>]

  /// The most bytes of a payload that are shown.
  private static let limit = 1 << 16
  /// How many of its beginning are shown if it has more.
  private static let head = 1 << 13
  /// How many before and behind a finding.
  private static let surroundings = 1 << 11

  /// The text of a payload; nil if it was not read, or there is none.
  init?(_ report: Report) {
    guard let document = report.document, document.inputBytes > 0 else { return nil }
    self.document = document
    findings = report.findings
    disclosed = report.disclosed?.sourceRanges ?? []
  }

  /// Writes it as an object of JSON: how many bytes there are of it in UTF-8; the parts that are shown, each with its
  /// place; and the pins, each with the index of the finding, the index of the part, and the first character and their
  /// number in the part, both in UTF-16 as scripts count.
  func write(_ output: inout Output) {
    let parts = parts
    let source = document.source
    var pins: [(finding: Int, part: Int, units: Range<Int>)] = []
    var position = TextPosition()
    var reached = document.assumedBytes
    output.write("{\"bytes\":")
    output.write(document.inputBytes)
    output.write(",\"parts\":")
    output.writeJSON(parts.enumerated()) { output, item in
      let (index, part) = item
      position.advance(over: UnsafeBufferPointer(rebasing: source[reached..<part.lowerBound]))
      reached = part.lowerBound
      output.write("{\"offset\":")
      output.write(part.lowerBound - document.assumedBytes)
      output.write(",\"bytes\":")
      output.write(part.count)
      output.write(",\"line\":")
      output.write(position.line)
      output.write(",\"column\":")
      output.write(position.column)
      output.write(",\"text\":\"")
      let pinned = pinned(in: part)
      let units = write(part, cutAt: pinned.flatMap { [$0.range.lowerBound, $0.range.upperBound] }, &output)
      for pin in pinned {
        guard let start = units[pin.range.lowerBound], let end = units[pin.range.upperBound] else { continue }
        pins.append((pin.finding, index, start..<end))
      }
      output.write("\"}")
    }
    output.write(",\"pins\":")
    output.writeJSON(pins) { output, pin in
      output.write("[")
      output.write(pin.finding)
      output.write(",")
      output.write(pin.part)
      output.write(",")
      output.write(pin.units.lowerBound)
      output.write(",")
      output.write(pin.units.count)
      output.write("]")
    }
    output.write("}")
  }

  // MARK: What is shown

  /// The bytes of the input in the source of the document: what was put around a fragment is not of it.
  private var input: Range<Int> {
    document.assumedBytes..<document.assumedBytes + document.inputBytes
  }

  /// The parts that are shown, in order, as ranges of the source.
  private var parts: [Range<Int>] {
    let input = input
    guard input.count > Self.limit else { return [input] }
    var parts = [input.lowerBound..<end(after: input.lowerBound, within: Self.head)]
    var shown = parts[0].count
    for finding in findings where finding.isPinned {
      let spot = place(of: finding)
      let part = start(before: spot.lowerBound)..<end(after: spot.upperBound, within: Self.surroundings)
      let last = parts[parts.count - 1]
      let new = max(part.lowerBound, last.upperBound)..<max(part.upperBound, last.upperBound)
      guard !new.isEmpty else { continue }
      shown += new.count
      guard shown <= Self.limit else { break }
      if new.lowerBound == last.upperBound {
        parts[parts.count - 1] = last.lowerBound..<new.upperBound
      } else {
        parts.append(new)
      }
    }
    return parts
  }

  /// Where to begin with what is shown before a spot: with a line, if one begins there.
  private func start(before spot: Int) -> Int {
    let first = max(input.lowerBound, spot - Self.surroundings)
    guard first > input.lowerBound else { return first }
    let source = document.source
    if let end = source[first..<spot].firstIndex(of: 0x0A) { return end + 1 }
    return source[first..<spot].firstIndex { $0 & 0xC0 != 0x80 } ?? spot
  }

  /// Where to end with what is shown behind a spot: at the end of a line, if one ends there.
  private func end(after spot: Int, within room: Int) -> Int {
    let last = min(input.upperBound, spot + room)
    guard last < input.upperBound else { return last }
    let source = document.source
    if let end = source[spot..<last].lastIndex(of: 0x0A) { return end + 1 }
    return source[spot..<last].lastIndex { $0 & 0xC0 != 0x80 } ?? spot
  }

  /// The bytes of the source that a finding is about, whole characters.
  private func place(of finding: Finding) -> Range<Int> {
    let source = document.source
    func isInside(_ offset: Int) -> Bool { input.contains(offset) && source[offset] & 0xC0 == 0x80 }
    var start = min(max(finding.sourceOffset, input.lowerBound), input.upperBound)
    // No character has more than four bytes; what is not UTF-8 at all may go on like that for long.
    for _ in 0..<3 where start > input.lowerBound && isInside(start) { start -= 1 }
    var end = max(start, min(finding.sourceOffset + finding.sourceLength, input.upperBound))
    for _ in 0..<3 where isInside(end) { end += 1 }
    return start..<end
  }

  private func pinned(in part: Range<Int>) -> [(finding: Int, range: Range<Int>)] {
    findings.enumerated().compactMap { index, finding in
      guard finding.isPinned else { return nil }
      let place = place(of: finding)
      let isIn =
        part.contains(place.lowerBound)
        || place.lowerBound == part.upperBound && part.upperBound == input.upperBound
      return isIn ? (index, place.clamped(to: part)) : nil
    }
  }

  /// Writes a part without what it discloses, as a piece of a string of JSON.
  ///
  /// - Returns: How many units of UTF-16 stand before each of the offsets.
  private func write(_ part: Range<Int>, cutAt offsets: [Int], _ output: inout Output) -> [Int: Int] {
    var units: [Int: Int] = [:]
    var written = 0
    func add(_ bytes: some Collection<UInt8>) {
      let text = String(decoding: bytes, as: UTF8.self)
      output.writeEscaped(text)
      written += text.utf16.count
    }
    var remaining = Set(offsets).sorted()[...]
    var position = part.lowerBound
    /// Writes up to an offset, and takes down what is looked for on the way.
    func advance(to end: Int) {
      while let cut = remaining.first, cut <= end {
        add(document.source[position..<max(position, cut)])
        position = max(position, cut)
        units[cut] = written
        remaining.removeFirst()
      }
      add(document.source[position..<end])
      position = end
    }
    for range in disclosed where range.upperBound > position && range.lowerBound < part.upperBound {
      let hidden = range.clamped(to: position..<part.upperBound)
      advance(to: hidden.lowerBound)
      // What lies within is at its mark.
      let start = written
      add(Disclosed.mark)
      while let cut = remaining.first, cut <= hidden.upperBound {
        units[cut] = cut == hidden.upperBound ? written : start
        remaining.removeFirst()
      }
      position = hidden.upperBound
    }
    advance(to: part.upperBound)
    return units
  }
}

extension Finding {
  /// Whether it is about characters of the payload.
  fileprivate var isPinned: Bool { !isInHead }
}
