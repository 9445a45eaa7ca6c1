import Foundation

/// A format that holds many payloads in one file, with what HTTP says of each.
enum Capture: String, CaseIterable {
  /// One object a line, as log pipelines write.
  case ndjson = "NDJSON"
  /// HAR 1.2, as browsers and proxies write.
  case har = "HAR"
  /// Responses one after the other, as on a connection that is kept alive.
  case http = "raw HTTP"

  /// The name of the file that is written.
  var fileName: String {
    switch self {
    case .ndjson: "corpus.ndjson"
    case .har: "corpus.har"
    case .http: "corpus.http"
    }
  }

  /// Writes all payloads into one file of a folder.
  func write(_ payloads: [Payload], into folder: URL) throws {
    var bytes = Data(head.utf8)
    for (number, payload) in payloads.enumerated() {
      if number > 0 { bytes += separator.utf8 }
      append(payload, number, to: &bytes)
    }
    bytes += tail.utf8
    try bytes.write(to: folder.appendingPathComponent(fileName))
  }

  private var head: String {
    self == .har
      ? #"{"log":{"version":"1.2","creator":{"name":"example","version":"1"},"entries":["# + "\n" : ""
  }

  private var separator: String { self == .har ? ",\n" : "" }

  private var tail: String { self == .har ? "\n]}}\n" : "" }

  private func append(_ payload: Payload, _ number: Int, to bytes: inout Data) {
    let type = payload.contentType
    let count = payload.bytes.count
    switch self {
    case .ndjson:
      bytes +=
        #"{"id":\#(number),"status":\#(payload.status),"headers":{"Content-Type":"\#(type)"},"body":""#.utf8
      Self.appendEscaped(payload.bytes, to: &bytes)
      bytes += "\"}\n".utf8
    case .har:
      bytes += #"{"startedDateTime":"2024-05-17T08:30:00.000Z","time":12.5,"cache":{},"#.utf8
      bytes += #""timings":{"send":0.1,"wait":12.2,"receive":0.2},"#.utf8
      bytes +=
        #""request":{"method":"POST","url":"https://api.example.com/orders","httpVersion":"HTTP/1.1","#.utf8
      bytes += #""cookies":[],"headers":[{"name":"Host","value":"api.example.com"}],"queryString":[],"#.utf8
      bytes += #""headersSize":-1,"bodySize":-1},"#.utf8
      bytes += #""response":{"status":\#(payload.status),"statusText":"\#(phrase(payload))","#.utf8
      bytes += #""httpVersion":"HTTP/1.1","cookies":[],"#.utf8
      bytes += #""headers":[{"name":"Content-Type","value":"\#(type)"},"#.utf8
      bytes += #"{"name":"Content-Length","value":"\#(count)"}],"#.utf8
      bytes += #""content":{"size":\#(count),"mimeType":"\#(type)","text":""#.utf8
      Self.appendEscaped(payload.bytes, to: &bytes)
      bytes += #""},"redirectURL":"","headersSize":-1,"bodySize":\#(count)}}"#.utf8
    case .http:
      bytes += "HTTP/1.1 \(payload.status) \(phrase(payload))\r\nContent-Type: \(type)\r\n".utf8
      bytes += "Content-Length: \(count)\r\n\r\n".utf8
      bytes += payload.bytes
    }
  }

  private func phrase(_ payload: Payload) -> String {
    payload.status == 400 ? "Bad Request" : "Internal Server Error"
  }

  /// Adds bytes of UTF-8 as they stand in a JSON string.
  private static func appendEscaped(_ text: [UInt8], to bytes: inout Data) {
    for byte in text {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), byte]
      case UInt8(ascii: "\n"): bytes += "\\n".utf8
      case UInt8(ascii: "\t"): bytes += "\\t".utf8
      case ..<0x20: bytes += String(format: "\\u%04x", byte).utf8
      default: bytes.append(byte)
      }
    }
  }
}
