import FaultlintModel

@testable import FaultlintCaptures

/// An entry, with copies of its bytes.
struct EntryText: Equatable, CustomStringConvertible {
  var entry: Int
  var line: Int
  var offset: Int
  var payload: String
  var payloadLine: Int
  var isVerbatim: Bool
  var isText: Bool
  var id: String?
  var status: Int?
  var method: String?
  var version: String?
  var fields: [String]
  var isComplete: Bool?
  var requestMethod: String?
  var requestFields: [String]
  var request: String?
  var error: String?
  var remark: String?

  init(_ entry: Entry) {
    self.entry = entry.position.entry
    line = entry.position.line
    offset = entry.position.offset
    payload = String(decoding: entry.payload, as: UTF8.self)
    payloadLine = entry.payloadLine
    isVerbatim = entry.isVerbatim
    isText = entry.isText
    id = entry.id
    status = entry.http?.status
    method = entry.http?.method
    version = entry.http?.version
    fields = entry.http?.fields.map { "\($0.name): \($0.value)" } ?? []
    isComplete = entry.http?.isComplete
    requestMethod = entry.request?.method
    requestFields = entry.request?.fields.map { "\($0.name): \($0.value)" } ?? []
    request = entry.requestPayload.map { String(decoding: $0, as: UTF8.self) }
    error = entry.error?.message
    remark = entry.remark
  }

  var description: String {
    "#\(entry) line \(line) \(payload.prefix(60)) status \(status ?? 0) error \(error ?? "-") remark \(remark ?? "-")"
  }
}

/// What a capture holds, read in pieces of a size.
func read(
  _ bytes: [UInt8], as format: CaptureFormat, _ options: CaptureOptions = CaptureOptions(), piece: Int = .max,
  failingAt failure: Int? = nil
) -> [EntryText] {
  var given = 0
  let stream = ByteStream { buffer throws(CaptureError) in
    if let failure, given >= failure { throw CaptureError("the line went dead") }
    let count = min(piece, bytes.count - given, buffer.count)
    buffer.copyBytes(from: bytes[given..<given + count])
    given += count
    return count
  }
  var splitter = format.makeSplitter(options)
  let decoder = format.makeDecoder(options)
  var entries: [EntryText] = []
  while let segment = splitter.next(stream) { decoder.decode(segment) { entries.append(EntryText($0)) } }
  return entries
}

func read(_ text: String, as format: CaptureFormat, _ options: CaptureOptions = CaptureOptions())
  -> [EntryText]
{
  read(Array(text.utf8), as: format, options)
}

/// Random numbers that are the same every time.
struct SeededNumbers: RandomNumberGenerator {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

  mutating func next() -> UInt64 {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return state
  }
}

extension [UInt8] {
  /// The same bytes with a few changes.
  func mutated(_ numbers: inout SeededNumbers) -> [UInt8] {
    var bytes = self
    for _ in 0..<Int.random(in: 1...3, using: &numbers) where !bytes.isEmpty {
      let index = Int.random(in: 0..<bytes.count, using: &numbers)
      let signs = Array("{}[],:\"\\u0<>&;/%\n -e.".utf8)
      switch Int.random(in: 0..<4, using: &numbers) {
      case 0: bytes.remove(at: index)
      case 1: bytes.insert(signs.randomElement(using: &numbers) ?? 0, at: index)
      case 2: bytes[index] = signs.randomElement(using: &numbers) ?? 0
      default: bytes[index] = UInt8.random(in: 1...255, using: &numbers)
      }
    }
    return bytes
  }
}
