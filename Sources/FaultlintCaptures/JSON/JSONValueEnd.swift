internal import CFaultlintOctets
internal import FaultlintText

/// Finds where a JSON value ends, though it comes in pieces: all that the splitters do to it.
///
/// It looks at quotes, brackets, commas and colons only, and ends every value that ``JSONScanner`` reads where that
/// does. What it objects to the scanner objects to as well.
struct JSONValueEnd {
  /// How far it came.
  enum Outcome: Equatable {
    /// The value goes on after the bytes given.
    case more
    /// The value ends before this index.
    case end(Int)
    /// From this index on it cannot be told what belongs to it.
    case broken(Int, String)
  }

  /// The innermost open bracket, or 0.
  private var open: UInt8 = 0
  /// What ``open`` was outside each open bracket.
  private var outer: [UInt8] = []
  /// The last of `{ [ : ,`, or 1 after a value or a name, or 0 at the start.
  private var last: UInt8 = 0
  /// Whether the bytes so far end in a string, behind a backslash in it, or in another value without brackets.
  private var isInString = false
  private var isEscaped = false
  private var isInScalar = false

  /// Goes on with further bytes.
  mutating func scan(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Outcome {
    guard start < bytes.count, let base = bytes.baseAddress else { return .more }
    var index = start
    if isInString {
      index += isEscaped ? 1 : 0
      if let outcome = goOverString(base, &index, bytes.count) { return outcome }
    } else if isInScalar {
      if let outcome = goOverScalar(base, &index, bytes.count) { return outcome }
    }
    while index < bytes.count {
      let byte = base[index]
      switch byte {
      case 0x20, 0x0A, 0x0D, 0x09: index += 1
      case UInt8(ascii: "\""):
        guard last != 1 else { return .broken(index, "a comma is missing") }
        index += 1
        if let outcome = goOverString(base, &index, bytes.count) { return outcome }
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        guard isValueDue else { return .broken(index, "a comma or the name of a member is missing") }
        // As deep as the scanner goes, which says so.
        guard outer.count < JSONScanner.depthLimit else {
          return .broken(index, "the nesting is deeper than \(JSONScanner.depthLimit)")
        }
        outer.append(open)
        open = byte
        last = byte
        index += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        guard open != 0 else { return .broken(index, "there is a bracket too many") }
        // Each closing bracket is two behind the opening one in ASCII.
        guard open == byte - 2, last == open || last == 1 else {
          return .broken(index, open == byte - 2 ? "a value is missing" : "the brackets do not match")
        }
        open = outer.removeLast()
        last = 1
        index += 1
        if open == 0 { return .end(index) }
      case UInt8(ascii: ","):
        guard last == 1, open != 0 else { return .broken(index, "a value is missing") }
        last = byte
        index += 1
      case UInt8(ascii: ":"):
        guard last == 1, open == UInt8(ascii: "{") else { return .misplacedColon(index) }
        last = byte
        index += 1
      default:
        guard isValueDue else { return .broken(index, "a comma or the name of a member is missing") }
        if let outcome = goOverScalar(base, &index, bytes.count) { return outcome }
      }
    }
    return .more
  }

  /// Whether the value is whole if nothing comes after it.
  var endsWithText: Bool { isInScalar && open == 0 }

  /// Whether a value may begin here that is no string, which may be a name too.
  private var isValueDue: Bool {
    switch open {
    case 0: last == 0
    case UInt8(ascii: "{"): last == UInt8(ascii: ":")
    default: last == UInt8(ascii: "[") || last == UInt8(ascii: ",")
    }
  }

  /// Goes over the string that an index is in.
  ///
  /// - Returns: What comes of it; nil if the value goes on behind the string.
  @inline(__always)
  private mutating func goOverString(
    _ bytes: UnsafePointer<UInt8>, _ index: inout Int, _ count: Int
  ) -> Outcome? {
    index = faultlint_end_of_json_string(bytes, index, count)
    isInString = index >= count
    isEscaped = index > count
    guard !isInString else { return .more }
    guard bytes[index] == UInt8(ascii: "\"") else {
      return .broken(index, "a string goes over the end of its line")
    }
    last = 1
    index += 1
    return open == 0 ? .end(index) : nil
  }

  /// Goes over the number or word that an index is in.
  ///
  /// - Returns: What comes of it; nil if the value goes on behind it.
  @inline(__always)
  private mutating func goOverScalar(
    _ bytes: UnsafePointer<UInt8>, _ index: inout Int, _ count: Int
  ) -> Outcome? {
    last = 1
    while index < count, !bytes[index].endsScalar { index += 1 }
    isInScalar = index >= count
    guard !isInScalar else { return .more }
    switch bytes[index] {
    case UInt8(ascii: ":"): return .misplacedColon(index)
    case UInt8(ascii: "\""), UInt8(ascii: "{"), UInt8(ascii: "["): return nil
    default: return open == 0 ? .end(index) : nil
    }
  }
}

extension JSONValueEnd.Outcome {
  fileprivate static func misplacedColon(_ index: Int) -> Self {
    .broken(index, "the ':' is not after the name of a member")
  }
}

extension UInt8 {
  /// Whether a number, `true`, `false` or `null`, or what stands there instead, ends before it.
  fileprivate var endsScalar: Bool {
    switch self {
    case 0x20, 0x0A, 0x0D, 0x09, UInt8(ascii: "\""), UInt8(ascii: ","), UInt8(ascii: ":"), UInt8(ascii: "["),
      UInt8(ascii: "]"), UInt8(ascii: "{"), UInt8(ascii: "}"):
      true
    default: false
    }
  }
}
