import FaultlintLibXML
import FaultlintXMLTree
import Testing

/// What a charset parameter says of a document, against its bytes and its declaration.
///
/// Source: RFC 7303, section 3; XML 1.0, section 4.3.3.
struct ToldEncodingTests {
  struct Case: Sendable {
    let bytes: [UInt8]
    let told: ToldEncoding
    /// The text of the root element; nil if the document does not decode.
    let text: String?
    let encoding: String
    var shown: String?

    init(_ bytes: [UInt8], _ charset: String, _ text: String?, as encoding: String, shown: String? = nil) {
      self.init(bytes, told: .charset(charset), text, as: encoding, shown: shown)
    }

    init(_ bytes: [UInt8], told: ToldEncoding, _ text: String?, as encoding: String, shown: String? = nil) {
      self.bytes = bytes
      self.told = told
      self.text = text
      self.encoding = encoding
      self.shown = shown
    }
  }

  private static func latin1(_ text: String) -> [UInt8] { text.unicodeScalars.map { UInt8($0.value) } }
  private static func utf8(_ text: String) -> [UInt8] { Array(text.utf8) }
  private static func declared(_ name: String, _ text: String = "ü") -> String {
    "<?xml version='1.0' encoding='\(name)'?><a>\(text)</a>"
  }

  static let cases: [Case] = [
    // The parameter alone tells
    Case(latin1("<a>ü</a>"), "iso-8859-1", "ü", as: "iso-8859-1"),
    Case([0x3C, 0x61, 0x3E, 0x80, 0x3C, 0x2F, 0x61, 0x3E], "windows-1252", "€", as: "windows-1252"),
    Case(utf8("<a>u</a>"), "iso-8859-1", "u", as: "iso-8859-1"),
    Case(latin1(" \n<a>ü</a>"), "iso-8859-1", "ü", as: "iso-8859-1"),
    // It goes before the declaration
    Case(latin1(declared("UTF-8")), "iso-8859-1", "ü", as: "iso-8859-1"),
    Case(utf8(declared("ISO-8859-1")), "utf-8", "ü", as: "UTF-8"),
    Case(utf8(declared("ISO-8859-1")), "UTF8", "ü", as: "UTF-8"),
    Case(latin1(declared("ISO-8859-1")), "utf-8", nil, as: "UTF-8"),
    Case(latin1("<a>ü</a>"), "utf-8", nil, as: "UTF-8"),
    Case(latin1("<a>ü</a>"), "us-ascii", nil, as: "us-ascii"),
    // A byte order mark goes before it
    Case([0xEF, 0xBB, 0xBF] + utf8("<a>ü</a>"), "iso-8859-1", "ü", as: "UTF-8", shown: "UTF-8"),
    Case(
      [0xFF, 0xFE] + WideEncoding.utf16LE.encode("<a>ü</a>"), "utf-8", "ü", as: "UTF-16LE", shown: "UTF-16LE"),
    Case(
      [0xFE, 0xFF] + WideEncoding.utf16BE.encode(declared("UTF-8")), "utf-16", "ü", as: "UTF-16BE",
      shown: "UTF-16BE"),
    // The bytes leave no doubt
    Case(utf8("<a>ü</a>"), "utf-16", "ü", as: "UTF-8", shown: "UTF-8"),
    Case(utf8("<a>u</a>"), "ibm037", "u", as: "UTF-8", shown: "UTF-8"),
    Case(latin1(declared("ISO-8859-1")), "utf-16", "ü", as: "ISO-8859-1", shown: "ISO-8859-1"),
    Case(WideEncoding.utf16LE.encode("<a>ü</a>"), "utf-8", "ü", as: "UTF-16LE", shown: "UTF-16LE"),
    Case(WideEncoding.utf16BE.encode("<a>ü</a>"), "utf-16", "ü", as: "UTF-16BE", shown: "UTF-16BE"),
    // They speak against it, but can be read by it
    Case(utf8("<a>ü</a>"), "iso-8859-1", "Ã¼", as: "iso-8859-1", shown: "UTF-8"),
    // A charset that nobody knows says nothing
    Case(utf8("<a>ü</a>"), "x-klingon", "ü", as: "UTF-8"),
    Case(latin1(declared("ISO-8859-1")), "x-klingon", "ü", as: "ISO-8859-1"),
    Case(utf8("<a>ü</a>"), "", "ü", as: "UTF-8"),
    // A text is what it is
    Case(utf8(declared("ISO-8859-1")), told: .text, "ü", as: "UTF-8"),
    Case(utf8(declared("UTF-16")), told: .text, "ü", as: "UTF-8"),
    Case(utf8("<a>ü</a>"), told: .nothing, "ü", as: "UTF-8"),
  ]

  @Test(arguments: cases.indices)
  func isReadByMarkThenCharsetThenDeclaration(_ index: Int) throws {
    let expected = Self.cases[index]
    let document = expected.bytes.withUnsafeBufferPointer { TreeParser().parse($0, told: expected.told) }
    #expect(document.prologue.encoding == expected.encoding)
    #expect(document.prologue.shownEncoding == expected.shown)
    guard let text = expected.text else {
      #expect(document.problem?.kind == .encoding)
      return
    }
    #expect(document.problem == nil, "\(document.problem?.message ?? "")")
    #expect(document.tree?.runTexts == [text])
  }

  /// Offsets count in the bytes as given, whatever told the encoding.
  @Test func placesAreInTheBytesAsGiven() {
    let bytes = Self.latin1("<a>üüü\n<b></a>")
    let document = bytes.withUnsafeBufferPointer { TreeParser().parse($0, told: .charset("iso-8859-1")) }
    var finder = PositionFinder(document)
    let place = finder.position(of: document.problem?.offset ?? 0)
    #expect(place.line == 2 && place.column == 4 && place.offset == 10)
  }
}
