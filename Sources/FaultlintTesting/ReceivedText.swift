internal import Faultlint
internal import FaultlintModel
internal import FaultlintReports
internal import FaultlintText

extension CheckedPayload {
  /// What was received, as the object of a sentence: `a SOAP 1.1 fault`.
  var summary: String {
    if let error = report.error { return "nothing: \(error.printable)" }
    if case .nothing = received.content { return "no body (nil)" }
    if received.bytes.isEmpty { return "an empty body" }
    let version = report.soapVersion.map { "SOAP \($0.rawValue) " } ?? ""
    if report.fault != nil { return "a \(version)fault" }
    if report.soapVersion != nil { return "a \(version)message without a Fault" }
    guard let content = report.content else { return "something that is not a SOAP message" }
    let article = content.hasPrefix("HTML") ? "an " : ""
    return article + content.printable
  }

  /// How many findings of each level there are, as in `1 error, 2 warnings`; empty if there are none.
  func counts(of findings: [Finding]) -> String {
    [Level.error, .warning, .note].compactMap { level in
      let count = findings.count { $0.level == level }
      return count == 0 ? nil : "\(count) \(level.rawValue)\(count == 1 ? "" : "s")"
    }.joined(separator: ", ")
  }

  /// The line that says what came in: name, size, status, media type, and the first bytes where they are not a fault's.
  var receivedLine: String {
    guard report.error == nil else { return "" }
    var parts: [String] = []
    if let name = received.name { parts.append(name) }
    parts.append("\(received.bytes.count) \(received.bytes.count == 1 ? "byte" : "bytes")")
    if let http = exchange.facts.http {
      if let status = http.status { parts.append("status \(status)") }
      if let type = http.field("Content-Type") {
        parts.append("Content-Type \(type.printable.cut(to: 100))")
      } else if http.isComplete {
        parts.append("no Content-Type")
      }
    }
    var line = "received: " + parts.joined(separator: ", ")
    if report.fault == nil, !received.bytes.isEmpty { line += ": " + firstBytes }
    return line + "\n"
  }

  /// The line of the HTTP head that a finding is at: a header field, or the status; empty if that is not known.
  func headLine(of finding: Finding) -> String {
    guard let http = exchange.facts.http else { return "" }
    if let index = finding.headField, http.fields.indices.contains(index) {
      return "\(http.fields[index].name): \(http.fields[index].value)"
    }
    return http.status.map { "status \($0)" } ?? http.method.map { "method \($0)" } ?? ""
  }

  /// The first bytes: as a text on one line, or as numbers where they are not one.
  private var firstBytes: String {
    let bytes = received.bytes
    let start = bytes.prefix(200)
    let isText = start.allSatisfy { $0 >= 0x20 && $0 != 0x7F || (0x09...0x0D).contains($0) }
    guard isText else {
      let shown = bytes.prefix(24).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(separator: " ")
      return shown + (bytes.count > 24 ? " …" : "")
    }
    let text = String(decoding: start, as: UTF8.self).split(whereSeparator: \.isWhitespace).joined(
      separator: " ")
    let shown = text.printable.cut(to: 120)
    return shown + (bytes.count > start.count && !shown.hasSuffix("…") ? "…" : "")
  }
}
