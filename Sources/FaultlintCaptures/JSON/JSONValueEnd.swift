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

  private var open: [UInt8] = []
  /// The last of `{ [ : ,`, or 1 after a value or a name, or 0 at the start.
  private var last: UInt8 = 0
  private var isInString = false
  private var isEscaped = false
  private var isInScalar = false

  /// Goes on with further bytes.
  mutating func scan(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Outcome {
    var index = start
    while index < bytes.count {
      if isInString {
        if isEscaped {
          isEscaped = false
          index += 1
        }
        guard let base = bytes.baseAddress else { return .more }
        index = faultlint_end_of_json_string(base, index, bytes.count)
        guard index < bytes.count else {
          isEscaped = index > bytes.count
          return .more
        }
        guard bytes[index] == UInt8(ascii: "\"") else {
          return .broken(index, "a string goes over the end of its line")
        }
        index += 1
        isInString = false
        last = 1
        if open.isEmpty { return .end(index) }
        continue
      }
      let byte = bytes[index]
      switch byte {
      case 0x20, 0x0A, 0x0D, 0x09:
        if isInScalar {
          isInScalar = false
          if open.isEmpty { return .end(index) }
        }
      case UInt8(ascii: "\""):
        guard last != 1, !isInScalar else { return .broken(index, "a comma is missing") }
        isInString = true
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        guard isValueDue else { return .broken(index, "a comma or the name of a member is missing") }
        // As deep as the scanner goes, which says so.
        guard open.count < JSONScanner.depthLimit else {
          return .broken(index, "the nesting is deeper than \(JSONScanner.depthLimit)")
        }
        open.append(byte)
        last = byte
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        guard let opened = open.last else {
          return isInScalar ? .end(index) : .broken(index, "there is a bracket too many")
        }
        // Each closing bracket is two behind the opening one in ASCII.
        guard opened == byte - 2, last == opened || last == 1 else {
          return .broken(index, opened == byte - 2 ? "a value is missing" : "the brackets do not match")
        }
        open.removeLast()
        isInScalar = false
        last = 1
        if open.isEmpty { return .end(index + 1) }
      case UInt8(ascii: ","):
        if open.isEmpty, isInScalar { return .end(index) }
        guard last == 1, !open.isEmpty else { return .broken(index, "a value is missing") }
        isInScalar = false
        last = byte
      case UInt8(ascii: ":"):
        guard last == 1, !isInScalar, open.last == UInt8(ascii: "{") else {
          return .broken(index, "the ':' is not after the name of a member")
        }
        last = byte
      default:
        if !isInScalar {
          guard isValueDue else { return .broken(index, "a comma or the name of a member is missing") }
          isInScalar = true
          last = 1
        }
      }
      index += 1
    }
    return .more
  }

  /// Whether the value is whole if nothing comes after it.
  var endsWithText: Bool { isInScalar && open.isEmpty }

  /// Whether a value may begin here that is no string, which may be a name too.
  private var isValueDue: Bool {
    switch open.last {
    case nil: last == 0
    case UInt8(ascii: "{"): last == UInt8(ascii: ":")
    default: last == UInt8(ascii: "[") || last == UInt8(ascii: ",")
    }
  }
}
