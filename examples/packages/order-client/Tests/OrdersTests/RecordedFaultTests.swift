import FaultlintTesting
import Testing

@Suite("Faults recorded from the service") struct RecordedFaultTests {
  @Test("The service does not understand WS-Security") func notUnderstood() {
    let fault = expectConformingFault(.file("not-understood.xml"), profile: .bp11, status: 500)
    #expect(fault?.code.local == "MustUnderstand")
  }

  @Test("What is known to be wrong with the mainframe stays known") func mainframe() {
    let fault = """
      <s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><s:Fault>
      <faultcode>s:Server.Db2</faultcode><faultstring>-911</faultstring>
      </s:Fault></s:Body></s:Envelope>
      """
    expectConformingFault(
      fault, accepting: [.rule("BP-R1031", because: "ticket 4711: the mainframe refines codes with dots")],
      failOn: .warning)
  }
}
