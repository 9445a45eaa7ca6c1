import FaultlintTesting
import Testing

@Test func aFaultConforms() {
  let fault = expectConformingFault(.file("fault.xml"), profile: .bp11, status: 500)
  #expect(fault?.reason() == "There is no order 7")
}
