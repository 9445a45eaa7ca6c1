internal import IssueReporting

#if canImport(Testing)
  internal import Testing
#endif

/// Where an assertion stands in a test: what a failure points at.
struct Caller: Sendable {
  let fileID: StaticString
  let filePath: StaticString
  let line: UInt
  let column: UInt

  /// Records a failure in the framework whose test is running.
  func fail(_ text: String) {
    #if canImport(Testing)
      // In a detached task, or on a queue, Swift Testing does not know its test. What looks for one takes that for
      // XCTest, which does not run here, so that the failure would be lost.
      if Self.isSwiftTestingAlone, !(TestContext.current?.isSwiftTesting ?? false) {
        Issue.record(Comment(rawValue: text), sourceLocation: location)
        return
      }
    #endif
    reportIssue(text, fileID: fileID, filePath: filePath, line: line, column: column)
  }

  #if canImport(Testing)
    /// The place for Swift Testing.
    var location: SourceLocation {
      SourceLocation(fileID: "\(fileID)", filePath: "\(filePath)", line: Int(line), column: Int(column))
    }

    /// Whether this process was started to run the tests of Swift Testing only, as `swift test` does.
    private static let isSwiftTestingAlone: Bool = {
      let arguments = CommandLine.arguments
      guard let option = arguments.firstIndex(of: "--testing-library") else { return false }
      return arguments[option...].dropFirst().first == "swift-testing"
    }()
  #endif
}
