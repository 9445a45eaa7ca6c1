import FaultlintLibXML
import FaultlintXMLTree
import Testing

/// Lines, columns and offsets in the input as given.
struct PositionTests {
  /// Line and column of an offset, worked out from the text alone.
  private static func lineAndColumn(_ text: String, _ offset: Int) -> (line: Int, column: Int) {
    let before = String(decoding: text.utf8.prefix(offset), as: UTF8.self)
    let lineStart = before.unicodeScalars.lastIndex(of: "\n").map { before.unicodeScalars.index(after: $0) }
    let column = before.unicodeScalars[(lineStart ?? before.startIndex)...].count + 1
    return (before.unicodeScalars.count { $0 == "\n" } + 1, column)
  }

  /// Checks every mark of a text, in ascending and in descending order.
  private static func check(
    _ marked: Marked, prefix: [UInt8], _ encode: (String) -> [UInt8]?
  ) throws {
    let bytes = try #require(encode(marked.text))
    let document = TreeParser().parse(prefix + bytes)
    #expect(document.problem == nil)
    let tree = try #require(document.tree)
    #expect(tree.elementOffsets == marked.elements)
    #expect(tree.attributeOffsets == marked.attributes)
    let offsets = (marked.elements + marked.attributes + marked.points).sorted()
    for order in [offsets, offsets.reversed()] {
      var finder = PositionFinder(document)
      for offset in order {
        let place = finder.position(of: offset)
        let expected = lineAndColumn(marked.text, offset)
        #expect(place.line == expected.line)
        #expect(place.column == expected.column)
        let before = try #require(encode(String(decoding: marked.text.utf8.prefix(offset), as: UTF8.self)))
        #expect(place.offset == prefix.count + before.count)
      }
    }
  }

  @Test(arguments: [[], [0xEF, 0xBB, 0xBF]] as [[UInt8]])
  func utf8(mark: [UInt8]) throws {
    let marked = Marked("<?xml version='1.0'?>\r\n«<a ‹é='𝄞'>ü\n\n  €«<b\n‹x='é' ‹y=''/>𝄞\r\n«<c/>¦</a>\n¦")
    try Self.check(marked, prefix: mark) { Array($0.utf8) }
  }

  @Test(arguments: WideEncoding.allCases)
  func wide(encoding: WideEncoding) throws {
    let marked = Marked(
      "<?xml version='1.0' encoding='\(encoding.rawValue)'?>\r\n«<a ‹é='𝄞'>ü\n\n  €«<b\n‹x='é' ‹y=''/>𝄞\r\n«<c/>¦</a>\n¦"
    )
    for mark in [[], encoding.mark] {
      try Self.check(marked, prefix: mark) { encoding.encode($0) }
    }
  }

  @Test(arguments: NarrowEncoding.allCases)
  func narrow(encoding: NarrowEncoding) throws {
    let letters = encoding.letters
    let marked = Marked(
      "<?xml version='1.0' encoding='\(encoding.rawValue)'?>\n«<a ‹x='\(letters)'>\(letters)\r\n\(letters)«<b ‹y='\(letters)'/>\(letters)«<c/>¦</a>\n¦"
    )
    try Self.check(marked, prefix: []) { encoding.encode($0) }
  }

  @Test(arguments: NarrowEncoding.allCases)
  func textOfNarrowEncodingsIsDecoded(encoding: NarrowEncoding) throws {
    let bytes = try #require(
      encoding.encode("<?xml version='1.0' encoding='\(encoding.rawValue)'?><a>\(encoding.letters)</a>"))
    let document = TreeParser().parse(bytes)
    #expect(document.tree?.runTexts == [encoding.letters])
    #expect(document.prologue.encoding == encoding.rawValue)
  }

  @Test func placesOutsideAreTheEdges() {
    let document = TreeParser().parse("<a>\n</a>\n")
    var finder = PositionFinder(document)
    #expect(finder.position(of: -1) == (1, 1, 0))
    #expect(finder.position(of: 9) == (3, 1, 9))
    #expect(finder.position(of: 1000) == (3, 1, 9))
    #expect(finder.position(of: 0) == (1, 1, 0))
  }

  @Test func linesAreCutOutOfTheInput() {
    let document = TreeParser().parse("<a>\r\n  <b/>\n\n</a>")
    #expect(
      [0, 3, 5, 7, 11, 12, 13].map { String(decoding: document.line(at: $0), as: UTF8.self) } == [
        "<a>", "<a>", "  <b/>", "  <b/>", "  <b/>", "", "</a>",
      ])
  }

  // MARK: Problems

  /// The places of problems are found like any other, in every encoding.
  @Test func problemsHavePositionsInTheInput() throws {
    let marked = Marked("<a>\n  é<b>¦</a>")
    for encoding in WideEncoding.allCases {
      let document = TreeParser().parse(encoding.mark + encoding.encode(marked.text))
      var finder = PositionFinder(document)
      let place = finder.position(of: try #require(document.problem).offset)
      #expect(place.line == 2)
      #expect(place.column == 7)
      let before = encoding.encode(String(decoding: marked.text.utf8.prefix(marked.point), as: UTF8.self))
      #expect(place.offset == encoding.mark.count + before.count)
    }
  }

  @Test func undecodableBytesHaveAPosition() throws {
    // Half of a surrogate pair.
    let utf16 = WideEncoding.utf16LE.encode("<a>\nxy") + [0x00, 0xD8] + WideEncoding.utf16LE.encode("</a>")
    let document = TreeParser().parse([0xFF, 0xFE] + utf16)
    #expect(document.problem?.kind == .encoding)
    var finder = PositionFinder(document)
    #expect(finder.position(of: try #require(document.problem).offset) == (2, 3, 14))

    let declaration = "<?xml version='1.0' encoding='windows-1252'?>\n<a>"
    let windows = TreeParser().parse(Array(declaration.utf8) + [0xE9, 0x81] + Array("</a>".utf8))
    #expect(windows.problem?.kind == .encoding)
    var windowsFinder = PositionFinder(windows)
    #expect(
      windowsFinder.position(of: try #require(windows.problem).offset) == (2, 5, declaration.utf8.count + 1))
  }

  @Test(
    "Half a unit at the end is said, whichever byte of it is there", arguments: ["", "<a/>"], [0x00, 0x3C])
  func halfAUnit(text: String, last: UInt8) throws {
    for encoding in [WideEncoding.utf16LE, .utf16BE] {
      let bytes = encoding.mark + encoding.encode(text) + [last]
      let problem = try #require(TreeParser().parse(bytes).problem, "\(encoding) \(bytes)")
      #expect(problem.kind == .encoding)
      #expect(problem.message == "The bytes from here on are not \(encoding.rawValue)")
      var finder = PositionFinder(TreeParser().parse(bytes))
      #expect(finder.position(of: problem.offset) == (1, text.count + 1, bytes.count - 1))
    }
  }

  @Test("A reference to a number that no integer holds is one to no character")
  func enormousReference() throws {
    for digits in ["x100000041", "x1000000000000000041", "4294967361"] {
      let problem = try #require(TreeParser().parse("<a>&#\(digits);</a>").problem)
      #expect(problem.kind == .notWellFormed)
    }
  }

  // MARK: Fragments

  /// What is put around a fragment has no position: the fragment's own count from its start.
  @Test(
    arguments: ["", "<?xml version='1.0' encoding='UTF-8'?>\n", "\n <!-- c -->", "<!DOCTYPE b>\r\n"],
    [[], [0xEF, 0xBB, 0xBF]] as [[UInt8]])
  func fragmentsCountFromTheirStart(prologue: String, mark: [UInt8]) throws {
    let marked = Marked("\(prologue)«<p:b ‹x='é'>\n  ü«<c ‹p:y=''/>\n</p:b>\n")
    let enclosure = Enclosure(
      opening: "<e:outer xmlns:e='urn:e' xmlns:p='urn:p'><e:inner>", closing: "</e:inner></e:outer>",
      elements: 2)
    let document = TreeParser().parse(mark + Array(marked.text.utf8), inside: enclosure)
    #expect(document.problem == nil)
    let tree = try #require(document.tree)
    #expect(document.assumedElements == 2)
    #expect(document.assumedBytes == enclosure.opening.utf8.count)
    #expect(document.inputBytes == marked.text.utf8.count)
    #expect(tree.elements.map { tree.localNames.string($0.name.id) } == ["outer", "inner", "b", "c"])
    #expect(tree.elements[2...].map { tree.namespaces.string($0.namespace.id) } == ["urn:p", ""])
    #expect(ElementView(tree, 3).path(omitting: 2) == "/p:b/c")
    #expect(tree.elementOffsets[2...].map { $0 - document.assumedBytes } == marked.elements)
    #expect(tree.attributeOffsets.map { $0 - document.assumedBytes } == marked.attributes)
    var finder = PositionFinder(document)
    for (offset, own) in zip(tree.elementOffsets[2...], marked.elements) {
      let place = finder.position(of: offset)
      let expected = Self.lineAndColumn(marked.text, own)
      #expect(place.line == expected.line)
      #expect(place.column == expected.column)
      #expect(place.offset == own + mark.count)
    }
    // What was assumed is at the edges.
    var edges = PositionFinder(document)
    #expect(edges.position(of: 0) == (1, 1, mark.count))
    #expect(edges.position(of: tree.source.count).offset == mark.count + marked.text.utf8.count)
    if prologue.hasPrefix("<!DOCTYPE") {
      #expect(document.prologue.documentType == document.assumedBytes)
    }
  }

  @Test func fragmentsOfWideEncodingsCountInTheirBytes() throws {
    let text = "<b>\né<c/></b>"
    let enclosure = Enclosure(opening: "<outer>", closing: "</outer>", elements: 1)
    for encoding in WideEncoding.allCases {
      let document = TreeParser().parse(encoding.mark + encoding.encode(text), inside: enclosure)
      let tree = try #require(document.tree)
      var finder = PositionFinder(document)
      let place = finder.position(of: tree.elementOffsets[2])
      #expect(place == (2, 2, encoding.mark.count + encoding.encode("<b>\né").count))
    }
  }

  @Test func problemsOfFragmentsAreInTheFragment() throws {
    let enclosure = Enclosure(opening: "<outer>", closing: "</outer>", elements: 1)
    for (fragment, line, column, offset) in [
      ("<b>\n <c></b>", 2, 5, 8), ("<b>\n&", 2, 1, 4), ("<b>\n <c>", 2, 5, 8),
    ] {
      let document = TreeParser().parse(fragment, inside: enclosure)
      #expect(document.tree == nil)
      var finder = PositionFinder(document)
      let place = finder.position(of: try #require(document.problem).offset)
      #expect(place == (line, column, offset), "\(fragment)")
    }
  }

  @Test("An offset is never behind the input, whatever forms an encoding has for a text")
  func encodingsWithSeveralForms() {
    // UTF-7 may have the brackets as they are or in base64, which is longer.
    let text = "<?xml version=\"1.0\" encoding=\"UTF-7\"?>\n<a><b/>{}|@<c></a>"
    let document = TreeParser().parse(text)
    var finder = PositionFinder(document)
    let place = finder.position(of: document.source.count)
    #expect(place.line == 2)
    #expect(place.offset <= text.utf8.count)
  }
}
