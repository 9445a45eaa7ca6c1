import FaultlintText
import Testing

/// Text in lines and columns.
@Suite("Text in lines and columns")
struct LayoutTests {
  static func wrapped(_ text: String, behind label: String = "", indent: Int = 2, width: Int) -> [String] {
    var output = Output()
    output.writeWrapped(text, behind: label, columns: label.columns, indent: indent, width: width)
    return String(decoding: output.bytes, as: UTF8.self).split(separator: "\n").map(String.init)
  }

  @Test func furtherLinesAreIndented() {
    #expect(
      Self.wrapped("one two three four", behind: "x: ", width: 10) == ["x: one two", "  three", "  four"])
  }

  @Test func aWordIsNeverBroken() {
    #expect(
      Self.wrapped("a SOAP11-faultcode-missing b", width: 12) == ["a", "  SOAP11-faultcode-missing", "  b"])
    // Behind a label that leaves no room it begins a line of its own.
    #expect(Self.wrapped("word", behind: "a long label: ", width: 16) == ["a long label: ", "  word"])
  }

  @Test func wideCharactersTakeTwoColumns() {
    #expect("日本 é".columns == 6)
    #expect("e\u{301}".columns == 1)
    #expect(Self.wrapped("日本 日本 日本", indent: 0, width: 9) == ["日本 日本", "日本"])
    #expect("日本語".cut(to: 5) == "日本…")
    #expect("日本".padded(to: 6) == "日本  ")
  }

  static func table(width: Int?) -> [String] {
    var table = TextTable(width: width)
    table.append(
      TextTable.Cell("BP-R1000"), TextTable.Cell("error"),
      TextTable.Cell("A child of the fault is too many for it"))
    table.append(TextTable.Cell("HTTP-no"), TextTable.Cell("note"), TextTable.Cell("short"))
    var output = Output()
    table.write(&output)
    return String(decoding: output.bytes, as: UTF8.self).split(separator: "\n").map(String.init)
  }

  @Test func aTableInAPipeIsALineARow() {
    #expect(
      Self.table(width: nil) == [
        "BP-R1000  error  A child of the fault is too many for it", "HTTP-no   note   short",
      ])
  }

  @Test func aTableKeepsToItsTerminal() {
    #expect(
      Self.table(width: 45) == [
        "BP-R1000  error  A child of the fault is too", "                 many for it",
        "HTTP-no   note   short",
      ])
    // With too little room for the last column all but the first stand below it.
    #expect(
      Self.table(width: 30) == [
        "BP-R1000", "    error", "    A child of the fault is", "    too many for it", "HTTP-no", "    note",
        "    short",
      ])
  }

  @Test(
    "The text of a path can be taken back, and no two paths have the same",
    arguments: [
      ([0x61, 0xFF, 0x62], #"a\xFFb"#), ([0x61, 0xFE, 0x62], #"a\xFEb"#), (Array("größe".utf8), "größe"),
      ([0xC3], #"\xC3"#), ([0xC3, 0xA9, 0x0A], "é\n"), (Array(#"a\b"#.utf8), #"a\b"#),
      (Array(#"a\xFFb"#.utf8), #"a\\xFFb"#), ([0x5C, 0xFF], #"\\\xFF"#),
      ([0x5C, 0x5C, 0x80, 0x09], "\\\\\\\\\\x80\t"),
      ([0xED, 0xA0, 0x80], #"\xED\xA0\x80"#), ([], ""),
    ] as [([UInt8], String)])
  func path(_ bytes: [UInt8], _ text: String) {
    #expect(bytes.withUnsafeBufferPointer(PathText.text(of:)) == text)
    #expect(PathText.bytes(of: text) == bytes)
  }
}
