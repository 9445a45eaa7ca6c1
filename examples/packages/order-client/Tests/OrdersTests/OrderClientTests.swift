import FaultlintTesting
import Foundation
import Orders
import Reports
import Testing

@Suite("The client and what the service answers") struct OrderClientTests {
  @Test("Client faults and rejections are refusals") func refused() async {
    let client = OrderClient(answering: FaultFixtures.soap11(code: "Client", reason: "There is no order 7"))
    await #expect(throws: OrderError.refused("There is no order 7")) { try await client.cancel(7) }
    let rejecting = OrderClient(
      answering: FaultFixtures.soap11(reason: "Shipped", detail: #"<o:rejected xmlns:o="urn:orders"/>"#))
    await #expect(throws: OrderError.refused("Shipped")) { try await rejecting.cancel(7) }
  }

  @Test("Other faults are failures, in the language of the caller") func failed() async {
    let client = OrderClient(
      answering: FaultFixtures.soap12(reasons: ["de": "Überlastet", "en": "Overloaded"]))
    await #expect(throws: OrderError.failed("Overloaded")) { try await client.cancel(7) }
  }

  @Test("A page of a proxy is told from the service") func proxy() async {
    let client = OrderClient(
      answering: "<html><head><title>502</title></head><body></body></html>", status: 502,
      contentType: "text/html")
    await #expect(throws: OrderError.notSOAP(#"HTML page "502""#)) { try await client.cancel(7) }
  }

  /// Whatever is wrong with an answer, the client throws an error of its own and does not crash.
  @Test("Every broken fault is survived", arguments: FaultFixtures.all.filter { $0.status ?? 500 == 500 })
  func broken(_ fixture: FaultFixture) async {
    do {
      try await OrderClient(answering: fixture).cancel(7)
    } catch {
      #expect(error is OrderError)
    }
  }

  @Test("The report of the day") func report() {
    var report = FailureReport()
    report.add(.refused("x"))
    report.add(.notSOAP("JSON"))
    #expect(report.text == "1 refused, 1 failed")
  }
}
