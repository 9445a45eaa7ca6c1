import FaultlintTesting
import Testing

@Suite("The report as an attachment") struct AttachmentTests {
  @Test("In Swift Testing it is not in the text") func attached() {
    let text = failureText { expectConformingFault("", attachReport: true) }
    #expect(text == failureText { expectConformingFault("") })
    #expect(!text.isEmpty)
  }
}
