internal import FaultlintText

/// Tells what a text is in which there is no envelope: above all, a fault that a program has read and printed in a form of
/// its own.
enum DecodedFault {
  /// How much of a text is looked at, in bytes.
  private static let limit = 1 << 16

  /// A form in which programs print faults.
  private struct Form {
    /// What has to stand in the text, all of it.
    let marks: [StaticString]
    /// What it is.
    let name: String
    /// How to get the XML instead.
    let advice: String
  }

  private static let php = "Give what SoapClient::__getLastResponse() returns, with the option trace on."

  private static let forms: [Form] = [
    Form(marks: ["SoapFault exception:"], name: "an uncaught SoapFault of PHP", advice: php),
    Form(marks: ["SoapFault Object"], name: "a SoapFault of PHP as print_r shows it", advice: php),
    Form(marks: ["object(SoapFault)"], name: "a SoapFault of PHP as var_dump shows it", advice: php),
    Form(marks: ["SoapFault::__set_state"], name: "a SoapFault of PHP as var_export shows it", advice: php),
    Form(
      marks: ["zeep.exceptions.Fault"], name: "a Fault of zeep in a traceback of Python",
      advice: "Give what zeep.plugins.HistoryPlugin keeps as last_received, or the log of zeep.transports."),
    Form(
      marks: ["suds.WebFault"], name: "a WebFault of suds in a traceback of Python",
      advice: "Give what Client.last_received() returns, or the log of suds.client."),
    Form(
      marks: ["Savon::SOAPFault"], name: "a SOAPFault of Savon in a trace of Ruby",
      advice: "Give error.http.body, or the log of Savon with log: true and pretty_print_xml: false."),
    Form(
      marks: ["SOAPFaultException"], name: "a SOAPFaultException of Java in a stack trace",
      advice:
        "Give the log of the wire: -Dcom.sun.xml.ws.transport.http.client.HttpTransportPipe.dump=true in "
        + "JAX-WS RI, the LoggingFeature in CXF."),
    Form(
      marks: ["SoapFaultClientException"], name: "a SoapFaultClientException of Spring-WS in a stack trace",
      advice: "Give the log of org.springframework.ws.client.MessageTracing at the level TRACE."),
    Form(
      marks: ["AxisFault"], name: "an AxisFault of Apache Axis in a stack trace",
      advice: "Give the log of org.apache.axis.transport.http or httpclient.wire at the level DEBUG."),
    Form(
      marks: ["System.ServiceModel.FaultException"], name: "a FaultException of WCF in a stack trace",
      advice: "Give the message log of WCF (system.serviceModel/diagnostics, logEntireMessage)."),
    Form(
      marks: ["System.Web.Services.Protocols.SoapException"],
      name: "a SoapException of .NET in a stack trace",
      advice: "Give the response as a proxy or a SoapExtension keeps it."),
  ]

  /// What a text is; nil if the payload is to tell.
  static func describe(_ bytes: UnsafeBufferPointer<UInt8>) -> NotSOAP? {
    let head = bytes.slice(0..<min(bytes.count, limit))
    guard head.contains(where: { !$0.isBlank }), head.next(0, from: 0) == nil else { return nil }
    for form in forms where form.marks.allSatisfy({ head.next($0, from: 0) != nil }) {
      return decoded(form.name, said(head), form.advice)
    }
    let view = ByteView(head)
    let isJSON = view.bytes[
      view.skipBlanksAndMarks(from: 0) < view.count ? view.skipBlanksAndMarks(from: 0) : 0]
    let isObject = isJSON == UInt8(ascii: "{") || isJSON == UInt8(ascii: "[")
    let advice = "Give the response as it came, before it was read: faultlint checks the XML."
    if let said = said(head) {
      if head.next("=>", from: 0) != nil {
        return decoded("a fault as a hash of Ruby or an array of PHP", said, advice)
      }
      if isObject { return decoded("a fault as JSON", said, advice) }
      return decoded("a fault that a program has read and printed", said, advice)
    }
    if hasSpacedTags(view) {
      return NotSOAP(
        kind: .noEnvelope,
        words: "text with an envelope in which a blank stands behind each '<', so that nothing is a tag",
        advice: "Give the message as it was sent.")
    }
    // What is no text, or begins with a byte order mark, is for the parser to say.
    guard !isObject, let first = head.first(where: { !$0.isBlank }), first != UInt8(ascii: "<"), first < 0xEF,
      !head.contains(where: { $0 < 0x20 && !$0.isBlank && $0 != 0x0C && $0 != 0x1B })
    else { return nil }
    return NotSOAP(kind: .noEnvelope, words: "plain text without an envelope in it", advice: nil)
  }

  /// What JSON is that has the parts of a fault in it; nil if it has not.
  static func inJSON(_ payload: UnsafeBufferPointer<UInt8>) -> NotSOAP? {
    let start = payload.skippingBlanks(from: 0)
    guard start < payload.count, payload[start] == UInt8(ascii: "{") || payload[start] == UInt8(ascii: "["),
      payload.next("faultcode", from: start) != nil || payload.next("faultstring", from: start) != nil
    else { return nil }
    return describe(payload)
  }

  private static func decoded(_ name: String, _ said: String?, _ advice: String) -> NotSOAP {
    NotSOAP(kind: .decodedFault, words: said.map { "\(name): \($0)" } ?? name, advice: advice)
  }

  // MARK: What it says

  /// The code and the text of a fault, as far as they are there; nil if nothing is called so.
  private static func said(_ bytes: UnsafeBufferPointer<UInt8>) -> String? {
    let code = value("faultcode", bytes) ?? exceptionCode(bytes)
    let text = value("faultstring", bytes)
    guard code != nil || text != nil else { return nil }
    return [code, text].compactMap { $0 }.joined(separator: ", ")
  }

  /// What stands behind a name, as a string or up to the end of the line or a comma.
  private static func value(_ name: StaticString, _ bytes: UnsafeBufferPointer<UInt8>) -> String? {
    let view = ByteView(bytes)
    var from = 0
    while let hit = bytes.next(name, from: from) {
      from = hit + name.utf8CodeUnitCount
      var at = from
      // Quotes, brackets and signs between a name and its value.
      while at < bytes.count, at - from < 24, "\"'] :=>,\\".utf8.contains(bytes[at]) { at += 1 }
      guard at > from, at < bytes.count, bytes[at] > 0x20, bytes[at] != UInt8(ascii: "<"),
        bytes.slice(from..<at).contains(where: { $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: "=") })
      else { continue }
      let quote =
        at > from && (bytes[at - 1] == UInt8(ascii: "\"") || bytes[at - 1] == UInt8(ascii: "'"))
        ? bytes[at - 1] : 0
      var end = at
      while end < bytes.count, end - at < 200, bytes[end] >= 0x20, quote == 0 || bytes[end] != quote {
        end += 1
      }
      return view.text(view.trimmed(at..<end))
    }
    return nil
  }

  /// The code and text in `SoapFault exception: [code] text in file:line`.
  private static func exceptionCode(_ bytes: UnsafeBufferPointer<UInt8>) -> String? {
    guard let hit = bytes.next("SoapFault exception: [", from: 0),
      let close = bytes.slice(0..<min(bytes.count, hit + 300)).next(UInt8(ascii: "]"), from: hit)
    else { return nil }
    let view = ByteView(bytes)
    let lineEnd = bytes.next(0x0A, from: close) ?? bytes.count
    var end = close + 1
    while end < lineEnd, !bytes.has(" in /", at: end), !bytes.has(" in C:", at: end), end - close < 200 {
      end += 1
    }
    return "\(view.text(hit + 22..<close)), \(view.text(view.trimmed(close + 1..<end)))"
  }

  /// Whether tags are written with a blank behind the bracket.
  private static func hasSpacedTags(_ view: ByteView) -> Bool {
    var at = 0
    while let hit = view.index(of: "Envelope", from: at) {
      var start = hit
      while start > 0, hit - start < 64, !ByteView.isBlank(view[start - 1]),
        view[start - 1] != UInt8(ascii: "<")
      { start -= 1 }
      if start > 1, view[start - 1] == ByteView.space, view[start - 2] == UInt8(ascii: "<") { return true }
      at = hit + 8
    }
    return false
  }
}
