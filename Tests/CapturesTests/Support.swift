import FaultlintModel
import Foundation

@testable import FaultlintCaptures

/// An entry, kept.
struct ReadEntry: Equatable, CustomStringConvertible {
  var position: Segment.Position
  var payload: [UInt8]
  var payloadLine: Int
  var isVerbatim: Bool
  var start: HTTPHead.Start?
  var version: String?
  var fields: [HTTPHead.Field]?
  var rootPart: RootPartHead?
  var request: HTTPHead.Start?
  var requestFields: [HTTPHead.Field]?
  var requestPayload: [UInt8]?
  var error: String?
  var remark: String?

  init(_ entry: Entry) {
    position = entry.position
    payload = Array(entry.payload)
    payloadLine = entry.payloadLine
    isVerbatim = entry.isVerbatim
    start = entry.http?.start
    version = entry.http?.version
    fields = entry.http?.fields
    rootPart = entry.http?.rootPart
    request = entry.request?.start
    requestFields = entry.request?.fields
    requestPayload = entry.requestPayload.map(Array.init)
    error = entry.error?.message
    remark = entry.remark
  }

  var text: String { String(decoding: payload, as: UTF8.self) }
  var requestText: String? { requestPayload.map { String(decoding: $0, as: UTF8.self) } }
  var status: Int? { if case .response(let status) = start { status } else { nil } }
  func field(_ name: String) -> String? { fields?.first { $0.name.lowercased() == name.lowercased() }?.value }

  var description: String {
    "entry \(position.entry) line \(position.line) \(start.map { "\($0)" } ?? "-") '\(text.prefix(300))' error: \(error ?? "-") remark: \(remark ?? "-")"
  }
}

/// Reads captures as the command does.
enum Read {
  /// A stream that hands over so many bytes at a time; nil for all.
  static func stream(_ bytes: [UInt8], piece: Int? = nil) -> ByteStream {
    guard let piece else { return bytes.withUnsafeBufferPointer { ByteStream($0) } }
    var given = 0
    return ByteStream { buffer in
      let count = min(piece, bytes.count - given, buffer.count)
      buffer.copyBytes(from: bytes[given..<given + count])
      given += count
      return count
    }
  }

  static func entries(
    _ bytes: [UInt8], name: String = "-", piece: Int? = nil, options: CaptureOptions = CaptureOptions()
  ) -> [ReadEntry] {
    entries(of: Capture(stream(bytes, piece: piece), name: name, options: options), options: options)
  }

  static func entries(
    _ text: String, name: String = "-", options: CaptureOptions = CaptureOptions()
  ) -> [ReadEntry] {
    entries(Array(text.utf8), name: name, options: options)
  }

  /// HTTP, with line ends as on the wire: a line end in a test is CR LF.
  static func http(_ text: String, options: CaptureOptions = CaptureOptions()) -> [ReadEntry] {
    var options = options
    options.format = .http
    return entries(text.replacing("\n", with: "\r\n"), options: options)
  }

  static func entries(of capture: Capture, options: CaptureOptions = CaptureOptions()) -> [ReadEntry] {
    let reader = EntryReader(options: options)
    var result: [ReadEntry] = []
    while let segment = capture.next() { reader.read(segment) { result.append(ReadEntry($0)) } }
    return result
  }

  /// The members of a file: their names, what is in them, and why not.
  static func members(
    _ bytes: [UInt8], name: String, piece: Int? = nil, options: CaptureOptions = CaptureOptions()
  ) -> [(name: String?, entries: [ReadEntry], error: String?)] {
    let file = CaptureFile(stream(bytes, piece: piece), name: name, options: options)
    var result: [(name: String?, entries: [ReadEntry], error: String?)] = []
    while let member = file.next() {
      result.append(
        (member.name, member.capture.map { entries(of: $0, options: options) } ?? [], member.error?.message)
      )
    }
    return result
  }
}

/// Samples of the repository, and real captures where they are at hand.
enum Samples {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "examples/captures")

  /// A folder of raw responses with the bodies that they hold, given as FAULTLINT_CAPTURES.
  static let real = ProcessInfo.processInfo.environment["FAULTLINT_CAPTURES"].map { URL(filePath: $0) }

  static func files(in folder: URL, endings: [String]) -> [String] {
    let paths = (try? FileManager.default.subpathsOfDirectory(atPath: folder.path)) ?? []
    return paths.filter { path in endings.contains { path.hasSuffix($0) } }.sorted()
  }

  static func bytes(_ path: String, in folder: URL = Self.folder) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: folder.appending(path: path)))
  }
}

/// Numbers that look random and are the same every time.
struct Seeded: RandomNumberGenerator {
  var state: UInt64
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
