import Faultlint
import FaultlintReports
import FaultlintText
import Testing

/// The line of a finding in the text report.
@Suite struct ExcerptTests {
  @Test(
    "The mark stands under its spot, however wide the characters before it are",
    arguments: [
      ("", 0), ("abc", 3), ("é", 1), ("e\u{301}", 1), ("日本語", 6), ("한글", 4), ("ａ", 2), ("😀", 2),
      ("a\u{200B}b", 2),
      ("日é😀x", 6),
    ])
  func mark(_ text: String, _ columns: Int) throws {
    let message = """
      <s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><s:Fault>
      <!--\(text)--><x/>
      <faultcode>s:Server</faultcode><faultstring>x</faultstring></s:Fault></s:Body></s:Envelope>
      """
    var output = Output()
    var report = TextReport(ReportSettings())
    report.add(Linter().check(message, name: "a.xml"), &output)
    let lines = String(decoding: output.bytes, as: UTF8.self).split(separator: "\n")
    let line = try #require(lines.firstIndex { $0 == "   2 | <!--\(text)--><x/>" })
    // The comment has four characters before the text and three behind it.
    let pad = String(repeating: " ", count: 4 + columns + 3)
    #expect(lines[line + 1].hasPrefix("     | \(pad)^"), "\(lines[line + 1])")
  }
}
