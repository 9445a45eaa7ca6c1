import Foundation
import Testing

/// Text of payloads and names of files that would steer a terminal, or turn the direction of what is read.
@Suite struct HostileTextTests {
  /// Control characters that XML allows in text, and marks of direction.
  static let marks =
    "\u{7F}\u{80}\u{85}\u{9B}31m\u{9D}0;title\u{9C}\u{61C}\u{200E}\u{200F}\u{202A}\u{202B}\u{202C}"
    + "\u{202D}\u{202E}\u{2066}\u{2067}\u{2068}\u{2069}\u{2028}\u{2029}"

  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let payload: String
    var testDescription: String { name }

    init(_ name: String, _ payload: String) {
      self.name = name
      self.payload = payload
    }
  }

  static let hostilePayloads = [
    Case("value of a code", Payload.fault(code: "a\(marks)")),
    Case("value of an actor", Payload.fault("<faultactor>%\(marks)</faultactor>")),
    Case("text before a finding in its line", Payload.withExtra(string: marks)),
    Case("text after a finding in its line", Payload.fault("<extra>\(marks)</extra>")),
    Case(
      "value of an attribute",
      Payload.detail("").replacing("<detail", with: "<detail s:mustUnderstand='\(marks)'")),
    // A mark of direction that may be part of a name.
    Case("name of an element", Payload.fault("<ex\u{61C}tra/>")),
    Case("name of an attribute", Payload.fault().replacing("<faultcode", with: "<faultcode a\u{61C}b='1'")),
    Case("name of an end tag", Payload.detail("<a></a\u{61C}b>")),
    Case("prefix", Payload.detail("<a\u{61C}b:c/>")),
    Case("prefix of a fragment", "<soap:Fault><detail><a\u{61C}b:c/></detail></soap:Fault>"),
    Case("prefix of a code", Payload.fault(code: "a\u{61C}b:c")),
    Case("name of an entity", Payload.detail("&a\u{61C}b;")),
    Case("name of a root element", "<a\u{61C}b/>"),
    Case("namespace", "<s:Envelope xmlns:s='urn:\(marks)'/>"),
    Case("namespace of a child", Payload.fault("<m:a xmlns:m='urn:\(marks)'/>")),
    Case("document type", "<!DOCTYPE a '\(marks)'>" + Payload.fault()),
    Case("encoding", "<?xml version='1.0' encoding='\(marks)'?>" + Payload.fault()),
    Case("version", "<?xml version='\(marks)'?>" + Payload.fault()),
    Case("title of a page", "<html><title>\(marks)</title><br></html>"),
    Case("escape sequence in text", Payload.fault(string: "\u{1B}[31mred\u{1B}]0;title\u{7}")),
    Case("escape sequence in a tag", Payload.detail("<a \u{1B}[2J/>")),
    Case("escape sequence before the payload", "\u{1B}[31m" + Payload.fault()),
    Case("carriage return and backspace", Payload.fault("<extra>\rconforming\u{8}</extra>")),
    Case(
      "detail against its schema",
      Payload.detail(
        "<f:apifault xmlns:f='urn:fault.partner.exacttarget.com'><Code xmlns=''>\(marks)</Code></f:apifault>")
    ),
  ]

  /// The characters of an output that would steer a terminal.
  static func steering(_ text: String) -> [String] {
    text.unicodeScalars.filter { scalar in
      switch scalar.value {
      case 0x0A: false
      case 0..<0x20, 0x7F...0x9F, 0x61C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069: true
      default: false
      }
    }.map { String($0.value, radix: 16) }
  }

  @Test("What payloads say never steers a terminal", arguments: hostilePayloads)
  func payload(_ payload: Case) throws {
    for option in ["--quiet", "--verbose"] {
      let outcome = try Program.run([option, "--expect", "fault", "-"], input: Data(payload.payload.utf8))
      #expect(outcome.status != 2)
      #expect(Self.steering(outcome.text) == [], "\(option)")
      #expect(outcome.errors == "")
    }
    let json = try Program.check(payload.payload)
    #expect(try json.report().results.count == 1)
    #expect(Self.steering(json.text) == [])
  }

  @Test(
    "What files are called never steers a terminal",
    arguments: [
      "\u{1B}[31mred.xml", "a\u{9B}31m.xml", "a\u{202E}lmx.xml", "a\nb.xml: error.xml", "a\rb.xml",
      "a\u{8}.xml",
      "a\u{61C}\u{2066}b.xml", "a\u{2028}b.xml", "\u{7F}.xml",
    ])
  func name(_ name: String) throws {
    let scratch = try Scratch()
    try scratch.write(name, Payload.withExtra())
    let missing = "missing " + name
    for arguments in [["--verbose", name], ["--quiet", "."], [missing, name]] {
      let outcome = try Program.run(arguments, in: scratch.folder)
      let isMissing = arguments[0] == missing
      #expect(outcome.status == (isMissing ? 2 : 1))
      #expect(Self.steering(outcome.text) == [], "\(arguments)")
      #expect(Self.steering(outcome.errors) == [])
      #expect(outcome.errors.split(separator: "\n").count == (isMissing ? 1 : 0), "a name ends no line")
      #expect(!outcome.text.split(separator: "\n").contains { $0.hasPrefix("b.xml") }, "nor begins one")
    }
    let json = try Program.run(["--format", "json", name], in: scratch.folder)
    #expect(try json.result().source.path == name)
    #expect(Self.steering(json.text) == [])
    for arguments in [["--" + name], ["--output", "/missing/" + name, name], ["--profile", name, name]] {
      let outcome = try Program.run(arguments, in: scratch.folder)
      #expect(outcome.status == 2)
      #expect(Self.steering(outcome.errors) == [])
    }
  }

  @Test func whatAHeaderFieldSaysNeverSteersATerminal() throws {
    let outcome = try Program.run(
      [
        "--http-status", "200", "--content-type", "a/b\u{1B}[31m\(Self.marks); charset=\(Self.marks)",
        "--verbose", "-",
      ],
      input: Data(Payload.fault().utf8))
    #expect(outcome.status == 1)
    #expect(outcome.text.contains("HTTP-media-type"))
    #expect(Self.steering(outcome.text) == [])
  }

  @Test func coloursAreTheOnlyEscapeSequences() throws {
    let outcome = try Program.run(
      ["--color", "always", "--verbose", "-"], input: Data(Payload.withExtra(string: Self.marks).utf8))
    let plain = outcome.text.replacing(/\u{1B}\[[0-9;]*m/, with: "")
    #expect(plain != outcome.text)
    #expect(Self.steering(plain) == [])
  }

  @Test func whatIsHarmlessIsShownAsItIs() throws {
    let outcome = try Program.run(["-"], input: Data(Payload.fault("<größe>日本 😀</größe>").utf8))
    #expect(outcome.text.contains("größe"))
    #expect(outcome.text.contains("日本 😀"))
  }
}
