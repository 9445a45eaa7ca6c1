public import Faultlint

/// Expects a payload to be a fault that says certain things. They are compared by what they mean: names by their
/// namespace and not by their prefix, texts by their language, all without counting white space.
///
/// ```swift
/// expectFault(
///   body, code: "Server", reason: "The order was rejected",
///   detail: #"<o:rejected xmlns:o="urn:orders"><o:line>3</o:line></o:rejected>"#)
/// ```
///
/// What is not given is not compared. Whether the fault conforms is not asked: that is
/// ``expectConformingFault(_:profile:profiles:status:headers:in:accepting:failOn:linter:attachReport:fileID:filePath:line:column:)``.
///
/// - Parameters:
///   - payload: A text, bytes, `Data`, ``FaultPayload/file(_:beside:)``, ``FaultPayload/response(_:body:request:)``.
///   - code: The fault code: `"Server"` for a code of SOAP itself, `"{urn:orders}Busy"` for one in another namespace.
///   - subcodes: The subcodes of SOAP 1.2, from the outside in, as in `"{urn:orders}Busy"`.
///   - reason: The text for people: as a text, as `["en": "…", "de": "…"]`, or ``ExpectedReason/containing(_:)``.
///   - actor: Who found the fault: the faultactor of SOAP 1.1, the Node of SOAP 1.2.
///   - role: The Role of SOAP 1.2.
///   - detail: The detail entries: as XML, ``ExpectedDetail/entry(_:)``, or ``ExpectedDetail/absent``.
///   - attachReport: Whether a failure comes with the report as JSON.
///   - fileID: Where a failure stands: the module and file.
///   - filePath: The path of the file.
///   - line: The line.
///   - column: The column.
/// - Returns: The fault, also where the assertion fails; nil if there is none.
@discardableResult
public func expectFault(
  _ payload: some FaultPayload, code: ExpectedCode? = nil, subcodes: [QualifiedName]? = nil,
  reason: ExpectedReason? = nil, actor: String? = nil, role: String? = nil, detail: ExpectedDetail? = nil,
  attachReport: Bool = false, fileID: StaticString = #fileID, filePath: StaticString = #filePath,
  line: UInt = #line,
  column: UInt = #column
) -> Fault? {
  let expectation = Expectation(
    payload, Conditions(nil, [], nil, nil, Exchange(), nil),
    Caller(fileID: fileID, filePath: filePath, line: line, column: column), attachReport: attachReport)
  guard let fault = expectation.report.fault else {
    let errors = expectation.report.findings.filter { $0.level == .error }
    var text = FailureText(expectation.verdict("a fault", errors))
    text.add(received: expectation.payload)
    text.add(errors, of: expectation.payload)
    expectation.fail(text)
    return nil
  }
  let differences = [
    code.flatMap { difference("code", $0.name(in: fault.version), fault.code) },
    subcodes.flatMap { difference($0, fault.subcodes) },
    reason.flatMap { $0.difference(from: fault.reasons) },
    actor.flatMap { difference("actor", $0, fault.actor) },
    role.flatMap { difference("role", $0, fault.role) },
    detail.flatMap { $0.difference(from: fault) },
  ].compactMap { $0 }
  guard !differences.isEmpty else { return fault }
  var text = FailureText(
    "Expected another fault: \(differences.count == 1 ? "one part differs" : "\(differences.count) parts differ") "
      + "(- expected, + found)")
  text.add(received: expectation.payload)
  for difference in differences { text.add(difference.text) }
  expectation.fail(text)
  return fault
}

private func difference(_ name: String, _ expected: QualifiedName, _ found: Fault.Code) -> Difference? {
  found.name == expected ? nil : Difference(name, expected: ["\(expected)"], found: [describe(found)])
}

private func difference(_ expected: [QualifiedName], _ found: [Fault.Code]) -> Difference? {
  guard found.map(\.name) != expected else { return nil }
  return Difference("subcodes", expected: expected.map { "\($0)" }, found: found.map(describe))
}

private func difference(_ name: String, _ expected: String, _ found: String?) -> Difference? {
  if let found, found.collapsed == expected.collapsed { return nil }
  return Difference(
    name, expected: ["\"\(expected.collapsed)\""], found: found.map { ["\"\($0.collapsed)\""] } ?? [])
}

/// A code as it is understood, or as it is written where it does not name anything.
private func describe(_ code: Fault.Code) -> String {
  if let name = code.name { return "\(name)" }
  return code.text.isEmpty ? "nothing" : "\"\(code.text)\", which does not name anything"
}
