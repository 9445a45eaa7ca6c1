import FaultlintModel
import Foundation
import Testing

@testable import FaultlintCaptures

/// What must hold of every sample.
@Suite("Every sample")
struct PiecesTests {
  /// The samples of the folders and a few captures with every form of framing in them.
  static let samples: [(name: String, bytes: [UInt8])] = {
    var samples: [(name: String, bytes: [UInt8])] = []
    let endings = [".xml", ".http", ".mime", ".gz", ".zip", ".txt", ".har", ".ndjson", ".log"]
    for path in Samples.files(in: Samples.folder, endings: endings) {
      if let bytes = try? Samples.bytes(path) { samples.append((path, bytes)) }
    }
    let exchange = HTTPTests.request("/1", "<q1/>") + HTTPTests.response(500, "<a1>\n</a1>")
    let chunked =
      "HTTP/1.1 500 X\nTransfer-Encoding: chunked\n\n5;x\n<a>bc\nA\n<!-- --> d\n4\n</a>\n0\nT: 1\n\n"
    let short = "HTTP/1.1 500 X\nContent-Length: 3\n\n<surplus/>\n"
    let long = "HTTP/1.1 500 X\nContent-Length: 300\n\n<missing/>"
    let curl = "* Connected\n> POST / HTTP/1.1\n> A: b\n> \n< HTTP/1.1 500 X\n< \n<a/>* Connection #0 left\n"
    samples.append(("exchanges.http", Array((exchange + exchange + chunked + short + exchange + long).utf8)))
    samples.append(
      ("wire.http", Array((exchange + chunked + short + long).replacing("\n", with: "\r\n").utf8)))
    samples.append(("curl.txt", Array((curl + curl).utf8)))
    samples.append(
      (
        "package.mime",
        Array(MultipartTests.package(type: MultipartTests.mtom, parts: [MultipartTests.root]).utf8)
      ))
    samples.append(("x.http.gz", PackedTests.gzipOfHTTP))
    samples.append(("x.zip", PackedTests.zipOfFour))
    return samples
  }()

  static func everything(_ bytes: [UInt8], _ name: String, piece: Int?) -> [String] {
    var options = CaptureOptions()
    options.entryBytes = 1 << 20
    return Read.members(bytes, name: name, piece: piece, options: options).flatMap { member in
      ["\(member.name ?? "-") \(member.error ?? "-")"]
        + member.entries.map {
          "\($0.position) \($0.payloadLine) \($0.isVerbatim) \($0.fields ?? []) \($0.requestPayload ?? []) \($0.payload) \($0)"
        }
    }
  }

  @Test("The pieces in which a capture comes make no difference", arguments: samples.map(\.name))
  func pieces(name: String) throws {
    let bytes = try #require(Self.samples.first { $0.name == name }).bytes
    let whole = Self.everything(bytes, name, piece: nil)
    #expect(!whole.isEmpty)
    for piece in [1, 2, 7] {
      #expect(Self.everything(bytes, name, piece: piece) == whole, "pieces of \(piece)")
    }
  }

  @Test("Verbatim payloads stand where their entry says", arguments: samples.map(\.name))
  func places(name: String) throws {
    let bytes = try #require(Self.samples.first { $0.name == name }).bytes
    guard !name.hasSuffix(".gz"), !name.hasSuffix(".zip") else { return }
    let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
    for entry in Read.entries(bytes, name: name) where entry.isVerbatim && !entry.payload.isEmpty {
      let line = try #require(lines.dropFirst(entry.payloadLine - 1).first)
      let first = entry.payload.prefix { $0 != 0x0A }
      let text = String(decoding: line, as: UTF8.self)
      #expect(text.contains(String(decoding: first, as: UTF8.self)), "line \(entry.payloadLine): \(text)")
    }
  }

  @Test("Cut off or changed anywhere, a capture is read to its end without harm, and the same in pieces")
  func fuzz() {
    var random = Seeded(state: 42)
    let samples = Self.samples.filter { $0.bytes.count < 1 << 14 }
    let splices = [
      "\r\n", "\n", "HTTP/1.1 500 X", "> POST / HTTP/1.1\n", "ffffffffff\r\n", "0\r\n", "--b1", "###", "* x",
      ":", "\r",
    ]
    for round in 0..<4000 {
      guard let sample = samples.randomElement(using: &random) else { return }
      var bytes = sample.bytes
      if Int.random(in: 0..<4, using: &random) == 0 {
        bytes.removeLast(Int.random(in: 0...bytes.count, using: &random))
      }
      for _ in 0..<Int.random(in: 0...6, using: &random) where !bytes.isEmpty {
        let at = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0: bytes[at] = UInt8.random(in: 0...255, using: &random)
        case 1: bytes.insert(contentsOf: Array((splices.randomElement(using: &random) ?? "").utf8), at: at)
        case 2: bytes.removeSubrange(at..<min(bytes.count, at + Int.random(in: 1...40, using: &random)))
        default:
          let end = min(bytes.count, at + Int.random(in: 1...200, using: &random))
          bytes.insert(contentsOf: bytes[at..<end], at: Int.random(in: 0..<bytes.count, using: &random))
        }
      }
      let whole = Self.everything(bytes, sample.name, piece: nil)
      guard round % 8 == 0 else { continue }
      let pieces = Self.everything(bytes, sample.name, piece: 3)
      #expect(pieces == whole, "round \(round), \(sample.name)")
    }
  }

  // MARK: Responses of real services

  @Test(
    "Responses off the wire hold the bodies that were kept beside them",
    .enabled(
      if: Samples.real != nil,
      "needs responses recorded from real services: a folder of .http files, named in FAULTLINT_CAPTURES"))
  func real() throws {
    let folder = try #require(Samples.real)
    let paths = Samples.files(in: folder, endings: [".http"])
    #expect(!paths.isEmpty)
    for path in paths {
      let read = Read.entries(try Samples.bytes(path, in: folder), name: path)
      #expect(read.count == 1, "\(path)")
      let entry = try #require(read.first)
      #expect(entry.error == nil && entry.remark == nil, "\(path): \(entry)")
      #expect(entry.status != nil && entry.fields?.isEmpty == false, "\(path)")
      if let body = try? Samples.bytes(path.dropLast(4) + "xml", in: folder) {
        #expect(entry.payload == body, "\(path)")
      } else if let length = entry.field("Content-Length") {
        #expect("\(entry.payload.count)" == length, "\(path)")
      }
    }
  }
}
