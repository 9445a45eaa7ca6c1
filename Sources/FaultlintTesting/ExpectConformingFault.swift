public import Faultlint

/// Expects a payload to be a SOAP fault that keeps the contract of SOAP and of the profiles.
///
/// ```swift
/// let fault = expectConformingFault(body, profile: .bp11, status: 500)
/// #expect(fault?.code.local == "Server")
/// ```
///
/// It can be called from Swift Testing and XCTest, from tests that are `async` and those that are not, and fails at the
/// line it is called from. A helper that calls it passes the four parameters at the end on, so that the failure stands
/// where the helper was called.
///
/// - Parameters:
///   - payload: A text, bytes, `Data`, ``FaultPayload/file(_:beside:)``, ``FaultPayload/response(_:body:request:)``.
///   - profile: What to judge by. Without this and `profiles` it is chosen by the message: `bp11` for SOAP 1.1,
///     `soap12` for SOAP 1.2.
///   - profiles: Further profiles to judge by.
///   - status: The status of the HTTP response; nil if it is not known, or the payload knows it.
///   - headers: All header fields of the HTTP response; nil if they are not known, or the payload knows them. One that
///     is not among them was not sent.
///   - exchange: What is known besides. What it knows goes before what the payload knows.
///   - accepted: Rules that may be broken, each with a reason. One that is not broken fails the assertion.
///   - level: The lowest level of finding that fails it.
///   - linter: What to judge with in place of one for the profiles: for options of your own.
///   - attachReport: Whether a failure comes with the report as JSON: an attachment in Swift Testing, the end of the
///     text in XCTest, which has no attachments on Linux. The environment variable `FAULTLINT_ATTACH_REPORT=1` asks for
///     it everywhere.
///   - fileID: Where a failure stands: the module and file.
///   - filePath: The path of the file.
///   - line: The line.
///   - column: The column.
/// - Returns: The fault, also where the assertion fails; nil if there is none.
@discardableResult
public func expectConformingFault(
  _ payload: some FaultPayload, profile: Profile? = nil, profiles: [Profile] = [], status: Int? = nil,
  headers: Exchange.Headers? = nil, in exchange: Exchange = Exchange(),
  accepting accepted: [AcceptedRule] = [],
  failOn level: Level = .error, linter: Linter? = nil, attachReport: Bool = false,
  fileID: StaticString = #fileID,
  filePath: StaticString = #filePath, line: UInt = #line, column: UInt = #column
) -> Fault? {
  let expectation = Expectation(
    payload, Conditions(profile, profiles, status, headers, exchange, linter),
    Caller(fileID: fileID, filePath: filePath, line: line, column: column), attachReport: attachReport)
  expectation.expectConforming("a conforming fault", accepted, level) { $0.fault != nil }
  return expectation.report.fault
}

/// Expects a payload to be an ordinary SOAP message without a fault and with nothing wrong at error level, or the empty
/// body of a response with a status that reports success.
///
/// Something else than SOAP (an HTML page, JSON) fails it: that has no fault in it, but it is not an answer either.
///
/// - Parameters:
///   - payload: A text, bytes, `Data`, ``FaultPayload/file(_:beside:)``, ``FaultPayload/response(_:body:request:)``.
///   - profile: What to judge by. Without this and `profiles` it is chosen by the message.
///   - profiles: Further profiles to judge by.
///   - status: The status of the HTTP response; nil if it is not known, or the payload knows it.
///   - headers: All header fields of the HTTP response; nil if they are not known, or the payload knows them.
///   - exchange: What is known besides.
///   - accepted: Rules that may be broken, each with a reason. One that is not broken fails the assertion.
///   - level: The lowest level of finding that fails it.
///   - linter: What to judge with in place of one for the profiles.
///   - attachReport: Whether a failure comes with the report as JSON.
///   - fileID: Where a failure stands: the module and file.
///   - filePath: The path of the file.
///   - line: The line.
///   - column: The column.
/// - Returns: The report.
@discardableResult
public func expectNoFault(
  _ payload: some FaultPayload, profile: Profile? = nil, profiles: [Profile] = [], status: Int? = nil,
  headers: Exchange.Headers? = nil, in exchange: Exchange = Exchange(),
  accepting accepted: [AcceptedRule] = [],
  failOn level: Level = .error, linter: Linter? = nil, attachReport: Bool = false,
  fileID: StaticString = #fileID,
  filePath: StaticString = #filePath, line: UInt = #line, column: UInt = #column
) -> Report {
  let expectation = Expectation(
    payload, Conditions(profile, profiles, status, headers, exchange, linter),
    Caller(fileID: fileID, filePath: filePath, line: line, column: column), attachReport: attachReport)
  expectation.expectConforming("a message without a fault", accepted, level) { report in
    report.fault == nil && (report.soapVersion != nil || expectation.isEmptySuccess)
  }
  return expectation.report
}
