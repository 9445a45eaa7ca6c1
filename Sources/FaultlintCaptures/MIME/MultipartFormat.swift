extension CaptureFormat {
  /// A MIME message of several parts, the root part of which is the payload.
  public static let multipart: CaptureFormat = CaptureFormat(
    name: "multipart", summary: "a MIME message: SOAP with Attachments, MTOM/XOP",
    recognize: { head in head.isWhole && isMIME(head.view, from: head.start) ? .certain : .no },
    makeSplitter: { WholeSplitter(.multipart, limit: $0.entryBytes) },
    makeDecoder: { MultipartDecoder(limit: $0.entryBytes) })

  /// Whether it begins with a boundary and the head of a part, or with the head of a MIME message.
  private static func isMIME(_ view: ByteView, from start: Int) -> Bool {
    var at = start
    let isDelimiter = view.matches("--", at: start)
    if isDelimiter {
      // A boundary has no brackets (RFC 2046, section 5.1.1), as the dashes of logs may have.
      guard let line = view.line(from: start),
        !view.slice(line.content).contains(where: { $0 == UInt8(ascii: "[") || $0 == UInt8(ascii: "]") })
      else { return false }
      at = line.next
    }
    // The head of a part may be empty, but then nothing says that the line before it is a boundary.
    guard at < view.count, ByteView.isLetter(view[at]),
      let head = HeaderScanner(
        view, from: at, to: min(view.count, start + CaptureHead.structureBytes), isWhole: true)
    else { return false }
    let areFields = head.fields.allSatisfy { field in
      !field.name.isEmpty
        && view.slice(field.name).allSatisfy { ByteView.isLetter($0) || ByteView.isDigit($0) || $0 == 0x2D }
    }
    guard areFields, head.isClosed else { return false }
    if isDelimiter {
      return head.fields.contains { view.matches(anyCase: "content-", at: $0.name.lowerBound) }
    }
    return head.field("content-type", in: view) != nil
  }
}
