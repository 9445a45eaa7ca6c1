/// Finds envelopes, and Faults without one, in text: as they are, or escaped for XML, JSON, C or URLs, whose brackets
/// and slashes it knows in all those forms.
struct EnvelopeFinder {
  /// What was found.
  struct Found: Equatable {
    /// Where it stands, with an XML declaration before it.
    let range: Range<Int>
    /// Whether its end tag is there; otherwise it goes to where the log goes on with something else.
    let isWhole: Bool
  }

  /// What comes next.
  enum Step: Equatable {
    case found(Found)
    /// One begins at this index; where it ends is not in the bytes.
    case open(Int)
    /// There is none before this index, from where on one may begin.
    case none(Int)
  }

  /// The start tag of an element.
  private struct Start {
    /// Where it begins, with the XML declaration.
    let index: Int
    /// The bracket as written.
    let bracket: Range<Int>
    /// The qualified name as written.
    let name: Range<Int>
    /// Whether the element is on one line, because line ends are escaped.
    let isOneLine: Bool
  }

  /// The longest prefix, with brackets and an XML declaration before it, that is looked for.
  static let lookBehind = 512
  private static let longestPrefix = 64

  private let bytes: UnsafeBufferPointer<UInt8>
  private let isAtEnd: Bool
  private let limit: Int
  private var offset: Int
  private var envelope: Int?
  private var fault: Int?

  /// A finder.
  ///
  /// - Parameters:
  ///   - bytes: The text.
  ///   - offset: Where to begin.
  ///   - isAtEnd: Whether nothing comes after the bytes.
  ///   - limit: The most bytes that an envelope has.
  init(_ bytes: UnsafeBufferPointer<UInt8>, at offset: Int = 0, isAtEnd: Bool, limit: Int) {
    self.bytes = bytes
    self.isAtEnd = isAtEnd
    self.limit = limit
    self.offset = offset
    envelope = bytes.next("Envelope", from: offset)
    fault = bytes.next("Fault", from: offset)
  }

  /// Whether an Envelope or Fault begins somewhere.
  static func hasEnvelope(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    var finder = EnvelopeFinder(bytes, isAtEnd: true, limit: 0)
    while let index = finder.nextName() {
      let end = index + (index == finder.envelope ? 8 : 5)
      if finder.start(index..<end) != nil { return true }
      finder.offset = end
    }
    return false
  }

  /// The next one.
  ///
  /// - Parameter searched: Up to where the end of the one that comes next has been looked for in vain.
  /// - Returns: The step to take.
  mutating func next(searched: Int = 0) -> Step {
    while let index = nextName() {
      let length = index == envelope ? 8 : 5
      // At the end of the bytes the name may go on.
      if index + length == bytes.count, !isAtEnd { return .none(max(offset, index - Self.lookBehind)) }
      guard let start = start(index..<index + length) else {
        offset = index + length
        continue
      }
      guard let found = end(of: start, searched: searched) else { return .open(start.index) }
      offset = found.range.upperBound
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

  private func start(_ local: Range<Int>) -> Start? {
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
      while byte(start - 1) == UInt8(ascii: "\\") { start -= 1 }
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

  /// Whether the first quote after a name is escaped, as it is where the whole is a JSON or C string.
  private func hasEscapedQuote(from start: Int) -> Bool {
    var index = start
    let end = min(bytes.count, start + 256)
    while index < end {
      switch bytes[index] {
      case UInt8(ascii: "\""): return bytes[index - 1] == UInt8(ascii: "\\")
      case UInt8(ascii: ">"), 0x0A: return false
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
        while byte(index - 1) == UInt8(ascii: "\\") { index -= 1 }
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
  private func closingBracket(before end: Int) -> Int? {
    if byte(end - 1) == UInt8(ascii: ">") { return end - 1 }
    for text in ["\\u003e", "\\x3e", "%3e"] as [StaticString] where has(text, before: end) {
      var start = end - text.utf8CodeUnitCount
      while byte(start - 1) == UInt8(ascii: "\\") { start -= 1 }
      // The question mark of an URL is escaped as well.
      return has("%3f", before: start) ? nil : start
    }
    return reference(["gt;", "#62;", "#x3e;"], before: end)
  }

  // MARK: End tags

  /// Where an element ends; nil if that cannot be told yet.
  private func end(of start: Start, searched: Int) -> Found? {
    let longest = min(bytes.count, start.index + limit)
    var index = max(start.name.upperBound, min(searched, bytes.count) - Self.lookBehind)
    if let end = endOfEmptyTag(from: start.name.upperBound) {
      return Found(range: start.index..<end, isWhole: true)
    }
    var lineFrom = index
    let name = bytes.slice(start.name)
    while let hit = bytes.next(name, from: index), hit < longest {
      if let boundary = boundary(start, from: &lineFrom, to: hit) { return cutOff(start, boundary) }
      if let end = endTag(start, hit) { return Found(range: start.index..<end, isWhole: true) }
      if let next = nextStart(hit, name.count), next > start.bracket.upperBound { return cutOff(start, next) }
      index = hit + 1
    }
    if let boundary = boundary(start, from: &lineFrom, to: longest) { return cutOff(start, boundary) }
    return isAtEnd || longest < bytes.count ? cutOff(start, longest) : nil
  }

  private func cutOff(_ start: Start, _ end: Int) -> Found {
    Found(
      range: start.index..<max(bytes.trimmed(start.index..<end).upperBound, start.name.upperBound),
      isWhole: false)
  }

  /// Where an element ends whose start tag is all of it.
  private func endOfEmptyTag(from start: Int) -> Int? {
    var index = start
    let end = min(bytes.count, start + 4096)
    while index < end {
      if let close = close(at: index) {
        return slash(before: index) == nil ? nil : close
      }
      index += 1
    }
    return nil
  }

  /// Where the end tag ends whose name is at an index; nil if it is none.
  private func endTag(_ start: Start, _ name: Int) -> Int? {
    guard let slash = slash(before: name) else { return nil }
    let bracket = bytes.slice(start.bracket)
    guard slash >= bracket.count,
      zip(bytes.slice(slash - bracket.count..<slash), bracket).allSatisfy({ $0 | 0x20 == $1 | 0x20 })
    else { return nil }
    return close(at: bytes.skippingBlanks(from: name + start.name.count))
  }

  /// Where another element with the same name begins, if one does.
  private func nextStart(_ name: Int, _ count: Int) -> Int? {
    let local = name + count
    let length = bytes.has("Envelope", at: local - 8) ? 8 : 5
    return start(local - length..<local)?.index
  }

  /// Where a line begins that belongs to the log again.
  private func boundary(_ start: Start, from: inout Int, to end: Int) -> Int? {
    while from < end {
      guard let hit = bytes.slice(0..<end).next(0x0A, from: from) else {
        from = end
        return nil
      }
      if start.isOneLine { return hit }
      guard hit + LogRecord.longestMark <= bytes.count || isAtEnd else { return nil }
      if LogRecord.begins(bytes, at: hit + 1) { return hit }
      from = hit + 1
    }
    return nil
  }

  /// Where a slash begins, in any of its forms, that ends at an index.
  private func slash(before end: Int) -> Int? {
    if byte(end - 1) == UInt8(ascii: "/") {
      var start = end - 1
      while byte(start - 1) == UInt8(ascii: "\\") { start -= 1 }
      return start
    }
    for text in ["\\u002f", "\\x2f", "%2f"] as [StaticString] where has(text, before: end) {
      var start = end - text.utf8CodeUnitCount
      while byte(start - 1) == UInt8(ascii: "\\") { start -= 1 }
      return start
    }
    return reference(["#47;", "#x2f;"], before: end)
  }

  /// Where a closing bracket ends, in any of its forms, that begins at an index.
  private func close(at start: Int) -> Int? {
    switch byte(start) {
    case UInt8(ascii: ">"): return start + 1
    case UInt8(ascii: "%"): return digits(["3e"], at: start + 1).map { start + 1 + $0 }
    case UInt8(ascii: "\\"):
      var index = start
      while byte(index) == UInt8(ascii: "\\") { index += 1 }
      return digits(["u003e", "x3e"], at: index).map { index + $0 }
    case UInt8(ascii: "&"):
      var index = start + 1
      while bytes.has("amp;", at: index) { index += 4 }
      return digits(["gt;", "#62;", "#x3e;"], at: index).map { index + $0 }
    default: return nil
    }
  }

  // MARK: Bytes

  private func byte(_ index: Int) -> UInt8 { index >= 0 && index < bytes.count ? bytes[index] : 0 }

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
  private func digits(_ texts: [StaticString], at index: Int) -> Int? {
    for text in texts where has(text, before: index + text.utf8CodeUnitCount) {
      return text.utf8CodeUnitCount
    }
    return nil
  }

  /// Whether a text in lower case, or the same in another case, ends at an index.
  private func has(_ text: StaticString, before end: Int) -> Bool {
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

/// The records of a log.
enum LogRecord {
  /// As many bytes of a line as tell whether it begins a record.
  static let longestMark = 16

  /// Whether a line begins a record, as far as people's logs look alike: with a date or time, a level, a bracket around
  /// one of them, a priority of syslog, or a JSON object.
  static func begins(_ bytes: UnsafeBufferPointer<UInt8>, at start: Int) -> Bool {
    var index = start
    if index < bytes.count, bytes[index] == UInt8(ascii: "[") || bytes[index] == UInt8(ascii: "(") {
      index += 1
    }
    if bytes.has("{\"", at: start) || beginsTime(bytes, at: index) { return true }
    if start < bytes.count, bytes[start] == UInt8(ascii: "<"), start + 1 < bytes.count,
      isDigit(bytes[start + 1])
    {
      return true
    }
    let words: [StaticString] = [
      "TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL", "SEVERE", "NOTICE", "CRITICAL", "Jan ", "Feb ",
      "Mar ",
      "Apr ", "May ", "Jun ", "Jul ", "Aug ", "Sep ", "Oct ", "Nov ", "Dec ", "Mon ", "Tue ", "Wed ", "Thu ",
      "Fri ",
      "Sat ", "Sun ",
    ]
    return words.contains { bytes.has($0, at: index) }
  }

  /// Whether there are digits with marks of dates or times between them: 2026-11-26, 26/Nov/2026, 03:30:07.
  private static func beginsTime(_ bytes: UnsafeBufferPointer<UInt8>, at start: Int) -> Bool {
    var index = start
    while index < bytes.count, index < start + 10, isDigit(bytes[index]) { index += 1 }
    let digits = index - start
    guard digits > 0, index + 1 < bytes.count else { return false }
    switch bytes[index] {
    case UInt8(ascii: "-"), UInt8(ascii: "/"), UInt8(ascii: ":"):
      return (digits == 4 || digits <= 2) && !bytes[index + 1].isBlank
    case UInt8(ascii: "."): return (digits == 2 || digits == 10) && isDigit(bytes[index + 1])
    default: return false
    }
  }

  private static func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }
}
