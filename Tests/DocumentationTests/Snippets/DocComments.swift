import Faultlint

// What comments in the sources show.

func inLinter(_ body: [UInt8]) {
  let linter = Linter()
  let report = linter.check(body, in: Exchange(status: 500, headers: ["Content-Type": "text/xml"]))
  for finding in report.findings {
    print("\(finding.line):\(finding.column): \(finding.level): \(finding.message) [\(finding.rule.id)]")
  }
}

func inCheckOfMany(_ payloads: AsyncStream<Payload>) async throws {
  for try await report in linter.check(payloads) {
    print(report.source.name, report.verdict)
  }
}
