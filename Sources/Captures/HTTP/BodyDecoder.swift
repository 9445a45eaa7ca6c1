internal import FaultModel

/// A payload as it was before it was coded for transfer.
struct DecodedBody {
  var payload: UnsafeBufferPointer<UInt8>
  /// Where the payload begins in the bytes, or what it was decoded from.
  var place: Int
  /// Whether the payload stands there as it is.
  var isVerbatim: Bool
  var remark: String?
  var trouble: CaptureTrouble?
}

/// Undoes what HTTP does to bodies: chunks, transfer and content codings, and parts. Keeps its buffers between bodies.
final class BodyDecoder {
  private let limit: Int
  private let joined = ByteStore()
  private let inflated = [ByteStore(), ByteStore()]
  private var inflater: Inflater?
  private let parts: RootPart

  init(limit: Int) {
    self.limit = limit
    parts = RootPart(limit: limit)
  }

  /// The payload of a message. What it points to is valid until the next call.
  func decode(_ message: CapturedMessage, in view: ByteView) -> DecodedBody {
    var body = DecodedBody(
      payload: view.slice(message.body), place: message.body.lowerBound, isVerbatim: true)
    if let chunks = message.chunks { join(chunks, in: view, &body) }
    guard !body.payload.isEmpty else { return body }
    do throws(CaptureTrouble) {
      try undo(codings("transfer-encoding", of: message.head, in: view).filter { $0 != "chunked" }, &body)
      try undo(codings("content-encoding", of: message.head, in: view), &body)
      guard let field = message.head.field("content-type", in: view),
        view.matches(anyCase: "multipart/", at: field.value.lowerBound)
      else { return body }
      let root = try parts.find(in: body.payload, type: MediaType(HeadScan.value(field, in: view)))
      if body.isVerbatim { body.place += root.place }
      body.isVerbatim = body.isVerbatim && root.isVerbatim
      body.payload = root.payload
      body.remark = Remarks.join(body.remark, root.remark)
    } catch {
      body.trouble = error
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
  private func codings(_ name: StaticString, of head: HeadScan, in view: ByteView) -> [String] {
    var result: [String] = []
    for field in head.fields where view.equals(anyCase: name, field.name) {
      result += HeadScan.value(field, in: view).lowercased()
        .split(whereSeparator: { $0 == "," || $0 == " " || $0 == "\t" }).map(String.init)
    }
    return result.filter { $0 != "identity" }
  }

  private func undo(_ codings: [String], _ body: inout DecodedBody) throws(CaptureTrouble) {
    for coding in codings.reversed() {
      let bytes = body.payload
      guard let wrapper = Inflater.Wrapper(coding: coding, bytes) else {
        // Tools like to undo the coding and leave the field.
        if Self.looksPlain(bytes) {
          body.remark = Remarks.join(body.remark, "the capture has the body without its coding '\(coding)'")
          continue
        }
        throw ["gzip", "x-gzip", "deflate"].contains(coding)
          ? CaptureTrouble("the body is not in the coding '\(coding)' that its head names")
          : CaptureTrouble("the body is in the coding '\(coding)', which faultlint does not read")
      }
      if inflater == nil { inflater = try Inflater() }
      // What is read and what is written must not be the same.
      let store = bytes.baseAddress == inflated[0].bytes.baseAddress ? inflated[1] : inflated[0]
      do throws(CaptureTrouble) {
        try inflater?.inflate(bytes, wrapper, into: store, limit: limit)
      } catch {
        throw CaptureTrouble("the body in the coding '\(coding)' cannot be unpacked: \(error.message)")
      }
      body.payload = store.bytes
      body.isVerbatim = false
    }
  }

  /// Whether bytes look like text: a tag, a brace, a byte order mark.
  private static func looksPlain(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let first = bytes.first(where: { !ByteView.isBlank($0) }) else { return true }
    if [0xEF, 0xFE, 0xFF].contains(first) { return true }
    return bytes.prefix(64).allSatisfy { $0 >= 0x20 && $0 < 0x7F || ByteView.isBlank($0) }
  }
}
