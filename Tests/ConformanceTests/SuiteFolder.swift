import FaultlintConformance
import Foundation

/// A suite in a temporary folder, which goes with it.
final class SuiteFolder {
  let url = FileManager.default.temporaryDirectory.appending(path: "faultlint-suite-\(UUID().uuidString)")
  var path: String { url.path }

  static let conforming = """
    <s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/">
      <s:Body>
        <s:Fault>
          <faultcode>s:Server</faultcode>
          <faultstring>The order is unknown</faultstring>
        </s:Fault>
      </s:Body>
    </s:Envelope>
    """

  init() throws { try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true) }

  deinit { try? FileManager.default.removeItem(at: url) }

  func write(_ text: String, to name: String) throws {
    let file = url.appending(path: name)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
  }

  /// A case as a manifest has it.
  static func entry(
    _ id: String, file: String = "message.xml", verdict: String = "conforming", findings: String = "[]"
  ) -> String {
    """
    {"id": "\(id)", "title": "The case called \(id)", "file": "\(file)", "kind": "conforming",
     "rules": ["SOAP11-faultcode-missing"], "sources": ["SOAP 1.1, section 4.4"],
     "expect": [{"profiles": ["soap11"], "verdict": "\(verdict)", "findings": \(findings)}]}
    """
  }

  /// Writes a manifest with these cases, and the message they all use.
  func write(cases: [String], in folder: String = "section") throws {
    try write(Self.conforming, to: "\(folder)/message.xml")
    try write(
      """
      {"format": 1, "section": {"document": "SOAP 1.1", "number": "4.4", "title": "SOAP Fault"},
       "cases": [\(cases.joined(separator: ",\n"))]}
      """, to: "\(folder)/manifest.json")
  }
}
