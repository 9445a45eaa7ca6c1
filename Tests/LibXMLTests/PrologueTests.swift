import FaultlintLibXML
import FaultlintXMLTree
import Testing

/// What stands before the document element.
struct PrologueTests {
  @Test(
    arguments: [
      ([], nil, 0), ([0xEF, 0xBB, 0xBF], Prologue.ByteOrderMark.utf8, 3),
    ] as [([UInt8], Prologue.ByteOrderMark?, Int)])
  func utf8WithAndWithoutMark(bytes: [UInt8], mark: Prologue.ByteOrderMark?, count: Int) {
    let document = TreeParser().parse(bytes + Array("<a/>".utf8))
    #expect(document.prologue.byteOrderMark == mark)
    #expect(document.prologue.byteOrderMark?.count ?? 0 == count)
    #expect(document.prologue.encoding == "UTF-8")
    #expect(document.inputBytes == 4)
    #expect(document.tree?.elementOffsets == [0])
  }

  /// XML 1.0, appendix F: what the first bytes say, with a mark and without.
  @Test(arguments: WideEncoding.allCases)
  func wideEncodingsAreRecognised(encoding: WideEncoding) {
    for declared in [nil, encoding.rawValue, encoding.family] {
      let text = (declared.map { "<?xml version='1.0' encoding='\($0)'?>" } ?? "") + "<a>é</a>"
      for isMarked in [true, false] {
        let document = TreeParser().parse((isMarked ? encoding.mark : []) + encoding.encode(text))
        #expect(document.prologue.byteOrderMark?.rawValue == (isMarked ? encoding.rawValue : nil))
        #expect(document.prologue.encoding == encoding.rawValue)
        #expect(document.prologue.declaredEncoding == declared)
        #expect(document.tree?.runTexts == ["é"])
        #expect(document.problem == nil)
      }
    }
  }

  @Test(
    arguments: [
      ("<?xml version='1.0'?><a/>", "1.0", nil),
      ("<?xml version=\"1.0\" encoding=\"UTF-8\"?><a/>", "1.0", "UTF-8"),
      ("<?xml version = '1.0'\n\tencoding = 'utf-8' standalone='yes' ?><a/>", "1.0", "utf-8"),
      ("<?xml version='1.1'?><a/>", "1.1", nil), ("<a/>", nil, nil), ("<a>?></a>", nil, nil),
      ("<?xml-stylesheet version='2' encoding='x'?><a/>", nil, nil),
      ("<!-- <?xml version='1.0' encoding='x'?> --><a/>", nil, nil),
      ("<a version='1' encoding='x'/>", nil, nil),
      ("<?xml version='1.0'?><?p encoding='x'?><a/>", "1.0", nil),
    ] as [(String, String?, String?)])
  func theDeclarationIsRead(document: String, version: String?, encoding: String?) {
    let parsed = TreeParser().parse(document)
    #expect(parsed.prologue.declaredVersion == version)
    #expect(parsed.prologue.declaredEncoding == encoding)
    #expect(parsed.tree != nil)
  }

  // MARK: Encodings that do not fit

  @Test(arguments: [
    ("UTF-16", "ASCII bytes"), ("UTF-32", "ASCII bytes"), ("no-such-encoding", "unknown"),
    ("UTF-16LE", "ASCII bytes"),
  ])
  func aDeclarationThatTheBytesBelieIsAnEncodingProblem(encoding: String, why: String) {
    let document = TreeParser().parse("<?xml version='1.0' encoding='\(encoding)'?><a/>")
    #expect(document.problem?.kind == .encoding)
    #expect(document.tree == nil)
    #expect(document.prologue.declaredEncoding == encoding)
  }

  @Test func aMarkAndADeclarationMustAgree() {
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    for (encoding, agrees) in [("UTF-8", true), ("utf-8", true), ("ISO-8859-1", false), ("UTF-16", false)] {
      let document = TreeParser().parse(mark + Array("<?xml version='1.0' encoding='\(encoding)'?><a/>".utf8))
      #expect(document.problem?.kind == (agrees ? nil : .encoding))
    }
    for (encoding, agrees) in [("UTF-16", true), ("utf-16le", true), ("UTF-16BE", false), ("UTF-8", false)] {
      let text = "<?xml version='1.0' encoding='\(encoding)'?><a/>"
      let document = TreeParser().parse([0xFF, 0xFE] + WideEncoding.utf16LE.encode(text))
      #expect(document.problem?.kind == (agrees ? nil : .encoding))
    }
  }

  // MARK: The document type

  @Test(arguments: [
    "¦<!DOCTYPE a><a/>",
    "<?xml version='1.0'?>\n<!-- <!DOCTYPE x> -->\n<?p <!DOCTYPE x>?>\n¦<!DOCTYPE a SYSTEM 'a>b' >\n<a/>",
    "¦<!DOCTYPE a PUBLIC '-//X//Y' \"http://example.invalid/'>.dtd\"><a/>",
    "¦<!DOCTYPE a [<!ENTITY e ']>'><!-- ]> ' --><?p ]> \"?><!ELEMENT a (#PCDATA)>] ><a/>",
    "¦<!DOCTYPE a [<!ATTLIST a x CDATA 'added'>]>\r\n<a/>",
    "¦<!DOCTYPE a [<!ENTITY % p SYSTEM 'file:///etc/passwd'> %p;]><a/>",
  ])
  func theDocumentTypeIsFoundAndHidden(marked: String) throws {
    let expected = Marked(marked)
    let document = TreeParser().parse(expected.text)
    #expect(document.prologue.documentType == expected.point)
    let tree = try #require(document.tree)
    #expect(tree.attributes.isEmpty)
    #expect(!document.hasUnreadEntities)
    // Blanks keep every offset and every line where it was.
    #expect(tree.source.count == expected.text.utf8.count + 1)
    #expect(tree.source.count { $0 == 0x0A } == expected.text.utf8.count { $0 == 0x0A })
    #expect(tree.source[tree.elementOffsets[0]...].starts(with: "<a/>".utf8))
  }

  @Test(arguments: [
    "<a/>", "<!-- <!DOCTYPE a> --><a/>", "<?p <!DOCTYPE a> ?><a/>", "<a><![CDATA[<!DOCTYPE a>]]></a>",
    "<a x='&lt;!DOCTYPE a>'/>",
  ])
  func whatOnlyLooksLikeADocumentTypeIsNone(document: String) {
    let parsed = TreeParser().parse(document)
    #expect(parsed.prologue.documentType == nil)
    #expect(parsed.tree != nil)
  }

  @Test(arguments: [
    "<!DOCTYPE a <a/>", "<!DOCTYPE a [<a/>", "<!DOCTYPE a [<!-- ]><a/>", "<!DOCTYPE a 'x><a/>",
    "<a><!DOCTYPE a></a>", "<a/><!DOCTYPE a>",
  ])
  func anUnfinishedOrMisplacedDocumentTypeIsNotWellFormed(document: String) {
    let parsed = TreeParser().parse(document)
    #expect(parsed.problem?.kind == .notWellFormed)
    #expect(parsed.tree == nil)
  }

  /// Entities are never expanded: question marks of the same length stand for them.
  @Test func entitiesOfADocumentTypeAreNotRead() throws {
    let marked = Marked(
      "<!DOCTYPE a [<!ENTITY e 'x'><!ENTITY f SYSTEM 'file:///etc/passwd'>]>\n«<a ‹x='1&e;2'>¦1&f;&amp;&#50;«<b/>¦&e;</a>"
    )
    let document = TreeParser().parse(marked.text)
    let tree = try #require(document.tree)
    #expect(document.hasUnreadEntities)
    #expect(document.problem == nil)
    #expect(tree.runTexts == ["1???&2", "???"])
    #expect(tree.root.attributes.map(\.value.shortened) == ["1???2"])
    #expect(tree.elementOffsets == marked.elements)
    #expect(tree.attributeOffsets == marked.attributes)
    #expect(tree.runOffsets == marked.points)
  }

  @Test func anExpandingDocumentTypeCostsNothing() throws {
    var entities = "<!ENTITY e0 'lol'>"
    for level in 1...30 {
      entities += "<!ENTITY e\(level) '\(String(repeating: "&e\(level - 1);", count: 10))'>"
    }
    let document = TreeParser().parse("<!DOCTYPE a [\(entities)]><a>&e30;</a>")
    #expect(document.hasUnreadEntities)
    #expect(document.tree?.runTexts == ["?????"])
  }

  // MARK: A declaration of the prefix xml

  @Test(arguments: [
    "<a ¦xmlns:xml='http://www.w3.org/XML/1998/namespace'/>",
    "<a><b x='1'\n ¦xmlns:xml = 'http://www.w3.org/XML/1998/namespace' y='2'/></a>",
    "<a xmlns:xmlsoap='urn:x' ¦xmlns:xml='http://www.w3.org/XML/1998/namespace'/>",
    "<a><!-- xmlns:xml='' --><b ¦xmlns:xml='http://www.w3.org/XML/1998/namespace'/></a>",
    "<!-- xmlns:xml --><a x='xmlns:xml=\"\"'>xmlns:xml<![CDATA[<b xmlns:xml=''>]]><b ¦xmlns:xml=\"http://www.w3.org/XML/1998/namespace\"/></a>",
    "<?p xmlns:xml?><a><b ¦xmlns:xml='http://www.w3.org/XML/1998/namespace'/><c xmlns:xml='http://www.w3.org/XML/1998/namespace'/></a>",
    "<!DOCTYPE a [<!ATTLIST a xmlns:xml CDATA ''>]><a ¦xmlns:xml='http://www.w3.org/XML/1998/namespace'/>",
  ])
  func aDeclarationOfXMLIsFound(marked: String) {
    let expected = Marked(marked)
    let document = TreeParser().parse(expected.text)
    #expect(document.problem == nil)
    #expect(document.prologue.xmlPrefixDeclaration == expected.point)
  }

  @Test(arguments: [
    "<a/>", "<a>xmlns:xml='http://www.w3.org/XML/1998/namespace'</a>", "<!-- <a xmlns:xml=''/> --><a/>",
    "<a><!-- <a xmlns:xml=''/> --></a>", "<a><![CDATA[<a xmlns:xml=''/>]]></a>", "<a x='xmlns:xml=\"\"'/>",
    "<a x=' xmlns:xml '/>", "<a><?p xmlns:xml=''?></a>", "<a/><!-- xmlns:xml -->",
    "<a xmlns:xmlns1='urn:x'/>",
    "<a xmlns:xmlx='urn:x'/>", "<a x='1' >xmlns:xml</a>", "<xmlnsxml/>",
    "<!DOCTYPE a [<!ATTLIST a xmlns:xml CDATA ''>]><a/>",
  ])
  func whatOnlyLooksLikeADeclarationOfXMLIsNone(document: String) {
    let parsed = TreeParser().parse(document)
    #expect(parsed.problem == nil)
    #expect(parsed.prologue.xmlPrefixDeclaration == nil)
  }

  /// Looking for it may not cost more than a few readings of the document.
  @Test func lookingForADeclarationOfXMLIsLinear() {
    let value = String(repeating: "xmlns:xml ", count: 200_000)
    for document in ["<a x='\(value)'/>", "<a>\(value)</a>", "<a><!--\(value)--></a>"] {
      let clock = ContinuousClock()
      var found: Int?
      let time = clock.measure { found = TreeParser().parse(document).prologue.xmlPrefixDeclaration }
      #expect(found == nil)
      #expect(time < .seconds(5))
    }
  }
}
