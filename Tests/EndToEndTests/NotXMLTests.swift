import Faultlint
import FaultlintEngine
import FaultlintReports
import FaultlintRules
import Foundation
import Testing

/// Payloads that are no XML, or break off.
@Suite struct NotXMLTests {
  @Test(
    "Nothing, or nothing but white space, is not well-formed", arguments: ["", " ", " \n\t\r\n ", "\n\n\n"])
  func nothing(_ payload: String) throws {
    let outcome = try Program.check(payload)
    #expect(outcome.status == 1)
    #expect(outcome.errors == "")
    let result = try outcome.result()
    #expect(result.verdict == "nonconforming")
    #expect(result.rules == ["XML-not-well-formed"])
  }

  @Test func anEmptyFileIsLikeEmptyInput() throws {
    let scratch = try Scratch()
    let file = try scratch.write("empty.xml", "")
    let outcome = try Program.run(["--format", "json", file.path])
    #expect(outcome.status == 1)
    #expect(try outcome.result().rules == ["XML-not-well-formed"])
  }

  @Test(
    "A payload that breaks off has one finding, wherever it does",
    arguments: [
      "dotnet/asmx-server-fault.xml", "dotnet/wcf12-code-not-standard.xml", "general/utf16-dotted-code.xml",
      "general/gateway-latin1.xml", "general/doctype-and-instruction.xml",
      "ibm-cics/soap12-order-not-found.xml",
      "marketing-cloud/client-fault-fragment.xml", "openair/logged-out-fragment.xml",
    ])
  func truncated(_ path: String) throws {
    let whole = [UInt8](try Payload.sample(path))
    // After its end tag the document is whole, with or without the line end.
    let end = try #require(whole.lastIndex(of: UInt8(ascii: ">")))
    let linter = Linter()
    for count in 0..<end + 1 {
      let result = linter.check(whole[..<count], name: path)
      let rules = result.findings.map(\.rule.id)
      let isOne = rules == ["XML-not-well-formed"] || rules == ["XML-encoding"]
      #expect(isOne && result.verdict == .nonconforming, "\(count) bytes: \(rules) \(result.verdict)")
      for finding in result.findings {
        #expect(finding.offset <= count && finding.line >= 1 && finding.column >= 1, "\(count) bytes")
      }
    }
  }

  @Test("The program says where a payload breaks off", arguments: [1, 60, 200, 300])
  func truncatedFile(_ count: Int) throws {
    let whole = try Payload.sample("dotnet/wcf-internal-fault.xml")
    let outcome = try Program.check(whole.prefix(count))
    #expect(outcome.status == 1)
    let finding = try #require(try outcome.result().findings.first)
    #expect(finding.rule == "XML-not-well-formed")
    #expect(finding.offset == count)
  }

  struct Foreign: Sendable, CustomTestStringConvertible {
    let name: String
    let content: String
    let bytes: [UInt8]
    var testDescription: String { name }

    init(_ name: String, _ content: String, _ text: String) {
      self.init(name, content, Array(text.utf8))
    }

    init(_ name: String, _ content: String, _ bytes: [UInt8]) {
      self.name = name
      self.content = content
      self.bytes = bytes
    }
  }

  static let foreignPayloads = [
    Foreign(
      "HTML that is no XML", "502 Bad Gateway",
      "<html>\n<head><title>502 Bad Gateway</title></head><body><hr><center>nginx<br></body></html>"),
    Foreign(
      "HTML 5", "Fehler",
      "<!DOCTYPE html>\n<html lang=de><meta charset=utf-8><title>Fehler</title><p>Fehler & Ende"),
    Foreign(
      "XHTML", "Service unavailable",
      #"<html xmlns="http://www.w3.org/1999/xhtml"><head><title>Service unavailable</title></head><body/></html>"#
    ),
    Foreign("JSON", "JSON", #"{"error": {"code": 503, "message": "busy"}}"#),
    Foreign("a JSON list", "JSON", "[]"),
    Foreign("plain text", "plain text", "Internal Server Error\n"),
    Foreign("plain text in Latin-1", "plain text", Array("Erreur syst".utf8) + [0xE8] + Array("me".utf8)),
    Foreign(
      "an image", "binary data", [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 0x0D, 0x49]),
    Foreign("a compressed payload of another kind", "binary data", [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0, 0, 4]),
    Foreign("every byte", "binary data", Array(1...255)),
    Foreign("other XML", "response", "<response status=\"401\"><error/></response>"),
  ]

  @Test("What is something else is named, and is no fault", arguments: foreignPayloads)
  func foreign(_ payload: Foreign) throws {
    let outcome = try Program.check(payload.bytes)
    #expect(outcome.status == 0)
    #expect(outcome.errors == "")
    let result = try outcome.result()
    #expect(result.verdict == "not-a-fault")
    #expect(result.rules == [])
    #expect(try #require(result.content).contains(payload.content))
  }

  @Test("What is something else is an error where a fault is expected", arguments: foreignPayloads)
  func foreignWhereAFaultIsExpected(_ payload: Foreign) throws {
    let outcome = try Program.check(payload.bytes, "--expect", "fault")
    #expect(outcome.status == 1)
    #expect(try outcome.result().rules == ["XML-not-a-fault"])
  }

  struct Broken: Sendable, CustomTestStringConvertible {
    let name: String
    let payload: String
    var testDescription: String { name }

    init(_ name: String, _ payload: String) {
      self.name = name
      self.payload = payload
    }
  }

  static let brokenPayloads = [
    Broken("end tag of another element", Payload.fault(string: "<a></b>")),
    // Words that a parser uses for limits of its own.
    Broken("end tag of an element called dictionary", Payload.fault(string: "<dictionary></b>")),
    Broken("end tag missing", Payload.fault(string: "<a>")),
    Broken("end tag too many", Payload.fault() + "</s:Envelope>"),
    Broken("a document type behind the root element", Payload.fault() + "<!DOCTYPE a>"),
    Broken("ampersand alone", Payload.fault(string: "a & b")),
    Broken("ampersand of an address", Payload.fault(string: "http://a.example/?a=1&b=2")),
    Broken("entity nobody declared", Payload.fault(string: "a&nbsp;b")),
    Broken("less-than sign alone", Payload.fault(string: "a < b")),
    Broken("less-than sign in an attribute", Payload.detail("<a b=\"<\"/>")),
    Broken("attribute without quotes", Payload.detail("<a b=1/>")),
    Broken("attribute without value", Payload.detail("<a b/>")),
    Broken("attributes without space", Payload.detail("<a b=\"1\"c=\"2\"/>")),
    Broken("hyphens in a comment", Payload.detail("<!-- a -- b -->")),
    Broken("end of a CDATA section", Payload.fault(string: "a ]]> b")),
    Broken("control character", Payload.fault(string: "a\u{1B}[31m")),
    Broken("noncharacter", Payload.fault(string: "a\u{FFFE}b")),
    Broken("reference to no character", Payload.fault(string: "&#0;")),
    Broken("reference to a surrogate", Payload.fault(string: "&#xD800;")),
    Broken("NUL", Payload.fault(string: "a\u{0}b")),
    Broken("NUL at the end", Payload.fault() + "\u{0}"),
  ]

  @Test("What breaks the grammar of XML has one finding", arguments: brokenPayloads)
  func broken(_ broken: Broken) throws {
    let outcome = try Program.check(broken.payload)
    #expect(outcome.status == 1)
    #expect(outcome.errors == "")
    let result = try outcome.result()
    #expect(result.verdict == "nonconforming")
    #expect(result.rules == ["XML-not-well-formed"])
  }

  @Test("What stands beside an envelope in a file keeps it from nothing")
  func beside() throws {
    for text in [Payload.fault() + "x", "'" + Payload.fault() + "'", "\u{A0}" + Payload.fault()] {
      let outcome = try Program.check(text)
      #expect(outcome.status == 0)
      let result = try outcome.result()
      #expect(result.verdict == "conforming")
      #expect(result.rules == ["XML-capture"])
      #expect(result.findings.map(\.level) == ["note"])
    }
    let two = try Program.check(Payload.fault() + "\n" + Payload.withExtra()).report()
    #expect(two.results.map(\.verdict) == ["conforming", "nonconforming"])
  }

  @Test(
    "What stands before the XML declaration of a file is a warning",
    arguments: ["\n", " ", "'", "Warning: x\n"])
  func beforeTheDeclaration(_ before: String) throws {
    let result = try Program.check(before + "<?xml version=\"1.0\"?>" + Payload.fault()).result()
    #expect(result.verdict == "conforming")
    #expect(result.rules == ["XML-capture"])
    #expect(result.findings.map(\.level) == ["warning"])
  }
}
