internal import FaultlintText

/// A value that a scanner has gone over, to be read later.
struct ScannedJSON {
  /// Where it begins.
  let offset: Int
  /// It, if it is a string: a body is not gone over twice.
  let string: JSONToken?

  init(offset: Int, string: JSONToken?) {
    self.offset = offset
    self.string = string
  }

  /// Goes over the value that a scanner stands before.
  init(goingOver scanner: inout JSONScanner) throws(JSONError) {
    let isString = try scanner.kind() == .string
    offset = scanner.offset
    string = isString ? try scanner.string() : nil
    if !isString { try scanner.skip() }
  }
}

/// A payload that is a JSON value, with the buffers to unescape it in.
final class JSONPayload {
  private let unescaped = ByteBuffer()
  private let decoded = ByteBuffer()
  private static let loneSurrogate = "half a surrogate pair in the body was replaced by U+FFFD"
  /// The payload. Valid until the next is read, and no longer than the text it was read from.
  private(set) var bytes = UnsafeBufferPointer<UInt8>(start: nil, count: 0)
  /// Whether it was text, not bytes.
  private(set) var isText = true
  /// What is odd about it.
  private(set) var remark: String?

  /// Where the string begins that was unescaped as it was gone over; nil if none was.
  private var readOffset: Int?
  private var hasLoneSurrogate = false

  /// Forgets what was gone over.
  func begin() { readOffset = nil }

  /// Goes over the value that a scanner stands before, which probably is the payload: a string is unescaped on the way.
  func goOver(_ scanner: inout JSONScanner) throws(JSONError) -> ScannedJSON {
    guard try scanner.kind() == .string else { return try ScannedJSON(goingOver: &scanner) }
    let offset = scanner.offset
    readOffset = nil
    unescaped.removeAll()
    let room = unescaped.room(scanner.bytes.count - offset + 16)
    let (token, result) = try scanner.string(unescapingTo: room)
    if let result {
      unescaped.commit(result.count)
      hasLoneSurrogate = result.hasLoneSurrogate
      readOffset = offset
    }
    return ScannedJSON(offset: offset, string: token)
  }

  /// Reads the value that the scanner stands before.
  func read(_ scanner: inout JSONScanner, isBase64: Bool) throws(JSONError) {
    try read(try ScannedJSON(goingOver: &scanner), in: scanner.bytes, isBase64: isBase64)
  }

  /// Reads a value of a text that was gone over.
  func read(
    _ place: ScannedJSON, in text: UnsafeBufferPointer<UInt8>, isBase64: Bool
  ) throws(JSONError) {
    isText = !isBase64
    remark = nil
    var scanner = JSONScanner(text, at: place.offset)
    guard let token = place.string else {
      if try scanner.kind() == .null {
        bytes = UnsafeBufferPointer(start: nil, count: 0)
      } else {
        try scanner.skip()
        bytes = text.slice(place.offset..<scanner.offset)
        remark = "the body is no JSON string: it is checked as it is written"
      }
      return
    }
    if readOffset == place.offset, token.hasEscapes {
      bytes = unescaped.bytes
      if hasLoneSurrogate { remark = Self.loneSurrogate }
    } else {
      readOffset = nil
      bytes = try unescape(token, scanner, into: unescaped)
    }
    if isBase64 {
      decoded.removeAll()
      if let index = Base64.decode(bytes, into: decoded) {
        throw JSONError("the body is no base64, from its character \(index + 1) on,", at: place.offset)
      }
      bytes = decoded.bytes
    } else {
      try unescapeAgain()
    }
  }

  private func unescape(
    _ token: JSONToken, _ scanner: JSONScanner, into buffer: ByteBuffer
  ) throws(JSONError) -> UnsafeBufferPointer<UInt8> {
    guard token.hasEscapes else { return scanner.bytes.slice(token.range) }
    buffer.removeAll()
    if try scanner.unescape(token, into: buffer) { remark = Self.loneSurrogate }
    return buffer.bytes
  }

  /// A body that is a JSON string in a JSON string was escaped once too often.
  private func unescapeAgain() throws(JSONError) {
    let first = bytes.skippingBlanks(from: 0)
    guard first < bytes.count, bytes[first] == UInt8(ascii: "\"") else { return }
    var scanner = JSONScanner(bytes, at: first)
    guard let token = try? scanner.string(), (try? scanner.finish()) != nil,
      let again = try? unescape(token, scanner, into: decoded),
      let start = again[again.skippingBlanks(from: 0)...].first, start == UInt8(ascii: "<")
    else { return }
    bytes = again
    let twice = "the body was escaped twice"
    remark = remark.map { $0 + "; " + twice } ?? twice
  }
}

extension Entry {
  /// Takes a payload, with what is to be said of it.
  mutating func take(_ payload: JSONPayload) {
    self.payload = payload.bytes
    isText = payload.isText
    if let remark = payload.remark { note(remark) }
  }
}
