internal import Faultlint
internal import FaultlintReports
internal import FaultlintText
internal import Foundation
internal import IssueReporting

#if canImport(Testing)
  internal import Testing
#endif

/// The report of a failed assertion as JSON, for whoever asked for it.
enum ReportAttachment {
  /// Whether all failures are to have one: the environment variable `FAULTLINT_ATTACH_REPORT` is there, and is neither
  /// empty nor `0`.
  private static let isWanted: Bool = {
    let value = ProcessInfo.processInfo.environment["FAULTLINT_ATTACH_REPORT"] ?? ""
    return !value.isEmpty && value != "0"
  }()

  /// Attaches the report to the running test. Swift Testing takes it as an attachment. XCTest has none on Linux, and
  /// elsewhere only on the main actor: there it becomes the end of the failure's text.
  ///
  /// - Parameters:
  ///   - report: The report.
  ///   - isAskedFor: Whether the assertion asks for it.
  ///   - text: The text of the failure.
  ///   - caller: Where the assertion stands.
  static func add(_ report: Report, ifAskedFor isAskedFor: Bool, to text: inout FailureText, _ caller: Caller)
  {
    guard isAskedFor || isWanted else { return }
    let json = json(report)
    #if canImport(Testing)
      if case .swiftTesting? = TestContext.current {
        Attachment.record(json, named: "faultlint-report.json", sourceLocation: caller.location)
        return
      }
    #endif
    text.add("\nreport: " + json)
  }

  /// The report in the form of `faultlint check --format json`.
  private static func json(_ report: Report) -> String {
    var settings = ReportSettings()
    settings.version = Linter.version
    var writer = JSONReport(settings, lines: false)
    var output = Output()
    var summary = Summary()
    summary.add(report)
    writer.begin(&output)
    writer.add(report, &output)
    writer.end(summary, &output)
    return String(decoding: output.bytes, as: UTF8.self)
  }
}
