import Foundation

/// The encodings whose units are wider than a byte.
enum WideEncoding: String, CaseIterable, Sendable {
  case utf16LE = "UTF-16LE"
  case utf16BE = "UTF-16BE"
  case utf32LE = "UTF-32LE"
  case utf32BE = "UTF-32BE"

  /// The name without byte order, which a document with a mark may declare.
  var family: String { String(rawValue.dropLast(2)) }

  var mark: [UInt8] { encode("\u{FEFF}") }

  func encode(_ text: String) -> [UInt8] {
    switch self {
    case .utf16LE: text.utf16.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)] }
    case .utf16BE: text.utf16.flatMap { [UInt8(truncatingIfNeeded: $0 >> 8), UInt8(truncatingIfNeeded: $0)] }
    case .utf32LE:
      text.unicodeScalars.flatMap { scalar in
        [0, 8, 16, 24].map { UInt8(truncatingIfNeeded: scalar.value >> $0) }
      }
    case .utf32BE:
      text.unicodeScalars.flatMap { scalar in
        [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: scalar.value >> $0) }
      }
    }
  }
}

/// The encodings of one and two bytes a character, by Foundation's converters and not by libxml2's.
enum NarrowEncoding: String, CaseIterable, Sendable {
  case latin1 = "ISO-8859-1"
  case windows1252 = "windows-1252"
  case shiftJIS = "Shift_JIS"

  /// Letters that only this one has, or has elsewhere.
  var letters: String {
    switch self {
    case .latin1: "éüß"
    case .windows1252: "é€“ß”"
    case .shiftJIS: "日本語ｱ表"
    }
  }

  func encode(_ text: String) -> [UInt8]? {
    let encoding: String.Encoding =
      switch self {
      case .latin1: .isoLatin1
      case .windows1252: .windowsCP1252
      case .shiftJIS: .shiftJIS
      }
    return text.data(using: encoding).map { Array($0) }
  }
}
