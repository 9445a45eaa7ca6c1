// What products write as XML. Each form is data; XMLFormSplitter and XMLFormDecoder read them all.

extension CaptureFormat {
  /// A project of SoapUI or ReadyAPI.
  public static let soapUI = CaptureFormat(XMLForm.soapUI)
  /// The message log of WCF.
  public static let svclog = CaptureFormat(XMLForm.svclog)
  /// Items that Burp saved.
  public static let burp = CaptureFormat(XMLForm.burp)
  /// A report of ZAP.
  public static let zap = CaptureFormat(XMLForm.zap)
  /// The results of JMeter.
  public static let jmeter = CaptureFormat(XMLForm.jmeter)
}

extension XMLForm {
  /// Source: http://eviware.com/soapui/config, as SoapUI 5 and ReadyAPI 3 write it.
  static let soapUI = XMLForm(
    name: "soapui", summary: "project of SoapUI or ReadyAPI: mock responses, and requests",
    root: "soapui-project", entries: ["response", "call", "request"],
    fields: [
      (.status, ["@httpResponseStatus"]),
      (.headers, ["header"]),
      (.contentType, ["@mediaType"]),
      (.body, ["responseContent"]),
      (.id, ["@name"]),
      (.target, ["endpoint"]),
      (.requestBody, ["request"]),
    ],
    defaultMethod: "POST", hasWholeHeads: false, withoutBody: "the mock response has no content")

  /// Events that follow each other without a root.
  ///
  /// Source: https://learn.microsoft.com/en-us/dotnet/framework/wcf/diagnostics/configuring-message-logging.
  static let svclog = XMLForm(
    name: "svclog", summary: "message log of WCF",
    root: "E2ETraceEvent", entries: ["E2ETraceEvent"], entryMark: "MessageLogTraceRecord",
    fields: [
      (.status, ["HttpResponse/StatusCode"]),
      (.headers, ["HttpResponse/WebHeaders"]),
      (.method, ["HttpRequest/Method"]),
      (.requestHeaders, ["HttpRequest/WebHeaders"]),
      (.envelope, ["MessageLogTraceRecord/Envelope"]),
      (.id, ["Correlation/@ActivityID"]),
    ],
    withoutBody: "WCF logged no envelope with this message; logEntireMessage has to be on")

  /// Source: Burp Suite, "Save items".
  static let burp = XMLForm(
    name: "burp", summary: "items that Burp saved", root: "items",
    marks: ["burpVersion", "<response base64", "<request base64"], entries: ["item"],
    fields: [
      (.message, ["item/response"]),
      (.requestMessage, ["item/request"]),
      (.target, ["item/url"]),
    ],
    withoutBody: "the item has no response")

  /// Source: https://www.zaproxy.org/docs/desktop/addons/report-generation/report-traditional-xml-plus/.
  static let zap = XMLForm(
    name: "zap", summary: "report of ZAP with requests and responses",
    root: "OWASPZAPReport", entries: ["instance"], entryMark: "responseheader",
    fields: [
      (.requestHeaders, ["requestheader"]),
      (.requestBody, ["requestbody"]),
      (.headers, ["responseheader"]),
      (.body, ["responsebody"]),
      (.id, ["@id"]),
    ],
    withoutBody: "the report has no body of this response")

  /// Source: https://jmeter.apache.org/usermanual/listeners.html, XML log format.
  static let jmeter = XMLForm(
    name: "jmeter", summary: "results of JMeter as XML", root: "testResults",
    entries: ["httpSample", "sample"],
    fields: [
      (.status, ["@rc"]),
      (.headers, ["responseHeader"]),
      (.body, ["responseData"]),
      (.file, ["responseFile"]),
      (.id, ["@lb"]),
      (.method, ["method"]),
      (.target, ["java.net.URL"]),
      (.requestHeaders, ["requestHeader"]),
      (.requestBody, ["queryString"]),
    ],
    withoutBody: "the results were saved without the data of this response; "
      + "the property jmeter.save.saveservice.response_data=true has JMeter save them")
}
