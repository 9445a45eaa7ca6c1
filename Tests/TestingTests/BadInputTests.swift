import FaultlintTesting
import Foundation
import Testing

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

@Suite("What is not a fault fails and says what was received") struct BadInputTests {
  @Test(
    "Bytes of every kind",
    arguments: [
      ("", "an empty body", "received: 0 bytes"),
      ("   ", "something that is not a SOAP message", "received: 3 bytes"),
      ("{\"error\": 1}", "JSON", "{\"error\": 1}"),
      ("Service Unavailable", "plain text", "Service Unavailable"),
      (Message.html, "an HTML page \"502 Bad Gateway\"", "<!DOCTYPE html> <html>"),
      ("<a><b></a>", "something that is not a SOAP message", "<a><b></a>"),
      ("<order/>", "XML with the root element 'order'", "<order/>"),
      (Message.result11, "a SOAP 1.1 message without a Fault", "<s:Envelope"),
    ])
  func kinds(_ body: String, _ what: String, _ bytes: String) {
    for text in [
      failureText { expectConformingFault(body) },
      failureText { expectConformingFault(Array(body.utf8), status: 500) },
      failureText { expectFault(body, code: "Server") },
    ] {
      #expect(text.contains("received \(what)") || body == "   ", "\(text)")
      #expect(text.contains(bytes), "\(text)")
    }
  }

  @Test("Bytes that are not text are shown as numbers") func binary() {
    let text = failureText { expectConformingFault([0x1F, 0x8B, 0x08, 0x00] as [UInt8], status: 500) }
    #expect(text.contains("received binary data") && text.contains(": 1f 8b 08 00"), "\(text)")
  }

  @Test("Control characters do not reach the terminal") func hostile() {
    let text = failureText { expectConformingFault("\u{1B}[31mred \u{202E}txet") }
    #expect(!text.unicodeScalars.contains { $0 == "\u{1B}" || $0 == "\u{202E}" })
  }

  @Test("A body that is nil") func nilBody() throws {
    let body: Data? = nil
    #expect(failureText { expectConformingFault(body, status: 500) }.contains("received no body (nil)"))
    let url = try #require(URL(string: "http://localhost/"))
    let response = HTTPURLResponse(url: url, statusCode: 500, httpVersion: nil, headerFields: nil)
    let text = failureText { expectConformingFault(.response(response, body: nil)) }
    #expect(
      text.contains("received no body (nil)") && text.contains("status 500, no Content-Type"), "\(text)")
    #expect(
      failureText { expectConformingFault(.response(nil, body: nil)) }.contains("there is no response (nil)"))
    let other = URLResponse(url: url, mimeType: nil, expectedContentLength: 0, textEncodingName: nil)
    #expect(
      failureText { expectConformingFault(.response(other, body: nil)) }.contains("not an HTTPURLResponse"))
  }

  @Test("An HTML page on a 500 names status and media type") func html() {
    let text = failureText {
      expectConformingFault(Message.html, status: 500, headers: ["Content-Type": "text/html; charset=utf-8"])
    }
    #expect(text.contains("received an HTML page \"502 Bad Gateway\""))
    #expect(text.contains("status 500, Content-Type text/html; charset=utf-8: <!DOCTYPE html>"))
  }

  @Test("The wrong profile for the version") func wrongProfile() {
    let text = failureText { expectConformingFault(Message.good11, profile: .soap12) }
    #expect(text.contains("The message is SOAP 1.1, and no selected profile is for it"), "\(text)")
  }

  @Test("A file that is not there, or is a folder") func missingFile() {
    let missing = failureText { expectConformingFault(.file("missing.xml")) }
    #expect(
      missing.hasPrefix("Expected a conforming fault, received nothing: there is no file /"), "\(missing)")
    #expect(missing.hasSuffix("Tests/TestingTests/missing.xml"), "\(missing)")
    let folder = failureText { expectNoFault(.file("Payloads")) }
    #expect(folder.hasSuffix("Tests/TestingTests/Payloads is a folder and not a file"), "\(folder)")
  }

  @Test("Hundreds of findings, and lines of a megabyte, make a failure that can be read") func large() {
    let many = Message.fault11(String(repeating: "<s:faultcode>s:Server</s:faultcode>\n", count: 300))
    let long = Message.fault11(
      "<s:faultcode>\(String(repeating: "x", count: 1 << 20))</s:faultcode><faultstring>x</faultstring>")
    for message in [many, long] {
      let text = failureText { expectConformingFault(message) }
      #expect(!text.isEmpty && text.utf8.count < 40_000, "\(text.utf8.count)")
    }
  }
}
