internal import FaultlintEngine
internal import FaultlintModel

extension Example {
  /// The same as the entity of a response. It has the media type of its version, but for these fields: `Name: value`
  /// adds one or takes the place of one, `-Name` takes it away.
  func response(_ status: Int, _ fields: String..., version: String = "1.1") -> Example {
    with(.response(status: status), version, [standardType], fields)
  }

  /// The same as the entity of a request, with the fields that its version asks for.
  func request(_ method: String = "POST", _ fields: String...) -> Example {
    let standard = isSOAP12 ? [standardType] : [standardType, "SOAPAction: \"\""]
    return with(.request(method: method), "1.1", ["Host: example.com"] + standard, fields)
  }

  /// The same as the answer to a request with this method and these fields.
  func to(_ method: String, _ fields: String...) -> Example {
    given {
      $0.request = HTTPHead(
        start: .request(method: method), version: "1.1", fields: fields.compactMap(Self.field),
        isComplete: true)
    }
  }

  /// The same with one more field, whatever fields there are.
  func withField(_ text: String) -> Example {
    given { exchange in exchange.http?.fields += [Self.field(text)].compactMap { $0 } }
  }

  /// The same as the root part of an entity of several parts, with this media type.
  func inPart(_ type: String) -> Example {
    given { $0.http = HTTPHead(start: nil, version: nil, fields: [], isComplete: false) }
      .given { $0.http?.rootPart = RootPartHead(contentType: MediaType(type)) }
  }

  private var isSOAP12: Bool { document.contains("<e:Envelope") }

  private var standardType: String {
    if document.hasPrefix("{") { return "Content-Type: application/json" }
    return "Content-Type: \(isSOAP12 ? "application/soap+xml" : "text/xml"); charset=utf-8"
  }

  private func with(
    _ start: HTTPHead.Start, _ version: String, _ standard: [String], _ given: [String]
  ) -> Example {
    let names = given.map { ($0.split(separator: ":").first ?? "").drop { $0 == "-" } }
    let kept = standard.filter { field in
      !names.contains { field.lowercased().hasPrefix($0.lowercased() + ":") }
    }
    return self.given {
      let part = $0.http?.rootPart
      $0.http = HTTPHead(
        start: start, version: version, fields: (kept + given).compactMap(Self.field), isComplete: true)
      $0.http?.rootPart = part
    }
  }

  private static func field(_ text: String) -> HTTPHead.Field? {
    guard !text.hasPrefix("-"), let colon = text.firstIndex(of: ":") else { return nil }
    let value = text[text.index(after: colon)...].drop { $0 == " " }
    return HTTPHead.Field(name: String(text[..<colon]), value: String(value))
  }

  /// A SOAP 1.1 fault.
  static let plain11 = fault11("<faultcode>s:Server</faultcode><faultstring>x</faultstring>")

  /// A SOAP 1.2 fault with this standard code.
  static func plain12(_ code: String) -> Example {
    fault12(
      "<e:Code><e:Value>e:\(code)</e:Value></e:Code>"
        + #"<e:Reason><e:Text xml:lang="en">x</e:Text></e:Reason>"#)
  }
}
