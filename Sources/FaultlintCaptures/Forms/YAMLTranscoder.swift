internal import FaultlintText
internal import FaultlintYAML

/// Writes YAML nodes as JSON, so that what reads JSON reads them. Scalars become strings, but for plain nulls; one that is
/// tagged as binary becomes an object with the member `base64_string`.
struct YAMLTranscoder {
  /// The node that was written last.
  let json = ByteBuffer()
  private let limit: Int
  private var anchors: [String: [UInt8]] = [:]
  /// How many bytes were kept for anchors.
  private var kept = 0
  /// How many bytes aliases stood for.
  private var copied = 0
  private var depth = 0

  /// - Parameter limit: The most bytes that a node may become, that may be kept for all anchors, and that all aliases may
  ///   stand for.
  init(limit: Int) { self.limit = limit }

  /// Writes the node that begins with the event that came last.
  mutating func write(_ first: YAMLEvents.Kind, _ events: YAMLEvents) throws(YAMLError) {
    json.removeAll()
    depth = 0
    try node(first, events)
  }

  private mutating func node(_ kind: YAMLEvents.Kind, _ events: YAMLEvents) throws(YAMLError) {
    let anchor = events.anchor
    let start = json.count
    switch kind {
    case .scalar(let isPlain, let isBinary): scalar(events.scalar, isPlain, isBinary)
    case .beginSequence: try sequence(events)
    case .beginMapping: try mapping(events)
    case .alias(let name): try alias(name, events)
    default: throw YAMLError(message: "a value is missing", line: events.line)
    }
    guard json.count <= limit else { throw explosion(events) }
    guard let anchor else { return }
    kept += json.count - start
    guard kept <= limit else { throw explosion(events) }
    anchors[anchor] = Array(json.bytes.slice(start..<json.count))
  }

  private mutating func sequence(_ events: YAMLEvents) throws(YAMLError) {
    try enter("[", events)
    var isFirst = true
    while true {
      let kind = try events.next()
      if kind == .endSequence { break }
      if !isFirst { json.append(UInt8(ascii: ",")) }
      isFirst = false
      try node(kind, events)
    }
    leave("]")
  }

  private mutating func mapping(_ events: YAMLEvents) throws(YAMLError) {
    try enter("{", events)
    var isFirst = true
    while true {
      let kind = try events.next()
      if kind == .endMapping { break }
      if !isFirst { json.append(UInt8(ascii: ",")) }
      isFirst = false
      if case .scalar = kind {
        string(events.scalar)
      } else {
        // A key that is no text names nothing that is looked for.
        let start = json.count
        try node(kind, events)
        json.removeLast(json.count - start)
        string("?")
      }
      json.append(UInt8(ascii: ":"))
      try node(try events.next(), events)
    }
    leave("}")
  }

  private mutating func alias(_ name: String, _ events: YAMLEvents) throws(YAMLError) {
    guard let known = anchors[name] else {
      throw YAMLError(message: "the alias '*\(name)' has no anchor before it", line: events.line)
    }
    copied += known.count
    guard json.count + known.count <= limit, copied <= limit else { throw explosion(events) }
    known.withUnsafeBufferPointer { json.append($0) }
  }

  private func explosion(_ events: YAMLEvents) -> YAMLError {
    YAMLError(
      message: "with its aliases it has more than \(limit) bytes", line: events.line, isLimit: true)
  }

  private mutating func enter(_ bracket: Unicode.Scalar, _ events: YAMLEvents) throws(YAMLError) {
    depth += 1
    guard depth < JSONScanner.depthLimit else {
      throw YAMLError(
        message: "the nesting is deeper than \(JSONScanner.depthLimit)", line: events.line)
    }
    json.append(bracket)
  }

  private mutating func leave(_ bracket: Unicode.Scalar) {
    depth -= 1
    json.append(bracket)
  }

  // MARK: Scalars

  private func scalar(_ bytes: UnsafeBufferPointer<UInt8>, _ isPlain: Bool, _ isBinary: Bool) {
    if isPlain, bytes.isEmpty || bytes.equals("~") || bytes.equals("null") || bytes.equals("Null") {
      for byte in "null".utf8 { json.append(byte) }
    } else if isBinary {
      for byte in "{\"base64_string\":".utf8 { json.append(byte) }
      string(bytes)
      json.append(UInt8(ascii: "}"))
    } else {
      string(bytes)
    }
  }

  private func string(_ text: StaticString) {
    string(UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  private func string(_ bytes: UnsafeBufferPointer<UInt8>) {
    json.append(UInt8(ascii: "\""))
    var start = 0
    while true {
      let end = bytes.endOfPlainText(from: start)
      json.append(bytes.slice(start..<end))
      guard end < bytes.count else { break }
      let byte = bytes[end]
      json.append(UInt8(ascii: "\\"))
      if byte < 0x20 {
        let digits = Array("0123456789abcdef".utf8)
        for digit in "u00".utf8 { json.append(digit) }
        json.append(digits[Int(byte >> 4)])
        json.append(digits[Int(byte & 15)])
      } else {
        json.append(byte)
      }
      start = end + 1
    }
    json.append(UInt8(ascii: "\""))
  }
}
