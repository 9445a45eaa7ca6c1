import FaultlintTesting
import XCTest

/// What failing assertions look like in XCTest: this case records them instead of failing.
final class FailureTests: XCTestCase {
  private struct Failure {
    let text: String
    let file: String
    let line: Int
  }

  private var recorded: [Failure]?

  #if canImport(Darwin)
    override func record(_ issue: XCTIssue) {
      guard recorded != nil else { return super.record(issue) }
      let place = issue.sourceCodeContext.location
      recorded?.append(
        Failure(
          text: issue.compactDescription, file: place?.fileURL.path ?? "", line: place?.lineNumber ?? 0))
    }
  #else
    override func recordFailure(
      withDescription description: String, inFile filePath: String, atLine lineNumber: Int, expected: Bool
    ) {
      guard recorded != nil else {
        return super.recordFailure(
          withDescription: description, inFile: filePath, atLine: lineNumber, expected: expected)
      }
      recorded?.append(Failure(text: description, file: filePath, line: lineNumber))
    }
  #endif

  private func failures(_ body: () -> Void) -> [Failure] {
    recorded = []
    body()
    defer { recorded = nil }
    return recorded ?? []
  }

  private let qualified = """
    <s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><s:Fault>
    <s:faultcode>s:Server</s:faultcode><faultstring>x</faultstring></s:Fault></s:Body></s:Envelope>
    """

  func testTextAndPlace() {
    let line = #line + 1
    let failures = failures { expectConformingFault(qualified) }
    XCTAssertEqual(failures.count, 1)
    XCTAssertEqual(failures.first?.line, line)
    XCTAssertEqual(failures.first?.file, #filePath)
    let text = failures.first?.text ?? ""
    XCTAssertTrue(
      text.contains("Expected a conforming fault, received a SOAP 1.1 fault with 1 error (profile bp11)"))
    XCTAssertTrue(text.contains("error: 's:faultcode' is in the SOAP namespace instead of none [BP-R1001]"))
    XCTAssertTrue(text.contains("^~~~"))
    XCTAssertTrue(text.contains("faultlint explain BP-R1001"))
  }

  func testHelper() {
    func helper(_ body: String, filePath: StaticString = #filePath, line: UInt = #line) {
      expectNoFault(body, filePath: filePath, line: line)
    }
    let line = #line + 1
    XCTAssertEqual(failures { helper(qualified) }.map(\.line), [line])
  }

  func testAsync() async {
    recorded = []
    let line = #line + 1
    await Task { [qualified] in _ = expectFault(qualified, code: "Client") }.value
    await Task.detached { [qualified] in _ = expectFault(qualified, violates: ["BP-R1000"]) }.value
    let lines = recorded?.map(\.line)
    recorded = nil
    XCTAssertEqual(lines, [line, line + 1])
  }

  func testReportIsTheEndOfTheText() {
    let text = failures { expectConformingFault("{}", attachReport: true) }.first?.text ?? ""
    XCTAssertTrue(text.contains("\nreport: {\"faultlint\":{"))
    XCTAssertTrue(text.contains("\"verdict\":\"not-a-fault\""))
  }
}
