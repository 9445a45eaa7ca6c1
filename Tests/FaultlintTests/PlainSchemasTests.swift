import FaultlintContracts
import FaultlintModel
import FaultlintXMLTree
import Testing
import XMLMutations

@testable import Faultlint

/// What schemas of services let pass for certain is what the validator lets pass.
@Suite struct PlainSchemasTests {
  /// A schema with all that is understood, and things that are not.
  private static func schema(isQualified: Bool) -> String {
    """
    <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:p="urn:p" targetNamespace="urn:p"
               elementFormDefault="\(isQualified ? "qualified" : "unqualified")">
      <xs:simpleType name="State"><xs:restriction base="xs:string">
        <xs:enumeration value="open"/><xs:enumeration value="shut now"/>
      </xs:restriction></xs:simpleType>
      <xs:simpleType name="Short"><xs:restriction base="xs:string"><xs:maxLength value="2"/></xs:restriction>
      </xs:simpleType>
      <xs:complexType name="Nothing"/>
      <xs:complexType name="Hollow"><xs:sequence/></xs:complexType>
      <xs:complexType name="Part"><xs:sequence>
        <xs:element name="a" type="xs:string"/>
        <xs:element name="b" type="xs:int" minOccurs="0" maxOccurs="2"/>
        <xs:element name="c" type="xs:boolean" minOccurs="0" nillable="true"/>
        <xs:element name="part" type="p:Part" minOccurs="0" maxOccurs="unbounded" nillable="true"/>
      </xs:sequence></xs:complexType>
      <xs:complexType name="Choice"><xs:choice>
        <xs:element name="a" type="xs:string"/><xs:element name="b" type="xs:int"/>
      </xs:choice></xs:complexType>
      <xs:complexType name="Other"><xs:sequence>
        <xs:element name="d" type="xs:dateTime"/><xs:element name="e" type="xs:string" form="unqualified"/>
      </xs:sequence><xs:attribute name="id"/></xs:complexType>
      <xs:element name="part" type="p:Part" nillable="true"/>
      <xs:element name="state" type="p:State"/>
      <xs:element name="short" type="p:Short"/>
      <xs:element name="none" type="p:Nothing"/>
      <xs:element name="hollow" type="p:Hollow"/>
      <xs:element name="choice" type="p:Choice"/>
      <xs:element name="other" type="p:Other"/>
      <xs:element name="fixed" type="xs:string" fixed="x"/>
      <xs:element name="anything"/>
      <xs:element name="list"><xs:annotation><xs:documentation>x</xs:documentation></xs:annotation>
        <xs:complexType><xs:sequence>
          <xs:element name="a" minOccurs="2" maxOccurs="3"><xs:simpleType><xs:restriction base="xs:string">
            <xs:enumeration value="x"/></xs:restriction></xs:simpleType></xs:element>
          <xs:element ref="p:state" minOccurs="0"/>
          <xs:element name="e" type="xs:long" form="unqualified"/>
          <xs:element name="state" type="p:State" form="qualified" minOccurs="0"/>
        </xs:sequence></xs:complexType>
      </xs:element>
      <xs:element name="pair"><xs:complexType><xs:sequence>
        <xs:element name="e" type="xs:unsignedByte" form="unqualified"/>
        <xs:element name="state" type="p:State" form="qualified" minOccurs="0"/>
      </xs:sequence></xs:complexType></xs:element>
    </xs:schema>
    """
  }

  private static func documents(_ schema: String) throws -> [Contract.SchemaDocument] {
    try SchemaFiles.read("p.xsd") { _ in .success(Array(schema.utf8)) }
  }

  /// An entry of elements of the schema, in any state; mostly such as a sequence has them.
  private static func entry(_ names: [String], _ depth: Int, _ random: inout Generator) -> String {
    func pick(_ list: [String]) -> String { list[Int.random(in: list.indices, using: &random)] }
    let name = pick(names)
    let nils = ["true", "1", "false", " true "]
    let attribute =
      switch Int.random(in: 0..<12, using: &random) {
      case 0: " xsi:nil=\"\(pick(nils))\""
      case 1: pick([" id=\"1\"", " m:a=\"1\"", " xsi:type=\"p:Part\"", " xml:lang=\"en\""])
      default: ""
      }
    var content = ""
    if depth < 3, Int.random(in: 0..<3, using: &random) > 0 {
      let inside = [
        "p:a", "a", "p:b", "b", "p:c", "c", "p:part", "part", "e", "p:e", "p:state", "p:d", "m:x",
      ]
      for _ in 0..<Int.random(in: 0...4, using: &random) { content += entry(inside, depth + 1, &random) }
      content += pick(["", "", "", "\n ", "x", "<!-- c -->"])
    } else {
      content = pick([
        "", "x", "1", "12", "255", "999", "123456789", "12345678901", "-1", "true", "0", "open", "shut now",
        "shut  now", " ", "<![CDATA[]]>", "2024-05-17T08:30:00Z",
      ])
    }
    return "<\(name)\(attribute)>\(content)</\(name)>"
  }

  /// A part as the type has it, for the most part.
  private static func part(_ prefix: String, _ depth: Int, _ random: inout Generator) -> String {
    func maybe() -> Bool { Bool.random(using: &random) }
    let children =
      "<\(prefix)a>x</\(prefix)a>"
      + String(repeating: "<\(prefix)b>7</\(prefix)b>", count: Int.random(in: 0...2, using: &random))
      + (maybe() ? "<\(prefix)c\(maybe() ? ">true" : " xsi:nil=\"true\">")</\(prefix)c>" : "")
    return children
      + (depth < 3 && maybe() ? "<\(prefix)part>\(part(prefix, depth + 1, &random))</\(prefix)part>" : "")
  }

  private static func message(_ entry: String, _ isInHeader: Bool) -> [UInt8] {
    let detail = isInHeader ? "" : "<detail>\(entry)</detail>"
    return Array(
      """
      <s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" xmlns:p="urn:p" xmlns:m="urn:m" \
      xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">\
      \(isInHeader ? "<s:Header>\(entry)</s:Header>" : "")\
      <s:Body><s:Fault><faultcode>s:Server</faultcode><faultstring>x</faultstring>\(detail)</s:Fault></s:Body>\
      </s:Envelope>
      """.utf8)
  }

  @Test(arguments: [true, false])
  func whatIsTakenForValidIsValid(isQualified: Bool) throws {
    let others = try Self.documents(Self.schema(isQualified: isQualified))
    let comparison = PlainEnvelopeTests.Comparison(with: others)
    let globals = [
      "p:part", "p:state", "p:short", "p:none", "p:hollow", "p:choice", "p:other", "p:fixed", "p:anything",
      "p:list",
      "p:pair", "p:unknown", "m:x",
    ]
    var random = Generator(state: isQualified ? 3 : 4)
    var (judged, plain, valid) = (0, 0, 0)
    for round in 0..<8000 {
      let entry =
        round.isMultiple(of: 4)
        ? "<p:part>\(Self.part(isQualified ? "p:" : "", 0, &random))</p:part>"
        : Self.entry(globals, 0, &random)
      let bytes = Self.message(entry, round.isMultiple(of: 3))
      let result = try #require(comparison.judge(bytes))
      judged += 1
      plain += result.isPlain ? 1 : 0
      valid += result.isValid ? 1 : 0
      #expect(!result.isPlain || result.isValid, "\(String(decoding: bytes, as: UTF8.self))")
    }
    // Agreement counts only where there is something to agree about.
    #expect(plain >= judged / 4)
    #expect(judged - valid >= judged / 4)
  }

  @Test(
    "What the schemas understand is accepted without the validator",
    arguments: [
      "<p:part><p:a>x</p:a></p:part>", "<p:part xsi:nil=\"true\"/>",
      "<p:part><p:a/><p:b>1</p:b><p:b>2</p:b><p:c xsi:nil=\"1\"/><p:part><p:a>y</p:a></p:part></p:part>",
      "<p:state>shut now</p:state>", "<p:none/>", "<p:pair><e>12</e><p:state>open</p:state></p:pair>",
    ])
  func isUnderstood(_ entry: String) throws {
    let comparison = PlainEnvelopeTests.Comparison(
      with: try Self.documents(Self.schema(isQualified: true)))
    let result = try #require(comparison.judge(Self.message(entry, false)))
    #expect(result.isValid && result.isPlain)
  }

  @Test("An entry as deep as documents may be is no danger, and is left to the validator")
  func depth() throws {
    let comparison = PlainEnvelopeTests.Comparison(
      with: try Self.documents(Self.schema(isQualified: true)))
    var limits = ParseLimits()
    limits.depth = 100_000
    func parts(_ count: Int) -> String {
      String(repeating: "<p:part><p:a/>", count: count) + String(repeating: "</p:part>", count: count)
    }
    let shallow = try #require(comparison.judge(Self.message(parts(50), false)))
    #expect(shallow.isValid && shallow.isPlain)
    let deep = try #require(comparison.judge(Self.message(parts(99_000), false), limits: limits))
    #expect(deep.isValid && !deep.isPlain)
  }

  @Test("Of a schema that includes others nothing is certain")
  func includes() throws {
    let including = """
      <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:p">
        <xs:include schemaLocation="q.xsd"/><xs:element name="a" type="xs:string"/></xs:schema>
      """
    let included = """
      <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:p">
        <xs:element name="b" type="xs:int"/></xs:schema>
      """
    let others = try SchemaFiles.read("p.xsd") { name in
      .success(Array((name == "p.xsd" ? including : included).utf8))
    }
    let comparison = PlainEnvelopeTests.Comparison(with: others)
    let result = try #require(comparison.judge(Self.message("<p:a xmlns:p='urn:p'>x</p:a>", false)))
    #expect(result.isValid && !result.isPlain)
  }

  @Test("The schemas of the profiles are understood where their examples keep to them")
  func profiles() throws {
    var plain = 0
    for contract in BuiltInContracts.all where !contract.schemas.isEmpty {
      let comparison = PlainEnvelopeTests.Comparison(with: contract.schemas)
      for rule in contract.rules {
        for example in rule.conforming + rule.violating {
          guard let result = comparison.judge(Array(example.document.utf8)) else { continue }
          plain += result.isPlain ? 1 : 0
          #expect(!result.isPlain || result.isValid, "\(rule.id): \(example.document)")
        }
      }
    }
    #expect(plain >= 30)
  }
}
