import Faultlint
import FaultlintFoundation
import Foundation
import Testing

/// The WSDLs of vendors, which belong to others and may not be there.
@Suite struct WSDLReferenceTests {
  /// The folder `shared/reference` beside the checkout, or the one that FAULTLINT_REFERENCE names.
  static let folder: URL = {
    if let named = ProcessInfo.processInfo.environment["FAULTLINT_REFERENCE"] { return URL(filePath: named) }
    var root = URL(filePath: #filePath)
    for _ in 0..<4 { root.deleteLastPathComponent() }
    return root.appending(path: "shared/reference")
  }()

  static let isThere = FileManager.default.fileExists(
    atPath: folder.appending(path: "zuora.a.78.0.wsdl").path)

  static func linter(_ name: String) throws -> Linter {
    var options = Linter.Options()
    options.descriptions = [try WSDL(contentsOf: folder.appending(path: name))]
    return try Linter(profiles: [.soap11], options: options)
  }

  static func ids(_ linter: Linter, _ entry: String) -> [String] {
    let message = """
      <s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" xmlns:f="http://fault.api.zuora.com/" \
      xmlns:a="urn:fault.partner.exacttarget.com" xmlns:p="http://namespaces.soaplite.com/perl" \
      xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><s:Body><s:Fault><faultcode>s:Server</faultcode>\
      <faultstring>x</faultstring><detail>\(entry)</detail></s:Fault></s:Body></s:Envelope>
      """
    return linter.check(message).findings.map(\.rule.id)
  }

  @Test("Each fault of Zuora's WSDLs is valid, and a changed one is not", .enabled(if: isThere))
  func zuora() throws {
    for version in ["38.0", "78.0"] {
      let linter = try Self.linter("zuora.a.\(version).wsdl")
      let names = [
        "LoginFault", "InvalidTypeFault", "InvalidValueFault", "MalformedQueryFault",
        "InvalidQueryLocatorFault",
        "UnexpectedErrorFault",
      ]
      for name in names {
        func entry(_ code: String, _ rest: String = "") -> String {
          "<f:\(name)><f:FaultCode>\(code)</f:FaultCode><f:FaultMessage>x</f:FaultMessage>\(rest)</f:\(name)>"
        }
        #expect(Self.ids(linter, entry("INVALID_VALUE")) == [], "\(name) \(version)")
        #expect(Self.ids(linter, entry("NO_SUCH_CODE")) == ["XSD-cvc-enumeration-valid"])
        #expect(Self.ids(linter, entry("INVALID_VALUE", "<f:more/>")) == ["XSD-cvc-complex-type-2-4"])
      }
      // The base, which no operation declares.
      #expect(Self.ids(linter, "<f:fault/>") == ["WSDL-fault-undeclared"])
      #expect(
        Self.ids(linter, "<f:LoginFault><f:FaultCode>TEMPORARY_ERROR</f:FaultCode></f:LoginFault>")
          == (version == "38.0" ? ["XSD-cvc-enumeration-valid"] : []))
    }
  }

  @Test("The WSDL of OpenAir is read with the types of its encoding", .enabled(if: isThere))
  func openAir() throws {
    let linter = try Self.linter("openair-2016.wsdl")
    let error = "<comment>c</comment><text>t</text><code>602</code>"
    #expect(Self.ids(linter, "<p:e xsi:type=\"p:oaError\">\(error)</p:e>") == ["WSDL-fault-undeclared"])
    #expect(
      Self.ids(linter, "<p:e xsi:type=\"p:oaError\">\(error)<code>1</code></p:e>")
        == ["WSDL-fault-undeclared", "XSD-cvc-complex-type-2-4"])
  }

  @Test(
    "The WSDL of Marketing Cloud is read with our schema in place of the one nobody has",
    .enabled(if: isThere))
  func marketingCloud() throws {
    let linter = try Self.linter("marketing-cloud-etframework.wsdl")
    func entry(_ code: String) -> String {
      "<a:apifault><a:Code>\(code)</a:Code><a:Message>m</a:Message></a:apifault>"
    }
    #expect(Self.ids(linter, entry("11")) == ["WSDL-fault-undeclared"])
    #expect(Self.ids(linter, entry("x")) == ["WSDL-fault-undeclared", "XSD-cvc-datatype-valid-1-2-1"])
  }
}
