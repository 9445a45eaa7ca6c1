/// The public addresses of what rules refer to. Where the address of a section is not known, that of the section
/// around it is given, or of the document.
enum Specifications {
  /// Where a reference can be read; nil if nowhere public.
  static func address(of reference: String) -> String? {
    for document in documents where reference.hasPrefix(document.name) {
      return document.address + (anchor(reference.dropFirst(document.name.count), document.anchors) ?? "")
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
        "4": "#_Toc478383494", "4.1.1": "#_Toc478383495", "4.4": "#_Toc478383507",
        "6.1": "#_Toc478383527", "6.1.1": "#_Toc478383528",
      ]),
    Document(
      name: "SOAP 1.2 part 1, ", address: "https://www.w3.org/TR/2007/REC-soap12-part1-20070427/",
      anchors: [
        "5": "#soapenv", "5.1": "#soapenvelope", "5.2": "#soaphead", "5.3": "#soapbody", "5.4": "#soapfault",
        "5.4.6": "#faultcodes",
      ]),
    Document(name: "SOAP 1.2 part 2, ", address: "https://www.w3.org/TR/2007/REC-soap12-part2-20070427/"),
    Document(
      name: "WS-I Basic Profile 1.0", address: "http://www.ws-i.org/Profiles/BasicProfile-1.0-2004-04-16.html"
    ),
    Document(name: "WS-I Basic Profile 1.1", address: "http://www.ws-i.org/Profiles/BasicProfile-1.1.html"),
    Document(
      name: "WS-I Basic Profile 1.2", address: "http://ws-i.org/profiles/BasicProfile-1.2-2010-11-09.html"),
    Document(
      name: "WS-I Basic Profile 2.0", address: "http://ws-i.org/profiles/BasicProfile-2.0-2010-11-09.html"),
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
      address: "https://www.w3.org/TR/2006/REC-ws-addr-soap-20060509/"),
    Document(name: "SOAP Messages with Attachments", address: "https://www.w3.org/TR/SOAP-attachments"),
    Document(name: "XOP, ", address: "https://www.w3.org/TR/xop10/"),
    Document(name: "MTOM", address: "https://www.w3.org/TR/soap12-mtom/"),
    Document(
      name: "IANA, Character Sets",
      address: "https://www.iana.org/assignments/character-sets/character-sets.xhtml"),
    Document(name: "Namespaces in XML 1.0", address: "https://www.w3.org/TR/xml-names/"),
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
    guard let index = words.firstIndex(of: "section"), index + 1 < words.count else { return nil }
    return String(words[index + 1])
  }
}
