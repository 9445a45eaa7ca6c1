/// The rules of SOAP 1.1 (W3C Note of 8 May 2000) and its envelope schema.
enum SOAP11 {
  static let rules: [Rule] = [
    faultcodeNotQName, faultcodeUnboundPrefix, faultcodeNoNamespace, faultcodeUnknown, faultcodeSOAP12Name,
    faultcodeCase, faultcodeEmptySegment, faultcodeChildElement,
  ]
}
