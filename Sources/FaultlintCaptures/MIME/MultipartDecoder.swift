internal import FaultlintModel
internal import FaultlintText

/// Reads a MIME message that is a file of its own: with its head, or from its first boundary on.
final class MultipartDecoder: EntryDecoder {
  private let limit: Int
  private let parts: RootPart

  init(limit: Int) {
    self.limit = limit
    parts = RootPart(limit: limit)
  }

  func decode(_ segment: Segment, _ body: (Entry) -> Void) {
    segment.bytes.withUnsafeBufferPointer { bytes in
      let view = ByteView(bytes)
      var entry = Entry(position: segment.position, payload: view.slice(0..<0))
      do throws(CaptureError) {
        guard bytes.count <= limit else {
          throw .tooLarge("MIME message", limit)
        }
        try read(view, into: &entry, offset: segment.position.offset)
      } catch {
        entry.error = error
      }
      entry.error = segment.error ?? entry.error
      body(entry)
    }
  }

  private func read(_ view: ByteView, into entry: inout Entry, offset: Int) throws(CaptureError) {
    let start = view.skipBlank(from: view.matches("\u{FEFF}", at: 0) ? 3 : 0)
    var body = start
    var type = MediaType("multipart/related")
    var remark: String?
    if view.matches("--", at: start) {
      guard let boundary = RootPart.firstDelimiter(in: ByteView(view.slice(start..<view.count))) else {
        throw CaptureError("its first line is no boundary")
      }
      type = MediaType("multipart/related; boundary=\"\(boundary)\"")
      remark = "there is no head, so the first part was taken as the root"
    } else {
      guard let head = HeaderScanner(view, from: start, isWhole: true), head.isClosed else {
        throw CaptureError("the head of the MIME message has no end")
      }
      guard let field = head.field("content-type", in: view) else {
        throw CaptureError("the head of the MIME message has no Content-Type")
      }
      type = MediaType(HeaderScanner.value(field, in: view))
      body = head.end
      entry.http = HTTPHead(
        start: nil, version: nil, fields: head.httpFields(in: view, offset: offset), isComplete: false)
    }
    guard type.essence.hasPrefix("multipart/") else {
      // A MIME message of one part is its own root.
      entry.payload = view.slice(body..<view.count)
      place(body, in: view, &entry)
      return
    }
    let root = try parts.find(in: view.slice(body..<view.count), type: type)
    entry.payload = root.payload
    entry.http?.rootPart = root.head
    // Without a head there are no parameters that could be missing.
    entry.remark = Remarks.join(remark, remark == nil || root.envelopesElsewhere > 0 ? root.remark : nil)
    entry.isRemarkWarning = root.envelopesElsewhere > 0
    place(body + root.place, in: view, &entry)
    entry.isVerbatim = root.isVerbatim
  }

  private func place(_ offset: Int, in view: ByteView, _ entry: inout Entry) {
    entry.payloadLine = entry.position.line + view.lineFeeds(in: 0..<offset)
    entry.isVerbatim = true
  }
}
