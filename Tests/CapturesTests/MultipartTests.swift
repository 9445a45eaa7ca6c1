import FaultlintModel
import Testing

@testable import FaultlintCaptures

/// The root part is found as RFC 2387 says.
@Suite("Multipart captures")
struct MultipartTests {
  static let envelope = "<e:Envelope xmlns:e='urn:e'>é</e:Envelope>"

  /// A package, with line ends as on the wire.
  static func package(
    type: String, parts: [(head: String, body: String)], boundary: String = "b1", isClosed: Bool = true
  ) -> String {
    let body = parts.map { "--\(boundary)\n\($0.head)\n\n\($0.body)\n" }.joined()
    return "MIME-Version: 1.0\nContent-Type: \(type)\n\n\(body)\(isClosed ? "--\(boundary)--\n" : "")"
      .replacing("\n", with: "\r\n")
  }

  static let mtom =
    #"multipart/related; boundary="b1"; type="application/xop+xml"; start="<root@a>"; start-info="text/xml""#
  static let image = (head: "Content-Type: image/png\nContent-ID: <i@a>", body: "\u{1}<x/>--b1\u{2}")
  static let root = (
    head: "Content-Type: application/xop+xml; charset=utf-8; type=\"text/xml\"\nContent-ID: <root@a>\n"
      + "Content-Transfer-Encoding: 8bit",
    body: envelope
  )

  @Test("The root is the part that start names")
  func start() throws {
    let read = Read.entries(Self.package(type: Self.mtom, parts: [Self.image, Self.root, Self.image]))
    #expect(read.map(\.text) == [Self.envelope])
    let entry = try #require(read.first)
    #expect(entry.error == nil)
    #expect(entry.remark == nil)
    #expect(entry.isVerbatim)
    #expect(entry.payloadLine == 14)
    #expect(entry.start == nil)
    #expect(entry.field("Content-Type") == Self.mtom)
  }

  @Test("Angle brackets do not count, on either side")
  func brackets() {
    let bare = Self.mtom.replacing("<root@a>", with: "root@a")
    #expect(
      Read.entries(Self.package(type: bare, parts: [Self.image, Self.root])).map(\.text) == [Self.envelope])
    let root = (Self.root.head.replacing("<root@a>", with: "root@a"), Self.root.body)
    #expect(
      Read.entries(Self.package(type: Self.mtom, parts: [Self.image, root])).map(\.text) == [Self.envelope])
  }

  @Test("Without start the root is the first part")
  func first() {
    let type = #"multipart/related; type="text/xml"; boundary=b1"#
    let read = Read.entries(
      Self.package(type: type, parts: [("Content-Type: text/xml", Self.envelope), Self.image]))
    #expect(read.map(\.text) == [Self.envelope])
    #expect(read.first?.remark == nil)
  }

  @Test("As the entity of an HTTP message, the head of which stays as it is")
  func overHTTP() throws {
    let body = Self.package(type: "", parts: [Self.root, Self.image]).split(
      separator: "\r\n\r\n", maxSplits: 1)[1]
    let read = Read.http("HTTP/1.1 500 X\nContent-Type: \(Self.mtom)\nContent-Length: \(body.utf8.count)\n\n")
    #expect(read.count == 1)
    let whole = Array(
      "HTTP/1.1 500 X\r\nContent-Type: \(Self.mtom)\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)".utf8
    )
    let entry = try #require(Read.entries(whole).first)
    #expect(entry.text == Self.envelope)
    #expect(entry.status == 500)
    #expect(entry.field("Content-Type") == Self.mtom)
    #expect(entry.isVerbatim)
    #expect(entry.payloadLine == 10)
    #expect(entry.remark == nil)
  }

  @Test(
    "Transfer encodings",
    arguments: [
      ("base64", "PGU6RW52ZWxvcGUgeG1sbnM6ZT0ndXJuOmUn\nPsOpPC9lOkVudmVsb3BlPg=="),
      ("Quoted-Printable", "<e:Envelope xmlns:e=3D'urn:e'>=C3=A9=\n</e:Enve=  \nlope>"),
    ])
  func encodings(_ name: String, _ body: String) {
    let type = #"multipart/related; type="text/xml"; boundary=b1"#
    let read = Read.entries(
      Self.package(type: type, parts: [("Content-Type: text/xml\nContent-Transfer-Encoding: \(name)", body)]))
    #expect(read.map(\.text) == [Self.envelope])
    #expect(read.first?.isVerbatim == false)
    #expect(read.first?.error == nil)
  }

  @Test("A file that begins with the boundary")
  func bare() {
    let text = Self.package(type: Self.mtom, parts: [("Content-Type: text/xml", Self.envelope), Self.image])
    let read = Read.entries(String(text.split(separator: "\r\n\r\n", maxSplits: 1)[1]))
    #expect(read.map(\.text) == [Self.envelope])
    #expect(read.first?.fields == nil)
    #expect(read.first?.payloadLine == 4)
    #expect(read.first?.remark?.contains("no head") == true)
  }

  @Test("A MIME message of one part")
  func single() {
    let read = Read.entries("MIME-Version: 1.0\r\nContent-Type: text/xml\r\n\r\n\(Self.envelope)")
    #expect(read.map(\.text) == [Self.envelope])
    #expect(read.first?.field("content-type") == "text/xml")
    #expect(read.first?.payloadLine == 4)
  }

  @Test("What the root part says of itself goes with the head, and the parameters are left to the rules")
  func rootPart() throws {
    let type = Self.mtom.replacing("; start-info=\"text/xml\"", with: "")
    let read = Read.entries(Self.package(type: type, parts: [Self.image, Self.root]))
    let part = try #require(read.first?.rootPart?.contentType)
    #expect(part.essence == "application/xop+xml" && part.parameter("type")?.value == "text/xml")
    #expect(read.first?.remark == nil)
    let body = Self.package(type: "", parts: [Self.root]).split(separator: "\r\n\r\n", maxSplits: 1)[1]
    let message = "HTTP/1.1 500 X\r\nContent-Type: \(type)\r\n\r\n\(body)"
    #expect(Read.entries(message).first?.rootPart?.contentType?.parameter("charset")?.value == "utf-8")
    #expect(Read.entries("HTTP/1.1 500 X\r\nContent-Type: text/xml\r\n\r\n<a/>").first?.rootPart == nil)
  }

  @Test("What had to be guessed of the parts is remarked on")
  func parameters() {
    let cases = [
      (Self.mtom.replacing("multipart/related", with: "multipart/mixed"), "multipart/mixed"),
      (Self.mtom.replacing("boundary=\"b1\"; ", with: ""), "has no boundary; 'b1'"),
    ]
    for (type, word) in cases {
      let read = Read.entries(Self.package(type: type, parts: [Self.root, Self.image]))
      #expect(read.map(\.text) == [Self.envelope])
      #expect(read.first?.remark?.contains(word) == true, "\(word): \(read.first?.remark ?? "-")")
      #expect(read.first?.error == nil)
    }
  }

  @Test("A package that is not closed is read and remarked on")
  func unclosed() {
    let read = Read.entries(Self.package(type: Self.mtom, parts: [Self.root], isClosed: false))
    #expect(read.first?.text.hasPrefix(Self.envelope) == true)
    #expect(read.first?.remark?.contains("b1--") == true)
  }

  @Test("Multipart in multipart is followed, but not for ever")
  func nested() {
    func wrap(_ text: String, _ boundary: String) -> (head: String, body: String) {
      (
        "Content-Type: multipart/related; type=\"text/xml\"; boundary=\(boundary)",
        "--\(boundary)\n\(text)\n--\(boundary)--"
      )
    }
    let part = "Content-Type: text/xml\n\n\(Self.envelope)"
    let type = "multipart/related; type=\"multipart/related\"; boundary=b1"
    let once = Read.entries(Self.package(type: type, parts: [wrap(part, "b2")]))
    #expect(once.map(\.text) == [Self.envelope])
    #expect(once.first?.remark?.contains("multipart itself") == true)
    var deep = wrap(part, "b9")
    for level in (2..<9).reversed() { deep = wrap("\(deep.head)\n\n\(deep.body)", "b\(level)") }
    let many = Read.entries(Self.package(type: type, parts: [deep]))
    #expect(many.first?.payload == [])
    #expect(many.first?.error?.contains("too deep") == true)
  }

  @Test("No boundary, no such boundary, no root: an error")
  func troubles() {
    let unnamed = "multipart/related; type=\"text/xml\""
    for (text, word) in [
      ("Content-Type: \(unnamed)\r\n\r\n\(Self.envelope)", "no boundary"),
      (Self.package(type: Self.mtom, parts: [Self.root], boundary: "other"), "'b1' stands nowhere"),
      (
        Self.package(type: Self.mtom.replacing("root@a", with: "none@a"), parts: [Self.root, Self.image]),
        "'none@a'"
      ),
    ] {
      let read = Read.entries(text)
      #expect(read.map(\.payload) == [[]])
      #expect(read.first?.error?.contains(word) == true, "\(read.first?.error ?? "-")")
    }
  }

  @Test("A boundary that begins like the boundary is another")
  func prefix() {
    let body = "<a>\n--b1x\n--b1 y\n</a>"
    let read = Read.entries(
      Self.package(
        type: #"multipart/related; type="text/xml"; boundary=b1"#, parts: [("Content-Type: text/xml", body)]))
    #expect(read.map(\.text) == [body.replacing("\n", with: "\r\n")])
  }
}
