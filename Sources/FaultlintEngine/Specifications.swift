/// The public addresses of what rules refer to. Where the address of a section is not known, that of the section
/// around it is given, or of the document.
enum Specifications {
  /// Where a reference can be read; nil if nowhere public.
  static func address(of reference: String) -> String? {
    for document in documents where reference.hasPrefix(document.name) {
      let place = reference.dropFirst(document.name.count)
      return document.address + (anchor(place, document.anchors) ?? requirement(in: place) ?? "")
    }
    if reference.hasPrefix("CWE-") {
      return "https://cwe.mitre.org/data/definitions/\(reference.dropFirst(4)).html"
    }
    guard reference.hasPrefix("RFC "), let number = reference.dropFirst(4).split(separator: ",").first else {
      return nil
    }
    let section = section(in: reference[...]).map { "#section-\($0)" } ?? ""
    return "https://www.rfc-editor.org/rfc/rfc\(number)\(section)"
  }

  private struct Document {
    let name, address: String
    var anchors: [String: String] = [:]
  }

  private static let documents = [
    Document(name: "SOAP 1.1 envelope schema", address: "http://schemas.xmlsoap.org/soap/envelope/"),
    Document(name: "SOAP 1.2 envelope schema", address: "http://www.w3.org/2003/05/soap-envelope"),
    Document(
      name: "SOAP 1.1, ", address: "https://www.w3.org/TR/2000/NOTE-SOAP-20000508/",
      anchors: [
        "3": "#_Toc478383492", "4": "#_Toc478383494", "4.1.1": "#_Toc478383495", "4.1.2": "#_Toc478383496",
        "4.2": "#_Toc478383497", "4.2.2": "#_Toc478383499", "4.2.3": "#_Toc478383500",
        "4.3": "#_Toc478383503",
        "4.4": "#_Toc478383507", "4.4.1": "#_Toc478383510", "6": "#_Toc478383526", "6.1": "#_Toc478383527",
        "6.1.1": "#_Toc478383528", "6.2": "#_Toc478383529", "7": "#_Toc478383532",
      ]),
    Document(
      name: "SOAP 1.2 part 1, ", address: "https://www.w3.org/TR/2007/REC-soap12-part1-20070427/",
      anchors: [
        "2.2": "#soaproles", "2.4": "#muprocessing", "2.6": "#procsoapmsgs", "2.8": "#envvermodel",
        "5": "#soapenv",
        "5.1": "#soapenvelope", "5.1.1": "#soapencattr", "5.2": "#soaphead", "5.2.1": "#soapheadblock",
        "5.2.2": "#soaprole", "5.2.3": "#soapmu", "5.2.4": "#soaprelay", "5.3": "#soapbody",
        "5.3.1": "#soapbodyel",
        "5.4": "#soapfault", "5.4.1": "#faultcodeelement", "5.4.1.1": "#faultvalueelement",
        "5.4.1.2": "#faultsubcodeelement", "5.4.1.3": "#faultsubvalueelem", "5.4.2": "#faultstringelement",
        "5.4.2.1": "#reasontextelement", "5.4.3": "#faultactorelement", "5.4.4": "#faultroleelement",
        "5.4.5": "#faultdetailelement", "5.4.5.1": "#faultdetailentry", "5.4.6": "#faultcodes",
        "5.4.7": "#vmfault",
        "5.4.7.1": "#soapupgrade", "5.4.7.2": "#soapsupportedenv", "5.4.7.3": "#soapqnamesu",
        "5.4.8": "#mufault",
        "5.4.8.1": "#soapnotunderstood", "5.4.8.2": "#soapqnamenu", "6": "#useofuris", "A": "#version",
      ]),
    Document(
      name: "SOAP 1.2 part 2, ", address: "https://www.w3.org/TR/2007/REC-soap12-part2-20070427/",
      anchors: [
        "3.2": "#encfaults", "4.4": "#rpcfaults", "6.5": "#ActionFeature", "6.5.3": "#actionstatemachine",
        "7.1.4": "#httpmediatype", "7.5.1.1": "#http-reqbindreqstate", "7.5.1.2": "#http-reqbindwaitstate",
        "7.5.2.1": "#http-respbindreceive", "7.5.2.2": "#http-respbindprocess",
      ]),
    Document(
      name: "WS-I Basic Profile 1.0", address: "http://www.ws-i.org/Profiles/BasicProfile-1.0-2004-04-16.html"
    ),
    Document(name: "WS-I Basic Profile 1.1", address: "http://www.ws-i.org/Profiles/BasicProfile-1.1.html"),
    Document(
      name: "WS-I Basic Profile 1.2",
      address: "https://docs.oasis-open.org/ws-brsp/BasicProfile/v1.2/BasicProfile-v1.2.html"),
    Document(
      name: "WS-I Basic Profile 2.0",
      address: "https://docs.oasis-open.org/ws-brsp/BasicProfile/v2.0/BasicProfile-v2.0.html"),
    Document(
      name: "XML 1.0", address: "https://www.w3.org/TR/xml/",
      anchors: ["2.12": "#sec-lang-tag", "4.3.3": "#charencoding"]),
    Document(
      name: "WS-I Simple SOAP Binding Profile 1.0",
      address: "http://www.ws-i.org/Profiles/SimpleSoapBindingProfile-1.0-2004-08-24.html"),
    Document(
      name: "WS-Addressing 1.0, Core",
      address: "https://www.w3.org/TR/2006/REC-ws-addr-core-20060509/"),
    Document(
      name: "WS-Addressing 1.0, SOAP Binding",
      address: "https://www.w3.org/TR/2006/REC-ws-addr-soap-20060509/", anchors: ["6": "#faults"]),
    Document(
      name: "WS-Addressing 1.0, Metadata",
      address: "https://www.w3.org/TR/2007/REC-ws-addr-metadata-20070904/"),
    Document(
      name: "WSDL 1.1", address: "https://www.w3.org/TR/2001/NOTE-wsdl-20010315",
      anchors: [
        "2.4.2": "#_request-response", "3.3": "#_soap:binding", "3.5": "#_soap:body", "3.6": "#_soap:fault",
        "3.7": "#_soap:header",
      ]),
    Document(name: "SOAP Messages with Attachments", address: "https://www.w3.org/TR/SOAP-attachments"),
    Document(name: "XOP, ", address: "https://www.w3.org/TR/xop10/"),
    Document(name: "MTOM", address: "https://www.w3.org/TR/soap12-mtom/"),
    Document(
      name: "IANA, Character Sets",
      address: "https://www.iana.org/assignments/character-sets/character-sets.xhtml"),
    Document(
      name: "Namespaces in XML 1.0", address: "https://www.w3.org/TR/xml-names/",
      anchors: ["2.3": "#NSNameComparison", "3": "#ns-decl", "4": "#ns-qualnames"]),
    Document(
      name: "XML Schema part 1", address: "https://www.w3.org/TR/xmlschema-1/",
      anchors: [
        "3.2.4": "#cvc-attribute", "3.3.4": "#cvc-elt", "3.4.4": "#cvc-complex-type", "3.5.4": "#cvc-au",
        "3.10.4": "#cvc-wildcard", "3.11.4": "#cvc-identity-constraint",
      ]),
    Document(
      name: "XML Schema part 2", address: "https://www.w3.org/TR/xmlschema-2/",
      anchors: [
        "4.1.4": "#cvc-datatype-valid", "4.3.1": "#rf-length", "4.3.2": "#rf-minLength",
        "4.3.3": "#rf-maxLength", "4.3.4": "#rf-pattern", "4.3.5": "#rf-enumeration",
        "4.3.7": "#rf-maxInclusive", "4.3.8": "#rf-maxExclusive", "4.3.9": "#rf-minExclusive",
        "4.3.10": "#rf-minInclusive", "4.3.11": "#rf-totalDigits", "4.3.12": "#rf-fractionDigits",
      ]),
  ]

  /// The anchor of the section that a text names, or of the nearest one around it.
  private static func anchor(_ text: Substring, _ anchors: [String: String]) -> String? {
    guard var section = section(in: text) else { return nil }
    while true {
      if let anchor = anchors[section] { return anchor }
      guard let dot = section.lastIndex(of: ".") else { return nil }
      section = String(section[..<dot])
    }
  }

  private static func section(in text: Substring) -> String? {
    let words = text.split { $0 == " " || $0 == "," }
    guard let index = words.firstIndex(where: { $0 == "section" || $0 == "appendix" }),
      index + 1 < words.count
    else { return nil }
    return String(words[index + 1])
  }

  /// The anchor of the first requirement or extension point of WS-I that a text names: its number.
  private static func requirement(in text: Substring) -> String? {
    text.split(separator: " ").first { word in
      (word.hasPrefix("R") || word.hasPrefix("E")) && word.utf8.count == 5
        && word.dropFirst().allSatisfy(\.isNumber)
    }.map { "#\($0)" }
  }
}
