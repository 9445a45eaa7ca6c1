internal import FaultlintFiles
internal import FaultlintText

/// The page of a report: the files in `page`, which a browser can open as they are, with the report in place of the
/// sample.
///
/// No markup is written here. The page has its style, its script and a sample in files of their own; in a report the
/// first two stand in the page itself, under a policy that allows nothing else.
public enum ReportPage {
  /// What comes before the report's lines of JSON.
  public static var beginning: ArraySlice<UInt8> { page.beginning }

  /// What comes after them.
  ///
  /// - Parameter counts: What the summary for browsers without scripts says, by the names of the counts in JSON.
  /// - Returns: The end of the page.
  public static func ending(_ counts: [(name: String, count: Int)]) -> [UInt8] {
    counts.reduce(Array(page.ending)) { page, item in
      page.putting("\(item.count)", inPlaceOf: "{\(item.name)}")
    }
  }

  private static let page: (beginning: ArraySlice<UInt8>, ending: ArraySlice<UInt8>) = {
    let style = file("report.css")
    let script = file("report.js")
    let page = file("report.html")
      .putting("style-src 'sha256-\(SHA256(style).base64)'", inPlaceOf: "style-src 'self' 'unsafe-inline'")
      .putting("script-src 'sha256-\(SHA256(script).base64)'", inPlaceOf: "script-src 'self'")
      .putting(style, inPlaceOf: #"@import "report.css";"#)
      .putting("", inPlaceOf: #"<script src="sample.js"></script>"#)
      .putting([UInt8(ascii: ">")] + script, inPlaceOf: #" src="report.js">"#)
    let report = page.range(of: #"id="report">"#).upperBound
    return (page[..<report], page[report...])
  }()

  private static func file(_ name: String) -> [UInt8] { CarriedFile.bytes("page/" + name) ?? [] }
}

extension [UInt8] {
  /// It with something else in the one place where a text stands.
  fileprivate func putting(_ content: [UInt8], inPlaceOf text: String) -> [UInt8] {
    let range = range(of: text)
    return self[..<range.lowerBound] + content + self[range.upperBound...]
  }

  fileprivate func putting(_ content: String, inPlaceOf text: String) -> [UInt8] {
    putting(Array(content.utf8), inPlaceOf: text)
  }

  /// Where a text first stands. The page is ours, and its tests see to it that it has what is looked for.
  fileprivate func range(of text: String) -> Range<Int> {
    let text = Array(text.utf8)
    for start in 0...(count - text.count) where self[start] == text[0] {
      if self[start..<start + text.count].elementsEqual(text) { return start..<start + text.count }
    }
    preconditionFailure("the page lacks \(text)")
  }
}
