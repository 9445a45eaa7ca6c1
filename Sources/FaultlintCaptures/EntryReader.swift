internal import FaultlintModel
internal import FaultlintText

/// Decodes segments of every form. One is kept per worker.
public final class EntryReader {
  private let options: CaptureOptions
  private var decoders: [String: any EntryDecoder] = [:]
  /// The Content-Types so far.
  private var contentTypes = ContentTypes()

  /// A reader.
  public init(options: CaptureOptions) { self.options = options }

  /// Calls `body` with each entry of a segment, in order. What it is handed is valid during the call.
  public func read(_ segment: Segment, _ body: (Entry) -> Void) {
    let name = segment.format.name
    let decoder = decoders[name] ?? segment.format.makeDecoder(options)
    decoders[name] = decoder
    decoder.decode(segment) { entry in
      let notSOAP = entry.notSOAP == nil && entry.error == nil ? DecodedFault.inJSON(entry.payload) : nil
      // Of most entries there is nothing to add, and no need to copy them.
      guard notSOAP != nil || entry.requestHead != nil else {
        body(entry)
        return
      }
      var known = entry
      known.http?.settle(by: &contentTypes)
      let isSOAPExchange = known.tellExchange()
      if let notSOAP { known.notSOAP = notSOAP }
      known.isSOAPExchange = isSOAPExchange
      if isSOAPExchange == false, let error = known.error {
        // What of an image or a page cannot be read is nobody's business here.
        known.note(error.message)
        known.error = nil
      }
      body(known)
    }
  }
}

extension Entry {
  /// The head of the request that it answers or is, if that is known to be one.
  fileprivate var requestHead: HTTPHead? {
    let head = request ?? http
    return head?.method == nil ? nil : head
  }

  /// Whether the exchange is one of SOAP, as far as its request shows.
  fileprivate func tellExchange() -> Bool? {
    guard let request = requestHead else { return nil }
    let shown = request.carriesSOAP
    if shown == true || http?.contentType?.isOfSOAP ?? false || Self.carriesSOAP(payload, under: http) {
      return true
    }
    if let requestPayload, Self.carriesSOAP(requestPayload, under: request) { return true }
    return shown
  }

  /// Whether a payload is a SOAP message, or one of several parts or with something around it. A page, a script or JSON
  /// in which an envelope is quoted is none.
  private static func carriesSOAP(_ payload: UnsafeBufferPointer<UInt8>, under head: HTTPHead?) -> Bool {
    guard EnvelopeFinder.hasEnvelope(payload) else { return false }
    guard let type = head?.contentType?.essence, !mayHoldXML(type) else { return true }
    let start = payload.skippingBlanks(from: 0)
    return payload[start] == UInt8(ascii: "<") && !payload.has("<!", at: start)
      && !payload.has("<html", at: start) && !payload.has("<HTML", at: start)
  }

  private static func mayHoldXML(_ type: String) -> Bool {
    type.hasSuffix("xml") || type.hasPrefix("multipart/") || type == "text/plain"
  }
}
