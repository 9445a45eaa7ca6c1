internal import FaultlintModel

/// What stands at the place of a field.
struct FormValue {
  /// The content as written; of an envelope, the element; of an attribute, its value.
  var range: Range<Int>
  var isBase64 = false
  var isPacked = false
}

/// Reads what elements of a form hold: text, base64 of it, or a whole HTTP message. Keeps its buffers between entries; one
/// is needed for the response and one for the request.
final class FormContent {
  private let text = ByteBuffer()
  private let decoded = ByteBuffer()
  private let body: FormBody
  private let decoder: BodyDecoder

  init(limit: Int) {
    body = FormBody(limit: limit)
    decoder = BodyDecoder(limit: limit)
  }

  /// Begins with the elements of a segment.
  func begin(_ segment: Segment) {
    body.begin(segment)
    decoder.begin(segment)
  }

  /// What an element holds. Valid until the next is asked for.
  func content(
    _ value: FormValue, _ bytes: UnsafeBufferPointer<UInt8>
  ) throws(CaptureError) -> UnsafeBufferPointer<UInt8> {
    let text = XMLText.content(value.range, of: bytes, into: text)
    guard value.isBase64 || value.isPacked else { return text }
    decoded.removeAll()
    if let index = Base64.decode(text, into: decoded) {
      throw CaptureError("the body is no base64, from its character \(index + 1) on")
    }
    return value.isPacked ? try body.unpack(decoded.bytes) : decoded.bytes
  }

  /// A message, head and body, as it was sent; nil if there is none.
  func message(
    _ value: FormValue, _ bytes: UnsafeBufferPointer<UInt8>
  ) throws(CaptureError) -> (head: HTTPHead, body: DecodedBody)? {
    let content = try content(value, bytes)
    guard !content.isEmpty else { return nil }
    let view = ByteView(content)
    // The bytes are whole, so nothing is incomplete.
    guard let message = try? MessageScanner(view: view, isWhole: true).message(from: 0, answering: nil) else {
      throw CaptureError("there is no HTTP message in it: no line is a start line")
    }
    var head = message.httpHead(in: view, offset: 0)
    // Where they stand in the message is not where they stand in the capture.
    head.fields = head.fields.map { HTTPHead.Field(name: $0.name, value: $0.value) }
    var result = decoder.decode(message, in: view)
    head.rootPart = result.rootPart
    result.error = result.error ?? message.error
    result.remark = Remarks.join(message.remark, result.remark)
    return (head, result)
  }

  /// An identifier as JSON; nil if it is none.
  static func identifier(_ text: String) -> String? {
    // WCF writes an identifier of nothing but zeros where it has none.
    guard text.utf8.contains(where: { !"{0-}".utf8.contains($0) }) else { return nil }
    return EntryIdentifier.json(text)
  }
}
