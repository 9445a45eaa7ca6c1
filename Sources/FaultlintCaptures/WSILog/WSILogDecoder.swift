internal import FaultlintModel
internal import FaultlintText

/// Reads messageEntry elements.
final class WSILogDecoder: EntryDecoder {
  /// What a messageEntry holds.
  private struct Message {
    var position: Segment.Position
    /// The index of its start tag.
    var start: Int
    var id: String?
    var conversation: [UInt8] = []
    var isRequest: Bool?
    var head: HTTPHead?
    /// The content as written.
    var content: Range<Int>?
    /// The parts of a message with attachments: their headers, and their content as written.
    var parts: [(headers: String, content: Range<Int>)] = []
  }

  private let payload = ByteBuffer()
  private let requestPayload = ByteBuffer()
  private let text = ByteBuffer()

  init(_ options: CaptureOptions) {}

  func decode(_ segment: Segment, _ body: (Entry) -> Void) {
    segment.bytes.withUnsafeBufferPointer { bytes in
      var place = PlaceCounter(bytes, segment.position)
      var requests: [[UInt8]: Message] = [:]
      var scanner = MarkupScanner(bytes)
      while case .tag(let tag) = scanner.next() {
        guard !tag.isEnd, bytes.slice(tag.name).equals("messageEntry") else { continue }
        place.move(to: tag.range.lowerBound)
        let message = message(tag, &scanner, place.position)
        let isRequest = message.isRequest ?? (message.head?.method != nil)
        let request = isRequest ? nil : requests.removeValue(forKey: message.conversation)
        body(entry(message, answering: request, bytes))
        if isRequest { requests[message.conversation] = message }
        place.position.entry += 1
      }
      if let error = segment.error { body(place.end(in: error)) }
    }
  }

  private func message(
    _ tag: MarkupScanner.Tag, _ scanner: inout MarkupScanner, _ position: Segment.Position
  ) -> Message {
    let bytes = scanner.bytes
    var message = Message(position: position, start: tag.range.lowerBound)
    message.id = scanner.attribute("ID", of: tag).map { json(unescaped(bytes.slice($0))) }
    if let conversation = scanner.attribute("conversationID", of: tag) {
      message.conversation = Array(bytes.slice(conversation))
    }
    if let type = scanner.attribute("type", of: tag) {
      message.isRequest = bytes.slice(type).equals("request")
    }
    guard !tag.isEmpty else { return message }
    var partHeaders = ""
    while case .tag(let child) = scanner.next() {
      let name = bytes.slice(child.name)
      if child.isEnd {
        if name.equals("messageEntry") { break }
      } else if name.equals("messageContent") {
        message.content = content(of: child, &scanner)
      } else if name.equals("httpHeaders") {
        message.head = HeaderText.read(unescaped(bytes.slice(content(of: child, &scanner))))
      } else if name.equals("mimeHeaders") {
        partHeaders = unescaped(bytes.slice(content(of: child, &scanner)))
      } else if name.equals("mimeContent") {
        message.parts.append((partHeaders, content(of: child, &scanner)))
        partHeaders = ""
      }
    }
    return message
  }

  /// The content of an element, whatever is in it; none if it does not end within its messageEntry.
  private func content(of start: MarkupScanner.Tag, _ scanner: inout MarkupScanner) -> Range<Int> {
    let from = start.range.upperBound
    guard !start.isEmpty else { return from..<from }
    let name = scanner.bytes.slice(start.name)
    while case .tag(let tag) = scanner.next() {
      let found = scanner.bytes.slice(tag.name)
      if tag.isEnd, found.elementsEqual(name) { return from..<tag.range.lowerBound }
      if found.equals("messageEntry") {
        scanner.offset = tag.range.lowerBound
        break
      }
    }
    return from..<from
  }

  // MARK: Entries

  private func entry(
    _ message: Message, answering request: Message?, _ bytes: UnsafeBufferPointer<UInt8>
  ) -> Entry {
    var entry = Entry(position: message.position, payload: UnsafeBufferPointer(start: nil, count: 0))
    entry.isText = true
    entry.id = message.id
    entry.http = message.head
    if let request {
      entry.request = request.head
      if let content = content(of: request) {
        entry.requestPayload = XMLText.content(content, of: bytes, into: requestPayload)
      }
    }
    guard let content = content(of: message) else {
      entry.error = CaptureError("the messageEntry has no messageContent")
      return entry
    }
    entry.payload = XMLText.content(content, of: bytes, into: payload)
    if let start = entry.payload.baseAddress, let base = bytes.baseAddress, start >= base,
      start < base + bytes.count
    {
      entry.isVerbatim = true
      let before = bytes.slice(message.start..<start - base)
      entry.payloadLine = message.position.line + before.count(of: 0x0A, before: before.count)
    }
    return entry
  }

  /// The message's own content, or that of its root part.
  private func content(of message: Message) -> Range<Int>? {
    if let content = message.content { return content }
    let root = message.head?.contentType?.parameter("start")?.value
    let part = root.flatMap { root in message.parts.first { $0.headers.contains(root) } }
    return (part ?? message.parts.first)?.content
  }

  private func unescaped(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
    text.removeAll()
    XMLText.unescape(bytes, into: text)
    return text.bytes.text(0..<text.count)
  }

  /// A number as it is, other text as a JSON string.
  private func json(_ text: String) -> String {
    let isNumber =
      !text.isEmpty && text.utf8.count < 16 && text.utf8.allSatisfy { $0 &- UInt8(ascii: "0") < 10 }
      && (text == "0" || text.utf8.first != UInt8(ascii: "0"))
    return isNumber ? text : EntryIdentifier.json(text)
  }
}
