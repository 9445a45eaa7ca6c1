import XMLMutations

/// Documents made up at random, and documents of which some bytes were changed.
struct Mutants {
  private var random: Generator
  private let seeds: [[UInt8]]

  /// The same mutants every time for a number.
  init(of seeds: [[UInt8]], number: UInt64) {
    self.seeds = seeds
    random = Generator(state: number)
  }

  mutating func next() -> [UInt8] {
    var document = Bool.random(using: &random) ? pick(seeds) : made()
    // Some of those that are made up stay as they are: they are what the plain parser is there for.
    for _ in 0..<Int.random(in: 0...2, using: &random) { change(&document) }
    return document
  }

  private mutating func pick<Element>(_ list: [Element]) -> Element {
    list[Int.random(in: list.indices, using: &random)]
  }

  // MARK: Changes

  /// Whatever a parser looks at.
  private static let pieces: [[UInt8]] =
    [
      "<", ">", "/", "=", "\"", "'", "&", ";", "]", "]]>", "-", "--", "!", "?", ":", "#", "x", "a:", "xml:",
      "xmlns",
      "xmlns:", " ", "\n", "\r", "\r\n", "\t", "\r\r\n", "  ", "<a>", "</a>", "<a/>", "<a >", "</a >",
      "<p:a>", "</p:a>",
      "<!-- c -->", "<!---->", "<!--", "-->", "<!-- - -->", "<!-- é -->", "<!-- -- -->", "<![CDATA[",
      "<![CDATA[]]>",
      "<![CDATA[x]]>", "<![CDATA[ ]]>", "<![CDATA[\r\n]]>", "<![CDATA[]]]]>", "<![CDATA[<&]]>", "<?p i?>",
      "<?xml?>",
      "<?xml version=\"1.0\"?>", "<!DOCTYPE a>", "<!ENTITY e ''>", "&lt;", "&gt;", "&amp;", "&quot;",
      "&apos;", "&nbsp;",
      "&#32;", "&#10;", "&#13;", "&#x9;", "&#0;", "&#x110000;", "&#xD800;", "&#xFFFE;", "&#x10FFFF;",
      "&#1114111;",
      "&#00000065;", "&#;", "&#x;", "&#xfffd;", "&#XA;", " a=\"1\"", " a='<'", " a=\"&lt;\"", " a=\"\r\n\t\"",
      " a=\"]]>\"",
      " p:a=\"1\"", " q:a=\"1\"", " xmlns=\"\"", " xmlns=\"urn:a\"", " xmlns:p=\"urn:p\"", " xmlns:p=\"\"",
      " xmlns:q=\"urn:p\"", " xmlns:xml=\"http://www.w3.org/XML/1998/namespace\"",
      " xmlns:x=\"http://www.w3.org/XML/1998/namespace\"", " xmlns:x=\"http://www.w3.org/2000/xmlns/\"",
      " xmlns:xmlns=\"urn:a\"", " xmlns=\"a b\"", " xmlns=\"%zz\"", " xmlns:p=\"&amp;\"", " xmlns:p=\"é\"",
      " xml:lang=\"en\"",
      " xml:space=\"x\"", " xml:id=\"9\"", " xml:foo=\"\"", "é", "€", "𝄞", "\u{FFFD}", "\u{FEFF}", "\u{7F}",
      "\u{85}",
      "\u{2028}", "version", "1.1", "encoding=\"utf-8\"", "encoding='ISO-8859-1'", "standalone=\"yes\"",
      "0123456789abcdef", "................................",
    ].map { Array($0.utf8) } + [
      [0], [1], [0x0B], [0x1F], [0x80], [0xBF], [0xC0, 0x80], [0xC1], [0xC2], [0xE0, 0x80, 0x80],
      [0xE2, 0x82],
      [0xED, 0xA0, 0x80], [0xEF, 0xBF, 0xBE], [0xEF, 0xBF, 0xBF], [0xF0, 0x80, 0x80, 0x80],
      [0xF0, 0x9D, 0x84],
      [0xF4, 0x90, 0x80, 0x80], [0xF8], [0xFF], [0xFE, 0xFF],
    ]

  private mutating func change(_ document: inout [UInt8]) {
    guard !document.isEmpty else { return }
    let place = Int.random(in: document.indices, using: &random)
    switch Int.random(in: 0..<12, using: &random) {
    case 0:
      document.removeSubrange(place..<min(document.count, place + Int.random(in: 1...8, using: &random)))
    case 1: document[place] = UInt8.random(in: 0...255, using: &random)
    case 2, 3, 4: document.insert(contentsOf: pick(Self.pieces), at: place)
    // Most of what is of interest happens beside brackets and quotes.
    case 5, 6, 7:
      let marks: [UInt8] = [0x3C, 0x3E, 0x22, 0x27]
      let mark = document[place...].firstIndex(where: marks.contains) ?? place
      document.insert(contentsOf: pick(Self.pieces), at: Bool.random(using: &random) ? mark : mark + 1)
    case 8:
      let end = min(document.count, place + Int.random(in: 1...40, using: &random))
      document.insert(
        contentsOf: document[place..<end], at: Int.random(in: 0...document.count, using: &random))
    case 9:
      let other = pick(seeds)
      let start = Int.random(in: 0..<other.count, using: &random)
      document.insert(contentsOf: other[start...].prefix(Int.random(in: 1...60, using: &random)), at: place)
    case 10:
      let end: [UInt8] = Bool.random(using: &random) ? [0x0D, 0x0A] : [0x0D]
      document = Array(
        document.split(separator: 0x0A, omittingEmptySubsequences: false).joined(separator: end))
    default: document.removeSubrange(place...)
    }
  }

  // MARK: Made-up documents

  private static let prefixes = ["", "", "p:", "q:", "soap:"]
  private static let names = ["a", "b", "Envelope", "faultstring", "x-1._", "aVeryLongNameOfAnElement"]
  private static let blanks = ["", "", "", " ", "\n  ", "\r\n", "\t", "\r", "\n\n        \n"]
  private static let texts = [
    "", "x", "some text", "a text of more than sixteen bytes", "é", "日本語", "𝄞", "&amp;", "&#13;", "&#x20AC;",
    "]", "]]", ">",
    "\r\n", "\n", " ", "a\r\nb", "\t", "&lt;tag&gt;", "\u{7F}", "]]&gt;", "&#32;",
  ]
  private static let sections = [
    "", " ", "x", "<a>&amp;</a>", "]", "]]", "a\r\nb", "é", "\n\tat a.b(C.java:1)\n",
  ]
  private static let values = ["", "1", "a b", "&lt;", "é", "\n", "a\r\nb", "&#10;", ">", "]]>", "urn:a"]

  /// A document that is well-formed but for a prefix or an attribute now and then.
  private mutating func made() -> [UInt8] {
    var text = pick([
      "", "", "<?xml version=\"1.0\"?>", "<?xml version='1.0' encoding='UTF-8' standalone='no' ?>\n",
    ])
    around(&text)
    element(&text, depth: 0)
    around(&text)
    return Array(text.utf8)
  }

  private mutating func around(_ text: inout String) {
    for _ in 0..<Int.random(in: 0...2, using: &random) {
      text += pick(["", "\n", "\r\n", "<!-- c -->", "<!---->"])
    }
  }

  private mutating func element(_ text: inout String, depth: Int) {
    let name = pick(depth == 0 ? ["", "p:"] : Self.prefixes) + pick(Self.names)
    text += "<\(name)"
    if depth == 0 {
      text += " xmlns:p=\"urn:p\" xmlns:soap='http://schemas.xmlsoap.org/soap/envelope/' xmlns:q=\"urn:p\""
    }
    for _ in 0..<Int.random(in: 0...2, using: &random) {
      let quote = Bool.random(using: &random) ? "'" : "\""
      let attribute = pick(["a", "b", "p:a", "q:b", "xml:lang", "c", "xmlns", "xmlns:r"])
      let isDeclaration = attribute.hasPrefix("xmlns")
      let value =
        isDeclaration
        ? pick(["urn:p", "urn:a-name-that-is-longer-than-sixteen-bytes", ""]) : pick(Self.values)
      text += pick([" ", "\n", "\r\n  "]) + attribute + pick(["=", "=", " = "]) + quote + value + quote
    }
    text += pick(["", "", " "])
    guard Int.random(in: 0..<5, using: &random) > 0 else {
      text += "/>"
      return
    }
    text += ">"
    for _ in 0..<Int.random(in: 0...4, using: &random) {
      text += pick(Self.blanks)
      switch Int.random(in: 0..<6, using: &random) {
      case 0: text += pick(Self.texts)
      case 1: text += "<!--\(pick(["", "c", " c é ", "\r\n"]))-->"
      case 2: text += "<![CDATA[\(pick(Self.sections))]]>"
      case 3, 4: if depth < 4 { element(&text, depth: depth + 1) }
      default: text += pick(Self.texts) + pick(Self.texts)
      }
    }
    text += pick(Self.blanks) + "</\(name)" + pick(["", "", " ", "\n"]) + ">"
  }
}
