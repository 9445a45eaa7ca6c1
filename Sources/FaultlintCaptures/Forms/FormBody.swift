internal import FaultlintModel
internal import FaultlintText

/// Undoes what HTTP did to a body that a form holds: codings, and parts. Keeps its buffers between bodies.
final class FormBody {
  private let codings: ContentCodings
  private let parts: RootPart

  init(limit: Int) {
    codings = ContentCodings(limit: limit)
    parts = RootPart(limit: limit)
  }

  /// Begins with the bodies of a segment.
  func begin(_ segment: Segment) { codings.begin(segment) }

  /// Makes the payload of an entry what it was before it was coded for transfer.
  func undo(_ entry: inout Entry) {
    guard !entry.payload.isEmpty, let head = entry.http else { return }
    do throws(CaptureError) {
      // Most products keep the field and undo the coding, so text is taken as it is.
      if let field = head.field("Content-Encoding"), !Self.looksLikeText(entry.payload) {
        let result = try codings.undo(ContentCodings.names(field), of: entry.payload)
        entry.payload = result.payload
        entry.isVerbatim = entry.isVerbatim && !result.isUnpacked
        entry.isText = entry.isText && !result.isUnpacked
        if let remark = result.remark { entry.note(remark) }
      }
      guard let type = head.contentType, type.essence.hasPrefix("multipart/"),
        entry.payload[entry.payload.skippingBlanks(from: 0)...].first == UInt8(ascii: "-")
      else { return }
      let root = try parts.find(in: entry.payload, type: type)
      entry.payload = root.payload
      entry.http?.rootPart = root.head
      entry.isVerbatim = false
      if let remark = root.remark { entry.note(remark) }
    } catch {
      entry.error = error
      entry.payload = entry.payload.slice(0..<0)
    }
  }

  /// Unpacks what a product packed with gzip to save room.
  func unpack(_ bytes: UnsafeBufferPointer<UInt8>) throws(CaptureError) -> UnsafeBufferPointer<UInt8> {
    try codings.undo(["gzip"], of: bytes).payload
  }

  private static func looksLikeText(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    let start = bytes.skippingBlanks(from: 0)
    guard start < bytes.count else { return true }
    return bytes[start] == UInt8(ascii: "<") || bytes[start] == UInt8(ascii: "{") || bytes[start] == 0xEF
  }
}

extension HTTPHead {
  /// A head of which nothing is known.
  static var unknown: HTTPHead { HTTPHead(start: nil, version: nil, fields: [], isComplete: false) }
}

extension HeaderText {
  /// The method of a request, as products write it: `POST`, `post`, `:post`.
  static func method(_ text: String) -> String? {
    let word = trim(text.first == ":" ? text.dropFirst() : text[...]).uppercased()
    return Token.matches(word) ? word : nil
  }
}
