/// The forms in which people keep what went over the wire.
public enum CaptureFormat: String, Sendable, CaseIterable {
  /// One payload: an envelope, or a bare Fault or Body.
  case xml
  /// HTTP messages as they went over the wire, or as curl prints them.
  case http
  /// A MIME message of several parts, the root part of which is the payload.
  case multipart
  /// An HTTP archive (HAR 1.2) of a browser or proxy.
  case har
  /// A JSON object a line.
  case ndjson
  /// A message log of the WS-I monitor.
  case wsiLog = "wsi-log"
  /// Text with envelopes in it.
  case log
}

/// How captures are read.
public struct CaptureOptions: Sendable {
  /// The format; nil to tell by content, then by name.
  public var format: CaptureFormat?
  /// The most bytes that one entry may have, as captured and when decoded.
  public var entryBytes = 32 << 20
  /// Where members of NDJSON objects are found, by what they mean; the names that faultlint documents otherwise.
  public var fields: [String: String] = [:]

  /// The default options.
  public init() {}
}
