internal import FaultlintEngine
package import FaultlintModel
package import FaultlintXMLTree

/// What a fault discloses, so that a report can leave it out: a mark stands for each match of a disclosure rule, and
/// everything around it stays.
package struct Disclosed: Sendable {
  /// Where it stands in the source of the document, in order.
  package let sourceRanges: [Range<Int>]
  /// Where it stands in the text of the tree, in order.
  private let ranges: [Range<Int>]
  /// The disclosed texts by their first bytes, for finding them in messages.
  private let texts: [[UInt8]: [[UInt8]]]

  /// How many bytes of a text tell it from others.
  private static let key = 4
  /// How many texts that begin alike are told apart.
  private static let mostAlike = 16

  /// What the fault of an envelope discloses.
  package init(_ envelope: Envelope) {
    let tree = envelope.element.tree
    var finder = OffsetFinder(tree)
    var sourceRanges: [Range<Int>] = []
    var ranges: [Range<Int>] = []
    var texts: [[UInt8]: [[UInt8]]] = [:]
    for exposed in envelope.exposedTexts {
      let spans = Self.spans(in: exposed)
      guard !spans.isEmpty else { continue }
      let offset =
        switch exposed.site {
        case .element(let element):
          element.textRuns.first { Int($0.start) == exposed.text.start }.map { Int($0.offset) }
        case .attribute(let attribute):
          tree.valueOffset(ofAttributeAt: finder.offset(ofAttribute: attribute.index))
        }
      if let offset {
        sourceRanges += tree.sourceRanges(of: spans, ofTextAt: exposed.text.start, from: offset)
      }
      ranges += spans
      for span in spans where span.count > Self.key {
        let text = Array(tree.text[span])
        let alike = texts[Array(text.prefix(Self.key)), default: []]
        if alike.count <= Self.mostAlike, !alike.contains(text) {
          texts[Array(text.prefix(Self.key)), default: []].append(text)
        }
      }
    }
    self.sourceRanges = sourceRanges.sorted { $0.lowerBound < $1.lowerBound }
    self.ranges = ranges.sorted { $0.lowerBound < $1.lowerBound }
    self.texts = texts
  }

  /// A text of the fault without what it discloses, cut after so many characters.
  package func string(_ text: TextView, limit: Int) -> String {
    let end = text.start + text.count
    var low = 0
    var high = ranges.count
    while low < high {
      let middle = (low + high) / 2
      if ranges[middle].upperBound <= text.start { low = middle + 1 } else { high = middle }
    }
    guard low < ranges.count, ranges[low].lowerBound < end else { return text.string(limit: limit) }
    let bytes = text.bytes
    var shown: [UInt8] = []
    var position = text.start
    for range in ranges[low...] {
      // Cut later by characters, which have four bytes at most.
      guard range.lowerBound < end, shown.count <= limit * 4 else { break }
      shown += bytes[at: position..<max(position, range.lowerBound), of: text]
      shown += Self.mark
      position = min(range.upperBound, end)
    }
    shown += bytes[at: position..<end, of: text].prefix(limit * 4)
    return String(cutting: shown[...], after: limit)
  }

  /// A message of a rule without what it quotes of it.
  package func shorten(_ message: String) -> String {
    guard !texts.isEmpty else { return message }
    let bytes = Array(message.utf8)
    var result: [UInt8] = []
    var index = 0
    var hasFound = false
    while index < bytes.count {
      let length = disclosedLength(in: bytes, at: index)
      guard length > 0 else {
        result.append(bytes[index])
        index += 1
        continue
      }
      hasFound = true
      result += Self.mark
      index += length
    }
    return hasFound ? String(decoding: result, as: UTF8.self) : message
  }

  /// What stands for a disclosed text: even its first characters may tell too much of a short one.
  package static let mark = Array("…".utf8)

  /// How many bytes of a disclosed text, which the message may have cut, stand at an index of it.
  private func disclosedLength(in message: [UInt8], at index: Int) -> Int {
    guard index + Self.key <= message.count,
      let alike = texts[Array(message[index..<index + Self.key])]
    else { return 0 }
    guard alike.count <= Self.mostAlike else { return message.count - index }
    let lengths = alike.map { text in
      let common = zip(text, message[index...]).prefix { $0 == $1 }.count
      return common >= min(text.count, 2 * Self.key) ? common : 0
    }
    return lengths.max() ?? 0
  }

  /// The matches of all disclosure rules in a text, as ranges of the tree's text; those that touch are joined.
  private static func spans(in exposed: ExposedText) -> [Range<Int>] {
    let text = exposed.text
    let found = Disclosure.detectors.flatMap { $0.spans(in: exposed) }.sorted {
      $0.lowerBound < $1.lowerBound
    }
    var joined: [Range<Int>] = []
    for span in found {
      if let last = joined.last, span.lowerBound <= last.upperBound {
        joined[joined.count - 1] = last.lowerBound..<max(last.upperBound, span.upperBound)
      } else {
        joined.append(span)
      }
    }
    return joined.map { $0.lowerBound + text.start..<$0.upperBound + text.start }
  }
}

extension UnsafeBufferPointer<UInt8> {
  /// The bytes of a range of the tree's text, of which this is the part that a view shows.
  fileprivate subscript(at range: Range<Int>, of text: TextView) -> Slice<Self> {
    self[range.lowerBound - text.start..<range.upperBound - text.start]
  }
}
