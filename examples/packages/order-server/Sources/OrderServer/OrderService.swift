import Faultlint

/// What the service does with a request, whatever brings it.
enum OrderService {
  /// An answer: a status and a SOAP message.
  struct Answer {
    var status = 500
    let body: String
  }

  private static let linter = Linter()

  /// Answers a request.
  static func answer(to body: [UInt8], method: String) -> Answer {
    guard method == "POST" else { return Answer(status: 405, body: fault("Client", "Orders are posted")) }
    let report = linter.check(body)
    guard let version = report.soapVersion else {
      return Answer(body: fault("Client", "This is not a SOAP message"))
    }
    guard version == .v11 else {
      return Answer(body: fault("VersionMismatch", "The service speaks SOAP 1.1"))
    }
    guard report.verdict == .notAFault else { return Answer(body: fault("Client", "This is not an order")) }
    return Answer(
      body: fault(
        "Server", "The warehouse is closed",
        detail: #"<o:closed xmlns:o="urn:orders"><o:until>Monday</o:until></o:closed>"#))
  }

  private static func fault(_ code: String, _ reason: String, detail: String? = nil) -> String {
    """
    <?xml version="1.0" encoding="utf-8"?>
    <s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><s:Fault>\
    <faultcode>s:\(code)</faultcode><faultstring xml:lang="en">\(reason)</faultstring>\
    \(detail.map { "<detail>\($0)</detail>" } ?? "")</s:Fault></s:Body></s:Envelope>
    """
  }
}
