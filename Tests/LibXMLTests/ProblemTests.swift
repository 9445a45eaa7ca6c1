import FaultlintLibXML
import FaultlintXMLTree
import Testing

/// What keeps bytes from being a document: the kind, and where. A document with one mark has its problem there; one
/// with two, somewhere from the first to the second, where the specification says no more.
struct ProblemTests {
  private static func check(_ marked: String, kind: XMLError.Kind, hasTree: Bool = false) throws {
    let expected = Marked(marked)
    let document = TreeParser().parse(expected.text)
    let problem = try #require(document.problem)
    #expect(problem.kind == kind)
    let first = try #require(expected.points.first)
    let last = try #require(expected.points.last)
    #expect((first...last).contains(problem.offset), "\(problem.offset): \(problem.message)")
    #expect(!problem.message.isEmpty && !problem.message.hasSuffix(".") && !problem.message.contains("\n"))
    #expect((document.tree != nil) == hasTree)
  }

  /// XML 1.0: the productions and well-formedness constraints, one after the other.
  @Test(arguments: [
    // Nothing there, or the end too soon
    "¦", "¦ \n¦", "<!-- -->¦ ¦", "<a>¦", "<a>\n¦", "<a>text¦", "<a¦", "<a¦ ¦", "<¦", "<a><b c='1'¦",
    "<a><b/>¦", "<a></a¦", "¦<a/¦",
    "<a><!-- x</a>¦", "<a><![CDATA[x]]</a>¦", "<a><?p x</a>¦", "<!-- x¦", "<a x='1>¦", "<!DOCTYPE a [¦",
    // Element type match
    "<a>¦</b>", "<a>¦</b>\n", "<a><b>¦</a>", "<a><b>¦</a></b>", "<a><b>¦</c></b></a>", "<a>¦</A>",
    "<p:a xmlns:p='urn:p'>¦</q:a>",
    "<p:a xmlns:p='urn:p'>¦</a>", "<a>é¦</b>  \n ", "<a>\n<b>\n<c>\n¦</b>\n</a>",
    // The one root element
    "¦x<a/>", "<a/>¦x", "<a/>\n¦<b/>", "<a/>¦&amp;", "<a/><!-- --> ¦</a>", "<a/>¦<![CDATA[]]>", "¦&amp;<a/>",
    // Tags and attributes
    "<a x¦/>", "<a x¦ ¦y='1'/>", "<a x=¦1/>", "<a x='1'¦y='2'/>", "<a x='¦<'/>", "<a x='1¦></a>¦",
    "<a><¦1/></a>",
    "<a><¦ b/></a>", "<a><b c='1' ¦/ ></a>", "<a>¦</a x>¦", "<a>¦</a/>¦",
    "<a>¦<b x='1' x='2'/></a>", "¦<a xmlns:p='urn:p' p:x='1' p:x='2'/>", "¦<a xmlns:p='u' xmlns:p='v'/>",
    "¦<a xmlns='u' xmlns='v'/>",
    // References
    "<a>¦&</a>", "<a>x ¦& y</a>", "<a x='¦&'/>", "<a x='b?c=d¦&e¦=f'/>", "<a>¦&amp¦</a>", "<a>¦&amp¦ ;</a>",
    "<a>¦&e;</a>", "<a x='¦&e;'/>",
    "<a>¦&e;", "<a>¦&#0;¦</a>", "<a>¦&#xD800;¦</a>", "<a>¦&#xFFFF;¦</a>", "<a>¦&#x110000;¦</a>",
    "<a>¦&#x;¦</a>", "<a>¦&#12¦</a>",
    "<a>¦&#;¦</a>", "<a x='¦&#8;¦'/>", "<a>¦&nbsp;</a>",
    "<a>one\ntwo ¦&#x1E;&#x1F;</a>", "<a>&#9; &amp; ¦&#xB;</a>", "<a x='1' y='&#10; ¦&#0;'/>",
    // Characters
    "<a>¦\u{1}</a>", "<a>xé¦\u{FFFE}</a>", "<a x='¦\u{2}'/>", "<a><!-- ¦\u{3} --></a>",
    "<a><![CDATA[é¦\u{B}]]></a>", "<a>\u{7F}¦\u{1F}</a>",
    "<a>¦\u{0}</a>", "<a¦\u{0}/>",
    // Comments, CDATA, instructions, the declaration
    "<a>¦]]></a>", "<a><!-- ¦-- --></a>", "<a><!-- ¦---></a>¦", "<a>¦<?xml version='1.0'?>¦</a>",
    " ¦<?xml version='1.0'?>¦<a/>",
    "¦<?XML x?>¦<a/>", "<a>¦<? p?>¦</a>", "<a><?¦?></a>", "<a>¦<!ELEMENT a ANY>¦</a>",
    "¦<?xml version='2.0'?>¦<a/>",
    "<?xml ¦versio='1.0'?>¦<a/>", "<?xml ¦encoding='UTF-8'?>¦<a/>", "¦<?xml version='1.0'>¦<a/>",
    "¦<?xml version='1.0' standalone='x'?>¦<a/>",
  ])
  func notWellFormed(marked: String) throws {
    try Self.check(marked, kind: .notWellFormed)
  }

  /// Namespaces in XML 1.0: names, reserved names, prefixes declared, attributes unique. The tree is there all the same.
  @Test(arguments: [
    "¦<p:a/>", "<a>¦<b p:x='1'/></a>", "<a>\n ¦<p:b>\n</p:b></a>", "<a><p:b xmlns:p='urn:p'/>¦<p:b/></a>",
    "¦<a:b:c/>", "¦<:a/>", "¦<a:/>",
    "¦<a x:='1'/>", "¦<a :x='1'/>", "¦<a x:y:z='1'/>", "¦<?p:q?><a/>",
    "¦<a xmlns:p='urn:p' xmlns:q='urn:p' p:x='' q:x=''/>",
    "<a xmlns:p='urn:p'>¦<b xmlns:q='urn:p' p:x='' q:x=''/></a>",
    "¦<a xmlns:p=''/>", "¦<a xmlns:xml='urn:x'/>", "¦<a xmlns:p='http://www.w3.org/XML/1998/namespace'/>",
    "¦<a xmlns:xmlns='urn:x'/>",
    "¦<a xmlns='http://www.w3.org/2000/xmlns/'/>", "¦<a xmlns='http://www.w3.org/XML/1998/namespace'/>",
    "¦<xmlns:a/>",
  ])
  func notNamespaceWellFormed(marked: String) throws {
    try Self.check(marked, kind: .namespace, hasTree: true)
  }

  /// Section 7 of Namespaces in XML 1.0 asks names and constraints of a document, and no syntax of its namespace
  /// names: whoever compares names needs none.
  @Test(arguments: [
    "urn:x", "relative", "", "not a uri", "http://[x", "http://${host}/ns", "urn:{tenant}", "http://x/é",
    "http://[::1]/ns", "%zz", "#", "a#b#c", "http://[fe80::1%25eth0]:80/",
  ])
  func anyNamespaceNameWillDo(name: String) throws {
    let document = TreeParser().parse("<a xmlns='\(name)'/>")
    #expect(document.problem == nil)
    let tree = try #require(document.tree)
    #expect(tree.namespaces.string(tree.elements[0].namespace.id) == name)
  }

  /// XML 1.0, section 4.3.3: bytes that are not legal in the encoding, wherever they stand.
  @Test(
    arguments: [
      ("<a>", [0xE9], "</a>"), ("<a>", [0xC3], ""), ("<a>é", [0xC3], "</a>"), ("<", [0xE9], "/>"),
      ("<a x='", [0xE9], "'/>"), ("<a ", [0xE9], "='1'/>"),
      ("<a>", [0xC0, 0x80], "</a>"), ("<a>", [0xED, 0xA0, 0x80], "</a>"),
      ("<a>", [0xF4, 0x90, 0x80, 0x80], "</a>"), ("<a>", [0xFF], "</a>"),
      ("<a><!-- ", [0xE9], " --></a>"), ("<a><![CDATA[", [0xE9], "]]></a>"), ("<a><?p ", [0xE9], "?></a>"),
      ("", [0xFF], ""), ("<a></a", [0x80], ">"),
      ("<?xml version='1.0' encoding='UTF-8'?>\n<a>ü", [0xFC], "</a>"), ("<a/>", [0xE9], ""),
      ("<a>", [0xE2, 0x82], ""), ("<a>", [0xE2, 0x28, 0xA1], "</a>"),
    ] as [(String, [UInt8], String)])
  func notUTF8(before: String, bytes: [UInt8], after: String) throws {
    let document = TreeParser().parse(Array(before.utf8) + bytes + Array(after.utf8))
    let problem = try #require(document.problem)
    #expect(problem.kind == .encoding)
    #expect(problem.offset == before.utf8.count)
    #expect(document.tree == nil)
  }

  /// Only the first mark is one; any other is a character, and none may stand before the root element.
  @Test func aSecondByteOrderMarkIsNotWellFormed() {
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    let document = TreeParser().parse(mark + mark + Array("<a/>".utf8))
    #expect(document.problem?.kind == .notWellFormed)
    #expect(document.problem?.offset == 0)
    #expect(TreeParser().parse([0xFF, 0xFE] + WideEncoding.utf16LE.encode("\u{FEFF}<a/>")).tree == nil)
    #expect(TreeParser().parse(Array("<a>".utf8) + mark + Array("</a>".utf8)).tree?.runTexts == ["\u{FEFF}"])
  }

  @Test func anEarlierProblemComesFirst() throws {
    let document = TreeParser().parse(Array("<a></b>".utf8) + [0xE9])
    #expect(document.problem?.kind == .notWellFormed)
    #expect(document.problem?.offset == 3)
    let namespace = TreeParser().parse("<p:a><b></p:a>")
    #expect(namespace.problem?.kind == .notWellFormed)
    #expect(namespace.tree == nil)
  }

  // MARK: Messages

  @Test(arguments: [
    ("<a><b></a>", "The end tag 'a' does not match the start tag 'b'"),
    ("<p:a xmlns:p='urn:p'></q:a>\n", "The end tag 'q:a' does not match the start tag 'p:a'"),
    ("<a><b>", "The document ends inside element 'b'"),
    ("<a x='1' x='2'/>", "The attribute 'x' occurs twice in one start tag"),
    ("<a xmlns:p='urn:p' p:x='1' p:x='2'/>", "The attribute 'p:x' occurs twice in one start tag"),
    ("<a xmlns:p='u' xmlns:p='v'/>", "The attribute 'xmlns:p' occurs twice in one start tag"),
    ("<a xmlns='u' xmlns='v'/>", "The attribute 'xmlns' occurs twice in one start tag"),
    ("<a>x & y</a>", "An '&' stands alone: write '&amp;'"),
    ("<a>&nbsp;</a>", "The entity 'nbsp' is not declared"),
    ("<a x='1>", "An attribute value is not closed"),
    ("<a><!-- x</a>", "A comment is not closed"),
    ("<a><![CDATA[x</a>", "A CDATA section is not closed"),
    ("<a><?p x</a>", "A processing instruction is not closed"),
    ("<p:a/>", "The prefix 'p' of 'a' is not declared"),
    ("", "The input has nothing but white space"),
    (" <!-- --> ", "The document ends before its root element"),
    (
      "<a>one&#x1E;two</a>",
      "The reference '&#x1E;' stands for the character U+001E, which XML 1.0 does not allow"
    ),
    ("<a x='&#8;'/>", "The reference '&#8;' stands for the character U+0008, which XML 1.0 does not allow"),
    (
      "<a>&#xd800;</a>",
      "The reference '&#xd800;' stands for the character U+D800, which XML 1.0 does not allow"
    ),
    ("<a>&#1114112;</a>", "The reference '&#1114112;' stands for no character"),
    ("<a>&#x99999999999;</a>", "The reference '&#x99999999999;' stands for no character"),
    ("<a>&#1a;</a>", "The character reference '&#1' is not finished: it is written as '&#38;' or '&#x26;'"),
    ("<a>&#x;</a>", "The character reference '&#x' is not finished: it is written as '&#38;' or '&#x26;'"),
    ("<a>&lt </a>", "The reference '&lt' does not end in ';'"),
    ("<a>\u{1E}</a>", "The character U+001E stands here, which XML 1.0 does not allow"),
    ("<a x='é\u{B}'/>", "The character U+000B stands here, which XML 1.0 does not allow"),
    ("<a\u{1}/>", "The character U+0001 stands here, which XML 1.0 does not allow"),
    ("<a>\u{FFFE}</a>", "The character U+FFFE stands here, which XML 1.0 does not allow"),
    ("<a><!-- \u{FFFF} --></a>", "The character U+FFFF stands here, which XML 1.0 does not allow"),
    ("<?xml version='2.0'?><a/>", "The XML declaration names a version that is not known, '2.0'"),
    (
      "<?xml encoding='UTF-8'?><a/>",
      "The XML declaration does not begin with a version, as in version=\"1.0\""
    ),
    (
      "<?xml version='1.0' standalone='x'?><a/>",
      "The XML declaration has standalone with another value than yes and no"
    ),
    ("<?xml version='1.0'><a/>", "The XML declaration is not closed with '?>'"),
    ("<a><? p?></a>", "A processing instruction has no name"),
    ("<?p:q?><a/>", "The name 'p:q' of a processing instruction has a colon"),
    ("<a:b:c xmlns:a='u'/>", "The name at 'a:b' has a colon where none may be"),
    (
      "<a xmlns:p=''/>",
      "The prefix 'p' is declared with an empty namespace, which only the default namespace may be"
    ),
    (
      "<a xmlns:xml='urn:x'/>",
      "A declaration gives another meaning to the prefixes xml and xmlns or to their namespaces"
    ),
  ])
  func messagesNameWhatIsWrong(document: String, message: String) {
    #expect(TreeParser().parse(document).problem?.message == message)
  }

  /// Sentences of libxml2's are never shown: they differ from version to version, and have jargon in them.
  @Test func everyProblemIsSaidInWordsOfOurOwn() throws {
    let document = Array(
      "<?xml version='1.0' encoding='UTF-8'?><!-- c --><?p d?><a x='1' xmlns:p='u'><p:b>t&amp;&#38;</p:b><![CDATA[c]]></a>"
        .utf8)
    let pieces: [String] = [
      "<", ">", "&", "'", "=", " ", "?", "!", ":", ";", "#", "-", "--", "]]>", "<!--", "<![CDATA[", "&#0;",
      "&#z;",
      "&e;", "\u{1}", "\u{FFFE}", "<?xml ", "xmlns:q=''", " xmlns:xml='u'", "a:b:c", "<!DOCTYPE a>",
    ]
    let jargon = try Regex(
      "xmlParse|[Ss]pecification|mandates|not found|[Ee]xpecting|forbidden|allowed only|QName|PI |Attr")
    for place in document.indices {
      for piece in pieces {
        var broken = document
        broken.insert(contentsOf: piece.utf8, at: place)
        guard let problem = TreeParser().parse(broken).problem else { continue }
        #expect(try jargon.firstMatch(in: problem.message) == nil, "\(problem.message)")
        #expect(problem.offset <= broken.count)
      }
    }
  }

  // MARK: Limits

  @Test func inputsOfTheLimitAreRead() {
    var limits = ParseLimits()
    limits.bytes = 10
    #expect(TreeParser().parse("<a>123</a>", limits: limits).tree != nil)
    let over = TreeParser().parse("<a>1234</a>", limits: limits)
    #expect(over.problem?.kind == .limit)
    #expect(over.tree == nil)
  }

  /// Since 2.12, libxml2 takes no more than 2048 levels, whatever is asked of it.
  @Test(arguments: [1, 2, 255, 256, 257, 1000, 2000])
  func depthIsCounted(limit: Int) {
    var limits = ParseLimits()
    limits.depth = limit
    func nested(_ depth: Int) -> String {
      String(repeating: "<d>", count: depth) + String(repeating: "</d>", count: depth)
    }
    #expect(TreeParser().parse(nested(limit), limits: limits).tree?.elements.count == limit)
    let over = TreeParser().parse(nested(limit + 1), limits: limits)
    #expect(over.problem?.kind == .limit)
    #expect(over.problem?.offset == 3 * limit)
    #expect(over.tree == nil)
    // What is put around a fragment is not counted.
    let enclosure = Enclosure(opening: "<o><o>", closing: "</o></o>", elements: 2)
    #expect(
      TreeParser().parse(nested(limit), limits: limits, inside: enclosure).tree?.elements.count == limit + 2)
  }

  @Test func attributesAreCounted() {
    func tag(_ count: Int) -> String {
      "<a>\n<b" + (0..<count).map { " x\($0)='='" }.joined() + "/></a>"
    }
    var limits = ParseLimits()
    limits.attributes = 50
    #expect(TreeParser().parse(tag(50), limits: limits).tree?.attributes.count == 50)
    let over = TreeParser().parse(tag(51), limits: limits)
    #expect(over.problem?.kind == .limit)
    #expect(over.problem?.offset == 4)
    #expect(TreeParser().parse(tag(1000)).tree?.attributes.count == 1000)
    #expect(TreeParser().parse(tag(1001)).problem?.kind == .limit)
  }

  /// Equals signs that are in no start tag are no attributes.
  @Test(arguments: [
    ("<a>", "</a>"), ("<a><![CDATA[", "]]></a>"), ("<a><!--", "--></a>"), ("<a><?p ", "?></a>"),
    ("<a x=\"", "\"/>"), ("<a></a><!--", "-->"),
    ("<?p ", "?><a/>"),
  ])
  func onlyAttributesAreCounted(before: String, after: String) {
    let text = String(repeating: "key=value\n", count: 5000)
    #expect(TreeParser().parse(before + text + after).problem == nil)
  }

  /// 10 MB are libxml2's limit for one name; text may be longer.
  @Test func longTextIsNoProblem() throws {
    let text = String(repeating: "x", count: 12_000_000)
    #expect(TreeParser().parse("<a>\(text)</a>").tree?.text.count == text.utf8.count)
  }
}
