internal import FaultlintModel

/// What the text before a message says of it: the status it came under, its header fields, whether it is a request.
///
/// Source of the phrases: what Apache CXF, JAX-WS RI (Metro), zeep, suds, Savon and Spring-WS write, and heads of HTTP
/// messages in whatever text.
struct MessageContext {
  /// Which way a message went.
  enum Direction {
    case request
    case response
  }

  private(set) var direction: Direction?
  /// The head of the HTTP message, as far as it is known.
  private(set) var head: HTTPHead?
  /// Where in the text the status stands; nil if it is not known.
  private(set) var statusPlace: Int?
  /// What the program that wrote it calls the exchange; nil if it does not say.
  private(set) var id: String?
  /// Whether JAX-WS RI dumped the message.
  private(set) var isJAXWSDump = false

  /// The same with other places.
  func relocated(by places: PlaceMap) -> MessageContext {
    var result = self
    result.statusPlace = statusPlace.map(places.offset)
    result.head?.fields =
      head?.fields.map {
        HTTPHead.Field(name: $0.name, value: $0.value, offset: $0.offset.map(places.offset))
      } ?? []
    return result
  }

  private let view: ByteView
  private var contentType: HTTPHead.Field?
  private var fields: [HTTPHead.Field] = []

  /// How many lines before a message are looked at.
  private static let lineLimit = 40

  /// Reads what stands before a message.
  ///
  /// - Parameters:
  ///   - view: The text.
  ///   - range: What stands before the message.
  ///   - beginsInLine: Whether the text begins in the middle of a line, which then belongs to what came before.
  init(_ view: ByteView, _ range: Range<Int>, beginsInLine: Bool) {
    self.view = view
    var end = range.upperBound
    var records = 0
    var count = 0
    while end > range.lowerBound || count == 0, count < Self.lineLimit {
      var start = end
      while start > range.lowerBound, view[start - 1] != ByteView.lineFeed { start -= 1 }
      let line = start..<end
      if start == range.lowerBound, beginsInLine, count > 0 { break }
      if read(line, to: range.upperBound, isOwnRecord: records == 0) { break }
      if !line.isEmpty, LogRecord.begins(view.bytes, at: start) { records += 1 }
      // What belongs to a message stands in its own record of the log, or in the one before.
      guard records < 2, start > range.lowerBound else { break }
      end = start - 1
      count += 1
    }
    finish()
  }

  private mutating func finish() {
    guard direction != .request else { return }
    if head == nil, contentType != nil || !fields.isEmpty { head = .unknown }
    guard var known = head, !known.isComplete else { return }
    known.fields += fields
    if known.field("Content-Type") == nil, let contentType { known.fields.append(contentType) }
    head = known
  }

  // MARK: Lines

  /// Reads a line.
  ///
  /// - Returns: Whether nothing before it belongs to the message.
  private mutating func read(_ line: Range<Int>, to end: Int, isOwnRecord: Bool) -> Bool {
    // Nobody writes a phrase behind so many bytes.
    let phrases = LogPhrase.search(view, line.count > 4096 ? line.upperBound - 4096..<line.upperBound : line)
    if phrases.isEmpty { return false }
    if phrases.has(.http), readStartLine(line, to: end) { return !phrases.has(.nullHTTP) }
    if phrases.has(.jaxwsRequest) || phrases.has(.jaxwsResponse) {
      isJAXWSDump = true
      direction = phrases.has(.jaxwsRequest) ? .request : .response
      if direction == .response, head?.start == nil { _ = readStatus(phrases, of: [.jaxwsResponse], line) }
      return true
    }
    readLabels(phrases, line)
    guard head?.start == nil else { return false }
    if readStatus(phrases, of: LogPhrase.responseStatus, line)
      || isOwnRecord && readStatus(phrases, of: LogPhrase.anyStatus, line)
    {
      direction = .response
      return !phrases.has(.responseCode1) && !phrases.has(.responseCode2)
    }
    if LogPhrase.requests.contains(where: phrases.has) {
      direction = direction ?? .request
      return true
    }
    if LogPhrase.responses.contains(where: phrases.has) {
      direction = direction ?? .response
      return true
    }
    return false
  }

  /// Reads a start line of HTTP that stands in the line, and the fields below it.
  private mutating func readStartLine(_ line: Range<Int>, to end: Int) -> Bool {
    guard head?.start == nil, let hit = view.index(of: "HTTP/", from: line.lowerBound, to: line.upperBound)
    else { return false }
    var close = line.upperBound
    while close > hit, ByteView.isBlank(view[close - 1]) || view[close - 1] == UInt8(ascii: "\"") {
      close -= 1
    }
    var start = hit
    guard hit == line.lowerBound || !ByteView.isLetter(view[hit - 1]) && view[hit - 1] != UInt8(ascii: "/")
    else {
      return false
    }
    var startLine = StartLine.status(view, hit..<close)
    if startLine == nil {
      // The method is the word before the target.
      guard let request = requestStart(before: hit, in: line) else { return false }
      start = request
      startLine = StartLine.request(view, request..<close, isBare: false)
    }
    guard let startLine else { return false }
    let version = startLine.version.map(view.text)
    switch startLine.kind {
    case .response(let status):
      direction = .response
      statusPlace = start
      head = HTTPHead(start: .response(status: status), version: version, fields: [], isComplete: false)
    case .request:
      direction = .request
      head = HTTPHead(
        start: .request(method: view.text(startLine.word)), version: version, fields: [], isComplete: false)
    }
    readFields(below: line, indentation: line.lowerBound..<start, to: end)
    // JAX-WS RI writes the status line as a field, among the others.
    if view.matches("null: ", at: max(start - 6, 0)) { head?.isComplete = false }
    return true
  }

  private func requestStart(before version: Int, in line: Range<Int>) -> Int? {
    var at = version
    for _ in 0..<2 {
      while at > line.lowerBound, view[at - 1] == ByteView.space { at -= 1 }
      while at > line.lowerBound, view[at - 1] > ByteView.space, view[at - 1] != UInt8(ascii: "\"") {
        at -= 1
      }
    }
    guard at < version, (0x41...0x5A).contains(view[at]) else { return nil }
    return at
  }

  /// Reads the fields in the lines below a start line, which have before them what it has.
  private mutating func readFields(below line: Range<Int>, indentation: Range<Int>, to end: Int) {
    let prefix = view.slice(indentation)
    var fields: [HTTPHead.Field] = []
    defer { head?.fields = fields }
    var at = line.upperBound + 1
    while at < end {
      let lineEnd = view.index(of: ByteView.lineFeed, from: at, to: end) ?? end
      var text = view.trimmed(at..<lineEnd)
      if !prefix.isEmpty, lineEnd - at >= prefix.count,
        view.slice(at..<at + prefix.count).elementsEqual(prefix)
      {
        text = view.trimmed(at + prefix.count..<lineEnd)
      }
      // A head may stand in XML, which goes on behind it.
      let tag = view.index(of: UInt8(ascii: "<"), from: text.lowerBound, to: text.upperBound)
      if let tag { text = text.lowerBound..<tag }
      guard let colon = view.index(of: UInt8(ascii: ":"), from: text.lowerBound, to: text.upperBound),
        colon > text.lowerBound,
        view.slice(text.lowerBound..<colon).allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != 0x3C && $0 != 0x22 })
      else {
        head?.isComplete = text.isEmpty
        return
      }
      fields.append(
        HTTPHead.Field(
          name: view.text(text.lowerBound..<colon),
          value: view.text(view.trimmed(colon + 1..<text.upperBound)),
          offset: text.lowerBound))
      if tag != nil { break }
      at = lineEnd + 1
    }
    // Without a field and without a blank line, nobody knows whether there were any.
    head?.isComplete = !fields.isEmpty
  }

  // MARK: Labels

  private mutating func readStatus(
    _ phrases: LogPhrase.Places, of labels: [LogPhrase], _ line: Range<Int>
  ) -> Bool {
    for label in labels {
      guard let place = phrases[label],
        let (status, offset) = status(
          from: place + label.text.utf8CodeUnitCount, to: line.upperBound, isLast: label == .jaxwsResponse)
      else { continue }
      head = HTTPHead(start: .response(status: status), version: nil, fields: [], isComplete: false)
      statusPlace = offset
      return true
    }
    return false
  }

  /// The three digits behind a label. Of a line that JAX-WS RI writes they are the last.
  private func status(from start: Int, to end: Int, isLast: Bool) -> (Int, Int)? {
    var at = start
    if isLast {
      guard let close = view.index(of: "]---", from: start, to: end), close - 3 >= start else { return nil }
      at = close - 3
    } else {
      while at < end, at - start < 4, ByteView.isBlank(view[at]) || ":=-\"'[(".utf8.contains(view[at]) {
        at += 1
      }
    }
    guard at + 3 <= end, at + 3 == end || !ByteView.isDigit(view[at + 3]),
      at == 0 || !ByteView.isDigit(view[at - 1])
    else { return nil }
    var status = 0
    for index in at..<at + 3 {
      guard ByteView.isDigit(view[index]) else { return nil }
      status = status * 10 + Int(view[index] - 0x30)
    }
    return (100..<600).contains(status) ? (status, at) : nil
  }

  private mutating func readLabels(_ phrases: LogPhrase.Places, _ line: Range<Int>) {
    if contentType == nil, let place = phrases[.contentType], place + 12 < line.upperBound,
      view[place + 12] == UInt8(ascii: ":") || view[place + 12] == UInt8(ascii: "=")
    {
      let value = value(from: place + 13, to: line.upperBound)
      if !value.isEmpty { contentType = HTTPHead.Field(name: "Content-Type", value: value, offset: place) }
    }
    if id == nil, let place = phrases[.id] {
      let text = view.trimmed(line)
      // `ID: 1` and `ExchangeId: …` are all there is on their lines.
      if place == text.lowerBound || view.matches(anyCase: "exchangeid:", at: text.lowerBound) {
        id = view.text(view.trimmed(min(place + 3, text.upperBound)..<text.upperBound))
      }
    }
    if direction == nil, phrases.has(.method1) || phrases.has(.method2) { direction = .request }
  }

  /// The value of a field: to the end of the line, or in brackets as CXF writes it, or up to a comma or quote.
  private func value(from start: Int, to end: Int) -> String {
    var from = start
    while from < end, view[from] == ByteView.space { from += 1 }
    guard from < end else { return "" }
    var ends: [UInt8] = [UInt8(ascii: ","), UInt8(ascii: "}"), UInt8(ascii: "<")]
    switch view[from] {
    case UInt8(ascii: "["): ends = [UInt8(ascii: "]")]
    case UInt8(ascii: "\""), UInt8(ascii: "'"): ends = [view[from]]
    default: from -= 1
    }
    from += 1
    var to = from
    while to < end, !ends.contains(view[to]) { to += 1 }
    return view.text(view.trimmed(from..<to))
  }
}
