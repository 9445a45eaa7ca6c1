internal import FaultlintText

/// Finds HTTP messages in bytes: as they went over the wire, as curl prints them, and as the files of HTTP clients
/// have them.
struct MessageScanner {
  let view: ByteView
  /// Whether no bytes follow.
  let isWhole: Bool

  /// The next message.
  ///
  /// - Parameters:
  ///   - offset: Where the message before it ended.
  ///   - request: The request that it answers, if it is a response and one waits.
  /// - Returns: The message; nil if there is none to the end.
  /// - Throws: If it is not whole, and more may follow.
  func message(from offset: Int, answering request: CapturedMessage?) throws(Incomplete) -> CapturedMessage? {
    guard let (start, startLine) = try nextStart(from: offset) else { return nil }
    guard
      let head = HeaderScanner(
        view, from: start, hasStartLine: true, prefix: startLine.prefix, isWhole: isWhole)
    else { throw Incomplete() }
    var message = CapturedMessage(start: start, startLine: startLine, head: head)
    message.body = head.end..<head.end
    message.end = head.end
    guard head.isClosed else {
      // The file of an HTTP client may end behind a request line.
      if message.isRequest, startLine.version == nil { return message }
      message.error = CaptureError("the head of the HTTP message has no end, so there is no body")
      return message
    }
    if head.lacksBlankLine { message.remark = "no blank line stands between head and body" }
    if message.isInterim || message.status == 204 || message.status == 304 { return message }
    if message.status != nil, request?.isMethod("HEAD", in: view) ?? false { return message }
    if message.opensTunnel(answering: request, in: view) { return message }
    if startLine.prefix != nil {
      // Of a request, curl -v prints the head alone.
      if !message.isRequest { try frameBehindNotes(&message) }
    } else {
      try frame(&message, from: head.end)
    }
    return message
  }

  // MARK: Where a body ends

  /// Source: RFC 9112, section 6.3.
  private func frame(_ message: inout CapturedMessage, from start: Int) throws(Incomplete) {
    var start = start
    if message.isRequest, message.head.field("expect", in: view) != nil {
      start = try skipContinue(from: start)
    }
    if isChunked(message.head) {
      if try frameChunks(&message, from: start) { return }
      try frameToNext(&message, from: start)
      if !message.body.isEmpty { message.note("the capture has the body without its chunks") }
      return
    }
    switch length(message.head) {
    case .absent: try frameToNext(&message, from: start)
    case .contradictory:
      try frameToNext(&message, from: start)
      message.note("there is no telling by Content-Length where the body ends")
    case .bytes(let count):
      if try frame(&message, from: start, count: count) { return }
      try frameToNext(&message, from: start)
      message.noteLength(count)
    }
  }

  /// - Returns: Whether the body ends where its length says.
  private func frame(_ message: inout CapturedMessage, from start: Int, count: Int) throws(Incomplete) -> Bool
  {
    guard count <= view.count - start else {
      if !isWhole { throw Incomplete() }
      return false
    }
    guard try isBoundary(start + count) else { return false }
    message.body = start..<start + count
    message.end = start + count
    return true
  }

  /// - Returns: Whether the body is in chunks.
  private func frameChunks(_ message: inout CapturedMessage, from start: Int) throws(Incomplete) -> Bool {
    guard var body = try ChunkedBody(view, from: start, isWhole: isWhole, isStrict: true) else {
      return false
    }
    if body.isUntrue {
      // Chunks that are not what they say do not reach into the next message, nor are they looked for there.
      let next = try nextMessage(from: start, behindRequest: message.isRequest) ?? view.count
      let part = ByteView(view.slice(0..<next))
      guard let shorter = try ChunkedBody(part, from: start, isWhole: true) else { return false }
      body = shorter
    }
    message.chunks = body.data
    message.body = start..<body.end
    message.end = body.end
    message.note(body.remark)
    return true
  }

  /// The body that curl prints after the lines that it puts a mark before.
  private func frameBehindNotes(_ message: inout CapturedMessage) throws(Incomplete) {
    let start = try skipNotes(from: message.head.end)
    if isChunked(message.head), try frameChunks(&message, from: start) { return }
    let length = length(message.head)
    if case .bytes(let count) = length, try frame(&message, from: start, count: count) { return }
    let end = try nextNote(from: start)
    message.body = trimmedEnd(start..<end)
    message.end = end
    if case .bytes(let count) = length { message.noteLength(count) }
  }

  /// Takes what stands before the next message, or the end, as the body.
  private func frameToNext(_ message: inout CapturedMessage, from start: Int) throws(Incomplete) {
    let end = try nextMessage(from: start, behindRequest: message.isRequest) ?? view.count
    message.end = end
    message.body = trimmedEnd(start..<end)
  }

  /// Line ends before the next message are no part of a body, unless they are half of a UTF-16 character.
  private func trimmedEnd(_ range: Range<Int>) -> Range<Int> {
    var end = range.upperBound
    while end > range.lowerBound, view[end - 1] == 0x0A || view[end - 1] == 0x0D { end -= 1 }
    if end == range.lowerBound { return range.lowerBound..<end }
    return view[end - 1] == 0 || range.upperBound == view.count ? range : range.lowerBound..<end
  }

  /// Whether a message may end here: nothing follows, or another message, or a note of curl's.
  private func isBoundary(_ offset: Int) throws(Incomplete) -> Bool {
    let at = view.skipBlank(from: offset)
    guard at < view.count else {
      guard isWhole else { throw Incomplete() }
      return true
    }
    if view[at] == UInt8(ascii: "<"), !view.matches("< ", at: at) { return false }
    guard let line = view.line(from: at) else {
      guard isWhole || view.count - at > HeaderScanner.limit else { throw Incomplete() }
      return CurlNote.begins(view, at..<view.count)
        || StartLine.any(view, at..<view.count, isBare: true) != nil
    }
    return CurlNote.begins(view, line.content) || view.matches("###", at: at)
      || StartLine.any(view, line.content, isBare: true) != nil
  }

  private func isChunked(_ head: HeaderScanner) -> Bool {
    guard let field = head.fields.last(where: { view.equals(anyCase: "transfer-encoding", $0.name) }) else {
      return false
    }
    return field.value.count >= 7 && view.matches(anyCase: "chunked", at: field.value.upperBound - 7)
  }

  private enum Length { case absent, contradictory, bytes(Int) }

  /// What the Content-Length fields say. The same number several times is one number.
  private func length(_ head: HeaderScanner) -> Length {
    var result = Length.absent
    for field in head.fields where view.equals(anyCase: "content-length", field.name) {
      for part in view.slice(field.value).split(
        separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
      {
        let digits = part.drop(while: ByteView.isBlank)
        guard let end = digits.lastIndex(where: { !ByteView.isBlank($0) }), digits[...end].count <= 18,
          digits[...end].allSatisfy(ByteView.isDigit)
        else { return .contradictory }
        let count = digits[...end].reduce(0) { $0 * 10 + Int($1 - 0x30) }
        if case .bytes(let other) = result, other != count { return .contradictory }
        result = .bytes(count)
      }
    }
    return result
  }

  /// Passes over the interim response that a dump has between the head of a request and its body.
  private func skipContinue(from start: Int) throws(Incomplete) -> Int {
    guard view.matches("HTTP/", at: start) || (view.count - start < 5 && !isWhole) else { return start }
    guard let head = HeaderScanner(view, from: start, hasStartLine: true, isWhole: isWhole) else {
      throw Incomplete()
    }
    guard case .response(100) = StartLine.status(view, head.startLine)?.kind, head.isClosed else {
      return start
    }
    guard let line = view.line(from: head.end) else {
      guard isWhole else { throw Incomplete() }
      return head.end
    }
    return StartLine.any(view, line.content) == nil ? head.end : start
  }

  // MARK: Where a message begins

  /// The next start line, and what it is: behind blank lines, comments and notes if that is all there is before it.
  private func nextStart(from offset: Int) throws(Incomplete) -> (Int, StartLine)? {
    var at = offset
    while true {
      at = view.skipBlank(from: at)
      guard at < view.count else { break }
      let line = view.line(from: at)
      if line == nil, !isWhole, view.count - at <= HeaderScanner.limit { throw Incomplete() }
      let content = line?.content ?? at..<view.count
      if let start = StartLine.any(view, content, isBare: true) { return (at, start) }
      guard let line, CurlNote.begins(view, line.content) || isComment(at) else { break }
      at = line.next
    }
    return try nextStartLine(from: at).map { ($0.offset, $0.startLine) }
  }

  /// Where the next message begins, or behind a request the next line that divides those of a file; nil if there is neither.
  ///
  /// They are looked for together, ever further: a file of ten thousand requests may have but one of the two.
  private func nextMessage(from start: Int, behindRequest isRequest: Bool) throws(Incomplete) -> Int? {
    guard isRequest else { return try nextStartLine(from: start)?.offset }
    var reach = 1 << 12
    while true {
      let limit = start + reach < view.count ? start + reach : nil
      let separator = separator(from: start, to: limit ?? view.count)
      if let next = try nextStartLine(from: start, before: separator ?? limit) { return next.offset }
      if separator != nil || limit == nil { return separator }
      reach *= 2
    }
  }

  /// The next start line: on a line of its own, or right behind a body that ends in a tag or brace.
  ///
  /// - Parameters:
  ///   - offset: Where to look from.
  ///   - end: Up to where its protocol may stand; nil to look through all there is.
  /// - Returns: Where it is, and what it says; nil if there is none.
  /// - Throws: If there may be one in what has not come yet.
  private func nextStartLine(
    from offset: Int, before end: Int? = nil
  ) throws(Incomplete) -> (offset: Int, startLine: StartLine)? {
    var at = offset
    // A line is read once, however often it names the protocol.
    var lineEnd = -1
    var contentEnd = 0
    while let hit = view.index(of: "HTTP/", from: at, to: end) {
      at = hit + 5
      if hit >= lineEnd {
        guard let line = view.line(from: hit) ?? (isWhole ? (hit..<view.count, view.count) : nil) else {
          guard view.count - hit > HeaderScanner.limit else { throw Incomplete() }
          // What is longer than a head can be begins no message.
          at = view.count - HeaderScanner.limit
          continue
        }
        lineEnd = line.next
        contentEnd = view.trimmed(hit..<line.content.upperBound).upperBound
      }
      if canBegin(hit, after: offset), let start = StartLine.status(view, hit..<contentEnd) {
        return (hit, start)
      }
      guard hit - 2 >= offset, view[hit - 1] == ByteView.space else { continue }
      let mark = hit - 2
      if canBegin(mark, after: offset), view.matches("< ", at: mark),
        let start = StartLine.any(view, mark..<contentEnd), start.prefix != nil
      {
        return (mark, start)
      }
      // A request line ends with the version.
      guard contentEnd - hit <= 8, let found = requestLine(before: hit, to: contentEnd, after: offset) else {
        continue
      }
      return found
    }
    guard isWhole || end != nil else { throw Incomplete() }
    return nil
  }

  /// The request line whose version stands here: walks back over the target to the method, which has to be in capitals.
  private func requestLine(
    before version: Int, to end: Int, after offset: Int
  ) -> (offset: Int, startLine: StartLine)? {
    var at = version - 1
    while at > offset, view[at] == ByteView.space { at -= 1 }
    while at > offset, version - at < 1 << 14, view[at] > ByteView.space { at -= 1 }
    guard view[at] == ByteView.space else { return nil }
    while at > offset, view[at] == ByteView.space { at -= 1 }
    var start = at + 1
    while start > offset, at + 1 - start < 32,
      (0x41...0x5A).contains(view[start - 1]) || view[start - 1] == UInt8(ascii: "-")
    {
      start -= 1
    }
    guard start < at + 1 else { return nil }
    if start - 2 >= offset, view.matches("> ", at: start - 2), canBegin(start - 2, after: offset) {
      start -= 2
    }
    guard canBegin(start, after: offset), let line = StartLine.any(view, start..<end) else { return nil }
    return (start, line)
  }

  private func canBegin(_ at: Int, after offset: Int) -> Bool {
    at == offset || at > offset && [0x0A, UInt8(ascii: ">"), UInt8(ascii: "}")].contains(view[at - 1])
  }

  /// The next line that divides the requests of a file.
  private func separator(from start: Int, to end: Int) -> Int? {
    var at = start
    while let hit = view.index(of: "###", from: at, to: end) {
      if hit == start || view[hit - 1] == ByteView.lineFeed { return hit }
      at = hit + 3
    }
    return nil
  }

  /// Whether a line is a comment or variable in the file of an HTTP client.
  private func isComment(_ at: Int) -> Bool {
    view[at] == UInt8(ascii: "#") || view[at] == UInt8(ascii: "@") || view.matches("//", at: at)
  }

  // MARK: What curl says

  /// Where the body begins behind the notes that follow a head.
  private func skipNotes(from start: Int) throws(Incomplete) -> Int {
    var at = start
    while at < view.count {
      let line = view.line(from: at)
      if line == nil, !isWhole, view.count - at <= HeaderScanner.limit { throw Incomplete() }
      let content = line?.content ?? at..<view.count
      if view.matches("> ", at: at) || view.matches("< ", at: at) { return at }
      if let meter = meterEnd(content) { return meter }
      guard CurlNote.begins(view, content) else { return at }
      at = line?.next ?? view.count
    }
    guard isWhole else { throw Incomplete() }
    return at
  }

  /// Where a progress meter ends that has the body behind it on its line.
  private func meterEnd(_ line: Range<Int>) -> Int? {
    guard let tag = view.index(of: UInt8(ascii: "<"), from: line.lowerBound, to: line.upperBound),
      view.index(of: "--:--:--", from: line.lowerBound, to: tag) != nil
    else { return nil }
    return tag
  }

  /// Where the next line begins that curl puts a mark before, on a line of its own or right behind the body.
  private func nextNote(from start: Int) throws(Incomplete) -> Int {
    var at = start
    // A line is read once, however much in it may begin a note.
    var line: (content: Range<Int>, next: Int)?
    var lineEnd = start
    while at < view.count {
      if at >= lineEnd {
        line = view.line(from: at)
        lineEnd = line?.next ?? view.count
      }
      let isFresh = at == start || [0x0A, UInt8(ascii: ">"), UInt8(ascii: "}")].contains(view[at - 1])
      let byte = view[at]
      if isFresh, at + 2 < view.count {
        if byte == UInt8(ascii: "*"), view[at + 1] == ByteView.space, ByteView.isLetter(view[at + 2]) {
          return at
        }
        if byte == UInt8(ascii: "<"), view.matches("< HTTP/", at: at) { return at }
        if byte == UInt8(ascii: ">"), view.matches("> ", at: at),
          view[max(at - 1, start)] == 0x0A || at == start,
          let line, StartLine.any(view, at..<line.content.upperBound) != nil
        {
          return at
        }
        if byte == UInt8(ascii: "H"), view.matches("HTTP/", at: at), let line,
          StartLine.status(view, at..<line.content.upperBound) != nil
        {
          return at
        }
      }
      at += 1
    }
    guard isWhole else { throw Incomplete() }
    return at
  }
}

extension CapturedMessage {
  /// Adds a remark.
  mutating func note(_ text: String?) {
    guard let text else { return }
    remark = remark.map { "\($0); \(text)" } ?? text
  }

  /// Says how far Content-Length is off.
  mutating func noteLength(_ count: Int) {
    note(
      body.isEmpty
        ? "Content-Length says \(count) bytes, and the capture has no body"
        : "Content-Length says \(count) bytes, and the body has \(body.count)")
  }
}

extension MessageScanner {
  /// Where the next start line stands that is whole.
  static func start(in view: ByteView, after offset: Int) -> Int? {
    let line = try? MessageScanner(view: view, isWhole: false).nextStartLine(from: min(offset, view.count))
    return line?.offset
  }
}
