import Foundation
import Testing

@testable import FaultlintCaptures

@Suite("JSON, logs and their like in pieces, cut off and changed")
struct TextPieceTests {
  struct Sample: Sendable, CustomTestStringConvertible {
    let format: CaptureFormat
    let name: String
    let bytes: [UInt8]
    var testDescription: String { name }
  }

  /// The samples of the project, and texts with everything that goes wrong in them.
  static let samples: [Sample] = {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "examples/captures")
    var samples: [Sample] = []
    for (name, format) in [
      ("ndjson", CaptureFormat.ndjson), ("har", .har), ("wsi-log", .wsiLog), ("log", .log),
    ] {
      let files =
        (try? FileManager.default.contentsOfDirectory(atPath: folder.appending(path: name).path)) ?? []
      for file in files.sorted() where file != "README.md" {
        let data = (try? Data(contentsOf: folder.appending(path: name).appending(path: file))) ?? Data()
        samples.append(Sample(format: format, name: file, bytes: Array(data)))
      }
    }
    let broken = HARTests.entry(#""text":"<b/>""#).replacing("\"status\":500,", with: "\"status\":500")
    let archive = HARTests.archive([
      HARTests.entry(#""text":"<a/>""#), broken, HARTests.entry(#""text":"<c/>""#),
    ])
    let wsi = WSILogTests.log(
      WSILogTests.entry(1, 1, "request", WSILogTests.request, "&lt;q/&gt;")
        + WSILogTests.entry(2, 1, "response", WSILogTests.response, "<![CDATA[<r/>]]>"))
    let lines =
      "{\"id\":1,\"status\":500,\"headers\":{\"A\":\"b\"},\"body\":\"<a>\\n\\u00e9</a>\"}\n\n{\"body\":\"\\q\"}\n"
    let log =
      "2026 \(LogTests.envelope) x\n<s:Envelope>\n<s:B\nINFO \"<Fault a=\\\"b\\\"><\\/Fault>\" &lt;Fault&gt;&lt;/Fault&gt;\n"
    for (name, format, text) in [
      ("broken.har", CaptureFormat.har, archive), ("log.xml", .wsiLog, wsi),
      ("lines", .ndjson, lines + "{\"body\":\"<z/>\"}"),
      ("array", .ndjson, "[" + lines.replacing("\n\n", with: ",") + "]"), ("log", .log, log),
      ("pretty", .ndjson, "{\n \"body\": \"<a/>\"\n}\n{\n \"body\": \"<b/>\"\n}\n"),
      (
        "frames", .log,
        LineFrameTests.frames.map { frame in
          LineFrameTests.lines.enumerated().map { frame.around($0, $1) + "\n" }.joined()
            + frame.around(9, "x") + "\n"
        }.joined()
      ),
      ("escapes", .log, EscapeTests.samples.map(\.text).joined(separator: "\n---\n")),
      (
        "nested", .log,
        "a <E:Envelope><![CDATA[<E:Envelope></E:Envelope>]]></E:Envelope> <E:Envelope><a><E:Envelope>\nx"
      ),
      (
        "bodies", .log,
        "Response-Code: 500\nPayload: <html/>\n-----\n---[HTTP response 500]---\nA: b\n\nx--------------------\n"
      ),
      ("trace", .trace, TraceTests.quoted("DEBUG ") + TraceTests.curl + TraceTests.systemNet),
      ("table", .csv, "status,body,x\n500,\"<a b=\"\"c\"\">\n</a>\",y\n200,<b/>,\n"),
    ] { samples.append(Sample(format: format, name: name, bytes: Array(text.utf8))) }
    return samples
  }()

  @Test("The pieces in which a capture is read make no difference", arguments: samples)
  func pieces(sample: Sample) {
    let whole = read(sample.bytes, as: sample.format)
    #expect(!whole.isEmpty)
    for piece in [1, 2, 7, 1000] {
      #expect(read(sample.bytes, as: sample.format, piece: piece) == whole, "pieces of \(piece)")
    }
  }

  @Test(
    "Captures that are cut off or changed are read without a crash, the same in pieces", arguments: samples)
  func fuzz(sample: Sample) {
    var numbers = SeededNumbers(UInt64(sample.bytes.count))
    for round in 0..<300 {
      var bytes = round % 2 == 0 ? sample.bytes.mutated(&numbers) : sample.bytes
      if round % 3 == 0 { bytes = Array(bytes[..<Int.random(in: 0...bytes.count, using: &numbers)]) }
      let whole = read(bytes, as: sample.format)
      #expect(whole.map(\.entry) == Array(0..<whole.count))
      #expect(whole.map(\.offset) == whole.map(\.offset).sorted())
      let pieces = read(bytes, as: sample.format, piece: Int.random(in: 1...40, using: &numbers))
      #expect(pieces == whole, "\(String(decoding: bytes, as: UTF8.self))")
    }
    // As another format.
    for format in CaptureFormat.all {
      _ = read(sample.bytes, as: format, piece: 13)
    }
  }
}
