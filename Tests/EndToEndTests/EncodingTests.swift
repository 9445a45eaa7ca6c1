import Foundation
import Testing

/// Encodings: declared, shown by the bytes, or neither.
///
/// Source: XML 1.0, section 4.3.3 and appendix F.
@Suite struct EncodingTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let bytes: Data
    var testDescription: String { name }

    init(_ name: String, _ text: String, as encoding: String.Encoding = .utf8, mark: [UInt8] = []) {
      self.name = name
      bytes = Data(mark) + (text.data(using: encoding) ?? Data())
    }

    init(_ name: String, bytes: Data) {
      self.name = name
      self.bytes = bytes
    }
  }

  static func declared(_ encoding: String, _ payload: String = Payload.fault()) -> String {
    "<?xml version=\"1.0\" encoding=\"\(encoding)\"?>\n" + payload
  }

  static let wrongPayloads = [
    Case("UTF-16 declared over UTF-8", declared("UTF-16")),
    Case("UTF-16LE declared over UTF-8", declared("UTF-16LE")),
    Case("UTF-32 declared over UTF-8", declared("UTF-32")),
    Case("UCS-2 declared over UTF-8", declared("UCS-2")),
    Case("UCS-4 declared over UTF-8", declared("ISO-10646-UCS-4")),
    Case("EBCDIC declared over UTF-8", declared("IBM037")),
    Case("UTF-8 declared over UTF-16", declared("UTF-8"), as: .utf16LittleEndian),
    Case(
      "UTF-8 declared over UTF-16 with its mark", declared("UTF-8"), as: .utf16LittleEndian,
      mark: [0xFF, 0xFE]),
    Case(
      "UTF-8 declared over big-endian UTF-16", declared("UTF-8"), as: .utf16BigEndian, mark: [0xFE, 0xFF]),
    Case("Latin-1 declared after the mark of UTF-8", declared("ISO-8859-1"), mark: [0xEF, 0xBB, 0xBF]),
    Case("US-ASCII declared over Latin-1", declared("US-ASCII", Payload.fault(string: "é")), as: .isoLatin1),
    Case("US-ASCII declared over UTF-8", declared("US-ASCII", Payload.fault(string: "é"))),
    Case("UTF-8 declared over Latin-1", declared("UTF-8", Payload.fault(string: "é")), as: .isoLatin1),
    Case("nothing declared over Latin-1", Payload.fault(string: "é"), as: .isoLatin1),
    Case(
      "Shift_JIS declared over other bytes",
      bytes: inserting([0xFF, 0xFF], into: declared("Shift_JIS", marked))),
    Case("unknown encoding", declared("x-klingon")),
    Case(
      "odd number of bytes in UTF-16",
      bytes: Case("", declared("UTF-16"), as: .utf16LittleEndian, mark: [0xFF, 0xFE]).bytes + [0x20]),
    Case("half of a surrogate pair in UTF-16", bytes: surrogate),
  ]

  /// A payload with a place for bytes that no `String` can hold.
  static let marked = Payload.fault(string: "a@b")

  static func inserting(_ bytes: [UInt8], into text: String = marked) -> Data {
    let parts = text.split(separator: "@")
    return Data(parts[0].utf8) + bytes + Data(parts[1].utf8)
  }

  static var surrogate: Data {
    let parts = marked.split(separator: "@").map { String($0).data(using: .utf16LittleEndian) ?? Data() }
    return Data([0xFF, 0xFE]) + parts[0] + [0x00, 0xD8] + parts[1]
  }

  @Test("Bytes that are not in the encoding that applies have one finding", arguments: wrongPayloads)
  func wrong(_ payload: Case) throws {
    let outcome = try Program.check(payload.bytes)
    #expect(outcome.status == 1)
    #expect(outcome.errors == "", "libraries keep silent")
    let result = try outcome.result()
    #expect(result.verdict == "nonconforming")
    #expect(result.rules == ["XML-encoding"])
  }

  @Test(
    "A declared name that can be none of an encoding is not well-formed",
    arguments: ["", "8859", "//", "UTF 8", "../../etc/passwd", "\u{202E}8-FTU", "a\u{9B}31m"])
  func noName(_ name: String) throws {
    let outcome = try Program.check(Self.declared(name))
    #expect(outcome.status == 1)
    #expect(outcome.errors == "")
    #expect(try outcome.result().rules == ["XML-not-well-formed"])
  }

  @Test(
    "Bytes that are no UTF-8 are found where they stand",
    arguments: [
      [0xFF], [0x80], [0xC3], [0xC0, 0xAF], [0xE0, 0x80, 0x80], [0xED, 0xA0, 0x80], [0xF0, 0x80, 0x80, 0x80],
      [0xF4, 0x90, 0x80, 0x80], [0xF8, 0x88, 0x80, 0x80, 0x80],
    ] as [[UInt8]])
  func invalid(_ bytes: [UInt8]) throws {
    let payloads = [
      Self.marked, Payload.detail("<a@/>"), Payload.detail("<a b='@'/>"), Payload.detail("<!--@-->"),
      Payload.detail("<![CDATA[@]]>"), "<!DOCTYPE a SYSTEM '@'>" + Payload.fault(),
    ]
    let scratch = try Scratch()
    let paths = try payloads.enumerated().map { index, payload in
      try scratch.write("\(index).xml", Self.inserting(bytes, into: payload)).path
    }
    let outcome = try Program.run(["--format", "json"] + paths)
    #expect(outcome.status == 1)
    for (payload, result) in zip(payloads, try outcome.report().results) {
      #expect(result.rules == ["XML-encoding"], "\(payload)")
      #expect(result.findings.first?.place == TextPlace.of("@", in: payload, as: .utf8), "\(payload)")
    }
  }

  /// Text of all lengths that UTF-8 and UTF-16 have, before the finding on its line and on lines before.
  static let text = """
    <s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/">
      <s:Body><s:Fault>
        <faultcode>s:Server</faultcode>
        <faultstring>café 日本 😀</faultstring>
        <detail><a>ß 語 🎌</a></detail><!-- é 日 😀 --><extra/>
      </s:Fault></s:Body>
    </s:Envelope>
    """

  static let right: [(name: String, text: String, encoding: String.Encoding, mark: [UInt8])] = [
    ("UTF-8", text, .utf8, []),
    ("UTF-8 with its mark", text, .utf8, [0xEF, 0xBB, 0xBF]),
    ("UTF-8 declared", declared("utf-8", text), .utf8, []),
    ("UTF-8 declared, with its mark", declared("UTF-8", text), .utf8, [0xEF, 0xBB, 0xBF]),
    ("UTF-16LE with its mark", text, .utf16LittleEndian, [0xFF, 0xFE]),
    ("UTF-16BE with its mark", text, .utf16BigEndian, [0xFE, 0xFF]),
    ("UTF-16LE declared, with its mark", declared("UTF-16", text), .utf16LittleEndian, [0xFF, 0xFE]),
    ("UTF-16BE declared, with its mark", declared("UTF-16", text), .utf16BigEndian, [0xFE, 0xFF]),
    ("UTF-16LE declared, without mark", declared("UTF-16", text), .utf16LittleEndian, []),
    ("UTF-16BE declared, without mark", declared("UTF-16", text), .utf16BigEndian, []),
    ("UTF-16LE without anything", text, .utf16LittleEndian, []),
    ("UTF-16BE without anything", text, .utf16BigEndian, []),
    ("UTF-32LE with its mark", text, .utf32LittleEndian, [0xFF, 0xFE, 0, 0]),
    ("UTF-32BE with its mark", text, .utf32BigEndian, [0, 0, 0xFE, 0xFF]),
    ("ISO-8859-1", declared("ISO-8859-1", latin), .isoLatin1, []),
    ("windows-1252", declared("windows-1252", latin), .windowsCP1252, []),
    ("US-ASCII", declared("US-ASCII", Payload.withExtra()), .ascii, []),
    ("Shift_JIS", declared("Shift_JIS", japanese), .shiftJIS, []),
  ]

  static let latin = text.replacing("日本", with: "ñ").replacing("語", with: "ø").replacing("日", with: "å")
    .replacing("😀", with: "ü").replacing("🎌", with: "Ö")
  static let japanese = text.replacing("é", with: "語").replacing("ß", with: "本").replacing("😀", with: "国")
    .replacing("🎌", with: "旗")

  @Test("A finding has its place in the input as given", arguments: right.indices)
  func place(_ index: Int) throws {
    let payload = Self.right[index]
    let bytes = try #require(payload.text.data(using: payload.encoding), "\(payload.name)")
    let outcome = try Program.check(Data(payload.mark) + bytes)
    #expect(outcome.errors == "")
    let result = try outcome.result()
    #expect(result.rules == ["BP-R1000"], "\(payload.name)")
    let expected = TextPlace.of("<extra", in: payload.text, as: payload.encoding, after: payload.mark.count)
    #expect(result.findings.first?.place == expected, "\(payload.name)")
  }

  @Test func aPlaceBehindADocumentTypeAndEntitiesIsThatOfTheInput() throws {
    let text = "<!DOCTYPE a [<!ENTITY é '日本 語'>]>" + Payload.withExtra(string: "&é;&é;")
    for encoding in [String.Encoding.utf8, .utf16LittleEndian] {
      let mark: [UInt8] = encoding == .utf8 ? [] : [0xFF, 0xFE]
      let bytes = try #require(text.data(using: encoding))
      let result = try Program.check(Data(mark) + bytes).result()
      #expect(result.rules == ["BP-R1008", "BP-R1000"])
      #expect(
        result.findings.last?.place == TextPlace.of("<extra", in: text, as: encoding, after: mark.count))
    }
  }

  @Test func theMarkIsACharacterLikeAnyOtherInText() throws {
    #expect(try Program.check(Payload.fault(string: "a\u{FEFF}b")).result().verdict == "conforming")
    // It is no white space, so it is text where the schema has elements only.
    let between = Payload.envelope(
      "<s:Fault><faultcode>s:Server</faultcode>\u{FEFF}<faultstring>x</faultstring></s:Fault>")
    #expect(try Program.check(between).result().rules == ["SOAP11-fault-text"])
  }

  @Test(
    "A mark that is not the very first character is not well-formed before the root element",
    arguments: ["\u{FEFF}\u{FEFF}", " \u{FEFF}", "<!-- -->\u{FEFF}", "<?xml version=\"1.0\"?>\u{FEFF}"])
  func misplacedMark(_ before: String) throws {
    let outcome = try Program.check(before + Payload.fault())
    #expect(outcome.status == 1)
    #expect(try outcome.result().rules == ["XML-not-well-formed"])
  }

  /// Half of one is no character of UTF-8; a whole one is a document without an element; and behind one of UTF-16 half
  /// a unit is no character of that (XML 1.0, 4.3.3).
  @Test(
    "A byte order mark, or a part of one, is not well-formed alone",
    arguments: [
      ([0xEF], "XML-encoding"), ([0xEF, 0xBB], "XML-encoding"), ([0xEF, 0xBB, 0xBF], "XML-not-well-formed"),
      ([0xFF], "XML-encoding"), ([0xFF, 0xFE], "XML-not-well-formed"), ([0xFF, 0xFE, 0], "XML-encoding"),
      ([0xFE], "XML-encoding"), ([0xFE, 0xFF], "XML-not-well-formed"),
    ] as [([UInt8], String)])
  func markAlone(_ bytes: [UInt8], _ rule: String) throws {
    let result = try Program.check(bytes).result()
    #expect(result.verdict == "nonconforming")
    #expect(result.rules == [rule])
  }

  @Test func bytesOfAnotherEncodingBehindAMarkAreNotReadInIt() throws {
    // The mark says UTF-8; what follows would be a document in EBCDIC, whose '<' is 0x4C.
    let ebcdic: [UInt8] = [
      0x4C, 0x6F, 0xA7, 0x94, 0x93, 0x40, 0xA5, 0x85, 0x99, 0xA2, 0x89, 0x96, 0x95, 0x7E, 0x7F,
    ]
    let result = try Program.check([0xEF, 0xBB, 0xBF] + ebcdic).result()
    #expect(result.verdict == "not-a-fault")
    #expect(result.content == "plain text")
  }
}
