import FaultlintModel
import Testing

@testable import FaultlintCaptures

@Suite("Traces of bytes on the wire")
struct TraceTests {
  static let body = "<s:Envelope xmlns:s='urn:s'>\n<s:Fault>é</s:Fault>\n</s:Envelope>"
  static let wire =
    "POST /o HTTP/1.1\r\nSOAPAction: \"\"\r\nContent-Length: 4\r\n\r\n<a/>HTTP/1.1 500 X\r\nContent-Type: text/xml\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"

  /// A trace with the same bytes, sent and received.
  static func quoted(_ prefix: String) -> String {
    var lines: [String] = []
    for (text, sign) in zip(halves, [">>", "<<"]) {
      for part in text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false) {
        // A line end of CR LF is one character to Swift.
        var escaped = String(decoding: part, as: UTF8.self).replacing("\r", with: "[\\r]")
        escaped = escaped.replacing("é", with: "[0xc3][0xa9]")
        if part.endIndex < text.utf8.endIndex { escaped += "[\\n]" }
        lines.append("\(prefix)\(sign) \"\(escaped)\"")
      }
      lines.append("2026-01-02 03:04:05 INFO of something else")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  static let halves = [
    String(wire[..<(wire.firstRange(of: "HTTP/1.1 500")?.lowerBound ?? wire.startIndex)]),
    String(wire[(wire.firstRange(of: "HTTP/1.1 500")?.lowerBound ?? wire.startIndex)...]),
  ]

  /// What curl writes with `--trace`.
  static var curl: String {
    zip(halves, ["=> Send data", "<= Recv data"]).map { text, mark in
      let bytes = Array(text.utf8)
      var lines = ["\(mark), \(bytes.count) bytes"]
      for start in stride(from: 0, to: bytes.count, by: 16) {
        lines.append(hex(start, 4) + ": " + row(bytes, start, hyphen: false))
      }
      return lines.joined(separator: "\n") + "\n== Info: something\n"
    }.joined()
  }

  /// What System.Net writes.
  static var systemNet: String {
    halves.map { text in
      let bytes = Array(text.utf8)
      return stride(from: 0, to: bytes.count, by: 16).map {
        "System.Net.Sockets Verbose: 0 : [5904] \(hex($0, 8)) : " + row(bytes, $0, hyphen: true) + "\n"
      }.joined()
    }.joined(separator: "System.Net.Sockets Verbose: 0 : [5904] Socket#1::Receive()\n")
  }

  static func hex(_ number: Int, _ width: Int) -> String {
    let digits = String(number, radix: 16)
    return String(repeating: "0", count: width - digits.count) + digits
  }

  static func row(_ bytes: [UInt8], _ start: Int, hyphen: Bool) -> String {
    let part = bytes[start..<min(start + 16, bytes.count)]
    var text = ""
    for (index, byte) in part.enumerated() { text += hex(Int(byte), 2) + (hyphen && index == 7 ? "-" : " ") }
    text += String(repeating: "   ", count: 16 - part.count)
    if hyphen { text += ": " }
    return text
      + String(decoding: part.map { (0x20..<0x7F).contains($0) ? $0 : UInt8(ascii: ".") }, as: UTF8.self)
  }

  @Test(
    "A trace is read as the exchange that it shows",
    arguments: [
      quoted(""), quoted("Fri Jan 10 10:00:00 CET 2020:DEBUG:"), quoted("2026 DEBUG wire - http-outgoing-0 "),
      curl, systemNet,
    ])
  func read(_ text: String) throws {
    let bytes = Array(text.utf8)
    for piece in [nil, 1, 100] as [Int?] {
      let capture = Capture(Read.stream(bytes, piece: piece), name: "x", options: CaptureOptions())
      #expect(capture.format == .trace)
      let reader = EntryReader(options: CaptureOptions())
      var count = 0
      while let segment = capture.next() {
        reader.read(segment) { entry in
          count += 1
          #expect(String(decoding: entry.payload, as: UTF8.self) == Self.body)
          #expect(entry.http?.status == 500)
          #expect(entry.http?.field("Content-Type") == "text/xml")
          #expect(entry.request?.method == "POST")
          #expect(entry.request?.target == "/o")
          #expect(entry.requestPayload.map { String(decoding: $0, as: UTF8.self) } == "<a/>")
          #expect(entry.remark == nil)
          let offset = entry.places?.offset(of: 0) ?? 0
          let shown = String(decoding: bytes[offset...].prefix(2), as: UTF8.self)
          #expect(shown == "<s" || shown == "3c", "\(shown)")
        }
      }
      #expect(count == 1)
    }
  }

  @Test("Text that curl shows has its line ends by the numbers, and between tags by the dots")
  func text() {
    let trace = """
      => Send header, 39 bytes (0x27)
      0000: POST /o HTTP/1.1
      0012: SOAPAction: "a.b"
      0025: 
      <= Recv header, 17 bytes (0x11)
      0000: HTTP/1.1 200 OK
      <= Recv header, 2 bytes (0x2)
      0000: 
      <= Recv data, 80 bytes (0x50)
      0000: <s:Envelope xmlns:s='urn:a.b'>. <s:Body>..<a>v. 12.</a></s:Body>
      0040: </s:Envelope>...

      """
    let read = Read.entries(trace)
    #expect(read.map(\.status) == [200])
    #expect(
      read.first?.text.hasPrefix(
        "<s:Envelope xmlns:s='urn:a.b'>\n <s:Body>\n\n<a>v. 12.</a></s:Body></s:Envelope>") == true)
    #expect(read.first?.remark?.contains("dot") == true)
  }
}
