internal import FaultlintModel
internal import FaultlintText

/// A payload as it was before it was coded for transfer.
struct DecodedBody {
  var payload: UnsafeBufferPointer<UInt8>
  /// Where the payload begins in the bytes, or what it was decoded from.
  var place: Int
  /// Whether the payload stands there as it is.
  var isVerbatim: Bool
  var remark: String?
  var error: CaptureError?
  /// What the root part says of itself, of a body with several.
  var rootPart: RootPartHead?
}

/// Undoes what HTTP does to bodies: chunks, transfer and content codings, and parts. Keeps its buffers between bodies.
final class BodyDecoder {
  private let joined = ByteBuffer()
  private let codings: ContentCodings
  private let parts: RootPart

  init(limit: Int) {
    codings = ContentCodings(limit: limit)
    parts = RootPart(limit: limit)
  }

  /// Begins with the bodies of a segment.
  func begin(_ segment: Segment) { codings.begin(segment) }

  /// The payload of a message. What it points to is valid until the next call.
  func decode(_ message: CapturedMessage, in view: ByteView) -> DecodedBody {
    var body = DecodedBody(
      payload: view.slice(message.body), place: message.body.lowerBound, isVerbatim: true)
    if let chunks = message.chunks { join(chunks, in: view, &body) }
    guard !body.payload.isEmpty else { return body }
    do throws(CaptureError) {
      try undo(names(in: "transfer-encoding", of: message.head, view).filter { $0 != "chunked" }, &body)
      try undo(names(in: "content-encoding", of: message.head, view), &body)
      guard let field = message.head.field("content-type", in: view),
        view.matches(anyCase: "multipart/", at: field.value.lowerBound)
      else { return body }
      let root = try parts.find(in: body.payload, type: MediaType(HeaderScanner.value(field, in: view)))
      if body.isVerbatim { body.place += root.place }
      body.isVerbatim = body.isVerbatim && root.isVerbatim
      body.payload = root.payload
      body.rootPart = root.head
      body.remark = Remarks.join(body.remark, root.remark)
    } catch {
      body.error = error
      body.payload = UnsafeBufferPointer(rebasing: body.payload[..<0])
    }
    return body
  }

  private func join(_ chunks: [Range<Int>], in view: ByteView, _ body: inout DecodedBody) {
    if chunks.count == 1 {
      // One chunk stands as it is.
      body.payload = view.slice(chunks[0])
      body.place = chunks[0].lowerBound
      return
    }
    joined.removeAll()
    for chunk in chunks { joined.append(view.slice(chunk)) }
    body.payload = joined.bytes
    body.place = chunks.first?.lowerBound ?? body.place
    body.isVerbatim = false
  }

  /// The codings that a field names, in the order in which they were applied.
  private func names(in name: StaticString, of head: HeaderScanner, _ view: ByteView) -> [String] {
    var result: [String] = []
    for field in head.fields where view.equals(anyCase: name, field.name) {
      result += ContentCodings.names(HeaderScanner.value(field, in: view))
    }
    return result
  }

  private func undo(_ names: [String], _ body: inout DecodedBody) throws(CaptureError) {
    guard !names.isEmpty else { return }
    let result = try codings.undo(names, of: body.payload)
    if result.isUnpacked { body.isVerbatim = false }
    body.payload = result.payload
    body.remark = Remarks.join(body.remark, result.remark)
  }
}
