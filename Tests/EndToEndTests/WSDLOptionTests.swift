import Foundation
import Testing

/// `--wsdl`, on the WSDL and the captures in `examples/wsdl`.
@Suite struct WSDLOptionTests {
  static let folder = Payload.samples.deletingLastPathComponent().appending(path: "wsdl")

  @Test(
    "A capture gives what the WSDL says of it",
    arguments: [
      ("out-of-stock.http", "conforming", [] as [String]),
      ("fault-of-another-operation.http", "conforming", ["BP-R2740@25"]),
      ("request-does-not-fit.http", "conforming", ["BP-R2724@22"]),
      ("left-is-no-number.xml", "nonconforming", ["XSD-cvc-datatype-valid-1-2-1@9"]),
      ("session-problem-in-detail.xml", "nonconforming", ["WSDL-headerfault-in-detail@7"]),
      ("session-problem-in-header.xml", "conforming", []), ("unknown-item-soap12.xml", "conforming", []),
    ])
  func capture(_ file: String, _ verdict: String, _ findings: [String]) throws {
    let outcome = try Program.run(
      ["--format", "json", "--wsdl", "orders.wsdl", "captures/\(file)"], in: Self.folder)
    #expect(outcome.errors == "")
    #expect(outcome.status == (verdict == "conforming" ? 0 : 1))
    let result = try outcome.result()
    #expect(result.verdict == verdict)
    #expect(result.findings.map { "\($0.rule)@\($0.captureLine ?? $0.line)" } == findings)
  }

  @Test("What is wrong with a WSDL is exit status 2 before any payload is judged")
  func broken() throws {
    let scratch = try Scratch()
    let text = try String(contentsOf: Self.folder.appending(path: "orders.wsdl"), encoding: .utf8)
    try scratch.write("orders.wsdl", text.replacing("o:outOfStockFault", with: "o:outOfStokFault"))
    for file in ["orders-messages.wsdl", "orders-types.xsd"] {
      try scratch.write(file, try String(contentsOf: Self.folder.appending(path: file), encoding: .utf8))
    }
    let outcome = try Program.run(
      ["--wsdl", "orders.wsdl", "-"], input: Data(Payload.fault().utf8), in: scratch.folder)
    #expect(outcome.status == 2)
    #expect(outcome.text == "")
    #expect(
      outcome.errors
        == "error: orders.wsdl:12:37: there is no message 'outOfStokFault' in the namespace 'http://orders.example/v1': did you mean outOfStockFault?\n"
    )
    let missing = try Program.run(
      ["--wsdl", "none.wsdl", "-"], input: Data(Payload.fault().utf8), in: scratch.folder)
    #expect(missing.status == 2)
    #expect(missing.errors == "error: none.wsdl: No such file or directory\n")
  }

  @Test("A schema that is given takes the place of a remote one")
  func schema() throws {
    let scratch = try Scratch()
    try scratch.write(
      "a.wsdl",
      """
      <definitions xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/" xmlns:t="urn:t"
        xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:t">
      <types><xs:schema><xs:import namespace="urn:t" schemaLocation="https://t.example/t.xsd"/></xs:schema></types>
      <message name="in"/><message name="bad"><part name="p" element="t:a"/></message>
      <portType name="P"><operation name="o"><input message="t:in"/><fault name="f" message="t:bad"/></operation></portType>
      <binding name="B" type="t:P"><soap:binding transport="x"/><operation name="o"><input><soap:body use="literal"/></input>
      <fault name="f"><soap:fault name="f" use="literal"/></fault></operation></binding></definitions>
      """)
    try scratch.write(
      "t.xsd",
      #"<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:t"><xs:element name="a" type="xs:int"/></xs:schema>"#
    )
    let payload = Data(Payload.detail(#"<t:a xmlns:t="urn:t">x</t:a>"#).utf8)
    let without = try Program.run(["--wsdl", "a.wsdl", "-"], input: payload, in: scratch.folder)
    #expect(without.status == 2)
    #expect(without.errors.contains("a.wsdl:3:48: it refers to 'https://t.example/t.xsd', which is remote"))
    let with = try Program.run(
      ["--format", "json", "--schema", "t.xsd", "--wsdl", "a.wsdl", "-"], input: payload, in: scratch.folder)
    #expect(try with.result().rules == ["XSD-cvc-datatype-valid-1-2-1"])
  }
}
