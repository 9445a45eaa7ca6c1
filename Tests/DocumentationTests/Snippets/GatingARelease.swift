import Faultlint
import Testing

// What the article on gating a release shows.

/// Whether a release may go out, by what its service answered.
func mayRelease(_ captures: [(name: String, bytes: [UInt8])]) throws -> Bool {
  var options = Linter.Options()
  options.ignored = ["BP-R1004"]  // our codes are in no namespace; the clients know
  options.levels = ["HTTP-500-without-fault": .error]
  let linter = try Linter(profiles: [.bp11, .soap12], options: options)

  var summary = Summary()
  for capture in captures {
    for report in linter.check(capture: capture.bytes, name: capture.name) { summary.add(report) }
  }
  guard summary.payloads > 0, summary.unreadable == 0 else { return false }
  return summary.highestLevel.map { $0 < .error } ?? true
}

func unproven(_ report: Report) -> [String] {
  report.outcomes.compactMap { rule, outcome in
    if case .notRun(let reason) = outcome { "\(rule.id): \(reason)" } else { nil }
  }
}

@Suite struct GatingAReleaseSnippets {
  func release(_ bodies: String...) throws -> Bool {
    try mayRelease(bodies.map { ("answer", Array($0.utf8)) })
  }

  @Test("A gate opens for conforming faults and accepted rules")
  func opens() throws {
    let good = envelope("<faultcode>s:Server</faultcode><faultstring>x</faultstring>")
    #expect(try release(good))
    #expect(try release(good, envelope("<faultcode>OrderRejected</faultcode><faultstring>x</faultstring>")))
  }

  @Test("A gate stays closed for a broken fault, a raised level, and nothing at all")
  func staysClosed() throws {
    #expect(try !release(envelope("<faultcode>s:Server</faultcode>")))
    #expect(
      try !release("HTTP/1.1 500 Error\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"))
    #expect(try !release())
  }

  @Test("A rule that needs what is not known is unproven")
  func unprovenRules() throws {
    let report = linter.check(envelope("<faultcode>s:Server</faultcode><faultstring>x</faultstring>"))
    #expect(!unproven(report).isEmpty)
    #expect(!unproven(report).contains { $0.hasPrefix("SOAP11-faultstring-missing:") })
  }
}
