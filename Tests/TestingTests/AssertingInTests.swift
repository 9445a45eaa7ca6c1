import FaultlintTesting
import Foundation
import Testing

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

// What the article on asserting in tests shows.

func checkRefusal(_ response: URLResponse, _ body: Data) {
  let fault = expectConformingFault(.response(response, body: body), profile: .bp11)
  #expect(fault?.code.local == "Client")
}

func checkRejection(_ body: [UInt8]) {
  expectFault(
    body, code: "Server", reason: ["en": "The order was rejected"], detail: .entry("{urn:orders}rejected"))
}

func checkMainframe(_ body: String) {
  expectConformingFault(
    body, accepting: [.rule("BP-R1031", because: "ticket 4711: the mainframe refines codes with dots")],
    failOn: .warning)
}

func answers() throws -> [FaultFixture] {
  [
    FaultFixtures.soap11(code: "Client", reason: "There is no order 7"),
    FaultFixtures.soap12(subcodes: ["{urn:orders}Busy"], reasons: ["en": "Busy", "de": "Belegt"]),
    try FaultFixtures.violating("SOAP11-faultstring-missing"),
  ]
}

func checkBroken(_ fixture: FaultFixture, breaks id: String) {
  expectFault(fixture, violates: [id])
}

func expectBusy(
  _ payload: some FaultPayload, fileID: StaticString = #fileID, filePath: StaticString = #filePath,
  line: UInt = #line, column: UInt = #column
) {
  expectFault(
    payload, code: "{urn:orders}Busy", fileID: fileID, filePath: filePath, line: line, column: column)
}

@Suite struct AssertingInTests {
  static let rejection = FaultFixtures.soap11(
    reason: "The order was\n  rejected", language: "en", detail: #"<o:rejected xmlns:o="urn:orders"/>"#)

  @Test("A response conforms") func response() throws {
    let refusal = FaultFixtures.soap11(code: "Client")
    checkRefusal(try #require(refusal.response(from: URL(filePath: "/orders"))), Data(refusal.bytes))
  }

  @Test("A fault is held to what it says") func says() {
    checkRejection(Self.rejection.bytes)
    let other = FaultFixtures.soap11(reason: "The order was rejected", language: "en")
    #expect(failures { checkRejection(other.bytes) }.count == 1)
  }

  @Test("An exception that is not needed fails") func accepted() {
    let refined = Message.good11.replacing("s:Server", with: "s:Server.Db2")
    checkMainframe(refined)
    #expect(failures { checkMainframe(Message.good11) }.count == 1)
  }

  @Test("Fixtures do what they are made for") func fixtures() throws {
    let answers = try answers()
    #expect(answers.map { Linter().check($0.bytes, in: $0.exchange).isConforming } == [true, true, false])
    checkBroken(answers[2], breaks: "SOAP11-faultstring-missing")
    #expect(failures { checkBroken(answers[0], breaks: "SOAP11-faultstring-missing") }.count == 1)
  }

  @Test("A helper compares codes by their namespace") func helper() {
    expectBusy(FaultFixtures.soap11(code: "{urn:orders}Busy"))
    #expect(failures { expectBusy(FaultFixtures.soap11(code: "{urn:other}Busy")) }.count == 1)
  }

  @Test("What comments in the sources show is true") func comments() throws {
    do {
      let body = Message.good11
      let fault = expectConformingFault(body, profile: .bp11, status: 500)
      #expect(fault?.code.local == "Server")
    }
    do {
      let body = FaultFixtures.soap11(
        reason: "The order was rejected",
        detail: #"<x:rejected xmlns:x="urn:orders"> <x:line>3</x:line> </x:rejected>"#
      ).bytes
      expectFault(
        body, code: "Server", reason: "The order was rejected",
        detail: #"<o:rejected xmlns:o="urn:orders"><o:line>3</o:line></o:rejected>"#)
    }
    do {
      let body = try FaultFixtures.violating("BP-R1000").xml
      expectFault(body, violates: ["BP-R1000"], exactly: true)
    }
    do {
      let refusal = FaultFixtures.soap11(code: "Client", reason: "There is no order 7")
      let broken = try FaultFixtures.violating("BP-R1001")
      #expect([refusal, broken].map { $0.rule?.id } == [nil, "BP-R1001"])
    }
  }
}
