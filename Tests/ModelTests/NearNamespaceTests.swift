import FaultlintModel
import FaultlintXMLTree
import Testing

/// Names of namespaces that are nearly those that SOAP uses. Source: Namespaces in XML 1.0, section 2.3.
@Suite struct NearNamespaceTests {
  @Test(
    "A near miss is named",
    arguments: [
      ("http://schemas.xmlsoap.org/soap/envelope", Namespace.soap11, "slash at the end"),
      ("https://schemas.xmlsoap.org/soap/envelope/", .soap11, "begins with http:"),
      (" http://schemas.xmlsoap.org/soap/envelope/", .soap11, "white space"),
      ("http://schemas.xmlsoap.org/soap/envelope/ ", .soap11, "white space"),
      ("http://schemas.xmlsoap.org/SOAP/envelope/", .soap11, "case counts"),
      ("http://www.w3.org/2003/05/soap-envelope/", .soap12, "no slash at the end"),
      ("HTTP://www.w3.org/2003/05/soap-envelope", .soap12, "case counts"),
      ("http://www.w3.org/2002/12/soap-envelope", .soap12, "draft"),
      ("http://www.w3.org/2005/08/addressing/", .addressing, "no slash at the end"),
    ])
  func isNamed(_ name: String, _ meant: Namespace, _ words: String) throws {
    let near = try #require(NearNamespace(name))
    #expect(near.meant == meant)
    #expect(near.difference.contains(words), "\(near.difference)")
  }

  @Test(
    "What SOAP uses, or is far from it, is not a near miss",
    arguments: [
      "http://schemas.xmlsoap.org/soap/envelope/", "http://www.w3.org/2003/05/soap-envelope",
      "http://www.w3.org/2005/08/addressing", "", "urn:example:orders",
      "http://schemas.xmlsoap.org/soap/encoding/", "http://schemas.xmlsoap.org/soap/envelope/2",
      "ftp://schemas.xmlsoap.org/soap/envelope/",
    ])
  func isNotNear(_ name: String) { #expect(NearNamespace(name) == nil) }
}
