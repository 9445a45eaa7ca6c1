import FaultlintModel
import FaultlintXMLTree
import Testing

/// RFC 3986, appendix A.
struct URIReferenceTests {
  @Test(arguments: [
    // Section 1.1.2
    "ftp://ftp.is.co.za/rfc/rfc1808.txt", "http://www.ietf.org/rfc/rfc2396.txt",
    "ldap://[2001:db8::7]/c=GB?objectClass?one",
    "mailto:John.Doe@example.com", "news:comp.infosystems.www.servers.unix", "tel:+1-816-555-1212",
    "telnet://192.0.2.16:80/",
    "urn:oasis:names:specification:docbook:dtd:xml:4.1.2",
    // Section 5.4
    "g:h", "g", "./g", "g/", "/g", "//g", "?y", "g?y", "#s", "g#s", "g?y#s", ";x", "g;x", "g;x?y#s", "", ".",
    "./", "..", "../", "../g",
    "../..", "/./g", "g..", "./g/.", "g;x=1/../y", "g?y/./x", "g#s/../x", "http:g",
    // Parts that may be empty
    "http:", "http://", "http:///", "//", "///", "http://?#", "?", "#", "file:///etc/hosts", "http://h:",
    "http://h:/", "http://:80/", "http://@h/",
    // Authorities
    "http://u:p:q@h:80/", "http://a.b-c_d~e!$&'()*+,;=/", "http://%41/", "http://1.2.3.4:99999/",
    "http://256.1.1.1/", "http://[::]/", "http://[::1]:8080/x",
    "http://[1:2:3:4:5:6:7:8]", "http://[1::8]", "http://[1:2:3:4:5:6:7::]", "http://[::2:3:4:5:6:7:8]",
    "http://[::ffff:1.2.3.4]/",
    "http://[1:2:3:4:5:6:1.2.3.4]/", "http://u@[::1]/", "http://[v1.a:b]/", "http://[vF.x]:1",
    "http://[ABCD::ef01]", "http://[fe80::1%25eth0]/",
    // Colons where they are nobody's scheme
    "./a:b", "a/b:c", "?a:b", "#a:b", "/a:b", "//h/a:b", "a+b-c.d1:x", "A:b", "a::", "a:b:c",
    // Characters
    "/a@b", "a%20b%C3%A9", "%41", "a?b?c/d@e", "a#b?c/d@e", "!$&'()*+,;=-._~", "http://example/é", "é", "日本",
    "http://é.example/", "urn:𝄞", "#é",
    // White space at the ends is collapsed (XML Schema Part 2, 3.2.17)
    " urn:a ", "\n\turn:a\r", "  ",
  ])
  func valid(text: String) {
    #expect(URIReference.matches(Self.view(text)))
  }

  @Test(arguments: [
    // Schemes
    ":", ":a", "1a:b", "-a:b", "+:b", "a_b:c", "é:x", "a%41:b", "a@b:c", "1:2",
    // Percent signs
    "%", "%1", "a%", "a%2", "%zz", "%G0", "%0g", "a%%41", "http://%zz/", "?%", "#%4", "%é",
    // Number signs
    "##", "a#b#c", "#a#",
    // Characters that never stand there
    "a b", "http://a b", "a\tb", "a\nb", "a\u{7F}", "\u{1}", "a\"b", "<a>", "a\\b", "c:\\a", "a^b", "a`b",
    "{a}", "http://${host}/", "a|b", "a?b|c", "a#b<c",
    // Brackets
    "[a]", "a[b]", "http://h/[a]", "a?[b]", "#[a]", "http://[x", "http://x]", "http://[::1", "http://::1]",
    "http://[::1]]/", "http://a[b]/", "//[", "//]", "//[]", "http://[::1]x/",
    "http://[a]b:1/", "http://[u@h]/",
    // Addresses
    "http://[:1]", "http://[1:]", "http://[1]", "http://[1:2:3:4:5:6:7]", "http://[1:2:3:4:5:6:7:8:9]",
    "http://[1::2::3]", "http://[:::]", "http://[1:::2]",
    "http://[12345::]", "http://[g::]", "http://[::1.2.3]", "http://[::1.2.3.256]", "http://[::1.2.3.04]",
    "http://[1.2.3.4::]", "http://[1:2:3:4:5:6:7:1.2.3.4]",
    "http://[1::2:3:4:5:6:7:8]", "http://[::%eth0]", "http://[::%25]", "http://[v.a]", "http://[v1]",
    "http://[v1.]", "http://[vg.a]", "http://[v1.a/b]",
    // Ports and user information
    "http://h:a/", "http://h:80a/", "http://h:-1/", "http://h:1:2/", "http://[::1]:x/", "http://a@b@c/",
    "http://h:８/",
  ])
  func invalid(text: String) {
    #expect(!URIReference.matches(Self.view(text)))
  }

  @Test(arguments: [
    ("urn:a", true), ("http://h/", true), (" http:a ", true), ("a+b-c.1:", true), ("a/b:c", false),
    ("?a:b", false), ("#a:b", false), ("1:b", false), (":a", false), ("", false), ("a", false),
    ("//h", false),
  ])
  func absolute(text: String, isAbsolute: Bool) {
    #expect(URIReference.isAbsolute(Self.view(text)) == isAbsolute)
  }

  /// The text of the one element of a tree, which is kept for good: a view would not.
  private static func view(_ text: String) -> TextView {
    let tree = Unmanaged.passRetained(XMLTree()).takeUnretainedValue()
    let bytes = Array(text.utf8)
    tree.content.pointee.elements.append(
      XMLTree.Element(
        namespace: .none, name: LocalName(0), prefix: LocalName(0), parent: -1, end: 1, offset: 0,
        firstAttribute: 0, firstDeclaration: 0, firstRun: 0))
    tree.content.pointee.runs.append(
      XMLTree.TextRun(parent: 0, start: 0, length: UInt32(bytes.count), offset: 0))
    for byte in bytes { tree.content.pointee.text.append(byte) }
    return tree.root.text
  }
}
