internal import FaultlintText

/// What a text looks like to whoever only glances at it.
package enum Glance {
  /// Whether an Envelope begins somewhere in bytes as it is, and not as a part of an escaped text.
  package static func seesEnvelope(in bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    EnvelopeFinder.hasPlainEnvelope(bytes)
  }
}

/// Finds envelopes, and Faults without one, in text: as they are, or escaped for XML, JSON, C or URLs, whose brackets
/// and slashes it knows in all those forms.
struct EnvelopeFinder {
  /// What was found.
  struct Found {
    /// Where it stands, with an XML declaration before it.
    let range: Range<Int>
    /// Whether its end tag is there; otherwise it goes to where the log goes on with something else.
    let isWhole: Bool
    /// What stands around each of its lines; nil if nothing does.
    var frame: LineFrame?
    /// Whether it is a body without an envelope, which the log names as one.
    var isBody = false
  }

  /// What comes next.
  enum Step {
    case found(Found)
    /// One begins at this index; where it ends is not in the bytes, and how far it was looked for.
    case open(Int, OpenElement)
    /// There is none before this index, from where on one may begin.
    case none(Int)
  }

  /// How far the end of an element has been looked for.
  struct OpenElement {
    /// Where the element begins.
    var start: Int
    /// Where to go on looking for its end tag, or for the next of its lines.
    var index: Int
    /// Where to go on looking for the line that ends it; or where the last of its lines ends.
    var line: Int
    /// Where the first element of its name within it begins.
    var inner: Int?
    /// How many of those are open; or how many lines of something else came last.
    var depth = 0
    /// What is being looked through.
    var phase = Phase.line

    /// The line that the element begins in; then all of it, or its lines one by one.
    enum Phase {
      case line
      case plain
      case framed
    }

    /// The same when bytes before it were dropped.
    func dropping(_ count: Int) -> OpenElement {
      OpenElement(
        start: start - count, index: index - count, line: line - count, inner: inner.map { $0 - count },
        depth: depth, phase: phase)
    }
  }

  /// The start tag of an element.
  struct Start {
    /// Where it begins, with the XML declaration.
    var index: Int
    /// The bracket as written.
    let bracket: Range<Int>
    /// The qualified name as written.
    let name: Range<Int>
    /// Whether the element is on one line, because line ends are escaped.
    let isOneLine: Bool
  }

  /// The longest prefix, with brackets and an XML declaration before it, that is looked for.
  static let lookBehind = 512
  static let longestPrefix = 64

  let bytes: UnsafeBufferPointer<UInt8>
  let isAtEnd: Bool
  let limit: Int
  private var offset: Int
  private var envelope: Int?
  private var fault: Int?
  private var marks: MarkedBody
  private var passedMark = -1
  /// A part of a line: from where on it was looked through for its end, and the end, if there is one.
  private var line: (start: Int, end: Int?)?
  /// Where what was told last ends.
  private(set) var told = 0
  /// Whether an element that begins within another of its name may be a part of that. Once one was not, none is.
  var nests: Bool

  /// A finder.
  ///
  /// - Parameters:
  ///   - bytes: The text.
  ///   - offset: Where to begin.
  ///   - isAtEnd: Whether nothing comes after the bytes.
  ///   - limit: The most bytes that an envelope has.
  ///   - nests: What ``nests`` was of the finder that searched what stands before.
  ///   - marks: What finds bodies that are named as such; nil for the usual.
  init(
    _ bytes: UnsafeBufferPointer<UInt8>, at offset: Int = 0, isAtEnd: Bool, limit: Int, nests: Bool = true,
    marks: MarkedBody? = nil
  ) {
    self.nests = nests
    self.bytes = bytes
    self.isAtEnd = isAtEnd
    self.limit = limit
    self.offset = offset
    envelope = bytes.next("Envelope", from: offset)
    fault = bytes.next("Fault", from: offset)
    self.marks = marks ?? MarkedBody(bytes, from: offset, isAtEnd: isAtEnd, limit: limit)
  }

  /// A finder of start tags alone.
  private init(namesIn bytes: UnsafeBufferPointer<UInt8>) {
    self.init(bytes, isAtEnd: true, limit: 0, marks: MarkedBody())
  }

  /// Whether an Envelope or Fault begins somewhere.
  static func hasEnvelope(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    var finder = EnvelopeFinder(namesIn: bytes)
    while let index = finder.nextName() {
      let end = index + (index == finder.envelope ? 8 : 5)
      if finder.start(index..<end) != nil { return true }
      finder.offset = end
    }
    return false
  }

  /// Whether an Envelope begins somewhere as it is, and not as a part of an escaped text.
  static func hasPlainEnvelope(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    var finder = EnvelopeFinder(namesIn: bytes)
    while let index = bytes.next("Envelope", from: finder.offset) {
      if let start = finder.start(index..<index + 8), start.bracket.count == 1 { return true }
      finder.offset = index + 8
    }
    return false
  }

  /// The next one.
  ///
  /// - Parameter open: What was found of the one that comes next, if it has been looked for in fewer bytes.
  /// - Returns: The step to take.
  mutating func next(resuming open: OpenElement? = nil) -> Step {
    while true {
      let name = nextName()
      if let mark = marks.next(from: max(offset, passedMark + 1)), mark < name ?? .max {
        switch marks.body(at: mark, from: told) {
        case .none: passedMark = mark
        case .open:
          return .open(mark, OpenElement(start: mark, index: mark, line: mark))
        case .found(let range):
          // A further one may begin where this one does.
          offset = range.upperBound
          told = offset
          passedMark = max(mark, offset - 1)
          return .found(Found(range: range, isWhole: true, isBody: true))
        }
        continue
      }
      guard let index = name else { break }
      let length = index == envelope ? 8 : 5
      // At the end of the bytes the name may go on.
      if index + length == bytes.count, !isAtEnd { return .none(max(offset, index - Self.lookBehind)) }
      guard let start = start(index..<index + length) else {
        offset = index + length
        continue
      }
      var element = OpenElement(start: start.index, index: start.name.upperBound, line: start.name.upperBound)
      if let open, open.start == start.index { element = open }
      guard let found = end(of: start, &element) else { return .open(start.index, element) }
      offset = found.range.upperBound
      told = offset
      return .found(found)
    }
    return .none(max(offset, bytes.count - Self.lookBehind))
  }

  private mutating func nextName() -> Int? {
    if let index = envelope, index < offset { envelope = bytes.next("Envelope", from: offset) }
    if let index = fault, index < offset { fault = bytes.next("Fault", from: offset) }
    guard let envelope else { return fault }
    return fault.map { min($0, envelope) } ?? envelope
  }

  // MARK: Start tags

  func start(_ local: Range<Int>) -> Start? {
    guard local.upperBound < bytes.count, endsName(bytes[local.upperBound]) else { return nil }
    var first = local.lowerBound
    if byte(first - 1) == UInt8(ascii: ":") {
      first = runStart(before: first - 1)
    } else if has("%3A", before: first) {
      first = runStart(before: first - 3)
    } else {
      first = runStart(before: first)
    }
    // The run of letters and digits may begin with the last ones of a bracket.
    let name: Range<Int>
    let bracket: Range<Int>
    if byte(first - 1) == UInt8(ascii: "<") {
      name = first..<local.upperBound
      bracket = first - 1..<first
    } else if byte(first - 1) == UInt8(ascii: "\\"), let count = digits(["u003c", "x3c"], at: first) {
      name = first + count..<local.upperBound
      var start = first - 1
      while byte(start - 1) == UInt8(ascii: "\\"), first - start < Self.longestPrefix { start -= 1 }
      bracket = start..<first + count
    } else if byte(first - 1) == UInt8(ascii: "%"), let count = digits(["3c"], at: first) {
      name = first + count..<local.upperBound
      bracket = first - 1..<first + count
    } else if byte(first - 1) == UInt8(ascii: ";"),
      let start = reference(["lt;", "#60;", "#x3c;"], before: first)
    {
      name = first..<local.upperBound
      bracket = start..<first
    } else {
      return nil
    }
    guard name.lowerBound <= local.lowerBound, bracket.lowerBound >= offset else { return nil }
    let isEscaped =
      bytes[bracket.lowerBound] == UInt8(ascii: "\\") || bytes[bracket.lowerBound] == UInt8(ascii: "%")
    return Start(
      index: declaration(before: bracket.lowerBound) ?? bracket.lowerBound, bracket: bracket, name: name,
      isOneLine: isEscaped || hasEscapedQuote(from: name.upperBound))
  }

  /// Where the line ends that an index is in; nil if it has no end. A line is looked through once, however many elements
  /// begin in it.
  mutating func lineEnd(from index: Int) -> Int? {
    if let line, index >= line.start, line.end.map({ index <= $0 }) ?? true { return line.end }
    let end = bytes.next(0x0A, from: index)
    line = (index, end)
    return end
  }

  /// Whether the first quote after a name is escaped, as it is where the whole is a JSON or C string.
  private func hasEscapedQuote(from start: Int) -> Bool {
    var index = start
    let end = min(bytes.count, start + 256)
    while index < end {
      switch bytes[index] {
      case UInt8(ascii: "\""), UInt8(ascii: "'"): return bytes[index - 1] == UInt8(ascii: "\\")
      case UInt8(ascii: ">"), UInt8(ascii: "<"), 0x0A: return false
      default: index += 1
      }
    }
    return false
  }

  /// Where an XML declaration begins that stands straight before an index.
  private func declaration(before end: Int) -> Int? {
    let lowest = max(offset, end - 400)
    var index = end
    while index > lowest {
      if bytes[index - 1].isBlank {
        index -= 1
      } else if index > 1, bytes[index - 2] == UInt8(ascii: "\\"), "nrt".utf8.contains(bytes[index - 1]) {
        index -= 2
        while byte(index - 1) == UInt8(ascii: "\\"), index > lowest { index -= 1 }
      } else {
        break
      }
    }
    guard let bracket = closingBracket(before: index), byte(bracket - 1) == UInt8(ascii: "?") else {
      return nil
    }
    var start = bracket - 5
    while start >= lowest {
      if bytes.has("?xml", at: start) {
        if byte(start - 1) == UInt8(ascii: "<"), start > lowest { return start - 1 }
        if let count = openingDigits(before: start), start - count >= lowest {
          var first = start - count
          while byte(first - 1) == UInt8(ascii: "\\"), first > lowest { first -= 1 }
          return first
        }
        return reference(["lt;", "#60;", "#x3c;"], before: start).flatMap { $0 >= lowest ? $0 : nil }
      }
      start -= 1
    }
    return nil
  }

  private func openingDigits(before end: Int) -> Int? {
    if has("\\u003c", before: end) { return 6 }
    if has("\\x3c", before: end) { return 4 }
    return has("%3c", before: end) ? 3 : nil
  }

  /// Where a closing bracket begins that ends at an index.
  func closingBracket(before end: Int) -> Int? {
    if byte(end - 1) == UInt8(ascii: ">") { return end - 1 }
    for text in ["\\u003e", "\\x3e", "%3e"] as [StaticString] where has(text, before: end) {
      var start = end - text.utf8CodeUnitCount
      while byte(start - 1) == UInt8(ascii: "\\"), end - start < Self.longestPrefix { start -= 1 }
      // The question mark of an URL is escaped as well.
      return has("%3f", before: start) ? nil : start
    }
    return reference(["gt;", "#62;", "#x3e;"], before: end)
  }

  /// Where a slash begins, in any of its forms, that ends at an index.
  func slash(before end: Int) -> Int? {
    if byte(end - 1) == UInt8(ascii: "/") {
      var start = end - 1
      while byte(start - 1) == UInt8(ascii: "\\"), end - start < Self.longestPrefix { start -= 1 }
      return start
    }
    for text in ["\\u002f", "\\x2f", "%2f"] as [StaticString] where has(text, before: end) {
      var start = end - text.utf8CodeUnitCount
      while byte(start - 1) == UInt8(ascii: "\\"), end - start < Self.longestPrefix { start -= 1 }
      return start
    }
    return reference(["#47;", "#x2f;"], before: end)
  }

  /// Where a closing bracket ends, in any of its forms, that begins at an index.
  func close(at start: Int) -> Int? {
    switch byte(start) {
    case UInt8(ascii: ">"): return start + 1
    case UInt8(ascii: "%"): return digits(["3e"], at: start + 1).map { start + 1 + $0 }
    case UInt8(ascii: "\\"):
      var index = start
      while byte(index) == UInt8(ascii: "\\"), index - start < Self.longestPrefix { index += 1 }
      if index > start, byte(index) == UInt8(ascii: ">") { return index + 1 }
      return digits(["u003e", "x3e"], at: index).map { index + $0 }
    case UInt8(ascii: "&"):
      var index = start + 1
      while bytes.has("amp;", at: index) { index += 4 }
      return digits(["gt;", "#62;", "#x3e;"], at: index).map { index + $0 }
    default: return nil
    }
  }

  // MARK: Bytes

  func byte(_ index: Int) -> UInt8 { index >= 0 && index < bytes.count ? bytes[index] : 0 }

  /// Whether a byte can stand straight after the name in a start tag.
  private func endsName(_ byte: UInt8) -> Bool {
    byte.isBlank || ">/&\\%+".utf8.contains(byte)
  }

  /// Where a run of characters of names begins that ends at an index.
  private func runStart(before end: Int) -> Int {
    var start = end
    while start > 0, end - start < Self.longestPrefix, isNameByte(bytes[start - 1]) { start -= 1 }
    return start
  }

  private func isNameByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."),
      0x80...0xFF:
      true
    default: false
    }
  }

  /// The length of the text, in whatever case, that stands at an index; nil if none of them does.
  func digits(_ texts: [StaticString], at index: Int) -> Int? {
    for text in texts where has(text, before: index + text.utf8CodeUnitCount) {
      return text.utf8CodeUnitCount
    }
    return nil
  }

  /// Whether a text in lower case, or the same in another case, ends at an index.
  func has(_ text: StaticString, before end: Int) -> Bool {
    let count = text.utf8CodeUnitCount
    guard end >= count, end <= bytes.count else { return false }
    for index in 0..<count {
      let byte = bytes[end - count + index]
      let isLetter = byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z")
      let wanted = text.utf8Start[index]
      let isCapital = wanted >= UInt8(ascii: "A") && wanted <= UInt8(ascii: "Z")
      guard (isLetter ? byte | 0x20 : byte) == (isCapital ? wanted | 0x20 : wanted) else { return false }
    }
    return true
  }

  /// Where a reference begins, escaped once or more, that ends at an index.
  private func reference(_ texts: [StaticString], before end: Int) -> Int? {
    for text in texts where has(text, before: end) {
      var start = end - text.utf8CodeUnitCount
      while has("amp;", before: start) { start -= 4 }
      if byte(start - 1) == UInt8(ascii: "&") { return start - 1 }
    }
    return nil
  }
}
