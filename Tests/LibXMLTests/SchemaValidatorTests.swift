import FaultlintFiles
import FaultlintLibXML
import FaultlintXMLTree
import Testing

/// What the validator objects to, by which constraint and where.
struct SchemaValidatorTests {
  // MARK: One constraint after the other

  /// XML Schema Part 2, 4.3: the facets, and the lexical spaces that libxml2 reports by clause 1.2 of "Datatype Valid".
  @Test(arguments: [
    ("string", "<xs:length value='2'/>", ["ab", "é€", "  "], ["a", "abc", ""], "cvc-length-valid"),
    ("string", "<xs:minLength value='2'/>", ["ab", "𝄞𝄞"], ["a", "𝄞", ""], "cvc-minlength-valid"),
    ("string", "<xs:maxLength value='2'/>", ["", "ab", "𝄞𝄞"], ["abc", "   "], "cvc-maxlength-valid"),
    ("int", "<xs:minInclusive value='2'/>", ["2", " 3 ", "+002"], ["1", "-2"], "cvc-mininclusive-valid"),
    ("int", "<xs:maxInclusive value='2'/>", ["2", "-9"], ["3"], "cvc-maxinclusive-valid"),
    ("int", "<xs:minExclusive value='2'/>", ["3"], ["2", "1"], "cvc-minexclusive-valid"),
    ("int", "<xs:maxExclusive value='2'/>", ["1"], ["2", "3"], "cvc-maxexclusive-valid"),
    ("decimal", "<xs:totalDigits value='3'/>", ["123", "12.3"], ["1234", "12.34"], "cvc-totaldigits-valid"),
    ("decimal", "<xs:fractionDigits value='1'/>", ["1.5", "1"], ["1.25"], "cvc-fractiondigits-valid"),
    ("token", "<xs:pattern value='[ab]+'/>", ["ab", " a "], ["c", "a b", ""], "cvc-pattern-valid"),
    (
      "token", "<xs:enumeration value='a'/><xs:enumeration value='b c'/>", ["a", " b  c "], ["c", "A", ""],
      "cvc-enumeration-valid"
    ),
    (
      "int", "", ["0", "-0", "+7", "0002", "2147483647", "-2147483648", " 5 ", "\n5\t"],
      ["", " ", "x", "1.0", "1e2", "2147483648", "-2147483649", "1 2"], "cvc-datatype-valid-1-2-1"
    ),
    (
      "long", "", ["9223372036854775807", "-9223372036854775808"],
      ["9223372036854775808", "-9223372036854775809"], "cvc-datatype-valid-1-2-1"
    ),
    (
      "boolean", "", ["0", "1", "true", "false", " true "], ["", "TRUE", "yes", "2", "00"],
      "cvc-datatype-valid-1-2-1"
    ),
    (
      "QName", "", ["a", "t:a", " t:a", "t:a ", "\n\tt:a\n", "é", "_"],
      ["", " ", "9", ":a", "t:", "t:a:b", "z:a", "a b", "t: a"], "cvc-datatype-valid-1-2-1"
    ),
    ("NCName", "", ["a", " a ", "a-b.c"], ["", "a:b", "9", "a b"], "cvc-datatype-valid-1-2-1"),
    (
      "anyURI", "", ["", "urn:a", "http://a/é", "a b", " urn:a ", "#f", "?q"], ["%zz", "a#b#c", ":"],
      "cvc-datatype-valid-1-2-1"
    ),
    (
      "language", "", ["en", "en-US", "x-klingon", " en "], ["", "en_US", "123", "toolonglanguage", "é"],
      "cvc-datatype-valid-1-2-1"
    ),
    (
      "dateTime", "", ["2020-02-29T23:59:59Z", " 2020-01-01T00:00:00 "],
      ["2020-13-01T00:00:00", "2021-02-29T00:00:00", "2020-01-01"], "cvc-datatype-valid-1-2-1"
    ),
    ("double", "", ["1e3", "INF", "NaN", " -0 "], ["", "x", "inf"], "cvc-datatype-valid-1-2-1"),
    ("base64Binary", "", ["", "AA==", "A A = ="], ["A", "===="], "cvc-datatype-valid-1-2-1"),
  ])
  func valuesOfElementsAndAttributes(
    base: String, facets: String, valid: [String], invalid: [String], constraint: String
  ) throws {
    let schema = try Schema.of(
      """
      <xs:simpleType name="V"><xs:restriction base="xs:\(base)">\(facets)</xs:restriction></xs:simpleType>\
      <xs:element name="r"><xs:complexType><xs:sequence>\
      <xs:element name="v" type="t:V"/></xs:sequence><xs:attribute name="v" type="t:V"/></xs:complexType></xs:element>
      """)
    let good = valid[0]
    func document(_ element: String, _ attribute: String) -> String {
      // A blank other than a space has to be written as a reference to outlive the parser.
      let escaped = attribute.replacing("\n", with: "&#10;").replacing("\t", with: "&#9;")
      return "<t:r xmlns:t='urn:t' v='\(escaped)'><t:v>\(element)</t:v></t:r>"
    }
    for value in valid {
      #expect(schema.objections(to: document(value, good)) == [], "element \(value)")
      #expect(schema.objections(to: document(good, value)) == [], "attribute \(value)")
    }
    for value in invalid {
      #expect(schema.objections(to: document(value, good)) == ["\(constraint) /t:r/t:v"], "element \(value)")
      #expect(schema.objections(to: document(good, value)) == ["\(constraint) /t:r/@v"], "attribute \(value)")
    }
  }

  private static let components = """
    <xs:element name="r"><xs:complexType><xs:sequence>\
    <xs:element name="a" minOccurs="0"/><xs:element name="b" type="xs:int"/>\
    <xs:any namespace="##other" processContents="strict" minOccurs="0"/></xs:sequence>\
    <xs:attribute name="x" type="xs:int" use="required"/><xs:attribute name="f" fixed="1"/></xs:complexType></xs:element>\
    <xs:element name="w"><xs:complexType><xs:anyAttribute namespace="##other" processContents="strict"/></xs:complexType></xs:element>\
    <xs:element name="list"><xs:simpleType><xs:list itemType="xs:int"/></xs:simpleType></xs:element>\
    <xs:element name="union"><xs:simpleType><xs:union memberTypes="xs:int xs:boolean"/></xs:simpleType></xs:element>\
    <xs:element name="empty"><xs:complexType/></xs:element>\
    <xs:element name="text"><xs:complexType><xs:simpleContent><xs:extension base="xs:int"/></xs:simpleContent></xs:complexType></xs:element>\
    <xs:element name="mixed" fixed="x"><xs:complexType mixed="true"><xs:sequence><xs:element name="o" minOccurs="0"/></xs:sequence></xs:complexType></xs:element>\
    <xs:element name="nil" type="xs:int" nillable="true"/><xs:element name="fixnil" type="xs:int" nillable="true" fixed="1"/>\
    <xs:element name="fixed" type="xs:int" fixed="1"/><xs:element name="default" type="xs:int" default="1"/>\
    <xs:element name="abstract" abstract="true"/><xs:complexType name="A" abstract="true"/><xs:element name="abstype" type="t:A"/>\
    <xs:element name="key"><xs:complexType><xs:sequence><xs:element name="i" minOccurs="0" maxOccurs="9"><xs:complexType>\
    <xs:attribute name="id"/></xs:complexType></xs:element></xs:sequence></xs:complexType>\
    <xs:key name="k"><xs:selector xpath="t:i"/><xs:field xpath="@id"/></xs:key></xs:element>
    """

  /// XML Schema Part 1: the validation rules of elements, types and attributes (3.3.4, 3.4.4, 3.2.4).
  @Test(arguments: [
    ("<r x='1'><b>1</b></r>", []), ("<r x='1'><a/><b>1</b></r>", []),
    // Element Locally Valid (Complex Type), 2: content
    ("<r x='1'/>", ["cvc-complex-type-2-4 /r"]), ("<r x='1'><a/></r>", ["cvc-complex-type-2-4 /r"]),
    ("<r x='1'><b>1</b><a/></r>", ["cvc-complex-type-2-4 /r/a"]),
    ("<r x='1'><b>1</b><b>2</b></r>", ["cvc-complex-type-2-4 /r/b[2]"]),
    ("<r x='1'><z/><b>1</b></r>", ["cvc-complex-type-2-4 /r/z"]),
    ("<r x='1'><b>1</b><z xmlns=''/></r>", ["cvc-complex-type-2-4 /r/z"]),
    ("<r x='1'>t<b>1</b></r>", ["cvc-complex-type-2-3 /r"]),
    ("<r x='1'><b>1</b>t</r>", ["cvc-complex-type-2-3 /r"]),
    ("<r x='1'> <!-- t --><b>1</b> <?t t?></r>", []),
    ("<r x='1'><![CDATA[t]]><b>1</b></r>", ["cvc-complex-type-2-3 /r"]),
    ("<empty/>", []), ("<empty><!-- c --></empty>", []),
    ("<empty> </empty>", ["cvc-complex-type-2-1 /empty"]),
    ("<empty>x</empty>", ["cvc-complex-type-2-1 /empty"]),
    ("<empty><x/></empty>", ["cvc-complex-type-2-1 /empty/x"]),
    ("<text> 1 </text>", []), ("<text>x</text>", ["cvc-datatype-valid-1-2-1 /text"]),
    ("<text>1<x/></text>", ["cvc-complex-type-2-2 /text/x"]),
    // 3 and 4: attributes
    ("<r><b>1</b></r>", ["cvc-complex-type-4 /r"]),
    ("<r x='q'><b>1</b></r>", ["cvc-datatype-valid-1-2-1 /r/@x"]),
    ("<r x=' 1 '><b>1</b></r>", []), ("<r x='1' f='2'><b>1</b></r>", ["cvc-au /r/@f"]),
    ("<r x='1' y='2'><b>1</b></r>", ["cvc-complex-type-3-2-1 /r/@y"]),
    ("<r x='1' xmlns:p='urn:p' p:x='2'><b>1</b></r>", ["cvc-complex-type-3-2-1 /r/@p:x"]),
    ("<w y='1'/>", ["cvc-complex-type-3-2-2 /w/@y"]),
    ("<text y='1'>1</text>", ["cvc-complex-type-3-2-1 /text/@y"]),
    // Element Locally Valid (Type), 3.1: simple types
    ("<r x='1'><b y='1'>1</b></r>", ["cvc-type-3-1-1 /r/b/@y"]),
    ("<r x='1'><b>1<c/></b></r>", ["cvc-type-3-1-2 /r/b/c"]),
    ("<r x='1'><b>x</b></r>", ["cvc-datatype-valid-1-2-1 /r/b"]),
    ("<r x='1'><b/></r>", ["cvc-datatype-valid-1-2-1 /r/b"]),
    ("<union>x</union>", ["cvc-datatype-valid-1-2-3 /union"]), ("<union> true </union>", []),
    ("<list> 1  2 </list>", []), ("<list/>", []),
    // Element Locally Valid (Element)
    ("<z/>", ["cvc-elt-1 /z"]), ("<r xmlns='' x='1'/>", ["cvc-elt-1 /r"]),
    ("<abstract/>", ["cvc-elt-2 /abstract"]), ("<abstype/>", ["cvc-type-2 /abstype"]),
    ("<r x='1'><b>1</b><p:z xmlns:p='urn:p'/></r>", ["cvc-elt-1 /r/p:z"]),
    ("<nil xsi:nil='true'/>", []), ("<nil xsi:nil='false'>1</nil>", []),
    ("<nil xsi:nil='1'>1</nil>", ["cvc-elt-3-2-1 /nil"]),
    ("<nil xsi:nil='true'> </nil>", ["cvc-elt-3-2-1 /nil"]),
    ("<fixnil xsi:nil='true'/>", ["cvc-elt-3-2-2 /fixnil"]),
    ("<fixed xsi:nil='false'>1</fixed>", ["cvc-elt-3-1 /fixed"]),
    ("<fixed>1</fixed>", []), ("<fixed/>", []), ("<fixed>2</fixed>", ["cvc-elt-5-2-2-2-2 /fixed"]),
    ("<default/>", []),
    ("<mixed>x</mixed>", []), ("<mixed>y</mixed>", ["cvc-elt-5-2-2-2-1 /mixed"]),
    ("<fixed xsi:type='xs:short'>1</fixed>", []),
    ("<fixed xsi:type='xs:string'>1</fixed>", ["cvc-elt-4-3 /fixed/@xsi:type"]),
    ("<fixed xsi:type=' xs:short '>1</fixed>", []),
    ("<fixed xsi:type='t:none'>1</fixed>", ["cvc-elt-4-2 /fixed/@xsi:type"]),
    ("<fixed xsi:type='9'>1</fixed>", ["cvc-datatype-valid-1-2-1 /fixed/@xsi:type"]),
    ("<fixed xsi:type='z:x'>1</fixed>", ["cvc-datatype-valid-1-2-1 /fixed/@xsi:type"]),
    ("<r x='1'><b xsi:type='t:none'>1</b></r>", ["cvc-elt-4-2 /r/b/@xsi:type"]),
    // Identity constraints
    ("<key><i id='1'/><i id='2'/></key>", []), ("<key><i id='1'/><i id='1'/></key>", ["cvc-idc /key/i[2]"]),
    ("<key><i id='1'/><i/></key>", ["cvc-idc /key/i[2]"]),
    // Several, in document order; what is wrong in one place does not hide what is wrong in another
    (
      "<r x='z' y='1' f='2'>t<b>q</b><z/></r>",
      [
        "cvc-datatype-valid-1-2-1 /r/@x", "cvc-complex-type-3-2-1 /r/@y", "cvc-au /r/@f",
        "cvc-complex-type-2-3 /r",
        "cvc-datatype-valid-1-2-1 /r/b", "cvc-complex-type-2-4 /r/z",
      ]
    ),
  ])
  func constraintsAndPlaces(document: String, expected: [String]) throws {
    let schema = try Schema.of(Self.components)
    let head =
      " xmlns='urn:t' xmlns:t='urn:t' xmlns:xs='http://www.w3.org/2001/XMLSchema' xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance'"
    let nameEnd = document.firstIndex { " />".contains($0) } ?? document.endIndex
    let declared =
      document.contains("xmlns=''") && !document.contains("<z xmlns=''")
      ? head.replacing(" xmlns='urn:t'", with: "") : head
    let whole = String(document[..<nameEnd]) + declared + String(document[nameEnd...])
    #expect(schema.objections(to: whole) == expected)
  }

  /// List items are judged one by one, and then the list.
  @Test func listsNameTheItem() throws {
    let schema = try Schema.of(Self.components)
    let objections = try #require(schema.objections(to: "<list xmlns='urn:t'>1 x</list>"))
    #expect(objections.contains("cvc-datatype-valid-1-2-2 /list"))
    #expect(objections.allSatisfy { $0.hasSuffix(" /list") })
  }

  // MARK: SOAP

  @Test(arguments: [
    ("<s:Fault/>", ["cvc-complex-type-2-4 s:Fault"]),
    ("<s:Fault><faultcode>s:Server</faultcode></s:Fault>", ["cvc-complex-type-2-4 s:Fault"]),
    (
      "<s:Fault><faultstring>x</faultstring><faultcode>s:Server</faultcode></s:Fault>",
      ["cvc-complex-type-2-4 s:Fault/faultstring"]
    ),
    (
      "<s:Fault><s:faultcode>s:Server</s:faultcode><faultstring>x</faultstring></s:Fault>",
      ["cvc-complex-type-2-4 s:Fault/s:faultcode"]
    ),
    (
      "<s:Fault><faultcode>s:Server</faultcode><faultstring>x</faultstring><detail/><faultactor/></s:Fault>",
      ["cvc-complex-type-2-4 s:Fault/faultactor"]
    ),
    ("<s:Fault><faultcode>Server.9</faultcode><faultstring/></s:Fault>", []),
    (
      "<s:Fault><faultcode>z:Server</faultcode><faultstring/></s:Fault>",
      ["cvc-datatype-valid-1-2-1 s:Fault/faultcode"]
    ),
    ("<s:Fault><faultcode/><faultstring/></s:Fault>", ["cvc-datatype-valid-1-2-1 s:Fault/faultcode"]),
    (
      "<s:Fault><faultcode>s:9</faultcode><faultstring/></s:Fault>",
      ["cvc-datatype-valid-1-2-1 s:Fault/faultcode"]
    ),
    (
      "<s:Fault><faultcode>s:Server</faultcode><faultstring xml:lang='en'>x</faultstring></s:Fault>",
      ["cvc-type-3-1-1 s:Fault/faultstring/@xml:lang"]
    ),
    (
      "<s:Fault><faultcode>s:Server</faultcode><faultstring>x<b/></faultstring></s:Fault>",
      ["cvc-type-3-1-2 s:Fault/faultstring/b"]
    ),
    (
      "<s:Fault><faultcode>s:Server</faultcode><faultstring>x</faultstring><faultactor>%zz</faultactor></s:Fault>",
      ["cvc-datatype-valid-1-2-1 s:Fault/faultactor"]
    ),
    (
      "<s:Fault s:encodingStyle=''><faultcode>s:Server</faultcode><faultstring>x</faultstring></s:Fault>",
      ["cvc-complex-type-3-2-1 s:Fault/@s:encodingStyle"]
    ),
    (
      "<s:Fault>t<faultcode>s:Server</faultcode><faultstring>x</faultstring></s:Fault>",
      ["cvc-complex-type-2-3 s:Fault"]
    ),
    (
      "<s:Fault><faultcode>s:Server</faultcode><faultstring>x</faultstring><detail>t</detail></s:Fault>",
      ["cvc-complex-type-2-3 s:Fault/detail"]
    ),
    (
      "<s:Fault><faultcode>s:Server</faultcode><faultstring>x</faultstring><detail a='1' m:b='2'><m:x/><y>t</y></detail></s:Fault>",
      []
    ),
    (
      "<s:Fault xsi:type='s:Fault'><faultcode xsi:type='xs:QName'>s:Server</faultcode><faultstring>x</faultstring></s:Fault>",
      []
    ),
    (
      "<s:Fault><faultcode xsi:type='xs:string'>s:Server</faultcode><faultstring>x</faultstring></s:Fault>",
      ["cvc-elt-4-3 s:Fault/faultcode/@xsi:type"]
    ),
    (
      "<s:Fault><faultcode>s:Server</faultcode><faultstring xsi:nil='true'/></s:Fault>",
      ["cvc-elt-3-1 s:Fault/faultstring"]
    ),
  ])
  func soap11Faults(fault: String, expected: [String]) throws {
    let body = "/s:Envelope/s:Body/"
    #expect(
      try Schema.ours(.v11).objections(to: SOAP.v11.envelope(fault))
        == expected.map { $0.replacing(" ", with: " \(body)") })
  }

  @Test(arguments: [
    ("<s:Envelope/>", ["cvc-complex-type-2-4 /s:Envelope"]),
    ("<s:Envelope><s:Body/><s:Header/></s:Envelope>", ["cvc-complex-type-2-4 /s:Envelope/s:Header"]),
    (
      "<s:Envelope><s:Header/><s:Header/><s:Body/></s:Envelope>",
      ["cvc-complex-type-2-4 /s:Envelope/s:Header[2]"]
    ),
    (
      "<s:Envelope><s:Header><x/></s:Header><s:Body/></s:Envelope>",
      ["cvc-complex-type-2-4 /s:Envelope/s:Header/x"]
    ),
    ("<s:Envelope><s:Body/><m:x/></s:Envelope>", []),
    ("<s:Envelope><s:Body/><x/></s:Envelope>", ["cvc-complex-type-2-4 /s:Envelope/x"]),
    ("<s:Envelope a='1'><s:Body/></s:Envelope>", ["cvc-complex-type-3-2-2 /s:Envelope/@a"]),
    ("<s:Envelope m:a='1'><s:Body a='1'/></s:Envelope>", []),
    ("<s:Envelope><s:Header><m:h s:mustUnderstand='1'/></s:Header><s:Body/></s:Envelope>", []),
    ("<s:Envelope><s:Header><m:h s:mustUnderstand=' 1 '/></s:Header><s:Body/></s:Envelope>", []),
    (
      "<s:Envelope><s:Header><m:h s:mustUnderstand='true'/></s:Header><s:Body/></s:Envelope>",
      ["cvc-pattern-valid /s:Envelope/s:Header/m:h/@s:mustUnderstand"]
    ),
    (
      "<s:Envelope><s:Header><m:h s:mustUnderstand='2'/></s:Header><s:Body/></s:Envelope>",
      ["cvc-datatype-valid-1-2-1 /s:Envelope/s:Header/m:h/@s:mustUnderstand"]
    ),
    ("<s:Envelope><s:Body><m:x s:encodingStyle='urn:a urn:b'/></s:Body></s:Envelope>", []),
    ("<m:Envelope/>", ["cvc-elt-1 /m:Envelope"]),
    // A SOAP 1.2 fault in a SOAP 1.1 body is foreign: no schema at hand knows it.
    ("<s:Envelope><s:Body><e:Fault/></s:Body></s:Envelope>", []),
  ])
  func soap11Envelopes(document: String, expected: [String]) throws {
    #expect(try Schema.ours(.v11).objections(to: Self.declaring(document)) == expected)
  }

  private static let reason = "<e:Reason><e:Text xml:lang='en'>x</e:Text></e:Reason>"
  private static let code = "<e:Code><e:Value>e:Sender</e:Value></e:Code>"

  @Test(arguments: [
    ("\(code)\(reason)", []), ("\(reason)\(code)", ["cvc-complex-type-2-4 e:Reason"]),
    (code, ["cvc-complex-type-2-4 "]),
    ("\(code)\(reason)<e:Role>urn:r</e:Role><e:Node>urn:n</e:Node>", ["cvc-complex-type-2-4 e:Node"]),
    ("\(code)\(reason)<e:Node>%zz</e:Node>", ["cvc-datatype-valid-1-2-1 e:Node"]),
    ("\(code)\(reason)<e:Detail e:x='1'/>", ["cvc-complex-type-3-2-2 e:Detail/@e:x"]),
    ("\(code)\(reason)<e:Detail m:x='1'><x/></e:Detail>", []),
    ("\(code)\(reason)<e:Detail>t</e:Detail>", ["cvc-complex-type-2-3 e:Detail"]),
    ("<e:Code><e:Value>e:Nope</e:Value></e:Code>\(reason)", ["cvc-enumeration-valid e:Code/e:Value"]),
    ("<e:Code><e:Value>m:Sender</e:Value></e:Code>\(reason)", ["cvc-enumeration-valid e:Code/e:Value"]),
    ("<e:Code><e:Value>Sender</e:Value></e:Code>\(reason)", ["cvc-enumeration-valid e:Code/e:Value"]),
    ("<e:Code><e:Value>z:Sender</e:Value></e:Code>\(reason)", ["cvc-datatype-valid-1-2-1 e:Code/e:Value"]),
    (
      "<e:Code><e:Value>e:Sender</e:Value><e:Subcode/></e:Code>\(reason)",
      ["cvc-complex-type-2-4 e:Code/e:Subcode"]
    ),
    (
      "<e:Code><e:Value>e:Sender</e:Value><e:Subcode><e:Value>m:a</e:Value><e:Subcode><e:Value>9</e:Value></e:Subcode></e:Subcode></e:Code>\(reason)",
      [
        "cvc-datatype-valid-1-2-1 e:Code/e:Subcode/e:Subcode/e:Value"
      ]
    ),
    ("\(code)<e:Reason/>", ["cvc-complex-type-2-4 e:Reason"]),
    ("\(code)<e:Reason><e:Text>x</e:Text></e:Reason>", ["cvc-complex-type-4 e:Reason/e:Text"]),
    (
      "\(code)<e:Reason xml:lang='en'><e:Text>x</e:Text></e:Reason>",
      ["cvc-complex-type-3-2-1 e:Reason/@xml:lang", "cvc-complex-type-4 e:Reason/e:Text"]
    ),
  ])
  func soap12Faults(content: String, expected: [String]) throws {
    let fault = "/e:Envelope/e:Body/e:Fault"
    let places = expected.map { line -> String in
      let parts = line.split(separator: " ", omittingEmptySubsequences: false)
      return "\(parts[0]) \(fault)\(parts[1].isEmpty ? "" : "/\(parts[1])")"
    }
    #expect(
      try Schema.ours(.v12).objections(to: SOAP.v12.envelope("<e:Fault>\(content)</e:Fault>")) == places)
  }

  /// xml:lang is a language tag or nothing. White space is collapsed for xs:language, and none goes for the empty one.
  @Test(arguments: [
    ("en", true), ("en-US", true), ("x-klingon", true), ("de-1901", true), ("EN", true), ("", true),
    (" en ", true), (" ", false),
    ("en_US", false), ("123", false), ("toolonglanguage", false), ("é", false), ("en us", false),
  ])
  func languages(tag: String, isValid: Bool) throws {
    let text = "<e:Fault>\(Self.code)<e:Reason><e:Text xml:lang='\(tag)'>x</e:Text></e:Reason></e:Fault>"
    let place = "/e:Envelope/e:Body/e:Fault/e:Reason/e:Text/@xml:lang"
    #expect(
      try Schema.ours(.v12).objections(to: SOAP.v12.envelope(text))
        == (isValid ? [] : ["cvc-datatype-valid-1-2-3 \(place)"]))
    // Foreign elements may have one, too, which is judged where the attribute is known.
    let foreign = "/e:Envelope/e:Body/m:x/@xml:lang"
    #expect(
      try Schema.ours(.v12).objections(to: SOAP.v12.envelope("<m:x xml:lang='\(tag)'/>"))
        == (isValid ? [] : ["cvc-datatype-valid-1-2-3 \(foreign)"]))
  }

  @Test(arguments: [
    ("<e:NotUnderstood qname='m:h'/>", []), ("<e:NotUnderstood qname=' m:h '/>", []),
    ("<e:NotUnderstood/>", ["cvc-complex-type-4 e:NotUnderstood"]),
    ("<e:NotUnderstood qname='z:h'/>", ["cvc-datatype-valid-1-2-1 e:NotUnderstood/@qname"]),
    ("<e:NotUnderstood qname='m:h' e:role=''/>", ["cvc-complex-type-3-2-1 e:NotUnderstood/@e:role"]),
    ("<e:NotUnderstood qname='m:h'> </e:NotUnderstood>", ["cvc-complex-type-2-1 e:NotUnderstood"]),
    ("<e:Upgrade/>", ["cvc-complex-type-2-4 e:Upgrade"]),
    ("<e:Upgrade><e:SupportedEnvelope qname='\n e:Envelope'/></e:Upgrade>", []),
    (
      "<e:Upgrade><e:SupportedEnvelope qname=''/></e:Upgrade>",
      ["cvc-datatype-valid-1-2-1 e:Upgrade/e:SupportedEnvelope/@qname"]
    ),
    ("<m:h e:mustUnderstand=' true ' e:relay='0' e:role=' urn:r ' e:encodingStyle='urn:e'/>", []),
    ("<m:h e:mustUnderstand='yes'/>", ["cvc-datatype-valid-1-2-1 m:h/@e:mustUnderstand"]), ("<h/>", []),
  ])
  func soap12HeaderBlocks(block: String, expected: [String]) throws {
    let document = SOAP.v12.envelope("", header: "<e:Header>\(block)</e:Header>")
    #expect(
      try Schema.ours(.v12).objections(to: document)
        == expected.map { $0.replacing(" ", with: " /e:Envelope/e:Header/") })
  }

  // MARK: Faults of libxml2 put right

  /// XML Schema Part 2, 4.3.6: whiteSpace is collapse for all but strings.
  @Test(arguments: [
    "%", " %", "% ", "\n  %\n", "\t\r\n%", "<!-- c -->%", " <!-- c --> % <?p?> ", "<![CDATA[ ]]>%",
    "&#32;%&#10;",
  ])
  func whiteSpaceAroundTokensIsNone(shape: String) throws {
    func spaced(_ value: String) -> String { shape.replacing("%", with: value) }
    #expect(
      try Schema.ours(.v11).objections(
        to: SOAP.v11.envelope(
          "<s:Fault><faultcode>\(spaced("s:Server"))</faultcode><faultstring>x</faultstring><faultactor>\(spaced("urn:a"))</faultactor></s:Fault>"
        )) == [])
    #expect(
      try Schema.ours(.v12).objections(
        to: SOAP.v12.envelope(
          """
          <e:Fault><e:Code><e:Value>\(spaced("e:Sender"))</e:Value><e:Subcode><e:Value>\(spaced("m:a"))</e:Value></e:Subcode></e:Code>\
          <e:Reason><e:Text xml:lang="en">x</e:Text></e:Reason></e:Fault>
          """)) == [])
    for version in SOAP.allCases {
      let apifault =
        "<et:apifault><et:Code>\(spaced("2"))</et:Code><et:Message/><et:LogID>\(spaced("9"))</et:LogID></et:apifault>"
      #expect(try Schema.ours(version).objections(to: version.fault(detail: apifault)) == [])
    }
  }

  /// Trimming repairs nothing but white space.
  @Test func trimmedValuesAreStillJudged() throws {
    let value = "<e:Fault><e:Code><e:Value>\n e:Nope </e:Value></e:Code>\(Self.reason)</e:Fault>"
    #expect(
      try Schema.ours(.v12).objections(to: SOAP.v12.envelope(value)) == [
        "cvc-enumeration-valid /e:Envelope/e:Body/e:Fault/e:Code/e:Value"
      ])
    for code in [" z:Server ", " 9 ", " s: Server", "  "] {
      let fault = "<s:Fault><faultcode>\(code)</faultcode><faultstring>x</faultstring></s:Fault>"
      #expect(
        try Schema.ours(.v11).objections(to: SOAP.v11.envelope(fault)) == [
          "cvc-datatype-valid-1-2-1 /s:Envelope/s:Body/s:Fault/faultcode"
        ])
    }
  }

  private static let badFault = "<et:apifault><et:Code>x</et:Code><et:Message>m</et:Message></et:apifault>"

  /// Schema-Validity Assessment (Element): where a wildcard is lax and no declaration is known, xsi:type counts only
  /// if it resolves, and otherwise what is inside is assessed laxly all the same.
  @Test(arguments: [
    ("<m:d xsi:type='m:T'/>", []), ("<m:d xsi:type='z:T'/>", []), ("<m:d xsi:type='T'/>", []),
    ("<m:d xsi:type='9'/>", []), ("<m:d xsi:type=''/>", []),
    ("<d xsi:type='m:T'>text</d>", []), ("<m:d xsi:type='m:T' a='1' m:b='2'>text<m:e/></m:d>", []),
    ("<m:d xsi:type='xs:nonsense'/>", []),
    ("<m:d xsi:type='m:T' xsi:nil='true'>x</m:d>", []),
    // Descendants and siblings
    ("<m:d xsi:type='m:T'>%</m:d>", ["cvc-datatype-valid-1-2-1 m:d/et:apifault/et:Code"]),
    ("<m:d xsi:type='m:T'/>%", ["cvc-datatype-valid-1-2-1 et:apifault/et:Code"]),
    ("%<m:d xsi:type='z:T'/>", ["cvc-datatype-valid-1-2-1 et:apifault/et:Code"]),
    (
      "<m:d xsi:type='m:T'><m:e xsi:type='z:U'>%</m:e></m:d>",
      ["cvc-datatype-valid-1-2-1 m:d/m:e/et:apifault/et:Code"]
    ),
    ("<m:d xsi:type='m:T'><m:e xsi:type='m:U'><e xsi:type='m:V'/></m:e><m:e xsi:type='m:U'/></m:d>", []),
    ("<m:d xsi:type='m:T'><m:e xsi:type='xs:int'>x</m:e></m:d>", ["cvc-datatype-valid-1-2-1 m:d/m:e"]),
    (
      "<m:d><m:e xsi:type='m:T'>%</m:e>%</m:d>",
      [
        "cvc-datatype-valid-1-2-1 m:d/m:e/et:apifault/et:Code",
        "cvc-datatype-valid-1-2-1 m:d/et:apifault/et:Code",
      ]
    ),
    // Attributes that are declared
    ("<m:d xsi:type='m:T' s:mustUnderstand='2'/>", ["cvc-datatype-valid-1-2-1 m:d/@s:mustUnderstand"]),
    ("<m:d s:mustUnderstand='2'/>", ["cvc-datatype-valid-1-2-1 m:d/@s:mustUnderstand"]),
    ("<m:d xsi:type='m:T' s:mustUnderstand=' 1 ' m:x='1'/>", []),
    // Types that resolve count
    ("<m:d xsi:type='xs:int'>5</m:d>", []),
    ("<m:d xsi:type='xs:int'>x</m:d>", ["cvc-datatype-valid-1-2-1 m:d"]),
    ("<m:d xsi:type='xs:int'> 5 </m:d>", []),
    ("<m:d xsi:type=' xs:int '>x</m:d>", ["cvc-datatype-valid-1-2-1 m:d"]),
    ("<m:d xsi:type=' xs:int '> 5 </m:d>", []),
    ("<m:d xsi:type='et:APIFault'/>", ["cvc-complex-type-2-4 m:d"]),
    ("<m:d xsi:type='et:APIFault'><et:Code>1</et:Code><et:Message/></m:d>", []),
    // On declared elements it must resolve
    (
      "<et:apifault xsi:type='m:T'><et:Code>1</et:Code><et:Message/></et:apifault>",
      ["cvc-elt-4-2 et:apifault/@xsi:type"]
    ),
    (
      "<et:apifault><et:Code xsi:type='m:T'>1</et:Code><et:Message/></et:apifault>",
      ["cvc-elt-4-2 et:apifault/et:Code/@xsi:type"]
    ),
    (
      "<et:apifault><et:Code xsi:type='z:T'>1</et:Code><et:Message/></et:apifault>",
      ["cvc-datatype-valid-1-2-1 et:apifault/et:Code/@xsi:type"]
    ),
    (
      "<et:apifault><et:Code xsi:type='xs:string'>1</et:Code><et:Message/></et:apifault>",
      ["cvc-elt-4-3 et:apifault/et:Code/@xsi:type"]
    ),
    ("<et:apifault><et:Code xsi:type='xs:short'>1</et:Code><et:Message/></et:apifault>", []),
    (
      "<m:d xsi:type='m:T'><et:apifault><et:Code xsi:type='m:U'>1</et:Code><et:Message/></et:apifault></m:d>",
      ["cvc-elt-4-2 m:d/et:apifault/et:Code/@xsi:type"]
    ),
  ])
  func typesThatDoNotResolve(detail: String, expected: [String]) throws {
    for version in SOAP.allCases {
      // mustUnderstand is that of the version.
      let prefix = version == .v11 ? "s:" : "e:"
      let own = detail.replacing("s:mustUnderstand", with: "\(prefix)mustUnderstand").replacing(
        "%", with: Self.badFault)
      let places = expected.map {
        $0.replacing("s:mustUnderstand", with: "\(prefix)mustUnderstand").replacing(
          " ", with: " \(version.detailPath)/")
      }
      #expect(try Schema.ours(version).objections(to: version.fault(detail: own)) == places)
    }
  }

  @Test(arguments: [
    ("m:T", "cvc-elt-4-2"), ("z:T", "cvc-datatype-valid-1-2-1"), ("xs:string", "cvc-elt-4-3"),
    ("xs:nonsense", "cvc-elt-4-2"),
  ])
  func typesOfDeclaredElementsMustResolve(type: String, constraint: String) throws {
    let fault = "/s:Envelope/s:Body/s:Fault"
    for code in ["s:Server", " s:Server\n"] {
      for inner in ["", "<m:d xsi:type='m:T'>\(Self.badFault)</m:d>"] {
        let text =
          "<s:Fault><faultcode xsi:type='\(type)'>\(code)</faultcode><faultstring>x</faultstring><detail>\(inner)</detail></s:Fault>"
        let expected = ["\(constraint) \(fault)/faultcode/@xsi:type"]
        #expect(
          try Schema.ours(.v11).objections(to: SOAP.v11.envelope(text))
            == expected
            + (inner.isEmpty ? [] : ["cvc-datatype-valid-1-2-1 \(fault)/detail/m:d/et:apifault/et:Code"]))
      }
    }
    #expect(
      try Schema.ours(.v11).objections(
        to: Self.declaring("<s:Envelope><s:Body xsi:type='\(type)'/></s:Envelope>"))
        == ["\(constraint) /s:Envelope/s:Body/@xsi:type"])
    #expect(
      try Schema.ours(.v12).objections(
        to: SOAP.v12.envelope(
          "<e:Fault>\(Self.code.replacing("<e:Value>", with: "<e:Value xsi:type='\(type)'>"))\(Self.reason)</e:Fault>"
        ))
        == ["\(constraint) /e:Envelope/e:Body/e:Fault/e:Code/e:Value/@xsi:type"])
  }

  @Test func deepNestingOfUnknownTypesIsSeenThrough() throws {
    let nested = (0..<10).reduce(Self.badFault) { inner, level in "<m:d xsi:type='m:T\(level)'>\(inner)</m:d>"
    }
    let path = SOAP.v11.detailPath + String(repeating: "/m:d", count: 10)
    #expect(
      try Schema.ours(.v11).objections(to: SOAP.v11.fault(detail: nested)) == [
        "cvc-datatype-valid-1-2-1 \(path)/et:apifault/et:Code"
      ])
  }

  // MARK: Marketing Cloud

  /// Vendor catalogue, Marketing Cloud, section 1.
  @Test(arguments: [
    "CM", "CML", "CMP", "CMLP", "CM<et:Params/>", "C<et:Message/>", "<et:Code>-1</et:Code>M",
    "<et:Code>2147483647</et:Code>M",
    "CM<et:LogID>9223372036854775807</et:LogID>",
    "CM<et:Params><et:Param/><et:Param>b</et:Param></et:Params>", "<!-- c -->CM", "\n  C\n  M\n",
    "<et:Code xsi:type='xs:int'>2</et:Code>M", "<et:Code><![CDATA[2]]></et:Code>M",
    "CM<et:Params> </et:Params>",
  ])
  func goodApiFaults(content: String) throws {
    let body = Self.expand(content)
    for version in SOAP.allCases {
      for entry in [
        "<et:apifault>\(body)</et:apifault>", "<et:apifault xsi:type='et:APIFault'>\(body)</et:apifault>",
        "<m:x><et:apifault>\(body)</et:apifault></m:x>",
      ] {
        #expect(try Schema.ours(version).objections(to: version.fault(detail: entry)) == [])
      }
    }
  }

  @Test(arguments: [
    ("", ["cvc-complex-type-2-4 "]), ("C", ["cvc-complex-type-2-4 "]),
    ("M", ["cvc-complex-type-2-4 et:Message"]), ("MC", ["cvc-complex-type-2-4 et:Message"]),
    ("CCM", ["cvc-complex-type-2-4 et:Code[2]"]), ("CMM", ["cvc-complex-type-2-4 et:Message[2]"]),
    ("CLM", ["cvc-complex-type-2-4 et:LogID"]),
    ("CMPL", ["cvc-complex-type-2-4 et:LogID"]), ("CMPP", ["cvc-complex-type-2-4 et:Params[2]"]),
    ("CMLL", ["cvc-complex-type-2-4 et:LogID[2]"]),
    ("<et:Code>x</et:Code>M", ["cvc-datatype-valid-1-2-1 et:Code"]),
    ("<et:Code/>M", ["cvc-datatype-valid-1-2-1 et:Code"]),
    ("<et:Code>2147483648</et:Code>M", ["cvc-datatype-valid-1-2-1 et:Code"]),
    ("<et:Code>2.0</et:Code>M", ["cvc-datatype-valid-1-2-1 et:Code"]),
    ("CM<et:LogID/>", ["cvc-datatype-valid-1-2-1 et:LogID"]),
    ("CM<et:LogID>9223372036854775808</et:LogID>", ["cvc-datatype-valid-1-2-1 et:LogID"]),
    ("CM<et:Params>x</et:Params>", ["cvc-complex-type-2-3 et:Params"]),
    ("CM<et:Params><et:x/></et:Params>", ["cvc-complex-type-2-4 et:Params/et:x"]),
    ("CM<et:Params><Param>a</Param></et:Params>", ["cvc-complex-type-2-4 et:Params/Param"]),
    ("CM<et:Params a='1'/>", ["cvc-complex-type-3-2-1 et:Params/@a"]),
    ("<Code>2</Code><Message>m</Message>", ["cvc-complex-type-2-4 Code"]),
    ("CM<m:x/>", ["cvc-complex-type-2-4 m:x"]), ("CM<et:x/>", ["cvc-complex-type-2-4 et:x"]),
    ("xCM", ["cvc-complex-type-2-3 "]),
    ("C<et:Message><et:b/></et:Message>", ["cvc-type-3-1-2 et:Message/et:b"]),
    ("C<et:Message m:a='1'>x</et:Message>", ["cvc-type-3-1-1 et:Message/@m:a"]),
    ("<et:code>2</et:code>M", ["cvc-complex-type-2-4 et:code"]),
    ("C<et:Message xsi:nil='true'/>", ["cvc-elt-3-1 et:Message"]),
  ])
  func badApiFaults(content: String, expected: [String]) throws {
    for version in SOAP.allCases {
      let places = expected.map { line -> String in
        let parts = line.split(separator: " ", omittingEmptySubsequences: false)
        return "\(parts[0]) \(version.detailPath)/et:apifault\(parts[1].isEmpty ? "" : "/\(parts[1])")"
      }
      let entry = "<et:apifault>\(Self.expand(content))</et:apifault>"
      #expect(try Schema.ours(version).objections(to: version.fault(detail: entry)) == places)
    }
  }

  @Test func attributesAndTypesOfApiFaults() throws {
    for (attribute, constraint) in [
      ("a='1'", "cvc-complex-type-3-2-1"), ("m:a='1'", "cvc-complex-type-3-2-1"),
      ("xsi:type='et:Other'", "cvc-elt-4-2"),
      ("xsi:type='xs:anyType'", "cvc-elt-4-3"),
    ] {
      let name = String(attribute.prefix { $0 != "=" })
      let entry = "<et:apifault \(attribute)>\(Self.expand("CM"))</et:apifault>"
      for version in SOAP.allCases {
        #expect(
          try Schema.ours(version).objections(to: version.fault(detail: entry)) == [
            "\(constraint) \(version.detailPath)/et:apifault/@\(name)"
          ])
      }
    }
    let nilled = "<et:apifault xsi:nil='true'>\(Self.expand("CM"))</et:apifault>"
    #expect(
      try Schema.ours(.v11).objections(to: SOAP.v11.fault(detail: nilled))?.first
        == "cvc-elt-3-1 \(SOAP.v11.detailPath)/et:apifault")
    // Names that the vendor does not declare are nobody's business.
    for entry in [
      "<apifault><Code>x</Code></apifault>", "<et:other>x</et:other>",
      "<m:apifault><m:Code>x</m:Code></m:apifault>",
    ] {
      #expect(try Schema.ours(.v11).objections(to: SOAP.v11.fault(detail: entry)) == [])
    }
    // The prefix is the sender's to choose.
    for entry in [
      "<apifault xmlns='urn:fault.partner.exacttarget.com'><Code>2</Code><Message>m</Message></apifault>",
      "<p:apifault xmlns:p='urn:fault.partner.exacttarget.com'><p:Code>2</p:Code><p:Message>m</p:Message></p:apifault>",
    ] {
      #expect(try Schema.ours(.v11).objections(to: SOAP.v11.fault(detail: entry)) == [])
    }
  }

  // MARK: The validator itself

  @Test func validatorsAreReusable() throws {
    let schema = try Schema.ours(.v11)
    let validator = SchemaValidator(schema)
    let parser = TreeParser(vocabulary: .schemas)
    let documents = [
      SOAP.v11.fault(detail: "<m:d/>"), SOAP.v11.fault(detail: Self.badFault),
      SOAP.v11.envelope("<s:Fault/>"), "<x/>",
      SOAP.v11.fault(detail: "<m:d xsi:type='m:T'>\(Self.badFault)</m:d>"), SOAP.v11.envelope(" "),
      SOAP.v11.envelope("<s:Fault><faultcode> s:Server</faultcode><faultstring/></s:Fault>"),
    ]
    let trees = try documents.map { try #require(parser.parse($0).tree) }
    func summary(_ violations: [SchemaViolation]) -> [String] {
      violations.map { "\($0.constraint) \($0.element) \(String(describing: $0.attribute)) \($0.message)" }
    }
    let fresh = trees.map { summary(SchemaValidator(schema).validate($0)) }
    for first in trees.indices {
      for second in trees.indices {
        #expect(summary(validator.validate(trees[first])) == fresh[first])
        #expect(summary(validator.validate(trees[second])) == fresh[second])
      }
    }
  }

  @Test func schemasAreShared() async throws {
    let schema = try Schema.ours(.v12)
    let document = SOAP.v12.fault(detail: Self.badFault)
    let expected = ["cvc-datatype-valid-1-2-1 \(SOAP.v12.detailPath)/et:apifault/et:Code"]
    await withTaskGroup(of: Bool.self) { group in
      for _ in 0..<4 {
        group.addTask { (0..<50).allSatisfy { _ in schema.objections(to: document) == expected } }
      }
      for await isRight in group { #expect(isRight) }
    }
  }

  /// Elements are judged by what they mean: a scope that ends, a prefix that changes, a default that is taken back.
  @Test func scopesAreTheDocuments() throws {
    let schema = try Schema.ours(.v11)
    let namespace = "http://schemas.xmlsoap.org/soap/envelope/"
    func body(_ code: String) -> String {
      "<Envelope xmlns='\(namespace)' xmlns:p='\(namespace)'><Body><Fault>\(code)<faultstring xmlns=''>x</faultstring></Fault></Body></Envelope>"
    }
    #expect(schema.objections(to: body("<faultcode xmlns=''>p:Server</faultcode>")) == [])
    #expect(schema.objections(to: body("<faultcode xmlns='' xmlns:q='urn:q'>q:Server</faultcode>")) == [])
    #expect(
      schema.objections(to: body("<faultcode xmlns=''>q:Server</faultcode>")) == [
        "cvc-datatype-valid-1-2-1 /Envelope/Body/Fault/faultcode"
      ])
    #expect(
      schema.objections(to: body("<faultcode>p:Server</faultcode>")) == [
        "cvc-complex-type-2-4 /Envelope/Body/Fault/faultcode"
      ])
  }

  @Test func messagesHaveNoPlaceAndNoFullStop() throws {
    let tree = try #require(
      TreeParser(vocabulary: .schemas).parse(SOAP.v11.fault(detail: Self.badFault + "t")).tree)
    for violation in SchemaValidator(try Schema.ours(.v11)).validate(tree) {
      #expect(!violation.message.isEmpty)
      #expect(!violation.message.hasPrefix("Element"))
      #expect(!violation.message.hasSuffix(".") && !violation.message.hasSuffix("\n"))
    }
  }

  private static func declaring(_ document: String) -> String {
    let nameEnd = document.firstIndex { " />".contains($0) } ?? document.endIndex
    return "\(document[..<nameEnd]) \(prefixes)\(document[nameEnd...])"
  }

  /// C, M, L and P outside of tags stand for the children of an apifault.
  private static func expand(_ content: String) -> String {
    var result = ""
    var isInTag = false
    for character in content {
      if character == "<" { isInTag = true }
      switch character {
      case "C" where !isInTag: result += "<et:Code>2</et:Code>"
      case "M" where !isInTag: result += "<et:Message>Unplanned Outage</et:Message>"
      case "L" where !isInTag: result += "<et:LogID>12</et:LogID>"
      case "P" where !isInTag: result += "<et:Params><et:Param>a</et:Param></et:Params>"
      default: result.append(character)
      }
      if character == ">" { isInTag = false }
    }
    return result
  }
}
