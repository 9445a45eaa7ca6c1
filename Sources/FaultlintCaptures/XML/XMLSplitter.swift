/// Takes a capture that is one XML document as one entry, and searches every other for envelopes.
struct XMLSplitter: Splitter {
  private enum State {
    case start
    case search(LogSplitter)
    case done
  }

  private let limit: Int
  private var state = State.start

  init(limit: Int) { self.limit = limit }

  mutating func next(_ stream: ByteStream) -> Segment? {
    switch state {
    case .done: return nil
    case .search(var search):
      let segment = search.next(stream)
      state = .search(search)
      return segment
    case .start:
      // One byte more than the limit tells too large from just right.
      while stream.window.count <= limit, stream.fill() {}
      guard stream.error == nil, Self.isToBeSearched(stream.window, isWhole: stream.isAtEnd, limit) else {
        state = .done
        return Segment.whole(.xml, stream, limit: limit)
      }
      stream.isSmall = stream.isAtEnd && stream.window.count < CaptureHead.bytes
      state = .search(LogSplitter(limit: limit))
      return next(stream)
    }
  }

  /// Whether there are envelopes in a text that is not one of them.
  private static func isToBeSearched(
    _ bytes: UnsafeBufferPointer<UInt8>, isWhole: Bool, _ limit: Int
  ) -> Bool {
    let view = ByteView(bytes)
    let outline: XMLOutline
    switch XMLOutline.start(of: view) {
    case .root(let found): outline = found
    case .broken: return false
    case .text: return isWhole && EnvelopeFinder.hasEnvelope(bytes)
    }
    guard outline.isSOAP else {
      // An envelope under another name is one payload, to be told so.
      guard !isWhole || EnvelopeFinder.hasEnvelope(bytes) else { return false }
      return !outline.isInEnvelopeNamespace
    }
    guard isWhole, !outline.isOneMessage else { return false }
    var finder = EnvelopeFinder(bytes, isAtEnd: true, limit: limit)
    guard case .found(let first) = finder.next() else { return false }
    guard first.range.contains(outline.start) else { return true }
    // Comments and the like may follow.
    var rest = view.skipBlank(from: first.range.upperBound)
    guard first.isWhole else { return rest < view.count }
    while rest < view.count, view.matches("<!--", at: rest) || view.matches("<?", at: rest) {
      if view.hasXMLDeclaration(at: rest) { return true }
      guard let close = view.index(of: UInt8(ascii: ">"), from: rest) else { return false }
      rest = view.skipBlank(from: close + 1)
    }
    // A tag too many and bytes that are no text are for the parser to say, unless it is the tag of one more message. Other
    // text was put there by what wrote the file, as the status by curl.
    guard rest < view.count, view[rest] >= 0x20, !view.matches("</", at: rest), !view.matches("<!", at: rest)
    else { return false }
    guard XMLOutline.beginsTag(view, at: rest) else { return true }
    if case .found = finder.next() { return true }
    return false
  }
}
