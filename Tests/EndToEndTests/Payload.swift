import Foundation

/// Payloads for tests.
enum Payload {
  static let soap11 = "http://schemas.xmlsoap.org/soap/envelope/"

  /// A SOAP 1.1 envelope; the prefix `s` is SOAP's.
  static func envelope(_ body: String) -> String {
    "<s:Envelope xmlns:s=\"\(soap11)\"><s:Body>\(body)</s:Body></s:Envelope>"
  }

  /// A fault that keeps every rule if nothing is given.
  static func fault(code: String = "s:Server", string: String = "x", _ rest: String = "") -> String {
    envelope(
      "<s:Fault><faultcode>\(code)</faultcode><faultstring>\(string)</faultstring>\(rest)</s:Fault>")
  }

  /// A fault with entries in its detail. They are the application's business, so none of them is a breach.
  static func detail(_ entries: String) -> String { fault("<detail>\(entries)</detail>") }

  /// A fault with a child it must not have, `<extra/>`: BP-R1000, whatever stands around it.
  static func withExtra(string: String = "x") -> String { fault(string: string, "<extra/>") }

  /// What is in `examples/captures`.
  static func sample(_ path: String) throws -> Data {
    try Data(contentsOf: samples.appending(path: path))
  }

  static let samples = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "examples/captures")
}

/// A place in a payload, worked out from its text.
struct TextPlace: Equatable, CustomStringConvertible {
  let line, column, offset: Int

  var description: String { "\(line):\(column) at \(offset)" }

  /// Where `part` first stands in `text`, which is written in `encoding` after `markLength` bytes.
  static func of(_ part: String, in text: String, as encoding: String.Encoding, after markLength: Int = 0)
    -> TextPlace?
  {
    guard let range = text.range(of: part) else { return nil }
    let before = text[..<range.lowerBound]
    let lines = before.split(separator: "\n", omittingEmptySubsequences: false)
    guard let bytes = String(before).data(using: encoding), let last = lines.last else { return nil }
    return TextPlace(
      line: lines.count, column: last.unicodeScalars.count + 1, offset: bytes.count + markLength)
  }
}

extension JSONReportContent.Result.Finding {
  var place: TextPlace { TextPlace(line: line, column: column, offset: offset) }
}
