internal import FaultlintModel
internal import FaultlintText

/// Reads the entries of an HTTP archive.
final class HARDecoder: EntryDecoder {
  /// One of the two messages of an entry.
  private struct Message {
    var start: HTTPHead.Start?
    var target: String?
    var version: String?
    var fields: [HTTPHead.Field] = []
    /// The value of the member that holds the content's text; nil if there is none.
    var text: ScannedJSON?
    var isBase64 = false
    /// Where its size and its media type stand, which nobody asks for if there is a text.
    var size: Int?
    var mediaType: Int?
    var error: String?

    var head: HTTPHead {
      var head = HTTPHead(start: start, version: version, fields: fields, isComplete: !fields.isEmpty)
      if let target { head.target = target }
      return head
    }
  }

  private let codings: ContentCodings
  private let payload = JSONPayload()
  private let requestPayload = JSONPayload()

  init(_ options: CaptureOptions) { codings = ContentCodings(limit: options.entryBytes) }

  func decode(_ segment: Segment, _ body: (Entry) -> Void) {
    codings.begin(segment)
    segment.readJSON(
      { scanner, position throws(JSONError) in
        body(try entry(&scanner, position))
      }, failed: { body(Entry($0, error: $1)) })
  }

  private func entry(
    _ scanner: inout JSONScanner, _ position: Segment.Position
  ) throws(JSONError) -> Entry {
    var request: Message?
    var response: Message?
    var isWebSocket = false
    payload.begin()
    requestPayload.begin()
    try scanner.enterObject()
    while let token = try scanner.nextMember() {
      if scanner.token(token, is: "response"), try scanner.kind() == .object {
        response = try message(&scanner, payload)
      } else if scanner.token(token, is: "request"), try scanner.kind() == .object {
        request = try message(&scanner, requestPayload)
      } else {
        if scanner.token(token, is: "_webSocketMessages") { isWebSocket = true }
        try scanner.skip()
      }
    }

    var entry = Entry(position: position, payload: UnsafeBufferPointer(start: nil, count: 0))
    if let request {
      entry.request = request.head
      if let text = request.text {
        try requestPayload.read(text, in: scanner.bytes, isBase64: request.isBase64)
        entry.requestPayload = requestPayload.bytes
      }
    }
    guard let response else {
      entry.error = CaptureError("the entry has no response")
      return entry
    }
    entry.http = response.head
    if isWebSocket { entry.note("the entry is a WebSocket; its messages are not read") }
    if let error = response.error { entry.note("the archive notes '\(error.prefix(200))'") }
    try take(response, scanner.bytes, &entry)
    return entry
  }

  /// Takes the content of the response as the payload.
  private func take(
    _ response: Message, _ bytes: UnsafeBufferPointer<UInt8>, _ entry: inout Entry
  ) throws(JSONError) {
    guard let text = response.text else {
      let size = try Self.text(at: response.size, bytes).flatMap(Int.init) ?? 0
      if size > 0 {
        let missing = "the archive was saved without the content of this response (\(size) bytes)"
        if try mayBeXML(response, bytes) { entry.error = CaptureError(missing) } else { entry.note(missing) }
      }
      return
    }
    try payload.read(text, in: bytes, isBase64: response.isBase64)
    entry.take(payload)
    // Archives hold content as it is after decoding; some proxies keep it as it was sent.
    guard response.isBase64, let field = entry.http?.field("Content-Encoding"),
      Self.isCompressed(entry.payload)
    else { return }
    do throws(CaptureError) {
      entry.payload = try codings.undo(ContentCodings.names(field), of: entry.payload).payload
    } catch {
      entry.error = error
    }
  }

  /// The text of the value at an offset.
  private static func text(
    at offset: Int?, _ bytes: UnsafeBufferPointer<UInt8>
  ) throws(JSONError) -> String? {
    guard let offset else { return nil }
    var scanner = JSONScanner(bytes, at: offset)
    return try JSONHeaders.text(&scanner)
  }

  /// Whether bytes begin as gzip (RFC 1952) or zlib (RFC 1950) do, which no XML does.
  private static func isCompressed(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    guard bytes.count > 2 else { return false }
    let isZlib = bytes[0] & 0x0F == 8 && (Int(bytes[0]) << 8 | Int(bytes[1])) % 31 == 0
    return isZlib || bytes[0] == 0x1F && bytes[1] == 0x8B
  }

  /// Whether a message without its content may have been XML.
  private func mayBeXML(
    _ message: Message, _ bytes: UnsafeBufferPointer<UInt8>
  ) throws(JSONError) -> Bool {
    guard let type = try Self.text(at: message.mediaType, bytes) ?? message.head.field("Content-Type") else {
      return true
    }
    let essence = MediaType(type).essence
    return essence.hasSuffix("xml") || essence.hasPrefix("multipart/")
  }

  // MARK: Messages

  private func message(_ scanner: inout JSONScanner, _ payload: JSONPayload) throws(JSONError) -> Message {
    var message = Message()
    try scanner.enterObject()
    while let token = try scanner.nextMember() {
      if scanner.token(token, is: "status") {
        // 0 is for a request that was never answered.
        message.start = try JSONHeaders.text(&scanner).flatMap(HeaderText.status)
          .map { .response(status: $0) }
      } else if scanner.token(token, is: "method") {
        message.start = try JSONHeaders.text(&scanner).map { .request(method: $0) }
      } else if scanner.token(token, is: "url"), try scanner.kind() == .string {
        message.target = try JSONHeaders.text(&scanner)
      } else if scanner.token(token, is: "httpVersion") {
        message.version = try JSONHeaders.text(&scanner).flatMap(Self.version)
      } else if scanner.token(token, is: "headers") {
        message.fields = try JSONHeaders.read(&scanner).fields
      } else if scanner.token(token, is: "content") || scanner.token(token, is: "postData"),
        try scanner.kind() == .object
      {
        try content(&scanner, &message, payload)
      } else if scanner.token(token, is: "_error"), try scanner.kind() == .string {
        message.error = try JSONHeaders.text(&scanner)
      } else {
        try scanner.skip()
      }
    }
    return message
  }

  private func content(
    _ scanner: inout JSONScanner, _ message: inout Message, _ payload: JSONPayload
  ) throws(JSONError) {
    try scanner.enterObject()
    while let token = try scanner.nextMember() {
      let kind = try scanner.kind()
      if scanner.token(token, is: "text") {
        let place = try payload.goOver(&scanner)
        message.text = kind == .null ? nil : place
      } else if scanner.token(token, is: "encoding") || scanner.token(token, is: "_encoding") {
        message.isBase64 = try JSONHeaders.text(&scanner)?.lowercased() == "base64"
      } else {
        if scanner.token(token, is: "size") { message.size = scanner.offset }
        if scanner.token(token, is: "mimeType") { message.mediaType = scanner.offset }
        try scanner.skip()
      }
    }
  }

  /// The version in `HTTP/1.1`, `http/2.0` or `h2`.
  private static func version(_ text: String) -> String? {
    text.utf8.first == UInt8(ascii: "h") && text.utf8.count == 2
      ? HeaderText.version(text.dropFirst()) : HeaderText.version(text)
  }
}
