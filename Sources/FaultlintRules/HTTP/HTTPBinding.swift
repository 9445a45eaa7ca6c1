internal import FaultlintEngine

/// The rules of the HTTP bindings: SOAP 1.1, section 6; SOAP 1.2 part 2, section 7.
enum HTTPBinding {
  static let rules: [Rule] = [
    noEntity, faultIn2xx, faultWith405Or415, statusForFault, status500WithoutFault, resultIn4xx5xx,
    status303Unprocessed,
    contentTypeMissing, versionMediaType, mediaType, soap12MediaType, mediaTypeCapitals, multipart,
    multipartParameters, fieldTwice, parameterTwice, parameterNotQuoted,
    charsetMismatch, charsetMissing, charsetUnregistered, byteOrderMark, entityExtraData,
    soapActionMissing, soapActionNotQuoted, soapActionInSOAP12, actionNotURI, extensionFramework,
    extensionPoint,
  ]
}
