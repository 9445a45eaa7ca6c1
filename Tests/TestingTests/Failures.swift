import IssueReporting
import Synchronization
import Testing

/// What an assertion recorded.
struct Failure: Sendable {
  let text: String
  let file: String
  let line: Int
}

/// The failures of a block, taken before they get to the framework: a known issue would be printed.
func failures(_ body: () -> Void) -> [Failure] {
  let recorder = Recorder()
  withIssueReporters([recorder]) { body() }
  return recorder.failures
}

/// The failures of a block, taken before they get to the framework.
func failures(_ body: () async -> Void) async -> [Failure] {
  let recorder = Recorder()
  await withIssueReporters([recorder]) { await body() }
  return recorder.failures
}

/// The failures of a block as they get to Swift Testing; none of them fails the test.
func knownIssues(_ body: () -> Void) -> [Failure] {
  let recorder = Recorder()
  withKnownIssue(isIntermittent: true) {
    body()
  } matching: { issue in
    recorder.record(Failure(issue))
    return true
  }
  return recorder.failures
}

/// The failures of a block as they get to Swift Testing; none of them fails the test.
func knownIssues(_ body: () async -> Void) async -> [Failure] {
  let recorder = Recorder()
  await withKnownIssue(isIntermittent: true) {
    await body()
  } matching: { issue in
    recorder.record(Failure(issue))
    return true
  }
  return recorder.failures
}

/// Takes what assertions report.
private final class Recorder: IssueReporter {
  private let recorded = Mutex<[Failure]>([])

  var failures: [Failure] { recorded.withLock { $0 } }

  func record(_ failure: Failure) { recorded.withLock { $0.append(failure) } }

  func reportIssue(
    _ message: @autoclosure () -> String?, severity: IssueSeverity, fileID: StaticString,
    filePath: StaticString,
    line: UInt, column: UInt
  ) {
    record(Failure(text: message() ?? "", file: "\(fileID)", line: Int(line)))
  }

  func reportIssue(
    _ error: any Error, _ message: @autoclosure () -> String?, fileID: StaticString, filePath: StaticString,
    line: UInt, column: UInt
  ) {
    record(Failure(text: "\(error)", file: "\(fileID)", line: Int(line)))
  }
}

extension Failure {
  fileprivate init(_ issue: Issue) {
    text = issue.comments.map(\.rawValue).joined(separator: "\n")
    file = issue.sourceLocation.map { $0.fileID } ?? ""
    line = issue.sourceLocation?.line ?? 0
  }
}

/// The text of the one failure of a block; empty if there is none, or more than one.
func failureText(_ body: () -> Void) -> String {
  let failures = failures(body)
  return failures.count == 1 ? failures[0].text : ""
}

/// Envelopes around a fault.
enum Message {
  static func fault11(_ children: String) -> String {
    """
    <s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" xmlns:o="urn:orders">
      <s:Body>
        <s:Fault>
          \(children)
        </s:Fault>
      </s:Body>
    </s:Envelope>
    """
  }

  static let good11 = fault11("<faultcode>s:Server</faultcode><faultstring>Out of order</faultstring>")
  /// The children are in the namespace of SOAP, which breaks BP-R1001 twice.
  static let qualified11 = fault11(
    "<s:faultcode>s:Server</s:faultcode>\n      <s:faultstring>x</s:faultstring>")
  static let result11 = """
    <s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><r xmlns="urn:r"/></s:Body></s:Envelope>
    """
  static let html =
    "<!DOCTYPE html>\n<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>"
}
