import Faultlint
import Foundation
import Testing

// The WSDL of a service in a test, as docs/wsdl.md has it.

@Suite struct DescribedServiceSnippets {
  @Test("A response is held to the WSDL")
  func response() throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(
      path: "../../../examples/wsdl")
    let response = try Array(Data(contentsOf: folder.appending(path: "captures/unknown-item-soap12.xml")))

    let wsdl = try WSDL("orders.wsdl") { name in try Array(Data(contentsOf: folder.appending(path: name))) }
    var options = Linter.Options()
    options.descriptions = [wsdl]
    let linter = try Linter(options: options)
    #expect(linter.check(response).verdict == .conforming)
  }
}
