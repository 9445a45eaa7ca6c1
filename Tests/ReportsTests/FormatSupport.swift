import Faultlint
import FaultlintLibXML
import FaultlintReports
import FaultlintText
import FaultlintXMLTree
import Foundation
import Testing

/// A report in one form, from payloads to its text.
struct Rendered {
  let text: String
  var data: Data { Data(text.utf8) }

  /// The report in the form with this name.
  init(
    _ name: String, _ reports: [Report], isPartial: Bool = false,
    _ change: (inout ReportSettings) -> Void = { _ in }
  )
    throws
  {
    var settings = ReportSettings()
    settings.version = "1.2.3"
    change(&settings)
    var output = Output()
    var renderer = try #require(ReportFormat.named(name)).renderer(settings)
    var summary = Summary()
    renderer.begin(&output)
    for report in reports {
      summary.add(report)
      renderer.add(report, &output)
    }
    summary.isPartial = isPartial
    renderer.end(summary, &output)
    text = try #require(String(validating: output.bytes, as: UTF8.self), "the report is not UTF-8")
  }

  /// Its lines.
  var lines: [Substring] { text.split(separator: "\n") }

  /// What of a JSON Schema beside this file it does not keep.
  func problems(schema name: String) throws -> [String] {
    try JSONSchema(file: Self.folder.appending(path: name)).problems(data)
  }

  /// What of an XML Schema beside this file it does not keep.
  func violations(schema name: String) throws -> [String] {
    let schema = try Schema(
      documents: [name: Array(Data(contentsOf: Self.folder.appending(path: name)))], entry: name,
      targetNamespaces: [])
    let parser = TreeParser(
      vocabulary: Vocabulary(
        localNames: [], namespaces: [(.xml, "http://www.w3.org/XML/1998/namespace")]))
    let document = Array(text.utf8).withUnsafeBufferPointer { parser.parse($0, limits: ParseLimits()) }
    if let problem = document.problem { return [problem.message] }
    let tree = try #require(document.tree)
    return SchemaValidator(schema).validate(tree).map { "\($0)" }
  }

  private static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Schemas")
}

/// Payloads whose findings are known without running anything.
enum Samples {
  /// A message with an unknown child in its Fault: BP-R1000 at `<reason>`.
  static let unknownChild = """
    <s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/">
      <s:Body><s:Fault>
        <faultcode>s:Server</faultcode><faultstring>Größe</faultstring><reason>db</reason>
      </s:Fault></s:Body>
    </s:Envelope>
    """

  /// A fault with nothing wrong.
  static let clean = """
    <s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><s:Fault>\
    <faultcode>s:Server</faultcode><faultstring>x</faultstring></s:Fault></s:Body></s:Envelope>
    """

  static func check(_ text: String, path: String = "a.xml") -> Report {
    Linter().check(Array(text.utf8), name: path)
  }

  /// A payload that could not be had.
  static func unreadable(_ path: String = "gone.xml", _ reason: String = "No such file or directory")
    -> Report
  {
    Report(source: Source(path: path), error: reason)
  }

  /// Everything in a name that means something to some format or to a terminal.
  static let hostileName = "a b/\"'<&>]]>|:,%\n\r\u{1b}[2J\u{202e}::error::@all`*_é\u{0}.xml"
}
