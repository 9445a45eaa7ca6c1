import FaultlintTesting
import Foundation
import Orders
import XCTest

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

final class OrderClientTests: XCTestCase {
  private let url = URL(filePath: "/orders")

  func testRefusal() async throws {
    let fixture = FaultFixtures.soap11(code: "Client", reason: "There is no order 7")
    let client = OrderClient(url: url) { [url] _ in
      (Data(fixture.bytes), try XCTUnwrap(fixture.response(from: url)))
    }
    do {
      try await client.cancel(7)
      XCTFail("nothing was thrown")
    } catch let error as OrderError {
      XCTAssertEqual(error, .refused("There is no order 7"))
    }
  }

  func testRecordedFault() throws {
    let fault = try XCTUnwrap(
      expectConformingFault(.file("../../../order-client/Tests/OrdersTests/not-understood.xml"), status: 500))
    XCTAssertEqual(fault.code.local, "MustUnderstand")
    XCTAssertEqual(fault.reason(), "The header block 'Security' was not understood")
  }

  func testResponse() throws {
    let fixture = FaultFixtures.soap12(code: "Sender", subcodes: ["{urn:orders}Unknown"])
    let payload: ResponsePayload = .response(fixture.response(from: url), body: Data(fixture.bytes))
    expectConformingFault(payload, profile: .soap12)
    expectFault(payload, code: "Sender", subcodes: ["{urn:orders}Unknown"], detail: .absent)
  }
}
