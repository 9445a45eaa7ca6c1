import Faultlint
import Foundation
import Testing

// What the article on checking captures shows.

func errors(in file: URL) throws -> [String] {
  let linter = try Linter(adding: [.leak])
  let reports = linter.check(capture: try Data(contentsOf: file), name: file.lastPathComponent)
  return reports.flatMap { report in
    let place = "\(report.source.name), payload \(report.source.entry) from line \(report.source.line)"
    if let error = report.error { return ["\(place): \(error)"] }
    return report.findings.filter { $0.level == .error }.map { finding in
      "\(place): \(finding.path): \(finding.message) [\(finding.rule.id)]"
    }
  }
}

func gaps(in body: String) -> [String] {
  var exchange = Exchange(
    status: 500, headers: ["Content-Type": "text/xml; charset=utf-8"],
    request: Exchange.Request(headers: ["SOAPAction": #""urn:orders/get""#], body: "<getOrder/>"))
  exchange.senderRole = .ultimate
  return linter.check(body, in: exchange).notRun.map { "\($0.rule.id): \($0.reason)" }
}

func watch(_ payloads: AsyncStream<Payload>, alarm: (String) -> Void) async throws -> Summary {
  var summary = Summary()
  for try await report in linter.check(payloads) {
    summary.add(report)
    if report.verdict == .nonconforming { alarm("\(report.source.name): \(report.findings[0].message)") }
  }
  return summary
}

@Suite struct CheckingCapturesSnippets {
  @Test("A file is read and checked, and one that is not there throws")
  func file() throws {
    let samples = SnippetTests.root.appending(path: "examples/captures/http")
    let found = try errors(in: samples.appending(path: "zuora-chunked-gzip.http"))
    #expect(found.count == 1)
    #expect(
      found.first?.hasPrefix("zuora-chunked-gzip.http, payload 0 from line 8: /soapenv:Envelope/") ?? false)
    #expect(found.first?.hasSuffix("[SOAP11-faultstring-missing]") ?? false)
    #expect(throws: CocoaError.self) { try errors(in: samples.appending(path: "none.http")) }
  }

  @Test("What an exchange says is no longer missing")
  func facts() {
    let body = envelope("<faultcode>s:Server</faultcode><faultstring>x</faultstring>")
    let without = linter.check(body).notRun.map(\.rule.id)
    let with = gaps(in: body)
    #expect(!with.isEmpty)
    #expect(with.count < without.count)
  }

  @Test("A stream is counted")
  func stream() async throws {
    let broken = envelope("<s:faultcode>s:Server</s:faultcode><faultstring>x</faultstring>")
    let (payloads, continuation) = AsyncStream.makeStream(of: Payload.self)
    continuation.yield(Payload(broken, name: "first"))
    continuation.yield(Payload(envelope("<faultcode>s:Server</faultcode><faultstring>x</faultstring>")))
    continuation.finish()
    var alarms: [String] = []
    let summary = try await watch(payloads) { alarms.append($0) }
    #expect(alarms.count == 1)
    #expect(alarms.first?.hasPrefix("first: ") ?? false)
    #expect(summary.payloads == 2)
    #expect(summary.nonconforming == 1)
    #expect(summary.conforming == 1)
  }
}
