import Faultlint
import Testing

/// What a report says besides findings.
@Suite struct AdviceTests {
  static func message(_ attributes: String, header: String = "", detail: String = "") -> String {
    "<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'\(attributes)>\(header)<s:Body><s:Fault>"
      + "<faultcode>Client</faultcode><faultstring>x</faultstring>\(detail)</s:Fault></s:Body></s:Envelope>"
  }

  static let encoding = " s:encodingStyle='http://schemas.xmlsoap.org/soap/encoding/'"
  static let upnp = "<detail><UPnPError xmlns='urn:schemas-upnp-org:control-1-0'/></detail>"
  static let cwmp = "<s:Header><c:ID xmlns:c='urn:dslforum-org:cwmp-1-2'>1</c:ID></s:Header>"

  @Test(
    "A message that does not claim the Basic Profile, and breaks it, has the hint",
    arguments: [
      (message(encoding), "The message uses SOAP encoding")
    ])
  func hint(_ message: String, _ reason: String) throws {
    #expect(Linter().check(message).advice == .profile("soap11", because: reason))
    // Who chose the profile knows.
    #expect(try Linter(profiles: [.bp11]).check(message).advice == nil)
    #expect(try Linter(profiles: [.soap11]).check(message).advice == nil)
  }

  @Test("Any other message has none")
  func none() throws {
    #expect(Linter().check(Self.message("")).advice == nil)
    #expect(Linter().check(Self.message(" s:encodingStyle=''")).advice == nil)
    // It keeps the Basic Profile, whatever it claims.
    let clean = Self.message(Self.encoding).replacing("Client", with: "s:Client")
    #expect(try Linter(profiles: [.soap11]).check(clean).advice == nil)
    // These have profiles of their own, which do not ask for the Basic Profile.
    #expect(Linter().check(Self.message("", detail: Self.upnp)).profiles == ["soap11", "upnp"])
    #expect(Linter().check(Self.message("", header: Self.cwmp)).profiles == ["soap11", "cwmp"])
    #expect(Linter().check(Self.message("", detail: Self.upnp)).advice == nil)
    let soap12 =
      "<e:Envelope xmlns:e='http://www.w3.org/2003/05/soap-envelope'><e:Body><e:Fault e:encodingStyle='http://www.w3.org/2003/05/soap-encoding'/></e:Body></e:Envelope>"
    #expect(Linter().check(soap12).advice == nil)
  }

  @Test(
    "A fault that a program has printed is named with the way to its XML",
    arguments: [
      ("SoapFault Object\n(\n [faultcode] => a:b\n [faultstring] => Down\n)\n", "__getLastResponse()"),
      (#"{"soap:Fault":{"faultcode":["a:b"],"faultstring":["Down"]}}"#, "the response as it came"),
      ("zeep.exceptions.Fault: Down\n", "HistoryPlugin"),
    ])
  func decoded(_ text: String, _ word: String) throws {
    let report = try #require(Linter().check(capture: Array(text.utf8)).first)
    #expect(report.verdict == .notAFault)
    #expect(report.advice?.text.contains(word) == true)
    #expect(report.findings.isEmpty)
  }
}
