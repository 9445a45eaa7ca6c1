import FaultlintModel
import Testing

@testable import FaultlintCaptures

/// What products write as XML: the expected values are what stands in the texts.
@Suite("Forms in XML")
struct XMLFormTests {
  static let event = """
    <E2ETraceEvent xmlns="http://schemas.microsoft.com/2004/06/E2ETraceEvent"><System><Correlation ActivityID="{A1}"/></System>\
    <ApplicationData><TraceData><DataItem><MessageLogTraceRecord Source="TransportReceive"><HttpResponse>\
    <StatusCode>InternalServerError</StatusCode><StatusDescription/><WebHeaders><Content-Type>text/xml</Content-Type>\
    <Server>&lt;x&gt;</Server></WebHeaders></HttpResponse><s:Envelope xmlns:s="u"><s:Body><status>1</status></s:Body></s:Envelope>\
    </MessageLogTraceRecord></DataItem></TraceData></ApplicationData></E2ETraceEvent>
    """
  static let envelope = "<s:Envelope xmlns:s=\"u\"><s:Body><status>1</status></s:Body></s:Envelope>"

  @Test(
    "A form is told by its root",
    arguments: [
      (event, CaptureFormat.svclog),
      ("<?xml version='1.0'?>\n<items burpVersion='1'><item/></items>", .burp),
      (
        "<?xml version='1.0'?><!DOCTYPE items [<!ELEMENT items (item*)>]><items><item><response base64='true'/></item></items>",
        .burp
      ),
      ("<items><item/></items>", .xml),
      ("<?xml version='1.0'?><testResults version='1.2'/>", .jmeter),
      ("<con:soapui-project xmlns:con='http://eviware.com/soapui/config'/>", .soapUI),
      ("<OWASPZAPReport version='2.14'/>", .zap),
    ])
  func recognized(_ text: String, _ form: CaptureFormat) {
    #expect(DetectionTests.found(Array(text.utf8)) == form)
  }

  // MARK: WCF

  @Test("The message log of WCF, events without a root", arguments: [1, 11, 500, Int.max])
  func svclog(piece: Int) throws {
    let other = "<E2ETraceEvent><ApplicationData>started</ApplicationData></E2ETraceEvent>"
    let request = Self.event.replacing("InternalServerError", with: "x")
      .replacing("<HttpResponse><StatusCode>x</StatusCode>", with: "<HttpRequest><Method>POST</Method>")
      .replacing("</HttpResponse>", with: "</HttpRequest>")
    let text = [other, request, Self.event, other].joined(separator: "\n")
    let entries = read(Array(text.utf8), as: .svclog, piece: piece)
    #expect(entries.map(\.payload) == [Self.envelope, Self.envelope])
    #expect(entries.map(\.line) == [2, 3])
    #expect(entries.map(\.entry) == [0, 1])
    #expect(entries.map(\.status) == [nil, 500])
    #expect(entries.map(\.method) == ["POST", nil])
    #expect(entries[1].fields == ["Content-Type: text/xml", "Server: <x>"])
    #expect(entries[0].fields == entries[1].fields)
    #expect(entries[1].id == "\"{A1}\"")
    #expect(entries.allSatisfy { $0.isVerbatim && $0.error == nil && $0.remark == nil })
  }

  @Test("An envelope has the namespaces that it inherits")
  func inherited() throws {
    let text = Self.event.replacing("<s:Envelope xmlns:s=\"u\">", with: "<s:Envelope>")
      .replacing("<ApplicationData>", with: "<ApplicationData xmlns:s=\"u\">")
    let entry = try #require(read(text, as: .svclog).first)
    #expect(entry.payload.hasPrefix("<s:Envelope xmlns:s=\"u\""))
    #expect(entry.payload.hasSuffix("><s:Body><status>1</status></s:Body></s:Envelope>"))
    #expect(!entry.isVerbatim)
  }

  @Test("A log that is cut off anywhere gives the events before, and what there is of the last")
  func truncated() {
    let bytes = Array((Self.event + "\n" + Self.event).utf8)
    let whole = Self.event.utf8.count
    for length in whole + 20..<bytes.count - 1 {
      let entries = read(Array(bytes[..<length]), as: .svclog)
      #expect(entries.first?.payload == Self.envelope)
      guard entries.count == 2 else {
        // The mark of a message was not there yet.
        #expect(entries.count == 1 && length < whole + 330, "\(length)")
        continue
      }
      let last = entries[1]
      #expect(last.line == 2)
      let says = last.error ?? last.remark
      #expect(says == "the capture ends inside this entry", "\(length)")
      #expect(last.error == nil ? Self.envelope.hasPrefix(last.payload) : last.payload == "", "\(length)")
    }
  }

  @Test("What looks like an entry inside a payload that is cut off is a part of it")
  func truncatedAround() throws {
    let end = try #require(Self.event.firstRange(of: "<status>")).lowerBound
    let start = try #require(Self.event.firstRange(of: "<s:Envelope")).lowerBound
    let tail = "\n<E2ETraceEvent><ApplicationData>\n<x>"
    let log = "\n" + Self.event[..<end] + tail
    let entries = read(log, as: .svclog)
    #expect(entries.map(\.payload) == ["\(Self.event[start..<end])\(tail)"])
    #expect(entries.map(\.line) == [2])
    #expect(entries.map(\.remark) == ["the capture ends inside this entry"])
    #expect(entries.allSatisfy { $0.isVerbatim })

    for (text, form) in [
      ("<testResults><httpSample>\n<responseData>a<sample>\n<b>", CaptureFormat.jmeter),
      ("<testResults><httpSample><responseData>\na<sample lb='x'><responseHeader>", .jmeter),
      ("<OWASPZAPReport><instance><responseheader/>\n<responsebody>a<instance id='1'>\n<b>", .zap),
      ("<soapui-project><response>\n<responseContent>a<request>\n<b>", .soapUI),
      ("<items burpVersion='1'><item>\n<response base64='true'>PGE+<item>\n<b>", .burp),
    ] {
      let entries = read(text, as: form)
      #expect(entries.count == 1, "\(text)")
      #expect(entries.allSatisfy { 1...3 ~= $0.line && ($0.remark ?? $0.error) != nil }, "\(text)")
    }
  }

  @Test("Where an entry in another is cut off, it stands where it stands")
  func truncatedInside() {
    let text = "<testResults>\n<httpSample>\n<sample>\n\n<responseData>&lt;a/>"
    let entries = read(text, as: .jmeter)
    #expect(entries.map(\.payload) == ["<a/>"])
    #expect(entries.map(\.line) == [3])
  }

  @Test("A log without messages is one result that says so")
  func withoutMessages() throws {
    let text = "<E2ETraceEvent><ApplicationData>started</ApplicationData></E2ETraceEvent>"
    for (text, form) in [
      (text, CaptureFormat.svclog), ("<OWASPZAPReport><site/></OWASPZAPReport>", .zap),
      ("<testResults/>", .jmeter), ("<soapui-project/>", .soapUI),
    ] {
      let entries = read(text, as: form)
      #expect(entries.count == 1)
      #expect(entries.first?.payload == text)
    }
  }

  @Test("An event without its message, and one that is too large, are told")
  func without() {
    let bare = Self.event.replacing(Self.envelope, with: "")
    #expect(
      read(bare, as: .svclog).map(\.error) == [
        "WCF logged no envelope with this message; logEntireMessage has to be on"
      ])
    var options = CaptureOptions()
    options.entryBytes = 1 << 10
    let large = Self.event.replacing("<status>", with: "<status>" + String(repeating: "x", count: 300_000))
    let entries = read([Self.event, large, Self.event].joined(separator: "\n"), as: .svclog, options)
    #expect(entries.map(\.payload) == [Self.envelope, "", Self.envelope])
    #expect(entries.map(\.line) == [1, 2, 3])
    #expect(entries[1].error == "the entry has more than 1024 bytes")
  }

  // MARK: SoapUI

  @Test("A project of SoapUI: mock responses and requests")
  func soapUI() throws {
    let text = """
      <con:soapui-project xmlns:con="http://eviware.com/soapui/config">
      <con:interface><con:operation><con:call name="R 1"><con:settings/><con:endpoint>http://a.example/</con:endpoint>
      <con:request><![CDATA[<q/>]]></con:request></con:call></con:operation></con:interface>
      <con:testStep><con:config><con:request name="T"><con:endpoint/><con:request>&lt;t/></con:request></con:request></con:config></con:testStep>
      <con:mockService><con:mockOperation><con:response name="M" httpResponseStatus="500"><con:settings><con:setting id="x">y</con:setting></con:settings>
      <con:header><con:name>Content-Type</con:name><con:value>text/xml</con:value></con:header>
      <con:responseContent><![CDATA[<a/>]]></con:responseContent></con:response>
      <con:response name="N"><con:responseContent compression="gzip">H4sIAAAAAAACA7NJtCtITM5OTbHRT7QDAP6zODENAAAA</con:responseContent></con:response>
      <con:response name="O"><con:responseContent/></con:response>
      </con:mockOperation></con:mockService></con:soapui-project>
      """
    let entries = read(text, as: .soapUI)
    #expect(entries.map(\.payload) == ["<q/>", "<t/>", "<a/>", "<a>packed</a>", ""])
    #expect(entries.map(\.id) == ["R 1", "T", "M", "N", "O"].map { "\"\($0)\"" })
    #expect(entries.map(\.method) == ["POST", "POST", nil, nil, nil])
    #expect(entries.map(\.status) == [nil, nil, 500, nil, nil])
    #expect(entries[2].fields == ["Content-Type: text/xml"])
    #expect(entries[0].isVerbatim)
    #expect(entries[0].payloadLine == 3)
    #expect(entries[2].payloadLine == 7)
    #expect(entries.allSatisfy { $0.error == nil })
  }

  // MARK: Others

  @Test("Items of Burp")
  func burp() throws {
    // POST /o HTTP/1.1 | Content-Length: 4 | | <q/>  and  HTTP/1.1 500 X | Content-Type: text/xml | | <a/>
    let text = """
      <items burpVersion="1">
      <item><url><![CDATA[http://a.example/o]]></url><status>500</status><request base64="true"><![CDATA[UE9TVCAvbyBIVFRQLzEuMQ0KQ29udGVudC1MZW5ndGg6IDQNCg0KPHEvPg==]]></request>\
      <response base64="true"><![CDATA[SFRUUC8xLjEgNTAwIFgNCkNvbnRlbnQtVHlwZTogdGV4dC94bWwNCg0KPGEvPg==]]></response></item>
      <item><request base64="true"><![CDATA[UE9TVCAvbyBIVFRQLzEuMQ0KQ29udGVudC1MZW5ndGg6IDQNCg0KPHEvPg==]]></request><response base64="true"/></item>
      <item><request base64="false"><![CDATA[POST /o HTTP/1.1\r
      \r
      <r/>]]></request><response base64="true">SFRU!</response></item>
      </items>
      """
    let entries = read(text, as: .burp)
    #expect(entries.map(\.payload) == ["<a/>", "<q/>", ""])
    #expect(entries.map(\.status) == [500, nil, nil])
    #expect(entries.map(\.method) == [nil, "POST", nil])
    #expect(entries[0].fields == ["Content-Type: text/xml"])
    #expect(entries[0].version == "1.1")
    #expect(entries[0].request == "<q/>")
    #expect(entries[0].requestFields == ["Content-Length: 4"])
    #expect(entries.map(\.line) == [2, 3, 4])
    #expect(entries[2].error == "the body is no base64, from its character 5 on")
  }

  @Test("A report of ZAP")
  func zap() throws {
    let text = """
      <OWASPZAPReport><site><alerts><alertitem><instances><instance><uri>http://a.example/</uri>
      <requestheader>POST http://a.example/ HTTP/1.1\r
      SOAPAction: "x"\r
      \r
      </requestheader><requestbody>&lt;q/&gt;</requestbody><responseheader>HTTP/1.1 500 X\r
      Content-Type: text/xml\r
      </responseheader><responsebody>&lt;a/&gt;</responsebody></instance></instances></alertitem></alerts></site></OWASPZAPReport>
      """
    let entries = read(text, as: .zap)
    #expect(entries.map(\.payload) == ["<a/>"])
    let entry = try #require(entries.first)
    #expect(entry.status == 500)
    #expect(entry.version == "1.1")
    #expect(entry.fields == ["Content-Type: text/xml"])
    #expect(entry.requestMethod == "POST")
    #expect(entry.requestFields == ["SOAPAction: \"x\""])
    #expect(entry.request == "<q/>")
  }

  @Test("Results of JMeter, with a sample in a sample")
  func jmeter() throws {
    let text = """
      <testResults version="1.2">
      <sample lb="outer" rc="200">
      <httpSample lb="a" rc="500"><responseHeader class="java.lang.String">HTTP/1.1 500 X
      Content-Type: text/xml
      </responseHeader><requestHeader>SOAPAction: x
      </requestHeader><responseData>&lt;a>&#xd;&lt;/a></responseData><method>POST</method><queryString>&lt;q/></queryString></httpSample>
      <httpSample lb="b" rc="500"/>
      <httpSample lb="c" rc="Non HTTP response code: java.net.ConnectException"><responseData>x</responseData></httpSample>
      <responseData/></sample>
      </testResults>
      """
    let entries = read(text, as: .jmeter).sorted { $0.entry < $1.entry }
    #expect(entries.map(\.id) == ["outer", "a", "b", "c"].map { "\"\($0)\"" })
    #expect(entries.map(\.payload) == ["", "<a>\r</a>", "", "x"])
    #expect(entries.map(\.status) == [200, 500, 500, nil])
    #expect(entries[1].requestMethod == "POST")
    #expect(entries[1].request == "<q/>")
    #expect(entries[1].fields == ["Content-Type: text/xml"])
    #expect(entries[1].requestFields == ["SOAPAction: x"])
    #expect(entries[2].error?.hasPrefix("the results were saved without the data of this response") == true)
  }

  // MARK: Bad input

  @Test("End tags that fit nothing, and deep elements, cost no more than their bytes")
  func hostile() {
    let deep = String(repeating: "<x>", count: 100_000)
    let text = Self.event.replacing(
      "<System>", with: "<System>" + deep + String(repeating: "</y>", count: 100_000))
    let entries = read(text + Self.event, as: .svclog)
    #expect(entries.count == 1 || entries.count == 2)
    #expect(entries.last?.payload == Self.envelope)
  }

  @Test("Changed files are read to their end", arguments: 0..<40)
  func mutated(seed: UInt64) {
    var numbers = SeededNumbers(seed + 1)
    let bytes = Array([Self.event, Self.event, Self.event].joined(separator: "\n").utf8).mutated(&numbers)
    for form in [CaptureFormat.svclog, .burp, .zap, .jmeter, .soapUI] {
      let whole = read(bytes, as: form)
      #expect(
        read(bytes, as: form, piece: 7).map(\.payload).joined() == whole.map(\.payload).joined(),
        "\(form.name)")
    }
  }
}
