internal import FaultlintXMLTree

/// What expressions have next to the functions of XPath, on the bytes of texts: libxml2 is given the same.
package enum OwnFunctions {
  /// `is-integer(text, bits)`: whether a text is an integer of 32 bits, or of 64 if that is not `32`; white space at the ends
  /// does not matter.
  package static func isInteger(
    _ text: UnsafeBufferPointer<UInt8>, bits: UnsafeBufferPointer<UInt8>
  ) -> Bool {
    let digits = trimmed(text)
    guard !digits.isEmpty, digits.count < 100, !digits.contains(where: StartTag.isBlank) else { return false }
    let number = String(decoding: digits, as: UTF8.self)
    return bits.hasSameBytes(as: Text("32").bytes) ? Int32(number) != nil : Int64(number) != nil
  }

  /// The same of texts that are not in place.
  package static func isInteger(_ text: String, bits: String) -> Bool {
    Array(text.utf8).withUnsafeBufferPointer { text in
      Array(bits.utf8).withUnsafeBufferPointer { isInteger(text, bits: $0) }
    }
  }

  /// `ends-with(text, end)`.
  package static func hasSuffix(
    _ text: UnsafeBufferPointer<UInt8>, _ end: UnsafeBufferPointer<UInt8>
  ) -> Bool {
    text.count >= end.count
      && UnsafeBufferPointer(rebasing: text.suffix(end.count)).hasSameBytes(as: end)
  }

  /// The same of texts that are not in place.
  package static func hasSuffix(_ text: String, _ end: String) -> Bool {
    text.utf8.count >= end.utf8.count && text.utf8.suffix(end.utf8.count).elementsEqual(end.utf8)
  }

  /// `lower-case(text)`, of a text that is not all ASCII. `String` looks up every letter of it, and is asked for none but
  /// those that need it.
  package static func lowercased(_ text: UnsafeBufferPointer<UInt8>) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(text.count)
    var index = 0
    while index < text.count {
      let first = index
      while index < text.count, text[index] >= 0x80 { index += 1 }
      if index > first { result += String(decoding: text[first..<index], as: UTF8.self).lowercased().utf8 }
      while index < text.count, text[index] < 0x80 {
        result.append(lowercased(text[index]))
        index += 1
      }
    }
    return result
  }

  /// The same of a byte of ASCII.
  @inline(__always) static func lowercased(_ byte: UInt8) -> UInt8 {
    byte >= 0x41 && byte <= 0x5A ? byte + 0x20 : byte
  }

  /// Writes a text as `normalize-space` has it.
  ///
  /// - Parameters:
  ///   - text: The text.
  ///   - room: As much room as the text takes.
  /// - Returns: How many bytes were written.
  package static func normalize(
    _ text: UnsafeBufferPointer<UInt8>, into room: UnsafeMutablePointer<UInt8>
  ) -> Int {
    var count = 0
    var isAfterBlank = false
    for byte in text {
      if StartTag.isBlank(byte) {
        isAfterBlank = count > 0
        continue
      }
      if isAfterBlank {
        room[count] = 0x20
        count += 1
        isAfterBlank = false
      }
      room[count] = byte
      count += 1
    }
    return count
  }

  /// The parts of the qualified name that a text is, before its first colon and behind it; the first is empty if there is
  /// none.
  package static func qualifiedName(in text: String) -> (prefix: String, local: String) {
    let bytes = Array(text.utf8)
    let name = bytes.withUnsafeBufferPointer { bytes in
      [UInt8](unsafeUninitializedCapacity: bytes.count + 1) { room, count in
        count = room.baseAddress.map { normalize(bytes, into: $0) } ?? 0
      }
    }
    guard let colon = name.firstIndex(of: UInt8(ascii: ":")) else {
      return ("", String(decoding: name, as: UTF8.self))
    }
    return (
      String(decoding: name[..<colon], as: UTF8.self), String(decoding: name[(colon + 1)...], as: UTF8.self)
    )
  }

  private static func trimmed(_ text: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
    guard let first = text.firstIndex(where: { !StartTag.isBlank($0) }),
      let last = text.lastIndex(where: { !StartTag.isBlank($0) })
    else { return UnsafeBufferPointer(start: nil, count: 0) }
    return UnsafeBufferPointer(rebasing: text[first...last])
  }
}
