import FaultlintTesting
import Foundation
import Testing

/// What failures look like, wherever in a test they happen: these tests fail, so they run only when asked for with
/// `SHOW_FAILURES=1 swift test --filter DeliberateFailures`.
@Suite(.enabled(if: ProcessInfo.processInfo.environment["SHOW_FAILURES"] == "1")) struct DeliberateFailures {
  /// faultcode is qualified, and the message is under a status that means success.
  private static let broken = """
    <soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/">
      <soap:Body>
        <soap:Fault>
          <soap:faultcode>soap:Server</soap:faultcode>
          <faultstring>Overloaded</faultstring>
        </soap:Fault>
      </soap:Body>
    </soap:Envelope>
    """

  @Test func inATest() {
    expectConformingFault(Self.broken, status: 200, headers: ["Content-Type": "text/xml; charset=utf-8"])
  }

  @Test func inADetachedTask() async {
    await Task.detached { _ = expectFault(Self.broken, code: "Client", reason: "Overloaded") }.value
  }

  @Test func onAQueue() async {
    await withCheckedContinuation { continuation in
      DispatchQueue.global().async {
        expectConformingFault("<html><head><title>502 Bad Gateway</title></head></html>", status: 502)
        continuation.resume()
      }
    }
  }
}
