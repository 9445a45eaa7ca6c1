import Faultlint

let linter = Linter()  // made once, used from any thread

func complaints(about body: [UInt8]) -> [String] {
  let report = linter.check(body, in: Exchange(status: 500, headers: ["Content-Type": "text/xml"]))
  return report.findings.map { "\($0.line):\($0.column): \($0.message) [\($0.rule.id)]" }
}
