internal import FaultlintText

/// The records of a log.
enum LogRecord {
  /// As many bytes of a line as tell whether it begins a record.
  static let longestMark = 26

  /// Whether a line begins a record, as far as people's logs look alike: with a date or time, a level, a bracket around
  /// one of them, a priority of syslog, or a JSON object.
  static func begins(_ bytes: UnsafeBufferPointer<UInt8>, at start: Int) -> Bool {
    guard start < bytes.count else { return false }
    let first = bytes[start]
    // Nearly all lines of a message begin with a tag or a blank.
    guard first != 0x20, first != 0x09,
      first != UInt8(ascii: "<") || start + 1 < bytes.count && isDigit(bytes[start + 1])
    else { return false }
    // What JAX-WS RI and CXF write between messages.
    if first == UInt8(ascii: "-") {
      return bytes.has("---[HTTP re", at: start) || bytes.has("--------------------", at: start)
    }
    if bytes.has("Message has been truncated", at: start) { return true }
    var index = start
    if first == UInt8(ascii: "[") || first == UInt8(ascii: "(") { index += 1 }
    if bytes.has("{\"", at: start) || beginsTime(bytes, at: index) { return true }
    if start < bytes.count, bytes[start] == UInt8(ascii: "<"), start + 1 < bytes.count,
      isDigit(bytes[start + 1])
    {
      return true
    }
    let words: [StaticString] = [
      "TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL", "SEVERE", "NOTICE", "CRITICAL", "Jan ", "Feb ",
      "Mar ",
      "Apr ", "May ", "Jun ", "Jul ", "Aug ", "Sep ", "Oct ", "Nov ", "Dec ", "Mon ", "Tue ", "Wed ", "Thu ",
      "Fri ",
      "Sat ", "Sun ",
    ]
    return words.contains { bytes.has($0, at: index) }
  }

  /// Whether there are digits with marks of dates or times between them: 2026-11-26, 26/Nov/2026, 03:30:07.
  private static func beginsTime(_ bytes: UnsafeBufferPointer<UInt8>, at start: Int) -> Bool {
    var index = start
    while index < bytes.count, index < start + 10, isDigit(bytes[index]) { index += 1 }
    let digits = index - start
    guard digits > 0, index + 1 < bytes.count else { return false }
    switch bytes[index] {
    case UInt8(ascii: "-"), UInt8(ascii: "/"), UInt8(ascii: ":"):
      return (digits == 4 || digits <= 2) && !bytes[index + 1].isBlank
    case UInt8(ascii: "."): return (digits == 2 || digits == 10) && isDigit(bytes[index + 1])
    default: return false
    }
  }

  private static func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }
}
