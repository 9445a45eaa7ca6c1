public import FaultlintModel

/// What stands in a capture in place of a SOAP message.
public struct NotSOAP: Sendable, Equatable {
  /// The kinds.
  public enum Kind: String, Sendable {
    /// A fault that a program has read and printed in a form of its own, so that its XML is lost.
    case decodedFault = "decoded-fault"
    /// Text, JSON or a page without an envelope in it.
    case noEnvelope = "no-envelope"
  }

  /// The kind.
  public var kind: Kind
  /// What it is, in words that go on from "This is not a SOAP message but".
  public var words: String
  /// What to do about it, in a sentence; nil if there is nothing to do.
  public var advice: String?
}

/// One payload of a capture, and what the capture knows about it.
public struct Entry {
  /// Where it stands.
  public var position: Segment.Position
  /// Whether the payload stands in the capture byte for byte from `payloadLine` on, so that its lines are lines of the
  /// capture; otherwise it was unescaped or unpacked, and only `position` says where it is.
  public var isVerbatim = false
  /// Where the bytes of the payload stand in the capture, if it had to be unescaped or to be taken from between other
  /// text; nil if that is not known, or it is verbatim.
  public var places: PlaceMap?
  /// Whether the capture holds the payload as text, so that it is UTF-8 whatever encoding its XML declaration names.
  public var isText = false
  /// The line of the capture that the payload begins in.
  public var payloadLine = 1
  /// The identifier that the capture gives the entry, as JSON; nil if it gives none.
  public var id: String?
  /// The payload; the bytes belong to the reader.
  public var payload: UnsafeBufferPointer<UInt8>
  /// The head of the HTTP message it came in.
  public var http: HTTPHead?
  /// Where in the capture that message says its status, if that is not in a start line before its first field.
  public var startLineOffset: Int?
  /// The head of the HTTP request that it answers.
  public var request: HTTPHead?
  /// The payload of the request that it answers; empty if it is not known.
  public var requestPayload: UnsafeBufferPointer<UInt8>?
  /// Why there is no payload, or not a whole one; nil if there is.
  public var error: CaptureError?
  /// What is unusual about how it was captured but keeps nothing from being checked, for a note.
  public var remark: String?
  /// Whether the remark is about bytes that the service may have sent, so that it is worth a warning.
  public var isRemarkWarning = false
  /// Whether the exchange that the payload came in is one of SOAP: false if its request is known and neither that nor the
  /// response has to do with SOAP, so that rules on how HTTP carries it say nothing; nil if that is not known.
  public var isSOAPExchange: Bool?
  /// What the payload is, where the capture shows that it is not SOAP; nil where the payload is to tell.
  public var notSOAP: NotSOAP?

  /// An entry.
  public init(position: Segment.Position, payload: UnsafeBufferPointer<UInt8>) {
    self.position = position
    self.payload = payload
    payloadLine = position.line
  }

  /// Adds a remark.
  mutating func note(_ text: String) { remark = remark.map { $0 + "; " + text } ?? text }

  /// Adds a remark that is worth a warning.
  mutating func warn(_ text: String) {
    note(text)
    isRemarkWarning = true
  }
}
