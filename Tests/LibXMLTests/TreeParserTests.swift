import FaultlintLibXML
import FaultlintXMLTree
import Testing

/// Trees of documents whose content is known: what is in them, and where.
struct TreeParserTests {
  // MARK: Places

  /// Every construct that a start tag, or what stands before it, may hold and that could shift an offset.
  @Test(arguments: [
    "«<a/>",
    "«<a ‹x='1'/>",
    "<?xml version='1.0' encoding='UTF-8'?>\n«<a>\n  «<b ‹x='1' ‹y=\"2\"/>\n</a>\n",
    "<?xml version='1.0'?>\r\n\r\n<!-- c -->\r\n«<a\r\n  ‹x='1'\r\n\t‹y='2'\r\n>\r\n «<b/>\r\n</a>\r\n",
    "<?p i?><!--<z x='1'/>-->«<a><!--<z x='1'/>-->«<b/><?p <z x='1'/>?>«<c/></a><!--<z/>--><?p <z/>?>",
    "«<a><![CDATA[<z x='1'/>]]>«<b><![CDATA[]]]]></b>«<c ‹x='1'/><![CDATA[>]]>«<d/></a>",
    "«<a ‹x='&amp;&lt;&gt;&quot;&apos;&#38;&#x26;&#60;' ‹y='>'>«<b ‹z='&amp;amp;' ‹w='/>'/>&amp;&lt;&#38;«<c/></a>",
    "«<a ‹é='ü€𝄞' ‹ø='𝄞𝄞'>ü€𝄞«<日本 ‹語='語'/>語«<b/></a>",
    "«<a xmlns='urn:a' ‹x='1' xmlns:p='urn:p' ‹p:x='2' xmlns:q='urn:q' ‹q:x='3'>«<p:x ‹p:y='x=\"1\"' ‹y='y'/></a>",
    "«<p:a xmlns:p='urn:p' ‹pp='1' ‹p='2' ‹p:p='3'/>",
    "«<a ‹x = '1' ‹y\n=\n\"2\"\n>«<b></b\n>«<c\n/></a\n>",
    "«<a ‹x='x=' ‹y='= y'/>",
    "«<a>a«<b>b«<c>c</c>b</b>a«<d>d</d>a</a>",
    "«<a ‹x='\n\t y=\"1\" ' ‹y='2'/>",
  ])
  func everyElementAndAttributeHasItsOffset(marked: String) throws {
    let expected = Marked(marked)
    let parser = TreeParser()
    for mark: [UInt8] in [[], [0xEF, 0xBB, 0xBF]] {
      let document = parser.parse(mark + Array(expected.text.utf8))
      let tree = try #require(document.tree)
      #expect(document.problem == nil)
      // Offsets count in the text; the mark before it counts in positions only.
      #expect(tree.source.dropLast().elementsEqual(expected.text.utf8))
      #expect(tree.elementOffsets == expected.elements)
      #expect(tree.attributeOffsets == expected.attributes)
      var finder = PositionFinder(document)
      for offset in expected.elements {
        #expect(finder.position(of: offset).offset == offset + mark.count)
      }
    }
  }

  @Test func elementsKnowTheirParentsAndEnds() throws {
    let tree = try #require(TreeParser().parse("<a><b><c/><d/></b><e/><f><g/></f></a>").tree)
    #expect(tree.elements.map { tree.localNames.string($0.name.id) } == ["a", "b", "c", "d", "e", "f", "g"])
    #expect(tree.elements.map(\.parent) == [-1, 0, 1, 1, 0, 0, 5])
    #expect(tree.elements.map(\.end) == [7, 4, 3, 4, 5, 7, 7])
    #expect(tree.root.children.map(\.localName) == ["b", "e", "f"])
    #expect(tree.root.parent == nil)
    #expect(ElementView(tree, 6).parent?.localName == "f")
    #expect(ElementView(tree, 6).path() == "/a/f/g")
  }

  @Test func attributesBelongToTheirElements() throws {
    let tree = try #require(
      TreeParser().parse("<a x='1' y=''><b xmlns:p='urn:p' p:x='2' x='3'/><c/><d xml:lang='de'/></a>").tree)
    let attributes = tree.elements.indices.map { index in
      ElementView(tree, index).attributes.map { "\($0.qualifiedName)=\($0.value.shortened)" }
    }
    #expect(attributes == [["x=1", "y="], ["p:x=2", "x=3"], [], ["xml:lang=de"]])
    #expect(tree.attributes.map(\.element) == [0, 0, 1, 1, 3])
    #expect(
      tree.attributes.map { tree.namespaces.string($0.namespace.id) } == [
        "", "", "urn:p", "", "http://www.w3.org/XML/1998/namespace",
      ])
    #expect(ElementView(tree, 3).attribute(.xml, tree.attributes[4].name)?.value.shortened == "de")
    #expect(ElementView(tree, 3).attribute(.none, tree.attributes[4].name) == nil)
  }

  /// XML 1.0, 3.3.3: references are resolved; a literal blank becomes a space, a referred one stays; CRLF is one.
  @Test(arguments: [
    ("a &amp; b", "a & b"), ("&amp;amp;", "&amp;"), ("&#38;", "&"), ("&#x26;#38;", "&#38;"),
    ("&amp;#38;", "&#38;"),
    ("&lt;&gt;&quot;&apos;", "<>\"'"), ("&#60;&#62;", "<>"), ("a\tb\nc\rd\r\ne", "a b c d e"),
    ("&#9;&#10;&#13;&#32;", "\t\n\r "), ("  a  b  ", "  a  b  "), ("&#xE9;é&#233;", "ééé"),
    ("&#x1D11E;", "𝄞"),
    ("&amp;&amp;", "&&"), ("", ""), (">", ">"), ("]]>", "]]>"), ("&lt;!--", "<!--"),
  ])
  func attributeValuesAreNormalised(written: String, value: String) throws {
    let tree = try #require(TreeParser().parse("<a x=\"\(written)\" y='1'/>").tree)
    #expect(tree.root.attributes.map(\.value.shortened) == [value, "1"])
  }

  // MARK: Text

  /// The text straight inside each element, and where it begins.
  @Test(arguments: [
    ("<a>¦x</a>", ["x"]),
    ("<a>¦x<!-- c -->y<?p i?>z</a>", ["xyz"]),
    ("<a>¦<![CDATA[x]]>y<![CDATA[<z>&amp;]]></a>", ["xy<z>&amp;"]),
    ("<a>¦x<![CDATA[]]>y</a>", ["xy"]),
    ("<a><!-- c -->¦x</a>", ["x"]),
    ("<a><!-- c --><?p i?>¦<![CDATA[x]]></a>", ["x"]),
    ("<a>¦x<b>¦y</b>¦z</a>", ["x", "y", "z"]),
    ("<a>¦&lt;x&gt;</a>", ["<x>"]),
    ("<a>¦&#233;x&#xE9;</a>", ["éxé"]),
    ("<a><b>¦é</b>¦€<!-- c -->x<c/>¦𝄞</a>", ["é", "€x", "𝄞"]),
    ("<a>¦a\r\nb\rc\nd</a>", ["a\nb\nc\nd"]),
    ("<a>¦a&#13;b</a>", ["a\rb"]),
    ("<a ><b />¦x</a>", ["x"]),
    ("<a><b></b >¦<![CDATA[x]]></a>", ["x"]),
    ("<a>¦&amp;<b/>¦&amp;</a>", ["&", "&"]),
    ("<a></a>", []),
    ("<a><!-- c --></a>", []),
    // White space counts where it is all there is, and not beside elements.
    ("<a>¦ \n\t</a>", [" \n\t"]),
    ("<a> <b>¦ </b> </a>", [" "]),
    ("<a>\n  <b/>\n  <c/>\n</a>", []),
    ("<a>\n  <b/>¦\n x <c/>\n</a>", ["\n x "]),
    ("<a> <!-- c --> <b/> <![CDATA[ ]]> </a>", []),
    ("<a>¦ <!-- c --> </a>", ["  "]),
    ("<a>¦ x <b/> </a>", [" x "]),
    ("<a><b>¦ <!-- c -->x</b></a>", [" x"]),
  ])
  func textIsJoinedAndPlaced(marked: String, texts: [String]) throws {
    let expected = Marked(marked)
    let tree = try #require(TreeParser().parse(expected.text).tree)
    #expect(tree.runTexts == texts)
    #expect(tree.runOffsets == expected.points)
  }

  @Test func runsBelongToTheirElements() throws {
    let tree = try #require(TreeParser().parse("<a>1<b>2</b>3<c><d>4</d></c>5<e/></a>").tree)
    #expect(tree.runTexts == ["1", "2", "3", "4", "5"])
    #expect(tree.runs.map(\.parent) == [0, 1, 0, 3, 0])
    let texts = tree.elements.indices.map { index in
      ElementView(tree, index).textRuns.map { tree.string($0.start, $0.length) }
    }
    #expect(texts == [["1", "3", "5"], ["2"], [], ["4"], []])
    #expect(ElementView(tree, 0).text.shortened == "1")
    #expect(ElementView(tree, 4).text.count == 0)
  }

  /// libxml2 hands long text and text that is not ASCII over in pieces.
  @Test(arguments: ["x", "é", "x€", "𝄞x", "]", "a\nb\r\n", "&#10;&amp;"])
  func longTextIsOneRun(unit: String) throws {
    let resolved = unit.replacing("\r\n", with: "\n").replacing("&#10;", with: "\n").replacing(
      "&amp;", with: "&")
    for count in [299, 300, 301, 5000, 70_000] {
      let text = String(repeating: unit, count: count)
      let tree = try #require(TreeParser().parse("<a><b>\(text)</b></a>").tree)
      #expect(tree.runs.count == 1)
      #expect(tree.runs.first?.offset == 6)
      #expect(tree.runTexts == [String(repeating: resolved, count: count)])
    }
  }

  @Test func firstVisibleTextIsFound() throws {
    let marked = Marked("<a> <b/>\n  ¦x<c>\n</c><d>¦y</d></a>")
    let tree = try #require(TreeParser().parse(marked.text).tree)
    #expect(tree.root.firstVisibleText == marked.points[0])
    #expect(ElementView(tree, 1).firstVisibleText == nil)
    #expect(ElementView(tree, 2).firstVisibleText == nil)
    #expect(ElementView(tree, 3).firstVisibleText == marked.points[1])
  }

  // MARK: Namespaces

  /// Namespaces in XML 1.0, section 6: scope, redeclaration, and taking the default back.
  @Test func namesAreResolved() throws {
    let document = TreeParser().parse(
      """
      <a xmlns="urn:1" xmlns:p="urn:2" x="" p:x="">\
      <b><p:c p:x=""/></b>\
      <d xmlns="" x=""><e/><p:f/></d>\
      <p:g xmlns:p="urn:3" p:x=""><h xmlns="urn:4"/><p:i xmlns:p="urn:2"/><p:j/></p:g>\
      <p:k xml:lang=""/></a>
      """)
    let tree = try #require(document.tree)
    let names = tree.elements.map {
      "\(tree.namespaces.string($0.namespace.id)) \(tree.localNames.string($0.name.id))"
    }
    #expect(
      names == [
        "urn:1 a", "urn:1 b", "urn:2 c", " d", " e", "urn:2 f", "urn:3 g", "urn:4 h", "urn:2 i", "urn:3 j",
        "urn:2 k",
      ])
    // The default namespace is none of an attribute's business.
    let attributes = tree.attributes.map {
      "\(tree.namespaces.string($0.namespace.id)) \(tree.localNames.string($0.name.id))"
    }
    #expect(
      attributes == [
        " x", "urn:2 x", "urn:2 x", " x", "urn:3 x", "http://www.w3.org/XML/1998/namespace lang",
      ])
    #expect(document.problem == nil)
    #expect(document.undeclaredPrefixes.isEmpty)
    #expect(tree.elements[4].namespace == .none)
    #expect(tree.attributes[5].namespace == .xml)
  }

  @Test func prefixesAreLookedUpInNestedScopes() throws {
    let tree = try #require(
      TreeParser().parse(
        "<a xmlns='urn:1' xmlns:p='urn:2'><b xmlns:p='urn:3'><c xmlns='' xmlns:q='urn:4'/></b><d/></a>"
      ).tree)
    func name(_ index: Int, _ prefix: String) -> String? {
      ElementView(tree, index).namespace(forPrefix: Array(prefix.utf8)).map { tree.namespaces.string($0.id) }
    }
    #expect(["", "p", "q"].map { name(0, $0) } == ["urn:1", "urn:2", nil])
    #expect(["", "p", "q"].map { name(1, $0) } == ["urn:1", "urn:3", nil])
    #expect(["", "p", "q"].map { name(2, $0) } == ["", "urn:3", "urn:4"])
    #expect(["", "p", "q"].map { name(3, $0) } == ["urn:1", "urn:2", nil])
    #expect(ElementView(tree, 2).hasDeclarations)
    #expect(!ElementView(tree, 3).hasDeclarations)
    #expect(tree.declarations.map { tree.localNames.string($0.prefix.id) } == ["", "p", "p", "", "q"])
    #expect(
      tree.declarations.map { tree.namespaces.string($0.namespace.id) } == [
        "urn:1", "urn:2", "urn:3", "", "urn:4",
      ])
    let bare = try #require(TreeParser().parse("<a/>").tree)
    #expect(bare.root.namespace(forPrefix: []) == Namespace.none)
  }

  /// The normalized value of a declaration is the name, whatever its spelling (Namespaces in XML 1.0, 2.3).
  @Test(arguments: [
    ("http://example/?a=1&amp;b=2", "http://example/?a=1&b=2"), ("urn:&#38;", "urn:&"),
    ("urn:&#97;", "urn:a"),
    ("urn:é", "urn:é"), ("urn:x&quot;", "urn:x\""),
  ])
  func namespaceNamesAreNormalised(written: String, name: String) throws {
    let tree = try #require(
      TreeParser().parse("<a xmlns='\(written)' xmlns:p=\"\(written)\"><p:b p:x=''/></a>").tree)
    #expect(tree.elements.map { tree.namespaces.string($0.namespace.id) } == [name, name])
    #expect(tree.attributes.map { tree.namespaces.string($0.namespace.id) } == [name])
    #expect(tree.declarations.map { tree.namespaces.string($0.namespace.id) } == [name, name])
    #expect(tree.elements[0].namespace == tree.elements[1].namespace)
  }

  @Test func vocabularyNamesKeepTheirNumbers() throws {
    let vocabulary = Vocabulary(
      localNames: [(LocalName(1), "b"), (LocalName(2), "x")],
      namespaces: [(.xml, "http://www.w3.org/XML/1998/namespace"), (Namespace(2), "urn:1")])
    let parser = TreeParser(vocabulary: vocabulary)
    for document in [
      "<a xmlns='urn:2'><b/></a>", "<z x='1' xmlns='urn:1'><b/><a/></z>", "<b x='1' xmlns='urn:1'/>",
    ] {
      let tree = try #require(parser.parse(document).tree)
      for element in tree.elements {
        #expect((element.name == LocalName(1)) == (tree.localNames.string(element.name.id) == "b"))
        #expect(
          (element.namespace == Namespace(2)) == (tree.namespaces.string(element.namespace.id) == "urn:1"))
      }
      #expect(tree.attributes.allSatisfy { $0.name == LocalName(2) })
    }
  }

  @Test func undeclaredPrefixesAreNamedAndTheTreeIsKept() throws {
    let marked = Marked("<a>\n  ¦<p:b q:x='1' p:y='2'><r:c xmlns:r='urn:r'/></p:b></a>")
    let document = TreeParser().parse(marked.text)
    #expect(document.undeclaredPrefixes.sorted() == ["p", "q"])
    #expect(document.problem?.kind == .namespace)
    #expect(document.problem?.offset == marked.point)
    let tree = try #require(document.tree)
    #expect(tree.elements.map(\.namespace.id)[0..<2] == [0, 0])
    #expect(ElementView(tree, 1).qualifiedName == "p:b")
    #expect(tree.attributes.indices.map { AttributeView(tree, $0).qualifiedName } == ["q:x", "p:y"])
    #expect(tree.namespaces.string(tree.elements[2].namespace.id) == "urn:r")
  }

  // MARK: Comments and instructions

  @Test func instructionsAndOuterCommentsArePlaced() throws {
    let marked = Marked(
      "<?xml version='1.0'?>\n<!--1--> <?p a?>\n<a><!--2--><?q?><b><?r <!--3--> ?></b></a>\n<!--4<?s?>--><?t ?>\n"
    )
    let tree = try #require(TreeParser().parse(marked.text).tree)
    let text = marked.text.utf8
    func offset(_ needle: String) -> Int {
      let found = marked.text.firstRange(of: needle)?.lowerBound ?? marked.text.endIndex
      return text.distance(from: text.startIndex, to: found)
    }
    #expect(Array(tree.processingInstructions) == ["<?p a", "<?q", "<?r", "<?t"].map(offset))
    #expect(Array(tree.commentsOutsideRoot) == ["<!--1", "<!--4"].map(offset))
  }

  @Test(arguments: ["<?p?>", "<?p ?>", "<?p <?q?>", "<?p <? <a> ?>", "<?p <![CDATA[?>", "<?p \u{FC}?>"])
  func anInstructionIsFoundWhateverItHolds(instruction: String) throws {
    for document in [
      "<a> ¦\(instruction)</a>", "<a><![CDATA[<?]]>¦\(instruction)</a>", "<a x='?'/> ¦\(instruction)",
      "¦\(instruction)<a/>",
      "<?xml version='1.0'?>¦\(instruction)\n<a/>", "<a>&lt;?<b/>&#60;?¦\(instruction)x</a>",
      "<!--<?-->¦\(instruction)<a/>",
      "<a>x<!-- <? -->y¦\(instruction)</a>", "<a><![CDATA[]]><![CDATA[<?x]]>¦\(instruction)</a>",
    ] {
      let marked = Marked(document)
      let tree = try #require(TreeParser().parse(marked.text).tree)
      #expect(Array(tree.processingInstructions) == marked.points)
    }
  }

  @Test(arguments: ["<!---->", "<!-- <!- -->", "<!--<! -->", "<!-- \u{FC} -->", "<!-- <!-->", "<!--<!-->"])
  func anOuterCommentIsFoundWhateverItHolds(comment: String) throws {
    for document in ["\(comment)<a/>", "<a/>\(comment)"] {
      for readsPlainly in [true, false] {
        let parser = TreeParser(vocabulary: .plain, readsPlainly: readsPlainly)
        let tree = try #require(parser.parse(document).tree)
        #expect(Array(tree.commentsOutsideRoot) == [document.hasPrefix("<a/>") ? 4 : 0])
      }
    }
  }
}
