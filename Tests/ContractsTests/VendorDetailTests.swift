import Faultlint
import Testing

/// What programs get of a vendor's detail.
@Suite struct VendorDetailTests {
  private func vendor(_ detail: String) -> VendorDetail? {
    Linter().check(
      """
      <s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><s:Fault><faultcode>s:Server</faultcode>\
      <faultstring>x</faultstring>\(detail)</s:Fault></s:Body></s:Envelope>
      """
    ).fault?.vendor
  }

  @Test("Marketing Cloud: code, message, log id and parameters")
  func marketingCloud() {
    let detail = vendor(
      """
      <detail><a:apifault xmlns:a="urn:fault.partner.exacttarget.com"><a:Code> 2 </a:Code><a:Message>Unplanned Outage</a:Message>\
      <a:LogID>77</a:LogID><a:Params><a:Param>x</a:Param><a:Param>y</a:Param></a:Params></a:apifault></detail>
      """)
    guard case .marketingCloud(let fault) = detail else { return #expect(detail == nil) }
    #expect(fault.code == 2)
    #expect(fault.message == "Unplanned Outage")
    #expect(fault.logID == 77)
    #expect(fault.parameters == ["x", "y"])
  }

  @Test("Zuora: the fault, its code and message")
  func zuora() {
    let detail = vendor(
      #"<detail><f:LoginFault xmlns:f="http://fault.api.zuora.com/"><f:FaultCode>INVALID_VALUE</f:FaultCode></f:LoginFault></detail>"#
    )
    guard case .zuora(let fault) = detail else { return #expect(detail == nil) }
    #expect(fault.name == "LoginFault")
    #expect(fault.code == "INVALID_VALUE")
    #expect(fault.message == nil)
  }

  @Test("OpenAir, CICS and WCF")
  func others() {
    guard case .openAir(let error) = vendor("<detail><Error><code>9</code></Error></detail>") else {
      return #expect(Bool(false), "not OpenAir's")
    }
    #expect(error.code == 9)
    let text = "DFHPI1009 08/02/2024 text"
    let detail = vendor(
      #"<detail><CICSFault xmlns="http://www.ibm.com/software/htp/cics/WSFault"> \#(text) </CICSFault></detail>"#
    )
    guard case .cics(let fault) = detail else { return #expect(detail == nil) }
    #expect(fault.message == "DFHPI1009")
    #expect(fault.text == text)
    let exception = vendor(
      """
      <detail><e:ExceptionDetail xmlns:e="http://schemas.datacontract.org/2004/07/System.ServiceModel"><e:InnerException>\
      <e:Message>in</e:Message><e:Type>B</e:Type></e:InnerException><e:Message>out</e:Message><e:Type>A</e:Type>\
      </e:ExceptionDetail></detail>
      """)
    guard case .wcf(let wcf) = exception else { return #expect(exception == nil) }
    #expect(wcf.type == "A" && wcf.message == "out" && wcf.stackTrace == nil)
    #expect(wcf.inner.map(\.type) == ["B"])
  }

  @Test("Anybody else: the elements as they are")
  func untyped() {
    let detail = vendor(#"<detail><m:e xmlns:m="urn:m" code="7"><m:t> x </m:t></m:e><plain/></detail>"#)
    guard case .other(let entries) = detail else { return #expect(detail == nil) }
    #expect(entries.map(\.name.local) == ["e", "plain"])
    #expect(entries[0].name.namespace == "urn:m")
    #expect(entries[0].attributes.map(\.value) == ["7"])
    #expect(entries[0]["t"]?.text == "x")
    #expect(vendor("<detail/>") == nil)
    #expect(vendor("") == nil)
  }
}
