import Testing

@testable import FaultlintXMLTree

struct NCNameTests {
  /// Namespaces in XML 1.0, production 4: a Name of XML 1.0 (fifth edition) without colons.
  @Test(arguments: [
    "a", "Z", "_", "a1", "a-b", "a.b", "_-.9", "é", "À", "Ö", "Ø", "ø", "ÿ", "\u{2FF}", "\u{370}", "\u{37D}",
    "\u{37F}", "\u{1FFF}", "\u{200C}", "\u{200D}",
    "\u{2070}", "\u{218F}", "\u{2C00}", "\u{2FEF}", "\u{3001}", "\u{D7FF}", "\u{F900}", "\u{FDCF}",
    "\u{FDF0}", "\u{FFFD}", "\u{10000}", "\u{EFFFF}",
    "a\u{B7}", "a\u{300}", "a\u{36F}", "a\u{203F}", "a\u{2040}", "日本語", "𝄞", "e\u{301}", "xml", "XMLx",
    "faultcode",
  ])
  func names(text: String) {
    #expect(isName(Array(text.utf8)))
  }

  @Test(arguments: [
    "", " ", "a b", " a", "a\n", "a:b", ":", ":a", "a:", "1", "9a", "-a", ".a", "\u{B7}", "\u{300}a",
    "\u{203F}", "a/b", "a&b", "a<b", "a@b", "a+b", "[", "`", "{",
    "^", "a\u{0}", "\u{7F}", "a\u{80}", "a×b", "a÷b", "a\u{37E}", "a\u{2000}", "a\u{200B}", "a\u{200E}",
    "a\u{206F}", "a\u{2190}", "a\u{2BFF}", "a\u{2FF0}", "a\u{3000}",
    "a\u{E000}", "a\u{F8FF}", "a\u{FFFE}", "a\u{FFFF}", "a\u{F0000}", "é:a",
  ])
  func noNames(text: String) {
    #expect(!isName(Array(text.utf8)))
  }

  /// U+FDD0 to U+FDEF, which no literal can hold.
  @Test func noncharactersAreInNoName() {
    for last: UInt8 in 0x90...0xAF { #expect(!isName([0x61, 0xEF, 0xB7, last])) }
    #expect(isName([0x61, 0xEF, 0xB7, 0x8F]))
    #expect(isName([0x61, 0xEF, 0xB7, 0xB0]))
  }

  private func isName(_ bytes: [UInt8]) -> Bool { bytes.withUnsafeBufferPointer(NCName.matches) }
}

/// XML Schema Part 2, 3.2.18.
struct QNameTests {
  /// The scope: e1 inside e0, where `p` is redeclared and the default namespace taken back, and e2 beside e1.
  private static func tree(_ text: String) -> XMLTree {
    XMLTree([
      (-1, "", [("", "urn:default"), ("p", "urn:p"), ("q", "urn:q")]),
      (0, text, [("p", "urn:other"), ("", "")]),
      (0, text, []),
    ])
  }

  private static func describe(_ name: QName, _ tree: XMLTree) -> String {
    switch name {
    case .malformed: "malformed"
    case .unbound(let prefix): "unbound \(prefix.shortened)"
    case .resolved(let namespace, let local, let hasPrefix):
      "{\(tree.namespaces.string(namespace.id))}\(local.shortened)\(hasPrefix ? " with prefix" : "")"
    }
  }

  @Test(arguments: [
    ("a", "{}a", "{urn:default}a"), ("p:a", "{urn:other}a with prefix", "{urn:p}a with prefix"),
    ("q:a", "{urn:q}a with prefix", "{urn:q}a with prefix"),
    (" p:a ", "{urn:other}a with prefix", "{urn:p}a with prefix"), ("\n\ta\r", "{}a", "{urn:default}a"),
    ("z:a", "unbound z", "unbound z"), ("P:a", "unbound P", "unbound P"),
    ("pp:a", "unbound pp", "unbound pp"), ("xmlns:a", "unbound xmlns", "unbound xmlns"),
    (
      "xml:a", "{http://www.w3.org/XML/1998/namespace}a with prefix",
      "{http://www.w3.org/XML/1998/namespace}a with prefix"
    ),
    ("xml", "{}xml", "{urn:default}xml"),
    ("Client.Authentication", "{}Client.Authentication", "{urn:default}Client.Authentication"),
    ("q:é", "{urn:q}é with prefix", "{urn:q}é with prefix"), ("é:a", "unbound é", "unbound é"),
  ])
  func resolved(text: String, inner: String, outer: String) {
    let tree = Self.tree(text)
    #expect(Self.describe(QName(ElementView(tree, 1).text, in: ElementView(tree, 1)), tree) == inner)
    #expect(Self.describe(QName(ElementView(tree, 2).text, in: ElementView(tree, 2)), tree) == outer)
  }

  @Test(arguments: [
    "", " ", ":", ":a", "p:", "p:a:b", "p::a", "9", "p:9", "9:a", "a b", "p: a", "p :a", "p:a b", "-a",
    "p:.a", "a/b", "{urn:p}a", "http://x/y", "p:a\u{0}",
  ])
  func malformed(text: String) {
    let tree = Self.tree(text)
    #expect(Self.describe(QName(ElementView(tree, 1).text, in: ElementView(tree, 1)), tree) == "malformed")
  }

  /// Where nothing is declared, an unprefixed name is in no namespace.
  @Test func withoutAnyDeclaration() {
    let tree = XMLTree([(-1, "a", [])])
    #expect(Self.describe(QName(tree.root.text, in: tree.root), tree) == "{}a")
    let prefixed = XMLTree([(-1, "p:a", [])])
    #expect(Self.describe(QName(prefixed.root.text, in: prefixed.root), prefixed) == "unbound p")
  }
}

struct NameTableTests {
  @Test func namesKeepTheirNumbers() {
    let store = NameStore(["", "a", "longer", "é"])
    let table = NameTable(store)
    #expect(table.count == 4)
    #expect((0..<4).map { table.string($0) } == ["", "a", "longer", "é"])
    let id = Array("new".utf8).withUnsafeBufferPointer { store.append($0) }
    #expect(id == 4)
    // A table is what there was when it was made.
    #expect(table.count == 4)
    let later = NameTable(store)
    #expect(later.string(4) == "new")
    #expect(later[2].elementsEqual("longer".utf8))
    // As C will read them.
    for id: UInt32 in 0..<5 { #expect(String(cString: later.address(id)) == later.string(id)) }
  }

  /// However many names there are, those of before stay where they are.
  @Test func namesNeverMove() {
    var store = NameStore([""])
    let first = NameTable(store)
    let before = store
    for number in 1..<5000 {
      if store.isFull { store = NameStore(extending: store) }
      let id = Array("name\(number)".utf8).withUnsafeBufferPointer { store.append($0) }
      #expect(id == UInt32(number))
    }
    let table = NameTable(store)
    #expect((1..<5000).allSatisfy { table.string(UInt32($0)) == "name\($0)" })
    #expect(first.address(0) == table.address(0))
    withExtendedLifetime(before) {}
  }

  @Test func hugeNamesAreCutInMessages() {
    let store = NameStore([""])
    let id = [UInt8](repeating: UInt8(ascii: "x"), count: 50_000).withUnsafeBufferPointer { store.append($0) }
    let table = NameTable(store)
    #expect(table[id].count == 50_000)
    #expect(table.string(id).count <= 301)
  }

  @Test func vocabulariesAreNumberedFromOne() {
    let vocabulary = Vocabulary(
      localNames: [(LocalName(1), "a"), (LocalName(2), "b")],
      namespaces: [(.xml, "http://www.w3.org/XML/1998/namespace")])
    #expect(vocabulary.localNames.map(\.description) == ["", "a", "b"])
    #expect(vocabulary.namespaces.count == 2)
    #expect(Namespace.none.id == 0)
  }
}

struct TextViewTests {
  @Test(arguments: [("", ""), (" ", ""), ("a", "a"), (" a b\n", "a b"), ("\t\r\n \u{A0}a", "\u{A0}a")])
  func trimming(text: String, trimmed: String) {
    let view = XMLTree.view(text)
    #expect(view.trimmed.shortened == trimmed)
    #expect(view.isBlank == trimmed.isEmpty)
    #expect(view.trimmed.trimmed.shortened == trimmed)
  }

  @Test(arguments: [
    ("", []), (" \n", []), ("a", ["a"]), (" a  b\tc\n", ["a", "b", "c"]), ("é €", ["é", "€"]),
  ])
  func tokens(text: String, tokens: [String]) {
    #expect(XMLTree.view(text).tokens.map(\.shortened) == tokens)
  }

  @Test func comparing() {
    let view = XMLTree.view("Client")
    #expect(view == "Client")
    #expect(!(view == "client") && !(view == "Clien") && !(view == "Client1") && !(view == ""))
    #expect(view.equalsIgnoringCase("cLIENT") && !view.equalsIgnoringCase("Clien"))
    // Only letters have case: '[' is '{' with the same bit changed.
    #expect(!XMLTree.view("[").equalsIgnoringCase("{") && !XMLTree.view("@").equalsIgnoringCase("`"))
    #expect(XMLTree.view("") == "")
    #expect(view.slice(2..<4).shortened == "ie")
  }

  @Test func stringsAreCutAtCharacters() {
    #expect(XMLTree.view("é€𝄞").string(limit: 3) == "é€𝄞")
    #expect(XMLTree.view("é€𝄞").string(limit: 2) == "é€…")
    #expect(
      XMLTree.view(String(repeating: "𝄞", count: 200)).shortened == String(repeating: "𝄞", count: 100) + "…")
    #expect(XMLTree.view("abc").string(limit: 0) == "…")
    #expect(XMLTree.view("").string(limit: 0) == "")
  }
}

struct StartTagTests {
  @Test(arguments: [
    ("<a/>", []), ("<a>x='1'</a>", []), ("<a x='1'>", ["x"]), ("<a x='1' y=\"2\"/>", ["x", "y"]),
    ("<p:a xmlns:p='urn:p' p:x = '>'\n y\t=\t'/>' z='='>", ["xmlns:p", "p:x", "y", "z"]),
    ("<a\nx='\"'\ny=\"'\">", ["x", "y"]), ("<a x=''y=''>", ["x", "y"]), ("<a é='1'/>", ["é"]),
    // Cut off or broken: whatever can be had, and no crash.
    ("<a", []), ("<a ", []), ("<a x", ["x"]), ("<a x=", ["x"]), ("<a x='", ["x"]), ("<", []),
    ("<a x>", ["x"]),
  ])
  func attributeNames(tag: String, names: [String]) {
    for before in ["", "text <b y='2'/> "] {
      let source = Array((before + tag).utf8)
      let ranges = source.withUnsafeBufferPointer {
        StartTag.attributeNames(in: $0, from: before.utf8.count)
      }
      #expect(ranges.map { String(decoding: source[$0], as: UTF8.self) } == names)
    }
  }

  @Test func blanks() {
    #expect((UInt8.min...UInt8.max).filter(StartTag.isBlank) == [0x09, 0x0A, 0x0D, 0x20])
  }
}
